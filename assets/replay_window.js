/* One day of the past as the server packs it (docs/feed.md, RPL1): read once, then any minute costs no request.
   Pure: bytes in, typed arrays out. Every hour of the day is kept whole, so that a jump is a copy and at most sixty deltas. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY = 60; // minutes (or hours) between two whole copies

  function parse(buffer) {
    const view = new DataView(buffer), bytes = new Uint8Array(buffer);
    if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== "RPL1") throw new Error("replay: not a day");
    const size = view.getUint32(4, true), frames = [];
    const about = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
    for (let at = 8 + size; at < bytes.length;) {
      const length = view.getUint32(at, true);
      frames.push(centre.binary.frame(buffer.slice(at + 4, at + 4 + length)));
      at += 4 + length;
    }
    if (!frames.length || frames[0].kind !== "full") throw new Error("replay: a day without a beginning");
    return { ...about, frames };
  }

  /* A reader of the day: `to(minute)` brings `status`, `marks`, `head`, `figures` there. */
  function reader(buffer) {
    const day = parse(buffer), { frames, since, step } = day;
    const count = frames[0].count, length = Math.round((day.until - since) / step) + 1;
    const place = (frame) => Math.round((frame.serverTime - since) / step);
    const before = new Int32Array(length).fill(-1); // the last frame at or before each minute
    frames.forEach((frame, i) => { before[place(frame)] = i; });
    for (let m = 1; m < length; m += 1) if (before[m] < 0) before[m] = before[m - 1];

    const held = { status: new Uint8Array(count), marks: new Uint8Array(count), figures: { open: 0, unacknowledged: 0, quiet: 0 }, frame: -1 };
    const tally = [0, 0, 0, 0, 0];
    function take(frame) {
      if (frame.kind === "full") { held.status.set(frame.status); tally.fill(0); for (const s of frame.status) tally[s] += 1; }
      if (frame.kind === "delta") {
        for (let k = 0; k < frame.index.length; k += 1) {
          const i = frame.index[k];
          tally[held.status[i]] -= 1; tally[frame.status[k]] += 1;
          held.status[i] = frame.status[k];
        }
      }
      const block = frame.marks;
      if (!block || block.kind === "unchanged") return;
      if (block.kind === "full") held.marks.fill(0);
      for (let k = 0; k < block.index.length; k += 1) held.marks[block.index[k]] = block.mark[k];
      held.figures = { open: block.open, unacknowledged: block.unacknowledged, quiet: block.quiet };
    }
    const copies = new Map(), bad = new Uint32Array(length), watch = new Uint32Array(length), dark = new Uint8Array(length);
    const keep = (m) => copies.set(m, { status: held.status.slice(), marks: held.marks.slice(), figures: held.figures, frame: held.frame });
    for (let m = 0; m < length; m += 1) { // the whole day once: what the strip draws, and the copies
      while (held.frame < before[m]) { held.frame += 1; take(frames[held.frame]); }
      const head = frames[held.frame];
      bad[m] = tally[3]; watch[m] = tally[2];
      dark[m] = head.blind ? 2 : head.late ? 1 : 0; // 1 nobody looked, 2 the centre was blind
      if (m % EVERY === 0) keep(m);
    }

    const index = (at) => Math.max(0, Math.min(length - 1, Math.floor((at - since) / step + 1e-9)));
    function to(at) {
      const m = index(at), wanted = before[m];
      if (wanted < held.frame || wanted - held.frame > EVERY) {
        const copy = copies.get(Math.floor(m / EVERY) * EVERY);
        held.status.set(copy.status); held.marks.set(copy.marks);
        Object.assign(held, { figures: copy.figures, frame: copy.frame });
      }
      while (held.frame < wanted) { held.frame += 1; take(frames[held.frame]); }
      return { status: held.status, marks: held.marks, figures: held.figures, head: frames[wanted], at: since + m * step, dark: dark[m] };
    }
    return { ...day, frames: frames.length, count, length, bad, watch, dark, to, index, timeOf: (m) => since + m * step };
  }

  centre.replayDay = reader;
})();
