/* Moving a scene: by pointer (mouse, pen or finger) on its handle, or by keyboard: space lifts and drops, arrows move,
   Esc leaves it where it was. */
(function () {
  "use strict";
  const centre = window.centre, say = centre.text, it = centre.arrange;
  let drag = null, lifted = null;

  const rows = () => [...it.part("list").children];
  function begin(event) {
    const handle = event.target.closest && event.target.closest("[data-handle]");
    if (!handle || !it.page || event.button !== 0) return;
    const all = rows(), from = all.indexOf(handle.closest("li"));
    const tops = all.map((row) => row.getBoundingClientRect());
    drag = { from, to: from, y: event.clientY, tops, node: all[from], all, pointer: event.pointerId, handle };
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
    it.choose(from, { quiet: true });
    drag.node.toggleAttribute("data-dragged", true);
    it.part("list").toggleAttribute("data-dragging", true);
  }
  function along(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const by = event.clientY - drag.y, own = drag.tops[drag.from], middle = own.top + own.height / 2 + by, gap = 6;
    drag.to = drag.tops.reduce((found, rect, i) => {
      const half = rect.top + rect.height / 2;
      return i < drag.from && middle < half ? Math.min(found, i) : i > drag.from && middle > half ? Math.max(found, i) : found;
    }, drag.from);
    drag.node.style.transform = `translateY(${by}px)`;
    drag.all.forEach((row, i) => {
      if (row === drag.node) return;
      const step = i > drag.from && i <= drag.to ? -1 : i < drag.from && i >= drag.to ? 1 : 0;
      row.style.transform = step ? `translateY(${step * (own.height + gap)}px)` : "";
    });
  }
  function end(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { from, to, node, all } = drag, left = event.type === "pointercancel";
    drag = null;
    for (const row of all) row.style.transform = "";
    node.removeAttribute("data-dragged");
    it.part("list").removeAttribute("data-dragging");
    if (left || !it.move(from, to)) it.choose(from);
  }

  function lift(handle) {
    const index = Number(handle.dataset.handle);
    lifted = { scenes: it.draft.scenes.slice(), at: index, from: index };
    it.choose(index, { quiet: true });
    mark();
    it.say(say(`Đã nhấc cảnh ${index + 1}. Mũi tên lên, xuống để dời; phím cách để thả; Esc để thôi.`, `Scene ${index + 1} lifted. Up and down move it; space drops; Esc leaves it.`));
  }
  const mark = () => rows().forEach((row, i) => row.toggleAttribute("data-lifted", Boolean(lifted) && i === lifted.at));
  function drop(back) {
    if (back) { it.draft.scenes = lifted.scenes; it.at = lifted.from; it.changed(); }
    const at = back ? lifted.from : lifted.at;
    lifted = null;
    mark();
    it.say(back ? say("Để nguyên chỗ cũ", "Left where it was") : say(`Đã thả ở vị trí ${at + 1}`, `Dropped at place ${at + 1}`));
  }
  function key(event) {
    const handle = event.target.closest && event.target.closest("[data-handle]");
    if (!handle || !it.page) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === " " || event.key === "Enter") { event.preventDefault(); if (lifted) drop(false); else lift(handle); }
    else if (event.key === "Escape" && lifted) { event.preventDefault(); event.stopPropagation(); drop(true); }
    else if (step && (lifted || event.altKey)) {
      event.preventDefault();
      const from = lifted ? lifted.at : Number(handle.dataset.handle);
      if (it.move(from, from + step) && lifted) lifted.at = from + step;
      mark();
    } else if (step) {
      event.preventDefault();
      const next = rows()[Number(handle.dataset.handle) + step];
      if (next) next.querySelector("[data-handle]").focus();
    }
  }
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", along);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, end);
  document.addEventListener("keydown", key, true);
  document.addEventListener("focusout", (event) => { if (lifted && event.relatedTarget && !event.relatedTarget.closest("[data-handle]")) drop(false); });
})();
