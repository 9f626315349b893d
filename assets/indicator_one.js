/* One indicator: its figure with top and bottom, its days, every area worst first, every school, its meaning. A place is
   written anew only when it says something else. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const book = centre.indicators;
  const FEW = 40, MORE = 200, MOST = 5000, LARGE = 5000, SLOW_MS = 60000, RANK = { bad: 4, watch: 3, stale: 2, unknown: 1, good: 0 };
  let seen = new Map(), schools = FEW, days = null, daysOf = "";

  book.put = (name, said, build) => {
    const place = book.root && book.root.querySelector('[data-indicator-slot="' + name + '"]'), sign = JSON.stringify(said);
    if (!place || seen.get(name) === sign) return;
    seen.set(name, sign);
    place.replaceChildren(...build(place).filter(Boolean));
  };

  function figure(one, f) {
    const big = element("p", "indicator-big leased"), under = element("div", "indicator-under"), judged = Boolean(one.bands);
    big.append(element("b", "num " + (judged || !f.reporting ? f.status : ""), f.value === null ? centre.LABELS[f.status] : book.said(one, f.value)), book.status(f.status, judged));
    const parts = book.parts(f);
    if (parts) under.append(element("p", "num indicator-parts", parts));
    under.append(element("p", "num", book.of(f) + (f.reporting < f.schools ? text("; các trường còn lại không được suy ra", "; nothing is assumed of the others") : "")));
    const age = element("p", "dim", text("số liệu cũ nhất trong con số này: ", "the oldest reading in it: "));
    age.append(book.age(f.as_of));
    under.append(age);
    const counts = element("p", "indicator-counts leased");
    for (const status of ["bad", "watch", "stale", "unknown", "good"]) {
      const n = one.bands || !["bad", "watch", "good"].includes(status) ? f.counts[status] : 0;
      if (n) { const part = element("span", "num tone " + status); part.append(book.mark(status), document.createTextNode(format.number(n) + " " + centre.LABELS[status])); counts.append(part); }
    }
    under.append(counts);
    if (one.target !== null) under.append(element("p", "indicator-target", text("Chỉ tiêu ", "Target ") + book.limit(one, one.target) + (one.target_by ? text(" trước ngày ", " by ") + book.day(one.target_by) : "")));
    const area = book.query("area"), back = area ? element("button", "button small", text("Bỏ lọc địa bàn ", "All areas, not only ") + area) : null;
    if (back) { back.type = "button"; back.dataset.indicatorArea = ""; }
    return [big, under, back];
  }
  const meaning = (one) => [book.facts([
    [text("Công thức", "Formula"), one.formula || one.rolled], [text("Từ trường lên địa bàn", "From schools to areas"), one.rolled],
    [text("Ngưỡng", "Bands"), one.bands_text + (one.hours ? "; " + one.hours : "")], [text("Trạng thái địa bàn", "State of an area"), one.area_state], [text("Diện áp dụng", "Asked of"), one.concerns], [text("Phụ trách", "Owner"), one.owner],
    [text("Căn cứ pháp lý", "Legal basis"), one.basis], [text("Loại nguồn", "Source class"), one.source_class],
    [text("Nguồn", "Sources"), one.sources.join(", ")], [text("Tuổi tối đa được tin", "Believed for"), one.stale],
    [text("Nhóm", "Group"), one.group_label], [text("Mã", "Key"), one.key],
  ])];

  function spark(one) {
    const SVG = "http://www.w3.org/2000/svg", known = days.filter((day) => day.reporting && day.value !== null);
    if (!days.length || !known.length) return [element("p", "dim", text("Chưa ngày nào trong 30 ngày qua có số liệu lúc 10 giờ được lưu. Ngày không ai đo không được vẽ.", "Nothing is kept of ten o'clock on any of the last 30 days. A day nobody measured is not drawn."))];
    const values = known.map((day) => day.value), low = Math.min(...values), high = Math.max(...values), pad = (high - low) * 0.1 || Math.abs(high) * 0.05 || 0.5;
    const at = (day, i) => [6 + (i * 588) / (days.length - 1 || 1), 84 - ((day.value - low + pad) / (high - low + 2 * pad)) * 76];
    const node = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
    let line = "", weekly = "", before = -99; // a week between two known days is dashed: nobody looked in between
    days.forEach((day, i) => {
      if (!day.reporting || day.value === null) return;
      const here = at(day, i).map((n) => n.toFixed(1)).join(" ");
      if (i - before > 1 && i - before <= 7) weekly += "M" + at(days[before], before).map((n) => n.toFixed(1)).join(" ") + "L" + here;
      line += (i - before === 1 ? "L" : "M") + here;
      before = i;
    });
    const marks = days.flatMap((day, i) => { if (!day.reporting || day.value === null) return []; const dot = document.createElementNS(SVG, "circle"), [x, y] = at(day, i); dot.setAttribute("cx", x); dot.setAttribute("cy", y); dot.setAttribute("r", 3); return [dot]; });
    node.setAttribute("viewBox", "0 0 600 90");
    node.setAttribute("class", "indicator-spark");
    node.setAttribute("role", "img");
    const said = text("Từ ", "From ") + book.said(one, values[0]) + text(" đến ", " to ") + book.said(one, values[values.length - 1]) + text(", thấp nhất ", ", lowest ") + book.said(one, low) + text(", cao nhất ", ", highest ") + book.said(one, high);
    node.setAttribute("aria-label", said);
    path.setAttribute("d", line);
    const bridge = document.createElementNS(SVG, "path");
    bridge.setAttribute("d", weekly);
    bridge.setAttribute("class", "indicator-spark-week");
    node.append(bridge, path, ...marks);
    return [node, element("p", "dim num", said + "; " + format.number(known.length) + text(" / 30 ngày có số liệu (10 giờ sáng)", " of 30 days known (ten o'clock)"))];
  }

  function cells(row, parts) { for (const [kind, value] of parts) { const cell = element("td", kind); cell.append(...[value].flat()); row.append(cell); } return row; }
  function table(name, heads, rows) {
    const wrap = element("div", "table-wrap"), grid = element("table", "table indicator-table"), top = element("thead", ""), line = element("tr", ""), body = element("tbody", "");
    for (const [kind, words] of heads) { const cell = element("th", kind, words); cell.scope = "col"; line.append(cell); }
    top.append(line);
    body.append(...rows);
    grid.append(top, body);
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", name);
    wrap.append(grid);
    return wrap;
  }
  /* Worst first: its status, then its value the bad way round; names in Vietnamese order. */
  const worst = (one) => { const sign = one.bands && !one.bands.higher_is_better ? -1 : 1; return (a, b) => RANK[b.status] - RANK[a.status] || (a.value === null ? 1 : 0) - (b.value === null ? 1 : 0) || sign * (a.value - b.value) || book.names.compare(a.name, b.name); };
  const state = (row, one) => book.status(row.status, Boolean(one.bands));

  function areas(one, f) {
    const tree = book.query("tree") === "old" ? "old" : "new", choices = element("div", "choices indicator-trees");
    choices.setAttribute("role", "group");
    choices.setAttribute("aria-label", text("Cách chia địa bàn", "Division"));
    for (const [key, words] of [["new", text("Phường, xã", "Wards")], ["old", text("Quận, huyện cũ", "Former districts")]]) {
      const choice = element("button", "choice", words);
      choice.type = "button";
      choice.dataset.indicatorTree = key;
      choice.setAttribute("aria-pressed", String(key === tree));
      choices.append(choice);
    }
    const rows = f.by_area.slice().sort(worst(one)).map((row) => {
      const link = element("button", "indicator-area", row.name);
      link.type = "button";
      link.dataset.indicatorArea = row.code;
      return cells(element("tr", ""), [["", link], ["num leased", element("b", one.bands && row.reporting ? "tone " + row.status : "", row.value === null ? "–" : book.said(one, row.value))], ["num dim", book.parts(row)], ["num", format.number(row.reporting) + " / " + format.number(row.schools)], ["leased", state(row, one)]]);
    });
    const heads = [["", text("Địa bàn", "Area")], ["num", text("Giá trị", "Value")], ["num", text("Tử / mẫu", "Top / bottom")], ["num", text("Báo cáo", "Reporting")], ["", text("Trạng thái", "State")]];
    return [choices, table(text("Bảng theo địa bàn", "Table by area"), heads, rows)];
  }
  function list(one, f) {
    const rows = f.by_school.slice(0, schools).map((row) => {
      const link = element("a", "", row.name);
      link.href = "/schools/" + encodeURIComponent(row.code);
      return cells(element("tr", ""), [["", link], ["num leased", element("b", one.bands && row.value !== null ? "tone " + row.status : "", row.value === null ? "–" : one.roll_up === "share" && (row.value === 0 || row.value === 1) ? text(row.value ? "có" : "không", row.value ? "yes" : "no") : book.said(one, row.value))], ["num dim", row.denominator === null ? "" : book.plain(row.numerator) + " / " + book.plain(row.denominator)], ["leased", state(row, one)], ["num dim", book.age(row.as_of)]]);
    });
    const heads = [["", text("Trường", "School")], ["num", text("Giá trị", "Value")], ["num", text("Tử / mẫu", "Top / bottom")], ["", text("Trạng thái", "State")], ["num", text("Tuổi", "Age")]];
    const absent = f.counts.unknown, left = f.schools - rows.length;
    const note = element("p", "dim num", format.number(f.schools) + text(" trường, xấu nhất trước", " schools, worst first") + (absent ? "; " + format.number(absent) + text(" trường chưa có số liệu", " without data") : ""));
    const more = left > 0 && rows.length < MOST ? element("button", "button", text("Thêm ", "Show ") + format.number(Math.min(MORE, left)) + text(" trường, còn ", " more of ") + format.number(left)) : null;
    if (more) { more.type = "button"; more.dataset.indicatorMore = ""; }
    return [note, table(text("Danh sách trường", "List of schools"), heads, rows), more];
  }

  function paint() {
    const one = book.data && book.data.one, f = book.data && book.data.figure;
    if (!one) return;
    const { by_area, by_school, ...rest } = f;
    book.put("figure", [rest, one.target, one.target_by, book.query("area")], () => figure(one, f));
    book.put("meaning", [one.bands_text, one.hours, one.area_state], () => meaning(one));
    book.put("press", [one.press, f.value], (place) => { place.closest(".indicator-part").hidden = !one.press.length; return book.press(one, f); });
    book.put("areas", [by_area, one.bands], () => areas(one, f));
    book.put("schools", [by_school, one.bands, schools], () => list(one, f));
    if (days) book.put("days", days, () => spark(one));
    centre.emit("indicator", one);
  }
  book.paint = paint;

  centre.on("indicators-opened", () => {
    if (!book.key) return;
    seen = new Map();
    schools = FEW;
    days = null;
    const root = "/api/v1/catalogue/" + encodeURIComponent(book.key);
    book.ask = async (mine) => {
      const area = book.query("area"), tree = book.query("tree") === "old" ? "old" : "new", asked = { ...(area ? { area } : {}) }, limit = Math.min(MOST, schools + MORE);
      const one = await book.fetched(root), sign = [one.version, area, tree, limit].join(); // the figure of a large reach is megabytes: only when it moved
      const figure = book.data && book.data.sign === sign ? book.data.figure : await book.fetched("/api/v1/indicators/" + encodeURIComponent(book.key) + "?" + new URLSearchParams({ ...asked, tree, order: "worst", limit }));
      if (!mine()) return;
      book.data = { one, figure, sign };
      book.pause = figure.schools > LARGE ? SLOW_MS : 0;
      paint();
      if (days && daysOf === area) return;
      const told = await book.fetched(root + "/days?" + new URLSearchParams(asked));
      if (!mine()) return;
      [days, daysOf] = [told, area];
      paint();
    };
  });
  document.addEventListener("click", (event) => {
    const press = book.root && book.key && event.target.closest && event.target.closest("[data-indicator-area],[data-indicator-tree],[data-indicator-more]");
    if (!press || !book.root.contains(press)) return;
    if ("indicatorMore" in press.dataset) { schools += MORE; paint(); book.refresh(); return; }
    if (press.dataset.indicatorTree) book.set({ tree: press.dataset.indicatorTree === "old" ? "old" : "" });
    else { book.set({ area: press.dataset.indicatorArea }); window.scrollTo(0, 0); }
    onMap();
    book.refresh();
  });
  function onMap() {
    const map = book.root.querySelector("[data-indicator-map]"), area = book.query("area");
    if (map) map.href = "/?" + new URLSearchParams({ layer: book.key, ...(area ? { area } : {}) });
  }
  centre.on("indicators-back", () => { if (book.key) onMap(); });
  centre.on("indicator-failed", (error) => {
    if (!book.root || !book.key || book.data) return;
    book.put("figure", ["failed", error.status], () => [element("p", "error", error.status === 404 ? text("Không có địa bàn này, hoặc nó vượt quá phạm vi của bạn.", "There is no such area, or it exceeds your reach.") : text("Máy chủ chưa trả lời; trang sẽ tự thử lại.", "No answer yet; this page tries again by itself."))]);
  });
})();
