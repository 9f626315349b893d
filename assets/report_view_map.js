/* The map as it was frozen: areas by what they were coloured by, schools by status, each with its shape. One path for all
   schools of a status, so that 52,000 of them are five elements. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports, draw = report.draw;
  const { element } = centre;
  const WIDE = 1000, ORDER = ["good", "unknown", "stale", "watch", "bad"];

  function frame(map) {
    const points = [...map.areas.flatMap((area) => area.rings.flat()), ...map.schools.map((school) => school.at)];
    if (!points.length) return null;
    let west = 180, south = 90, east = -180, north = -90;
    for (const [lon, lat] of points) { west = Math.min(west, lon); east = Math.max(east, lon); south = Math.min(south, lat); north = Math.max(north, lat); }
    const narrow = Math.cos(((south + north) / 2) * Math.PI / 180), wide = Math.max(1e-4, (east - west) * narrow), high = Math.max(1e-4, north - south), scale = Math.min((WIDE - 40) / wide, 1560 / high), left = (WIDE - wide * scale) / 2;
    return { place: ([lon, lat]) => [left + (lon - west) * narrow * scale, 20 + (north - lat) * scale], height: high * scale + 40 };
  }
  const SHAPES = { // around a point, with half width r
    good: (x, y, r) => `M${x - r * 0.7} ${y}a${r * 0.7} ${r * 0.7} 0 1 0 ${r * 1.4} 0a${r * 0.7} ${r * 0.7} 0 1 0 ${-r * 1.4} 0`,
    unknown: (x, y, r) => `M${x - r * 0.8} ${y}a${r * 0.8} ${r * 0.8} 0 1 0 ${r * 1.6} 0a${r * 0.8} ${r * 0.8} 0 1 0 ${-r * 1.6} 0`,
    stale: (x, y, r) => `M${x - r * 0.8} ${y - r * 0.8}h${r * 1.6}v${r * 1.6}h${-r * 1.6}z`,
    watch: (x, y, r) => `M${x} ${y - r}l${r} ${r * 1.8}h${-2 * r}z`,
    bad: (x, y, r) => `M${x} ${y - r * 1.25}l${r * 1.25} ${r * 1.25}l${-r * 1.25} ${r * 1.25}l${-r * 1.25} ${-r * 1.25}z`,
  };
  const spot = (n) => Math.round(n * 10) / 10;

  draw.map = (map) => {
    const node = element("figure", "report-map card"), at = frame(map);
    node.append(element("figcaption", "", map.title));
    if (!at) { node.append(element("p", "empty", centre.text("Không có địa điểm nào để vẽ.", "There is no place to draw."))); return node; }
    const picture = report.svg("svg", { viewBox: `0 0 ${WIDE} ${at.height.toFixed(0)}`, role: "img", "aria-label": map.title });
    for (const area of map.areas) {
      const path = report.svg("path", { class: "report-area " + (area.status || "plain"), d: area.rings.map((ring) => ring.map((point, n) => { const [x, y] = at.place(point); return (n ? "L" : "M") + spot(x) + " " + spot(y); }).join("") + "Z").join("") });
      const title = report.svg("title");
      title.textContent = area.name + ": " + area.text;
      path.append(title);
      picture.append(path);
    }
    const size = map.schools.length > 1500 ? 4 : map.schools.length > 300 ? 5.5 : map.schools.length > 1 ? 8 : 12, counts = {};
    for (const status of ORDER) {
      const some = map.schools.filter((school) => school.status === status);
      counts[status] = some.length;
      const r = status === "good" ? size * 0.9 : size * 1.25;
      if (some.length) picture.append(report.svg("path", { class: "report-dots " + status, d: some.map((school) => { const [x, y] = at.place(school.at); return SHAPES[status](spot(x), spot(y), r); }).join("") }));
    }
    node.append(picture);
    const legend = element("p", "report-legend");
    for (const status of ["bad", "watch", "stale", "unknown", "good"]) if (counts[status]) { const item = element("span", ""); item.append(element("i", "mark " + status), element("span", "", report.words.statuses[status]), element("b", "num", report.number(counts[status]))); legend.append(item); }
    if (map.schools.length) node.append(legend);
    if (map.bands) node.append(element("p", "dim report-bands", map.bands));
    return node;
  };
})();
