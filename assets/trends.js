/* Trends: one small picture per indicator, drawn from weeks. Pictures: assets/trends_draw.js; areas: trends_areas.js. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const book = centre.indicators, trends = centre.trends = { root: null, data: null };
  let turn = 0;

  trends.day = (iso) => (iso ? iso.slice(5, 7) + "/" + iso.slice(0, 4) : "");
  const WHY = {
    short: text("Chưa dự báo: cần ít nhất 20 tuần có số liệu.", "Not foretold: at least 20 weeks of data are needed."),
    wrong: text("Không dự báo: thử trên quá khứ thì sai số quá lớn.", "Not foretold: tried on the past, the error is too large."),
  };
  trends.reach = (one, of) => {
    if (one.target === null) return "";
    const goal = text("chỉ tiêu ", "target ") + book.limit(one, one.target), r = of.reach;
    if (!r) return "";
    if (r.state === "now") return text("Đang đạt ", "Meets its ") + goal;
    if (r.state === "later") return text("Chưa đạt " + goal + " trong 6 tháng tới", "Will not meet its " + goal + " within 6 months");
    return text("Đạt " + goal + " vào khoảng ", "Meets its " + goal + " about ") + trends.day(r.day) + " (" + trends.day(r.from) + " – " + (r.to ? trends.day(r.to) : text("sau 6 tháng", "after 6 months")) + ")";
  };
  trends.why = (of) => (of.outlook || of.why === "" ? "" : WHY[of.why] || "");
  trends.moved = (one, change) => {
    if (change === null || change === undefined) return null;
    const better = change === 0 || !one.judged ? "" : (change > 0) === one.rising ? " good" : " bad", points = one.share ? book.number(Math.abs(change) * 100, 1) + text(" điểm %", " points") : book.number(Math.abs(change), Math.max(one.decimals, Math.abs(change) < 10 ? 1 : 0)) + (one.unit ? "\u00a0" + one.unit : "");
    return element("span", "num trend-moved tone" + better, (change > 0 ? "▲ " : change < 0 ? "▼ " : "= ") + points);
  };
  function card(one) {
    const node = element("button", "card trend-card"), values = one.values, last = values.length - 1, head = element("span", "trend-name", one.label);
    node.type = "button";
    node.dataset.trendKey = one.key;
    const known = values.filter((v) => v !== null), now = values[last] === undefined ? null : values[last];
    const figure = element("span", "trend-figure"), change = now === null || values[last - 4] === null || values[last - 4] === undefined ? null : now - values[last - 4];
    figure.append(element("b", "num", book.said(one, now)));
    const moved = trends.moved(one, change);
    if (moved) figure.append(moved, element("span", "dim", text("trong 4 tuần", "in 4 weeks")));
    node.append(head, figure);
    if (known.length > 1) node.append(trends.draw(one, trends.data));
    else node.append(element("span", "dim trend-none", text("Chưa có lịch sử nào được lưu; mỗi tuần thêm một điểm.", "No history is kept yet; each week adds a point.")));
    const reach = trends.reach(one, one), why = known.length > 1 ? trends.why(one) : "", o = one.outlook;
    const said = [reach, why, o ? text("Sai số thử trước 8 tuần: ±", "Error 8 weeks ahead, tried: ±") + (one.share ? book.number(o.error * 100, 1) + text(" điểm", " points") : book.number(o.error, Math.max(1, one.decimals))) + " (" + o.tries + text(" lần)", " times)") : ""].filter(Boolean);
    for (const [i, line] of said.entries()) node.append(element("span", "trend-said" + (i || !reach ? " dim" : ""), line));
    return node;
  }
  function show() {
    const grid = trends.root.querySelector("[data-trend-grid]"), said = trends.root.querySelector("[data-trend-told]"), data = trends.data;
    grid.replaceChildren(...data.indicators.map(card));
    const n = data.weeks.length, names = data.names.join(text(" và ", " and "));
    said.textContent = (names ? names + ": " : "") + (n ? n + text(" tuần, từ ", " weeks, from ") + book.day(data.weeks[0]) + text(" đến ", " to ") + book.day(data.weeks[n - 1]) + text(". Nét đứng: 01/7/2025, bỏ cấp huyện; bấm một ô để xem từng địa bàn.", ". Upright line: 01/7/2025, districts ended; press a box for its areas.") : text("Chưa có tuần nào được lưu.", "No week is kept yet."));
  }
  async function ask() {
    const mine = (turn += 1), root = trends.root, other = book.query("other");
    const query = new URLSearchParams({ group: book.query("group") || root.dataset.trends, area: book.query("area"), other: other === "year" ? "" : other });
    try {
      const data = await book.fetched("/api/v1/trends?" + query);
      if (mine !== turn || trends.root !== root) return;
      trends.data = { ...data, year: other === "year" };
      show();
      centre.emit("trends");
    } catch (error) {
      if (mine === turn && trends.root === root) root.querySelector("[data-trend-told]").textContent = error.status === 404 ? text("Không tìm thấy địa bàn này.", "No such area.") : text("Không lấy được số liệu; hãy thử lại.", "Cannot be fetched; try again.");
    }
  }
  function adopt() {
    const root = document.querySelector("[data-trends]");
    if (root === trends.root) return;
    trends.root = root;
    if (!root) return;
    for (const name of ["area", "other"]) root.querySelector("[data-trend-" + name + "]").value = book.query(name);
    ask();
  }
  document.addEventListener("click", (event) => {
    const choice = trends.root && event.target.closest("[data-trend-group]");
    if (!choice) return;
    for (const one of trends.root.querySelectorAll("[data-trend-group]")) one.setAttribute("aria-pressed", String(one === choice));
    book.set({ group: choice.dataset.trendGroup });
    trends.root.querySelector("[data-trend-areas]").hidden = true;
    ask();
  });
  document.addEventListener("change", (event) => {
    const field = trends.root && event.target.closest("[data-trend-area], [data-trend-other]");
    if (!field) return;
    book.set({ [field.dataset.trendArea === undefined ? "other" : "area"]: field.value });
    ask();
  });
  centre.on("decorate", adopt);
})();
