/* The feed: directory once, positions once, then a small loop of frames by fetch. It recovers by itself from sleep,
   restart, deploy and an hour without network, because every turn starts from what is known now.
   Rules: an older frame never overwrites a newer one; a gap asks for everything; another directory hash reloads it. */
(function () {
  "use strict";
  const centre = window.centre;
  const TIMEOUT_FRAME = 8000, TIMEOUT_DIRECTORY = 30000, LONGEST_PAUSE = 10000, LOST_MS = 60000;
  const feed = centre.feed = {
    area: "", layer: "", directory: null, points: null, status: new Uint8Array(0), version: 0, since: 0, head: null,
    clock: null, failure: null, provedSeen: 0, acceptedAt: 0, ready: false, held: false, heldAt: 0,
  };
  let running = 0; // generation: a late answer of an earlier life is dropped
  let timer = 0, failures = 0, index = null;
  const open = new Set(); // controllers of the questions under way

  const base = () => feed.root || "";
  const url = (path, query) => base() + "/api/v1/live/" + path + "?" + new URLSearchParams(query);

  async function get(address, timeout, form) {
    const abort = new AbortController();
    open.add(abort);
    const guard = setTimeout(() => abort.abort(), timeout);
    const sent = performance.now();
    try {
      const reply = await fetch(address, { signal: abort.signal, credentials: "same-origin", cache: form === "frame" ? "no-store" : "default" });
      if (!reply.ok) throw Object.assign(new Error("HTTP " + reply.status), { status: reply.status });
      const redirectedAway = reply.redirected && !reply.url.includes("/api/v1/live/");
      if (redirectedAway) throw Object.assign(new Error("session"), { status: 401 });
      const body = form === "json" ? await reply.json() : await reply.arrayBuffer();
      return { body, middle: (sent + performance.now()) / 2, url: reply.url };
    } finally { clearTimeout(guard); open.delete(abort); }
  }
  function drop() { for (const abort of open) abort.abort(); }

  /* Names and places side by side; places of another hash (an import came between) are asked for again. */
  async function loadDirectory(life) {
    const ask = (more) => get(url("directory", { area: feed.area, part: "points", ...more }), TIMEOUT_DIRECTORY, "points");
    const names = get(url("directory", { area: feed.area }), TIMEOUT_DIRECTORY, "json");
    let [{ body }, packed] = await Promise.all([names, ask({})]);
    if (new URL(packed.url).searchParams.get("v") !== body.hash) packed = await ask({ v: body.hash });
    if (life !== running) return;
    const points = centre.binary.points(packed.body);
    if (points.count !== body.count || body.codes.length !== body.count) throw new Error("directory and points disagree");
    feed.directory = body;
    feed.points = points;
    index = null;
    forget();
    centre.marks.forget(body.count);
    centre.emit("directory", feed);
  }

  function forget() {
    feed.version = feed.since = 0;
    feed.ready = false;
    feed.status = new Uint8Array(feed.directory ? feed.directory.count : 0); // 0 = unknown: not asked is not healthy
  }

  /* Returns true when the frame was believed. */
  function accept(head, middle) {
    if (!feed.directory.hash.startsWith(head.directory)) { feed.directory = null; return false; }
    const steppedBack = feed.clock && head.serverTime < feed.now() - 5;
    if (feed.ready && head.version < feed.version) {
      const lost = performance.now() - feed.acceptedAt > LOST_MS; // grey long ago: another history began, start over
      if (lost && !steppedBack) forget();
      return false;
    }
    const gap = head.kind === "delta" ? !feed.ready || head.base > feed.version : head.kind === "unchanged" && head.version !== feed.version;
    if (gap) { feed.since = 0; return false; } // ask for everything; what is shown keeps its version until something newer comes
    if (head.version === feed.version && feed.head && head.serverTime < feed.head.serverTime) return false;
    if (head.count !== feed.directory.count) { feed.directory = null; return false; }
    const changed = head.version > feed.version || !feed.ready ? write(head) : 0;
    if (steppedBack) feed.provedSeen = 0;
    feed.version = feed.since = head.version;
    feed.head = head;
    feed.ready = true;
    feed.acceptedAt = performance.now();
    feed.clock = { server: head.serverTime, at: middle };
    const newer = head.provedAt > feed.provedSeen && head.serverTime < head.validUntil;
    if (head.provedAt > feed.provedSeen) feed.provedSeen = head.provedAt;
    centre.emit("frame", { feed, head, changed, verified: newer && !head.blind });
    return true;
  }

  function write(head) {
    if (head.kind === "full") { feed.status = head.status.slice(); return head.count; }
    if (head.kind === "delta") {
      const { index, status } = head;
      for (let i = 0; i < index.length; i += 1) if (index[i] < feed.status.length) feed.status[index[i]] = status[i];
      return head.changes;
    }
    return 0;
  }

  async function turn(life) {
    let pause = 1000;
    try {
      if (feed.held) { if (!feed.directory) await loadDirectory(life); failures = 0; settle(null); return; }
      const { layer, directory } = feed; // without a directory all three are asked for at once
      const known = directory ? { since: feed.since, dir: directory.hash.slice(0, 8), marks: centre.marks.version } : { since: 0, marks: 0 }; // as a frame names it
      const frame = get(url("frame", { area: feed.area, layer, ...known }), TIMEOUT_FRAME, "frame");
      const [{ body, middle }] = await Promise.all([frame, directory || loadDirectory(life)]);
      if (life !== running || !feed.directory) return;
      const head = centre.binary.frame(body);
      const moved = centre.marks.accept(head), believed = accept(head, middle);
      if (moved) centre.emit("marks", centre.marks);
      pause = believed ? Math.min(60000, Math.max(250, head.pollAfter || 5000)) : Math.min(500, head.pollAfter || 500);
      failures = 0;
      settle(null);
    } catch (error) {
      if (life !== running) return;
      failures += 1;
      drop();
      if (error.status === 409 || error.status === 410 || error.status === 404) feed.directory = null;
      pause = Math.min(LONGEST_PAUSE, 500 * 2 ** Math.min(failures, 5)) * (0.7 + Math.random() * 0.6); // no herd on recovery
      settle(error.status === 401 || error.status === 403 ? "session" : error.status ? "server" : "network");
    }
    if (life === running) timer = setTimeout(() => turn(life), pause);
  }

  function settle(failure) {
    if (feed.failure === failure) return;
    feed.failure = failure;
    centre.emit("failure", failure);
  }

  function again() {
    running += 1;
    clearTimeout(timer);
    drop();
    if (feed.area) turn(running);
  }

  /* The centre's clock here: server time plus this machine's monotonic time; the wall clock of a screen is not believed. */
  feed.now = () => (feed.held ? feed.heldAt : feed.clock ? feed.clock.server + (performance.now() - feed.clock.at) / 1000 : 0);
  feed.start = (options) => {
    const fresh = options.area !== feed.area;
    if (!fresh && (!options.layer || options.layer === feed.layer)) return; // its loop runs: it is not asked twice
    if (fresh) { feed.directory = null; feed.head = null; feed.provedSeen = 0; }
    feed.area = options.area;
    feed.layer = options.layer || feed.layer || "connectivity";
    forget();
    again();
  };
  feed.setLayer = (layer) => {
    if (layer === feed.layer) return;
    feed.layer = layer;
    forget();
    if (feed.directory) centre.emit("frame", { feed, head: feed.head, changed: feed.status.length, verified: false });
    again();
  };
  /* While the past is shown (replay.js) nothing is asked but the directory, and the clock is the one of then. */
  feed.hold = (held, at) => {
    feed.heldAt = at || 0;
    if (held === feed.held) return;
    feed.held = held;
    if (!held) { feed.head = null; feed.clock = null; forget(); centre.marks.forget(feed.status.length); }
    again();
  };
  feed.stop = () => { feed.area = ""; timer = 0; again(); };
  /* code -> index; made when somebody asks, which is after the first picture. */
  Object.defineProperty(feed, "indexOf", { get() {
    if (!index && feed.directory) index = new Map(feed.directory.codes.map((code, i) => [code, i]));
    return index;
  } });
  feed.hurry = again;
  centre.on("state", ({ state, changed }) => { if (changed.includes("layer") && feed.area) feed.setLayer(state.layer); });
  window.addEventListener("online", () => { if (feed.area) again(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && feed.area) again(); });
})();
