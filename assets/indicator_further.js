/* What an indicator's sources also tell (domain/further.py): the figures over the area, every area, the schools where they
   press most. Asked once for an area and division, and again when the indicator's own figure moved. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const book = centre.indicators;
  let asked = "", told = null;

  const whole = (value) => Math.abs(value - Math.round(value)) < 1e-6;
  function said(figure, value) {
    if (value === null) return "–";
    if (figure.share) return book.said({ share: true }, value);
    return book.number(value, whole(value) ? 0 : 1) + (figure.unit ? "\u00a0" + figure.unit : "");
  }
  const own = (figure, value) => (figure.flag && value !== null ? (value ? text("có", "yes") : text("không", "no")) : figure.unit && value !== null ? book.number(value, whole(value) ? 0 : 1) : said(figure, value));
  const fold = (figure) => (figure.fold === "most" ? text("cao nhất trong các trường", "greatest of the schools") : figure.numerator === null ? text("tổng", "sum") : book.plain(figure.numerator) + " / " + book.plain(figure.denominator));

  function from(one) {
    const line = element("span", "dim", one.sources.join(", ") + (one.as_of ? " · " : ""));
    if (one.as_of) line.append(book.age(one.as_of));
    return line;
  }
  function figures() {
    const list = element("ul", "further-figures");
    for (const one of told.figures) {
      const item = element("li", ""), under = element("span", "dim num", [one.reporting ? fold(one) : "", format.number(one.reporting) + " / " + format.number(one.schools) + text(" trường báo cáo", " schools report")].filter(Boolean).join(" · "));
      item.append(element("span", "further-name", one.label), element("b", "num", said(one, one.value)), under, from(one));
      list.append(item);
    }
    return list;
  }
  function table(name, first, rows, draw) {
    const wrap = element("div", "table-wrap"), grid = element("table", "table further-table"), top = element("thead", ""), line = element("tr", ""), body = element("tbody", "");
    for (const words of [first, ...told.figures.map((one) => one.label + (one.unit ? " (" + one.unit + ")" : ""))]) { const cell = element("th", words === first ? "" : "num", words); cell.scope = "col"; line.append(cell); }
    for (const row of rows) {
      const cells = element("tr", ""), head = element("th", "");
      head.scope = "row";
      head.append(draw(row));
      cells.append(head, ...row.values.map((value, i) => element("td", "num", own({ ...told.figures[i], flag: told.figures[i].flag && !row.reporting }, value))));
      body.append(cells);
    }
    top.append(line);
    grid.append(top, body);
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", name);
    wrap.append(grid);
    return wrap;
  }
  function folded(title, count, build) {
    const box = element("details", "further-fold"), head = element("summary", "");
    head.append(element("i", "icon i-chevron"), element("b", "", title), element("span", "dim num", count));
    box.append(head);
    box.addEventListener("toggle", () => { if (box.open && box.children.length < 2) box.append(build()); });
    return box;
  }
  function parts() {
    const areas = () => table(text("Số liệu đi kèm theo địa bàn", "Further figures by area"), text("Địa bàn", "Area"), told.by_area, (row) => {
      const press = element("button", "indicator-area", row.name);
      press.type = "button";
      press.dataset.indicatorArea = row.code;
      return press;
    });
    const schools = () => table(text("Số liệu đi kèm từng trường", "Further figures by school"), text("Trường", "School"), told.by_school, (row) => {
      const link = element("a", "", row.name);
      link.href = "/schools/" + encodeURIComponent(row.code);
      return link;
    });
    const few = told.by_school.length < told.schools ? format.number(told.by_school.length) + " / " + format.number(told.schools) + text(" trường, cần xem nhất trước; chọn địa bàn để thấy các trường khác", " schools, most pressing first; choose an area for the others") : format.number(told.schools) + text(" trường, cần xem nhất trước", " schools, most pressing first");
    return [figures(), told.by_area.length > 1 ? folded(text("Theo địa bàn", "By area"), format.number(told.by_area.length) + text(" địa bàn", " areas"), areas) : null, folded(text("Từng trường", "School by school"), few, schools)];
  }

  async function look() {
    if (!book.root || !book.key || !book.root.querySelector('[data-indicator-slot="further"]')) return;
    const area = book.query("area"), tree = book.query("tree") === "old" ? "old" : "new", sign = [book.key, book.data.sign, area, tree].join();
    if (sign === asked) return;
    asked = sign;
    try {
      const found = await book.fetched("/api/v1/catalogue/" + encodeURIComponent(book.key) + "/further?" + new URLSearchParams({ ...(area ? { area } : {}), tree }));
      if (sign !== asked || !book.root) return;
      told = found;
      book.put("further", found, parts);
    } catch (_) {
      if (sign !== asked) return;
      asked = "";
      if (!told) book.put("further", "failed", () => [element("p", "error", text("Chưa đọc được số liệu đi kèm; trang sẽ tự thử lại.", "The further figures cannot be read yet; this page tries again."))]);
    }
  }
  centre.on("indicators-opened", () => { asked = ""; told = null; });
  centre.on("indicator", look);
})();
