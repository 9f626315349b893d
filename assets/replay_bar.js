/* The bar of the replay, on the map that is looked at: day, play, strip, speed, and the way back to now. Space plays and
   stops, arrows step a minute (with Shift ten, with Control an hour), , and . too, [ and ] change the speed, Esc is now. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const replay = centre.replay;
  const LEAST_MS = 250; // between two texts of the slider, so that nobody is read to death
  let bar = null, said = 0;

  const local = (at) => new Date((at + 7 * 3600) * 1000);
  const clock = (at) => local(at).toISOString().slice(11, 16);
  function button(className, label, press, inside) {
    const node = element("button", "button " + className);
    node.type = "button"; node.title = label;
    node.setAttribute("aria-label", label);
    node.append(inside || element("span", "", label));
    node.addEventListener("click", press);
    return node;
  }

  function build() {
    const box = element("section", "replay-bar card"), strip = element("div", "replay-strip");
    box.setAttribute("aria-label", text("Xem lại", "Replay"));
    const parts = { box, strip, badge: element("b", "replay-badge", text("XEM LẠI", "REPLAY")), clock: element("span", "replay-clock num"),
      date: element("span", "replay-date"), says: element("span", "replay-says"), meanwhile: element("span", "replay-meanwhile") };
    parts.says.setAttribute("role", "status");
    const play = parts.play = button("square replay-play", text("Phát", "Play"), () => replay.play(!replay.playing), element("i", "replay-icon"));
    const back = button("square quiet", text("Ngày trước", "The day before"), () => replay.seek(replay.at - 86400), element("i", "icon i-back"));
    const on = parts.onward = button("square quiet replay-onward", text("Ngày sau", "The day after"), () => replay.seek(replay.at + 86400), element("i", "icon i-back"));
    const pick = parts.pick = element("input", "replay-day"), choose = element("span", "replay-pick");
    pick.type = "date"; pick.tabIndex = -1; pick.setAttribute("aria-label", text("Ngày", "Day"));
    choose.append(pick, button("square quiet", text("Chọn ngày", "Choose a day"), () => { try { pick.showPicker(); } catch (_) { pick.focus(); } }, element("i", "icon i-calendar")));
    pick.addEventListener("change", () => { const at = replay.read(pick.value); if (at) replay.seek(at + ((replay.at + 7 * 3600) % 86400)); });
    const speeds = parts.speeds = element("div", "replay-speeds choices");
    speeds.setAttribute("role", "group"); speeds.setAttribute("aria-label", text("Tốc độ phát", "Speed"));
    for (const speed of replay.SPEEDS) {
      const one = element("button", "choice", speed + "×");
      one.type = "button"; one.dataset.speed = String(speed);
      one.addEventListener("click", () => replay.setSpeed(speed));
      speeds.append(one);
    }
    const live = button("primary replay-live", text("Về trực tiếp (Esc)", "Back to live (Esc)"), replay.leave, element("span", "", text("Trực tiếp", "Live")));
    live.append(element("kbd", "", "Esc"));
    slider(strip, parts);
    const head = element("div", "replay-head"), line = element("div", "replay-line"), left = element("div", "replay-left");
    head.append(parts.badge, parts.clock, parts.date, parts.says, element("span", "grow"), parts.meanwhile, live);
    left.append(play, back, choose, on);
    line.append(left, strip, speeds);
    box.append(head, line);
    return Object.assign(parts, { picture: centre.replayStrip(strip) });
  }

  function slider(strip, parts) {
    strip.tabIndex = 0;
    strip.setAttribute("role", "slider");
    strip.setAttribute("aria-label", text("Thời điểm xem lại", "The moment in view"));
    const tip = parts.tip = element("span", "replay-tip num");
    tip.hidden = true;
    strip.append(tip);
    const to = (event) => { if (replay.day) replay.seek(Math.min(replay.day.until, parts.picture.timeAt(replay.day, event.clientX))); };
    strip.addEventListener("pointerdown", (event) => { if (event.button) return; strip.setPointerCapture(event.pointerId); replay.play(false); to(event); });
    strip.addEventListener("pointermove", (event) => {
      if (strip.hasPointerCapture(event.pointerId)) to(event);
      if (!replay.day) return;
      const at = parts.picture.timeAt(replay.day, event.clientX), rect = strip.getBoundingClientRect();
      tip.hidden = at > replay.day.until + replay.day.step;
      if (tip.hidden) return;
      const m = replay.day.index(at);
      tip.textContent = clock(replay.day.timeOf(m)) + " · " + why(replay.day.dark[m], replay.day.bad[m]);
      tip.style.left = Math.max(60, Math.min(rect.width - 60, event.clientX - rect.left)) + "px";
    });
    strip.addEventListener("pointerleave", () => { tip.hidden = true; });
  }
  const why = (dark, bad) => (dark === 2 ? text("trung tâm mất tầm nhìn", "the centre was blind") : dark ? text("không có số liệu", "nothing is known")
    : format.number(bad) + text(" trường báo động", " schools bad"));

  const put = (node, words) => { if (node.textContent !== words) node.textContent = words; };
  function sentence() {
    const day = replay.day;
    if (replay.failure) return replay.failure;
    if (replay.loading) return text("Đang lấy ngày này…", "Bringing this day…");
    if (!day) return "";
    if (day.first === null || day.until < day.first) return text("Ngày này chưa được ghi lại", "This day was not recorded");
    if (replay.dark === 2) return text("Khi ấy trung tâm mất tầm nhìn: không trường nào bị xét", "The centre was blind then: no school was judged");
    if (replay.dark) return text("Không rõ: lúc ấy bộ thu thập không ghi nhận", "Unknown: nobody was collecting then");
    if (replay.ended && day.until < day.since + 86400 - day.step) return text("Đã tới phút mới nhất", "This is the newest minute");
    return day.step > 60 ? text("Chỉ còn từng giờ: quá 35 ngày", "Hours only: older than 35 days") : "";
  }
  function place() {
    const view = [...centre.map.views].find((one) => !one.gone && !one.options.pick && one.box.offsetParent !== null && one.box.clientWidth > 300);
    return view ? view.box.parentElement : null; // beside the map, not in it: what is lent colour there is not lent to the bar
  }

  /* Whoever stood in the bar stands where it was opened, not nowhere. */
  function gone() {
    if (!bar) return;
    const inside = bar.box.contains(document.activeElement);
    bar.box.remove();
    bar = null;
    const back = inside && [...document.querySelectorAll("[data-replay-open]")].find((one) => one.offsetParent !== null);
    if (back) back.focus({ preventScroll: true });
  }
  function paint() {
    for (const node of document.querySelectorAll("[data-wall-incidents], [data-area-rows], [data-area-incidents], [data-sources]")) node.classList.toggle("not-then", replay.on); // of now
    for (const node of document.querySelectorAll("[data-replay-open]")) node.setAttribute("aria-pressed", String(replay.on));
    if (!replay.on) { gone(); return; }
    const home = place();
    if (!home) return;
    if (!bar) bar = build();
    if (bar.box.parentNode !== home) { home.append(bar.box); bar.picture.forget(); if (!centre.wall || !document.querySelector(".wall")) bar.strip.focus({ preventScroll: true }); }
    const day = replay.day;
    put(bar.clock, replay.at ? (replay.speed === 1 && replay.playing ? local(replay.at).toISOString().slice(11, 19) : clock(replay.at)) : "–");
    put(bar.date, replay.at ? format.date(replay.at) : "");
    put(bar.says, sentence());
    bar.box.classList.toggle("dark", Boolean(replay.dark || replay.failure));
    bar.box.classList.toggle("loading", replay.loading);
    bar.play.classList.toggle("playing", replay.playing);
    const label = replay.playing ? text("Tạm dừng (phím cách)", "Pause (space)") : text("Phát (phím cách)", "Play (space)");
    if (bar.play.title !== label) { bar.play.title = label; bar.play.setAttribute("aria-label", label); }
    for (const one of bar.speeds.children) one.setAttribute("aria-pressed", String(Number(one.dataset.speed) === replay.speed));
    if (replay.at && bar.pick.value !== replay.dayOf(replay.at) && document.activeElement !== bar.pick) bar.pick.value = replay.dayOf(replay.at);
    if (day) bar.onward.disabled = day.until < day.since + 86400 - day.step;
    const now = replay.meanwhile;
    put(bar.meanwhile, now && now.open !== null && now.open !== undefined ? text("Lúc này: ", "Now: ") + format.number(now.unacknowledged) + text(" sự cố chưa ai nhận", " incidents nobody has") : "");
    bar.picture.show(replay);
    speak(day);
  }
  function speak(day) {
    if (performance.now() - said < LEAST_MS || !day) return;
    said = performance.now();
    bar.strip.setAttribute("aria-valuemin", "0");
    bar.strip.setAttribute("aria-valuemax", String(day.length - 1));
    bar.strip.setAttribute("aria-valuenow", String(day.index(replay.at)));
    bar.strip.setAttribute("aria-valuetext", clock(replay.at) + ", " + why(day.dark[day.index(replay.at)], day.bad[day.index(replay.at)]));
  }

  /* What is open over the map goes first: a menu, the list of schools at one place. */
  function folded() {
    const menu = document.querySelector("details[data-menu][open]"), list = [...document.querySelectorAll(".map-list")].find((one) => !one.hidden);
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else if (list) list.hidden = true;
    return Boolean(menu || list);
  }
  const STEPS = { ArrowRight: 1, ArrowLeft: -1, ".": 1, ",": -1 };
  function key(event) {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable], dialog, [role='menu']");
    if (typing || event.altKey || event.metaKey || event.defaultPrevented) return;
    const wall = document.querySelector(".wall");
    if (!replay.on) { if (wall && event.key === "r" && !event.ctrlKey) replay.enter(); return; }
    const speed = replay.SPEEDS.indexOf(replay.speed);
    if (event.key === "Escape") { if (!folded()) replay.leave(); }
    else if (event.key === " " && !(event.target.closest && event.target.closest("button, a, summary"))) replay.play(!replay.playing);
    else if (STEPS[event.key]) { replay.play(false); replay.step(STEPS[event.key] * (event.ctrlKey ? 60 : event.shiftKey ? 10 : 1)); }
    else if (event.key === "[" && speed > 0) replay.setSpeed(replay.SPEEDS[speed - 1]);
    else if (event.key === "]" && speed < replay.SPEEDS.length - 1) replay.setSpeed(replay.SPEEDS[speed + 1]);
    else if (event.key === "Home" && replay.day) replay.seek(replay.day.since);
    else if (event.key === "End" && replay.day) replay.seek(replay.day.until);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  document.addEventListener("keydown", key, true);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-replay-open]")) replay.toggle(); });
  window.addEventListener("resize", () => { if (bar) bar.picture.show(replay); });
  centre.on("replay", paint);
  centre.on("decorate", paint);
  centre.on("painted", () => { if (replay.on && !bar) paint(); });
  centre.on("theme", () => { if (bar) { bar.picture.forget(); bar.picture.show(replay); } });
})();
