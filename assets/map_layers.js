/* Which indicator colours the map: a list by group, searched without diacritics, walked with the arrows. A plain fact has
   no limits: what is known of it is shown in ink, and called known, never healthy. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, fold, text } = centre;
  const feed = centre.feed;

  function option(layer) {
    const node = element("button", "choice", layer.label);
    node.type = "button";
    node.dataset.set = "layer=" + layer.key;
    node.dataset.words = fold([layer.label, layer.meaning, layer.group_label, layer.key].join(" "));
    node.title = layer.meaning;
    return node;
  }
  function groups() {
    const found = new Map();
    for (const layer of feed.directory.layers) {
      if (!found.has(layer.group)) {
        const box = element("div", "layer-group"), name = element("h3", "", layer.group_label || layer.group);
        name.id = "layers-" + layer.group;
        box.setAttribute("role", "group");
        box.setAttribute("aria-labelledby", name.id);
        box.append(name);
        found.set(layer.group, box);
      }
      found.get(layer.group).append(option(layer));
    }
    return [...found.values()];
  }
  const shown = (box) => [...box.querySelectorAll("button[data-set]")].filter((node) => !node.hidden);

  function narrow(box, wanted) {
    const words = fold(wanted).split(" ").filter(Boolean);
    for (const node of box.querySelectorAll("button[data-set]")) node.hidden = !words.every((word) => node.dataset.words.includes(word));
    for (const group of box.querySelectorAll(".layer-group")) group.hidden = !group.querySelector("button:not([hidden])");
    box.querySelector(".layer-none").hidden = shown(box).length > 0;
  }
  function fill(box) {
    const seek = element("input", "input layer-seek"), list = element("div", "layer-list");
    seek.type = "search";
    seek.placeholder = text("Tìm chỉ số", "Find an indicator");
    seek.setAttribute("aria-label", seek.placeholder);
    seek.addEventListener("input", () => narrow(box, seek.value));
    const none = element("p", "layer-none quiet", text("Không có chỉ số nào khớp.", "No indicator matches."));
    none.hidden = true;
    list.append(...groups(), none);
    box.append(seek, list);
    box.addEventListener("keydown", (event) => walk(box, event));
    const menu = box.closest("details");
    if (menu) menu.addEventListener("toggle", () => opened(box, menu.open));
  }
  function opened(box, open) {
    if (!open) return;
    const seek = box.querySelector(".layer-seek"), chosen = box.querySelector("[aria-pressed='true']");
    seek.value = "";
    narrow(box, "");
    seek.focus({ preventScroll: true });
    if (chosen) chosen.scrollIntoView({ block: "center" });
  }
  function walk(box, event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], list = shown(box), at = list.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target.matches(".layer-seek")) {
      event.preventDefault();
      if (list.length) list[0].click();
    } else if (step && list.length) {
      event.preventDefault();
      const next = at + step;
      (next < 0 ? box.querySelector(".layer-seek") : list[Math.min(next, list.length - 1)]).focus();
    }
  }

  /* The whole page is told: its marks, its legend, its map draw what is known of a plain fact in ink. */
  let fact = null;
  function look() {
    const layer = feed.directory && feed.directory.layers.find((one) => one.key === feed.layer);
    const now = Boolean(layer && layer.judged === false);
    for (const word of document.querySelectorAll(".legend .mark.good + .legend-word, .good-word")) {
      word.own = word.own || word.textContent;
      const said = now ? text("đã biết", "known") : word.own;
      if (word.textContent !== said) word.textContent = said;
    }
    if (now === fact) return;
    fact = now;
    document.documentElement.toggleAttribute("data-fact", now);
    for (const view of centre.map.views) {
      view.marks.forget();
      for (const drawn of [view.areas, view.points, view.top]) if (feed.ready) drawn.canvas.redraw();
    }
  }
  function lists() {
    if (feed.directory) for (const box of document.querySelectorAll("[data-layers]:empty")) fill(box);
  }
  centre.on("decorate", () => { lists(); look(); });
  for (const name of ["directory", "state", "counts"]) centre.on(name, look);
})();
