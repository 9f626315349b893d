/* What a wall lets hear, and when. The plan is pure: what is shouted and nobody has now, what this wall heard of before,
   what the time is -> what sounds. Sounds are made here, without a file. Only a wall sounds, only what is open now:
   an hour without contact ends with at most one sound, for what came in it and still nobody has. */
(function () {
  "use strict";
  const centre = window.centre;
  const REPEAT_S = 60, SNOOZE_S = 600, CRITICAL = 3;
  const MUTED = "centre.sound.muted", WANTED = "centre.sound.wanted", SNOOZED = "centre.sound.snoozed";

  /* heard: Map id -> {severity, at} of what is open and unheld; at = when it sounded last, null = it was there before.
     Returns {heard, sound: 0..3 or -1}. What left the list (acknowledged, over) is forgotten: if it comes back, it is new. */
  function plan(heard, calls, now, silent) {
    const next = new Map();
    let sound = -1;
    for (const [id, severity] of calls) {
      const before = heard ? heard.get(id) : { severity, at: null };
      const fresh = !before || severity > before.severity; // it came, or grew worse
      const again = before && before.at !== null && before.severity === CRITICAL && now - before.at >= REPEAT_S;
      if ((fresh || again) && !silent) sound = Math.max(sound, severity);
      // In silence the time passes too: when it ends nothing is made up for, a critical one goes on in its own beat.
      next.set(id, { severity, at: fresh || again ? now : before.at });
    }
    return { heard: next, sound };
  }

  /* [seconds, hertz, seconds long] of each severity: one knock, two, three rising, a call and its answer. */
  const SCORES = [
    [[0, 523, 0.18]],
    [[0, 587, 0.16], [0.22, 587, 0.16]],
    [[0, 587, 0.15], [0.2, 740, 0.15], [0.4, 880, 0.3]],
    [[0, 988, 0.2], [0.24, 740, 0.2], [0.48, 988, 0.2], [0.72, 740, 0.2], [1.1, 988, 0.2], [1.34, 740, 0.2], [1.58, 988, 0.2], [1.82, 740, 0.34]],
  ];

  let context = null, heard = null, sounded = 0;
  const keep = (key, value) => { try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); } catch (_) { /* forbidden: then only for now */ } };
  const kept = (key) => { try { return localStorage.getItem(key); } catch (_) { return null; } };
  const state = { muted: kept(MUTED) === "1", wanted: kept(WANTED) === "1", snoozed: Number(kept(SNOOZED)) || 0 };
  const now = () => centre.wall.time(); // of now, also while a replay shows the past
  const snoozing = () => state.snoozed > now() && state.snoozed <= now() + SNOOZE_S;
  const audible = () => Boolean(context && context.state === "running");
  const box = () => document.querySelector("[data-sound]");

  function wake() {
    const Audio = window.AudioContext || window.webkitAudioContext;
    if (!Audio) return;
    if (!context) { context = new Audio(); context.onstatechange = draw; }
    if (context.state !== "running") context.resume().catch(() => { /* the browser wants a hand first */ });
  }

  function play(severity) {
    sounded += 1;
    centre.sound.last = { severity, at: now(), count: sounded };
    for (const [after, pitch, length] of SCORES[severity]) {
      const tone = context.createOscillator(), gain = context.createGain(), from = context.currentTime + 0.03 + after;
      tone.type = severity >= 2 ? "triangle" : "sine";
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0.0001, from);
      gain.gain.exponentialRampToValueAtTime(0.35, from + 0.02);
      gain.gain.setValueAtTime(0.35, from + length * 0.6);
      gain.gain.exponentialRampToValueAtTime(0.0001, from + length);
      tone.connect(gain).connect(context.destination);
      tone.start(from);
      tone.stop(from + length + 0.05);
    }
  }

  function hear(body) {
    if (!box() || (centre.wall && centre.wall.preview && centre.wall.preview())) { heard = null; return; } // not a wall (any more): the next one begins anew
    const told = plan(heard, body.calls || [], now(), state.muted || snoozing() || !audible());
    heard = told.heard;
    if (told.sound >= 0) play(told.sound);
    draw();
  }

  function chip(act, icon, words, className) {
    const node = centre.element("button", "sound-chip " + (className || ""));
    node.type = "button";
    node.dataset.act = act;
    node.title = words;
    node.setAttribute("aria-label", words);
    node.append(centre.element("i", "icon " + icon), centre.element("span", "", words));
    return node;
  }
  function chips() {
    if (!state.muted && (!state.wanted || !audible())) return [["on", "i-sound-off", centre.text("Bật âm thanh", "Turn the sound on"), "asks"]];
    if (state.muted) return [["unmute", "i-sound-off", centre.text("Đã tắt tiếng", "Muted"), "off"]];
    if (snoozing()) return [["unsnooze", "i-snooze", centre.text("Im lặng, còn ", "Quiet for ") + centre.format.span(state.snoozed - now() + 59).replace(/ \d+ (giây|s)$/, ""), "off"]];
    return [["mute", "i-sound", centre.text("Tắt tiếng", "Mute"), ""], ["snooze", "i-snooze", centre.text("Hoãn 10 phút", "Snooze 10 min"), ""]];
  }
  function draw() {
    const node = box();
    if (!node) return;
    const wish = chips(), key = wish.map((one) => one.join()).join("|");
    if (node.dataset.shown === key && node.children.length) return;
    node.dataset.shown = key;
    node.replaceChildren(...wish.map((one) => chip(...one)));
  }
  function press(event) {
    const node = event.target.closest("[data-sound] [data-act]");
    if (!node) return;
    act(node.dataset.act);
  }
  function act(what) {
    if (what === "on") { state.wanted = true; keep(WANTED, "1"); wake(); }
    if (what === "mute" || what === "unmute") { state.muted = what === "mute"; keep(MUTED, state.muted ? "1" : null); wake(); }
    if (what === "snooze" || what === "unsnooze") { state.snoozed = what === "snooze" ? now() + SNOOZE_S : 0; keep(SNOOZED, state.snoozed ? String(state.snoozed) : null); }
    draw();
  }

  centre.sound = { plan, act, last: null, state, audible, REPEAT_S, SNOOZE_S };
  document.addEventListener("click", press);
  centre.on("wall", hear);
  centre.on("decorate", () => { if (box()) { if (state.wanted) wake(); draw(); } });
  setInterval(draw, 1000);
})();
