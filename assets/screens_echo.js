/* The echo: a small picture of what this wall really painted, for whoever administers screens: backgrounds, canvases, lines
   and words as the browser laid them out, in the colours they have now, grey when the lease greyed them. Sent some times
   a minute as WebP of at most 10 kB; kept for minutes, never in the database. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY_MS = 20000, FIRST_MS = 6000, SETTLED_MS = 2500, LEAST_MS = 8000, EDGE = 480, MOST_BYTES = 10000, MOST_NODES = 2500;
  const QUALITIES = [0.62, 0.42, 0.25, 0.1], CLEAR = /^(transparent|rgba\([^)]*, 0\))$/;
  const echo = centre.echo = { stamp: "", at: 0, told: () => ({ echo: echo.stamp, echo_age_s: echo.stamp ? (performance.now() - echo.at) / 1000 : null }) };
  const paper = document.createElement("canvas");
  const GREYED = /grayscale\((0?\.[5-9]\d*|1)\)/;
  let timer = 0, sentAt = 0, count = 0, greyed = [];

  function box(pen, rect, style, scale) {
    const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, rect.height / 2) * scale;
    pen.beginPath();
    pen.roundRect(rect.left * scale, rect.top * scale, rect.width * scale, rect.height * scale, radius);
  }
  function words(pen, node, style, scale) {
    const text = node.nodeValue.trim();
    if (!text) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter((rect) => rect.width > 0.5), whole = lines.reduce((sum, rect) => sum + rect.width, 0);
    const size = parseFloat(style.fontSize) * scale;
    pen.fillStyle = style.color;
    pen.font = `${style.fontWeight} ${size}px ${style.fontFamily}`;
    pen.textBaseline = "middle";
    let from = 0;
    for (const rect of lines) {
      const to = rect === lines[lines.length - 1] ? text.length : from + Math.round(text.length * rect.width / whole);
      pen.fillText(text.slice(from, to), rect.left * scale, (rect.top + rect.height / 2) * scale, rect.width * scale + 1);
      from = to;
    }
  }
  /* Outlines of areas are paths of an SVG. */
  function path(pen, node, style, scale) {
    const at = node.getScreenCTM(), d = node.getAttribute("d");
    if (!at || !d || d === "M0 0") return;
    pen.save();
    pen.setTransform(at.a * scale, at.b * scale, at.c * scale, at.d * scale, at.e * scale, at.f * scale);
    const line = new Path2D(d);
    if (style.fill !== "none") { pen.globalAlpha *= Number(style.fillOpacity) || 0; pen.fillStyle = style.fill; pen.fill(line); }
    if (style.stroke !== "none") { pen.strokeStyle = style.stroke; pen.lineWidth = Math.max(parseFloat(style.strokeWidth) || 1, 0.7 / scale); pen.stroke(line); }
    pen.restore();
  }
  function paint(pen, node, scale) {
    if ((count += 1) > MOST_NODES) return;
    const style = getComputedStyle(node);
    if (style.display === "none" || style.visibility === "hidden" || Number(style.opacity) < 0.02) return;
    const rect = node.getBoundingClientRect();
    if (rect.right < 0 || rect.bottom < 0 || rect.left > window.innerWidth || rect.top > window.innerHeight) return;
    if (GREYED.test(style.filter)) greyed.push(rect);
    pen.save();
    pen.globalAlpha *= Number(style.opacity);
    if (rect.width && style.overflow !== "visible") { pen.beginPath(); pen.rect(rect.left * scale, rect.top * scale, rect.width * scale, rect.height * scale); pen.clip(); }
    const masked = (style.maskImage || "none") !== "none", name = node.localName;
    if (name === "path") path(pen, node, style, scale);
    else if (name === "canvas" && node.width && rect.width) pen.drawImage(node, rect.left * scale, rect.top * scale, rect.width * scale, rect.height * scale);
    else if (rect.width > 0.5 && rect.height > 0.5) {
      if (masked) pen.globalAlpha *= 0.5;
      if (!CLEAR.test(style.backgroundColor)) { pen.fillStyle = style.backgroundColor; box(pen, rect, style, scale); pen.fill(); }
      if (parseFloat(style.borderTopWidth) && parseFloat(style.borderLeftWidth)) { pen.strokeStyle = style.borderTopColor; pen.lineWidth = 0.5; box(pen, rect, style, scale); pen.stroke(); }
    }
    for (const child of node.childNodes) {
      if (child.nodeType === 3) words(pen, child, style, scale);
      else if (child.nodeType === 1) paint(pen, child, scale);
    }
    pen.restore();
  }
  /* The whole page as it stands, its longer edge EDGE pixels. */
  echo.draw = () => {
    const scale = EDGE / Math.max(window.innerWidth, window.innerHeight);
    paper.width = Math.round(window.innerWidth * scale);
    paper.height = Math.round(window.innerHeight * scale);
    const pen = paper.getContext("2d", { alpha: false });
    pen.fillStyle = getComputedStyle(document.body).backgroundColor;
    pen.fillRect(0, 0, paper.width, paper.height);
    [count, greyed] = [0, []];
    paint(pen, document.body, scale);
    bleach(pen, scale);
    return paper;
  };
  /* What the lease greyed is grey here too: saturation away and darker, once for each place. */
  function bleach(pen, scale) {
    for (const [how, colour] of [["saturation", "#808080"], ["multiply", "#cccccc"]]) {
      pen.globalCompositeOperation = how;
      pen.fillStyle = colour;
      for (const rect of greyed) pen.fillRect(rect.left * scale, rect.top * scale, rect.width * scale, rect.height * scale);
    }
    pen.globalCompositeOperation = "source-over";
  }
  async function packed() {
    for (const quality of QUALITIES) {
      const blob = await new Promise((done) => { paper.toBlob(done, "image/webp", quality); });
      if (blob && blob.type === "image/webp" && blob.size <= MOST_BYTES) {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      }
    }
    return "";
  }
  async function send() {
    clearTimeout(timer);
    timer = setTimeout(send, EVERY_MS * (0.9 + Math.random() * 0.2));
    if (!centre.beat || !centre.beat.drawn() || centre.session.over || document.hidden || performance.now() - sentAt < LEAST_MS) return;
    sentAt = performance.now();
    try {
      echo.draw();
      echo.took = performance.now() - sentAt;
      const picture = await packed();
      const reply = picture ? await centre.session.send("/api/v1/screen/echo", { picture }) : null;
      if (reply && reply.ok) { echo.stamp = String((await reply.json()).echo).slice(0, 24); echo.at = sentAt; }
    } catch (_) { /* the card then shows the last one and its age */ }
  }
  function after(ms) { clearTimeout(timer); timer = setTimeout(send, ms); }
  for (const name of ["scene", "lease"]) centre.on(name, () => after(SETTLED_MS));
  after(FIRST_MS);
})();
