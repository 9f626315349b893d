/* A wall runs what the centre runs: when the beat names another bundle, it loads itself anew, at a calm moment and never in
   a circle. The same for a script that eats memory, and for a page that was never drawn. Who waits is told nothing: the
   page stays as it is until the server answers for it (session.go). */
(function () {
  "use strict";
  const centre = window.centre;
  const MADE = "centre.reloads", AGAIN_MS = 600000, MOST = 3, CALM_MS = 20000, SPREAD_MS = 5000, HEAP_MB = 700, DRAWN_MS = 45000;
  const script = document.currentScript ? document.currentScript.src : "";
  const framed = window.parent !== window;
  const hash = (address, kind) => (new RegExp("centre-([0-9a-f]+)\\." + kind).exec(address) || ["", ""])[1];
  const style = [...document.querySelectorAll("link[rel=stylesheet]")].find((one) => hash(one.href, "css"));
  const bundle = hash(style ? style.href : "", "css") + "." + hash(script, "js");
  let waiting = false;

  /* At most one reload for the same reason in ten minutes, three for all: two servers that disagree make no circle. */
  function allowed(why) {
    try {
      const made = JSON.parse(window.sessionStorage.getItem(MADE) || "[]").filter((one) => Math.abs(Date.now() - one.at) < AGAIN_MS);
      if (made.length >= MOST || made.some((one) => one.why === why)) return false;
      window.sessionStorage.setItem(MADE, JSON.stringify([...made, { why, at: Date.now() }]));
      return true;
    } catch (_) { return false; }
  }
  /* Calm: no critical incident stands on the wall, and a scene has just come on or is about to go. */
  function calm() {
    const now = centre.wall && centre.wall.now ? centre.wall.now() : null;
    if (!now || now.count < 1) return true;
    if (now.incident) return false;
    return now.until === null || now.until - centre.feed.now() < 1.5;
  }
  function soon(why) {
    if (waiting || framed || centre.session.over || !allowed(why)) return;
    waiting = true;
    const until = performance.now() + CALM_MS, from = performance.now() + Math.random() * SPREAD_MS;
    const timer = setInterval(() => {
      const now = performance.now();
      if (now < from || (now < until && !calm())) return;
      clearInterval(timer);
      centre.session.go(window.location.pathname + window.location.search);
      setTimeout(() => { waiting = false; }, AGAIN_MS);
    }, 500);
  }
  centre.reload = {
    bundle, soon,
    heard(wanted, heapMb) {
      if (typeof wanted === "string" && /^[0-9a-f]+\.[0-9a-f]+$/.test(wanted) && bundle.length > 1 && wanted !== bundle) soon(wanted);
      else if (heapMb !== null && heapMb > HEAP_MB) soon("memory");
    },
  };
  /* Styles, the page or what a wall plays that never came, on a PC that is known as a screen: it asks again by itself, and
     goes on looking, for the next try may fail as well. */
  setInterval(() => {
    if (framed || centre.session.kind() !== "screen") return;
    const page = document.getElementById("_pages_content"), wall = document.querySelector(".wall");
    const drawn = document.querySelector(".shell[data-holder]") && page && page.firstElementChild && (!style || style.sheet);
    if (!drawn || (wall && !wall.dataset.wall)) soon("undrawn");
  }, DRAWN_MS);
})();
