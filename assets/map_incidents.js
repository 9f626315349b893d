/* Incidents around the marks, shape before colour: nobody has it = two rings, the outer one beats (critical: with four
   rays); somebody has it = one calm ring; planned work = a hatched square; told to be silent = its empty frame; only
   recorded = dots. Only marked schools are touched; each sort is drawn once and stamped. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, marks, feed } = centre;
  const ORDER = ["quiet", "silenced", "maintenance", "held", "loud"]; // what matters lies on top

  const sortOf = (mark) => (mark & marks.LOUD ? "loud" : mark & marks.HELD ? "held" : mark & marks.MAINTENANCE ? "maintenance"
    : mark & marks.SILENCED ? "silenced" : "quiet");

  /* One figure around (0, 0); R is its inner radius. `beat`: the part that comes and goes. */
  function figure(ctx, sort, severity, R, u, look, beat) {
    const ring = (r, width, colour, halo) => {
      ctx.beginPath(); ctx.arc(0, 0, r, 0, Math.PI * 2);
      if (halo) { ctx.lineWidth = width + 1.6 * u; ctx.strokeStyle = look.halo; ctx.stroke(); }
      ctx.lineWidth = width; ctx.strokeStyle = colour; ctx.stroke();
    };
    const square = (half) => { ctx.beginPath(); ctx.roundRect(-half, -half, 2 * half, 2 * half, half * 0.3); };
    ctx.setLineDash([]);
    if (sort === "loud") {
      const colour = severity >= 2 ? look.bad : look.watch;
      if (!beat) { ring(R, 2.2 * u, colour, true); return; }
      ring(R * 1.7, 1.7 * u, colour, true);
      if (severity < 3) return;
      ctx.lineWidth = 2 * u; ctx.strokeStyle = colour;
      for (const [x, y] of [[0, 1], [0, -1], [1, 0], [-1, 0]]) {
        ctx.beginPath(); ctx.moveTo(x * R * 1.7, y * R * 1.7); ctx.lineTo(x * R * 2.3, y * R * 2.3); ctx.stroke();
      }
    } else if (beat) return;
    else if (sort === "held") ring(R, 1.7 * u, look.held, true);
    else if (sort === "quiet") { ctx.setLineDash([1.6 * u, 2.6 * u]); ring(R * 0.9, 1.3 * u, look.quiet, false); ctx.setLineDash([]); }
    else {
      const half = R * 0.95;
      square(half);
      if (sort === "maintenance") {
        ctx.save(); ctx.clip();
        ctx.globalAlpha = 0.14; ctx.fillStyle = look.planned; ctx.fill(); ctx.globalAlpha = 0.7;
        ctx.lineWidth = 0.9 * u; ctx.strokeStyle = look.planned;
        for (let x = -3 * half; x < 3 * half; x += 3.4 * u) { ctx.beginPath(); ctx.moveTo(x - half, half); ctx.lineTo(x + half, -half); ctx.stroke(); }
        ctx.restore(); square(half);
      } else ctx.setLineDash([3 * u, 2 * u]);
      ctx.lineWidth = 1.5 * u; ctx.strokeStyle = look.planned; ctx.stroke(); ctx.setLineDash([]);
    }
  }

  centre.map.incidents = (view) => {
    let cache = new Map(), looked = null, loud = null;
    const tokens = { bad: "--map-bad", watch: "--map-watch", held: "--map-held", planned: "--map-planned", quiet: "--map-quiet", halo: "--map-halo" };
    const look = () => looked || (looked = Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, centre.token(token) || "#888"])));

    function stampOf(sort, severity, R, unit, ratio, beat) {
      const key = [sort, severity >= 3 ? 3 : severity >= 2 ? 2 : 0, Math.round(R * 8), ratio, beat].join();
      if (cache.has(key)) return cache.get(key);
      const u = unit * ratio, half = Math.ceil(R * ratio * 2.4 + 3 * u), node = document.createElement("canvas");
      node.width = node.height = half * 2;
      const ctx = node.getContext("2d");
      ctx.translate(half, half);
      figure(ctx, sort, severity, R * ratio, u, look(), beat);
      const made = { node, half };
      cache.set(key, made);
      return made;
    }

    /* What stays is drawn on the canvas of labels (map_top.js), what beats on one of its own. */
    function paint(ctx, frame, node) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      view.box.dataset.marked = String(ready() ? (view.aggregated ? bubbles : schools)(ctx, frame, node, false) : 0);
    }
    function draw(ctx, frame, node) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, node.width, node.height);
      const drawn = ready() ? (view.aggregated ? bubbles : schools)(ctx, frame, node, true) : 0, style = node.style;
      if (style.display !== (drawn ? "" : "none")) style.display = drawn ? "" : "none"; // an empty canvas is not composed
    }
    const ready = () => marks.known && feed.points && centre.live.tree && !view.options.pick && marks.of.length === feed.points.count;

    /* Marked schools in sight; of one sort, one in each small cell: a thousand rings in a town tell no more than fifty, and
       the cells grow with the crowd, so that a province that is all marked costs no more than a town. */
    function schools(ctx, frame, node, beat) {
      const unit = view.unit(), R = Math.max(5 * unit, view.marks.radius(frame.zoom) * 2.1), far = 3 * R;
      const cell = R * 0.7 * Math.max(1, Math.sqrt(marks.which.length / 2500));
      const { mask, inside, tree } = centre.live, areaOf = feed.points.area[centre.state.get().tree], kinds = feed.points.kind;
      const rows = ORDER.map(() => []), taken = new Set();
      for (const i of marks.which) {
        const mark = marks.of[i], sort = beat ? 4 : ORDER.indexOf(sortOf(mark));
        if ((beat && !(mark & marks.LOUD)) || !((mask >> kinds[i]) & 1) || !view.points.placed(i)) continue;
        if (inside && !(areaOf[i] < tree.length && inside[areaOf[i]])) continue;
        const [x, y] = view.points.position(i, frame);
        if (x < -far || y < -far || x > frame.width + far || y > frame.height + far) continue;
        const wide = sort === 1 || sort === 2 ? cell * 2.4 : cell; // squares that overlap say nothing more
        const key = ((sort * 4 + (mark & 3)) * 16384 + Math.round(x / wide) + 8192) * 16384 + Math.round(y / wide) + 8192;
        if (taken.has(key)) continue;
        taken.add(key);
        rows[sort].push([x, y, mark & 3]);
      }
      rows.forEach((row, sort) => {
        for (const [x, y, severity] of row.sort((a, b) => a[2] - b[2])) {
          const stamp = stampOf(ORDER[sort], severity, R, unit, frame.ratio, beat);
          ctx.drawImage(stamp.node, Math.round(x * frame.ratio) - stamp.half, Math.round(y * frame.ratio) - stamp.half);
        }
      });
      return taken.size;
    }

    function bubbles(ctx, frame, node, beat) {
      const u = view.unit(), colours = look();
      let drawn = 0;
      ctx.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
      for (const b of view.top.bubbles()) {
        const [unheld, held, planned, worst] = b.told;
        if (!(beat ? unheld : unheld + held + planned)) continue;
        drawn += 1;
        ctx.beginPath();
        ctx.arc(b.x, b.y, b.r + (beat ? 7 : 3) * u, 0, Math.PI * 2);
        ctx.lineWidth = (unheld && !beat ? 2.4 : 1.8) * u;
        ctx.strokeStyle = unheld ? colours[worst >= 3 ? "bad" : "watch"] : held ? colours.held : colours.planned;
        ctx.setLineDash(unheld || held ? [] : [4 * u, 3 * u]);
        ctx.stroke();
        ctx.setLineDash([]);
      }
      return drawn;
    }

    /* What a hint says besides the status: the mark's words at once, the sentences when they have come. */
    const heard = new Map();
    function lines(i, then) {
      const mark = marks.of[i] || 0;
      if (!mark) return [];
      const code = feed.directory.codes[i], key = code + "@" + marks.version, known = heard.get(key);
      if (known === undefined && mark & (marks.LOUD | marks.HELD | marks.QUIET)) {
        if (heard.size > 200) heard.clear();
        heard.set(key, null);
        setTimeout(() => { // a pointer that only passes asks nothing
          if (view.hovered !== i) { heard.delete(key); return; }
          marks.ofSchool(code).then((told) => { heard.set(key, told); if (told.length) then(); });
        }, 150);
      }
      if (known && known.length) return known.slice(0, 3).map(sentence).concat(mark & (marks.MAINTENANCE | marks.SILENCED) ? [line(mark & ~15 & ~marks.QUIET)] : []);
      return [line(mark)];
    }
    function line(mark) {
      const row = element("span", "incident-hint");
      row.append(element("i", "ring " + sortOf(mark) + " " + marks.tone(mark)), element("span", "", marks.words(mark)));
      return row;
    }
    function sentence(one) {
      const row = element("span", "incident-hint"), said = element("span", "");
      said.append(element("span", "", one.says), element("b", "", marks.state(one) + (one.quiet ? centre.text(" · ngoài giờ", " · out of hours") : "")));
      row.append(element("i", "ring " + (one.quiet && one.kind !== "wide" && one.severity !== "critical" ? "quiet" : one.state === "open" ? "loud" : "held") + " " + one.tone), said);
      return row;
    }
    function areaLines(told) {
      if (!told) return [];
      return [["loud", 0, centre.text("trường có sự cố chưa ai nhận", "schools with an incident nobody has")], ["held", 1, centre.text("trường có sự cố đã có người nhận", "schools with an incident somebody has")],
        ["maintenance", 2, centre.text("trường bảo trì, tạm ngưng", "schools in maintenance or silenced")]]
        .filter(([, n]) => told[n]).map(([sort, n, words]) => {
          const row = element("span", "status-line");
          row.append(element("i", "ring " + sort + " " + (told[3] >= 3 ? "bad" : "watch")), element("span", "", words), element("b", "num", format.number(told[n])));
          return row;
        });
    }

    const forget = view.marks.forget;
    view.marks.forget = () => { cache = new Map(); looked = null; forget(); };
    view.incidents = { lines, areaLines, paint, redraw: () => loud.redraw() };
    loud = centre.canvas(view, draw, 4);
    loud._container.classList.add("beats");
    const still = (yes) => () => loud._container && loud._container.classList.toggle("still", yes); // a moving map composes once a frame already
    view.map.on("movestart zoomstart", still(true));
    view.map.on("moveend zoomend", still(false));
  };
})();
