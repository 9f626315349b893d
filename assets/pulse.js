/* The pulse of the centre. For elements with data-sources: the state of every source, each ten seconds. On a page that shows
   judged state in colour (.leased) but has no map, and so no feed: its proof, each four seconds; without it the page is grey
   like any map. Ages run on between answers, from the answer's own clock. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY_MS = 10000, PROOF_MS = 4000, LONGEST_MS = 10000;
  const SIMULATED = 1, BLIND = 2, LATE = 4, FROM_DATABASE = 8; // bits of a frame's flags (docs/feed.md)
  const feed = centre.feed;
  let sources = [], at = 0, timer = 0, failures = 0;
  const proving = () => !feed.area && Boolean(document.querySelector(".leased"));

  function row(source) {
    const node = centre.element("div", "source");
    const status = centre.STATUSES.includes(source.status) ? source.status : "unknown";
    const age = centre.element("span", "source-age num", "–");
    const mark = centre.element("i", "mark " + status);
    mark.title = centre.LABELS[status];
    node.append(mark, centre.element("span", "", source.label), age);
    return node;
  }
  /* Room for some: whoever is not well first, then what is measured by the minute; the others are counted. */
  const FIRST = ["connectivity", "labs", "epayment", "helpdesk"], ROOM = 6;
  const rank = (one) => (one.status === "unknown" ? 3 : one.status !== "good" ? 0 : FIRST.includes(one.key) ? 1 : 2); // never set up, never heard: no news
  const shown = () => [...sources].sort((a, b) => rank(a) - rank(b)).slice(0, ROOM);
  function draw() {
    const others = sources.filter((one) => !shown().includes(one)), well = others.filter((one) => one.status === "good").length, off = others.filter((one) => one.status === "unknown").length;
    const ill = others.length - well - off, said = [well && centre.text(`và ${well} nguồn khác đang thu thập`, `and ${well} more, collecting`), ill && centre.text(`${ill} nguồn khác đang lỗi`, `${ill} more failing`), off && centre.text(`${off} nguồn chưa thu thập`, `${off} not collecting`)];
    for (const box of document.querySelectorAll("[data-sources]")) {
      box.replaceChildren(...shown().map(row));
      if (others.length) box.append(centre.element("p", "source-rest dim num", said.filter(Boolean).join(" · ")));
    }
    ages();
  }
  function ages() {
    const passed = (performance.now() - at) / 1000, listed = shown();
    for (const box of document.querySelectorAll("[data-sources]")) {
      [...box.querySelectorAll(".source-age")].forEach((node, i) => {
        const age = listed[i] && listed[i].age_s;
        node.textContent = typeof age === "number" ? centre.format.span(age + passed) : centre.text("chưa có", "none yet");
      });
    }
  }
  /* What a frame would have said of its own proof. */
  function prove(body, middle) {
    const older = feed.head && body.server_time < feed.head.serverTime, back = feed.clock && body.server_time < feed.now() - 5;
    if (older && !back) return;
    if (back) feed.provedSeen = 0;
    const says = (bit) => Boolean(body.flags & bit);
    const head = { provedAt: body.proved_at || 0, validUntil: body.valid_until || 0, serverTime: body.server_time, simulated: says(SIMULATED),
      blind: says(BLIND), late: says(LATE), fromDatabase: says(FROM_DATABASE) };
    const verified = head.provedAt > feed.provedSeen && head.serverTime < head.validUntil && !head.blind;
    feed.provedSeen = Math.max(feed.provedSeen, head.provedAt);
    feed.head = head;
    feed.clock = { server: head.serverTime, at: middle };
    centre.emit("proof", { head, verified });
  }
  function settle(failure) {
    if (feed.failure === failure) return;
    feed.failure = failure;
    centre.emit("failure", failure);
  }

  async function ask() {
    clearTimeout(timer);
    const proof = proving();
    if ((!proof && !document.querySelector("[data-sources]")) || document.hidden) { timer = setTimeout(ask, PROOF_MS); return; }
    const sent = performance.now();
    try {
      const reply = await fetch((feed.root || "") + "/api/v1/live/pulse", { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(4000) });
      if (!reply.ok || reply.redirected) throw Object.assign(new Error("HTTP " + reply.status), { status: reply.redirected ? 401 : reply.status });
      const body = await reply.json();
      failures = 0;
      sources = body.sources || [];
      at = performance.now();
      draw();
      if (proof && !feed.area) { settle(null); prove(body, (sent + at) / 2); }
      centre.emit("pulse", body);
    } catch (error) { // the lease says so; the ages go on counting
      failures += 1;
      if (proof && !feed.area) settle(error.status === 401 || error.status === 403 ? "session" : error.status ? "server" : "network");
    }
    const pause = failures ? Math.min(LONGEST_MS, 500 * 2 ** failures) : proving() ? PROOF_MS : EVERY_MS;
    timer = setTimeout(ask, pause * (0.85 + Math.random() * 0.3));
  }
  /* A page that has just come, a sleep, an hour without network: everything asked anew at once. */
  document.addEventListener("visibilitychange", () => { if (!document.hidden && proving()) ask(); });
  window.addEventListener("online", () => { if (proving()) ask(); });
  centre.pulse = { hurry: () => { if (proving()) ask(); } };
  centre.on("decorate", () => {
    const waiting = document.querySelector("[data-sources]:empty");
    if (waiting && !sources.length) ask(); else if (waiting) draw();
  });
  timer = setTimeout(ask, 500);
  setInterval(ages, 1000);
})();
