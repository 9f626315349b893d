/* Light and dark before anything is drawn, and the clock. The choice is the same one the product keeps. */
(function () {
  "use strict";
  const root = document.documentElement;
  const THEME = "centre.theme";
  const bright = window.matchMedia("(prefers-color-scheme: light)");
  let kept = null;
  try { kept = window.localStorage.getItem(THEME); } catch (_) { /* a private window: the system's choice stands */ }

  function draw() { root.setAttribute("data-theme", kept ? (kept === "light" ? "light" : "dark") : bright.matches ? "light" : "dark"); }
  draw();
  bright.addEventListener("change", draw);

  /* A wall's computer whose session ended shows a new code by itself: nobody stands there to press anything. */
  try {
    const wanted = new URLSearchParams(window.location.search).get("next") || "";
    const wall = window.localStorage.getItem("centre.kind") === "screen" && wanted.startsWith("/wall");
    if (wall && window.location.pathname === "/login") window.location.replace("/pair");
  } catch (_) { /* as above */ }

  const form = () => new Intl.DateTimeFormat(root.lang === "en" ? "en-GB" : "vi-VN", {
    timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23", weekday: "long", day: "2-digit", month: "2-digit", year: "numeric",
    hour: "2-digit", minute: "2-digit",
  });
  document.addEventListener("DOMContentLoaded", () => {
    const shown = document.querySelector("[data-clock]");
    const told = form();
    const tick = () => { if (shown) shown.textContent = told.format(new Date()); };
    tick();
    window.setInterval(tick, 10000);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-press]")) return;
    kept = root.getAttribute("data-theme") === "light" ? "dark" : "light";
    draw();
    try { window.localStorage.setItem(THEME, kept); } catch (_) { /* as above */ }
  });
})();
