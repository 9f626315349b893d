/* One box of trends: the figure now, what moved in four weeks, its picture, and when the target is met. */
(function () {
  "use strict";
  const centre = window.centre, trends = centre.trends, book = centre.indicators;
  const { element, text } = centre;
  const WEEKS = 4, CALM = 2, LOOKED = 26;
  const WHY = {
    short: text("Chưa dự báo: cần ít nhất 20 tuần có số liệu.", "Not foretold: at least 20 weeks of data are needed."),
    wrong: text("Không dự báo: thử trên quá khứ thì sai số quá lớn.", "Not foretold: tried on the past, the error is too large."),
  };
  const points = (one, size) => (one.share ? book.number(size * 100, 1) + text("\u00a0điểm\u00a0%", "\u00a0points") : book.number(size, Math.max(one.decimals, size < 10 ? 1 : 0)) + (one.unit ? "\u00a0" + one.unit : ""));
  /* Too little to be seen in the figures that are shown is no movement. */
  const still = (one, change) => Math.abs(change) * (one.share ? 100 : 1) < 0.5 * 10 ** -(one.share ? 1 : Math.max(one.decimals, Math.abs(change) < 10 ? 1 : 0));

  trends.reach = (one, of) => {
    if (one.target === null) return "";
    const goal = text("chỉ tiêu ", "target ") + book.limit(one, one.target), r = of.reach;
    if (!r) return "";
    if (r.state === "now") return text("Đang đạt ", "Meets its ") + goal;
    if (r.state === "later") return text("Chưa đạt " + goal + " trong 6 tháng tới", "Will not meet its " + goal + " within 6 months");
    return text("Đạt " + goal + " vào khoảng ", "Meets its " + goal + " about ") + trends.day(r.day) + " (" + trends.day(r.from) + " – " + (r.to ? trends.day(r.to) : text("sau 6 tháng", "after 6 months")) + ")";
  };
  trends.why = (of) => (of.outlook || of.why === "" ? "" : WHY[of.why] || "");
  trends.moved = (one, change, calm) => {
    if (change === null || change === undefined) return null;
    if (still(one, change)) return element("span", "trend-moved dim", text("không đổi", "unchanged"));
    const better = calm || !one.judged ? "" : (change > 0) === one.rising ? " good" : " bad";
    return element("span", "num trend-moved tone" + better, (change > 0 ? "▲ " : "▼ ") + points(one, Math.abs(change)));
  };
  /* {now, change, calm, worse}: `calm` = no more than its usual step from week to week. */
  trends.stand = (one) => {
    const values = one.values, last = values.length - 1, known = (v) => v !== null && v !== undefined, now = known(values[last]) ? values[last] : null;
    const change = now === null || !known(values[last - WEEKS]) ? null : now - values[last - WEEKS], steps = [];
    for (let i = Math.max(1, last - LOOKED); i <= last; i += 1) if (known(values[i]) && known(values[i - 1])) steps.push(Math.abs(values[i] - values[i - 1]));
    steps.sort((a, b) => a - b);
    const calm = change === null || still(one, change) || Math.abs(change) < CALM * (steps[Math.floor(steps.length / 2)] || 0);
    return { now, change, calm, worse: Boolean(one.judged && !calm && (change > 0) !== one.rising) };
  };
  /* What the figures are compared with, week by week: the same week a year before, or another place. */
  trends.beside = (one, data) => {
    if (!data.year) return one.other || [];
    const days = data.weeks.map((day) => Date.parse(day) / 86400000);
    return days.map((day) => { const at = days.findIndex((then) => Math.abs(day - 364 - then) <= 3); return at < 0 ? null : one.values[at]; });
  };
  function compared(one, data, now) {
    const other = trends.beside(one, data), then = other[data.weeks.length - 1];
    if (!data.year && !data.other) return null;
    const line = element("span", "trend-said"), name = data.year ? text("Năm trước", "Last year") : data.names[data.names.length - 1];
    line.append(element("span", "dim", name + ": "), element("b", "num", book.said(one, then)));
    const moved = then === null || then === undefined || now === null ? null : trends.moved(one, now - then, false);
    if (moved) line.append(" ", moved);
    return line;
  }
  trends.card = (one) => {
    const data = trends.data, at = trends.stand(one), node = element("button", "card trend-card" + (at.worse ? " bad" : "")), known = one.values.filter((v) => v !== null);
    node.type = "button";
    node.dataset.trendKey = one.key;
    node.setAttribute("aria-pressed", String(one.key === book.query("key")));
    const figure = element("span", "trend-figure"), moved = trends.moved(one, at.change, at.calm);
    figure.append(element("b", "num", book.said(one, at.now)));
    if (moved) figure.append(moved, element("span", "dim", at.worse ? text("xấu đi trong 4 tuần", "worse in 4 weeks") : one.judged && at.calm && !still(one, at.change) && (at.change > 0) !== one.rising ? text("trong 4 tuần, như thường lệ", "in 4 weeks, as usual") : text("trong 4 tuần", "in 4 weeks")));
    node.append(element("span", "trend-name", one.label), figure);
    const beside = compared(one, data, at.now);
    if (beside) node.append(beside);
    if (known.length > 1) node.append(trends.draw(one, data));
    else node.append(element("span", "dim trend-none", text("Chưa có lịch sử nào được lưu; mỗi tuần thêm một điểm.", "No history is kept yet; each week adds a point.")));
    const reach = trends.reach(one, one), why = known.length > 1 ? trends.why(one) : "", o = one.outlook;
    const said = [reach, why, o ? text("Sai số thử trước 8 tuần: ±", "Error 8 weeks ahead, tried: ±") + (one.share ? book.number(o.error * 100, 1) + text(" điểm", " points") : book.number(o.error, Math.max(1, one.decimals))) + " (" + o.tries + text(" lần)", " times)") : ""].filter(Boolean);
    for (const [i, line] of said.entries()) node.append(element("span", "trend-said" + (i || !reach ? " dim" : ""), line));
    return node;
  };
})();
