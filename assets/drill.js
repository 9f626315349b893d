/* What a drill knows: the figures of every area in one body (so that a step asks for nothing), and the story of the area
   or school one stands at. Both are of now, kept while newer ones are on their way, and asked for again in a calm rhythm.
   Drawn by drill_panel.js, drill_table.js and drill_school.js; compare.js reads it too. */
(function () {
  "use strict";
  const centre = window.centre;
  const EVERY_MS = 8000, STORY_MS = 6000, TIMEOUT_MS = 8000, KEPT = 60;
  const drill = centre.drill = { figures: null, failed: false };
  const stories = new Map(); // "area:760" -> {told, at}
  const asking = new Map();
  let timer = 0, busy = false;

  /* However many events of one turn ask for it, a piece is painted once, before the next frame. */
  drill.once = (paint) => {
    let asked = false;
    return () => { if (!asked) { asked = true; queueMicrotask(() => { asked = false; paint(); }); } };
  };

  const root = () => (centre.feed && centre.feed.root) || "";
  async function get(path, query) {
    const reply = await fetch(root() + "/api/v1/areas/" + path + "?" + new URLSearchParams(query),
      { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const known = reply.headers.get("content-type") || "";
    if (!known.includes("json") || (reply.redirected && !reply.url.includes("/api/v1/areas/"))) throw new Error("session");
    if (!reply.ok) throw Object.assign(new Error("HTTP " + reply.status), { status: reply.status, told: await reply.json() });
    return reply.json();
  }
  drill.get = get;

  const wanted = () => document.querySelector("[data-drill]") !== null;
  const doubt = (failing) => { if (centre.lease) centre.lease.doubt("drill", failing); };
  async function refresh() {
    clearTimeout(timer);
    timer = setTimeout(refresh, EVERY_MS * (0.85 + Math.random() * 0.3));
    if (!wanted()) doubt(false);
    if (!wanted() || document.hidden) return;
    const asked = centre.state.get().kind, directory = centre.feed && centre.feed.directory;
    if (asked && !directory) return; // which kinds there are comes with it, and so does the next turn
    const there = asked && asked.split(",").filter((kind) => directory.kinds.includes(kind)).join();
    if (there !== asked) { centre.state.set({ kind: there }, { replace: true }); return; } // an address may say anything: only kinds that exist are asked for
    busy = true;
    try {
      const told = await get("figures", asked ? { kind: asked } : {});
      if (asked !== centre.state.get().kind) return; // the filter moved on: its own answer is on the way
      if (drill.figures && told.server_time < drill.figures.server_time) return; // older never overwrites newer
      Object.assign(drill, { figures: told, kinds: asked, failed: false });
      places = null;
    } catch (_) { if (asked === centre.state.get().kind) drill.failed = true; } finally { busy = false; }
    doubt(drill.failed && wanted());
    centre.emit("drill");
    const state = centre.state.get();
    drill.story(state.school ? "school:" + state.school : "area:" + state.area, true);
  }

  /* The story of "area:760", "area:" or "school:CODE": what is known now, while a newer one is asked for. */
  drill.story = (key, again) => {
    const kept = stories.get(key), fresh = kept && performance.now() - kept.at < STORY_MS;
    if (!fresh && !asking.has(key) && (again || !kept || !fresh)) ask(key);
    return kept ? kept.told : null;
  };
  function ask(key) {
    const [what, code] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
    asking.set(key, get("story", code ? { [what]: code } : {}).catch((error) => ({ refused: error.told || null, away: true })).then((told) => {
      asking.delete(key);
      if (told.away && !told.refused && stories.has(key)) return; // what was known stays: it says its own age
      stories.delete(key);
      stories.set(key, { told, at: performance.now() });
      while (stories.size > KEPT) stories.delete(stories.keys().next().value);
      centre.emit("drill-story", { key });
    }));
  }

  /* Figures of one place: an accessor over the columns, null = not known. `group`: "whole", "old", "new". */
  let places = null;
  drill.row = (group, index) => {
    const f = drill.figures, g = f && f.of[group];
    if (!g || index < 0 || index >= g.schools.length) return null;
    return {
      schools: g.schools[index], fell: g.fell[index], rose: g.rose[index],
      counts: (key) => g.counts[key].slice(index * 5, index * 5 + 5),
      value: (key) => g.value[key][index], before: (key) => (g.before[key] ? g.before[key][index] : null),
    };
  };
  drill.of = (tree, area) => {
    if (!drill.figures) return null;
    if (!area) return drill.row("whole", 0);
    if (!places) places = Object.fromEntries(["old", "new"].map((one) => [one, new Map(drill.figures.trees[one].map((code, i) => [code, i]))]));
    return drill.row(tree, places[tree].has(area) ? places[tree].get(area) : -1);
  };

  const place = centre.text("vi-VN", "en-GB"), forms = [0, 1, 2].map((n) => new Intl.NumberFormat(place, { minimumFractionDigits: n, maximumFractionDigits: n }));
  /* Words and forms of an indicator: {label, unit, share, decimals, higher}. */
  drill.about = (key) => {
    const directory = centre.feed.directory, layer = directory && directory.layers.find((one) => one.key === key);
    const [unit, decimals, , higher] = (drill.figures && drill.figures.units[key]) || ["", 0, "", true];
    return { key, label: layer ? layer.label : key, unit: layer ? layer.unit : unit, share: unit === "%", decimals, higher, fact: Boolean(layer && layer.judged === false), group: layer ? layer.group : "", groupLabel: layer ? layer.group_label : "" };
  };
  /* A share never rounds up to a full 100 %, nor a little down to 0. */
  drill.said = (about, value) => {
    if (value === null || value === undefined) return "–";
    if (!about.share) return forms[about.decimals].format(value) + (about.unit ? "\u00a0" + about.unit : "");
    const shown = value < 1 && value > 0.9995 ? 99.9 : value > 0 && value < 0.0005 ? 0.1 : value * 100;
    return forms[1].format(shown) + "\u00a0%";
  };
  /* How far from yesterday: {text, tone} or null where there is nothing to compare, or nothing moved. More or less of a
     plain fact is neither better nor worse: its tone is "". */
  drill.step = (about, now, before) => {
    if (now === null || before === null || now === undefined || before === undefined) return null;
    const step = (now - before) * (about.share ? 100 : 1), digits = about.share ? 1 : about.decimals;
    if (Math.abs(step) < (about.share ? 0.05 : 0.5 * 10 ** -about.decimals)) return null;
    const tone = about.fact ? "" : (step > 0) === about.higher ? "better" : "worse";
    return { tone, text: (step > 0 ? "+" : "−") + forms[digits].format(Math.abs(step)) };
  };
  /* An area's own status, by the rule of the walls: a tenth bad is bad, a fiftieth bad or a tenth at watch is watch. */
  drill.status = (n) => {
    const heard = n[1] + n[2] + n[3];
    if (!heard) return n[4] ? "stale" : "unknown";
    if (n[3] >= 0.1 * heard) return "bad";
    return n[3] >= 0.02 * heard || n[2] >= 0.1 * heard ? "watch" : "good";
  };

  centre.on("state", ({ changed }) => {
    if (changed.includes("kind")) { Object.assign(drill, { figures: null, failed: false }); places = null; centre.emit("drill"); } // never one kind's figures under another's name
    if (changed.includes("kind") || !drill.figures) setTimeout(refresh, 0);
    else if (changed.includes("area") || changed.includes("school")) centre.emit("drill");
  });
  centre.on("directory", () => setTimeout(refresh, 0)); // another register, or other rights
  centre.on("decorate", () => { // Dash draws when it will
    if (!wanted()) { if (drill.failed) doubt(false); } else if (!drill.figures && !drill.failed && !busy) refresh();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && timer) refresh(); });
  /* What the hand comes near to is asked for before it presses. */
  const near = (event) => {
    const row = event.target.closest && event.target.closest("[data-near]"), code = row ? row.dataset.near : "";
    if (row) drill.story(code);
    light(code.startsWith("area:") ? code.slice(5) : "", code.startsWith("school:") ? code.slice(7) : "");
  };
  /* And shown on the map: the edge of an area, the ring of a school. */
  let pointed = "";
  function light(area, school) {
    if (pointed === area + "/" + school) return;
    pointed = area + "/" + school;
    for (const view of (centre.map && centre.map.views) || []) {
      const index = school && centre.feed.indexOf && centre.feed.indexOf.has(school) ? centre.feed.indexOf.get(school) : -1;
      if (view.lit === area && index < 0 && view.hovered < 0) continue;
      view.lit = area;
      view.hovered = index;
      view.repaint(4);
    }
  }
  document.addEventListener("pointerover", near, { passive: true });
  document.addEventListener("focusin", near);
})();
