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
    let count = 0, wx, wy, twinRank, twinSize, image = null, words = null, used = [0, 0, 0, 0], extent = used;
    let placed = "", source = null, inside = null, seen = 0, order, outside, taken = new Uint8Array(0);
    let klass = new Uint8Array(0), sx = new Int16Array(0), sy = new Int16Array(0), drawn = new Uint32Array(0), shown = 0, box = null;

    function project(points) {
      count = points.count;
      wx = new Float64Array(count); wy = new Float64Array(count);
      klass = new Uint8Array(count); sx = new Int16Array(count); sy = new Int16Array(count); drawn = new Uint32Array(count);
      order = new Uint32Array(count); outside = new Uint8Array(count); placed = "";
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

    /* Where every school stands and which the URL speaks of: kept until the map moves or the wish changes. */
    function place(frame) {
      const state = centre.state.get(), live = centre.live, points = feed.points, unit = view.unit();
      const now = [frame.scale, frame.x, frame.y, frame.width, frame.height, frame.ratio, state.tree, state.area, live.mask, live.asked, unit].join();
      if (now === placed && source === points && inside === live.inside) return;
      placed = now; source = points; inside = live.inside;
      const areaOf = points.area[state.tree], k = frame.scale, ratio = frame.ratio;
      const width = frame.width * ratio, height = frame.height * ratio;
      seen = 0;
      extent = [width, height, 0, 0];
      for (let i = 0; i < count; i += 1) {
        if (!((live.mask >> points.kind[i]) & 1) || wx[i] !== wx[i]) continue;
        let x = (wx[i] * k - frame.x) * ratio, y = (wy[i] * k - frame.y) * ratio;
        const moved = twinSize[i] > 1 ? fanned(i, frame.zoom, unit) : null;
        if (moved) { x += moved[0] * ratio; y += moved[1] * ratio; }
        if (x < -30 || y < -30 || x > width + 30 || y > height + 30) continue;
        sx[i] = Math.round(x); sy[i] = Math.round(y);
        if (x < extent[0]) extent[0] = x;
        if (y < extent[1]) extent[1] = y;
        if (x > extent[2]) extent[2] = x;
        if (y > extent[3]) extent[3] = y;
        outside[i] = !((live.asked >> points.kind[i]) & 1) || (inside && !(areaOf[i] < live.tree.length && inside[areaOf[i]])) ? 1 : 0;
        order[seen++] = i;
      }
    }

    /* Sorts what is in sight into `drawn`, the worst last. Returns where each class begins. */
    function select(frame) {
      place(frame);
      const status = feed.status, only = centre.state.get().only === "1";
      const heads = new Uint32Array(8);
      for (let j = 0; j < seen; j += 1) {
        const i = order[j], s = status[i] < 5 ? status[i] : 0;
        const k = only && (outside[i] || centre.marks.dull(i, s)) ? 7 : outside[i] ? 0 : KLASS[s];
        klass[j] = k;
        if (k < 7) heads[k + 1] += 1;
      }
      for (let c = 1; c < 8; c += 1) heads[c] += heads[c - 1];
      shown = heads[6];
      const next = heads.slice();
      for (let j = 0; j < seen; j += 1) if (klass[j] < 7) drawn[next[klass[j]]++] = order[j];
      return heads;
    }

    /* Too many marks on too little ground tell nothing: then areas speak as bubbles. */
    function crowded(frame) {
      if (view.options.aggregate === "never" || !box) return false;
      if (view.options.aggregate === "always") return true;
      const ground = (box.x1 - box.x0) * (box.y1 - box.y0) * frame.scale ** 2 || 1;
      const live = centre.live, only = centre.state.get().only === "1";
      if (live.inside) return false;
      const n = only && centre.marks.known ? live.view[2] + live.view[3] + live.besides : only ? live.view[0] + live.view[2] + live.view[3] + live.view[4] : live.view.reduce((a, b) => a + b, 0);
      return n > 300 && (n * Math.PI * view.marks.radius(frame.zoom) ** 2) / ground > CROWDED;
    }

    function draw(ctx, frame, node) {
      if (!feed.points || !centre.live.tree) return;
      view.points.frame = frame;
      view.aggregated = crowded(frame);
      ensure(ctx, node);
      const heads = view.aggregated || view.options.pick ? null : select(frame); // areas are chosen there, not schools
      if (!heads) shown = 0;
      words.fill(0, used[1] * node.width, used[3] * node.width);
      const before = used;
      used = heads ? stampAll(heads, frame, node) : [0, 0, 0, 0];
      const dirty = union(before, used);
      if (dirty[2] > dirty[0]) ctx.putImageData(image, 0, 0, dirty[0], dirty[1], dirty[2] - dirty[0], dirty[3] - dirty[1]);
      if (view.hit) view.hit.stale();
    }
    const union = (a, b) => (a[2] <= a[0] ? b : b[2] <= b[0] ? a
      : [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);

    /* Returns the box of the canvas that may have been touched. */
    function stampAll(heads, frame, node) {
      const thin = Math.max(0.6, Math.min(1, Math.sqrt(8000 / (shown + 1)))); // a crowd takes smaller marks
      const marks = view.marks.set(frame.zoom, frame.ratio * thin);
      const { width, height } = node;
      let half = 0;
      if (taken.length !== width * height) taken = new Uint8Array(width * height); else if (shown) taken.fill(0);
      for (let c = 0; c < 6; c += 1) {
        if (heads[c] === heads[c + 1]) continue;
        const mark = stamper(marks[c ? centre.STATUSES[centre.ORDER[c - 1]] : "ghost"], width);
        half = Math.max(half, mark.half);
        for (let j = heads[c]; j < heads[c + 1]; j += 1) {
          const x = sx[drawn[j]], y = sy[drawn[j]];
          const whole = x >= mark.half && y >= mark.half && x < width - mark.half && y < height - mark.half;
          if (!whole) { cut(mark, x, y, width, height); continue; }
          const at = y * width + x;
          if (taken[at] === c + 1) continue; // the same mark on the same pixel: it is there already
          taken[at] = c + 1;
          stamp(mark, at);
        }
      }
      if (!half) return [0, 0, 0, 0];
      return [Math.max(0, extent[0] - half - 1), Math.max(0, extent[1] - half - 1), Math.min(width, extent[2] + half + 2),
        Math.min(height, extent[3] + half + 2)].map(Math.floor);
    }

    function ensure(ctx, node) {
      if (image && image.width === node.width && image.height === node.height) return;
      image = ctx.createImageData(node.width, node.height);
      words = new Uint32Array(image.data.buffer);
      used = [0, 0, node.width, node.height];
    }

    /* A mark for one width of canvas: places as one number each, solid pixels apart from those of the rim. */
    function stamper(mark, width) {
      if (mark.width === width) return mark;
      const all = Array.from(mark.colour, (colour, p) => [mark.dy[p] * width + mark.dx[p], colour]);
      const solid = all.filter(([, colour]) => colour >>> 24 === 255), rim = all.filter(([, colour]) => colour >>> 24 < 255);
      const [where, tone] = [(list) => Int32Array.from(list, ([at]) => at), (list) => Uint32Array.from(list, ([, colour]) => colour)];
      return Object.assign(mark, { width, solidAt: where(solid), solid: tone(solid), rimAt: where(rim), rim: tone(rim) });
    }
    function stamp({ solidAt, solid, rimAt, rim }, at) {
      for (let p = 0; p < solid.length; p += 1) words[at + solidAt[p]] = solid[p];
      for (let p = 0; p < rim.length; p += 1) {
        const under = words[at + rimAt[p]];
        words[at + rimAt[p]] = under === 0 ? rim[p] : over(rim[p], under);
      }
    }
    /* At the edge of the canvas: pixel by pixel. */
    function cut({ dx, dy, colour }, x, y, width, height) {
      for (let p = 0; p < colour.length; p += 1) {
        const px = x + dx[p], py = y + dy[p];
        if (px < 0 || py < 0 || px >= width || py >= height) continue;
        const at = py * width + px;
        words[at] = words[at] === 0 || colour[p] >>> 24 === 255 ? colour[p] : over(colour[p], words[at]);
      }
    }
    /* "Over" on bytes that are not premultiplied: on solid ground in whole numbers, two channels at a time. */
    function over(top, under) {
      if (under >>> 24 < 255) return blend(top, under);
      const a = (top >>> 24) + (top >>> 31), b = 256 - a;
      const ends = (((top & 0xff00ff) * a + (under & 0xff00ff) * b) >>> 8) & 0xff00ff;
      const green = (((top & 0xff00) * a + (under & 0xff00) * b) >>> 8) & 0xff00;
      return (0xff000000 | ends | green) >>> 0;
    }
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
        const moved = (twinSize[i] > 1 && frame.zoom >= FAN_ZOOM && fanned(i, frame.zoom, view.unit())) || [0, 0];
        return [wx[i] * frame.scale - frame.x + moved[0], wy[i] * frame.scale - frame.y + moved[1]];
      },
      world: (i) => [wx[i], wy[i]],
      bounds: () => box && view.L.latLngBounds(view.map.unproject([box.x0, box.y1], 0), view.map.unproject([box.x1, box.y0], 0)),
    };
    view.points.canvas = centre.canvas(view, draw, 2);
  };
})();
