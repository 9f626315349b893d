/* The incidents' marks, one byte a school, behind every frame (docs/feed.md): bits 0-1 severity, then the flags below.
   They have a version of their own: an incident moves while no status does. Older never overwrites newer. */
(function () {
  "use strict";
  const centre = window.centre;
  const LOST_MS = 60000;
  const LOUD = 4, HELD = 8, MAINTENANCE = 16, QUIET = 32, SILENCED = 64;
  const marks = centre.marks = {
    LOUD, HELD, MAINTENANCE, QUIET, SILENCED, version: 0, of: new Uint8Array(0), which: new Uint32Array(0),
    open: null, unacknowledged: null, quiet: null, deaf: false, age: 0, known: false,
    SEVERITIES: centre.text(["thấp", "vừa", "cao", "nghiêm trọng"], ["low", "medium", "high", "critical"]),
  };
  let heard = 0; // when a block was last believed, by this machine's monotonic clock

  marks.forget = (count) => {
    Object.assign(marks, { version: 0, of: new Uint8Array(count), which: new Uint32Array(0), known: false, open: null, unacknowledged: null, quiet: null });
  };

  /* Returns true when something that is shown is another. The block may be absent or broken: then nothing moves. */
  marks.accept = (head) => {
    const block = head.marks, directory = centre.feed.directory;
    if (!block || !directory || !directory.hash.startsWith(head.directory) || head.count !== marks.of.length) return false;
    if (!block.version) return hear(block); // the centre itself does not know
    if (block.version < marks.version) {
      if (performance.now() - heard > LOST_MS) marks.version = 0; // another history began: ask for everything
      return false;
    }
    if (block.kind === "unchanged") return block.version === marks.version ? hear(block) : again();
    if (block.kind === "delta" && block.base !== marks.version) return again();
    if (block.kind === "full") marks.of = new Uint8Array(marks.of.length);
    else if (block.version === marks.version) return hear(block);
    for (let i = 0; i < block.index.length; i += 1) marks.of[block.index[i]] = block.mark[i];
    const found = [];
    for (let i = 0; i < marks.of.length; i += 1) if (marks.of[i]) found.push(i);
    Object.assign(marks, { which: Uint32Array.from(found), version: block.version, open: block.open,
      unacknowledged: block.unacknowledged, quiet: block.quiet, known: true });
    hear(block);
    return true;
  };
  function hear(block) {
    const before = marks.deaf;
    heard = performance.now();
    marks.deaf = block.deaf;
    marks.age = block.age;
    return before !== marks.deaf;
  }
  function again() { marks.version = 0; return false; }

  /* How a mark reads, "" = there is none. */
  marks.words = (mark) => {
    const severity = marks.SEVERITIES[mark & 3], said = [];
    if (mark & LOUD) said.push(centre.text("sự cố mức " + severity + ", chưa ai nhận", severity + " incident, nobody has it"));
    else if (mark & HELD) said.push(centre.text("sự cố mức " + severity + ", đã có người nhận", severity + " incident, somebody has it"));
    else if (mark & QUIET) said.push(centre.text("sự cố ghi nhận, không báo", "incident recorded, not announced"));
    if (mark & MAINTENANCE) said.push(centre.text("đang bảo trì", "in maintenance"));
    else if (mark & SILENCED) said.push(centre.text("đang tạm ngưng báo", "silenced"));
    return said.join(" · ");
  };
  marks.tone = (mark) => ((mark & 3) >= 2 ? "bad" : "watch");
})();
