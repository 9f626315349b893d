/* Small controls that need no callback: buttons that set the URL state, breadcrumb, kinds, ranking of areas.
   One delegated listener each, so that Dash may redraw the elements as it likes. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const feed = centre.feed;

  const areas = centre.areas = {
    tree: (state) => (feed.directory ? feed.directory.trees[state.tree] || [] : []),
    find: (state, code) => areas.tree(state).find((area) => area.code === code),
    /* The whole: the tree's own root where it has one, else the name the page gave (MapConfig.place). */
    whole: (state) => areas.tree(state).find((area) => area.level === "province") || { name: areas.place || centre.text("Toàn địa bàn", "The whole area") },
    name: (state) => (areas.find(state, state.area) || areas.whole(state)).name,
    path(state) {
      const steps = [];
      for (let at = areas.find(state, state.area); at && steps.length < 6; at = areas.find(state, at.parent)) steps.unshift(at);
      return steps;
    },
  };

  function press(event) {
    const button = event.target.closest("[data-set],[data-toggle],[data-kind]");
    if (!button) return;
    const state = centre.state.get();
    if (button.dataset.toggle) return centre.state.set({ [button.dataset.toggle]: state[button.dataset.toggle] ? "" : "1" });
    if (button.dataset.kind) {
      const chosen = new Set(state.kind ? state.kind.split(",") : []);
      if (!chosen.delete(button.dataset.kind)) chosen.add(button.dataset.kind);
      return centre.state.set({ kind: [...chosen].sort().join(",") });
    }
    event.preventDefault();
    return centre.state.set(Object.fromEntries(new URLSearchParams(button.dataset.set)));
  }

  function pressed() {
    const state = centre.state.get();
    const mark = (node, on) => { node.setAttribute("aria-pressed", String(on)); };
    for (const node of document.querySelectorAll("button[data-set]")) {
      mark(node, [...new URLSearchParams(node.dataset.set)].every(([key, value]) => state[key] === value));
    }
    for (const node of document.querySelectorAll("[data-toggle]")) mark(node, Boolean(state[node.dataset.toggle]));
    const kinds = state.kind.split(",");
    for (const node of document.querySelectorAll("[data-kind]:not(.scene)")) mark(node, kinds.includes(node.dataset.kind));
  }

  function crumbs() {
    const state = centre.state.get();
    const steps = [[areas.whole(state).name, ""], ...areas.path(state).filter((area) => area.level !== "province").map((a) => [a.name, a.code])];
    for (const node of document.querySelectorAll("[data-crumbs]")) {
      node.replaceChildren(...steps.map(([name, code], i) => {
        const last = i === steps.length - 1 && !state.school;
        const step = element(last ? "span" : "button", "crumb", name);
        if (last) step.setAttribute("aria-current", "location"); else { step.type = "button"; step.dataset.set = "area=" + code + "&school="; }
        return step;
      }));
      const index = feed.indexOf && state.school ? feed.indexOf.get(state.school) : undefined;
      if (index !== undefined) {
        const home = !state.area && areas.tree(state)[feed.points.area[state.tree][index]]; // the level it was jumped over
        if (home) { const step = element("button", "crumb", home.name); step.type = "button"; step.dataset.set = new URLSearchParams({ area: home.code, school: "" }).toString(); node.append(step); }
        const school = element("span", "crumb", feed.directory.names[index]);
        school.setAttribute("aria-current", "location");
        node.append(school);
      }
    }
  }

  function fillLists() {
    if (!feed.directory) return;
    const present = new Set(feed.points.kind);
    for (const node of document.querySelectorAll("[data-kinds]:empty")) {
      node.append(...feed.directory.kinds.map((key, i) => present.has(i) && option(feed.directory.kind_labels[i], { kind: key })).filter(Boolean));
    }
  }
  function option(label, data, title) {
    const node = element("button", "choice", label);
    node.type = "button";
    Object.assign(node.dataset, data);
    if (title) node.title = title;
    return node;
  }

  /* Worst areas first: by count of bad, then watch, then share; only areas that have something to say. */
  function ranks() {
    const live = centre.live;
    const boxes = document.querySelectorAll("[data-rank-areas]");
    if (!boxes.length || !live.perArea || !feed.ready) return;
    const count = live.perArea;
    const rows = live.tree.map((area, i) => ({ area, n: [...count.subarray(i * 5, i * 5 + 5)] }))
      .filter((row) => row.n[3] + row.n[2] > 0).sort((a, b) => b.n[3] - a.n[3] || b.n[2] - a.n[2]);
    for (const box of boxes) {
      const shown = rows.slice(0, Number(box.dataset.rankAreas) || 8);
      const most = shown.length ? Math.max(...shown.map((row) => row.n[3] + row.n[2])) : 1;
      const list = shown.map((row) => rankRow(row, most));
      const nothing = live.all[1] + live.all[2] + live.all[3] ? centre.text("Không địa bàn nào có sự cố", "No area has an incident") : centre.text("Chưa biết: không trường nào báo cáo", "Not known: no school reports");
      box.replaceChildren(...(list.length ? list : [element("p", "empty", nothing)]));
    }
  }
  function rankRow({ area, n }, most) {
    const row = element("button", "rank-row");
    row.type = "button";
    row.dataset.set = "area=" + area.code;
    const sum = n.reduce((a, b) => a + b, 0);
    const bar = element("span", "rank-bar");
    for (const [status, value] of [["bad", n[3]], ["watch", n[2]]]) {
      const part = element("i", "part " + status);
      part.style.width = (value / most) * 100 + "%";
      bar.append(part);
    }
    row.append(element("span", "rank-name", area.name), bar, element("b", "rank-bad num", format.number(n[3])),
      element("span", "rank-of num", "/ " + format.number(sum)));
    return row;
  }

  /* A link may name what this centre does not have, or has in the other tree: it opens on what there is. */
  function mend(directory) {
    const state = centre.state.get(), patch = {}, has = (tree) => (directory.trees[tree] || []).some((area) => area.code === state.area);
    const there = (key) => directory.layers.some((layer) => layer.key === key);
    if (!there(state.layer)) patch.layer = there(centre.state.first) ? centre.state.first : directory.layers[0].key;
    if (state.area && !has(state.tree) && !window.location.pathname.startsWith("/reports")) { // there it names several
      const other = state.tree === "old" ? "new" : "old";
      Object.assign(patch, has(other) ? { tree: other, area: state.area } : { area: "" });
      if (!has(other)) note(centre.text("Liên kết nói tới địa bàn mã " + state.area + ": không có trong danh bạ, hoặc ngoài phạm vi của bạn. Đang xem toàn bộ.",
        "The link names the area " + state.area + ": it is not in the register, or not within your reach. This is everything."));
    }
    centre.state.set(patch, { replace: true });
  }
  /* Said until the next step. */
  function note(words) { setTimeout(() => { centre.live.note = words; centre.emit("drill"); }, 0); }
  centre.on("state", () => { centre.live.note = ""; });
  /* The frame of a layer that is not there is refused before the directory is read: then it is asked for here. */
  function refused(failure) {
    if (failure !== "server" || !feed.area) return;
    const address = (feed.root || "") + "/api/v1/live/directory?" + new URLSearchParams({ area: feed.area });
    fetch(address, { credentials: "same-origin" }).then((reply) => (reply.ok ? reply.json() : null))
      .then((directory) => { if (directory) mend(directory); }).catch(() => { /* the feed itself says that nobody answers */ });
  }

  const refresh = () => { fillLists(); pressed(); crumbs(); };
  document.addEventListener("click", press);
  centre.on("decorate", () => { refresh(); ranks(); });
  centre.on("counts", ranks);
  centre.on("directory", () => mend(feed.directory));
  centre.on("failure", refused);
})();
