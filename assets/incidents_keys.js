/* Everything on the list by keyboard. Keys are heard before the page's general ones and before the grid's own, and only
   while nobody types and no box is open. */
(function () {
  "use strict";
  const centre = window.centre;
  const list = centre.incidents, grid = list.grid;
  const typing = (node) => node.closest && node.closest("input,textarea,select,[contenteditable]");
  const phone = () => list.cards && list.cards.on();
  const at = () => (phone() ? list.cards.at() : grid.at);
  const with_row = (act) => { const id = at(); if (id !== null && list.rows.has(id)) act([id]); else centre.say(list.said("choose_first"), "watch"); };
  const field = () => list.root.querySelector(".incident-search input");

  list.story = (id) => {
    window.history.pushState({}, "", "/incidents/" + id);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // Dash draws the page, without loading another document
    window.scrollTo(0, 0);
  };
  const step = (by) => (phone() ? list.cards.step(by) : grid.api && grid.step(by));
  const KEYS = {
    j: () => step(1), k: () => step(-1), g: () => step(-1e9), Enter: () => with_row(([id]) => list.story(id)), o: () => with_row(([id]) => list.story(id)),
    a: () => with_row(list.acts.acknowledge), e: () => with_row(list.acts.assign), n: () => with_row(list.acts.note), r: () => with_row(list.acts.resolve),
    x: () => with_row(([id]) => grid.api && grid.choose(id)), " ": () => with_row(([id]) => grid.api && grid.choose(id)),
    A: () => (grid.chosen.size ? list.acts.acknowledge([...grid.chosen]) : with_row(list.acts.acknowledge)),
    m: () => list.set({ owner: list.filters.owner === "me" ? "" : "me" }),
    "/": () => { const box = field(); if (box) { box.focus(); box.select(); } }, "?": () => list.acts.help(), Escape: () => back(),
  };
  /* One step back: the selection, then the search. */
  function back() {
    if (grid.chosen.size) return grid.choose_none();
    if (list.filters.q) return list.set({ q: "" });
    return undefined;
  }
  const controls = (node) => node.closest && node.closest("button,a,summary,[role=button]") && !node.closest(".incident-grid,.incident-cards");

  function ours(event) {
    if (!list.root || !list.root.isConnected || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return false;
    if (document.querySelector("dialog[open]") || typing(event.target)) return false;
    const key = event.key.length === 1 && !event.shiftKey ? event.key.toLowerCase() : event.key;
    if ((key === "Enter" || key === " ") && (controls(event.target) || event.target.closest(".ag-header,.ag-selection-checkbox,.card-acts"))) return false;
    if (key === "Escape" && event.target.closest && event.target.closest("details[open]")) return false;
    return KEYS[key] ? key : false;
  }
  list.keys = (event) => Boolean(ours(event));
  document.addEventListener("keydown", (event) => {
    const key = ours(event);
    if (!key) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    KEYS[key]();
  }, true);

  /* In the search: down goes to the list, Esc clears and leaves. */
  document.addEventListener("keydown", (event) => {
    if (!list.root || !event.target.matches || !event.target.matches(".incident-search input")) return;
    if (event.key === "ArrowDown" || event.key === "Enter") { event.target.blur(); step(1); }
    else if (event.key === "Escape") { if (event.target.value) list.set({ q: "" }, { replace: true }); event.target.blur(); }
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  /* A link of a line opens the story in this page; with Ctrl it is a link like any other. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("[data-story]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    list.story(link.dataset.story);
  });
})();
