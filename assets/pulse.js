/* The state of every source, for elements with data-sources: asked every ten seconds and only where someone shows it.
   Ages run on between answers, from the answer's own clock. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY_MS = 10000;
  let sources = [], at = 0, timer = 0;

  function row(source) {
    const node = centre.element("div", "source");
    const status = centre.STATUSES.includes(source.status) ? source.status : "unknown";
    const age = centre.element("span", "source-age num", "–");
    const mark = centre.element("i", "mark " + status);
    mark.title = centre.LABELS[status];
    node.append(mark, centre.element("span", "", source.label), age);
    return node;
  }
  function draw() {
    for (const box of document.querySelectorAll("[data-sources]")) {
      box.replaceChildren(...sources.map(row));
    }
    ages();
  }
  function ages() {
    const passed = (performance.now() - at) / 1000;
    for (const box of document.querySelectorAll("[data-sources]")) {
      [...box.querySelectorAll(".source-age")].forEach((node, i) => {
        const age = sources[i] && sources[i].age_s;
        node.textContent = typeof age === "number" ? centre.format.span(age + passed) : "chưa có";
      });
    }
  }
  async function ask() {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY_MS * (0.9 + Math.random() * 0.2));
    if (!document.querySelector("[data-sources]") || document.hidden) return;
    try {
      const reply = await fetch((centre.feed.root || "") + "/api/v1/live/pulse", { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(6000) });
      const body = reply.ok && !reply.redirected ? await reply.json() : null;
      if (!body) return;
      sources = body.sources || [];
      at = performance.now();
      draw();
      centre.emit("pulse", body);
    } catch (_) { /* the lease already says so; the ages go on counting */ }
  }
  centre.on("decorate", () => {
    const waiting = document.querySelector("[data-sources]:empty");
    if (waiting && !sources.length) ask(); else if (waiting) draw();
  });
  setInterval(ages, 1000);
})();
