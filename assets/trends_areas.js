/* One indicator in every area of either tree: value, movement, who is out of line, when each meets the target; worst first.
   Which indicator, which tree and whether only outliers stand in the address. */
(function () {
  "use strict";
  const centre = window.centre, trends = centre.trends, book = centre.indicators;
  const { element, text } = centre;
  const TREES = [["new", text("Phường/xã hiện nay", "Present wards")], ["old", text("Quận/huyện cũ", "Former districts")]];
  let mine = 0, kept = { of: "", one: null };

  const tree = () => (book.query("tree") === "old" ? "old" : "new");
  function cell(words, kind, node) {
    const made = element("td", kind || "", words);
    if (node) made.append(node);
    return made;
  }
  function row(one, area) {
    const line = element("tr", ""), name = element("th", ""), pick = element("button", "trend-pick", area.name);
    pick.type = "button";
    pick.dataset.trendPlace = area.code;
    pick.title = text("Xem cả nhóm ở địa bàn này", "See the whole group in this area");
    name.scope = "row";
    name.append(pick);
    const far = area.far ? element("span", "badge", text("khác thường", "out of line") + " (z\u00a0" + book.number(area.z, 1) + ")") : null;
    line.append(name, cell(book.said(one, area.value), "num"), ...area.moved.map((moved) => cell("", "", trends.moved(one, moved) || document.createTextNode("–"))),
      cell(area.reporting + " / " + area.schools, "num"), cell("", "", far), cell(trends.reach(one, area) || trends.why(area)));
    return line;
  }
  function choice(words, pressed, data) {
    const node = element("button", "choice", words);
    node.type = "button";
    Object.assign(node.dataset, data);
    node.setAttribute("aria-pressed", String(pressed));
    return node;
  }
  function table(one, areas) {
    const made = element("table", "table trend-table"), head = element("thead", ""), top = element("tr", ""), body = element("tbody", ""), wrap = element("div", "table-wrap");
    for (const words of [text("Địa bàn", "Area"), text("Tuần này", "This week"), text("4 tuần", "4 weeks"), text("52 tuần", "52 weeks"), text("Trường báo cáo", "Schools"), text("So với các địa bàn khác", "Among areas"), text("Triển vọng", "Outlook")]) { const node = element("th", "", words); node.scope = "col"; top.append(node); }
    const worst = (a) => (a.value === null ? Infinity : one.rising ? a.value : -a.value);
    body.append(...[...areas].sort((a, b) => b.far - a.far || worst(a) - worst(b) || book.names.compare(a.name, b.name)).map((area) => row(one, area)));
    head.append(top);
    made.append(head, body);
    wrap.append(made);
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "group");
    wrap.setAttribute("aria-label", one.label + text(" theo địa bàn", " by area"));
    return wrap;
  }
  function fill(place, one) {
    const far = one.areas.filter((area) => area.far), only = book.query("far") === "1", head = element("div", "trend-areas-head"), trees = element("div", "choices");
    for (const [code, words] of TREES) trees.append(choice(words, code === tree(), { trendTree: code }));
    const outliers = choice(far.length + text(" địa bàn khác thường", " out of line"), only, { trendFar: "" }), close = element("button", "button", text("Đóng", "Close"));
    outliers.classList.add("solo");
    outliers.disabled = !far.length && !only;
    outliers.title = text("Cách trung vị của các địa bàn từ 3,5 độ lệch chuẩn bền trở lên", "At least 3.5 robust standard deviations from the median area");
    close.type = "button";
    close.dataset.trendClose = "";
    const more = element("a", "button", text("Mở chỉ số", "Open the indicator"));
    more.href = "/indicators/" + one.key;
    head.append(trees, outliers, more, close);
    const shown = only ? far : one.areas;
    place.replaceChildren(element("h2", "", one.label + text(" theo địa bàn", " by area")), head,
      shown.length ? table(one, shown) : element("p", "dim", only ? text("Không địa bàn nào khác thường; bấm lại bộ lọc để xem tất cả.", "No area is out of line; press the filter again to see all.") : text("Chưa địa bàn nào có số liệu.", "No area has data yet.")));
  }
  /* As the address says: nothing, or one indicator. */
  trends.areas = async () => {
    const turn = (mine += 1), root = trends.root, place = root.querySelector("[data-trend-areas]"), key = book.query("key"), of = key + "/" + tree();
    for (const card of root.querySelectorAll("[data-trend-key]")) card.setAttribute("aria-pressed", String(card.dataset.trendKey === key));
    place.hidden = !key;
    if (!key) { place.replaceChildren(); return; }
    if (kept.of !== of) {
      if (!place.childNodes.length) place.replaceChildren(element("p", "dim", text("Đang lấy từng địa bàn…", "Fetching the areas…")));
      try {
        const one = await book.fetched("/api/v1/trends/" + encodeURIComponent(key) + "?tree=" + tree());
        kept = { of, one };
      } catch (error) {
        if (turn === mine && root === trends.root) place.replaceChildren(element("p", "dim", error.status === 404 ? text("Không có chỉ số này.", "No such indicator.") : text("Không lấy được từng địa bàn; bấm lại ô chỉ số để thử.", "The areas cannot be fetched; press the box again.")));
        return;
      }
    }
    if (turn === mine && root === trends.root) fill(place, kept.one);
  };
  const closest = (event, name) => (trends.root ? event.target.closest("[data-trend-" + name + "]") : null);
  document.addEventListener("click", (event) => {
    const card = closest(event, "key"), other = closest(event, "tree"), far = closest(event, "far"), place = closest(event, "place"), close = closest(event, "close");
    if (card) {
      book.set({ key: card.dataset.trendKey, far: "" });
      kept.of = "";
      trends.areas().then(() => { const shown = trends.root && trends.root.querySelector("[data-trend-areas]"); if (shown) shown.scrollIntoView({ block: "start" }); });
    }
    if (other) { book.set({ tree: other.dataset.trendTree === "old" ? "old" : "", far: "" }); trends.areas(); }
    if (far) { book.set({ far: book.query("far") ? "" : "1" }); trends.areas(); }
    if (close) { book.set({ key: "", far: "" }); trends.areas(); }
    if (place) { book.set({ area: place.dataset.trendPlace, school: "" }); trends.ask(); trends.root.scrollIntoView({ block: "start" }); }
  });
})();
