/* The list of incidents as this screen knows it: rows by id, kept fresh by one small loop that asks only while somebody
   looks and only for what has changed since the newest event it knows. What is shown follows from the rows and from
   the address (assets/incidents_url.js); who draws listens to "incidents". Nothing is ever shown as done before the
   server has answered (assets/incident_outbox.js). */
(function () {
  "use strict";
  const centre = window.centre;
  const ROOT = "/api/v1/incidents", EVERY_MS = 2500, LONGEST_MS = 15000, WHOLE_MS = 600000, TIMEOUT_MS = 15000;
  const LIVE = new Set(["open", "acknowledged", "in_progress"]);
  const PRESSING = new Set(["wide", "blind", "source"]);
  const STAGES = ["open", "acknowledged", "in_progress", "resolved", "closed"];
  const SEVERITY = { low: 1, medium: 2, high: 3, critical: 4 };
  const list = centre.incidents = { rows: new Map(), newest: 0, ready: false, failing: 0, words: {}, root: null, scope: "" };
  let life = 0, timer = 0, wholeAt = 0, failures = 0;

  list.held = () => false;
  list.live = (row) => LIVE.has(row.state);
  list.now = () => (centre.feed && centre.feed.now && centre.feed.now()) || Date.now() / 1000;

  /* What every comparison needs is worked out once, when the row arrives. */
  function ready(row) {
    const says = row.says && row.says.vi !== undefined ? centre.said(row.says) : row.says || "";
    const about = [row.id, says, row.area_name, row.owner_name, list.word("kinds", row.kind), row.rule, row.carrier, ...(row.schools || [])];
    const pressing = row.severity === "critical" || PRESSING.has(row.kind); // shown at any hour, as on wall and map
    return {
      ...row, hush: Boolean(row.quiet) && !pressing, key: String(row.id), text: says, sev: SEVERITY[row.severity] || 0, alive: LIVE.has(row.state), fresh: row.state === "open", stage: STAGES.indexOf(row.state),
      place: row.area_name || "", holder: row.owner_name || "", many: (row.schools || []).length, due: (row.clock && row.clock.due) || 9e12,
      search: centre.fold(about.filter(Boolean).join(" ")),
    };
  }
  list.word = (group, key) => (list.words[group] || {})[key] || key || "";

  /* Not acknowledged first, then severity, then the longest; what is recorded but not shouted comes last, what is over after it. */
  const rank = (a, b) => (b.alive - a.alive) || (a.alive ? (a.hush - b.hush) || (b.fresh - a.fresh) || (b.sev - a.sev)
    || (a.started_at - b.started_at) : (b.resolved_at || 0) - (a.resolved_at || 0)) || (a.id - b.id);
  list.order = (a, b) => rank(a.stays || a, b.stays || b);

  /* Rows from the server, of the loop or of an answer to an act; an older one never overwrites a newer one. */
  function take(rows, whole) {
    const added = [], updated = [], removed = [];
    for (const told of rows) {
      const known = list.rows.get(told.id);
      if (known && known.changed > told.changed) continue;
      const row = ready(told);
      if (known && list.held(row.id)) row.stays = known.stays || known; // the line one stands on keeps its place until one leaves it
      (known ? updated : added).push(row);
      list.rows.set(row.id, row);
    }
    if (whole) {
      const there = new Set(rows.map((row) => row.id));
      for (const [id, row] of list.rows) if (!there.has(id)) { list.rows.delete(id); removed.push(row); }
    }
    if (added.length || updated.length || removed.length || whole) centre.emit("incidents", { added, updated, removed, whole });
  }
  list.take = (rows) => take(rows.filter((row) => row && row.id !== undefined && row.state), false);

  async function ask(mine) {
    const scope = list.scope !== "all" && list.filters.state === "live" ? "open" : "all";
    const whole = scope !== list.scope || !list.newest || performance.now() - wholeAt > WHOLE_MS;
    const query = new URLSearchParams(whole ? { state: scope } : { state: scope, since: list.newest });
    const reply = await window.fetch(ROOT + "?" + query, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (reply.status === 304) return;
    if (!reply.ok) throw new Error("HTTP " + reply.status);
    const rows = await reply.json();
    if (mine !== life) return;
    const told = Number(reply.headers.get("x-newest")) || Math.max(0, ...rows.map((row) => row.changed || 0));
    if (whole) { list.scope = scope; wholeAt = performance.now(); }
    list.newest = Math.max(told, whole ? 0 : list.newest);
    const first = !list.ready;
    list.ready = true;
    take(rows, whole);
    if (first) centre.emit("incidents-ready");
  }

  async function turn(mine) {
    clearTimeout(timer);
    let pause = EVERY_MS;
    try {
      await ask(mine);
      failures = 0;
      centre.lease.doubt("incidents", false);
      if (list.failing) { list.failing = 0; centre.emit("incidents-reach"); }
    } catch (_) {
      if (mine !== life) return;
      failures += 1;
      centre.lease.doubt("incidents", true);
      pause = Math.min(LONGEST_MS, EVERY_MS * 1.6 ** failures);
      if (failures > 1 && !list.failing) { list.failing = list.now(); centre.emit("incidents-reach"); }
    }
    if (mine === life && !document.hidden) timer = setTimeout(() => turn(mine), pause * (0.9 + Math.random() * 0.2));
  }
  list.refresh = () => { if (list.root) turn(life += 1); };

  function adopt() {
    const root = document.querySelector("[data-incidents]");
    if (root === list.root) return;
    list.root = root;
    document.documentElement.toggleAttribute("data-incident-list", Boolean(root));
    life += 1;
    clearTimeout(timer);
    if (!root) { centre.lease.doubt("incidents", false); return; }
    list.words = centre.config(root, "data-incidents");
    Object.assign(list, { ready: false, newest: 0, scope: "", failing: 0, rows: new Map() });
    list.open();
    turn(life);
  }
  centre.on("decorate", adopt);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && list.root) list.refresh(); });
  window.addEventListener("online", () => list.refresh());
  centre.on("moved", ({ answer }) => {
    if (!answer || !list.root) return;
    list.take(Array.isArray(answer) ? answer : answer.rows || [answer]);
  });
  centre.on("refused", () => list.refresh()); // somebody was faster: what they did is shown now
})();
