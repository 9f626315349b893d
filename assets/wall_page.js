/* The wall's own loop: figures and incidents from /api/v1/live/wall, only while a wall is on the page; at once when the
   frame's marks say that an incident moved.
   Plain fetch with a time limit: it recovers alone after sleep, restart or an hour without network. Older answers never
   replace newer ones; ages run on between answers from the centre's clock. */
(function () {
  "use strict";
  const centre = window.centre, say = centre.text;
  const EVERY_MS = 4000, DEAF_S = 15;
  const ABSENT = new Set(["connected", "offline"]); // the map's own frame counts them, while it shows the line
  const wall = centre.wall = centre.wall || {};
  /* Said before Dash has drawn anything: a bar that comes and goes would push the wall about. */
  const here = () => document.documentElement.toggleAttribute("data-wall-path", /\/wall(\/\d+)?\/?$/.test(window.location.pathname));
  let newest = { version: -1, server_time: 0 }, timer = 0, asked = 0, answered = 0, ahead = null;

  const put = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };
  const then = () => Boolean(centre.replay && centre.replay.on); // the past is shown: what is known of now only is not

  /* Five tiles. Of an area they are the area's (wall_area.js); of a past moment only what its frames tell. */
  function figures(list, ofArea) {
    for (const figure of list) {
      const tile = document.querySelector(`[data-figure="${figure.key}"]`);
      if (!tile) continue;
      const value = tile.querySelector("[data-figure-value]"), counted = tile.querySelector("[data-figure-live]");
      const own = counted && centre.feed.layer === "connectivity" && !ofArea;
      if (counted) counted.toggleAttribute("data-off", !own);
      if (counted && own !== Boolean(counted.dataset.live)) { if (own) counted.dataset.live = counted.dataset.figureLive; else delete counted.dataset.live; }
      if (!own) put(value || counted, then() ? "–" : figure.value);
      put(tile.querySelector("[data-figure-foot]"), then() && (ofArea || !ABSENT.has(figure.key)) ? say("không có trong bản xem lại", "not kept for replay") : figure.foot);
      put(tile.querySelector("[data-figure-trend]"), then() ? "" : figure.trend);
      put(tile.querySelector("[data-figure-since]"), figure.trend && !then() ? figure.since : "");
      const trend = tile.querySelector(".trend");
      for (const tone of ["better", "worse"]) trend.classList.toggle(tone, figure.tone === tone);
      tile.classList.toggle("calm", figure.value === "0" || figure.value === "–");
    }
  }

  /* Nobody could ask the store for a while: what stands there is of then. */
  const deafTo = (body) => body.as_of === null || body.server_time - body.as_of > DEAF_S;
  const silent = (body) => say("kho dữ liệu im lặng", "the database is silent") + (body.as_of ? say(", sự cố lúc ", ", incidents of ") + centre.format.clock(body.as_of) : "");
  /* Beside the heading: how many nobody has, how many are only recorded, and how old all this is when nobody can ask. */
  function about(body) {
    const box = document.querySelector("[data-wall-about]");
    if (!box || body.open === undefined) return;
    const deaf = deafTo(body), n = centre.format.number;
    const said = deaf ? [silent(body)]
      : [body.unacknowledged ? n(body.unacknowledged) + say(" chưa ai nhận", " unacknowledged") : "", body.quiet > body.silenced ? "+" + n(body.quiet - body.silenced) + say(" ngoài giờ", " out of hours") : "", body.silenced ? "+" + n(body.silenced) + say(" tạm ngưng, bảo trì", " silenced") : ""].filter(Boolean);
    put(box, said.join(" · "));
    box.classList.toggle("deaf", deaf);
  }
  /* The time it is: in a replay the feed tells the past, what stands beside the map is of now all the same. */
  const time = () => (then() && ahead !== null ? performance.now() / 1000 + ahead : centre.feed.now());
  function ages() {
    const now = time();
    for (const node of document.querySelectorAll(".incident-age, .wall [data-age-of]")) {
      if (node.dataset.ageOf) { put(node, centre.format.ago(now - Number(node.dataset.ageOf))); continue; }
      const end = node.dataset.to ? Number(node.dataset.to) : now;
      put(node, centre.format.span(end - Number(node.dataset.from)));
    }
  }
  async function ask() {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY_MS * (0.85 + Math.random() * 0.3));
    if (!document.querySelector("[data-figure]")) { ahead = null; centre.lease.doubt("wall", false); return; }
    const mine = asked += 1, visitors = Boolean(wall.visitors && wall.visitors());
    try {
      const reply = await fetch((centre.feed.root || "") + "/api/v1/live/wall" + (visitors ? "?visitors=1" : ""),
        { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(6000) });
      const body = reply.ok && !reply.redirected ? await reply.json() : null;
      centre.lease.doubt("wall", !body);
      if (!body || mine < answered || visitors !== Boolean(wall.visitors && wall.visitors())) return;
      answered = mine;
      newest = body;
      ahead = body.server_time - performance.now() / 1000;
      show();
      centre.emit("wall", body);
    } catch (_) { centre.lease.doubt("wall", true); } // the lease greys the tiles and names the culprit
  }
  function show() {
    if (!(wall.area && wall.area())) figures(newest.figures || [], false);
    wall.rows.fill(document.querySelector("[data-wall-incidents]"), newest.incidents || [], newest.unacknowledged || 0, Boolean(newest.as_of) && newest.known !== false);
    ages();
    about(newest);
  }
  Object.assign(wall, { figures, ages, time, silent, deaf: deafTo, again: ask, show: () => { if (newest.version >= 0) show(); }, body: () => newest });
  here();
  centre.on("decorate", here);
  centre.on("decorate", () => { if (document.querySelector("[data-figure-value]") && newest.version < 0) ask(); else if (newest.version >= 0) show(); });
  centre.on("marked", () => { if (!then() && document.querySelector("[data-figure]")) ask(); }); // an incident moved: not in four seconds, now
  centre.on("replay", () => { if (newest.version >= 0) show(); });
  setInterval(ages, 1000);
  ask();
})();
