/* The end of a session, seen from the browser. Any 401 of our own answers ends colour at once and everything that asks;
   then a person goes to the login page and comes back here afterwards, a paired wall goes to the pairing page.
   Whoever has a session says so: real keys and pointers of a person at most once a minute, a wall's beat (assets/beat.js). */
(function () {
  "use strict";
  const centre = window.centre;
  const KIND = "centre.kind", ACTIVE_MS = 60000, SHOWN_MS = 4000, REFUSED = [401, 403, 404];
  const CALLBACK = "/_dash-update-component";
  const ask = window.fetch.bind(window);
  const session = centre.session = { over: false };
  const never = () => new Promise(() => {});

  /* What was known last is used before Dash has drawn: the first frame may already be refused. */
  let drawn = "";
  function kind() {
    const shell = document.querySelector(".shell[data-holder]");
    const known = shell ? shell.dataset.holder : "";
    try {
      if (known && known !== drawn) window.localStorage.setItem(KIND, known);
      drawn = known || drawn;
      return drawn || window.localStorage.getItem(KIND) || "";
    } catch (_) { return drawn; /* storage forbidden: then a person, who can read */ }
  }
  session.kind = kind;

  /* Leaves for `address` as soon as the server answers there: a wall must never stand on a browser's error page. */
  async function go(address) {
    for (let turn = 0; ; turn += 1) {
      try {
        const reply = await ask(address, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(6000) });
        if (reply.ok) return window.location.replace(address);
        if (!session.over && reply.status < 500) return undefined; // the page shown is better than one that is not there
      } catch (_) { /* restarting, or the line is cut */ }
      await new Promise((again) => setTimeout(again, Math.min(10000, 1000 * 2 ** turn) * (0.7 + Math.random() * 0.6)));
    }
  }
  session.go = go;

  function close() {
    session.over = true;
    centre.emit("ended");
  }
  session.leave = (address) => { close(); go(address); };
  function end() {
    if (session.over) return;
    const screen = kind() === "screen";
    close();
    const here = window.location.pathname + window.location.search;
    const address = screen ? "/pair" : "/login?" + new URLSearchParams({ next: here, why: "ended" });
    setTimeout(() => go(address), screen ? SHOWN_MS : 0); // from the room one sees it grey and reads why
  }

  function ours(input) {
    const url = new URL(input instanceof Request ? input.url : String(input), window.location.href);
    return url.origin === window.location.origin && /^\/(api\/|_dash-)/.test(url.pathname) ? url.pathname : "";
  }
  /* A wrong password answers 401 as well; it ends nothing. */
  async function ended(reply, path) {
    if (reply.status !== 401) return false;
    if (!path.startsWith("/api/v1/me/password")) return true;
    try { return (await reply.clone().json()).code === "who_are_you"; } catch (_) { return true; }
  }
  let waiting = 0;
  const asking = (more) => { waiting += more; document.documentElement.toggleAttribute("data-asking", waiting > 0); };
  const sentence = (reply) => reply.clone().json().then((said) => centre.said(said), () => "");
  /* Dash would report a refused callback as a crash; 204 tells it that nothing changes. */
  window.fetch = async (input, options) => {
    const path = ours(input);
    if (path && session.over) return never();
    if (path === CALLBACK) asking(1);
    const reply = await ask(input, options).catch((error) => { if (path === CALLBACK) centre.emit("failed", ""); throw error; })
      .finally(() => { if (path === CALLBACK) asking(-1); });
    if (!path) return reply;
    const over = await ended(reply, path);
    if (path === CALLBACK && !over && reply.status >= 400) centre.emit("failed", await sentence(reply));
    if (over) end();
    if (over && path.startsWith("/_dash-")) return never();
    if (path === CALLBACK && REFUSED.includes(reply.status)) return new Response(null, { status: 204 });
    return reply;
  };

  session.send = (path, body) => window.fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout(8000),
  });

  let told = performance.now(); // opening the page counted as activity
  function active(event) {
    if (!event.isTrusted || session.over || performance.now() - told < ACTIVE_MS) return;
    if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
    told = performance.now();
    if (kind() === "person") session.send("/api/v1/me/active", {}).catch(() => { /* the next key says it again in a minute */ });
  }
  for (const name of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    document.addEventListener(name, active, { capture: true, passive: true });
  }
  /* Back after leaving: the browser may show the page as it was. */
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.fetch("/api/v1/me", { cache: "no-store" }).catch(() => {}); });
  centre.on("decorate", kind);
})();
