/* Beside what happened: its schools as they are now, on the map and in a table, what else is down near it, its cause and
   its symptoms. Bits of the map are the map's own; here only rings around the schools of the incident. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const story = centre.story;
  const RANK = { bad: 0, watch: 1, stale: 2, unknown: 3, good: 4 }, MOST = 60;

  story.call = (phone) => {
    if (!phone) return element("span", "dim", story.say("no_phone"));
    const digits = phone.replace(/\D/g, ""), link = element("a", "num story-phone", digits.length === 11 ? digits.replace(/^(\d{3})(\d{4})(\d{4})$/, "$1 $2 $3") : phone);
    link.href = "tel:" + digits;
    return link;
  };
  function school(line) {
    const row = element("tr"), name = element("td"), link = element("a", "story-school", line.name), status = element("td", "story-status");
    link.href = "/schools/" + line.code;
    name.append(link, element("span", "dim", [line.area, line.code].filter(Boolean).join(" · ")));
    status.append(element("i", "mark " + line.status), element("span", "", centre.LABELS[line.status]));
    const phone = element("td", "right");
    phone.append(story.call(line.phone));
    row.append(status, name, phone);
    return row;
  }
  story.draw.schools = (data) => {
    if (!data.lines) return;
    const many = story.slot("many");
    if (many) many.textContent = data.lines.length ? " · " + format.number(data.lines.length) : "";
    story.put("schools", data.lines, () => {
      if (!data.lines.length) return [element("p", "quiet", story.say("no_schools"))];
      const table = element("table", "story-schools"), body = element("tbody"), more = data.lines.length - MOST;
      const lines = [...data.lines].sort((a, b) => RANK[a.status] - RANK[b.status] || a.name.localeCompare(b.name, "vi"));
      body.append(...lines.slice(0, MOST).map(school));
      table.append(body);
      return [table, more > 0 && element("p", "quiet", story.say("others", { n: format.number(more) }))];
    });
    const place = story.root.querySelector("[data-story-map]");
    if (place) place.hidden = !data.lines.length;
    circle();
  };

  function other(row, head) {
    const node = story.link(row.id, "", "story-other"), severity = element("span", "sev " + row.severity), body = element("span");
    severity.append(element("i", "sev-mark"));
    severity.title = story.word("severities", row.severity);
    body.append(element("span", "story-other-says", (head ? head + ": " : "") + story.says(row)), element("span", "dim", story.word("states", row.state) + " · " + story.short(row.started_at) + (row.owner_name ? " · " + row.owner_name : "")));
    node.append(severity, body);
    return node;
  }
  const brief = (rows) => rows.map((row) => [row.id, row.severity, row.state, row.says, row.owner]);
  story.draw.near = (data) => {
    if (data.near) story.put("near", brief(data.near), () => (data.near.length ? data.near.map((row) => other(row)) : [element("p", "quiet", story.say("none_near"))]));
  };
  story.draw.links = (data) => {
    if (!data.symptoms) return;
    const cause = data.because ? [data.because] : [];
    story.when("links", cause.length + data.symptoms.length > 0);
    story.put("links", [brief(cause), brief(data.symptoms)], () => [...cause.map((row) => other(row, story.say("cause"))), ...data.symptoms.map((row) => other(row, story.say("symptoms")))]);
  };

  /* The map: rings around its schools, and the view fitted to them once. */
  let rings = null, fitted = 0;
  const around = () => (story.data && story.data.schools.length > 40 && story.live(story.data) ? [] : indices()); // the map circles those itself
  const indices = () => (story.data && centre.feed.indexOf ? story.data.schools.map((code) => centre.feed.indexOf.get(code)).filter((i) => i !== undefined) : []);
  centre.circled = (view, which, colour) => (ctx, now, node) => {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, node.width, node.height);
    if (!centre.feed.directory) return;
    ctx.setTransform(now.ratio, 0, 0, now.ratio, 0, 0);
    ctx.strokeStyle = centre.token(colour);
    const circled = [...which()], many = circled.length > 40; // many rings would hide what they are around
    ctx.lineWidth = (many ? 1 : 2) * view.unit();
    ctx.globalAlpha = many ? 0.7 : 1;
    const r = view.marks.radius(now.zoom) * (many ? 1.4 : 2) + 2 * view.unit();
    for (const i of circled) {
      if (!view.points.placed(i)) continue;
      const [x, y] = view.points.position(i, now);
      ctx.beginPath(); ctx.arc(x, y, r, 0, Math.PI * 2); ctx.stroke();
    }
    ctx.globalAlpha = 1;
  };
  function circle() {
    const box = story.root && story.root.querySelector("[data-story-map] .school-map"), view = box && box.view;
    if (!view || view.gone || !centre.feed.directory || !story.data) return;
    if (!rings || rings.view !== view) { rings = { view, layer: centre.canvas(view, centre.circled(view, around, "--focus"), 7) }; fitted = 0; }
    rings.layer.redraw();
    if (fitted === story.id) return;
    const bounds = view.L.latLngBounds(indices().filter((i) => view.points.placed(i)).map((i) => view.points.latLng(i)));
    if (!bounds.isValid() || !view.map.getSize().x) return;
    fitted = story.id;
    view.touched = true; // the map's own fitting would show the whole province again
    view.map.fitBounds(bounds.pad(0.15), { animate: false, maxZoom: 14, padding: [24, 24] });
  }
  centre.on("painted", circle);
  centre.on("directory", () => { fitted = 0; circle(); });
  centre.on("theme", circle);
  centre.on("story-opened", () => { rings = null; fitted = 0; });
})();
