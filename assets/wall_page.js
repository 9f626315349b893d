/* The wall's own loop: figures and newest incidents from /api/v1/live/wall, only while a wall is on the page.
   Plain fetch with a time limit: it recovers alone after sleep, restart or an hour without network. Older answers never
   replace newer ones; ages run on between answers from the centre's clock. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY_MS = 4000;
  /* Said before Dash has drawn anything: a bar that comes and goes would push the wall about. */
  const here = () => document.documentElement.toggleAttribute("data-wall-path", /\/wall\/?$/.test(window.location.pathname));
  let newest = { version: -1, server_time: 0 }, timer = 0;

  const put = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };

  function figures(list) {
    for (const figure of list) {
      const tile = document.querySelector(`[data-figure="${figure.key}"]`);
      if (!tile) continue;
      const value = tile.querySelector("[data-figure-value]");
      if (value) put(value, figure.value);
      put(tile.querySelector("[data-figure-foot]"), figure.foot);
      put(tile.querySelector("[data-figure-trend]"), figure.trend);
      put(tile.querySelector("[data-figure-since]"), figure.trend ? figure.since : "");
      const trend = tile.querySelector(".trend");
      for (const tone of ["better", "worse"]) trend.classList.toggle(tone, figure.tone === tone);
      tile.classList.toggle("calm", figure.value === "0" || figure.value === "–");
    }
  }
  /* The age stands at the end of the row, the number of schools below: neither is said twice, and a school is a school. */
  const brief = (says) => says.replace(/ từ \d\d\/\d\d \d\d:\d\d$/, "").replace(/^Trường\s/, "").replace(/^[\d.]+ trường ở /, "").replace(/^(Trung tâm mất tầm nhìn):.*$/, "$1");
  function incident(one) {
    const row = centre.element("div", "incident" + (one.state === "open" ? "" : " over"));
    const meta = centre.element("span", "incident-meta");
    const open = one.state === "open";
    meta.append(centre.element("span", open ? "incident-owner none" : "", open ? "chưa khắc phục" : "đã khắc phục"));
    if (one.area && one.kind !== "wide") meta.append(centre.element("span", "", one.area));
    if (one.kind === "wide") meta.append(centre.element("b", "num", centre.format.number(one.schools) + " trường"));
    const age = centre.element("span", "num dim incident-age");
    age.dataset.from = one.started_at;
    if (!open) age.dataset.to = one.resolved_at;
    row.append(centre.element("i", "mark " + one.tone), centre.element("span", "incident-title", brief(one.says)), age, meta);
    return row;
  }
  function incidents(list) {
    const box = document.querySelector("[data-incidents]");
    if (!box || !list.length) return;
    const key = list.map((one) => one.id + one.state).join(" ");
    if (box.dataset.shown !== key) {
      box.dataset.shown = key;
      box.replaceChildren(...list.map(incident));
    }
    ages();
  }
  function ages() {
    const now = centre.feed.now();
    for (const node of document.querySelectorAll(".incident-age")) {
      const end = node.dataset.to ? Number(node.dataset.to) : now;
      put(node, centre.format.span(end - Number(node.dataset.from)));
    }
  }
  async function ask() {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY_MS * (0.85 + Math.random() * 0.3));
    if (!document.querySelector("[data-figure]")) return;
    try {
      const reply = await fetch((centre.feed.root || "") + "/api/v1/live/wall",
        { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(6000) });
      const body = reply.ok && !reply.redirected ? await reply.json() : null;
      if (!body || body.server_time < newest.server_time) return;
      newest = body;
      figures(body.figures);
      incidents(body.incidents);
    } catch (_) { /* the lease greys the tiles and names the culprit */ }
  }
  here();
  centre.on("decorate", here);
  centre.on("decorate", () => { if (document.querySelector("[data-figure-value]") && newest.version < 0) ask(); else { figures(newest.figures || []); incidents(newest.incidents || []); } });
  setInterval(ages, 1000);
  ask();
})();
