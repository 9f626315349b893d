/* The same list on a phone: cards with large buttons instead of a grid; the same rows, the same order. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const list = centre.incidents;
  const NARROW = window.matchMedia("(max-width: 720px)"), MOST = 60;
  const drawn = new Map(); // id -> {node, sign}
  let most = MOST, asked = 0, place = null;
  const ACTS = [["acknowledge", "i-check"], ["assign", "i-user-plus"], ["note", "i-note"]];

  function button(name, icon, text, row) {
    const node = element("button", "button card-act" + (name === "acknowledge" ? " primary" : ""));
    Object.assign(node, { type: "button" });
    Object.assign(node.dataset, { cardAct: name, id: row.id });
    node.append(element("i", "icon " + icon), element("span", "", text));
    return node;
  }
  function card(row) {
    const { draw } = list;
    const node = element("li", "incident-card card" + (row.hush ? " card-quiet" : "") + (row.fresh && !row.hush ? " card-fresh" : "") + " sev-" + row.severity);
    node.dataset.card = row.id;
    node.tabIndex = 0;
    node.setAttribute("aria-label", list.spoken(row));
    const head = element("div", "card-line"), foot = element("div", "card-line card-foot"), acts = element("div", "card-acts");
    head.append(draw.severity(row), element("span", "grow"), draw.state(row));
    foot.append(draw.where(row), draw.since(row), ...(row.owner ? [draw.owner(row)] : []), ...(row.clock ? [draw.clock(row)] : []));
    const names = list.words.acts || {};
    for (const [name, icon] of ACTS) if (name === "note" || (name === "acknowledge" ? row.fresh : row.alive)) acts.append(button(name, icon, names[name], row));
    const call = element("a", "button card-act");
    call.href = "/incidents/" + row.id + "/calls";
    call.append(element("i", "icon i-phone"), element("span", "", names.call));
    if (row.many) acts.append(call);
    acts.dataset.n = acts.children.length;
    node.append(head, draw.what(row), foot, acts);
    return node;
  }
  const sign = (row) => [row.changed, row.quiet, (centre.moves.of(row.id)[0] || {}).state, row.clock && row.clock.due].join();

  function paint() {
    asked = 0;
    const box = list.root && list.root.querySelector("[data-incident-cards]");
    if (!box || !NARROW.matches || !list.ready) return;
    if (box !== place) { drawn.clear(); most = MOST; place = box; box.replaceChildren(); }
    const shown = list.shown(), now = shown.slice(0, most), focused = document.activeElement && document.activeElement.closest("[data-card]");
    const nodes = now.map((row) => {
      const known = drawn.get(row.id), mark = sign(row);
      if (known && known.sign === mark) return known.node;
      const node = card(row);
      drawn.set(row.id, { node, sign: mark });
      if (focused && focused.dataset.card === String(row.id)) queueMicrotask(() => node.focus({ preventScroll: true }));
      return node;
    });
    const kept = new Set(now.map((row) => row.id));
    for (const id of drawn.keys()) if (!kept.has(id)) drawn.delete(id);
    if (shown.length > most) {
      const more = element("li", "card-more");
      const press = element("button", "button", list.said("more", { n: format.number(shown.length - most) }));
      press.type = "button";
      press.dataset.cardMore = "";
      more.append(press);
      nodes.push(more);
    }
    nodes.forEach((node, i) => { if (box.children[i] !== node) box.insertBefore(node, box.children[i] || null); });
    while (box.children.length > nodes.length) box.lastChild.remove();
  }
  const soon = () => { if (!asked) asked = requestAnimationFrame(paint); };

  list.cards = {
    on: () => NARROW.matches,
    at() { const node = document.activeElement && document.activeElement.closest("[data-card]"); return node ? Number(node.dataset.card) : null; },
    step(by) {
      const all = place ? [...place.querySelectorAll("[data-card]")] : [], now = all.findIndex((node) => node.contains(document.activeElement));
      const next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + by))];
      if (next) next.focus();
    },
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    const act = event.target.closest("[data-card-act]");
    if (act) list.acts[act.dataset.cardAct]([Number(act.dataset.id)]);
    else if (event.target.closest("[data-card-more]")) { most += 120; soon(); }
  });
  for (const name of ["incidents", "incident-filters", "moves", "decorate"]) centre.on(name, soon);
  NARROW.addEventListener("change", soon);
})();
