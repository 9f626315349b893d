/* The register: every snapshot within one's reach, newest first, found by typing without marks; opened, taken away in any
   form, or two of them put side by side. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  let rows = [], more = false, turn = 0, typed = 0, told = null;
  const picked = new Set();

  function search(query) {
    const box = element("label", "search report-search"), field = element("input", "");
    Object.assign(field, { type: "search", name: "q", value: query.q, placeholder: text("Tìm theo số, tiêu đề, địa bàn, người lập…", "Number, title, area, who made it…"), autocomplete: "off" });
    field.setAttribute("aria-label", field.placeholder);
    field.addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(() => { if (field.isConnected && !field.closest("[hidden]")) report.go({ q: field.value.trim() }, { replace: true }); }, 250); });
    box.append(report.icon("i-search"), field);
    return box;
  }
  function filter(query) {
    const select = element("select", "select"), box = element("span", "select-box");
    select.setAttribute("aria-label", text("Loại báo cáo", "Kind of report"));
    for (const one of [{ key: "", label: text("Mọi loại", "All kinds") }, ...report.words.templates]) { const option = element("option", "", one.label); option.value = one.key; select.append(option); }
    select.value = query.of;
    select.addEventListener("change", () => report.go({ of: select.value }, { replace: true }));
    box.append(select);
    return box;
  }

  report.marks = (marks) => (marks || []).map((said) => { const node = element("span", "pill watch"); node.append(report.icon("i-alert"), element("span", "", said)); return node; });
  function row(one) {
    const node = element("li", "report-row"), kind = report.template(one.template), main = element("div", "report-row-main"), meta = element("p", "report-row-meta"), acts = element("div", "report-row-acts");
    node.dataset.snapshot = one.id;
    const title = report.link("/reports/" + one.id, one.title, "report-row-title");
    const facts = [one.scope, report.when(one), one.made_by ? text("lập bởi ", "by ") + one.made_by : ""].filter(Boolean);
    meta.append(element("b", "num", one.id), ...facts.map((said) => element("span", "", said)));
    const pills = report.marks(one.simulated && report.words.simulated ? (one.marks || []).slice(1) : one.marks); // the bar of every page says that
    if (one.visitors) pills.unshift(element("span", "pill", text("bản cho khách", "for visitors")));
    main.append(title, meta);
    if (pills.length) { const line = element("div", "pill-row"); line.append(...pills); main.append(line); }
    const check = element("label", "report-check"), box = element("input", "");
    Object.assign(box, { type: "checkbox", checked: picked.has(one.id) });
    box.setAttribute("aria-label", text("Chọn để so sánh: ", "Choose to compare: ") + one.title);
    box.addEventListener("change", () => { if (box.checked) picked.add(one.id); else picked.delete(one.id); chosen(); });
    check.append(box);
    acts.append(report.download(one.id, "pdf", "small"), report.downloads(one.id));
    const icon = element("span", "report-row-icon");
    icon.append(report.icon(kind.icon));
    icon.title = kind.label;
    node.append(check, icon, main, acts);
    return node;
  }
  function chosen() {
    const bar = report.one("[data-report-chosen]"), ids = [...picked];
    if (!bar) return;
    bar.hidden = !ids.length;
    const go = bar.querySelector(".primary");
    bar.querySelector("b").textContent = ids.length < 2 ? text("Chọn thêm một ảnh chụp để so sánh", "Choose one more to compare") : ids.length > 2 ? text("Chỉ so sánh được hai ảnh chụp", "Only two can be compared") : ids.join(" · ");
    go.disabled = ids.length !== 2;
  }
  function bar() {
    const node = element("div", "report-chosen card");
    node.dataset.reportChosen = "";
    node.append(element("b", "num", ""), element("span", "grow"),
      report.button(text("So sánh hai ảnh chụp", "Compare the two"), "i-layers", "primary", () => { const [a, b] = [...picked].sort(); report.leave("/reports/" + b + "?with=" + a); }),
      report.button(text("Bỏ chọn", "Choose none"), "", "quiet", () => { picked.clear(); for (const box of report.root.querySelectorAll(".report-check input")) box.checked = false; chosen(); }));
    return node;
  }

  function paint() {
    const list = report.one("[data-report-rows]"), query = report.query();
    if (!list) return;
    const empty = element("li", "report-empty"), found = query.q || query.of;
    empty.append(report.icon("i-camera"), element("p", "", found ? text("Không có ảnh chụp nào khớp.", "No snapshot matches.") : text("Chưa có ảnh chụp nào. Lập báo cáo đầu tiên: số liệu lúc đó được giữ lại mãi.", "No snapshot yet. Make the first report: its figures are kept for good.")),
      found ? report.button(text("Xoá bộ lọc", "Clear the filters"), "i-close", "small", () => report.go({ q: "", of: "" })) : report.link("/reports?new=1", text("Lập báo cáo", "Make a report"), "button primary", "i-plus"));
    list.replaceChildren(...(rows.length ? rows.map(row) : [empty]));
    if (more) { const item = element("li", "report-more"); item.append(report.button(text("Xem thêm", "Show more"), "", "", () => load(true))); list.append(item); }
    chosen();
  }
  async function load(further) {
    const query = report.query(), mine = turn += 1, list = report.one("[data-report-rows]");
    if (list) list.setAttribute("aria-busy", "true");
    const said = new URLSearchParams({ search: query.q, template: query.of, before: further && rows.length ? rows[rows.length - 1].id : "" });
    const answer = await report.ask("/api/v1/snapshots?" + said);
    const place = report.one("[data-report-rows]");
    if (mine !== turn || !place) return;
    place.removeAttribute("aria-busy");
    if (!answer.ok) { const item = element("li", ""); item.append(report.failed(answer.said, () => load(further))); if (further) place.append(item); else place.replaceChildren(item); told = null; return; }
    rows = further ? [...rows, ...answer.body.rows] : answer.body.rows;
    more = Boolean(answer.body.more);
    paint();
  }

  report.views.list = (place, query, first) => {
    const key = query.q + "|" + query.of;
    if (first || !place.querySelector("[data-report-rows]")) {
      const head = element("div", "report-tools"), list = element("ul", "report-rows");
      list.dataset.reportRows = "";
      list.append(...[1, 2, 3, 4, 5].map(() => element("li", "skeleton report-bone")));
      head.append(search(query), filter(query), element("span", "grow"), report.link("/reports?new=1", text("Lập báo cáo", "Make a report"), "button primary", "i-plus"));
      place.replaceChildren(head, bar(), list);
      chosen();
      told = null;
    }
    const field = place.querySelector("[name=q]"), select = place.querySelector("select");
    if (field !== document.activeElement) field.value = query.q;
    select.value = query.of;
    if (told !== key) { told = key; load(false); }
  };
})();
