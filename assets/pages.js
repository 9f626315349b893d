/* What pages do without asking the server: theme, keyboard help, menus that fold, the phone's sheet, ages that grow,
   the place in the navigation. One delegated listener each, so that Dash may redraw as it likes. */
(function () {
  "use strict";
  const centre = window.centre;
  const root = document.documentElement;
  const THEME = "centre.theme";

  let kept = null;
  /* Dark is the default: a control room at night. The choice is this browser's own. */
  function theme(next) {
    root.setAttribute("data-theme", next);
    kept = next;
    try { window.localStorage.setItem(THEME, next); } catch (_) { /* private window: the choice lasts for this page */ }
  }
  try { kept = window.localStorage.getItem(THEME); } catch (_) { /* as above */ }
  root.setAttribute("data-theme", kept === "light" ? "light" : "dark");

  /* Paper is light, whatever the room is; the canvas must be drawn before the printer looks. */
  function paper(on) {
    root.setAttribute("data-theme", on || kept === "light" ? "light" : "dark");
    for (const view of centre.map.views) {
      view.marks.forget();
      for (const layer of [view.areas, view.points, view.top]) if (centre.feed.ready) layer.canvas.redraw();
    }
  }
  window.matchMedia("print").addEventListener("change", (event) => paper(event.matches));

  const firstView = () => [...centre.map.views][0];
  const PRESS = {
    theme: () => theme(root.getAttribute("data-theme") === "light" ? "dark" : "light"),
    help: () => { const box = document.querySelector("[data-help]"); if (box && !box.open) box.showModal(); },
    close: (button) => { const box = button.closest("dialog"); if (box) box.close(); },
    sheet: () => root.toggleAttribute("data-sheet"),
    print: () => window.print(),
    "zoom-in": () => firstView() && firstView().map.zoomIn(),
    "zoom-out": () => firstView() && firstView().map.zoomOut(),
    "zoom-fit": () => firstView() && centre.map.fit(firstView(), !firstView().calm),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button && PRESS[button.dataset.press]) PRESS[button.dataset.press](button);
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
    const chosen = event.target.closest(".layer-menu [data-set]");
    if (chosen) { const menu = chosen.closest("details"); menu.open = false; menu.querySelector("summary").focus(); }
    if (event.target.matches("dialog")) event.target.close(); // the veil around the box
  });

  const typing = (node) => node.closest && node.closest("input,textarea,select,[contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const menu = event.target.closest && event.target.closest("details[data-menu][open]");
    if (event.key === "Escape" && menu) { menu.open = false; menu.querySelector("summary").focus(); event.stopPropagation(); return; }
    if (event.key === "Escape" && event.target.closest && event.target.closest(".side")) leave();
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") PRESS.help();
    else if (event.key === "t" || event.key === "T") PRESS.theme();
    else if ((event.key === "i" || event.key === "I") && document.querySelector("[data-toggle=only]")) {
      centre.state.set({ only: centre.state.get().only ? "" : "1" });
    } else return;
    event.preventDefault();
  });
  function leave() {
    if (centre.state.get().school) centre.state.set({ school: "" });
    const map = document.querySelector(".school-map .leaflet-container");
    if (map) map.focus({ preventScroll: true });
  }

  /* A school opened from the keyboard takes the focus to its name, so that a reader hears it. */
  let byKey = false, opened = false;
  centre.on("decorate", () => {
    if (!opened && document.querySelector(".school-slot") && centre.state.get().school) root.setAttribute("data-sheet", "");
    opened = Boolean(document.querySelector(".school-slot"));
  });
  document.addEventListener("keydown", (event) => { byKey = event.key === "Enter" || event.key === " "; }, true);
  document.addEventListener("pointerdown", () => { byKey = false; }, true);
  centre.on("state", ({ state, changed }) => {
    if (changed.includes("school") && state.school) {
      root.setAttribute("data-sheet", "");
      if (byKey) await_card(state.school, 40);
    } else if (changed.includes("school")) root.removeAttribute("data-sheet");
  });
  function await_card(code, turns) {
    const card = document.querySelector(".school-card[data-school='" + CSS.escape(code) + "'] h2");
    if (card) card.focus({ preventScroll: true });
    else if (turns > 0) setTimeout(() => await_card(code, turns - 1), 50);
  }

  /* Room the map keeps free at its edges, in proportion to the screen. */
  function room() {
    for (const view of centre.map.views) {
      const place = view.box.closest(".map-place");
      if (!place) continue;
      const edge = Math.round(place.clientHeight * 0.025);
      const pad = [edge, edge, edge, edge];
      if (String(pad) === String(view.options.pad)) continue;
      view.options.pad = pad;
      if (centre.feed.directory) centre.map.fit(view, false);
    }
  }
  centre.on("directory", room);
  centre.on("decorate", () => requestAnimationFrame(room)); // measured with the frame, not before it

  /* Ages written by the server go on growing here, by the centre's clock. */
  function ages() {
    const now = centre.feed.now();
    if (!now) return;
    for (const node of document.querySelectorAll("[data-since]")) {
      const text = centre.format.ago(now - Number(node.dataset.since));
      if (node.textContent !== text) node.textContent = text;
    }
  }
  setInterval(ages, 1000);

  /* Which place of the navigation we are at; how many kinds are chosen. */
  /* A place that stands in the bar already is only there for narrower screens. */
  const folded = (link) => { const place = link.closest(".when-narrow,.when-data,.when-phone"); return !place || getComputedStyle(place).display !== "none"; };
  function here() {
    const path = window.location.pathname;
    for (const link of document.querySelectorAll("[data-places] a")) {
      const own = link.getAttribute("href");
      if (own === path || path.startsWith(own === "/" ? "/schools/" : own + "/")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const menu of document.querySelectorAll("[data-places] [data-menu]")) menu.toggleAttribute("data-here", [...menu.querySelectorAll("a[aria-current]")].some(folded));
    const kinds = centre.state.get().kind;
    for (const menu of document.querySelectorAll(".kinds-menu > summary")) {
      if (kinds) menu.dataset.count = String(kinds.split(",").length); else delete menu.dataset.count;
    }
    for (const inset of document.querySelectorAll(".inset .leaflet-container")) inset.inert = true;
  }
  centre.on("decorate", here);
  centre.on("bar", here);
  centre.on("state", here);
  window.addEventListener("popstate", here);
  window.addEventListener("_dashprivate_pushstate", () => setTimeout(here, 0));
  new MutationObserver(here).observe(root, { childList: true, subtree: false });
  document.addEventListener("DOMContentLoaded", here);
})();
