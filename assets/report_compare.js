/* Two snapshots side by side: each figure then and now with the distance, and which lines of the long lists changed their
   status. What one of them does not know is a dash and is not compared. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  const MOST = 60;

  function distance(now, then) {
    const node = element("td", "num");
    if (now.value === null || then.value === null) { node.append(element("span", "dim", text("không so được", "not comparable"))); return node; }
    const by = now.value - then.value;
    if (Math.abs(by) < 1e-9) { node.append(element("span", "dim", text("không đổi", "unchanged"))); return node; }
    node.append(report.icon(by > 0 ? "i-up" : "i-down"), element("b", "", report.step(by, now.unit)));
    return node;
  }
  const value = (figure) => { const node = element("td", "num"); if (!figure) { node.append(element("span", "dim", text("không có", "absent"))); return node; } if (figure.status) node.append(element("i", "mark " + figure.status)); node.append(element("span", "", figure.text)); return node; };

  function figures(doc, other) {
    const wrap = element("div", "table-wrap"), grid = element("table", "table report-compare"), head = element("tr", ""), top = element("thead", ""), body = element("tbody", "");
    const face = (one) => (report.stamp(doc.as_of) === report.stamp(other.as_of) ? one.id : report.stamp(one.as_of)); // two of one minute are told apart by number
    for (const words of [text("Chỉ số", "Figure"), face(other), face(doc), text("Thay đổi", "Change")]) { const cell = element("th", words === text("Chỉ số", "Figure") ? "" : "num", words); cell.scope = "col"; head.append(cell); }
    top.append(head);
    for (const section of doc.sections) {
      const before = (other.sections.find((one) => one.key === section.key) || { figures: [] }).figures;
      for (const figure of section.figures) {
        const then = before.find((one) => one.key === figure.key), row = element("tr", ""), name = element("th", "", figure.label);
        name.scope = "row";
        row.append(name, value(then), value(figure), then ? distance(figure, then) : element("td", ""));
        body.append(row);
      }
    }
    grid.append(top, body);
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", text("Chỉ số của hai ảnh chụp", "Figures of the two"));
    wrap.append(grid);
    return body.childNodes.length ? wrap : element("p", "empty", text("Hai ảnh chụp không có chỉ số chung.", "The two share no figure."));
  }
  /* Lines of the same list, told apart by their first cell, that stood in another status then. */
  function changed(doc, other) {
    const found = [];
    for (const section of doc.sections) for (const table of section.tables) {
      const then = other.sections.flatMap((one) => one.tables).find((one) => one.key === table.key), at = table.columns.findIndex((one) => one.kind === "status");
      if (!then || at < 0 || !table.annex) continue;
      const old = then.columns.findIndex((one) => one.key === table.columns[at].key), known = new Map(then.rows.map((row) => [row[0], row[old]]));
      const rows = table.rows.filter((row) => known.has(row[0]) && known.get(row[0]) !== row[at]).map((row) => [row, known.get(row[0]), row[at]]);
      const fresh = table.rows.filter((row) => !known.has(row[0])).length, gone = then.rows.length - (table.rows.length - fresh);
      found.push({ table, rows, fresh, gone });
    }
    return found;
  }
  function moves({ table, rows, fresh, gone }) {
    const node = element("details", "report-moves"), face = element("summary", ""), list = element("ul", "");
    const words = [report.number(rows.length) + text(" dòng đổi tình trạng", " lines changed status"), fresh ? report.number(fresh) + text(" dòng mới", " new") : "", gone > 0 ? report.number(gone) + text(" dòng không còn", " gone") : ""].filter(Boolean);
    face.append(report.icon("i-chevron"), element("b", "", table.title), element("span", "dim", words.join(", ")));
    for (const [row, from, to] of rows.slice(0, MOST)) {
      const item = element("li", ""), name = table.columns.findIndex((one) => one.wide);
      item.append(element("span", "report-moves-name", String(row[name < 0 ? 0 : name])), element("i", "mark " + from), element("span", "dim", report.words.statuses[from] || String(from)), element("span", "dim", "→"), element("i", "mark " + to), element("span", "", report.words.statuses[to] || String(to)));
      list.append(item);
    }
    if (rows.length > MOST) list.append(element("li", "dim", text("và ", "and ") + report.number(rows.length - MOST) + text(" dòng khác", " more")));
    node.append(face, list);
    return node;
  }
  report.compared = (doc, other) => {
    const node = element("section", "report-section report-beside card"), head = element("div", "report-table-head");
    head.append(element("h2", "", text("So với ảnh chụp ", "Compared with snapshot ") + other.id), report.link("/reports/" + other.id, report.when(other), "dim"), element("span", "grow"), report.button(text("Thôi so sánh", "Stop comparing"), "i-close", "quiet small", () => report.go({ with: "" })));
    const said = [];
    if (other.template !== doc.template) said.push(text("Hai ảnh chụp thuộc hai loại báo cáo khác nhau: chỉ so những chỉ số chung.", "They are of two kinds: only figures they share are compared."));
    if (other.parts.map((one) => one.text).join() !== doc.parts.map((one) => one.text).join()) said.push(text("Phạm vi khác nhau: ", "The scopes differ: ") + other.parts.map((one) => one.text).join(", ") + " / " + doc.parts.map((one) => one.text).join(", "));
    node.append(head, ...said.map((words) => element("p", "note", words)), figures(doc, other), ...changed(doc, other).map(moves));
    return node;
  };

  /* Which one to compare with: a box with the register, found by typing. */
  report.chooseOther = (doc) => {
    const box = element("dialog", "report-choose"), head = element("div", "help-head"), field = element("input", "report-input"), list = element("ul", "report-choose-list"), close = report.button("", "i-close", "quiet square", () => box.close());
    let typed = 0, turn = 0;
    box.setAttribute("aria-label", text("So sánh với ảnh chụp nào?", "Compare with which snapshot?"));
    close.setAttribute("aria-label", text("Đóng", "Close"));
    head.append(element("h2", "", text("So sánh với ảnh chụp nào?", "Compare with which snapshot?")), close);
    Object.assign(field, { type: "search", placeholder: text("Số, tiêu đề, địa bàn…", "Number, title, area…"), autocomplete: "off" });
    field.setAttribute("aria-label", field.placeholder);
    async function load() {
      const mine = turn += 1, answer = await report.ask("/api/v1/snapshots?" + new URLSearchParams({ search: field.value.trim(), template: field.value.trim() ? "" : doc.template, before: "" }));
      if (mine !== turn) return;
      if (!answer.ok) { list.replaceChildren(report.failed(answer.said, load)); return; }
      const rows = answer.body.rows.filter((one) => one.id !== doc.id).slice(0, 20).map((one) => {
        const item = element("li", ""), press = element("button", "report-other");
        press.type = "button";
        press.append(element("b", "", one.title), element("span", "dim num", one.id + " · " + one.scope + " · " + report.when(one)));
        press.addEventListener("click", () => { box.close(); report.go({ with: one.id }); });
        item.append(press);
        return item;
      });
      list.replaceChildren(...(rows.length ? rows : [element("li", "empty", text("Không có ảnh chụp nào khác.", "There is no other snapshot."))]));
    }
    field.addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(load, 250); });
    box.addEventListener("close", () => box.remove());
    box.append(head, field, list);
    document.body.append(box);
    box.showModal();
    field.focus();
    load();
  };
})();
