/* The small picture of one indicator: what is known as a line with holes, what it is compared with dashed, the band ahead. */
(function () {
  "use strict";
  const centre = window.centre, trends = centre.trends, book = centre.indicators;
  const { text } = centre;
  const SVG = "http://www.w3.org/2000/svg", W = 300, H = 96, EDGE = 4;

  function piece(name, set) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(set)) node.setAttribute(key, value);
    return node;
  }
  trends.draw = (one, data) => {
    const o = one.outlook, n = data.weeks.length, ahead = o ? o.center.length : 0, other = trends.beside(one, data);
    const every = [...one.values, ...other, ...(o ? [...o.low, ...o.high] : [])].filter((v) => v !== null);
    let low = Math.min(...every), high = Math.max(...every);
    if (one.target !== null && one.target > low - (high - low) * 1.5 && one.target < high + (high - low) * 1.5) { low = Math.min(low, one.target); high = Math.max(high, one.target); }
    const pad = (high - low) * 0.08 || Math.abs(high) * 0.05 || 0.5;
    const x = (i) => EDGE + (i * (W - 2 * EDGE)) / (n - 1 + ahead || 1), y = (v) => H - EDGE - ((v - low + pad) / (high - low + 2 * pad)) * (H - 2 * EDGE);
    const path = (values, from) => {
      let said = "", open = false, hole = 0;
      values.forEach((v, i) => {
        if (v === null) { hole += 1; if (hole > 1) open = false; return; }
        hole = 0;
        said += (open ? "L" : "M") + x(i + from).toFixed(1) + " " + y(v).toFixed(1);
        open = true;
      });
      return said;
    };
    const node = piece("svg", { viewBox: "0 0 " + W + " " + H, class: "trend-picture", role: "img", preserveAspectRatio: "none" });
    const known = one.values.filter((v) => v !== null);
    node.setAttribute("aria-label", one.label + text(": từ ", ": from ") + book.said(one, known[0]) + text(" đến ", " to ") + book.said(one, known[known.length - 1]));
    const after = data.weeks.findIndex((day) => day >= data.break);
    if (after > 0) node.append(piece("path", { class: "trend-break", d: "M" + x(after - 0.5).toFixed(1) + " 0V" + H }));
    if (one.target !== null && one.target >= low - pad && one.target <= high + pad) node.append(piece("path", { class: "trend-target", d: "M0 " + y(one.target).toFixed(1) + "H" + W }));
    if (o) {
      const there = o.high.map((v, i) => x(n + i).toFixed(1) + " " + y(v).toFixed(1)), back = o.low.map((v, i) => x(n + i).toFixed(1) + " " + y(v).toFixed(1)).reverse();
      node.append(piece("path", { class: "trend-band", d: "M" + [...there, ...back].join("L") + "Z" }), piece("path", { class: "trend-ahead", d: path(o.center, n) }));
    }
    if (other.length) node.append(piece("path", { class: "trend-other", d: path(other, 0) }));
    node.append(piece("path", { class: "trend-line", d: path(one.values, 0) }));
    return node;
  };
})();
