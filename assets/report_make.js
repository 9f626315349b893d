/* Making: template, scope, moment or period, comparison, visitors. Every choice is a step of the address; the paper's first
   page is drawn beside it (report_preview.js); the areas and the school are found by report_pick.js. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  let busy = false;

  const label = report.label = (words, control, hint) => {
    const node = element("label", "report-field");
    node.append(element("span", "field-label", words), control, ...(hint ? [element("span", "field-hint", hint)] : []));
    return node;
  };
  const group = (words, className, inside) => {
    const node = element("fieldset", "report-group " + className);
    node.append(element("legend", "", words), ...inside);
    return node;
  };
  /* One of several, as a row of buttons; `pick(value)`. */
  report.choices = choices;
  function choices(words, pairs, chosen, pick) {
    const node = element("div", "choices");
    node.setAttribute("role", "group");
    node.setAttribute("aria-label", words);
    for (const [value, said] of pairs) {
      const one = element("button", "choice", said);
      one.type = "button";
      one.dataset.value = value;
      one.setAttribute("aria-pressed", String(value === chosen));
      one.addEventListener("click", () => pick(value));
      node.append(one);
    }
    return node;
  }
  /* A day as people here write it, with the browser's own calendar behind a button: that one speaks the browser's language. */
  function dayField(said, change, name) {
    const box = element("span", "report-day"), field = element("input", "report-input num"), hidden = element("input", "report-day-own"), open = report.button("", "i-calendar", "quiet square", () => { try { hidden.showPicker(); } catch (_) { field.focus(); } });
    const show = (iso) => (/^\d{4}-\d\d-\d\d$/.test(iso) ? iso.split("-").reverse().join("/") : iso);
    Object.assign(field, { type: "text", value: show(said), name, inputMode: "numeric", placeholder: "22/11/2026", autocomplete: "off", maxLength: 10 });
    Object.assign(hidden, { type: "date", value: said, max: day(0), tabIndex: -1 });
    hidden.setAttribute("aria-hidden", "true");
    open.setAttribute("aria-label", text("Chọn trên lịch", "Choose in the calendar"));
    field.addEventListener("change", () => {
      const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(field.value.trim()), iso = found ? found[3] + "-" + found[2].padStart(2, "0") + "-" + found[1].padStart(2, "0") : "";
      const real = iso && !Number.isNaN(Date.parse(iso)) && new Date(iso).getUTCDate() === Number(found[1]);
      field.setAttribute("aria-invalid", String(!real));
      if (real) change(iso);
    });
    hidden.addEventListener("change", () => { if (hidden.value) change(hidden.value); });
    box.append(field, open, hidden);
    return box;
  }
  function clockField(said, change) {
    const field = element("input", "report-input num");
    Object.assign(field, { type: "text", value: said, name: "clock", inputMode: "numeric", placeholder: "14:00", autocomplete: "off", maxLength: 5 });
    field.addEventListener("change", () => {
      const found = /^([01]?\d|2[0-3])(?:[:hg]([0-5]\d)?)?$/.exec(field.value.trim());
      field.setAttribute("aria-invalid", String(!found));
      if (found) change(found[1].padStart(2, "0") + ":" + (found[2] || "00"));
    });
    return field;
  }

  /* What the address asks for, as POST /api/v1/snapshots takes it; null with the reason when something is missing. */
  report.wish = (query) => {
    const kind = report.template(query.template || "daily"), whole = (centre.feed.directory || {}).area || "";
    const wish = { template: kind.key, area: query.area || whole, kinds: query.kinds ? query.kinds.split(",") : [], compared: query.compared, visitors: query.visitors === "1" };
    if (kind.key === "school") { if (!query.school) return { why: text("Hãy chọn một trường.", "Choose a school.") }; Object.assign(wish, { area: "", school: query.school, kinds: [] }); }
    else if (kind.key === "area" && (!query.area || query.area.includes(","))) return { why: text("Hãy chọn một địa bàn.", "Choose one area.") };
    else if (!wish.area) return { why: text("Đang lấy danh sách địa bàn…", "Loading the areas…") };
    if (query.begins || query.ends) {
      const begins = report.epoch(query.begins), ends = report.epoch(query.ends);
      if (begins === null || ends === null) return { why: text("Hãy chọn đủ ngày đầu và ngày cuối.", "Choose both the first and the last day.") };
      if (ends < begins) return { why: text("Ngày cuối đứng trước ngày đầu.", "The last day is before the first.") };
      Object.assign(wish, { begins, ends: Math.min(ends + 86400, Math.max(begins + 3600, Math.floor(report.now()))) });
    } else if (query.at) {
      const at = report.epoch(query.at);
      if (at === null) return { why: text("Hãy chọn ngày và giờ.", "Choose a day and an hour.") };
      if (at > report.now() + 60) return { why: text("Thời điểm này chưa đến.", "That moment has not come yet.") };
      wish.at = at;
    }
    return { wish };
  };

  const mode = (query) => (query.begins || query.ends ? "period" : query.at ? "moment" : "now");
  const day = (back) => report.field(report.now() - back * 86400).slice(0, 10);
  function month(back) {
    const [year, at] = day(0).split("-").map(Number), first = new Date(Date.UTC(year, at - 1 - back, 1)), last = new Date(Date.UTC(year, at - back, 0));
    return { begins: first.toISOString().slice(0, 10), ends: back ? last.toISOString().slice(0, 10) : day(0) };
  }
  const PERIODS = [
    [text("Hôm nay", "Today"), () => ({ begins: day(0), ends: day(0) })], [text("Hôm qua", "Yesterday"), () => ({ begins: day(1), ends: day(1) })],
    [text("7 ngày qua", "Last 7 days"), () => ({ begins: day(6), ends: day(0) })], [text("Tháng này", "This month"), () => month(0)], [text("Tháng trước", "Last month"), () => month(1)],
  ];
  function time(query) {
    const now = mode(query), kept = query.compared === "previous" ? { compared: "" } : {};
    const turn = (value) => report.go(value === "period" ? { at: "", begins: day(6), ends: day(0), compared: "" } : value === "moment" ? { at: report.field(report.now() - 3600).slice(0, 13) + ":00", begins: "", ends: "", ...kept } : { at: "", begins: "", ends: "", ...kept });
    const nodes = [choices(text("Thời gian", "Time"), [["now", text("Bây giờ", "Now")], ["moment", text("Một thời điểm", "A moment")], ["period", text("Một kỳ", "A period")]], now, turn)];
    if (now === "moment") {
      const [date, clock] = (/^\d+$/.test(query.at) ? report.field(report.epoch(query.at)) : query.at).split("T"), pair = element("div", "report-pair"), at = (patch) => report.go({ at: (patch.date || date) + "T" + (patch.clock || clock || "00:00") }, { replace: true });
      pair.append(label(text("Ngày", "Day"), dayField(date, (value) => at({ date: value }), "at")), label(text("Giờ", "Hour"), clockField(clock || "00:00", (value) => at({ clock: value }))));
      nodes.push(pair, element("span", "field-hint dim", text("Đến từng phút trong hạn lưu; xa hơn, theo giờ.", "To the minute as long as minutes are kept; to the hour beyond.")));
    }
    if (now === "period") {
      const pair = element("div", "report-pair"), quick = element("div", "report-quick");
      pair.append(label(text("Từ ngày", "From"), dayField(query.begins, (value) => report.go({ begins: value }, { replace: true }), "begins")), label(text("Đến hết ngày", "To the end of"), dayField(query.ends, (value) => report.go({ ends: value }, { replace: true }), "ends")));
      for (const [words, of] of PERIODS) { const one = of(), is = one.begins === query.begins && one.ends === query.ends, node = element("button", "choice", words); node.type = "button"; node.setAttribute("aria-pressed", String(is)); node.addEventListener("click", () => report.go(of())); quick.append(node); }
      nodes.push(quick, pair);
    }
    return nodes;
  }
  function compared(query) {
    const same = mode(query) === "period" ? [["", text("Không", "None")], ["previous", text("Kỳ liền trước", "The period before")], ["year", text("Cùng kỳ năm trước", "A year before")]]
      : [["", text("Không", "None")], ["day", text("Hôm trước, cùng giờ", "The day before")], ["week", text("Tuần trước", "A week before")], ["month", text("Tháng trước", "A month before")]];
    return choices(text("So sánh với", "Compared with"), same, query.compared, (value) => report.go({ compared: value }));
  }

  function templates(query) {
    const node = element("div", "report-templates"), chosen = query.template || "daily";
    for (const one of report.words.templates) {
      const pick = element("button", "report-template");
      pick.type = "button";
      pick.dataset.template = one.key;
      pick.setAttribute("aria-pressed", String(one.key === chosen));
      pick.append(report.icon(one.icon), element("span", "", one.label));
      pick.addEventListener("click", () => report.go({ template: one.key, ...(one.period && mode(query) === "now" ? { begins: day(6), ends: day(0), compared: "" } : {}), ...(one.key === "school" ? {} : { school: "" }) }));
      node.append(pick);
    }
    return [node, element("p", "report-about", report.template(chosen).about)];
  }
  function visitors(query) {
    const node = element("label", "report-switch"), box = element("input", ""), words = element("span", "");
    Object.assign(box, { type: "checkbox", name: "visitors", checked: query.visitors === "1" });
    box.addEventListener("change", () => report.go({ visitors: box.checked ? "1" : "" }));
    words.append(element("b", "", text("Bản cho khách", "For visitors")), element("span", "dim", text("Không có tên người, số điện thoại và ghi chú tay.", "No names of people, no telephones, no notes by hand.")));
    node.append(box, words);
    return node;
  }

  async function make(button) {
    const { wish, why } = report.wish(report.query()), told = report.one("[data-report-told]");
    if (report.one(".report-form [aria-invalid=true]")) { told.replaceChildren(report.failed(text("Ngày hoặc giờ vừa gõ chưa đúng. Hãy sửa lại như 22/11/2026, 14:00.", "The day or hour just typed is not one. Type it like 22/11/2026, 14:00."))); return; }
    if (!wish) { told.replaceChildren(report.failed(why)); return; }
    if (busy) return;
    busy = true;
    button.setAttribute("aria-busy", "true");
    button.lastChild.textContent = text("Đang đóng băng số liệu…", "Freezing the figures…");
    const answer = await report.ask("/api/v1/snapshots", wish, { signal: AbortSignal.timeout(60000) });
    busy = false;
    if (!button.isConnected) { centre.say(answer.ok ? text("Đã đóng băng: ", "Frozen: ") + answer.body.id : answer.said); return; } // they went on
    if (answer.ok) { report.fresh = answer.body.id; report.leave("/reports/" + answer.body.id); return; }
    button.removeAttribute("aria-busy");
    button.lastChild.textContent = MAKE();
    told.replaceChildren(report.failed(answer.said));
  }
  const MAKE = () => text("Đóng băng và mở", "Freeze and open");

  /* Focus stays where it was though the form is drawn again. */
  function mark() {
    const at = document.activeElement, place = report.one(".report-form");
    if (!at || !place || !place.contains(at)) return null;
    const all = [...place.querySelectorAll("button,input")];
    return { n: all.indexOf(at), name: at.name, value: at.dataset.value || at.dataset.template, words: at.textContent };
  }
  function back(was) {
    if (!was) return;
    const all = [...report.one(".report-form").querySelectorAll("button,input")];
    const same = all.find((one) => (was.name ? one.name === was.name : was.value ? (one.dataset.value || one.dataset.template) === was.value && one.textContent === was.words : one.textContent === was.words)) || all[was.n];
    if (same) same.focus({ preventScroll: true });
  }
  /* What somebody presses must still be there when they let go: leaving a field changes the address and the form is drawn
     again, so while a button or a finger is down it waits for the click. */
  let down = false, later = false, release = 0;
  const letGo = () => { clearTimeout(release); release = setTimeout(() => { down = false; if (later) { later = false; redraw(); } }, 0); };
  for (const name of ["pointerdown", "mousedown"]) window.addEventListener(name, () => { clearTimeout(release); down = true; }, true);
  for (const name of ["pointerup", "mouseup", "pointercancel", "dragend", "blur"]) window.addEventListener(name, (event) => { if (name !== "blur" || event.target === window) letGo(); }, true);
  window.addEventListener("click", () => { down = false; }, true); // what the click itself asks for comes at once

  report.views.make = (place, query, first) => {
    if (first) {
      const form = element("div", "report-form"), side = element("div", "report-side"), foot = element("div", "report-foot"), told = element("div", "report-told");
      told.dataset.reportTold = "";
      told.setAttribute("role", "status");
      const button = report.button(MAKE(), "i-camera", "primary report-make", () => make(button));
      foot.append(told, button, element("span", "dim", text("Được cấp số và mã băm; không ai sửa được nữa.", "It gets a number and a hash; nobody changes it after that.")));
      side.dataset.reportPreview = "";
      const left = element("div", "report-left");
      left.append(form, foot);
      place.replaceChildren(left, side);
    }
    place.querySelector("[data-report-told]").replaceChildren();
    report.preview(query);
    if (down && !first) later = true; else redraw();
  };
  function redraw() {
    const place = report.one("[data-report-view=make]"), form = place && place.querySelector(".report-form"), query = report.query();
    if (!form || !query.new) return;
    later = false;
    const was = mark(), school = query.template === "school";
    const list = (said) => (said ? said.split(",") : []);
    const scope = school ? [report.pickSchool(query.school, (code) => report.go({ school: code }))]
      : [report.pickAreas(list(query.area), query.template === "area", (codes) => report.go({ area: codes.join(",") })), ...report.pickKinds(list(query.kinds), (some) => report.go({ kinds: some.join(",") }))];
    form.replaceChildren(
      group(text("Nội dung", "Content"), "of-template", templates(query)),
      group(school ? text("Trường", "School") : text("Phạm vi", "Scope"), "of-scope", scope),
      group(text("Thời gian", "Time"), "of-time", time(query)),
      group(text("So sánh với", "Compared with"), "of-compared", [compared(query)]),
      group(text("Người xem", "Readers"), "of-readers", [visitors(query)]));
    back(was);
  }
  for (const name of ["directory"]) centre.on(name, () => { if (report.root && report.query().new) report.shown(); });
})();
