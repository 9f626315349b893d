/* The five marks, drawn once per size into lists of pixels that can be stamped 52,000 times in a few milliseconds.
   Shape and size differ by status as well as colour, so the map reads in grey and for every eye:
   good = small dot (recedes) - watch = triangle - bad = large diamond with an edge - stale = hatched square - unknown = ring. */
(function () {
  "use strict";
  const centre = window.centre;
  const SIZE = { good: 0.8, unknown: 0.95, stale: 1.15, watch: 1.5, bad: 1.75, ghost: 0.6 };

  function outline(ctx, name, c, r) {
    ctx.beginPath();
    if (name === "watch") {
      ctx.moveTo(c, c - r); ctx.lineTo(c + r * 0.95, c + r * 0.72); ctx.lineTo(c - r * 0.95, c + r * 0.72); ctx.closePath();
    } else if (name === "bad") {
      ctx.moveTo(c, c - r); ctx.lineTo(c + r, c); ctx.lineTo(c, c + r); ctx.lineTo(c - r, c); ctx.closePath();
    } else if (name === "stale") ctx.rect(c - r * 0.8, c - r * 0.8, r * 1.6, r * 1.6);
    else ctx.arc(c, c, r, 0, Math.PI * 2);
  }

  function paintMark(ctx, name, c, r, colours) {
    const edge = Math.max(1, r * 0.3);
    if (name === "bad" || name === "watch") { // a dark edge lifts what matters from what lies under it
      outline(ctx, name, c, r + edge);
      ctx.fillStyle = colours.edge;
      ctx.fill();
    }
    outline(ctx, name, c, r);
    ctx.fillStyle = ctx.strokeStyle = colours[name];
    if (name === "unknown") { ctx.lineWidth = Math.max(1, r * 0.42); ctx.stroke(); return; }
    if (name === "stale") {
      ctx.save(); ctx.clip();
      ctx.lineWidth = Math.max(1, r * 0.38);
      for (let x = -2 * r; x <= 2 * r; x += Math.max(2, r * 0.8)) {
        ctx.beginPath(); ctx.moveTo(c + x - r, c + r); ctx.lineTo(c + x + r, c - r); ctx.stroke();
      }
      ctx.restore();
      outline(ctx, name, c, r); ctx.lineWidth = Math.max(1, r * 0.22); ctx.stroke();
      return;
    }
    ctx.fill(); // opaque: recession is in the colour, and opaque pixels are stamped without arithmetic
  }

  /* Pixels of one mark around its centre: offsets, colour as Uint32 (ABGR, alpha in the top byte). */
  function pixels(name, radius, colours) {
    const half = Math.ceil(radius * 1.5) + 2;
    const side = half * 2 + 1;
    const node = document.createElement("canvas");
    node.width = node.height = side;
    const ctx = node.getContext("2d", { willReadFrequently: true });
    paintMark(ctx, name, half + 0.5, radius, colours);
    const data = new Uint32Array(ctx.getImageData(0, 0, side, side).data.buffer);
    const dx = [], dy = [], colour = [];
    data.forEach((value, at) => {
      if (value >>> 24 < 8) return;
      dx.push((at % side) - half); dy.push(Math.floor(at / side) - half); colour.push(value);
    });
    return { dx: Int16Array.from(dx), dy: Int16Array.from(dy), colour: Uint32Array.from(colour), half };
  }

  centre.map.marks = (view) => {
    let cache = new Map(), colours = null;
    const look = () => colours || (colours = Object.fromEntries(
      [...centre.STATUSES, "ghost", "edge"].map((name) => [name, centre.token("--map-" + name) || "#888"])));
    /* Base radius in CSS pixels: grows with zoom, and with the room a wall gives. */
    const radius = (zoom) => Math.min(6.5, 2.6 + Math.max(0, zoom - 10) * 0.55) * Math.max(0.85, view.unit());
    view.marks = {
      radius, look,
      forget() { cache = new Map(); colours = null; },
      set(zoom, ratio) {
        const base = Math.round(radius(zoom) * ratio * 8) / 8;
        if (!cache.has(base)) {
          const made = Object.fromEntries(Object.keys(SIZE).map((name) => [name, pixels(name, base * SIZE[name], look())]));
          cache.set(base, made);
        }
        return cache.get(base);
      },
      draw: (ctx, name, x, y, r) => { ctx.save(); ctx.translate(x - r, y - r); paintMark(ctx, name, r, r, look()); ctx.restore(); },
    };
  };
})();
