/* Around the lines: numbers beside the choices, the sentence over the list, what an empty list says, what is chosen. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const list = centre.incidents, grid = list.grid;
  const one = (selector) => list.root && list.root.querySelector(selector);
  const put = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };
  let asked = 0, typed = 0;

  function soon() { if (!asked && list.root) asked = requestAnimationFrame(() => { asked = 0; if (list.root) tell(); }); }

  function tell() {
    list.fields(list.root);
    const found = list.counts(), filters = list.filters, known = (key) => list.scope === "all" || !["state.resolved", "state.closed", "state.all"].includes(key);
    for (const node of list.root.querySelectorAll("[data-count-of]")) {
      const [group, key] = node.dataset.countOf.split(".");
      const n = (found[group] || {})[key] || 0, told = list.ready && known(node.dataset.countOf); // what was not asked for is not "none"
      put(node, told ? format.number(n) : "");
      node.parentNode.classList.toggle("none", told && !n && node.parentNode.getAttribute("aria-pressed") !== "true");
    }
    for (const node of list.root.querySelectorAll("button[data-f]")) {
      const { f, v } = node.dataset, now = filters[f];
      node.setAttribute("aria-pressed", String(f === "severity" || f === "kind" ? now.split(",").includes(v) : now === v));
    }
    for (const menu of list.root.querySelectorAll(".incident-menu > summary")) {
      if (filters.kind) menu.dataset.count = String(filters.kind.split(",").length); else delete menu.dataset.count;
    }
    pick("area", found.area, (code) => (([...list.rows.values()].find((row) => row.area === code) || {}).place || code), "any_area");
    pick("carrier", found.carrier, (key) => (key.length <= 4 ? key.toUpperCase() : key[0].toUpperCase() + key.slice(1)), "any_carrier");
    const box = one(".incident-search input");
    if (box && box !== document.activeElement && box.value !== filters.q) box.value = filters.q;
    one("[data-incident-clear]").hidden = !list.filtered();
    const fold = one("[data-incident-fold]"), folded = ["severity", "kind", "area", "carrier", "owner", "quiet"].filter((key) => filters[key]).length;
    if (folded) fold.dataset.count = String(folded); else delete fold.dataset.count;
    one("[data-own-order]").hidden = !grid.own();
    put(one("[data-incident-summary]"), list.ready ? list.said("summary", { n: format.number(found.shown), fresh: format.number(found.fresh), quiet: format.number(found.quiet) }) : "");
    empty(found);
    chosen();
  }

  /* A native list of what the rows name; it is opened rarely and costs nothing while it is closed. */
  function pick(key, counts, name, any) {
    const place = one(`[data-pick="${key}"]`);
    if (!place) return;
    const now = list.filters[key], keys = Object.keys(counts);
    if (now && !keys.includes(now)) keys.push(now);
    place.closest("label").hidden = keys.length < 1;
    const sign = now + "|" + keys.map((code) => code + counts[code]).sort().join();
    if (place.dataset.sign === sign || place.contains(document.activeElement)) return;
    place.dataset.sign = sign;
    const select = element("select", "incident-select" + (now ? " on" : ""));
    select.setAttribute("aria-label", place.dataset.name);
    select.dataset.pickOf = key;
    const choice = (value, text) => { const node = element("option", "", text); node.value = value; node.selected = value === now; return node; };
    const named = keys.map((code) => [code, name(code)]).sort((a, b) => a[1].localeCompare(b[1], "vi", { numeric: true }));
    select.append(choice("", list.said(any)), ...named.map(([code, text]) => choice(code, text + " (" + format.number(counts[code] || 0) + ")")));
    place.replaceChildren(select);
  }

  function empty(found) {
    const node = one("[data-incident-empty]"), none = list.ready && !found.shown;
    one("[data-incident-loading]").hidden = list.ready && (grid.api !== null || list.cards.on());
    one(".incident-place").classList.toggle("bare", none);
    node.hidden = !none;
    if (!none) { delete node.dataset.sign; return; }
    const hidden = found.state && [...list.rows.values()].filter((row) => list.filters.state === "all" || (list.filters.state === "live" ? row.alive : row.state === list.filters.state)).length;
    const how = list.filtered() && hidden ? "no_match" : list.filters.state === "live" ? "calm" : "none_past";
    const sign = how + hidden;
    if (node.dataset.sign === sign) return;
    node.dataset.sign = sign;
    const icon = element("i", "icon " + ({ calm: "i-circle-check", no_match: "i-filter", none_past: "i-history" })[how]);
    const parts = [icon, element("h2", "", list.said(how)), element("p", "", list.said(how + "_why", { n: format.number(hidden) }))];
    if (how === "no_match") { const clear = element("button", "button primary", one("[data-incident-clear]").textContent); clear.type = "button"; clear.dataset.incidentClear = ""; parts.push(clear); }
    node.className = "incident-empty " + how;
    node.replaceChildren(...parts);
  }

  function chosen() {
    const bar = one("[data-chosen]"), n = grid.chosen.size;
    bar.hidden = !n;
    if (!n) return;
    const fresh = [...grid.chosen].filter((id) => (list.rows.get(id) || {}).fresh).length;
    put(one("[data-chosen-count]"), list.said("chosen", { n: format.number(n) }));
    put(one("[data-chosen-fresh]"), format.number(fresh));
    one("[data-chosen-act=acknowledge]").disabled = !fresh;
  }
  function reach() {
    const node = one("[data-incident-reach]");
    if (!node) return;
    node.hidden = !list.failing;
    put(node, list.failing ? list.said("reach", { time: format.clock(list.failing) }) : "");
  }

  const CHOSEN = { acknowledge: () => list.acts.acknowledge([...grid.chosen]), assign: () => list.acts.assign([...grid.chosen]), none: () => grid.choose_none() };
  document.addEventListener("click", (event) => {
    if (!list.root || !event.target.closest || !list.root.contains(event.target)) return;
    const choice = event.target.closest("[data-f]"), act = event.target.closest("[data-chosen-act]"), fold = event.target.closest("[data-incident-fold]");
    if (choice) {
      const { f, v } = choice.dataset;
      if (f === "severity" || f === "kind") list.toggle(f, v);
      else list.set({ [f]: f !== "state" && list.filters[f] === v ? "" : v });
    } else if (act) CHOSEN[act.dataset.chosenAct]();
    else if (event.target.closest("[data-incident-clear]")) list.clear();
    else if (event.target.closest("[data-own-order]")) { grid.reset(); soon(); }
    else if (fold) fold.setAttribute("aria-expanded", String(list.root.toggleAttribute("data-more")));
  });
  document.addEventListener("change", (event) => { const key = event.target.dataset && event.target.dataset.pickOf; if (key) { event.target.blur(); list.set({ [key]: event.target.value }); } });
  document.addEventListener("input", (event) => {
    if (!event.target.matches || !event.target.matches(".incident-search input")) return;
    clearTimeout(typed);
    typed = setTimeout(() => list.set({ q: event.target.value.trim() }, { replace: true }), 60);
  });
  for (const name of ["incidents", "incident-filters", "incidents-drawn", "incidents-chosen", "moves"]) centre.on(name, soon);
  centre.on("incidents-reach", reach);
})();
