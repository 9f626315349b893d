/* The table under a level: its areas, or inside an area its schools; sorted by any column. Areas stand in the order of
   domain/wording.sort_key, as the directory lists them (Quận 2 before Quận 10); schools by the same rule of the browser.
   The address remembers the column and whether the table is wide. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const FEW = 8, MOST = 300;
  const names = new Intl.Collator("vi", { numeric: true });
  const sum = (n) => n.reduce((a, b) => a + b, 0);
  const heard = (n) => n[1] + n[2] + n[3];

  /* A column: key, words, title, value (what sorts), cell (what is read), wide (only in the wide table). */
  const AREA = [
    { key: "name", words: text("Địa bàn", "Area"), value: (r) => r.order, name: true },
    { key: "schools", words: text("Trường", "Schools"), value: (r) => sum(r.n) },
    { key: "reporting", words: text("Báo cáo", "Reporting"), value: (r) => heard(r.n), wide: true },
    { key: "good", words: text("Bình thường", "Normal"), value: (r) => (heard(r.n) ? r.n[1] / heard(r.n) : -1), cell: (r) => format.percent(r.n[1], heard(r.n)), wide: true },
    { key: "bad", words: text("Báo động", "Alarm"), value: (r) => (heard(r.n) ? r.n[3] : -1), tone: "bad", cell: (r) => (heard(r.n) ? format.number(r.n[3]) : "–") },
    { key: "watch", words: text("Chú ý", "Watch"), value: (r) => (heard(r.n) ? r.n[2] : -1), tone: "watch", wide: true, cell: (r) => (heard(r.n) ? format.number(r.n[2]) : "–") },
    { key: "absent", words: text("Không rõ", "Unknown"), title: text("dữ liệu cũ hoặc chưa có dữ liệu", "stale or no data"), value: (r) => r.n[0] + r.n[4], tone: "stale", wide: true },
    { key: "open", words: text("Sự cố", "Incidents"), title: text("trường có sự cố đang mở", "schools with an open incident"), value: (r) => (centre.marks.known ? r.told[0] + r.told[1] : -1), cell: (r) => (centre.marks.known ? format.number(r.told[0] + r.told[1]) : "–") },
    { key: "fell", words: text("Mới mất", "Newly off"), title: text("trường mất kết nối thêm so với giờ này hôm qua", "schools offline that were not at this hour yesterday"),
      value: (r) => (r.fell === null ? -1 : r.fell), cell: (r) => (r.fell === null ? "–" : r.fell ? "+" + format.number(r.fell) : "0"), tone: "bad", wide: true },
  ];
  const SCHOOL = [
    { key: "name", words: text("Trường", "School"), name: true },
    { key: "kind", words: text("Cấp học", "Kind"), value: (r) => r.kind, cell: (r) => centre.feed.directory.kind_labels[r.kind], wide: true, plain: true },
    { key: "state", words: text("Trạng thái", "State"), value: (r) => centre.RANK[r.s], cell: (r) => centre.LABELS[centre.STATUSES[r.s]], plain: true },
    { key: "open", words: text("Sự cố", "Incident"), value: (r) => r.grave, cell: (r) => held(r.mark), wide: true, plain: true },
  ];
  /* In a word: who has it; the full sentence stands at the mark on the map and in the school's panel. */
  const held = (mark) => (mark & centre.marks.LOUD ? text("chưa ai nhận", "nobody has it") : mark & centre.marks.HELD ? text("có người nhận", "somebody has it")
    : mark & centre.marks.MAINTENANCE ? text("bảo trì", "maintenance") : mark & centre.marks.SILENCED ? text("tạm ngưng", "silenced") : mark ? text("ghi nhận", "recorded") : "");
  const grave = (mark) => (mark & centre.marks.LOUD ? 8 + (mark & 3) : mark & centre.marks.HELD ? 4 + (mark & 3) : mark ? 1 : 0);

  function areaRows(state) {
    const { live, marks, drill } = centre, past = drill.figures && drill.figures.past;
    const compared = past && past.known.includes("connectivity");
    return live.tree.map((area, i) => {
      const n = Array.from(live.perArea.subarray(i * 5, i * 5 + 5)), row = compared ? drill.of(state.tree, area.code) : null;
      return { code: area.code, label: area.name, order: i, n, status: drill.status(n), fell: row ? row.fell : null,
        told: live.areaMarks && marks.known ? Array.from(live.areaMarks.subarray(i * 4, i * 4 + 4)) : [0, 0, 0, 0] };
    });
  }
  function schoolRows(state) {
    const { feed, live, marks } = centre, areaOf = feed.points.area[state.tree], rows = [];
    for (let i = 0; i < feed.points.count; i += 1) {
      const a = areaOf[i];
      if (!((live.asked >> feed.points.kind[i]) & 1) || (live.inside && !(a < live.tree.length && live.inside[a]))) continue;
      const s = feed.status[i] < 5 ? feed.status[i] : 0, mark = marks.of[i] || 0;
      rows.push({ code: feed.directory.codes[i], label: feed.directory.names[i], order: i, s, status: centre.STATUSES[s], mark, grave: grave(mark), kind: feed.points.kind[i] });
    }
    return rows;
  }

  function sorted(rows, columns, sort, inArea) {
    const key = sort.replace(/^-/, ""), down = sort.startsWith("-"), column = columns.find((one) => one.key === key);
    const byName = inArea ? (a, b) => names.compare(a.label, b.label) || a.order - b.order : (a, b) => a.order - b.order;
    if (!column) return rows.sort(inArea ? (a, b) => centre.RANK[b.s] - centre.RANK[a.s] || b.grave - a.grave || a.order - b.order
      : (a, b) => b.n[3] - a.n[3] || b.n[2] - a.n[2] || b.told[0] - a.told[0] || (sum(b.n) ? 1 : 0) - (sum(a.n) ? 1 : 0) || a.order - b.order);
    if (column.name) return rows.sort((a, b) => (down ? byName(b, a) : byName(a, b)));
    return rows.sort((a, b) => (down ? column.value(b) - column.value(a) : column.value(a) - column.value(b)) || byName(a, b));
  }
  /* A figure is asked for largest first, a name from A; the third press goes back to the worst first. */
  function following(column, sort) {
    const first = column.name || column.key === "kind" ? column.key : "-" + column.key, second = first.startsWith("-") ? column.key : "-" + column.key;
    return sort === first ? second : sort === second ? "" : first;
  }

  function head(columns, sort) {
    const row = element("tr", "");
    for (const column of columns) {
      const cell = element("th", column.name || column.plain ? "" : "num"), press = element("button", "sort", column.words);
      const on = sort.replace(/^-/, "") === column.key;
      cell.scope = "col";
      cell.setAttribute("aria-sort", on ? (sort.startsWith("-") ? "descending" : "ascending") : "none");
      press.type = "button";
      press.dataset.sort = column.key;
      press.dataset.set = new URLSearchParams({ sort: following(column, sort) }).toString();
      if (column.title) press.title = column.title;
      cell.append(press);
      row.append(cell);
    }
    const top = element("thead", "");
    top.append(row);
    return top;
  }
  function line(r, columns, inArea) {
    const row = element("tr", inArea ? "school-line" : "area-line");
    row.dataset.set = new URLSearchParams(inArea ? { school: r.code } : { area: r.code, school: "" }).toString();
    row.dataset.near = (inArea ? "school:" : "area:") + r.code;
    row.dataset.code = r.code;
    for (const column of columns) {
      const cell = element("td", column.name ? "" : column.plain ? "plain" : "num");
      if (column.name) {
        const press = element("button", inArea ? "drill-to school-row" : "drill-to");
        press.type = "button";
        press.dataset.set = row.dataset.set;
        press.append(element("i", "mark " + r.status), element("span", "", inArea ? r.label.replace(/^Trường\s/, "") : r.label), element("span", "sr-only", centre.LABELS[r.status]));
        press.title = r.label;
        cell.append(press);
      } else {
        const value = column.value(r);
        cell.textContent = column.cell ? column.cell(r) : format.number(value);
        if (column.key === "state") cell.classList.add("tone", r.status);
        else if (column.tone && value > 0) cell.classList.add("tone", column.tone);
        else if (!column.plain && value <= 0) cell.classList.add("none");
      }
      row.append(cell);
    }
    return row;
  }

  function write(box, state) {
    const inArea = Boolean(state.area), wide = Boolean(state.table), columns = (inArea ? SCHOOL : AREA).filter((one) => wide || !one.wide);
    const rows = sorted(inArea ? schoolRows(state) : areaRows(state), inArea ? SCHOOL : AREA, state.sort, inArea);
    const most = inArea || wide ? MOST : FEW, shown = rows.slice(0, most);
    const sign = [state.tree, state.area, state.sort, wide, rows.length, centre.live.outside, ...shown.map((r) => r.code + (inArea ? r.s + "." + r.mark : r.n + "." + r.told + r.fell))].join();
    if (box.dataset.sign === sign) return;
    box.dataset.sign = sign;
    const at = box.contains(document.activeElement) ? document.activeElement : null;
    const kept = at && (at.dataset.sort ? "[data-sort='" + at.dataset.sort + "']" : at.dataset.set ? "button[data-set='" + CSS.escape(at.dataset.set) + "']" : null);
    const table = element("table", "drill-grid" + (wide ? " wide" : "")), body = element("tbody", "");
    body.append(...shown.map((r) => line(r, columns, inArea)));
    table.append(head(columns, state.sort), body);
    const more = [];
    if (!rows.length && !(inArea && centre.live.outside)) more.push(element("p", "quiet", inArea ? (state.kind ? text("Không có trường nào thuộc cấp học đã chọn trong địa bàn này.", "No school of the chosen kinds in this area.")
      : text("Địa bàn này chưa có trường nào.", "There is no school in this area yet.")) : text("Cách chia này chưa có địa bàn nào.", "There are no areas in this division yet.")));
    else if (rows.length > most) more.push(rest(rows.length - most, inArea));
    if (inArea && centre.live.outside) more.push(element("p", "quiet", text(format.number(centre.live.outside) + (rows.length ? " trường khác" : " trường") + " không thuộc diện của chỉ số này", format.number(centre.live.outside) + (rows.length ? " more" : "") + " schools are not concerned by this indicator")));
    box.replaceChildren(...(rows.length ? [table] : []), ...more);
    const again = kept && box.querySelector(kept);
    if (again) again.focus({ preventScroll: true });
  }
  function rest(n, inArea) {
    if (inArea) return element("p", "quiet", text("và " + format.number(n) + " trường khác: sắp cột hoặc lọc theo cấp học để thấy", "and " + format.number(n) + " more: sort a column or filter by kind to see them"));
    const all = element("button", "drill-all", text("Xem cả " + format.number(n + FEW) + " địa bàn", "All " + format.number(n + FEW) + " areas"));
    all.type = "button";
    all.dataset.set = "table=1";
    return all;
  }

  function tables() {
    const { feed, live } = centre, boxes = document.querySelectorAll("[data-drill='table']");
    const state = centre.state.get();
    const wide = Boolean(boxes.length && state.table), html = document.documentElement;
    if (html.hasAttribute("data-table") !== wide) html.toggleAttribute("data-table", wide);
    if (!boxes.length || !feed.ready || !feed.directory || !live.tree || !live.perArea) return;
    for (const box of boxes) write(box, state);
    for (const two of document.querySelectorAll("[data-drill='compare']")) {
      two.href = "/compare" + (state.area ? "?" + new URLSearchParams({ a: state.area }) : "");
    }
  }
  const soon = centre.drill.once(tables);
  for (const name of ["counts", "marked", "decorate", "drill", "state", "frame"]) centre.on(name, soon);
  centre.drill.table = { sorted, AREA, SCHOOL, names };
})();
