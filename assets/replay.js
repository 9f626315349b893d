/* The past on the same map: centre.replay holds the feed, brings statuses, marks and clock of then, and lets go again.
   Event "replay" (detail = centre.replay) whenever on, playing, speed, day or the minute shown moves. It never looks live:
   no lease is granted, :root[data-replay] gives everything a look of its own, and the bar says XEM LẠI. */
(function () {
  "use strict";
  const centre = window.centre;
  const { feed } = centre;
  const root = document.documentElement;
  const SPEEDS = [1, 10, 60, 300, 600], TICK_MS = 100, TIMEOUT_MS = 12000, MEANWHILE_MS = 10000, ALONE_MS = 900000, DAYS_KEPT = 2, LOCAL_S = 7 * 3600, DAY_S = 86400;
  const replay = centre.replay = { on: false, at: 0, playing: false, speed: 60, SPEEDS, day: null, loading: false, failure: "", ended: false, meanwhile: null };
  const kept = new Map(); // "layer day" -> reader
  let life = 0, tickedAt = 0, shown = null, asked = "", touchedAt = performance.now();

  /* The address says local time, which people read: ?at=2026-11-20T14:05 */
  const spell = (at) => new Date((at + LOCAL_S) * 1000).toISOString().slice(0, 16);
  const dayOf = (at) => spell(at).slice(0, 10);
  function read(text) {
    if (/^\d{9,11}$/.test(text || "")) return Number(text);
    if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(text || "")) return 0;
    return Date.parse((text.length > 10 ? text : text + "T00:00") + ":00Z") / 1000 - LOCAL_S || 0;
  }
  function write(at) {
    const query = new URLSearchParams(window.location.search);
    if (at) query.set("at", spell(at)); else query.delete("at");
    const text = query.toString().replace(/%3A/g, ":");
    window.history.replaceState(window.history.state, "", window.location.pathname + (text ? "?" + text : "") + window.location.hash);
  }
  const tell = () => centre.emit("replay", replay);

  async function fetchDay(name) {
    const query = new URLSearchParams({ area: feed.area, layer: feed.layer, day: name });
    const reply = await fetch((feed.root || "") + "/api/v1/replay/day?" + query, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!reply.ok || reply.redirected) {
      const said = await reply.json().catch(() => null);
      throw Object.assign(new Error("HTTP " + reply.status), { said: said && centre.text(said.vi, said.en) });
    }
    const day = centre.replayDay(await reply.arrayBuffer());
    if (feed.directory && (day.directory !== feed.directory.hash || day.count !== feed.directory.count)) throw new Error("replay: another directory");
    day.name = name;
    return day;
  }

  /* Brings the day of `at` and shows it; answers that come too late show nothing. */
  async function load(at) {
    const name = dayOf(at), key = [feed.area, feed.layer, name].join(" "), mine = ++life;
    asked = key;
    const known = kept.get(key);
    if (known && known.until >= Math.min(at, known.since + DAY_S - known.step)) { replay.loading = false; return settle(known, at); }
    replay.loading = true; replay.failure = "";
    tell();
    try {
      const day = await fetchDay(name);
      if (mine !== life || !replay.on) return undefined;
      kept.set(key, day);
      while (kept.size > DAYS_KEPT) kept.delete(kept.keys().next().value);
      settle(day, at);
    } catch (error) {
      if (mine !== life || !replay.on) return undefined;
      pause();
      replay.loading = false;
      replay.failure = error.said || centre.text("Chưa lấy được dữ liệu của ngày này.", "This day could not be brought.");
      blank(at);
    }
    return undefined;
  }
  function settle(day, at) {
    Object.assign(replay, { day, loading: false, failure: "" });
    shown = null;
    put(at);
  }

  /* Nothing is known of this moment: grey, never what was there a moment ago. */
  function blank(at) {
    replay.at = at; replay.day = null;
    feed.status = new Uint8Array(feed.directory ? feed.directory.count : 0);
    centre.marks.forget(feed.status.length);
    feed.hold(true, at);
    centre.emit("frame", { feed, head: feed.head, changed: feed.status.length || 1, verified: false });
    centre.emit("marks", centre.marks);
    tell();
  }

  function put(at) {
    const day = replay.day, end = day.until;
    replay.at = Math.max(day.since, Math.min(end, at));
    replay.ended = replay.at >= end;
    feed.hold(true, replay.at);
    const then = day.to(replay.at);
    if (shown !== then.at) {
      shown = then.at;
      replay.dark = then.dark;
      feed.status = then.status;
      feed.head = { ...then.head, serverTime: then.at, provedAt: then.dark === 1 ? then.head.provedAt : then.at, replay: true };
      feed.ready = true;
      feed.version = then.at;
      marksOf(then);
      centre.emit("frame", { feed, head: feed.head, changed: then.status.length, verified: false });
      centre.emit("marks", centre.marks);
    }
    tell();
  }
  function marksOf(then) {
    const which = [];
    for (let i = 0; i < then.marks.length; i += 1) if (then.marks[i]) which.push(i);
    Object.assign(centre.marks, { of: then.marks, which: Uint32Array.from(which), version: then.at, known: true, deaf: false, age: 0, ...then.figures });
  }

  function tick() {
    const now = performance.now(), passed = Math.min(1, (now - tickedAt) / 1000);
    tickedAt = now;
    if (!replay.on || !replay.playing || replay.loading || !replay.day) return;
    const next = replay.at + passed * replay.speed, day = replay.day;
    if (next <= day.until) return put(next);
    if (day.until >= day.since + DAY_S - day.step) return load(day.since + DAY_S); // on into the next day
    pause();
    return put(day.until);
  }
  function pause() {
    if (!replay.playing) return;
    replay.playing = false;
    touchedAt = performance.now();
    write(replay.at);
  }

  replay.seek = (at) => {
    if (!replay.on) return;
    const day = replay.day;
    if (day && day.name === dayOf(at)) put(at); else load(Math.min(at, Date.now() / 1000));
    clearTimeout(replay.writing);
    replay.writing = setTimeout(() => { if (replay.on && !replay.playing) write(replay.at); }, 300);
  };
  replay.step = (steps) => replay.seek(Math.floor(replay.at / ((replay.day || { step: 60 }).step)) * (replay.day || { step: 60 }).step + steps * (replay.day || { step: 60 }).step);
  replay.play = (yes) => {
    if (!replay.on || replay.loading) return;
    if (!yes) pause();
    else { if (replay.ended && replay.day) put(replay.day.since); replay.playing = true; tickedAt = performance.now(); }
    tell();
  };
  replay.setSpeed = (speed) => { replay.speed = SPEEDS.includes(speed) ? speed : 60; tell(); };
  /* `at`: epoch seconds; without it the newest minute there is. */
  replay.enter = (at) => {
    if (replay.on) return replay.seek(at || replay.at);
    replay.on = true;
    touchedAt = performance.now();
    root.setAttribute("data-replay", "");
    root.removeAttribute("data-lease");
    feed.hold(true, at || feed.now());
    feed.head = null;
    asked = "";
    if (feed.directory) load(at || feed.heldAt || Date.now() / 1000);
    else replay.at = at;
    setTimeout(meanwhile, 400);
    tell();
    return undefined;
  };
  replay.leave = () => {
    if (!replay.on) return;
    Object.assign(replay, { on: false, playing: false, loading: false, day: null, failure: "", ended: false, dark: 0, meanwhile: null });
    life += 1;
    kept.clear();
    root.removeAttribute("data-replay");
    write(0);
    feed.hold(false);
    centre.emit("frame", { feed, head: null, changed: feed.status.length || 1, verified: false });
    centre.emit("marks", centre.marks);
    tell();
  };
  /* A wall on which nobody looks back any more comes back to now by itself. */
  function alone() {
    if (replay.on && !replay.playing && performance.now() - touchedAt > ALONE_MS && document.querySelector(".wall")) replay.leave();
  }
  for (const name of ["keydown", "pointerdown", "pointermove", "wheel"]) document.addEventListener(name, () => { touchedAt = performance.now(); }, { capture: true, passive: true });
  replay.toggle = () => (replay.on ? replay.leave() : replay.enter());
  Object.assign(replay, { spell, dayOf, read });

  /* What happens meanwhile, in one small figure: who looks back must not miss now. */
  async function meanwhile() {
    if (!replay.on || document.hidden) return;
    try {
      const reply = await fetch((feed.root || "") + "/api/v1/live/incidents", { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(6000) });
      if (reply.ok && !reply.redirected && replay.on) { replay.meanwhile = await reply.json(); tell(); }
    } catch (_) { /* the figure keeps quiet; nothing of now is shown here */ }
  }

  /* What lives at a school now was not there then: its sentences are not told in a replay, the mark's own words are. */
  const ofSchool = centre.marks.ofSchool;
  centre.marks.ofSchool = (code) => (replay.on ? Promise.resolve([]) : ofSchool(code));
  centre.on("directory", () => { if (replay.on) { kept.clear(); load(replay.at || Date.now() / 1000); meanwhile(); } });
  centre.on("state", ({ changed }) => { if (replay.on && changed.includes("layer") && feed.directory) load(replay.at); });
  centre.on("ended", () => replay.leave());
  setInterval(tick, TICK_MS);
  setInterval(meanwhile, MEANWHILE_MS);
  setInterval(alone, MEANWHILE_MS);

  let path = window.location.pathname;
  const wanted = () => read(new URLSearchParams(window.location.search).get("at"));
  const asksFor = () => { if (wanted() && /^\/($|wall)/.test(window.location.pathname)) replay.enter(wanted()); };
  window.addEventListener("popstate", () => { if (wanted()) asksFor(); else replay.leave(); });
  centre.on("decorate", () => { // another page: the past stays behind
    if (window.location.pathname !== path) { path = window.location.pathname; if (replay.on && !wanted()) replay.leave(); else asksFor(); }
  });
  if (wanted() && /^\/($|wall)/.test(path)) { // before anything is drawn: not one frame of now
    Object.assign(replay, { on: true, at: wanted() });
    root.setAttribute("data-replay", "");
    feed.hold(true, replay.at);
  }
})();
