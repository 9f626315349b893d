/* Figures and charts of a snapshot. Bars are rows that can be read out; a line breaks where nothing is known. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports, draw = report.draw;
  const { element, text } = centre;
  const NS = "http://www.w3.org/2000/svg", SPELLED = "gi\u00e2y h\u1ecdc", // the unit domain/section.py names so: no sentence
     LINES = ["", "two", "three", "four"];
  const svg = report.svg = (tag, attributes) => { const node = document.createElementNS(NS, tag); for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value); return node; };

  const forms = new Map();
  report.number = (value, decimals) => {
    if (value === null || value === undefined) return "–";
    const key = decimals || 0;
    if (!forms.has(key)) forms.set(key, new Intl.NumberFormat(text("vi-VN", "en-GB"), { minimumFractionDigits: key, maximumFractionDigits: key }));
    return forms.get(key).format(value);
  };
  /* A share of nearly all is never told as all, of nearly none never as none: domain/wording.percent. */
  report.percent = (share, decimals) => {
    if (share === null || share === undefined) return "–";
    const places = decimals === undefined ? 1 : decimals, step = 10 ** -places;
    let shown = Math.round((share * 100) / step) * step;
    if (shown >= 100 && share < 1) shown = 100 - step;
    if (shown <= 0 && share > 0) shown = step;
    return report.number(shown, places) + "\u00a0%";
  };
  report.quantity = (value, unit) => (unit === "%" ? report.percent(value) : value === null || value === undefined ? "–" : report.number(value, Number.isInteger(value) ? 0 : 1) + (unit ? "\u00a0" + unit : ""));

  /* How far two values are apart; what is smaller than it can be said is not told as nothing. */
  report.step = (by, unit) => {
    if (unit === SPELLED) return by > 0 ? text("dài hơn", "longer") : text("ngắn hơn", "shorter");
    const share = unit === "%", size = Math.abs(by) * (share ? 100 : 1), places = share || !Number.isInteger(by) ? 1 : 0, points = share ? text(" điểm", " pt") : "";
    return size < 0.05 && places ? text("dưới ", "under ") + report.number(0.1, 1) + points : (by > 0 ? "+" : "−") + report.number(size, places) + points;
  };
  draw.figure = (figure) => {
    const node = element("div", "report-figure card " + (figure.status || "")), value = element("p", "report-value num" + (figure.value === null ? " none" : ""), figure.text);
    if (figure.unit && figure.unit !== "%" && figure.unit !== SPELLED && figure.value !== null && !figure.text.includes(figure.unit)) value.append(element("small", "", figure.unit));
    const label = element("p", "report-figure-label");
    if (figure.status) label.append(element("i", "mark " + figure.status));
    label.append(element("span", "", figure.label));
    node.append(label, value);
    if (figure.before_text) {
      const line = element("p", "report-before num"), by = figure.value !== null && figure.before !== null ? figure.value - figure.before : null;
      if (by) line.append(report.icon(by > 0 ? "i-up" : "i-down"), element("b", "", report.step(by, figure.unit)));
      else if (by === 0) line.append(report.icon("i-flat"), element("b", "", text("không đổi", "unchanged")));
      line.append(element("span", "dim", text("trước: ", "before: ") + figure.before_text));
      node.append(line);
    }
    const foot = [figure.total !== null && figure.total !== undefined ? report.number(figure.known) + " / " + report.number(figure.total) + text(" trường báo cáo", " schools report") : "", figure.note].filter(Boolean);
    if (foot.length) node.append(element("p", "report-figure-foot dim", foot.join(" · ")));
    return node;
  };

  const caption = (node, title, unit) => { const said = element("figcaption", "", title); if (unit) said.append(element("span", "dim", " · " + unit)); node.append(said); return node; };
  const legend = (series) => {
    const node = element("p", "report-legend");
    series.forEach((one, n) => { const item = element("span", ""); item.append(element("i", one.status ? "mark " + one.status : "report-key " + (LINES[n] || "")), element("span", "", report.words.statuses[one.label] || one.label)); node.append(item); });
    return node;
  };
  /* Rows: the place, its bar (or parts of one), the figure. */
  function bars(chart, node) {
    const sums = chart.places.map((_, n) => chart.series.reduce((sum, one) => sum + (one.values[n] || 0), 0));
    const stacked = chart.shape === "stack", most = Math.max(...(stacked ? sums : chart.series.flatMap((one) => one.values.map((value) => value || 0))), 1e-9);
    const rows = element("div", "report-bars");
    chart.places.forEach((place, n) => {
      for (const [at, one] of (stacked ? [null] : chart.series).entries()) {
        const row = element("div", "report-bar"), track = element("span", "report-track"), parts = stacked ? chart.series : [one];
        row.append(element("span", "report-bar-name", at ? "" : place));
        for (const part of parts) {
          const value = part.values[n], piece = element("i", "part " + (part.status || "plain"));
          piece.style.width = (100 * Math.max(0, value || 0)) / most + "%";
          piece.title = (report.words.statuses[part.label] || part.label) + ": " + report.quantity(value, chart.unit);
          if (value) track.append(piece);
        }
        row.append(track, element("span", "report-bar-value num", stacked ? report.number(sums[n]) : report.quantity(one.values[n], chart.unit === "%" ? "%" : "")));
        rows.append(row);
      }
    });
    node.append(rows);
    if (stacked || chart.series.length > 1) node.append(legend(chart.series));
    return node;
  }
  function line(chart, node) {
    const known = chart.series.flatMap((one) => one.values).filter((value) => value !== null), plot = element("div", "report-plot");
    if (!known.length) { node.append(element("p", "empty", text("Không có số liệu trong kỳ này.", "No figures in this period."))); return node; }
    const share = chart.unit === "%", top = share ? Math.max(...known) > 0.995 ? 1 : Math.min(1, Math.ceil(Math.max(...known) * 20) / 20) : Math.max(...known) * 1.05 || 1;
    const low = share && Math.min(...known) > 0.5 ? Math.floor(Math.min(...known) * 20) / 20 : 0, count = Math.max(1, chart.places.length - 1);
    const y = (value) => 100 - (100 * (value - low)) / (top - low || 1), x = (n) => (100 * n) / count;
    const picture = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img", "aria-label": chart.title });
    for (const at of [0, 50, 100]) picture.append(svg("path", { class: "report-rule", d: `M0 ${at}H100` }));
    chart.series.forEach((one, n) => {
      let path = "", on = false;
      one.values.forEach((value, i) => { if (value === null) { on = false; return; } path += (on ? "L" : "M") + x(i).toFixed(2) + " " + y(value).toFixed(2); on = true; if (one.values[i + 1] === null && (i === 0 || one.values[i - 1] === null)) path += "h0.01"; });
      picture.append(svg("path", { class: "report-line " + (one.status || LINES[n] || ""), d: path }));
    });
    const scale = element("div", "report-scale num"), below = element("div", "report-places num"), every = Math.max(1, Math.ceil(chart.places.length / 6));
    scale.append(...[top, (top + low) / 2, low].map((value) => element("span", "", share ? report.percent(value, 0) : report.number(value, value < 10 ? 1 : 0))));
    chart.places.forEach((place, n) => { if (n % every === 0 && n <= chart.places.length - every / 2) { const mark = element("span", "", place); mark.style.left = x(n) + "%"; below.append(mark); } });
    plot.append(scale, picture, below);
    node.append(plot);
    const gaps = chart.series.some((one) => one.values.some((value) => value === null));
    if (chart.series.length > 1) node.append(legend(chart.series));
    if (gaps) node.append(element("p", "dim report-gap", text("Chỗ đứt: không có số liệu.", "Gaps: nothing is known there.")));
    return node;
  }
  draw.chart = (chart) => (chart.shape === "line" ? line : bars)(chart, caption(element("figure", "report-chart card"), chart.title, chart.unit === "%" ? "" : chart.unit));
})();
