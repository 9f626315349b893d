/* The preview is the wall itself in a frame of the size a wall has, told of every change of the draft without loading
   again. It stands on the chosen scene; "chạy thử" lets the scenes take turns. */
(function () {
  "use strict";
  const centre = window.centre, { element } = centre, say = centre.text, it = centre.arrange;
  const SHAPES = [["wide", 1920, 1080, () => "16:9"], ["band", 3840, 1080, () => "32:9"], ["tall", 1080, 1920, () => say("Dọc", "Portrait")]];
  let shape = SHAPES[0], turning = false, timer = 0, fit = null;

  const frame = () => it.part("frame");
  const wall = () => { try { const inside = frame().contentWindow.centre; return inside && inside.wall && inside.wall.now && inside.wall.element() ? inside.wall : null; } catch (_) { return null; } };
  const config = () => ({
    ...it.draft, screen: it.told.id, name: it.told.name, version: it.told.version, pinned: "", preview: true,
    scenes: it.draft.scenes.map((one) => ({ ...one, seconds: Number.isInteger(one.seconds) ? one.seconds : 30, name: it.name(one), tree: one.kind === "area" ? it.tree(one.area) : "", why: one.kind === "area" && !one.area ? say("Chưa chọn địa bàn cho cảnh này.", "No area is chosen for this scene yet.") : "" })),
  });
  /* The frame loads for a second or two; what was wished meanwhile is told as soon as it can hear. */
  function tell() {
    clearTimeout(timer);
    if (!it.page) return;
    const inside = wall();
    if (!inside) { timer = setTimeout(tell, 200); return; }
    inside.play(config());
    stand();
  }
  function stand() {
    const inside = wall();
    if (!inside) return;
    if (inside.now().index !== it.at) inside.go(it.at);
    inside.hold("arranging", !turning);
  }
  it.preview = () => { clearTimeout(timer); timer = setTimeout(tell, 120); };
  it.show = (how) => { if (!(how && how.quiet)) { turning = false; buttons(); } stand(); };
  it.leave = () => { clearTimeout(timer); if (fit) fit.disconnect(); };

  function size() {
    const glass = it.part("glass"), [, wide, high] = shape;
    if (!glass) return;
    const around = getComputedStyle(glass.parentElement);
    const most = glass.parentElement.clientWidth - parseFloat(around.paddingLeft) - parseFloat(around.paddingRight), room = Math.max(240, Math.min(window.innerHeight * 0.72, 900));
    const scale = Math.min(most / wide, room / high);
    Object.assign(frame().style, { width: wide + "px", height: high + "px", transform: `scale(${scale})` });
    Object.assign(glass.style, { width: Math.round(wide * scale) + "px", height: Math.round(high * scale) + "px" });
  }
  function buttons() {
    const place = it.part("shapes"), group = element("div", "choices"), run = element("button", "button" + (turning ? " primary" : ""), turning ? say("Dừng ở cảnh này", "Stop here") : say("Chạy thử", "Let it turn"));
    if (!place) return;
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", say("Hình dạng màn hình", "Shape of the screen"));
    for (const one of SHAPES) {
      const node = element("button", "choice", one[3]());
      node.type = "button";
      node.setAttribute("aria-pressed", String(one === shape));
      node.addEventListener("click", () => { shape = one; buttons(); size(); });
      group.append(node);
    }
    run.type = "button";
    run.disabled = it.draft.scenes.length < 2;
    run.addEventListener("click", () => { turning = !turning; buttons(); stand(); });
    const focused = place.contains(document.activeElement) ? [...place.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    place.replaceChildren(run, group);
    if (focused >= 0) place.querySelectorAll("button")[focused].focus();
  }
  it.open = () => {
    turning = false;
    buttons();
    const note = it.part("note");
    note.textContent = it.told.limited
      ? say(`Xem trước bằng quyền của bạn: cảnh “Toàn cảnh” ở đây rộng hơn. Màn hình chỉ chiếu phạm vi của nó: ${it.told.reach}.`, `Seen with your own reach: the whole picture is wider here. The screen shows its own reach only: ${it.told.reach}.`)
      : say("Số liệu thật, đang chạy. Chưa lưu thì màn hình trong phòng chưa đổi.", "Real figures, running. Until you save, the screen in its room stays as it is.");
    const { least } = it.told.limits;
    frame().src = `/wall/${it.told.id}?preview=1&hold=${least}`;
    fit = new ResizeObserver(size);
    fit.observe(it.part("glass").parentElement);
    size();
    it.preview();
  };
  /* While it turns, the list follows what the preview shows. */
  setInterval(() => {
    const inside = it.page && turning ? wall() : null, now = inside && inside.now();
    if (!now || now.index === it.at || now.index < 0) return;
    it.at = now.index;
    for (const [i, row] of [...it.part("list").children].entries()) row.toggleAttribute("data-chosen", i === it.at);
  }, 500);
})();
