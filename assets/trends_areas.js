/* One indicator in every area: value, movement, who is out of line, and when each meets the target; worst first. */
(function () {
  "use strict";
  const centre = window.centre, trends = centre.trends, book = centre.indicators;
  const { element, text } = centre;
  let tree = "new", key = "", mine = 0;

  function row(one, area) {
    const line = element("tr", ""), name = element("th", "", area.name), cells = [element("td", "num", book.said(one, area.value))];
    name.scope = "row";
    for (const moved of area.moved) { const cell = element("td", ""), said = trends.moved(one, moved); cell.append(said || document.createTextNode("–")); cells.push(cell); }
    const far = element("td", "");
    if (area.far) far.append(element("span", "badge", text("khác thường", "out of line") + " (z " + book.number(area.z, 1) + ")"));
    cells.push(element("td", "num", area.reporting + " / " + area.schools), far, element("td", "", trends.reach(one, area) || trends.why(area)));
    line.append(name, ...cells);
    return line;
  }
  async function show() {
    const turn = (mine += 1), root = trends.root, place = root.querySelector("[data-trend-areas]");
    let one;
    try { one = await book.fetched("/api/v1/trends/" + encodeURIComponent(key) + "?tree=" + tree); } catch { return; }
    if (turn !== mine || root !== trends.root) return;
    const head = element("h2", "", one.label + text(" theo địa bàn", " by area")), trees = element("div", "choices"), table = element("table", "table trend-table"), top = element("tr", ""), body = element("tbody", ""), wrap = element("div", "table-wrap"), thead = element("thead", "");
    for (const [code, words] of [["new", text("Phường/xã hiện nay", "Present wards")], ["old", text("Quận/huyện cũ", "Former districts")]]) {
      const choice = element("button", "choice", words);
      choice.type = "button";
      choice.dataset.trendTree = code;
      choice.setAttribute("aria-pressed", String(code === tree));
      trees.append(choice);
    }
    for (const words of [text("Địa bàn", "Area"), text("Tuần này", "This week"), text("4 tuần", "4 weeks"), text("52 tuần", "52 weeks"), text("Trường báo cáo", "Schools"), text("So với các địa bàn khác", "Among areas"), text("Triển vọng", "Outlook")]) { const cell = element("th", "", words); cell.scope = "col"; top.append(cell); }
    const worst = (a) => (a.value === null ? Infinity : one.rising ? a.value : -a.value);
    body.append(...[...one.areas].sort((a, b) => b.far - a.far || worst(a) - worst(b) || 0).map((area) => row(one, area)));
    thead.append(top);
    table.append(thead, body);
    wrap.append(table);
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "group");
    wrap.setAttribute("aria-label", head.textContent);
    const more = element("a", "button", text("Mở chỉ số", "Open the indicator"));
    more.href = "/indicators/" + key;
    place.replaceChildren(head, trees, wrap, more);
    place.hidden = false;
  }
  document.addEventListener("click", (event) => {
    if (!trends.root) return;
    const card = event.target.closest("[data-trend-key]"), other = event.target.closest("[data-trend-tree]");
    if (!card && !other) return;
    if (card) key = card.dataset.trendKey; else tree = other.dataset.trendTree;
    show().then(() => { if (card) trends.root.querySelector("[data-trend-areas]").scrollIntoView({ block: "start" }); });
  });
})();
