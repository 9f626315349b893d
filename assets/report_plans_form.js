/* The box in which a schedule is written: what, of where, when, in which forms, for whom. `?plan=new` or its number opens
   it; Back closes it. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports, plans = report.plans;
  const { element, text } = centre;
  const EMPTY = { id: 0, name: "", template: "daily", areas: [], school: "", kinds: [], rhythm: "daily", clock: "07:00", weekday: 0, day: 1, school_days: true, papers: ["pdf"], people: [], addresses: [], visitors: false };
  const RHYTHMS = [["daily", text("Hằng ngày", "Daily")], ["weekly", text("Hằng tuần", "Weekly")], ["monthly", text("Hằng tháng", "Monthly")], ["term", text("Hết học kỳ", "End of a term")]];
  const DAYS = [text("Thứ Hai", "Monday"), text("Thứ Ba", "Tuesday"), text("Thứ Tư", "Wednesday"), text("Thứ Năm", "Thursday"), text("Thứ Sáu", "Friday"), text("Thứ Bảy", "Saturday"), text("Chủ nhật", "Sunday")];
  let draft = null, box = null, of = "";

  const field = (name, value, more, change) => {
    const node = element("input", "report-input");
    Object.assign(node, { type: "text", name, value, autocomplete: "off", ...more });
    node.addEventListener("input", () => change(node.value));
    return node;
  };
  function select(name, pairs, value, change) {
    const node = element("select", "select"), wrap = element("span", "select-box");
    node.name = name;
    for (const [key, words] of pairs) { const one = element("option", "", words); one.value = key; node.append(one); }
    node.value = String(value);
    node.addEventListener("change", () => change(node.value));
    wrap.append(node);
    return wrap;
  }
  function tick(words, about, is, change, name) {
    const node = element("label", "report-switch"), input = element("input", ""), said = element("span", "");
    Object.assign(input, { type: "checkbox", checked: is, name });
    input.addEventListener("change", () => change(input.checked));
    said.append(element("b", "", words), ...(about ? [element("span", "dim", about)] : []));
    node.append(input, said);
    return node;
  }
  const group = (words, inside) => { const node = element("fieldset", "report-group"); node.append(element("legend", "", words), ...inside); return node; };

  function when() {
    const row = element("div", "report-pair"), nodes = [report.choices(text("Nhịp", "Rhythm"), RHYTHMS, draft.rhythm, (value) => { draft.rhythm = value; paint(); })];
    if (draft.rhythm === "weekly") row.append(report.label(text("Vào", "On"), select("weekday", DAYS.map((words, n) => [n, words]), draft.weekday, (value) => { draft.weekday = Number(value); })));
    if (draft.rhythm === "monthly") row.append(report.label(text("Ngày trong tháng", "Day of the month"), select("day", Array.from({ length: 28 }, (_, n) => [n + 1, String(n + 1)]), draft.day, (value) => { draft.day = Number(value); })));
    row.append(report.label(text("Lúc", "At"), field("clock", draft.clock, { inputMode: "numeric", maxLength: 5, placeholder: "07:00", className: "report-input num" }, (value) => { draft.clock = value.trim(); })));
    nodes.push(row);
    if (draft.rhythm === "daily" || draft.rhythm === "weekly") nodes.push(tick(text("Chỉ vào ngày học", "School days only"), text("theo lịch năm học; nghỉ lễ, nghỉ hè thì thôi", "by the school calendar; not on holidays"), draft.school_days, (is) => { draft.school_days = is; }, "school_days"));
    return nodes;
  }
  function chips(some, name, drop) {
    const node = element("div", "chips");
    for (const one of some) {
      const chip = element("span", "area-chip"), off = element("button", "chip-drop");
      off.type = "button";
      off.setAttribute("aria-label", text("Bỏ ", "Remove ") + name(one));
      off.append(report.icon("i-close"));
      off.addEventListener("click", () => { drop(one); paint(); });
      chip.append(element("span", "", name(one)), off);
      node.append(chip);
    }
    return node;
  }
  function readers() {
    const name = (id) => (plans.people.find((one) => one.id === id) || { name: "#" + id }).name, rest = plans.people.filter((one) => !draft.people.includes(one.id));
    const nodes = [chips(draft.people, name, (id) => { draft.people = draft.people.filter((one) => one !== id); }), chips(draft.addresses, String, (said) => { draft.addresses = draft.addresses.filter((one) => one !== said); })].filter((node) => node.childNodes.length);
    nodes.push(report.label(text("Thêm người", "Add a person"), select("person", [["", rest.length ? text("Chọn…", "Choose…") : text("Không còn ai", "Nobody left")], ...rest.map((one) => [one.id, one.name])], "", (value) => { if (value) { draft.people.push(Number(value)); paint(); } })));
    if (!plans.outside) { nodes.push(element("p", "dim", text("Vào bằng một lần bấm thì chỉ gửi được cho người của trung tâm.", "Who came in by one click sends to people of the centre only."))); return nodes; }
    const line = element("div", "report-byid"), mail = field("address", "", { type: "email", placeholder: "hopthu@sogddt.gov.vn", inputMode: "email" }, () => {});
    const add = () => { const said = mail.value.trim(); if (said && mail.checkValidity()) { if (!draft.addresses.includes(said)) draft.addresses.push(said); paint("address"); } else mail.reportValidity(); };
    mail.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); add(); } });
    line.append(mail, report.button(text("Thêm", "Add"), "i-plus", "", add));
    nodes.push(report.label(text("Thêm địa chỉ thư", "Add an e-mail address"), line));
    return nodes;
  }
  function paint(focus) {
    const form = box.querySelector(".report-plan-form"), at = focus || (document.activeElement && form.contains(document.activeElement) ? document.activeElement.name || document.activeElement.dataset.value : ""), template = report.template(draft.template);
    const scope = draft.template === "school" ? report.pickSchool(draft.school, (code) => { draft.school = code; paint(); }) : report.pickAreas(draft.areas, draft.template === "area", (codes) => { draft.areas = codes; paint(); });
    const papers = element("div", "report-kinds");
    for (const paper of report.words.papers) {
      const one = element("button", "choice solo", paper.label);
      one.type = "button";
      one.dataset.value = "paper-" + paper.key;
      one.setAttribute("aria-pressed", String(draft.papers.includes(paper.key)));
      one.addEventListener("click", () => { draft.papers = draft.papers.includes(paper.key) ? draft.papers.filter((key) => key !== paper.key) : [...draft.papers, paper.key]; paint(); });
      papers.append(one);
    }
    form.replaceChildren(
      group(text("Nội dung", "Content"), [report.label(text("Loại báo cáo", "Kind of report"), select("template", report.words.templates.map((one) => [one.key, one.label]), draft.template, (value) => { draft.template = value; paint(); })), report.label(text("Tên lịch", "Name"), field("name", draft.name, { placeholder: template.label, maxLength: 200 }, (value) => { draft.name = value; }))]),
      group(draft.template === "school" ? text("Trường", "School") : text("Phạm vi", "Scope"), [scope, ...(draft.template === "school" ? [] : report.pickKinds(draft.kinds, (some) => { draft.kinds = some; paint(); }))]),
      group(text("Khi nào", "When"), when()), group(text("Dạng", "Forms"), [papers]), group(text("Gửi cho", "Send to"), readers()),
      group(text("Người xem", "Readers"), [tick(text("Bản cho khách", "For visitors"), text("Không có tên người, số điện thoại và ghi chú tay.", "No names of people, no telephones, no notes by hand."), draft.visitors, (is) => { draft.visitors = is; }, "visitors")]));
    if (at) { const same = [...form.querySelectorAll("input,select,button")].find((one) => one.name === at || one.dataset.value === at); if (same) same.focus({ preventScroll: true }); }
  }
  async function save(button) {
    const told = box.querySelector("[data-report-wrong]"), typed = box.querySelector("input[name=address]"), last = typed ? typed.value.trim() : "";
    if (last && !typed.checkValidity()) { typed.reportValidity(); return; }
    if (last && !draft.addresses.includes(last)) draft.addresses.push(last); // typed, and not added by its button
    button.setAttribute("aria-busy", "true");
    const answer = await report.ask("/api/v1/schedules", { ...draft, areas: draft.template === "school" ? [] : draft.areas, school: draft.template === "school" ? draft.school : "" });
    button.removeAttribute("aria-busy");
    if (!answer.ok) { told.replaceChildren(report.failed(answer.said)); return; }
    centre.say(text("Đã lưu lịch.", "Schedule saved."), "good");
    report.go({ plan: "" }, { replace: true });
    plans.ask();
  }
  function close() { of = ""; if (box) { const gone = box; box = null; gone.close(); gone.remove(); } }

  plans.edit = (plan) => {
    if (plan === of) return;
    close();
    const known = plans.rows.find((one) => String(one.id) === plan);
    if (!plan || (plan !== "new" && !known)) return;
    of = plan;
    draft = structuredClone(known ? { ...EMPTY, ...Object.fromEntries(Object.keys(EMPTY).map((key) => [key, known[key]])), people: known.people.map((one) => one.id) } : EMPTY);
    box = element("dialog", "report-choose report-plan-box");
    const head = element("div", "help-head"), foot = element("div", "report-plan-foot"), wrong = element("div", "report-told"), title = known ? text("Sửa lịch gửi", "Edit the schedule") : text("Thêm lịch gửi", "Add a schedule"), shut = report.button("", "i-close", "quiet square", () => box.close());
    box.setAttribute("aria-label", title);
    shut.setAttribute("aria-label", text("Đóng", "Close"));
    wrong.dataset.reportWrong = "";
    wrong.setAttribute("role", "alert");
    head.append(element("h2", "", title), shut);
    const keep = report.button(text("Lưu lịch", "Save"), "i-check", "primary", () => save(keep));
    foot.append(wrong, keep, report.button(text("Để nguyên", "Leave it"), "", "quiet", () => box.close()));
    const own = box;
    own.addEventListener("close", () => { if (box === own) { close(); report.go({ plan: "" }); } });
    box.append(head, element("div", "report-plan-form report-form"), foot);
    (report.root || document.body).append(box);
    box.showModal();
    paint();
    box.querySelector("select").focus();
  };
  centre.on("report-opened", close);
})();
