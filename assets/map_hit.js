/* What is under the pointer: a grid over the drawn points, built only when someone points. Tooltip and lists are made of
   text nodes; a school's name is never markup. */
(function () {
  "use strict";
  const centre = window.centre;
  const feed = centre.feed;
  const { element, format } = centre;
  const CELL = 24;

  centre.map.hit = (view) => {
    let grid = null;
    const tip = element("div", "map-tip");
    const menu = element("div", "map-list");
    tip.hidden = menu.hidden = true;
    menu.setAttribute("role", "menu");
    view.box.append(tip, menu);

    function build() {
      const frame = view.points.frame;
      const columns = Math.ceil((frame.width * frame.ratio) / CELL) + 1, rows = Math.ceil((frame.height * frame.ratio) / CELL) + 1;
      const start = new Uint32Array(columns * rows + 1), sx = view.points.sx(), sy = view.points.sy();
      const drawn = view.points.drawn(), shown = view.points.shown(), items = new Uint32Array(shown);
      const cell = (i) => Math.min(rows - 1, Math.max(0, (sy[i] / CELL) | 0)) * columns + Math.min(columns - 1, Math.max(0, (sx[i] / CELL) | 0));
      for (let j = 0; j < shown; j += 1) start[cell(drawn[j]) + 1] += 1;
      for (let c = 1; c < start.length; c += 1) start[c] += start[c - 1];
      const next = start.slice();
      for (let j = 0; j < shown; j += 1) items[next[cell(drawn[j])]++] = drawn[j];
      grid = { columns, rows, start, items, sx, sy };
    }

    /* Calls `each(index, squaredDistance)` for drawn points within r of a canvas place, all in device pixels. */
    function around(x, y, r, each) {
      if (!grid) build();
      const { columns, rows, start, items, sx, sy } = grid;
      const clamp = (v, most) => Math.min(most - 1, Math.max(0, Math.floor(v / CELL)));
      for (let row = clamp(y - r, rows); row <= clamp(y + r, rows); row += 1) {
        for (let col = clamp(x - r, columns); col <= clamp(x + r, columns); col += 1) {
          const c = row * columns + col;
          for (let j = start[c]; j < start[c + 1]; j += 1) {
            const i = items[j], d = (sx[i] - x) ** 2 + (sy[i] - y) ** 2;
            if (d <= r * r) each(i, d);
          }
        }
      }
    }

    /* Container pixels -> canvas CSS pixels. */
    function place(event) {
      const frame = view.points.frame, rect = view.map.getContainer().getBoundingClientRect();
      const at = view.map.containerPointToLayerPoint([event.clientX - rect.left, event.clientY - rect.top]);
      return { x: at.x - frame.left, y: at.y - frame.top, px: event.clientX - rect.left, py: event.clientY - rect.top };
    }

    /* Every school within reach, the likeliest first: near, then severe. */
    function under(at, touch) {
      if (view.aggregated || !view.points.frame) return [];
      const ratio = view.points.frame.ratio, reach = ((touch ? 14 : 7) + view.marks.radius(view.points.frame.zoom)) * ratio;
      const found = [];
      around(at.x * ratio, at.y * ratio, reach, (i, d) => found.push([i, Math.sqrt(d) / ratio - centre.RANK[feed.status[i]] * 1.5]));
      return found.sort((a, b) => a[1] - b[1]).map(([i]) => i);
    }
    const samePlace = (i, list) => list.filter((j) => feed.points.lat[j] === feed.points.lat[i] && feed.points.lon[j] === feed.points.lon[i]);

    function statusLine(status) {
      const line = element("span", "status-line");
      line.append(element("i", "mark " + status), element("span", "", centre.LABELS[status]));
      return line;
    }
    let shownAt = null;
    function showTip(at, ...lines) {
      shownAt = at;
      tip.replaceChildren(...lines);
      tip.hidden = false;
      const size = view.map.getSize(), box = tip.getBoundingClientRect();
      tip.style.transform = "translate(" + Math.round(Math.min(at.px + 14, size.x - box.width - 8)) + "px," +
        Math.round(at.py + 18 + box.height > size.y ? at.py - box.height - 10 : at.py + 18) + "px)";
    }
    function hideTip() { tip.hidden = true; }

    function describe(i) {
      const state = centre.state.get(), area = centre.areas.tree(state)[feed.points.area[state.tree][i]];
      const about = feed.directory.kind_labels[feed.points.kind[i]] + (area ? " · " + area.name : "") +
        (feed.points.flags[i] & 1 ? centre.text(" · vị trí gần đúng", " · approximate place") : "");
      return [element("b", "", feed.directory.names[i]), element("span", "dim", about), statusLine(centre.live.status(i)), ...view.incidents.lines(i, () => {
        if (!tip.hidden && view.hovered === i && shownAt) showTip(shownAt, ...describe(i));
      })];
    }
    function describeArea(name, n, told) {
      const sum = n.reduce((a, b) => a + b, 0), heard = n[1] + n[2] + n[3];
      return [element("b", "", name), element("span", "dim num", format.number(heard) + " / " + format.number(sum) + centre.text(" trường báo cáo", " schools report")),
        ...[3, 2, 4, 0].filter((s) => n[s]).map((s) => { const line = statusLine(centre.STATUSES[s]); line.append(element("b", "num", format.number(n[s]))); return line; }),
        ...view.incidents.areaLines(told)];
    }

    /* Areas are being chosen (admin_pick.js): schools are not there. */
    const areaAt = (latlng) => view.areas.at(view.map.project(latlng, 0));
    function pickMove(event) {
      const at = view.points.frame && place(event), area = at && areaAt(view.map.containerPointToLatLng([at.px, at.py]));
      view.map.getContainer().style.cursor = area ? "pointer" : "";
      if (area) showTip(at, element("b", "", area.name), element("span", "dim", view.pick.about(area.code))); else hideTip();
    }

    function move(event) {
      if (view.pick) { pickMove(event); return; }
      if (!view.points.frame || !feed.ready || event.target.closest(".leaflet-control,.map-list")) { hideTip(); return; }
      const at = place(event), list = under(at, false), top = list[0];
      view.map.getContainer().style.cursor = top === undefined ? "" : "pointer";
      if (view.hovered !== (top === undefined ? -1 : top)) { view.hovered = top === undefined ? -1 : top; view.repaint(4); }
      if (top !== undefined) {
        const same = samePlace(top, list).length;
        const more = same > 1 ? [element("span", "dim", centre.text(same + " trường cùng vị trí – bấm để chọn", same + " schools at this place – press to choose"))] : [];
        showTip(at, ...describe(top), ...more);
        return;
      }
      const bubble = view.top.bubbleAt(at.x, at.y);
      if (bubble) { view.map.getContainer().style.cursor = "pointer"; showTip(at, ...describeArea(bubble.area.name + (bubble.others ? centre.text(" và " + bubble.others + " địa bàn kề", " and " + bubble.others + " areas beside it") : ""), bubble.n, bubble.told)); return; }
      const area = view.areas.at(view.map.project(view.map.containerPointToLatLng([at.px, at.py]), 0));
      if (area && area.index !== undefined) showTip(at, ...describeArea(area.name, [...centre.live.perArea.subarray(area.index * 5, area.index * 5 + 5)],
        centre.live.areaMarks && centre.live.areaMarks.subarray(area.index * 4, area.index * 4 + 4)));
      else hideTip();
    }

    function click(event) {
      const original = event.originalEvent;
      menu.hidden = true;
      if (view.pick) { const area = areaAt(event.latlng); if (area) view.pick.toggle(area.code); return; }
      if (!view.points.frame) return;
      const at = place(original), list = under(at, original.pointerType === "touch");
      if (list.length) {
        const same = samePlace(list[0], list);
        if (same.length > 1 && view.points.frame.zoom < 15) openMenu(at, same); else centre.map.choose(list[0]);
        return;
      }
      const bubble = view.top.bubbleAt(at.x, at.y);
      const area = bubble ? bubble.area : view.areas.at(view.map.project(event.latlng, 0));
      if (bubble && bubble.others) view.map.setView(view.map.containerPointToLatLng([at.px, at.py]), view.map.getZoom() + 1.5, { animate: !view.calm });
      else if (area && area.code !== centre.state.get().area) centre.state.set({ area: area.code, school: "" });
      else if (centre.state.get().school) centre.state.set({ school: "" });
    }

    function openMenu(at, list) {
      menu.replaceChildren(element("p", "dim", centre.text(list.length + " trường ở cùng một vị trí", list.length + " schools at one place")), ...list.map((i) => {
        const row = element("button", "map-list-row");
        row.type = "button";
        row.setAttribute("role", "menuitem");
        row.append(element("i", "mark " + centre.live.status(i)), element("span", "", feed.directory.names[i]));
        row.addEventListener("click", () => { menu.hidden = true; centre.map.choose(i); });
        return row;
      }));
      menu.hidden = false;
      hideTip();
      const size = view.map.getSize();
      menu.style.transform = "translate(" + Math.min(at.px, size.x - menu.offsetWidth - 8) + "px," + Math.min(at.py, size.y - menu.offsetHeight - 8) + "px)";
      menu.querySelector("button").focus();
    }
    menu.addEventListener("keydown", (event) => {
      const rows = [...menu.querySelectorAll("button")], here = rows.indexOf(document.activeElement);
      if (event.key === "Escape") { menu.hidden = true; view.map.getContainer().focus(); }
      if (event.key === "ArrowDown") rows[(here + 1) % rows.length].focus();
      if (event.key === "ArrowUp") rows[(here + rows.length - 1) % rows.length].focus();
      if (event.key.startsWith("Arrow")) event.preventDefault();
      event.stopPropagation();
    });

    const container = view.map.getContainer();
    container.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") move(event); });
    container.addEventListener("pointerleave", () => { hideTip(); if (view.hovered >= 0) { view.hovered = -1; view.repaint(4); } });
    view.map.on("click", click);
    view.map.on("movestart zoomstart", () => { hideTip(); menu.hidden = true; });
    view.hit = {
      stale() { grid = null; }, openMenu, around, describe,
      /* How many bad or watch marks a box of canvas CSS pixels would cover. */
      issuesIn(box) {
        if (!view.points.frame || view.aggregated) return 0;
        const r = view.points.frame.ratio;
        let n = 0;
        const mx = (box[0] + box[2]) / 2, my = (box[1] + box[3]) / 2;
        around(mx * r, my * r, Math.max(box[2] - mx, 1) * r, (i) => {
          const y = grid.sy[i] / r;
          if ((feed.status[i] === 3 || feed.status[i] === 2) && y > box[1] - 4 && y < box[3] + 4) n += 1;
        });
        return n;
      },
    };
  };
})();
