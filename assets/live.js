/* Live numbers without callbacks: every element that says data-live="counts.bad" gets its text on each frame.
   data-live-scope="all" counts the whole directory, the default follows the area and kinds in the URL.
   data-set="layer=labs" makes a button set the URL state; data-toggle="only" switches 1 / nothing; kinds add up. */
(function () {
  "use strict";
  const centre = window.centre;
  const { format, STATUSES } = centre;
  const feed = centre.feed;
  const live = centre.live = { all: [0, 0, 0, 0, 0], view: [0, 0, 0, 0, 0], areas: {}, outside: 0 };
  const layerNow = () => feed.directory && feed.directory.layers.find((layer) => layer.key === feed.layer);

  /* Whom the layer concerns, as kinds; a school of another kind is in no count, on no list, and a faint speck on the map. */
  const concerned = () => { const layer = layerNow(); return layer && layer.mask !== undefined ? layer.mask : -1; };
  live.concerns = (i) => Boolean((concerned() >> feed.points.kind[i]) & 1);
  live.status = (i) => (live.concerns(i) ? STATUSES[feed.status[i]] || "unknown" : "outside");

  /* Which schools the URL speaks of: kinds as a bitmask, an area with everything below it. */
  let scoped = { key: "" };
  function scope(state) {
    const directory = feed.directory, key = [directory.hash, state.tree, state.area, state.kind].join();
    if (scoped.key === key) return scoped; // the same objects: whoever compares sees that nothing moved
    const wanted = state.kind ? state.kind.split(",") : [];
    let mask = 0;
    directory.kinds.forEach((key, i) => { if (!wanted.length || wanted.includes(key)) mask |= 1 << i; });
    const tree = directory.trees[state.tree] || [];
    let inside = null;
    if (state.area && tree.some((area) => area.code === state.area)) {
      const codes = new Map(tree.map((area) => [area.code, area]));
      inside = new Uint8Array(tree.length + 1);
      tree.forEach((area, i) => {
        for (let at = area, steps = 0; at && steps < 6; at = codes.get(at.parent), steps += 1) if (at.code === state.area) inside[i] = 1;
      });
      if (tree.every((area, i) => !inside[i] || area.level === "province")) inside = null; // the province itself = all
    }
    return (scoped = { key, mask, inside, tree });
  }

  function recount() {
    const points = feed.points, status = feed.status;
    if (!feed.directory) return;
    const state = centre.state.get();
    const { mask, inside, tree } = scope(state), meant = concerned(), asked = mask & meant;
    const areaOf = points.area[state.tree];
    const all = [0, 0, 0, 0, 0], view = [0, 0, 0, 0, 0];
    const perArea = new Uint32Array(tree.length * 5);
    let outside = 0; // of the kinds and the area in view, not concerned
    for (let i = 0; i < status.length; i += 1) {
      const s = status[i] < 5 ? status[i] : 0;
      const a = areaOf[i], within = !inside || (a < tree.length && inside[a]), kind = points.kind[i];
      if ((meant >> kind) & 1) all[s] += 1;
      if (!((asked >> kind) & 1)) { if (within && (mask >> kind) & 1) outside += 1; continue; }
      if (a < tree.length) perArea[a * 5 + s] += 1;
      if (within) view[s] += 1;
    }
    Object.assign(live, { all, view, perArea, mask, asked, outside, inside, tree });
    centre.emit("counts", live);
  }

  const total = (counts) => counts.reduce((sum, n) => sum + n, 0);
  const reporting = (counts) => counts[1] + counts[2] + counts[3];
  const VALUES = {
    "counts.total": (c) => format.number(total(c)),
    "counts.issues": (c) => format.number(c[2] + c[3]),
    "counts.reporting": (c) => format.number(reporting(c)),
    "counts.absent": (c) => format.number(c[0] + c[4]),
    "share.good": (c) => format.percent(c[1], reporting(c)),
    "share.reporting": (c) => format.percent(reporting(c), total(c)),
    "of": (c) => !total(c) && live.outside ? centre.text("không trường nào thuộc diện", "no school is concerned") : format.number(reporting(c)) + " / " + format.number(total(c)) + centre.text(" trường báo cáo", " schools report"),
  };
  STATUSES.forEach((name, i) => {
    VALUES["counts." + name] = (c) => format.number(c[i]);
    VALUES["known." + name] = (c) => (reporting(c) ? format.number(c[i]) : "–"); // nobody reports: absence is never 0
    VALUES["share.of." + name] = (c) => format.percent(c[i], total(c));
  });
  const CLOCKS = {
    "now": () => format.clock(feed.now()), "date": () => format.date(feed.now()),
    "data.clock": () => (feed.head ? format.clock(feed.head.provedAt) : "–"),
    "data.age": () => (centre.replay && centre.replay.on ? centre.text("xem lại", "replayed") : (feed.head ? format.ago(feed.now() - feed.head.provedAt) : centre.text("chưa có số liệu", "no figures yet"))),
    "outside": () => (feed.ready ? format.number(live.outside) : "–"),
    "missing": () => (feed.directory ? format.number(feed.directory.missing.length) : "–"),
    "layer.label": () => (layerNow() || { label: "–" }).label, "layer.meaning": () => (layerNow() || { meaning: "" }).meaning,
    "area.name": () => centre.areas.name(centre.state.get()),
  };

  function put(node, text) { if (node.textContent !== text) node.textContent = text; }

  function paint() {
    const known = feed.ready;
    for (const node of document.querySelectorAll("[data-live]")) {
      const key = node.dataset.live;
      if (CLOCKS[key]) put(node, CLOCKS[key]());
      else if (VALUES[key]) put(node, known ? VALUES[key](node.dataset.liveScope === "all" ? live.all : live.view) : "–");
    }
    for (const node of document.querySelectorAll("[data-live-bar]")) bar(node, node.dataset.liveScope === "all" ? live.all : live.view);
    const simulated = Boolean(feed.head && feed.head.simulated);
    document.documentElement.toggleAttribute("data-simulated", simulated);
    document.documentElement.toggleAttribute("data-outside", known && live.outside > 0);
  }

  function clocks() {
    for (const node of document.querySelectorAll("[data-live]")) {
      const key = node.dataset.live;
      if (key === "now" || key === "date" || key.startsWith("data.")) put(node, CLOCKS[key]());
    }
  }

  /* A thin stacked bar: five parts in the order worst to best. */
  function bar(node, counts) {
    const sum = total(counts) || 1;
    if (node.children.length !== 5) node.replaceChildren(...[3, 2, 4, 0, 1].map((s) => centre.element("i", "part " + STATUSES[s])));
    [3, 2, 4, 0, 1].forEach((s, at) => { node.children[at].style.flexGrow = String(counts[s] / sum); node.children[at].hidden = !counts[s]; });
  }

  centre.on("directory", () => { recount(); paint(); centre.emit("decorate"); });
  centre.on("frame", ({ changed }) => { if (changed || !total(live.all)) recount(); paint(); });
  centre.on("state", () => { recount(); paint(); centre.emit("decorate"); });
  centre.on("decorate", paint);
  setInterval(clocks, 1000);
  live.recount = recount;
  live.scope = scope;
})();
