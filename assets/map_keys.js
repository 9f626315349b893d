/* The map without a pointer: arrows walk to the nearest school in that direction, Enter opens it, Escape steps back,
   + and - zoom, Home shows everything. What is chosen is said in a live region. */
(function () {
  "use strict";
  const centre = window.centre;
  const feed = centre.feed;
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  centre.map.keys = (view) => {
    const container = view.map.getContainer();
    if (view.options.pick) { container.tabIndex = -1; return; } // the list beside it is the way without a pointer
    const said = centre.element("div", "sr-only");
    said.setAttribute("aria-live", "polite");
    view.box.append(said);
    container.tabIndex = 0;
    container.setAttribute("role", "application");
    container.setAttribute("aria-roledescription", centre.text("bản đồ trường học", "map of schools"));

    function wanted(i) {
      const live = centre.live, state = centre.state.get(), area = feed.points.area[state.tree][i];
      return view.points.placed(i) && (live.asked >> feed.points.kind[i]) & 1 && !(state.only === "1" && centre.marks.dull(i, feed.status[i])) &&
        (!live.inside || (area < live.tree.length && live.inside[area]));
    }

    /* Nearest school in a quarter of the sky; twins at one place follow each other before the walk goes on. */
    function step(way) {
      const here = view.keyed >= 0 ? view.keyed : view.selected;
      const start = here >= 0 && view.points.placed(here) ? view.points.world(here) : null;
      const middle = view.map.project(view.map.getCenter(), 0);
      const [x, y] = start || [middle.x, middle.y];
      let best = -1, least = Infinity;
      for (let i = 0; i < feed.points.count; i += 1) {
        if (i === here || !wanted(i)) continue;
        const [wx, wy] = view.points.world(i), dx = wx - x, dy = wy - y;
        const along = dx * way[0] + dy * way[1], across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
        if (dx === 0 && dy === 0) { if (here >= 0 && i > here) return i; continue; }
        if (start && (along <= 0 || across > along)) continue;
        const far = along * along + 2 * across * across;
        if (far < least) { least = far; best = i; }
      }
      return best;
    }

    function say(i) {
      const area = centre.areas.tree(centre.state.get())[feed.points.area[centre.state.get().tree][i]];
      said.textContent = feed.directory.names[i] + ", " + (area ? area.name + ", " : "") + [centre.LABELS[centre.live.status(i)], centre.marks.words(centre.marks.of[i] || 0)].filter(Boolean).join(", ");
    }

    container.addEventListener("keydown", (event) => {
      if (!feed.points || event.altKey || event.ctrlKey || event.metaKey) return;
      if (WAYS[event.key]) {
        const next = step(WAYS[event.key]);
        if (next >= 0) {
          view.keyed = view.hovered = next;
          const here = view.points.latLng(next);
          if (!view.map.getBounds().pad(-0.1).contains(here)) view.map.panTo(here, { animate: !view.calm, duration: 0.25 });
          say(next);
          view.repaint(4);
        }
      } else if (event.key === "Enter" || event.key === " ") {
        if (view.keyed >= 0) centre.map.choose(view.keyed);
      } else if (event.key === "Escape") {
        const state = centre.state.get();
        if (state.school) centre.state.set({ school: "" });
        else if (state.area) centre.state.set({ area: (centre.areas.path(state).at(-2) || { level: "province" }).level === "province" ? "" : centre.areas.path(state).at(-2).code });
      } else if (event.key === "+" || event.key === "=") { view.touched = true; view.map.zoomIn(); }
      else if (event.key === "-") { view.touched = true; view.map.zoomOut(); }
      else if (event.key === "Home") centre.map.fit(view, !view.calm);
      else return;
      event.preventDefault();
    });
    view.keyed = -1;
    container.addEventListener("blur", () => { if (view.keyed >= 0) { view.keyed = view.hovered = -1; view.repaint(4); } });

    /* A few words about the whole, refreshed quietly (not announced on every frame). */
    view.release.push(centre.on("counts", (live) => {
      const n = live.view, f = centre.format.number;
      const sum = f(n.reduce((a, b) => a + b, 0)), told = live.marks && centre.marks.known ? live.marks : null;
      container.setAttribute("aria-label", centre.text(
        "Bản đồ " + sum + " trường: " + f(n[3]) + " báo động, " + f(n[2]) + " cần chú ý, " + f(n[4]) + " dữ liệu cũ, " + f(n[0]) + " chưa có dữ liệu" +
          (told ? "; sự cố: " + f(told.loud) + " trường chưa ai nhận, " + f(told.held) + " trường đã có người nhận" : "") + ". Phím mũi tên để đi từng trường, Enter để mở.",
        "Map of " + sum + " schools: " + f(n[3]) + " alarm, " + f(n[2]) + " need attention, " + f(n[4]) + " stale, " + f(n[0]) + " without data" +
          (told ? "; incidents: " + f(told.loud) + " schools nobody has, " + f(told.held) + " schools somebody has" : "") + ". Arrow keys walk from school to school, Enter opens one."));
    }));
  };
})();
