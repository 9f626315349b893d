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
      else if (view.options.labels !== false) labels(ctx, now, taken);
      rings(ctx, now);
    }

    /* Where an area's name or bubble stands: its label point, else the middle of its box. */
    function anchors(now) {
      const tree = centre.live.tree, inside = centre.live.inside;
      return view.areas.shapes().filter((s) => s.index !== undefined && (!inside || inside[s.index])).map((s) => {
        const at = tree[s.index].label, b = view.areas.screen(s, now);
        const world = at ? view.world(at[0], at[1]) : null;
        const x = world ? world.x * now.scale - now.x : (b[0] + b[2]) / 2;
        const y = world ? world.y * now.scale - now.y : (b[1] + b[3]) / 2;
        return { area: tree[s.index], x, y, width: b[2] - b[0], height: b[3] - b[1], n: centre.live.perArea.subarray(s.index * 5, s.index * 5 + 5) };
      });
    }
    const hits = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

    /* Larger areas first; a name that would touch another, or leave its own area, is not drawn. */
    function labels(ctx, now, taken) {
      const unit = view.unit(), size = Math.round(11.5 * unit);
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

    /* One bubble per area; bubbles that would touch join the larger one, whose name says how many it speaks for. */
    function gather(now) {
      const unit = view.unit(), only = centre.state.get().only === "1";
      const found = [];
      const list = anchors(now).map((a) => ({ ...a, n: Array.from(a.n) })).filter((a) => a.n.reduce((x, y) => x + y, 0) > 0)
        .filter((a) => !only || a.n[0] + a.n[2] + a.n[3] + a.n[4] > 0)
        .sort((p, q) => q.n[3] - p.n[3] || q.n.reduce((x, y) => x + y, 0) - p.n.reduce((x, y) => x + y, 0));
      for (const a of list) {
        const size = a.n.reduce((x, y) => x + y, 0);
        const r = Math.min(30, 11 + Math.sqrt(size) * 0.75) * unit;
        const near = found.find((b) => Math.hypot(b.x - a.x, b.y - a.y) < b.r + r + 2 * unit);
        if (near) { near.n = near.n.map((v, i) => v + a.n[i]); near.others += 1; } else found.push({ ...a, r, others: 0 });
      }
      return found;
    }

    function bubble(ctx, b, taken) {
      const colours = view.marks.look(), unit = view.unit();
      const sum = b.n.reduce((x, y) => x + y, 0), issues = b.n[3] + b.n[2];
      ctx.beginPath(); ctx.arc(b.x, b.y, b.r, 0, Math.PI * 2);
      ctx.fillStyle = centre.token("--map-bubble"); ctx.fill();
      let from = -Math.PI / 2;
      const width = Math.max(3, b.r * 0.2);
      for (const s of [3, 2, 4, 0, 1]) {
        if (!b.n[s]) continue;
        const to = from + (b.n[s] / sum) * Math.PI * 2;
        ctx.beginPath(); ctx.arc(b.x, b.y, b.r - width / 2, from, to);
        ctx.lineWidth = s === 1 ? width * 0.55 : width;
        ctx.strokeStyle = colours[centre.STATUSES[s]]; ctx.globalAlpha = s === 1 ? 0.7 : 1; ctx.stroke(); ctx.globalAlpha = 1;
        from = to;
      }
      const worst = b.n[3] ? "bad" : b.n[2] ? "watch" : null;
      ctx.fillStyle = worst ? colours[worst] : centre.token("--map-label");
      ctx.textAlign = "center"; ctx.textBaseline = "middle";
      ctx.font = (worst ? "700 " : "500 ") + Math.round(b.r * 0.62) + "px 'Be Vietnam Pro', sans-serif";
      ctx.fillText(centre.format.number(worst ? issues : sum), b.x, b.y + 0.5);
      const text = shortName(b.area.name) + (b.others ? " +" + b.others : "");
      const size = Math.round(10.5 * unit);
      ctx.font = "500 " + size + "px 'Be Vietnam Pro', sans-serif";
      const half = ctx.measureText(text).width / 2;
      const box = [b.x - half, b.y + b.r, b.x + half, b.y + b.r + size * 1.5];
      if (taken.some((other) => hits(box, other)) || bubbles.some((o) => o !== b && Math.hypot(o.x - b.x, o.y - (b.y + b.r + size)) < o.r + 4)) return;
      taken.push(box);
      ctx.lineWidth = 3 * unit; ctx.lineJoin = "round";
      ctx.strokeStyle = centre.token("--map-halo"); ctx.fillStyle = centre.token("--map-label");
      ctx.strokeText(text, b.x, b.y + b.r + size * 0.9); ctx.fillText(text, b.x, b.y + b.r + size * 0.9);
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
          view.marks.draw(ctx, centre.STATUSES[feed.status[view.selected]] || "unknown", x, y, 5 * unit);
        }
        ring(view.selected, centre.token("--focus"), 2.5, 4);
      }
      if (view.hovered >= 0 && view.hovered !== view.selected) ring(view.hovered, centre.token("--map-label"), 1.5, 2);
    }

    view.top = {
      bubbles: () => bubbles,
      bubbleAt: (x, y) => bubbles.find((b) => Math.hypot(b.x - x, b.y - y) <= b.r + 2) || null,
    };
    view.top.canvas = centre.canvas(view, draw, 3);
  };
})();
