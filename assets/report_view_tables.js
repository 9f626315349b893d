/* Tables of a snapshot: every row can be reached, found and sorted; a long one shows a hundred at a time. On paper the page
   prints what it shows; the papers themselves hold all. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports, draw = report.draw;
  const { element, text } = centre;
  const SOME = 100, RANK = { bad: 0, watch: 1, stale: 2, unknown: 3, good: 4 };
  const compare = new Intl.Collator("vi", { numeric: true }).compare;
  const NUMBERS = new Set(["number", "share", "moment", "span"]);

  report.cell = (value, column) => {
    if (value === null || value === undefined) return "–";
    if (column.kind === "number") return typeof value === "number" ? report.number(value, column.decimals) : String(value);
    if (column.kind === "share") return typeof value === "number" ? report.percent(value, column.decimals) : String(value);
    if (column.kind === "moment") return typeof value === "number" ? report.stamp(value) : String(value);
    if (column.kind === "span") return typeof value === "number" ? centre.format.span(value) : String(value);
    if (column.kind === "status") return report.words.statuses[value] || String(value);
    return String(value);
  };
  function row(cells, columns, tag) {
    const node = element("tr", "");
    cells.forEach((value, n) => {
      const column = columns[n], cell = element(tag || "td", NUMBERS.has(column.kind) ? "num" : column.wide ? "wide" : "");
      if (column.kind === "status" && value) cell.append(element("i", "mark " + value), element("span", "", report.cell(value, column)));
      else cell.textContent = value === "" ? "" : report.cell(value, column);
      node.append(cell);
    });
    return node;
  }
  const order = (column, n, down) => (a, b) => {
    const [p, q] = [a[n], b[n]];
    if (p === null || q === null) return (p === null) - (q === null); // what is not known comes last, either way
    const by = column.kind === "status" ? RANK[p] - RANK[q] : typeof p === "number" && typeof q === "number" ? p - q : compare(String(p), String(q));
    return down ? -by : by;
  };

  draw.table = (table) => {
    const node = element("section", "report-table card" + (table.rows.length > 40 ? " long" : "")), head = element("div", "report-table-head"), wrap = element("div", "table-wrap"), long = table.rows.length > 25;
    const count = element("span", "dim num", "");
    head.append(element("h3", "", table.title), count, element("span", "grow"));
    node.append(head);
    if (!table.rows.length) { node.append(element("p", "empty", table.empty)); return node; }
    const state = { words: "", sort: -1, down: false, most: SOME };
    const grid = element("table", "table"), top = element("thead", ""), line = element("tr", ""), body = element("tbody", ""), more = element("div", "report-table-more");
    table.columns.forEach((column, n) => {
      const cell = element("th", NUMBERS.has(column.kind) ? "num" : ""), press = element("button", "report-sort", column.label + (column.unit && column.unit !== "%" ? " (" + column.unit + ")" : ""));
      cell.scope = "col";
      cell.dataset.label = press.textContent; // on paper (report_view_print.css)
      press.type = "button";
      press.append(report.icon("i-sort-down"));
      press.addEventListener("click", () => { state.down = state.sort === n ? !state.down : column.kind === "number" || column.kind === "share" || column.kind === "span"; state.sort = n; paint(); });
      cell.append(press);
      line.append(cell);
    });
    top.append(line);
    grid.append(top, body);
    if (table.total.length) { const foot = element("tfoot", ""); foot.append(row(table.total, table.columns)); grid.append(foot); }
    const folded = long ? table.rows.map((cells) => centre.fold(cells.map((value, n) => (typeof value === "string" || table.columns[n].kind === "status" ? report.cell(value, table.columns[n]) : "")).join(" "))) : [];
    function paint() {
      const words = centre.fold(state.words).split(" ").filter(Boolean);
      let rows = words.length ? table.rows.filter((_, n) => words.every((one) => folded[n].includes(one))) : [...table.rows];
      if (state.sort >= 0) rows = rows.sort(order(table.columns[state.sort], state.sort, state.down));
      body.replaceChildren(...rows.slice(0, state.most).map((cells) => row(cells, table.columns)));
      if (!rows.length) { const none = element("td", "empty", text("Không có dòng nào khớp.", "No line matches.")); none.colSpan = table.columns.length; const only = element("tr", ""); only.append(none); body.append(only); }
      count.textContent = (rows.length === table.rows.length ? "" : report.number(rows.length) + " / ") + report.number(table.rows.length) + text(" dòng", " lines");
      [...line.children].forEach((cell, n) => { if (n === state.sort) cell.setAttribute("aria-sort", state.down ? "descending" : "ascending"); else cell.removeAttribute("aria-sort"); });
      more.replaceChildren(...(rows.length > state.most ? [element("span", "dim num", text("Đang hiện ", "Showing ") + report.number(state.most) + " / " + report.number(rows.length)), report.button(text("Hiện thêm ", "Show ") + report.number(Math.min(500, rows.length - state.most)) + text(" dòng", " more"), "", "small", () => { state.most += 500; paint(); })] : []));
    }
    if (long) {
      const box = element("label", "search report-table-find"), field = element("input", "");
      Object.assign(field, { type: "search", placeholder: text("Tìm trong bảng…", "Find in the table…"), autocomplete: "off" });
      field.setAttribute("aria-label", field.placeholder + " " + table.title);
      field.addEventListener("input", () => { state.words = field.value; state.most = SOME; paint(); });
      box.append(report.icon("i-search"), field);
      head.append(box);
    }
    paint();
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", table.title);
    wrap.append(grid);
    node.append(wrap, more);
    return node;
  };
})();
