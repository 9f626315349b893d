/* Every school as a stamp in one image buffer: typed arrays in, pixels out. The worst is stamped last and lies on top.
   Schools at one place fan out when the map is near enough, so that each can be pointed at. */
(function () {
  "use strict";
  const centre = window.centre;
  const feed = centre.feed;
  const FAN_ZOOM = 15;
  const KLASS = Uint8Array.from(centre.STATUSES, (_, status) => 1 + centre.ORDER.indexOf(status)); // 0 = ghost
  const CROWDED = 0.3; // share of the map's ground covered by marks above which areas are shown as bubbles

  centre.map.points = (view) => {
    let count = 0, wx, wy, twinRank, twinSize, buffer = null, image = null, words = null, used = [0, 0];
    let klass = new Uint8Array(0), sx = new Int16Array(0), sy = new Int16Array(0), drawn = new Uint32Array(0), shown = 0, box = null;

    function project(points) {
      count = points.count;
      wx = new Float64Array(count); wy = new Float64Array(count);
      klass = new Uint8Array(count); sx = new Int16Array(count); sy = new Int16Array(count); drawn = new Uint32Array(count);
      twinRank = new Uint16Array(count); twinSize = new Uint16Array(count);
      const none = centre.binary.NO_COORDINATE;
      const at = new Map();
      box = null;
      let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
      for (let i = 0; i < count; i += 1) {
        if (points.lat[i] === none || points.lon[i] === none) { wx[i] = wy[i] = NaN; continue; }
        const sin = Math.sin((points.lat[i] / 1e5) * Math.PI / 180);
        wx[i] = (points.lon[i] / 1e5 / 360 + 0.5) * 256;
        wy[i] = (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 256;
        x0 = Math.min(x0, wx[i]); x1 = Math.max(x1, wx[i]); y0 = Math.min(y0, wy[i]); y1 = Math.max(y1, wy[i]);
        const key = points.lat[i] * 4e7 + points.lon[i];
        const rank = at.get(key) || 0;
        twinRank[i] = rank;
        at.set(key, rank + 1);
      }
      for (let i = 0; i < count; i += 1) twinSize[i] = at.get(points.lat[i] * 4e7 + points.lon[i]) || 1;
      if (x1 >= x0) box = { x0, x1, y0, y1 };
    }

    function fanned(i, zoom, unit) {
      if (twinSize[i] < 2 || zoom < FAN_ZOOM) return null;
      const turn = (twinRank[i] / twinSize[i]) * Math.PI * 2, far = (11 + 2 * twinSize[i]) * unit;
      return [Math.cos(turn) * far, Math.sin(turn) * far];
    }

    /* Chooses what is drawn: the filters of the URL, the area as inside or ghost. Sorted into `drawn` by status order. */
    function select(frame) {
      const state = centre.state.get(), live = centre.live, points = feed.points;
      const areaOf = points.area[state.tree], only = state.only === "1", unit = view.unit();
      const width = frame.width * frame.ratio, height = frame.height * frame.ratio, k = frame.scale, ratio = frame.ratio;
      const heads = new Uint32Array(8);
      for (let i = 0; i < count; i += 1) {
        klass[i] = 7;
        if (!((live.mask >> points.kind[i]) & 1) || wx[i] !== wx[i]) continue;
        const s = feed.status[i] < 5 ? feed.status[i] : 0;
        const outside = live.inside && !(areaOf[i] < live.tree.length && live.inside[areaOf[i]]);
        if (only && (s === 1 || outside)) continue;
        let x = (wx[i] * k - frame.x) * ratio, y = (wy[i] * k - frame.y) * ratio;
        const moved = twinSize[i] > 1 ? fanned(i, frame.zoom, unit) : null;
        if (moved) { x += moved[0] * ratio; y += moved[1] * ratio; }
        if (x < -30 || y < -30 || x > width + 30 || y > height + 30) continue;
        sx[i] = Math.round(x); sy[i] = Math.round(y);
        klass[i] = outside ? 0 : KLASS[s];
        heads[klass[i] + 1] += 1;
      }
      for (let c = 1; c < 8; c += 1) heads[c] += heads[c - 1];
      shown = heads[6];
      const next = heads.slice();
      for (let i = 0; i < count; i += 1) if (klass[i] < 7) drawn[next[klass[i]]++] = i;
      return heads;
    }

    /* Too many marks on too little ground tell nothing: then areas speak as bubbles. */
    function crowded(frame) {
      if (view.options.aggregate === "never" || !box) return false;
      if (view.options.aggregate === "always") return true;
      const ground = (box.x1 - box.x0) * (box.y1 - box.y0) * frame.scale ** 2 || 1;
      const live = centre.live, only = centre.state.get().only === "1";
      if (live.inside) return false;
      const n = only ? live.view[0] + live.view[2] + live.view[3] + live.view[4] : live.view.reduce((a, b) => a + b, 0);
      return n > 300 && (n * Math.PI * view.marks.radius(frame.zoom) ** 2) / ground > CROWDED;
    }

    function draw(ctx, frame, node) {
      if (!feed.points || !centre.live.tree) return;
      view.points.frame = frame;
      view.aggregated = crowded(frame);
      ensure(ctx, node);
      const heads = view.aggregated ? null : select(frame);
      if (!heads) shown = 0;
      words.fill(0, used[0] * node.width, used[1] * node.width);
      const before = used;
      used = [node.height, 0];
      if (heads) {
        const thin = Math.max(0.6, Math.min(1, Math.sqrt(8000 / (shown + 1)))); // a crowd takes smaller marks
        const marks = view.marks.set(frame.zoom, frame.ratio * thin);
        for (let c = 0; c < 6; c += 1) {
          const mark = marks[c ? centre.STATUSES[centre.ORDER[c - 1]] : "ghost"];
          for (let j = heads[c]; j < heads[c + 1]; j += 1) stamp(mark, sx[drawn[j]], sy[drawn[j]], node.width, node.height);
        }
      }
      if (used[1] <= used[0]) used = [0, 0];
      const from = Math.min(before[0], used[1] ? used[0] : before[0]), to = Math.max(before[1], used[1]);
      if (to > from) ctx.putImageData(image, 0, 0, 0, from, node.width, to - from);
      if (view.hit) view.hit.stale();
    }

    function ensure(ctx, node) {
      if (image && image.width === node.width && image.height === node.height) return;
      image = ctx.createImageData(node.width, node.height);
      buffer = image.data.buffer;
      words = new Uint32Array(buffer);
      used = [0, node.height];
    }

    function stamp(mark, x, y, width, height) {
      const { dx, dy, colour, half } = mark;
      if (y - half < used[0]) used[0] = Math.max(0, y - half);
      if (y + half + 1 > used[1]) used[1] = Math.min(height, y + half + 1);
      const whole = x >= half && y >= half && x < width - half && y < height - half, at0 = y * width + x;
      for (let p = 0, n = colour.length; p < n; p += 1) {
        if (!whole && (x + dx[p] < 0 || y + dy[p] < 0 || x + dx[p] >= width || y + dy[p] >= height)) continue;
        const at = at0 + dy[p] * width + dx[p], top = colour[p], under = words[at];
        words[at] = under === 0 || top >>> 24 === 255 ? top : blend(top, under);
      }
    }

    /* Ordinary "over" on bytes that are not premultiplied; only edge pixels come here. */
    function blend(top, under) {
      const a = top >>> 24, rest = ((under >>> 24) * (255 - a)) / 255, sum = a + rest;
      const red = ((top & 255) * a + (under & 255) * rest) / sum;
      const green = (((top >>> 8) & 255) * a + ((under >>> 8) & 255) * rest) / sum;
      const blue = (((top >>> 16) & 255) * a + ((under >>> 16) & 255) * rest) / sum;
      return ((sum << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    }

    view.points = {
      project, sx: () => sx, sy: () => sy, drawn: () => drawn, shown: () => shown,
      placed: (i) => i >= 0 && i < count && wx[i] === wx[i],
      twins: (i) => twinSize[i],
      latLng: (i) => view.L.latLng(feed.points.lat[i] / 1e5, feed.points.lon[i] / 1e5),
      /* CSS pixels inside the layer's canvas, also for a school that is filtered away. */
      position(i, frame) {
        const moved = fanned(i, frame.zoom, view.unit()) || [0, 0];
        return [wx[i] * frame.scale - frame.x + moved[0], wy[i] * frame.scale - frame.y + moved[1]];
      },
      world: (i) => [wx[i], wy[i]],
      bounds: () => box && view.L.latLngBounds(view.map.unproject([box.x0, box.y1], 0), view.map.unproject([box.x1, box.y0], 0)),
    };
    view.points.canvas = centre.canvas(view, draw, 2);
  };
})();
