/* A new critical incident stops the rotation: the map flies there, the wall names it (its sound is wall_sound.js), and the
   scenes go on when somebody has it, on whatever screen, or when nobody came for so long. Several at once are one stop.
   What was open when this wall began is no news, unless it began just now: a wall that restarts must not miss it. */
(function () {
  "use strict";
  const centre = window.centre, say = centre.text;
  const CRITICAL = 3, THANKS_S = 6;
  const wall = centre.wall = centre.wall || {};
  let known = null, home = null, active = null; // active: {ids, head, since, until, thanks}

  const seconds = () => performance.now() / 1000;
  const find = (body, id) => (body.incidents || []).find((one) => one.id === id) || null;
  const node = () => document.querySelector("[data-wall-critical]");

  function hear(body) {
    if (!wall.element || !wall.element()) { known = active = home = null; wall.incident = null; return; }
    if (home !== wall.element()) { home = wall.element(); known = active = null; }
    if (body.as_of === null) return; // nobody could be asked: neither new nor over
    const calls = (body.calls || []).filter((call) => call[1] === CRITICAL).map((call) => call[0])
      .filter((id) => (find(body, id) || {}).kind !== "blind"); // a blind centre judges nobody: the banner names it
    const young = (id) => { const one = find(body, id); return one && body.server_time - one.opened_at < wall.holdFor(); };
    const fresh = calls.filter((id) => (known ? !known.has(id) : young(id)));
    known = new Set(calls);
    if (fresh.length) begin(fresh, body);
    if (active && !active.thanks) {
      active.ids = active.ids.filter((id) => known.has(id));
      if (!active.ids.length) thank(body);
      else { if (!active.ids.includes(active.head)) { active.head = active.ids[0]; fly(body); } draw(body); }
    }
  }

  function begin(fresh, body) {
    if (centre.replay && centre.replay.on) centre.replay.leave();
    const before = active && !active.thanks ? active.ids.filter((id) => known.has(id) && !fresh.includes(id)) : [];
    active = { ids: [...fresh, ...before], head: fresh[0], since: seconds(), until: seconds() + wall.holdFor(), thanks: false };
    wall.incident = active.head;
    wall.hold("incident", true);
    const ready = wall.now().shown !== "city" || wall.leaving ? wall.put({ kind: "city" }) : Promise.resolve();
    draw(body);
    ready.then(() => { if (active) fly(body); }).catch(() => { /* the words stand there all the same */ });
  }

  /* Around its schools; a single one is seen with its neighbourhood. An incident that stands nowhere moves no map. */
  function fly(body) {
    const around = (body.places || {})[String(active.head)];
    for (const view of centre.map.views) {
      if (!around || !wall.element().contains(view.box)) continue;
      const box = node().getBoundingClientRect(), size = view.map.getSize(), over = Math.min(size.y * 0.45, box.height + 24);
      const options = { maxZoom: 13.5, paddingTopLeft: [48, over + 32], paddingBottomRight: [48, 48], duration: 1.6 };
      view.map.stop();
      if (view.calm) view.map.fitBounds(around, { ...options, animate: false });
      else view.map.flyToBounds(around, options);
    }
  }

  function thank(body) {
    const head = find(body, active.head);
    active.thanks = true;
    active.until = seconds() + THANKS_S;
    draw(body, head && head.state !== "open" ? centre.marks.state(head) : say("đã qua", "over"));
  }
  function end() {
    active = null;
    wall.incident = null;
    const box = node();
    if (box) box.hidden = true;
    for (const view of centre.map.views) if (wall.element() && wall.element().contains(view.box)) centre.map.fit(view, !view.calm);
    wall.hold("incident", false);
    if (wall.now().kind !== "city") wall.back();
  }

  function draw(body, over) {
    const box = node(), one = find(body, active.head), rows = wall.rows;
    if (!box) return;
    const title = centre.element("b", "critical-title", one ? rows.brief(one.says) : say("Sự cố số ", "Incident ") + active.head);
    const meta = centre.element("div", "critical-meta");
    const add = (className, text) => { if (text) meta.append(centre.element("span", className, text)); };
    add("critical-owner" + (over ? " held" : ""), over || say("chưa ai nhận", "nobody has it"));
    if (one) {
      add("", one.area);
      add("num", one.schools > 1 ? rows.schools(one.schools) : "");
      meta.append(rows.age(one));
    }
    add("num", active.ids.length > 1 ? "+" + centre.format.number(active.ids.length - 1) + say(" nghiêm trọng khác", " more critical") : "");
    const head = centre.element("span", "critical-head", over ? say("Sự cố nghiêm trọng · đã có người nhận", "Critical incident · taken on") : say("Sự cố nghiêm trọng", "Critical incident"));
    const bar = centre.element("i", "critical-bar");
    bar.append(centre.element("i"));
    box.replaceChildren(centre.element("i", over ? "ring held" : "ring loud bad"), head, title, meta, bar);
    box.className = "wall-critical leased" + (over ? " held" : "");
    box.hidden = false;
    wall.ages();
  }
  function tick() {
    if (!active) return;
    if (!wall.element()) { active = null; wall.incident = null; return; }
    const now = seconds(), bar = document.querySelector(".critical-bar > i");
    if (bar) bar.style.transform = `scaleX(${Math.max(0, Math.min(1, (active.until - now) / Math.max(1, active.until - active.since))).toFixed(3)})`;
    if (now >= active.until) end();
  }
  centre.on("wall", hear);
  setInterval(tick, 250);
})();
