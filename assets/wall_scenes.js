/* The player: scenes take turns, each for its seconds. Time is counted in steps of this page's own monotonic clock and
   stands still while somebody holds it (a critical incident, a replay, a pin). A scene that cannot be drawn says so and
   the next one comes all the same. One map and one board serve every scene, so that weeks leave nothing behind. */
(function () {
  "use strict";
  const centre = window.centre, say = centre.text, root = document.documentElement;
  const TICK_MS = 250, FADE_MS = 320, AHEAD_MS = 4000, EVERY_MS = 5000, FRAME_MS = 1500, DAY = [6, 18];
  const wall = centre.wall = centre.wall || {};
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "numeric", hourCycle: "h23" });
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let box = null, config = null, base = null, at = -1, spent = 0, last = 0, turn = 0, pinned = false;
  let shown = "", asks = 0; // "city", "area", … as it stands on the glass
  const holds = new Map(), kept = new Map(), asked = new Map(), broken = new Set();

  const scenes = () => (config ? config.scenes : []);
  const scene = () => scenes()[at] || null;
  const keyOf = (one) => one.kind + (one.area ? "." + one.area : "");
  const onMap = (one) => one.kind === "city" || one.kind === "area";
  const part = (name) => box && box.querySelector(`[data-stage="${name}"]`);
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

  /* Boards are asked for a little before their turn and while they stand; an older answer never replaces a newer one. */
  async function fetchBoard(one, force) {
    const key = keyOf(one), now = performance.now();
    if (one.kind === "city" || one.why || (!force && now - (asked.get(key) || -EVERY_MS) < EVERY_MS)) return;
    asked.set(key, now);
    const mine = asks += 1, visitors = wall.visitors(), standing = () => Boolean(box && scene() && keyOf(scene()) === key && shown === one.kind && !wall.leaving);
    const told = (body) => {
      const before = kept.get(key);
      if (visitors !== wall.visitors() || (before && before.nth > mine)) return;
      kept.set(key, { ...body, nth: mine });
      broken.delete(key);
      centre.lease.doubt("board", false);
      if (!standing()) return;
      if (Boolean(before && before.gone) !== Boolean(body.gone)) put(one); else if (!body.gone) draw(one);
    };
    try {
      const query = new URLSearchParams({ kind: one.kind, ...(one.area ? { area: one.area } : {}), ...(visitors ? { visitors: "1" } : {}) });
      const reply = await fetch((centre.feed.root || "") + "/api/v1/wall/board?" + query, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (reply.status === 404) told({ gone: true });
      else if (!reply.ok || reply.redirected) throw new Error("board " + reply.status);
      else told(await reply.json());
    } catch (_) { if (standing()) centre.lease.doubt("board", true); } // what was known stays, its age runs on, the lease greys it
  }

  const WHY = () => say("Chưa có số liệu cho cảnh này: máy chủ chưa trả lời. Đang tự thử lại.", "Nothing to show here yet: the server has not answered. It is asked again by itself.");
  const GONE = () => say("Địa bàn này không nằm trong phạm vi của màn hình.", "This area is not within this screen's reach.");
  const BROKEN = () => say("Không vẽ được cảnh này. Cảnh kế tiếp vẫn chạy.", "This scene cannot be drawn. The next one goes on.");
  function empty(why) {
    const node = centre.element("div", "board-empty card"), words = centre.element("p", "", why);
    node.append(centre.element("i", "icon i-alert"), words);
    part("board").replaceChildren(node);
    part("board").dataset.kind = "empty";
  }
  /* What a scene without a map shows, or why it shows nothing. An area without a reach has no map either. */
  function draw(one) {
    const body = kept.get(keyOf(one)), why = one.why || (body && body.gone ? GONE() : broken.has(keyOf(one)) && one.kind !== "area" ? BROKEN() : "");
    try {
      if (one.kind === "city") return true;
      if (why || (!body && one.kind !== "area")) { empty(why || WHY()); return false; }
      if (one.kind === "area") { if (body) wall.drawArea(body); else wall.blankArea(WHY()); return true; }
      const target = part("board");
      if (target.dataset.kind !== one.kind) target.replaceChildren();
      target.dataset.kind = one.kind;
      wall.boards[one.kind](target, body);
      wall.ages();
      return true;
    } catch (error) {
      console.error("centre: scene", one.kind, error);
      broken.add(keyOf(one));
      if (one.kind === "area") wall.blankArea(BROKEN()); else empty(BROKEN());
      return false;
    }
  }

  /* The map is moved while nobody sees it: no flight between two scenes, and no frame of the wrong colours. */
  async function settle(patch) {
    const views = [...centre.map.views].filter((view) => box.contains(view.box)), moved = views.map((view) => view.calm);
    for (const view of views) view.calm = true;
    centre.state.set(patch, { silent: true });
    views.forEach((view, i) => { centre.map.fit(view, false); view.calm = moved[i]; });
    for (const began = performance.now(); !centre.feed.ready && performance.now() - began < FRAME_MS;) await wait(50);
  }
  const wish = (one) => ({ ...base, area: one.kind === "area" ? one.area : base.area, tree: one.tree || base.tree, school: "", layer: one.layer || base.layer, only: one.kind === "area" ? "" : base.only });

  /* Puts a scene on the glass: fades what stands there, arranges, fades in. Whoever comes later wins; who stumbles leaves
     no dark glass behind. */
  async function put(one) {
    const mine = turn += 1;
    try { await arrange(one, mine); } catch (error) {
      console.error("centre: scene", one.kind, error);
      if (mine === turn && box) { wall.leaving = false; box.classList.remove("fading"); }
    }
  }
  async function arrange(one, mine) {
    const still = calm.matches || shown === "";
    wall.leaving = true;
    if (!still) { box.classList.add("fading"); await wait(FADE_MS); }
    if (mine !== turn || !box) return;
    const next = onMap(one) && !one.why && !(kept.get(keyOf(one)) || {}).gone;
    const changes = next && Object.entries(wish(one)).some(([key, value]) => centre.state.get()[key] !== value);
    if (changes) await settle(wish(one));
    if (mine !== turn || !box) return;
    shown = one.kind;
    wall.leaving = false;
    box.dataset.scene = one.kind;
    box.dataset.on = next ? "map" : "board";
    if (wall.place) wall.place(next && one.kind === "area" ? one : null);
    draw(one);
    wall.show();
    if (one.kind === "city" || one.why) centre.lease.doubt("board", false); // it has no answer to wait for
    box.classList.remove("fading");
    centre.emit("scene", wall.now());
  }
  function show(index) {
    at = (index + scenes().length) % scenes().length;
    spent = 0;
    broken.delete(keyOf(scene()));
    fetchBoard(scene());
    put(scene());
    pips();
  }

  function pips() {
    const bar = box && box.querySelector("[data-wall-pips]"), one = scene();
    if (!bar || !one) return;
    [...bar.children].forEach((pip, i) => {
      pip.className = i === at ? "on" : i < at ? "was" : "";
      pip.firstChild.style.transform = i === at ? `scaleX(${Math.min(1, spent / (one.seconds * 1000)).toFixed(3)})` : "";
    });
    bar.toggleAttribute("data-held", holds.size > 0);
  }
  function ground() {
    if (!config || !config.theme) return;
    const now = wall.time() || Date.now() / 1000, h = Number(hour.format(now * 1000));
    const next = config.theme === "by_hour" ? (h >= DAY[0] && h < DAY[1] ? "light" : "dark") : config.theme;
    if (root.getAttribute("data-theme") !== next) root.setAttribute("data-theme", next);
  }
  function tick() {
    const now = performance.now(), passed = now - last;
    last = now;
    if (!box || !config || at < 0) return;
    ground();
    const one = scene();
    if (!wall.leaving && onMap(one) && one.kind === "area" || !onMap(one)) fetchBoard(one);
    if (holds.size || pinned || scenes().length < 2 || wall.leaving) { pips(); return; }
    spent += Math.max(0, passed);
    if (spent >= one.seconds * 1000) show(at + 1);
    else { if (one.seconds * 1000 - spent < AHEAD_MS) fetchBoard(scenes()[(at + 1) % scenes().length]); pips(); }
  }

  function play(next) {
    const visitors = config ? wall.visitors() : Boolean(next.visitors);
    config = next;
    if (visitors !== wall.visitors()) { kept.clear(); asked.clear(); wall.again(); } // names leave the glass now
    if (!next.broken) for (const node of box.querySelectorAll(".wall-broken")) node.remove();
    const known = new Set(scenes().map(keyOf));
    for (const map of [kept, asked]) for (const key of [...map.keys()]) if (!known.has(key)) map.delete(key);
    const bar = box.querySelector("[data-wall-pips]"), n = scenes().length > 1 ? scenes().length : 0;
    if (bar && bar.children.length !== n) bar.replaceChildren(...Array.from({ length: n }, () => { const pip = centre.element("i"); pip.append(centre.element("i")); return pip; }));
    base = { ...base, only: config.only_issues === false ? "" : "1" };
    if (new URLSearchParams(window.location.search).has("only")) base.only = centre.state.get().only;
    root.toggleAttribute("data-visitors", Boolean(config.visitors));
    if (config.screen || config.palette === "safe") {
      if (config.palette === "safe") root.setAttribute("data-palette", "safe"); else root.removeAttribute("data-palette");
      centre.emit("theme", root.getAttribute("data-theme"));
    }
    ground();
    pinned = /^\d+$/.test(config.pinned || "");
    show(pinned ? Number(config.pinned) : 0);
  }
  function adopt() {
    const found = document.querySelector(".wall[data-wall]");
    if (found === box) return;
    box = found;
    holds.clear(); kept.clear(); asked.clear();
    at = -1; shown = ""; turn += 1; wall.leaving = false; last = performance.now();
    if (!box) { config = null; root.removeAttribute("data-visitors"); for (const name of ["wall", "board"]) centre.lease.doubt(name, false); return; }
    base = { layer: centre.state.get().layer, tree: centre.state.get().tree, area: "", school: "", only: "1" };
    play(centre.config(box, "data-wall"));
  }
  async function refresh() {
    if (!box || !config || !config.screen || wall.incident) return; // a critical incident is not played over: the next beat asks again
    try {
      const reply = await fetch((centre.feed.root || "") + "/api/v1/wall/playlist?screen=" + config.screen, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(6000) });
      if (!reply.ok || reply.redirected) return;
      const next = { ...(await reply.json()), pinned: config.pinned, preview: config.preview };
      if (box && config && !wall.incident && JSON.stringify(next) !== JSON.stringify(config)) play(next);
    } catch (_) { /* the old one plays on */ }
  }

  Object.assign(wall, {
    boards: wall.boards || {}, play, refresh, put,
    go(index) { if (box && scenes().length) show(index); },
    hold(by, on) { const why = typeof by === "string" ? by : "remote"; if (typeof by === "string" ? on : by) holds.set(why, true); else holds.delete(why); pips(); },
    back() { if (box && scene()) { const was = spent; show(at); spent = was; } },
    visitors: () => Boolean(config && config.visitors),
    preview: () => Boolean(config && config.preview),
    holdFor: () => (config && config.hold_s) || 120,
    area: () => (shown === "area" ? scene().area : ""),
    element: () => box,
    now: () => ({
      index: at, count: scenes().length, kind: scene() ? scene().kind : "", name: scene() ? scene().name || "" : "", shown,
      until: scene() && !holds.size && !pinned && scenes().length > 1 ? centre.feed.now() + Math.max(0, scene().seconds - spent / 1000) : null,
      held: [...holds.keys()], incident: wall.incident || null, version: config ? config.version || 0 : 0,
    }),
  });
  centre.on("decorate", adopt);
  centre.on("replay", () => {
    if (!box) return;
    const on = Boolean(centre.replay && centre.replay.on);
    if (on && !holds.has("replay")) {
      wall.hold("replay", true);
      if (!onMap(scene())) put({ kind: "city" }); else if (shown === "area" && !wall.leaving) draw(scene()); // its tiles are of now
    }
    if (!on && holds.has("replay")) { wall.hold("replay", false); if (!wall.incident) wall.back(); }
  });
  setInterval(tick, TICK_MS);
})();
