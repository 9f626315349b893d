/* Choosing schools on the map of the form: a press takes the nearest under the finger, a drawn line takes what lies in it. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element } = centre;
  const form = centre.report, MOVED = 8;
  let rings = null, down = null, veil = null, path = [];

  const box = () => form.root && form.root.querySelector("[data-new-map] .school-map");
  const view = () => { const place = box(); return place && place.view && !place.view.gone ? place.view : null; };
  const placed = (now, each) => {
    for (let i = 0; i < centre.feed.directory.codes.length; i += 1) if (now.points.placed(i)) each(i, now.map.latLngToContainerPoint(now.points.latLng(i)));
  };

  function circle() {
    const now = view();
    if (!now || !centre.feed.directory) return;
    if (!rings || rings.view !== now) rings = { view: now, layer: centre.canvas(now, centre.circled(now, () => form.chosen, "--focus"), 7) };
    rings.layer.redraw();
  }
  centre.on("painted", circle);
  centre.on("report", circle);
  centre.on("theme", circle);

  function at(event) {
    const rect = box().getBoundingClientRect();
    return [event.clientX - rect.left, event.clientY - rect.top];
  }
  /* Before the map's own answer, which would open the school's panel; a drag is no press. */
  document.addEventListener("pointerdown", (event) => { down = box() && box().contains(event.target) ? [event.clientX, event.clientY, event.pointerType] : null; }, true);
  document.addEventListener("click", (event) => {
    const now = view();
    if (!now || !box().contains(event.target) || event.target.closest("button,a")) return;
    event.stopPropagation();
    if (!down || !centre.feed.directory || Math.hypot(event.clientX - down[0], event.clientY - down[1]) > MOVED) return;
    const [x, y] = at(event), reach = (down[2] === "touch" ? 20 : 10) + now.marks.radius(now.map.getZoom());
    let best = -1, far = reach * reach;
    placed(now, (i, p) => { const d = (p.x - x) ** 2 + (p.y - y) ** 2; if (d < far) { far = d; best = i; } });
    if (best >= 0) form.toggle([best]);
  }, true);

  /* Drawing around: a veil over the map takes the pointer until the line is closed. */
  function stop() {
    if (veil) veil.remove();
    veil = null;
    path = [];
    const button = form.root && form.root.querySelector("[data-new-lasso]");
    if (button) button.setAttribute("aria-pressed", "false");
  }
  function start(button) {
    const place = box(), rect = place.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
    veil = element("canvas", "new-veil");
    Object.assign(veil, { width: rect.width * ratio, height: rect.height * ratio });
    place.append(veil);
    button.setAttribute("aria-pressed", "true");
    veil.addEventListener("pointerdown", (event) => { veil.setPointerCapture(event.pointerId); path = [at(event)]; event.preventDefault(); event.stopPropagation(); });
    veil.addEventListener("pointermove", (event) => { if (path.length) { path.push(at(event)); line(ratio); } });
    veil.addEventListener("pointerup", () => { const drawn = path; stop(); if (drawn.length > 4) take(drawn); });
  }
  function line(ratio) {
    const ctx = veil.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, veil.width, veil.height);
    ctx.beginPath();
    path.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    ctx.fillStyle = centre.token("--accent-soft");
    ctx.globalAlpha = 0.35;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = centre.token("--focus");
    ctx.lineWidth = 2;
    ctx.stroke();
  }
  const inside = (x, y, drawn) => drawn.reduce((odd, [ax, ay], i) => {
    const [bx, by] = drawn[(i + drawn.length - 1) % drawn.length];
    return (ay > y) !== (by > y) && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !odd : odd;
  }, false);
  function take(drawn) {
    const found = [];
    placed(view(), (i, p) => { if (inside(p.x, p.y, drawn)) found.push(i); });
    form.toggle(found, "add");
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-new-lasso]");
    if (!button || !view()) return;
    if (veil) stop(); else start(button);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && veil) stop(); });
})();
