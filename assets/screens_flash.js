/* "Nháy màn hình": for some seconds a wall shows its name as large as it can, so that it is found in a room of screens. */
(function () {
  "use strict";
  const centre = window.centre;
  let box = null, timer = 0;
  function off() {
    if (box) box.remove();
    box = null;
  }
  centre.flash = (asked) => {
    if (!asked || typeof asked.name !== "string" || !(asked.for_s > 0)) return;
    clearTimeout(timer);
    timer = setTimeout(off, Math.min(60, asked.for_s) * 1000);
    if (box && box.dataset.name === asked.name) return;
    off();
    box = centre.element("div", "screen-flash");
    box.dataset.name = asked.name;
    box.setAttribute("role", "status");
    const words = centre.element("div", "screen-flash-words");
    words.append(centre.element("span", "screen-flash-about", centre.text("Màn hình này là", "This screen is")), centre.element("b", "screen-flash-name", asked.name));
    words.style.setProperty("--letters", String(Math.max(8, asked.name.length)));
    box.append(words);
    document.body.append(box);
  };
})();
