/* The bar of every page is whole at every width, for every role, in every language and with every count: it is measured, and while
   something stands outside it the next least missed thing goes (assets/topbar.css says how). Nothing is lost: what leaves the bar
   is in a menu, in the help or in the name of what stays. */
(function () {
  "use strict";
  const centre = window.centre;
  const STEPS = ["subject", "search", "wall", "tight", "clock", "key", "data", "brand", "name", "words", "badge", "last"];
  const watched = new WeakSet();
  let asked = 0;

  function whole(bar) {
    const edge = bar.getBoundingClientRect().right - parseFloat(getComputedStyle(bar).paddingRight) + 0.5;
    return [...bar.children].every((part) => part.getBoundingClientRect().right <= edge || !part.checkVisibility());
  }
  function fit() {
    asked = 0;
    const bar = document.querySelector("[data-bar]");
    if (!bar || !bar.checkVisibility()) return;
    const before = bar.getAttribute("data-fit") || "";
    bar.setAttribute("data-fit", "");
    for (let gone = 1; gone <= STEPS.length && !whole(bar); gone++) bar.setAttribute("data-fit", STEPS.slice(0, gone).join(" "));
    if (before !== bar.getAttribute("data-fit")) centre.emit("bar");
  }
  const seen = new ResizeObserver(() => { if (!asked) asked = requestAnimationFrame(fit); });
  function watch() {
    const bar = document.querySelector("[data-bar]");
    if (!bar || watched.has(bar)) return;
    watched.add(bar);
    for (const part of [bar, ...bar.children]) seen.observe(part);
    fit(); // before it is painted
  }
  new MutationObserver(watch).observe(document.documentElement, { childList: true, subtree: true });
})();
