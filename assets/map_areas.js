/* Land: area polygons under the points. The fill whispers (a faint tint where something is wrong, nothing where all is
   well); borders are hairlines; the drilled area stands out because the rest steps back. Paths are kept in local
   coordinates at zoom 12, so that a redraw is one transform and no arithmetic per vertex. */
(function () {
  "use strict";
  const centre = window.centre;
  const BASE = 2 ** 12;
  const cache = new Map(); // tree + area -> GeoJSON promise: fetched once per page life
  const probe = document.createElement("canvas").getContext("2d");

  function fetchShapes(path, query) {
    const address = (centre.feed.root || "") + path + "?" + new URLSearchParams(query);
    if (!cache.has(address)) {
      cache.set(address, fetch(address, { credentials: "same-origin" }).then((reply) => {
        if (!reply.ok) throw Object.assign(new Error("HTTP " + reply.status), { status: reply.status });
        return reply.json();
      }).catch((error) => {
        if (error.status !== 404) cache.delete(address); // 404 = this centre has none; anything else is tried again
        return { features: [] };
      }));
    }
    return cache.get(address);
  }

  /* Rings of a geometry as one Path2D in local base coordinates, with its box. */
  function shape(feature, origin) {
    const path = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const { type, coordinates } = feature.geometry || { type: "", coordinates: [] };
    const rings = type === "Polygon" ? coordinates : type === "MultiPolygon" ? coordinates.flat() : type === "LineString"
      ? [coordinates] : type === "MultiLineString" ? coordinates : [];
    for (const ring of rings) {
      ring.forEach(([lon, lat], i) => {
        const sin = Math.sin((lat * Math.PI) / 180);
        const x = (lon / 360 + 0.5) * 256 * BASE - origin[0];
        const y = (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 256 * BASE - origin[1];
        if (i) path.lineTo(x, y); else path.moveTo(x, y);
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      });
      if (!type.includes("Line")) path.closePath();
    }
    return { path, box, line: type.includes("Line") };
  }

  const landOf = (tree, area) => fetchShapes("/api/v1/geo/areas", { tree, area });
  centre.map.prefetch = landOf;

  centre.map.areas = (view) => {
    let shapes = [], water = [], origin = null, wanted = "", drawn = "";

    async function load(state) {
      const area = centre.feed.area;
      wanted = state.tree;
      const [land, wet] = await Promise.all([landOf(state.tree, area), fetchShapes("/api/v1/geo/water", { area })]);
      if (view.gone || wanted !== state.tree) return;
      const first = land.features.find((f) => f.geometry && f.geometry.coordinates.length);
      if (first && !origin) {
        const [lon, lat] = first.geometry.coordinates.flat(first.geometry.type === "MultiPolygon" ? 2 : 1)[0];
        const world = view.map.project([lat, lon], 0);
        origin = [world.x * BASE, world.y * BASE];
      }
      const index = new Map(centre.areas.tree(state).map((a, i) => [a.code, i]));
      shapes = land.features.map((f) => ({ ...shape(f, origin), code: f.properties.code, name: f.properties.name, index: index.get(f.properties.code) }));
      drawn = state.tree;
      water = origin ? wet.features.map((f) => shape(f, origin)) : [];
      view.repaint(5);
    }

    /* The tint of one area: [colour, alpha]; nothing to say = nothing painted. */
    function tint(index, mode) {
      const count = centre.live.perArea;
      if (mode === "none" || index === undefined || !count || !centre.feed.ready || drawn !== centre.state.get().tree) return null;
      const [none, good, watch, bad, stale] = count.subarray(index * 5, index * 5 + 5);
      const heard = good + watch + bad;
      if (!heard) return none + stale ? ["stale", 0.1] : null;
      if (mode === "worst") return bad ? ["bad", 0.11] : watch ? ["watch", 0.08] : null;
      const share = (bad + watch * 0.4) / heard;
      return share < 0.02 ? null : [bad >= watch * 0.4 ? "bad" : "watch", Math.min(0.2, 0.03 + share * 0.4)];
    }

    /* The edge of an area by the worst that lives there: [colour, held by somebody], null = too little to speak of.
       "Worst" lets one school speak for its area; else a tenth of its schools must be concerned. */
    function outlined(index, mode) {
      const told = centre.live.areaMarks, count = centre.live.perArea;
      if (mode === "none" || index === undefined || !told || drawn !== centre.state.get().tree) return null;
      const loud = told[index * 4], held = told[index * 4 + 1], worst = told[index * 4 + 3];
      const least = mode === "worst" ? 1 : Math.max(2, 0.1 * count.subarray(index * 5, index * 5 + 5).reduce((a, b) => a + b, 0));
      if (loud + held < least) return null;
      return loud ? [worst >= 3 ? "bad" : "watch", ""] : ["held", "held"];
    }

    let said = "";
    /* After a frame: repaint only when a tint became another one, in steps the eye could tell apart. */
    function follow() {
      const mode = centre.state.get().fill;
      const now = mode === "none" ? "" : shapes.map((s) => { const t = tint(s.index, mode), o = outlined(s.index, mode); return (t ? t[0][0] + Math.round(t[1] * 60) : "-") + (o ? o[0] + o[1] : ""); }).join("");
      if (now !== said) { said = now; view.repaint(1); }
    }

    function draw(ctx, frame, node) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, node.width, node.height);
      if (!origin) return;
      const state = centre.state.get(), inside = centre.live.inside;
      const k = (frame.scale / BASE) * frame.ratio;
      const dx = (origin[0] / BASE) * frame.scale - frame.x, dy = (origin[1] / BASE) * frame.scale - frame.y;
      ctx.setTransform(k, 0, 0, k, dx * frame.ratio, dy * frame.ratio);
      ctx.lineJoin = "round";
      const colours = view.marks.look();
      const [land, far, line, edge, wet] = ["--map-land", "--map-land-far", "--map-line", "--map-edge-in", "--map-water"].map(centre.token);
      const hair = (frame.ratio * view.unit()) / k;
      const isInside = (s) => !inside || (s.index !== undefined && inside[s.index]);
      for (const s of shapes) {
        ctx.fillStyle = isInside(s) ? land : far;
        ctx.fill(s.path, "evenodd");
        const paint = !view.options.pick && isInside(s) && tint(s.index, state.fill);
        if (!paint) continue;
        ctx.globalAlpha = paint[1];
        ctx.fillStyle = colours[paint[0]];
        ctx.fill(s.path, "evenodd");
        ctx.globalAlpha = 1;
      }
      if (view.pick) chosen(ctx, hair);
      ctx.fillStyle = ctx.strokeStyle = wet;
      for (const w of water) {
        if (!w.line) ctx.fill(w.path, "evenodd");
        else { ctx.lineWidth = hair * 2.2; ctx.stroke(w.path); }
      }
      ctx.strokeStyle = view.options.pick ? edge : line;
      ctx.lineWidth = hair * 0.8;
      for (const s of shapes) ctx.stroke(s.path);
      if (inside) {
        ctx.strokeStyle = edge;
        ctx.lineWidth = hair * 1.6;
        for (const s of shapes) if (isInside(s)) ctx.stroke(s.path);
      }
      if (!view.options.pick) for (const s of shapes) if (isInside(s)) edgeOf(ctx, s, hair, state.fill, colours);
    }

    function edgeOf(ctx, s, hair, mode, colours) {
      const told = outlined(s.index, mode);
      if (!told) return;
      ctx.strokeStyle = told[1] ? centre.token("--map-held") : colours[told[0]];
      ctx.lineWidth = hair * (told[1] ? 1.6 : 2.4);
      ctx.setLineDash(told[1] ? [hair * 7, hair * 5] : []);
      ctx.stroke(s.path);
      ctx.setLineDash([]);
    }

    /* Areas being chosen (admin_pick.js): filled in the accent, with its edge. */
    function chosen(ctx, hair) {
      ctx.fillStyle = ctx.strokeStyle = centre.token("--accent");
      ctx.lineWidth = hair * 2;
      for (const s of shapes.filter((one) => view.pick.has(one.code))) {
        ctx.globalAlpha = 0.38;
        ctx.fill(s.path, "evenodd");
        ctx.globalAlpha = 1;
        ctx.stroke(s.path);
      }
    }

    view.areas = {
      load, follow, shapes: () => shapes,
      /* The area under a point of the world (zoom 0 pixels), or null. */
      at(point) {
        if (!origin) return null;
        const x = point.x * BASE - origin[0], y = point.y * BASE - origin[1];
        return shapes.find((s) => x >= s.box[0] && x <= s.box[2] && y >= s.box[1] && y <= s.box[3] && probe.isPointInPath(s.path, x, y, "evenodd")) || null;
      },
      /* The edge of the area that a row beside the map points at. */
      light(ctx, frame, code) {
        const s = shapes.find((one) => one.code === code);
        if (!s || !origin) return;
        const k = (frame.scale / BASE) * frame.ratio, hair = (frame.ratio * view.unit()) / k;
        ctx.save();
        ctx.setTransform(k, 0, 0, k, ((origin[0] / BASE) * frame.scale - frame.x) * frame.ratio, ((origin[1] / BASE) * frame.scale - frame.y) * frame.ratio);
        ctx.lineJoin = "round"; ctx.lineWidth = hair * 2; ctx.strokeStyle = centre.token("--map-label"); ctx.stroke(s.path);
        ctx.restore();
      },
      /* CSS pixel box of a shape on the canvas, for labels. */
      screen: (s, frame) => s.box.map((v, i) => ((v + origin[i % 2]) / BASE) * frame.scale - (i % 2 ? frame.y : frame.x)),
    };
    view.areas.canvas = centre.canvas(view, draw, 1);
  };
})();
