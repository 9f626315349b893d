/* What lies over the points: names of areas that fit without touching, bubbles when single marks would drown,
   and the rings of the school under the pointer and of the chosen one. */
(function () {
  "use strict";
  const centre = window.centre;
  const feed = centre.feed;
  const PREFIX = /^(Quận|Huyện|Thành phố|Thị xã|Phường|Xã|Đặc khu|Thị trấn)\s+(?=\D)/;
  const shortName = (name) => name.replace(PREFIX, "");

  centre.map.top = (view) => {
    let bubbles = [], frame = null;

    function draw(ctx, now, node) {
      frame = now;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, node.width, node.height);
      bubbles = [];
      if (!feed.directory || !centre.live.tree) return;
      ctx.setTransform(now.ratio, 0, 0, now.ratio, 0, 0);
      const taken = [];
      if (view.aggregated) { bubbles = gather(now); bubbles.forEach((b) => bubble(ctx, b, taken)); }
      if (view.incidents) view.incidents.paint(ctx, now, node);
      ctx.setTransform(now.ratio, 0, 0, now.ratio, 0, 0);
      if (view.lit) view.areas.light(ctx, now, view.lit);
      if (!view.aggregated && view.options.labels !== false) labels(ctx, now, taken);
      rings(ctx, now);
    }

    /* Where an area's name or bubble stands: its label point, else the middle of its box. */
    function anchors(now) {
      const tree = centre.live.tree, inside = centre.live.inside;
      const known = (s) => tree[s.index] && tree[s.index].code === s.code; // not while the other tree's shapes are still drawn
      return view.areas.shapes().filter((s) => known(s) && (!inside || inside[s.index])).map((s) => {
        const at = tree[s.index].label, b = view.areas.screen(s, now);
        const world = at ? view.world(at[0], at[1]) : null;
        const x = world ? world.x * now.scale - now.x : (b[0] + b[2]) / 2;
        const y = world ? world.y * now.scale - now.y : (b[1] + b[3]) / 2;
        const live = centre.live, told = live.areaMarks ? live.areaMarks.subarray(s.index * 4, s.index * 4 + 4) : [0, 0, 0, 0];
        return { area: tree[s.index], x, y, width: b[2] - b[0], height: b[3] - b[1], n: live.perArea.subarray(s.index * 5, s.index * 5 + 5), told };
      });
    }
    const hits = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

    /* Larger areas first; a name that would touch another, or leave its own area, is not drawn. */
    function labels(ctx, now, taken) {
      const unit = view.unit(), size = Math.max(10, Math.round((parseFloat(centre.token("--map-label-size")) || 11.5) * unit));
      ctx.font = "500 " + size + "px 'Be Vietnam Pro', sans-serif";
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.lineWidth = 3 * unit;
      ctx.strokeStyle = centre.token("--map-halo");
      ctx.fillStyle = centre.token("--map-label");
      for (const a of anchors(now).sort((p, q) => q.width * q.height - p.width * p.height)) {
        const text = shortName(a.area.name), half = ctx.measureText(text).width / 2;
        if (half * 2 > a.width * 1.1 || size > a.height) continue;
        const spot = [0, -1, 1, -2, 2].map((step) => {
          const y = a.y + step * size * 1.3;
          return { y, box: [a.x - half - 3, y - size * 0.6, a.x + half + 3, y + size * 0.6] };
        }).filter(({ box }) => !taken.some((other) => hits(box, other)))
          .map((s) => ({ ...s, cost: view.hit ? view.hit.issuesIn(s.box) : 0 })).sort((p, q) => p.cost - q.cost)[0];
        if (!spot) continue;
        taken.push(spot.box);
        ctx.strokeText(text, a.x, spot.y);
        ctx.fillText(text, a.x, spot.y);
      }
    }

    const both = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2], Math.max(a[3], b[3])]; // loud, held, planned, worst
    const sumOf = (n) => n.reduce((x, y) => x + y, 0);
    const radiusOf = (n) => Math.min(34, 11 + Math.sqrt(sumOf(n)) * 0.55) * view.unit();

    /* A country has too many leaves for bubbles: then their parents speak, where the tree has a level between. */
    function lifted(list) {
      const tree = centre.live.tree, byCode = new Map(tree.map((area) => [area.code, area]));
      const parents = new Set(list.map((a) => a.area.parent));
      if (list.length <= 120 || parents.size < 2) return list;
      const groups = new Map();
      for (const a of list) {
        const parent = byCode.get(a.area.parent) || a.area, size = sumOf(a.n), had = groups.get(parent.code);
        if (!had) { groups.set(parent.code, { area: parent, x: a.x * size, y: a.y * size, size, n: a.n.slice(), told: a.told }); continue; }
        had.x += a.x * size; had.y += a.y * size; had.size += size; had.n = had.n.map((v, i) => v + a.n[i]); had.told = both(had.told, a.told);
      }
      return [...groups.values()].map((g) => ({ ...g, x: g.x / g.size, y: g.y / g.size }));
    }

    /* One bubble per area; bubbles that would touch join the larger one, whose name says how many it speaks for. */
    function gather(now) {
      const only = centre.state.get().only === "1", found = [];
      const list = lifted(anchors(now).map((a) => ({ ...a, n: Array.from(a.n) })).filter((a) => sumOf(a.n) > 0))
        .filter((a) => !only || (centre.marks.known ? a.n[2] + a.n[3] + a.told[0] + a.told[1] + a.told[2] > 0 : a.n[0] + a.n[2] + a.n[3] + a.n[4] > 0)).sort((p, q) => sumOf(q.n) - sumOf(p.n));
      for (const a of list) {
        const r = radiusOf(a.n) * (a.n[2] + a.n[3] ? 1 : 0.7);
        const near = found.find((b) => Math.hypot(b.x - a.x, b.y - a.y) < b.r + r + 6 * view.unit());
        if (near) { near.n = near.n.map((v, i) => v + a.n[i]); near.told = both(near.told, a.told); near.others += 1; near.r = radiusOf(near.n); } else found.push({ ...a, r, others: 0 });
      }
      return found.sort((p, q) => p.r - q.r); // the largest is drawn last and stays whole
    }

    function bubble(ctx, b, taken) {
      const colours = view.marks.look(), unit = view.unit();
      const sum = sumOf(b.n), issues = b.n[3] + b.n[2];
      ctx.beginPath(); ctx.arc(b.x, b.y, b.r, 0, Math.PI * 2);
      ctx.fillStyle = centre.token("--map-bubble"); ctx.fill();
      let from = -Math.PI / 2;
      const width = Math.max(2.5, b.r * 0.16);
      for (const s of [3, 2, 4, 0, 1]) {
        if (!b.n[s]) continue;
        const to = from + (b.n[s] / sum) * Math.PI * 2;
        ctx.beginPath(); ctx.arc(b.x, b.y, b.r - width / 2, from, to);
        ctx.lineWidth = s === 1 ? width * 0.5 : width;
        ctx.strokeStyle = colours[centre.STATUSES[s]]; ctx.globalAlpha = s === 1 ? 0.6 : 1; ctx.stroke(); ctx.globalAlpha = 1;
        from = to;
      }
      if (issues) { // the figure counts trouble and nothing else; an area without any is a small empty ring
        ctx.fillStyle = colours[b.n[3] ? "bad" : "watch"];
        ctx.textAlign = "center"; ctx.textBaseline = "middle";
        ctx.font = (issues / sum >= 0.04 ? "700 " : "500 ") + Math.round(b.r * 0.62) + "px 'Be Vietnam Pro', sans-serif";
        ctx.fillText(centre.format.number(issues), b.x, b.y + 0.5);
      }
      bubbleName(ctx, b, taken, Math.max(10, Math.round(10.5 * unit)));
    }

    function bubbleName(ctx, b, taken, size) {
      const text = shortName(b.area.name) + (b.others ? " +" + b.others : "");
      ctx.font = "500 " + size + "px 'Be Vietnam Pro', sans-serif";
      const half = ctx.measureText(text).width / 2, y = b.y + b.r + size * 0.8;
      const box = [b.x - half - 2, y - size * 0.6, b.x + half + 2, y + size * 0.6];
      const covers = (o) => o !== b && Math.hypot(Math.max(box[0] - o.x, 0, o.x - box[2]), Math.max(box[1] - o.y, 0, o.y - box[3])) < o.r;
      if (taken.some((other) => hits(box, other)) || bubbles.some(covers)) return;
      taken.push(box);
      ctx.lineWidth = 3 * view.unit(); ctx.lineJoin = "round";
      ctx.strokeStyle = centre.token("--map-halo"); ctx.fillStyle = centre.token("--map-label");
      ctx.strokeText(text, b.x, y); ctx.fillText(text, b.x, y);
    }

    function rings(ctx, now) {
      const unit = view.unit();
      const ring = (i, colour, width, far) => {
        if (!view.points.placed(i)) return;
        const [x, y] = view.points.position(i, now), r = view.marks.radius(now.zoom) * 2 + far * unit;
        ctx.beginPath(); ctx.arc(x, y, r, 0, Math.PI * 2);
        ctx.lineWidth = (width + 2) * unit; ctx.strokeStyle = centre.token("--map-halo"); ctx.stroke();
        ctx.lineWidth = width * unit; ctx.strokeStyle = colour; ctx.stroke();
      };
      if (view.selected >= 0) {
        if (view.aggregated && view.points.placed(view.selected)) {
          const [x, y] = view.points.position(view.selected, now);
          view.marks.draw(ctx, centre.live.concerns(view.selected) ? centre.STATUSES[feed.status[view.selected]] || "unknown" : "ghost", x, y, 5 * unit);
        }
        ring(view.selected, centre.token("--focus"), 2.5, 4);
      }
      if (view.hovered >= 0 && view.hovered !== view.selected) ring(view.hovered, centre.token("--map-label"), 1.5, 2);
    }

    view.top = {
      bubbles: () => bubbles,
      bubbleAt: (x, y) => bubbles.find((b) => Math.hypot(b.x - x, b.y - y) <= b.r + 2) || null,
    };
    view.top.canvas = centre.canvas(view, draw, 5);
  };
})();
