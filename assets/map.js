/* The map: joins the L.Map that dash-leaflet makes, and conducts the layers (map_*.js) that draw and listen.
   Hook: docs/decisions/0005-map-hook.md. Statuses come from the feed, never through a Dash callback. */
(function () {
  "use strict";
  const centre = window.centre;
  const feed = centre.feed;
  const views = new Set();
  centre.map = { views, parts: [] }; // each map_*.js pushes (view) => {...} and the view calls them in order

  function hook(L) {
    if (!L || !L.Map || L.Map.centreHooked) return;
    L.Map.centreHooked = true;
    L.Map.addInitHook(function () {
      const box = this.getContainer().closest(".school-map");
      if (box) this.whenReady(() => attach(L, this, box));
    });
  }
  if (window.L) hook(window.L);
  else { // assets came first: wait for dash-leaflet to publish its own Leaflet
    let value;
    Object.defineProperty(window, "L", { configurable: true, get: () => value, set(next) { value = next; hook(next); } });
  }

  function attach(L, map, box) {
    const view = {
      L, map, box, options: centre.config(box, "data-map"), selected: -1, hovered: -1, dirty: 0, aggregated: false, gone: false,
      unit: () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16,
      calm: window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    };
    view.world = (lat, lon) => map.project(L.latLng(lat, lon), 0);
    view.repaint = (what) => {
      view.dirty |= what || 15;
      if (!view.request) view.request = requestAnimationFrame(() => paint(view));
    };
    views.add(view);
    box.view = view;
    view.release = [];
    for (const name of ["marks", "areas", "points", "top", "incidents", "hit", "keys"]) centre.map[name](view);
    view.release.push(centre.state.hold(), centre.on("directory", () => learn(view)), centre.on("counts", () => counted(view)),
      centre.on("marked", () => { view.areas.follow(); view.repaint(centre.state.get().only === "1" || view.aggregated ? 14 : 8); }),
      centre.on("state", (step) => follow(view, step)), centre.on("theme", () => { view.marks.forget(); view.repaint(15); }));
    const resize = new ResizeObserver(() => { // a panel opened, a window changed: what was fitted is fitted again
      centre.drawnOnce(view, () => {
        map.invalidateSize({ animate: false });
        if (!view.touched) fit(view, false);
      });
    });
    resize.observe(box);
    map.on("unload", () => { view.gone = true; views.delete(view); resize.disconnect(); view.release.forEach((undo) => undo()); });
    const touched = () => { view.touched = true; };
    map.on("dragstart", touched);
    for (const kind of ["wheel", "dblclick"]) map.getContainer().addEventListener(kind, touched, { passive: true });
    if (map.keyboard) map.keyboard.disable(); // arrow keys walk from school to school, see map_keys.js
    if (feed.directory) learn(view);
    else fit(view, false);
  }

  /* Bits: 1 areas, 2 points, 4 top (labels, bubbles, focus), 8 incidents. */
  function paint(view) {
    view.request = 0;
    const what = view.dirty, before = view.aggregated;
    view.dirty = 0;
    if (view.gone || !view.map._loaded) return;
    if (what & 1) view.areas.canvas.redraw();
    if (what & 2) view.points.canvas.redraw();
    if (what & 12 || view.aggregated !== before) view.top.canvas.redraw();
    if (what & 8 || view.aggregated || view.aggregated !== before) view.incidents.redraw();
    if (feed.ready && (what & 2)) {
      view.box.dataset.painted = String(feed.version);
      centre.emit("painted", { view, version: feed.version });
    }
  }

  function learn(view) {
    view.points.project(feed.points);
    view.areas.load(centre.state.get());
    choose(view, centre.state.get().school, false);
    fit(view, false);
    view.repaint(15);
  }

  /* A frame moves no names: marks are stamped anew, tints and bubbles only where they show another thing. */
  function counted(view) {
    view.areas.follow();
    const first = feed.ready && !view.named;
    view.named = view.named || feed.ready;
    view.repaint(first ? 15 : view.aggregated || view.selected >= 0 ? 6 : 2);
  }

  function follow(view, { state, changed }) {
    if (changed.includes("tree")) view.areas.load(state);
    if (changed.includes("school")) choose(view, state.school, true);
    if (changed.includes("area") || changed.includes("tree")) fit(view, !view.calm);
    view.repaint(15);
  }

  function choose(view, code, move) {
    const found = code && feed.indexOf ? feed.indexOf.get(code) : undefined;
    view.selected = found === undefined ? -1 : found;
    if (view.selected < 0 || !view.points.placed(view.selected)) return;
    const here = view.points.latLng(view.selected);
    const inset = view.map.getBounds().pad(-0.15);
    if (move && !inset.contains(here)) view.map.panTo(here, { animate: !view.calm, duration: 0.35 });
  }

  /* The part of the world the URL speaks of: the area, else all areas that have schools, else the bounds from the page. */
  function bounds(view) {
    const state = centre.state.get();
    const found = centre.areas.find(state, state.area);
    if (found && found.bounds) return view.L.latLngBounds(found.bounds);
    const whole = view.L.latLngBounds([]);
    // An island without a school, 200 km out at sea, must not shrink the city to a stamp.
    const peopled = new Set(feed.points && !view.options.pick ? feed.points.area[state.tree] : []);
    centre.areas.tree(state).forEach((area, i, all) => {
      if (area.bounds && (peopled.has(i) || !all.some((_, k) => peopled.has(k)))) whole.extend(area.bounds);
    });
    if (whole.isValid()) return whole;
    const known = view.points.bounds();
    if (known) return known;
    return view.options.bounds ? view.L.latLngBounds(view.options.bounds) : null;
  }
  /* On a phone the switches and the legend lie above and below: the land belongs between them. */
  function narrow(view) {
    const box = view.box.getBoundingClientRect();
    const over = (selector, far) => Math.max(0, ...[...view.box.querySelectorAll(selector)].map(far));
    const top = over(".at-top-left, .at-top-right", (node) => node.getBoundingClientRect().bottom - box.top);
    const bottom = over(".at-bottom-left, .at-bottom-right", (node) => box.bottom - node.getBoundingClientRect().top);
    return top + bottom > box.height * 0.6 ? [12, 12, 12, 12] : [top + 12, 12, bottom + 12, 12];
  }
  function fit(view, animate) {
    const target = bounds(view);
    if (!target || !target.isValid() || !view.map.getSize().x) return;
    if (view.map._animatingZoom) { view.map.once("zoomend", () => fit(view, false)); return; } // Leaflet would swallow it
    view.touched = false;
    const pad = view.map.getSize().x < 720 ? narrow(view) : view.options.pad || [24, 24, 24, 24]; // top right bottom left
    view.map.fitBounds(target, {
      animate, duration: 0.4, maxZoom: 15, paddingTopLeft: [pad[3], pad[0]], paddingBottomRight: [pad[1], pad[2]],
    });
  }
  centre.map.fit = fit;
  centre.map.choose = (index) => centre.state.set({ school: index < 0 ? "" : feed.directory.codes[index] });

  /* Theme: follows data-theme; colours on canvas must follow too. */
  const root = document.documentElement;
  const theme = () => (root.getAttribute("data-theme") || "dark") + (root.getAttribute("data-palette") || "");
  let shown = theme();
  new MutationObserver(() => {
    const next = theme();
    if (next !== shown) { shown = next; centre.emit("theme", next); }
  }).observe(root, { attributes: true, attributeFilter: ["data-theme", "data-palette"] });
  const seen = () => { for (const view of views) { view.marks.forget(); view.repaint(15); } };
  if (document.fonts) document.fonts.ready.then(seen);
})();
