/* A screen at the door: fetches a code, shows it, asks every three seconds whether it was accepted, and goes to its wall.
   The code renews itself; whatever fails is tried again, for nobody stands beside a wall with a keyboard. */
(function () {
  "use strict";
  const EVERY_MS = 3000, LONGEST_MS = 30000, HELD = "centre.pairing", KIND = "centre.kind";
  let card = null, held = null, failures = 0;

  function keep(next) {
    held = next;
    try {
      if (next) window.sessionStorage.setItem(HELD, JSON.stringify(next)); else window.sessionStorage.removeItem(HELD);
    } catch (_) { /* then a reload asks for another code */ }
  }
  /* The same code after a reload: it may be half typed on another machine. */
  function recall() {
    try {
      const last = JSON.parse(window.sessionStorage.getItem(HELD) || "null");
      if (last && last.until - Date.now() > 5000 && last.until - Date.now() < 3600000) held = last;
    } catch (_) { /* as above */ }
  }

  const say = (words) => { const place = card.querySelector("[data-pair-said]"); if (place.textContent !== words) place.textContent = words; };
  function draw() {
    const left = held ? Math.max(0, (held.until - Date.now()) / 1000) : 0;
    const halves = held ? held.code.split("-") : ["····", "····"];
    card.querySelectorAll("[data-pair-half]").forEach((half, i) => { if (half.textContent !== halves[i]) half.textContent = halves[i]; });
    card.toggleAttribute("data-held", Boolean(held));
    card.querySelector("[data-pair-bar]").style.transform = "scaleX(" + (held ? Math.min(1, left / held.for_s) : 0) + ")";
    const place = card.querySelector("[data-pair-left]");
    const clock = Math.floor(left / 60) + ":" + String(Math.floor(left % 60)).padStart(2, "0");
    place.textContent = held ? place.dataset.text.replace("{left}", clock) : "\u00a0";
  }

  function enter(page) {
    say(card.dataset.accepted);
    card.setAttribute("data-accepted-now", "");
    keep(null);
    try { window.localStorage.setItem(KIND, "screen"); } catch (_) { /* the wall itself says so as well */ }
    window.gate.go(page);
  }

  async function start() {
    say(card.dataset.fetching);
    const answer = await window.gate.send(card.dataset.pair + "/start", {});
    if (!answer.ok) return fail(answer);
    failures = 0;
    if (answer.told.page) return enter(answer.told.page);
    keep({ code: answer.told.code, secret: answer.told.secret, for_s: answer.told.for_s, until: Date.now() + answer.told.for_s * 1000 });
    say(card.dataset.waiting);
    return EVERY_MS;
  }
  async function ask() {
    const answer = await window.gate.send(card.dataset.pair + "/take", { secret: held.secret });
    if (answer.status === 200) return enter(answer.told.page);
    if (answer.status === 404 || answer.status === 400) { keep(null); return 0; }
    if (!answer.ok) return fail(answer);
    failures = 0;
    say(card.dataset.waiting);
    return EVERY_MS;
  }
  function fail(answer) {
    failures += 1;
    say(answer.words);
    return Math.min(LONGEST_MS, EVERY_MS * 2 ** Math.min(failures - 1, 4)) * (0.8 + Math.random() * 0.4);
  }
  async function turn() {
    const pause = await (held ? ask() : start());
    draw();
    if (pause !== undefined) window.setTimeout(turn, pause);
  }

  document.addEventListener("DOMContentLoaded", () => {
    card = document.querySelector("[data-pair]");
    if (!card) return;
    recall();
    draw();
    window.setInterval(draw, 1000);
    turn();
  });
})();
