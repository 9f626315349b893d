/* The day as a strip: how many schools were bad in each minute, hatched where nobody looked, ticks where incidents opened.
   Drawn on a canvas in CSS pixels; one picture per day, one thin line per minute shown. */
(function () {
  "use strict";
  const centre = window.centre;
  const TICKS = 11; // room above for incidents; below them the hours, as large as a wall needs

  /* `box` gets two canvases: the day, and what moves over it. */
  centre.replayStrip = (box) => {
    const ground = document.createElement("canvas"), over = document.createElement("canvas");
    ground.setAttribute("aria-hidden", "true"); over.setAttribute("aria-hidden", "true");
    box.append(ground, over);
    let drawn = null, size = [0, 0, 1];
    const letters = () => Math.ceil((box.closest(".wall") ? 1.1 : 0.6875) * parseFloat(getComputedStyle(document.documentElement).fontSize));
    const axis = () => letters() + 4;

    function fit(node) {
      const ratio = window.devicePixelRatio || 1, width = box.clientWidth, height = box.clientHeight;
      if (node.width !== Math.round(width * ratio) || node.height !== Math.round(height * ratio)) {
        node.width = Math.round(width * ratio); node.height = Math.round(height * ratio);
      }
      const ctx = node.getContext("2d");
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, width, height);
      return [ctx, width, height];
    }
    const x = (day, at, width) => ((at - day.since) / 86400) * width;

    function hatch(ctx, from, to, top, bottom, colour) {
      ctx.save();
      ctx.beginPath(); ctx.rect(from, top, Math.max(1, to - from), bottom - top); ctx.clip();
      ctx.globalAlpha = 0.16; ctx.fillStyle = colour; ctx.fillRect(from, top, to - from + 1, bottom - top);
      ctx.globalAlpha = 0.55; ctx.strokeStyle = colour; ctx.lineWidth = 1;
      for (let at = from - (bottom - top) - ((from - (bottom - top)) % 6); at < to; at += 6) { ctx.beginPath(); ctx.moveTo(at, bottom); ctx.lineTo(at + bottom - top, top); ctx.stroke(); }
      ctx.restore();
    }

    function day(day) {
      const [ctx, width, height] = fit(ground), base = height - axis(), room = base - TICKS;
      const colour = (name) => centre.token(name);
      ctx.fillStyle = colour("--surface-3"); ctx.globalAlpha = 0.5; ctx.fillRect(0, base - 1, width, 1); ctx.globalAlpha = 1;
      if (!day) return;
      const most = Math.max(4, ...day.bad, ...Array.from(day.watch, (n) => n / 2)), tall = (n) => (n ? Math.max(2, Math.sqrt(n / most) * room) : 0);
      for (let px = 0; px < Math.ceil(width); px += 1) { // the worst minute of each pixel
        const from = day.index(day.since + (px / width) * 86400), to = day.index(day.since + ((px + 1) / width) * 86400);
        if (day.since + (px / width) * 86400 > day.until) break;
        let bad = 0, watch = 0;
        for (let m = from; m <= Math.max(from, to - 1); m += 1) { if (!day.dark[m]) { bad = Math.max(bad, day.bad[m]); watch = Math.max(watch, day.watch[m]); } }
        if (watch) { ctx.globalAlpha = 0.22; ctx.fillStyle = colour("--watch"); ctx.fillRect(px, base - tall(watch / 2), 1, tall(watch / 2)); }
        if (bad) { ctx.globalAlpha = 0.9; ctx.fillStyle = colour("--bad"); ctx.fillRect(px, base - tall(bad), 1, tall(bad)); }
      }
      ctx.globalAlpha = 1;
      for (let m = 0; m < day.length;) {
        let end = m;
        while (end < day.length && day.dark[end] === day.dark[m]) end += 1;
        if (day.dark[m]) hatch(ctx, x(day, day.timeOf(m), width), x(day, day.timeOf(end), width), TICKS, base, colour(day.dark[m] === 2 ? "--bad" : "--unknown"));
        m = end;
      }
      const rest = x(day, day.until + day.step, width);
      if (rest < width - 1) { ctx.globalAlpha = 0.35; ctx.fillStyle = colour("--surface-3"); ctx.fillRect(rest, TICKS, width - rest, room); ctx.globalAlpha = 1; }
      openings(ctx, day, width, colour);
      hours(ctx, width, height, base, colour);
    }
    function openings(ctx, day, width, colour) {
      for (const [at, , rank] of [...day.openings].sort((p, q) => p[2] - q[2])) {
        const px = x(day, at, width), r = rank >= 3 ? 4 : rank === 2 ? 3 : 2;
        ctx.fillStyle = colour(rank >= 2 ? "--bad" : "--watch");
        ctx.globalAlpha = rank >= 2 ? 1 : 0.7;
        ctx.beginPath(); ctx.moveTo(px, 5 - r); ctx.lineTo(px + r, 5); ctx.lineTo(px, 5 + r); ctx.lineTo(px - r, 5); ctx.fill();
      }
      ctx.globalAlpha = 1;
    }
    function hours(ctx, width, height, base, colour) {
      const every = width < letters() * 42 ? 6 : width < letters() * 80 ? 3 : 2;
      ctx.fillStyle = colour("--text-3");
      ctx.font = "500 " + letters() + "px 'Be Vietnam Pro', sans-serif";
      ctx.textBaseline = "alphabetic";
      for (let hour = 0; hour <= 24; hour += 1) {
        const px = Math.min(width - 1, (hour / 24) * width);
        ctx.globalAlpha = hour % every ? 0.35 : 0.8;
        ctx.fillRect(px, base, 1, hour % every ? 2 : 4);
        if (hour % every) continue;
        ctx.globalAlpha = 1;
        ctx.textAlign = hour === 0 ? "left" : hour === 24 ? "right" : "center";
        ctx.fillText(String(hour).padStart(2, "0") + ":00", px, height - 1);
      }
      ctx.globalAlpha = 1;
    }

    function head(day, at) {
      const [ctx, width, height] = fit(over);
      if (!day) return;
      const px = Math.max(1, Math.min(width - 1, x(day, at, width))), base = height - axis();
      ctx.fillStyle = centre.token("--replay-line") || centre.token("--text");
      ctx.fillRect(px - 1, 0, 2, base + 3);
      ctx.beginPath(); ctx.arc(px, base, 5, 0, Math.PI * 2); ctx.fill();
      ctx.lineWidth = 2; ctx.strokeStyle = centre.token("--surface"); ctx.stroke();
    }

    return {
      show(replay) {
        const now = [box.clientWidth, box.clientHeight, window.devicePixelRatio];
        if (drawn !== replay.day || now.some((n, i) => n !== size[i])) { drawn = replay.day; size = now; day(replay.day); }
        head(replay.day, replay.at);
      },
      forget() { drawn = null; size = [0, 0, 1]; },
      timeAt: (day, clientX) => {
        const rect = box.getBoundingClientRect();
        return day.since + Math.max(0, Math.min(1, (clientX - rect.left) / rect.width)) * 86400;
      },
    };
  };
})();
