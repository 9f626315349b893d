/* The line that is read in ten seconds: how many meet their target, will, will not, get worse. Each is a filter. */
(function () {
  "use strict";
  const centre = window.centre, trends = centre.trends, book = centre.indicators;
  const { element, text } = centre;
  const ORDER = ["not", "soon", "met", "plain", "none"];

  trends.goal = (one) => {
    if (trends.stand(one).now === null) return "none";
    if (one.target === null) return "plain";
    const state = one.reach && one.reach.state;
    return state === "now" ? "met" : state === "day" ? "soon" : "not";
  };
  const is = (one, what) => (what === "worse" ? trends.stand(one).worse : trends.goal(one) === what);
  /* What gets worse first, then what misses its target. */
  const rank = (one) => (trends.stand(one).worse ? -1 : ORDER.indexOf(trends.goal(one)));

  function words(what, n, some) {
    const late = some.map((one) => one.reach.day).sort().pop();
    return { worse: text(" xấu đi trong 4 tuần", " worse in 4 weeks"), not: text(" chưa đạt chỉ tiêu", " below target"),
      soon: text(" sẽ đạt, muộn nhất khoảng ", " will meet it, the last about ") + trends.day(late),
      met: text(" đang đạt chỉ tiêu", n === 1 ? " meets its target" : " meet their target"), plain: text(" không đặt chỉ tiêu", " without a target"),
      none: text(" chưa có số liệu tuần này", " without data this week") }[what];
  }
  trends.summary = (data) => {
    const place = trends.root.querySelector("[data-trend-summary]"), only = book.query("only"), chips = [];
    for (const what of ["worse", ...ORDER]) {
      const some = data.indicators.filter((one) => is(one, what)), quiet = what === "plain" || what === "none";
      if (!some.length && (quiet || what === "soon") && only !== what) continue;
      const chip = element("button", "trend-sum" + (what === "worse" && some.length ? " bad" : quiet ? " quiet" : ""));
      chip.type = "button";
      chip.dataset.trendOnly = what;
      chip.setAttribute("aria-pressed", String(only === what));
      chip.disabled = !some.length && only !== what;
      chip.append(element("b", "num", String(some.length)), element("span", "", words(what, some.length, what === "soon" ? some : [])));
      chips.push(chip);
    }
    place.replaceChildren(...chips);
  };
  trends.grid = () => {
    const data = trends.data, only = book.query("only"), grid = trends.root.querySelector("[data-trend-grid]");
    const shown = data.indicators.filter((one) => !only || is(one, only)).map((one, i) => [one, i]).sort(([a, i], [b, j]) => rank(a) - rank(b) || i - j).map(([one]) => trends.card(one));
    grid.replaceChildren(...(shown.length ? shown : [element("p", "dim", only ? text("Không có chỉ số nào như vậy ở đây; bấm lại bộ lọc để xem tất cả.", "No such indicator here; press the filter again to see all.") : text("Không chỉ số nào của nhóm này hỏi về trường này.", "No indicator of this group concerns this school."))]));
  };
})();
