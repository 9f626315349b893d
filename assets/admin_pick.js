/* Choosing areas: one dialog for every [data-areas] field of the page, a searchable list of both trees on one side and
   the map on the other; both show and change the same set. The set holds codes; "" is the whole province. */
(function () {
  "use strict";
  const centre = (window.centre = window.centre || {});
  let field = null; // the field the dialog is open for
  let chosen = new Set();
  let sign = "";

  const dialog = () => document.querySelector("dialog[data-picker]");
  const words = () => centre.config(dialog(), "data-words");
  const directory = () => centre.feed.directory;
  const tree = () => centre.state.get().tree;
  const say = (text, n) => text.replace("{n}", centre.format.number(n));

  /* code -> { name, tree }, newest directory. */
  let known = { of: null, names: new Map() };
  function names() {
    const now = directory();
    if (known.of !== now) {
      known = { of: now, names: new Map() };
      for (const side of ["old", "new"]) for (const area of (now && now.trees[side]) || []) known.names.set(area.code, { name: area.name, tree: side });
    }
    return known.names;
  }
  const nameOf = (code) => (code === "" ? words().whole : (names().get(code) || { name: code }).name);

  /* Schools per area of a tree, by position. */
  function sizes(side) {
    const points = centre.feed.points, count = new Map(), list = directory().trees[side] || [];
    if (points) for (const position of points.area[side]) { const area = list[position]; if (area) count.set(area.code, (count.get(area.code) || 0) + 1); }
    return count;
  }

  function toggle(code, on) {
    if (on === undefined ? !chosen.has(code) : on) chosen.add(code); else chosen.delete(code);
    if (code === "" && chosen.has("")) chosen = new Set([""]);
    else if (code !== "") chosen.delete("");
    draw();
  }

  function chip(code, drop) {
    const { element } = centre, side = (names().get(code) || {}).tree;
    const node = element("span", "area-chip");
    node.append(element("span", "", nameOf(code)));
    if (side === "old") node.append(element("span", "chip-tree", words().old));
    if (drop) {
      const cross = element("button", "chip-drop");
      cross.type = "button";
      cross.title = words().drop;
      cross.setAttribute("aria-label", words().drop + ": " + nameOf(code));
      cross.append(element("i", "icon i-close"));
      cross.addEventListener("click", () => drop(code));
      node.append(cross);
    }
    return node;
  }
  const inOrder = (codes) => {
    const order = [...names().keys()];
    return [...codes].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  };

  /* A field in a form: its chips. */
  function fields() {
    if (!dialog()) return;
    for (const node of document.querySelectorAll("[data-areas]")) {
      if (!node.chosen) node.chosen = JSON.parse(node.dataset.value || "[]");
      const mark = JSON.stringify(node.chosen) + names().size;
      if (node.dataset.drawn === mark) continue;
      node.dataset.drawn = mark;
      const box = node.querySelector("[data-chips]");
      const drop = (code) => { node.chosen = node.chosen.filter((one) => one !== code); fields(); node.querySelector("[data-pick-open]").focus(); };
      box.replaceChildren(...inOrder(node.chosen).map((code) => chip(code, drop)));
      if (!node.chosen.length) box.replaceChildren(centre.element("span", "quiet", words().nothing));
    }
  }

  function row(area, count, whole) {
    const { element } = centre, node = element("label", "pick-row" + (area.code === "" ? " whole" : "")), box = document.createElement("input");
    box.type = "checkbox";
    box.checked = whole || chosen.has(area.code);
    box.disabled = whole && area.code !== "";
    box.value = area.code;
    node.append(box, element("span", "pick-name", area.name), element("span", "dim num", count === undefined ? "" : say(words().schools, count)));
    return node;
  }

  function draw() {
    const box = dialog();
    if (!box || !box.open) return;
    const list = box.querySelector("[data-pick-list]"), text = box.querySelector("[data-pick-search] input").value;
    const side = tree(), all = (directory() && directory().trees[side]) || [], whole = chosen.has("");
    for (const button of box.querySelectorAll("[data-pick-tree]")) button.setAttribute("aria-pressed", String(button.dataset.pickTree === side));
    const wanted = centre.fold(text).split(" ").filter(Boolean);
    const found = all.filter((area) => wanted.every((word) => (centre.fold(area.name) + " " + area.code).includes(word)));
    const now = [side, text, names().size].join("|");
    if (now !== sign) { // another list; a changed choice alone keeps rows, focus and place
      sign = now;
      const count = sizes(side), total = [...count.values()].reduce((a, b) => a + b, 0);
      const rows = found.map((area) => row(area, count.get(area.code) || 0, whole));
      if (!wanted.length && all.length) rows.unshift(row({ code: "", name: words().whole }, total, whole));
      if (!rows.length) rows.push(centre.element("p", "empty", all.length ? words().none : words().empty));
      list.replaceChildren(...rows);
      list.scrollTop = 0;
    }
    for (const input of list.querySelectorAll("input")) {
      input.checked = whole || chosen.has(input.value);
      input.disabled = whole && input.value !== "";
    }
    const chips = inOrder(chosen).map((code) => chip(code, (one) => toggle(one, false)));
    if (!chips.length) chips.push(centre.element("span", "quiet", words().nothing));
    box.querySelector("[data-pick-chips]").replaceChildren(...chips);
    for (const view of centre.map.views) if (view.pick) view.repaint(1);
  }

  /* What the map asks while areas are chosen. */
  const picking = {
    has: (code) => chosen.has("") || chosen.has(code),
    toggle: (code) => { if (chosen.has("")) chosen.clear(); toggle(code); reveal(code); },
    about: (code) => (picking.has(code) ? words().taken : words().free) + " · " + say(words().schools, sizes(tree()).get(code) || 0),
  };
  function reveal(code) {
    const input = dialog().querySelector("[data-pick-list] input[value='" + CSS.escape(code) + "']");
    if (input) input.closest("label").scrollIntoView({ block: "nearest" });
  }

  function show(node) {
    const box = dialog();
    field = node;
    chosen = new Set(node.chosen || []);
    sign = "";
    box.returnValue = "";
    const first = inOrder(chosen)[0], side = first && names().get(first);
    if (side && side.tree !== tree()) centre.state.set({ tree: side.tree }, { replace: true });
    box.showModal();
    for (const view of centre.map.views) if (view.options.pick) { view.pick = picking; view.map.invalidateSize({ animate: false }); centre.map.fit(view, false); view.repaint(7); }
    draw();
    box.querySelector("[data-pick-search] input").focus();
    if (box.dataset.heard) return;
    box.dataset.heard = "1";
    box.addEventListener("close", () => { if (field && field.isConnected) field.querySelector("[data-pick-open]").focus(); field = null; centre.state.set({ tree: "new" }, { replace: true }); });
    box.addEventListener("keydown", (event) => { if (event.key === "/") event.stopPropagation(); });
  }
  function done() {
    if (field) { field.chosen = inOrder(chosen); fields(); centre.emit("admin-chosen", field); }
    dialog().close();
  }

  document.addEventListener("click", (event) => {
    const at = event.target.closest && event.target.closest("[data-pick-open],[data-pick-tree],[data-pick-done],[data-pick-none]");
    if (!at) return;
    if (at.matches("[data-pick-open]")) show(at.closest("[data-areas]"));
    else if (at.matches("[data-pick-tree]")) centre.state.set({ tree: at.dataset.pickTree }, { replace: true });
    else if (at.matches("[data-pick-none]")) { chosen.clear(); draw(); }
    else done();
  });
  document.addEventListener("change", (event) => { if (event.target.closest("[data-pick-list]")) toggle(event.target.value, event.target.checked); });
  document.addEventListener("input", (event) => { if (event.target.closest("[data-pick-search]")) draw(); });
  document.addEventListener("keydown", (event) => { // Enter in the search takes the only one found
    if (event.key !== "Enter" || !event.target.closest("[data-pick-search]")) return;
    const rows = dialog().querySelectorAll("[data-pick-list] input");
    if (rows.length === 1) toggle(rows[0].value);
    event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const name of ["admin-drawn", "directory"]) centre.on(name, () => { fields(); draw(); });
    centre.on("state", ({ changed }) => { if (changed.includes("tree")) draw(); });
  });
})();
