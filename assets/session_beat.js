/* A paired wall says every half minute that it lives, what it shows and how old its picture is; the answer may name another
   page. Only a path of this house is followed, and one that led elsewhere is not tried again for a while. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY_MS = 30000, FIRST_MS = 3000, AGAIN_MS = 600000, SENT = "centre.sent";
  const script = document.currentScript ? document.currentScript.src : "";
  const version = (/centre-([0-9a-f]+)\.js/.exec(script) || ["", ""])[1];
  const here = () => window.location.pathname + window.location.search;

  function tried(page) {
    try {
      const last = JSON.parse(window.sessionStorage.getItem(SENT) || "{}");
      if (last.page === page && Date.now() - last.at < AGAIN_MS) return true;
      window.sessionStorage.setItem(SENT, JSON.stringify({ page, at: Date.now() }));
    } catch (_) { return true; /* without a memory it could go round for ever */ }
    return false;
  }
  function follow(wanted) {
    if (typeof wanted !== "string" || !/^\/(?![/\\])/.test(wanted)) return;
    const to = new URL(wanted, window.location.origin);
    const page = to.pathname + to.search;
    if (to.origin !== window.location.origin || page === here() || tried(page)) return;
    centre.session.go(page);
  }

  async function beat() {
    setTimeout(beat, EVERY_MS * (0.9 + Math.random() * 0.2));
    if (centre.session.kind() !== "screen" || !document.querySelector(".shell[data-holder=screen]")) return;
    const head = centre.feed.head;
    const age = head ? Math.max(0, centre.feed.now() - head.provedAt) : null;
    try {
      const reply = await centre.session.send("/api/v1/screen/beat", { page: here().slice(0, 300), version, frame_age_s: age });
      if (reply.ok) follow((await reply.json()).page);
    } catch (_) { /* the lease says what is wrong; the next beat comes by itself */ }
  }
  setTimeout(beat, FIRST_MS);
})();
