/* Incidents counted for the eyes: per area of the tree, for what is in view, and for the badge in the navigation.
   data-marks="loud|held|maintenance|quiet" gets a figure; data-incident-count the badge, also where no map is. */
(function () {
  "use strict";
  const centre = window.centre;
  const { format, feed, marks } = centre;
  const EVERY_MS = 10000;
  let asked = null, timer = 0; // the figures of a page without a feed

  const sort = (mark) => (mark & marks.LOUD ? "loud" : mark & marks.HELD ? "held" : mark & marks.MAINTENANCE ? "maintenance"
    : mark & marks.SILENCED ? "silenced" : "quiet");
  const none = () => ({ loud: 0, held: 0, maintenance: 0, silenced: 0, quiet: 0 });

  /* Per area: loud, held, planned, worst severity + 1 of the loud ones. Only marked schools are looked at. */
  function tally() {
    const live = centre.live;
    if (!feed.directory || !live.tree) return;
    const areaOf = feed.points.area[centre.state.get().tree], view = none(), all = none();
    const perArea = new Uint32Array(live.tree.length * 4);
    let besides = 0; // marked, and of a status that would not show by itself
    for (const i of marks.which) {
      const mark = marks.of[i], kind = sort(mark), a = areaOf[i], inTree = a < live.tree.length;
      all[kind] += 1;
      if (!((live.mask >> feed.points.kind[i]) & 1)) continue;
      if (inTree) {
        if (kind === "loud") { perArea[a * 4] += 1; perArea[a * 4 + 3] = Math.max(perArea[a * 4 + 3], (mark & 3) + 1); }
        else if (kind === "held") perArea[a * 4 + 1] += 1;
        else if (kind !== "quiet") perArea[a * 4 + 2] += 1;
      }
      if (live.inside && !(inTree && live.inside[a])) continue;
      view[kind] += 1;
      if (feed.status[i] !== 2 && feed.status[i] !== 3) besides += 1;
    }
    Object.assign(live, { marks: view, allMarks: all, areaMarks: perArea, besides });
  }

  function put(node, text) { if (node.textContent !== text) node.textContent = text; }
  function paint() {
    const known = marks.known && feed.ready;
    for (const node of document.querySelectorAll("[data-marks]")) {
      const found = (node.dataset.liveScope === "all" ? centre.live.allMarks : centre.live.marks) || none();
      const n = found[node.dataset.marks] + (node.dataset.marks === "maintenance" ? found.silenced : 0);
      put(node, known ? format.number(n) : "–");
      const row = node.closest("[data-marks-row]");
      if (row) row.classList.toggle("nothing", known && !n);
    }
    badge();
  }

  const figures = () => (feed.area && marks.known ? marks : asked);
  function badge() {
    const told = figures();
    for (const node of document.querySelectorAll("[data-incident-count]")) {
      const open = told && told.open, loud = told && told.unacknowledged;
      node.hidden = !open;
      node.classList.toggle("loud", Boolean(loud));
      put(node, open ? format.number(loud || open) : "");
      const title = open ? centre.text(format.number(open) + " sự cố đang mở, " + format.number(loud) + " chưa ai nhận", format.number(open) + " open incidents, " + format.number(loud) + " nobody has") : "";
      if (node.title !== title) { node.title = title; node.setAttribute("aria-label", title); }
    }
  }
  async function ask() {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY_MS * (0.85 + Math.random() * 0.3));
    if (feed.area || document.hidden || !document.querySelector("[data-incident-count]")) return;
    try {
      const reply = await fetch((feed.root || "") + "/api/v1/live/incidents", { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(6000) });
      if (reply.ok && !reply.redirected) { asked = await reply.json(); badge(); }
    } catch (_) { /* the next one may come through; a count that is not known is not shown as none */ }
  }

  /* Schools that "only incidents" hides: neither marked nor bad; while marks are unknown, the healthy. */
  marks.dull = (i, status) => (marks.known ? !marks.of[i] && status !== 2 && status !== 3 : status === 1);

  /* What lives at one school, asked for when somebody points at it; kept until an incident moves. */
  let kept = new Map(), keptFor = 0;
  marks.ofSchool = (code) => {
    if (keptFor !== marks.version) { kept = new Map(); keptFor = marks.version; }
    if (!kept.has(code)) {
      kept.set(code, fetch((feed.root || "") + "/api/v1/live/incidents?" + new URLSearchParams({ school: code }), { credentials: "same-origin", cache: "no-store" })
        .then((reply) => (reply.ok ? reply.json() : { incidents: [] })).then((body) => body.incidents || []).catch(() => { kept.delete(code); return []; }));
    }
    return kept.get(code);
  };
  const { text } = centre;
  const STATE = { open: text("chưa ai nhận", "nobody has it"), acknowledged: text("đã tiếp nhận", "acknowledged"), in_progress: text("đang xử lý", "in progress"), resolved: text("đã khắc phục", "resolved"), closed: text("đã đóng", "closed") };
  marks.state = (one) => STATE[one.state] + (one.state !== "open" && one.who && !one.resolved_at ? " · " + one.who : "");

  centre.on("counts", () => { tally(); paint(); });
  centre.on("marks", () => { tally(); paint(); centre.emit("marked", marks); });
  centre.on("decorate", () => { paint(); if (!asked && !feed.area) ask(); });
  timer = setTimeout(ask, 1500);
})();
