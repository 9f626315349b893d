/* A paired wall says every few seconds that it lives, what it shows and how old its picture is; the answer says what it
   shall show, when to come again and which bundle the centre serves. Only a path of this house is followed, and one that
   led elsewhere is not tried again for a while. Nothing here throws: a wall without beats still shows its map. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY_MS = 5000, LEAST_MS = 1500, MOST_MS = 60000, FIRST_MS = 1500, AGAIN_MS = 600000, SENT = "centre.sent", ASKED = "centre.asked";
  const here = () => window.location.pathname + window.location.search;
  const framed = window.parent !== window; // a preview is no screen
  let failures = 0, obeyed; // `obeyed`: the last asking, also where a browser keeps nothing
  const past = () => Boolean(centre.replay && centre.replay.on); // what stands there is not of now

  function kept(name) { try { return JSON.parse(window.sessionStorage.getItem(name) || "{}"); } catch (_) { return null; } }
  function keep(name, value) { try { window.sessionStorage.setItem(name, JSON.stringify(value)); return true; } catch (_) { return false; } }
  function tried(page) {
    const last = kept(SENT);
    if (!last || (last.page === page && Date.now() - last.at < AGAIN_MS)) return true; // without a memory it could go round for ever
    return !keep(SENT, { page, at: Date.now() });
  }
  function follow(wanted) {
    if (past() || typeof wanted !== "string" || !/^\/(?![/\\])/.test(wanted)) return;
    const to = new URL(wanted, window.location.origin);
    const page = to.pathname + to.search;
    if (to.origin !== window.location.origin || page === here() || tried(page)) return;
    centre.session.go(page);
  }

  /* Sent to a scene: once for each asking, also across a reload; held there until another asking lets it go. */
  function direct(answer) {
    const wall = centre.wall, scene = answer.scene;
    if (!wall || !wall.now || !wall.element || !wall.element()) return;
    if (obeyed === undefined) obeyed = (kept(ASKED) || {}).n;
    const fresh = answer.n !== obeyed, now = wall.now();
    if (scene && Number.isInteger(scene.index) && (fresh || scene.hold) && now.index !== scene.index && !now.incident) wall.go(scene.index);
    wall.hold("asked", Boolean(scene && scene.hold));
    if (fresh) { obeyed = answer.n; keep(ASKED, { n: answer.n }); }
    if (now.version !== answer.playlist) wall.refresh();
  }

  const heap = () => (performance.memory ? Math.round(performance.memory.usedJSHeapSize / 1e5) / 10 : null);
  function told() {
    const head = centre.feed.head, now = centre.wall && centre.wall.now ? centre.wall.now() : null;
    const on = now && centre.wall.element && centre.wall.element();
    return {
      page: here().slice(0, 300), version: centre.reload.bundle, frame_age_s: head && !past() ? Math.max(0, centre.feed.now() - head.provedAt) : null,
      ...(on ? { scene: now.kind, name: String(now.name || "").slice(0, 120), index: Math.max(0, now.index), count: now.count, playlist: now.version || 0, held: now.held.length > 0 } : {}),
      culprit: past() ? "replay" : (centre.lease && centre.lease.culprit) || "", memory_mb: heap(), nodes: document.getElementsByTagName("*").length,
      wide: window.innerWidth, high: window.innerHeight, up_s: Math.round(performance.now() / 1000), ...centre.echo.told(),
    };
  }
  const drawn = () => !framed && centre.session.kind() === "screen" && document.querySelector(".shell[data-holder=screen]");

  async function beat() {
    let wait = EVERY_MS;
    try {
      if (drawn() && !centre.session.over) {
        const reply = await centre.session.send("/api/v1/screen/beat", told());
        failures = reply.ok ? 0 : failures + 1;
        if (reply.ok) wait = heard(await reply.json());
      }
    } catch (_) { failures += 1; /* the lease says what is wrong; the next beat comes by itself */ }
    if (failures) wait = Math.min(12000, 2000 * 1.5 ** Math.min(failures, 5)) * (0.6 + Math.random() * 0.8);
    setTimeout(beat, wait);
  }
  function heard(answer) {
    for (const step of [() => follow(answer.page), () => direct(answer), () => centre.flash(answer.flash), () => centre.reload.heard(answer.bundle, heap())]) {
      try { step(); } catch (error) { console.error("centre: beat", error); } // one that fails keeps none of the others
    }
    return Math.min(MOST_MS, Math.max(LEAST_MS, Number(answer.after_ms) || EVERY_MS));
  }
  centre.beat = { drawn };
  setTimeout(beat, FIRST_MS * (0.7 + Math.random() * 0.6));
})();
