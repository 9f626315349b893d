/* What a careful person sees wrong in a page, as sentences; run inside the page by tests/rig/looking.py. */
(wall) => {
  const found = [], width = document.documentElement.clientWidth, height = window.innerHeight;
  const name = (node) => { const c = (node.getAttribute("class") || "").trim().split(/\s+/).slice(0, 2).join("."); return node.tagName.toLowerCase() + (c ? "." + c : ""); };
  const where = (node) => [node.parentElement, node].filter(Boolean).map(name).join(" > ");
  const words = (node) => (node.innerText || node.textContent || "").trim().replace(/\s+/g, " ").slice(0, 50);
  const style = (node) => getComputedStyle(node);
  const clipped = (node) => { for (let up = node; up; up = up.parentElement) if (style(up).clipPath === "inset(50%)") return true; return false; }; // for ears only
  const hidden = (node) => !node.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
    || clipped(node) || node.closest(".sr-only, .skip, [inert], datalist, option, script, style, noscript, .leaflet-control-attribution");

  /* 1. Nothing scrolls sideways, but what says so: a wrap that scrolls by itself. */
  for (const node of [document.scrollingElement, ...document.querySelectorAll("main, main > *, .main > div")]) {
    if (node.scrollWidth > node.clientWidth + 1 && (node === document.scrollingElement || /auto|scroll/.test(style(node).overflowX))) {
      found.push("sideways: " + name(node) + " " + node.scrollWidth + " > " + node.clientWidth);
    }
  }
  if (wall && document.scrollingElement.scrollHeight > height + 1) found.push("a wall scrolls: " + document.scrollingElement.scrollHeight + " > " + height);

  /* Every piece of text with the boxes its letters take. */
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || !parent || hidden(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((b) => b.width > 2 && b.height > 2);
    if (boxes.length) texts.push({ node: parent, boxes });
  }
  const dots = (node) => { const s = style(node); return s.textOverflow === "ellipsis" || s.webkitLineClamp !== "none"; };
  const scrolls = (s, axis) => /auto|scroll/.test(axis === "x" ? s.overflowX : s.overflowY);

  /* 2. No letter is cut, by the box around it or by the edge of the screen; whole rows may wait outside. */
  for (const { node, boxes } of texts) {
    for (const box of boxes) {
      if (box.bottom < 0 || box.top > height) continue;
      let cut = "";
      for (let up = node; up && up !== document.body && cut === ""; up = up.parentElement) {
        const s = style(up), r = up.getBoundingClientRect();
        const inside = box.left < r.right && box.right > r.left && box.top < r.bottom && box.bottom > r.top;
        const line = Math.min(6, box.height * 0.3); // a line's box is taller than its letters
        if (dots(up) || scrolls(s, "x") || scrolls(s, "y")) cut = null;
        else if (s.overflowX === "hidden" || s.overflowX === "clip" || s.overflowY === "hidden") {
          if (!inside) cut = null; // a row that waits outside as a whole
          else if (box.right > r.right + 2 || box.left < r.left - 2 || box.bottom > r.bottom + line || box.top < r.top - line) cut = where(up);
        }
        if (s.position === "fixed") break;
      }
      if (cut === "" && (box.right > width + 1.5 || box.left < -1.5)) cut = "the screen";
      if (cut) { found.push("cut by " + cut + ": " + where(node) + " “" + words(node) + "”"); break; }
    }
  }

  /* 3. No two texts lie over each other, unless something opaque is between them. */
  const flat = texts.flatMap((t) => t.boxes.map((b) => ({ node: t.node, b }))).filter(({ b }) => b.right > 0 && b.left < width && b.bottom > 0 && b.top < height);
  flat.sort((a, b) => a.b.top - b.b.top);
  const told = new Set();
  for (let i = 0; i < flat.length; i++) {
    for (let j = i + 1; j < flat.length && flat[j].b.top < flat[i].b.bottom; j++) {
      const a = flat[i], c = flat[j];
      if (a.node === c.node || a.node.contains(c.node) && style(c.node).position === "static" && false) continue;
      const w = Math.min(a.b.right, c.b.right) - Math.max(a.b.left, c.b.left), h = Math.min(a.b.bottom, c.b.bottom) - Math.max(a.b.top, c.b.top);
      if (w < 3 || h < Math.min(a.b.height, c.b.height) * 0.35) continue;
      const stack = document.elementsFromPoint(Math.max(a.b.left, c.b.left) + w / 2, Math.max(a.b.top, c.b.top) + h / 2);
      const at = [stack.indexOf(a.node), stack.indexOf(c.node)];
      if (at[0] < 0 || at[1] < 0) continue; // one of them is not painted there
      const upper = Math.min(...at), lower = Math.max(...at);
      const opaque = stack.slice(upper, lower).some((n) => { const s = style(n); return s.backgroundImage !== "none" || !/rgba\(.*, 0(\.\d+)?\)|transparent/.test(s.backgroundColor); });
      const key = where(a.node) + where(c.node);
      if (!opaque && !told.has(key)) { told.add(key); found.push("over each other: “" + words(a.node) + "” " + where(a.node) + " and “" + words(c.node) + "” " + where(c.node)); }
    }
  }

  /* 4. No panel without words. */
  for (const node of document.querySelectorAll(".card, .page-card, section, article, [role=region], .panel, table")) {
    const r = node.getBoundingClientRect();
    if (hidden(node) || r.width < 80 || r.height < 40) continue;
    if (!words(node) && !node.querySelector("canvas, img, iframe, input, textarea, select, video, button")) found.push("nothing in it: " + where(node) + " " + Math.round(r.width) + "x" + Math.round(r.height));
  }

  /* 5. On a wall no letter is smaller than 1.6 % of the height. */
  const small = new Set();
  if (wall) for (const { node } of texts) {
    const size = parseFloat(style(node).fontSize);
    if (size < height * 0.016 - 0.3 && !small.has(where(node))) { small.add(where(node)); found.push("small: " + (100 * size / height).toFixed(2) + " % " + where(node) + " “" + words(node) + "”"); }
  }
  return [...new Set(found)];
}
