/* The colours of the statuses as this person needs them: the safe palette can be told apart by every eye. The choice is this
   browser's own, as light and dark are; a registered wall keeps what its playlist says. */
(function () {
  "use strict";
  const centre = window.centre;
  const root = document.documentElement;
  const KEPT = "centre.palette";

  function show(safe) {
    if (safe) root.setAttribute("data-palette", "safe"); else root.removeAttribute("data-palette");
    for (const button of document.querySelectorAll("[data-palette-switch]")) button.setAttribute("aria-pressed", String(safe));
  }
  let safe = false;
  try { safe = window.localStorage.getItem(KEPT) === "safe"; } catch (_) { /* private window: standard colours */ }
  if (safe) show(true);
  centre.on("decorate", () => {
    if (!document.querySelector(".wall[data-wall]") && safe !== (root.getAttribute("data-palette") === "safe")) { // a wall's own colours stay with the wall
      show(safe);
      centre.emit("theme", root.getAttribute("data-theme"));
    }
    for (const button of document.querySelectorAll("[data-palette-switch]:not([aria-pressed])")) button.setAttribute("aria-pressed", String(safe));
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-switch]")) return;
    safe = !safe;
    show(safe);
    try { window.localStorage.setItem(KEPT, safe ? "safe" : ""); } catch (_) { /* the choice lasts for this page */ }
  });
})();
