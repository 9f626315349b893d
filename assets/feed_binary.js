/* The binary forms of the wire: positions once, frames for ever, marks of incidents behind them. Pure: bytes in, typed arrays out.
   A form that does not hold together throws; the feed then asks for everything anew. */
(function () {
  "use strict";
  const HEADER = 64;
  const NO_COORDINATE = 0x7fffffff;
  const ascii = (view, at, length) => {
    let text = "";
    for (let i = 0; i < length; i += 1) text += String.fromCharCode(view.getUint8(at + i));
    return text;
  };
  const need = (condition, what) => { if (!condition) throw new Error("feed: " + what); };

  function points(buffer) {
    const view = new DataView(buffer);
    need(buffer.byteLength >= 8 && ascii(view, 0, 4) === "PTS1", "not a points file");
    const count = view.getUint32(4, true);
    need(buffer.byteLength === 8 + count * 14, "points of a wrong length");
    const at = (width) => { const here = offset; offset += count * width; return here; };
    let offset = 8;
    const lat = new Int32Array(buffer, at(4), count);
    const lon = new Int32Array(buffer, at(4), count);
    const oldArea = new Uint16Array(buffer, at(2), count);
    const newArea = new Uint16Array(buffer, at(2), count);
    const kind = new Uint8Array(buffer, at(1), count);
    const flags = new Uint8Array(buffer, at(1), count);
    return { count, lat, lon, area: { old: oldArea, new: newArea }, kind, flags };
  }

  /* The block of incident marks behind a frame; null when it does not hold together: the statuses stand without it. */
  function marks(buffer, view, at, schools) {
    const size = buffer.byteLength - at, kind = size >= 16 ? ["full", "delta", "unchanged"][view.getUint8(at + 4)] : null;
    if (!kind) return null;
    const block = { kind, deaf: Boolean(view.getUint8(at + 5) & 1), age: view.getUint16(at + 6, true), version: view.getFloat64(at + 8, true) };
    if (!Number.isFinite(block.version)) return null;
    if (kind === "unchanged") return size === 16 ? block : null;
    if (size < 40) return null;
    const changes = view.getUint32(at + 36, true);
    if (size !== 40 + changes * 5) return null;
    const count = (n) => view.getUint32(at + 24 + n * 4, true);
    Object.assign(block, { base: view.getFloat64(at + 16, true), open: count(0), unacknowledged: count(1), quiet: count(2) });
    block.index = new Uint32Array(buffer.slice(at + 40, at + 40 + changes * 4));
    block.mark = new Uint8Array(buffer, at + 40 + changes * 4, changes);
    return block.index.every((i) => i < schools) ? block : null;
  }

  function frame(buffer) {
    const view = new DataView(buffer);
    need(buffer.byteLength >= HEADER && ascii(view, 0, 4) === "SFR1", "not a frame");
    const flags = view.getUint8(5);
    const head = {
      kind: ["full", "delta", "unchanged"][view.getUint8(4)],
      simulated: Boolean(flags & 1), blind: Boolean(flags & 2), late: Boolean(flags & 4), fromDatabase: Boolean(flags & 8),
      pollAfter: view.getUint16(6, true),
      version: view.getFloat64(8, true), base: view.getFloat64(16, true), serverTime: view.getFloat64(24, true),
      provedAt: view.getFloat64(32, true), validUntil: view.getFloat64(40, true),
      count: view.getUint32(48, true), changes: view.getUint32(52, true), directory: ascii(view, 56, 8),
    };
    need(head.kind, "a frame of an unknown kind");
    need(Number.isFinite(head.version) && Number.isFinite(head.serverTime), "a frame without numbers");
    const body = { full: head.count, delta: head.changes * 5, unchanged: 0 }[head.kind];
    const behind = HEADER + body;
    need(buffer.byteLength === behind || (buffer.byteLength >= behind + 4 && ascii(view, behind, 4) === "MRK1"), "a frame of a wrong length");
    if (buffer.byteLength > behind) head.marks = marks(buffer, view, behind, head.count);
    if (head.kind === "full") head.status = new Uint8Array(buffer, HEADER, head.count);
    if (head.kind === "delta") {
      head.index = new Uint32Array(buffer, HEADER, head.changes);
      head.status = new Uint8Array(buffer, HEADER + head.changes * 4, head.changes);
    }
    return head;
  }

  window.centre.binary = { points, frame, NO_COORDINATE };
})();
