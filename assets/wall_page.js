/* The wall's own loop: figures and incidents from /api/v1/live/wall, only while a wall is on the page; at once when the
   frame's marks say that an incident moved.
   Plain fetch with a time limit: it recovers alone after sleep, restart or an hour without network. Older answers never
   replace newer ones; ages run on between answers from the centre's clock. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY_MS = 4000, DEAF_S = 15, COUNTED = 12, seen = new WeakMap();
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
  const ended = (one) => one.resolved_at !== null;
  function incident(one) {
    const open = one.state === "open", over = ended(one);
    const row = centre.element("div", "incident " + one.kind + " " + (over ? "over" : open ? "unheld " + one.severity : "held"));
    row.dataset.incident = String(one.id);
    const meta = centre.element("span", "incident-meta");
    meta.append(centre.element("span", "incident-owner" + (open ? " none" : ""), centre.marks.state(one)));
    if (one.area && one.kind !== "wide") meta.append(centre.element("span", "", one.area));
    if (one.kind === "wide" || one.schools > 1) meta.append(centre.element("b", "num", centre.format.number(one.schools) + " trường"));
    if (one.kind === "wide" && one.confidence !== null) meta.append(centre.element("span", "num", "độ tin cậy " + Math.round(one.confidence * 100) + "\u00a0%"));
    if (one.quiet) meta.append(centre.element("span", "", "ngoài giờ"));
    const age = centre.element("span", "num dim incident-age");
    age.dataset.from = one.started_at;
    if (over) age.dataset.to = one.resolved_at;
    const mark = over ? centre.element("i", "mark good") : centre.element("i", "ring " + (open ? "loud " : "held ") + one.tone);
    row.append(mark, centre.element("span", "incident-title", brief(one.says)), age, meta);
    return row;
  }
  /* As many as there is room for, each as high as it is: what nobody has comes first, yet who has the others is never
     crowded out; how many more nobody has is said below them. */
  const fits = (rows, room, high) => { let left = room; const n = rows.findIndex((one) => (left -= high(one)) < 0); return n < 0 ? rows : rows.slice(0, n); };
  function chosen(list, box) {
    const sort = (one) => (ended(one) ? 2 : one.state === "open" ? 0 : 1);
    const [unheld, held, over] = [0, 1, 2].map((n) => list.filter((one) => sort(one) === n));
    const nodes = new Map(list.map((one) => [one, incident(one)])), rest = centre.element("p", "incident-more num dim", "+");
    box.replaceChildren(...nodes.values(), rest); // laid out for a moment, never painted
    const bounded = getComputedStyle(box).flexWrap === "wrap"; // a phone is scrolled: there rows are counted
    const heights = new Map([...nodes].map(([one, node]) => [one, bounded ? node.getBoundingClientRect().height : 1]));
    const high = (one) => heights.get(one), sum = (rows) => rows.reduce((all, one) => all + high(one), 0), usual = sum(list) / list.length;
    const room = bounded ? Math.max(3 * usual, box.clientHeight + 1) : COUNTED;
    const first = room - sum(over.slice(0, 1)) - sum(held.slice(0, Math.min(2, Math.floor(room / usual / 3))));
    const all = Math.max(unheld.length, newest.unacknowledged || 0), whole = fits(unheld, first, high);
    const line = whole.length < all && bounded ? rest.getBoundingClientRect().height : 0, open = line ? fits(unheld, first - line, high) : whole;
    const calm = fits(held, room - line - sum(open) - sum(over.slice(0, 1)), high), late = fits(over, room - line - sum(open) - sum(calm), high);
    rest.textContent = "+" + centre.format.number(all - open.length) + " nữa chưa ai nhận";
    return [...open.map((one) => nodes.get(one)), ...(all > open.length ? [rest] : []), ...[...calm, ...late].map((one) => nodes.get(one))];
  }
  function incidents(all) {
    const box = document.querySelector("[data-wall-incidents]");
    if (!box) return;
    const told = all.map((one) => [one.id, one.state, one.who, one.severity, one.schools, one.says, one.resolved_at]);
    const bounded = getComputedStyle(box).flexWrap === "wrap", key = JSON.stringify([told, newest.unacknowledged, bounded && [box.clientHeight, box.clientWidth]]);
    if (newest.as_of && seen.get(box) !== key) { // what nobody could ask for is not "none"
      seen.set(box, key);
      box.replaceChildren(...(all.length ? chosen(all, box) : [centre.element("p", "empty", "Không có sự cố nào đang mở")]));
    }
    ages();
  }
  /* Beside the heading: how many nobody has, how many are only recorded, and how old all this is when nobody can ask. */
  function about(body) {
    const box = document.querySelector("[data-wall-about]");
    if (!box || body.open === undefined) return;
    const deaf = body.as_of === null || body.server_time - body.as_of > DEAF_S, n = centre.format.number;
    const said = deaf ? ["kho dữ liệu im lặng" + (body.as_of ? ", sự cố lúc " + centre.format.clock(body.as_of) : "")]
      : [body.unacknowledged ? n(body.unacknowledged) + " chưa ai nhận" : "", body.quiet ? "+" + n(body.quiet) + " ngoài giờ" : ""].filter(Boolean);
    put(box, said.join(" · "));
    box.classList.toggle("deaf", deaf);
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
      show();
      centre.emit("wall", body);
    } catch (_) { /* the lease greys the tiles and names the culprit */ }
  }
  function show() {
    figures(newest.figures || []);
    incidents(newest.incidents || []);
    about(newest);
  }
  here();
  centre.on("decorate", here);
  centre.on("decorate", () => { if (document.querySelector("[data-figure-value]") && newest.version < 0) ask(); else if (newest.version >= 0) show(); });
  centre.on("marked", () => { if (document.querySelector("[data-figure]")) ask(); }); // an incident moved: not in four seconds, now
  setInterval(ages, 1000);
  ask();
})();
