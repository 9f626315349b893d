/* The URL is the state: ?layer= tree= area= school= only= kind= fill= table= sort=. One place reads and writes it.
   Dash Pages re-renders the whole page when dcc.Location hears of a new query, which would rebuild the map on every
   drill. So steps inside one page are pushed silently, and Dash is told through dcc.Store `notify` (see components/
   school_map.py); Back and Forward within the page are answered here, before dcc.Location hears them. */
(function () {
  "use strict";
  const centre = window.centre;
  const DEFAULTS = { layer: "connectivity", tree: "new", area: "", school: "", only: "", kind: "", fill: "share", table: "", sort: "" };
  let defaults = { ...DEFAULTS };
  let current = { ...DEFAULTS };
  let notify = [], heeds = null; // who is told of steps, and of which keys; null = of all
  let held = 0; // live maps on the page: without one, history belongs to Dash

  function read() {
    const query = new URLSearchParams(window.location.search);
    const found = { ...defaults };
    for (const key of Object.keys(DEFAULTS)) if (query.has(key)) found[key] = query.get(key).slice(0, 200);
    if (found.tree !== "old" && found.tree !== "new") found.tree = defaults.tree;
    return found;
  }

  function address(next) {
    const query = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(next)) {
      if (value === defaults[key]) query.delete(key); else query.set(key, value);
    }
    const text = query.toString();
    return window.location.pathname + (text ? "?" + text : "") + window.location.hash;
  }

  function tellDash(changed) {
    if (changed && heeds && !changed.some((key) => heeds.includes(key))) return; // a step that Dash has no answer to
    const clientside = window.dash_clientside;
    if (!clientside || !clientside.set_props) return;
    for (const id of notify) {
      try { clientside.set_props(id, { data: { ...current } }); } catch (_) { /* the page is not there yet */ }
    }
  }

  function apply(next) {
    const changed = Object.keys(DEFAULTS).filter((key) => next[key] !== current[key]);
    if (!changed.length) return;
    const before = current;
    current = next;
    centre.emit("state", { state: { ...current }, before, changed });
    tellDash(changed);
  }

  /* Changing the tree leaves the area: a district is not a ward. */
  function set(patch, how) {
    const next = { ...current, ...patch };
    if (patch.tree && patch.tree !== current.tree && patch.area === undefined) next.area = "";
    if (!Object.keys(next).some((key) => next[key] !== current[key])) return;
    const method = how && how.replace ? "replaceState" : "pushState";
    if (!how || !how.silent) window.history[method]({ centre: true }, "", address(next)); // a wall that rotates keeps its address
    apply(next);
  }

  function configure(options) {
    defaults = { ...DEFAULTS, ...(options.state || {}) };
    notify = options.notify ? [].concat(options.notify) : [];
    heeds = options.heeds && options.heeds.length ? options.heeds : null;
    current = { ...current };
    apply(read());
    tellDash();
  }

  let path = window.location.pathname;
  window.addEventListener("popstate", (event) => {
    if (held > 0 && window.location.pathname === path) {
      event.stopImmediatePropagation();
      apply(read());
    }
    path = window.location.pathname;
  });
  window.addEventListener("_dashprivate_pushstate", () => { path = window.location.pathname; if (held > 0) apply(read()); });

  centre.state = {
    get: () => ({ ...current }), set, configure, first: DEFAULTS.layer, address: (patch) => address({ ...current, ...patch }),
    hold() { held += 1; path = window.location.pathname; return () => { held -= 1; }; },
  };
  current = read();
})();
