/* The address of the list is its state: ?state= severity= kind= area= owner= carrier= quiet= q=. A link shows what I see,
   Back undoes a filter. Steps are pushed silently, so that Dash does not rebuild the page; Back and Forward within the
   page are answered here, before dcc.Location hears them. Also: what passes the filters, and how many each choice has. */
(function () {
  "use strict";
  const centre = window.centre;
  const list = centre.incidents;
  const NONE = list.NONE = { state: "live", severity: "", kind: "", area: "", owner: "", carrier: "", quiet: "", q: "" };
  list.filters = { ...NONE };
  let path = window.location.pathname;

  function read() {
    const query = new URLSearchParams(window.location.search), found = { ...NONE };
    for (const key of Object.keys(NONE)) if (query.get(key)) found[key] = query.get(key).slice(0, 200);
    if (!["live", "resolved", "closed", "all"].includes(found.state)) found.state = "live";
    return found;
  }
  function address(next) {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(next)) if (value !== NONE[key]) query.set(key, value);
    const text = query.toString();
    return window.location.pathname + (text ? "?" + text : "");
  }
  function apply(next) {
    const changed = Object.keys(NONE).filter((key) => next[key] !== list.filters[key]);
    if (!changed.length) return;
    list.filters = next;
    centre.emit("incident-filters", { changed });
    const scope = next.state === "live" ? "open" : "all"; // what is over is asked for only when somebody looks
    if (list.scope && scope === "all" && list.scope !== "all") list.refresh();
  }
  list.set = (patch, how) => {
    const next = { ...list.filters, ...patch };
    if (address(next) !== window.location.pathname + window.location.search) {
      window.history[how && how.replace ? "replaceState" : "pushState"]({ centre: true }, "", address(next));
    }
    apply(next);
  };
  list.toggle = (key, value) => {
    const chosen = new Set(list.filters[key] ? list.filters[key].split(",") : []);
    if (!chosen.delete(value)) chosen.add(value);
    list.set({ [key]: [...chosen].sort().join(",") });
  };
  list.clear = () => list.set({ ...NONE, state: list.filters.state });
  list.filtered = () => Object.keys(NONE).some((key) => key !== "state" && list.filters[key] !== NONE[key]);
  list.open = () => { path = window.location.pathname; list.filters = read(); wanted = null; centre.emit("incident-filters", { changed: [] }); };

  window.addEventListener("popstate", (event) => {
    if (list.root && list.root.isConnected && window.location.pathname === path) { event.stopImmediatePropagation(); apply(read()); }
    path = window.location.pathname;
  });
  window.addEventListener("_dashprivate_pushstate", () => {
    path = window.location.pathname;
    if (list.root && list.root.isConnected && path === "/incidents") setTimeout(() => apply(read()), 0);
  });

  /* One reading of the filters for all rows of a pass. */
  let wanted = null, of = null;
  function want() {
    if (of === list.filters && wanted) return wanted;
    const f = of = list.filters, several = (text) => (text ? new Set(text.split(",")) : null);
    const words = centre.fold(f.q).split(" ").filter(Boolean), owner = f.owner === "me" ? centre.moves.me() : f.owner;
    const severity = several(f.severity), kind = several(f.kind);
    wanted = {
      state: (row) => f.state === "all" || (f.state === "live" ? row.alive : row.state === f.state),
      severity: (row) => !severity || severity.has(row.severity),
      kind: (row) => !kind || kind.has(row.kind),
      area: (row) => !f.area || row.area === f.area,
      owner: (row) => !f.owner || (f.owner === "none" ? !row.owner : row.owner === owner),
      carrier: (row) => !f.carrier || row.carrier === f.carrier,
      quiet: (row) => !f.quiet || (f.quiet === "1") === row.hush,
      q: (row) => words.every((word) => row.search.includes(word)),
    };
    return wanted;
  }
  list.passes = (row) => { const tests = want(), as = row.stays || row; for (const key in tests) if (!tests[key](as)) return false; return true; };
  list.shown = () => [...list.rows.values()].filter(list.passes).sort(list.order);

  /* How many rows each choice would show, the other filters staying as they are; and how many are shown. */
  list.counts = () => {
    const tests = Object.entries(want()), me = centre.moves.me();
    const found = { shown: 0, fresh: 0, quiet: 0, state: { all: 0 }, severity: {}, kind: {}, area: {}, owner: {}, carrier: {}, hush: {} };
    const add = (group, key) => { found[group][key] = (found[group][key] || 0) + 1; };
    for (const row of list.rows.values()) {
      let failed = "", more = false;
      for (const [key, test] of tests) if (!test(row)) { if (failed) { more = true; break; } failed = key; }
      if (more) continue;
      if (!failed) { found.shown += 1; found.fresh += row.fresh && !row.hush ? 1 : 0; found.quiet += row.hush ? 1 : 0; }
      if (!failed || failed === "state") { add("state", "all"); add("state", row.alive ? "live" : row.state); }
      if (!failed || failed === "severity") add("severity", row.severity);
      if (!failed || failed === "kind") add("kind", row.kind);
      if ((!failed || failed === "area") && row.area) add("area", row.area);
      if (!failed || failed === "owner") { if (row.owner === me) add("owner", "me"); if (!row.owner) add("owner", "none"); }
      if ((!failed || failed === "carrier") && row.carrier) add("carrier", row.carrier);
      if (!failed || failed === "quiet") add("hush", row.hush ? "1" : "0");
    }
    return found;
  };
})();
