/* The story of one incident: asked for whole, drawn place by place (assets/incident_story_*.js), asked again when an event
   says that something happened to it or near it. A place is written anew only when what it says is another thing, and
   what a person types lies in none of them. */
(function () {
  "use strict";
  const centre = window.centre;
  const ROOT = "/api/v1/incidents", EVERY_MS = 2500, LONGEST_MS = 15000, WHOLE_MS = 30000, TIMEOUT_MS = 15000;
  const story = centre.story = { id: 0, root: null, data: null, words: {}, draw: {}, opened: 0 };
  let life = 0, timer = 0, failures = 0, wholeAt = 0, seen = new Map();

  story.word = (group, key) => (story.words[group] || {})[key] || key || "";
  story.say = (key, values) => Object.entries(values || {}).reduce((text, [name, value]) => text.replace("{" + name + "}", value), story.word("said", key));
  story.says = (row) => centre.said(row.says) || row.says;
  story.live = (row) => ["open", "acknowledged", "in_progress"].includes(row.state);
  story.now = () => (centre.feed && centre.feed.now && centre.feed.now()) || Date.now() / 1000;
  story.slot = (name) => story.root && story.root.querySelector(`[data-story-slot="${name}"]`);
  story.link = (id, text, className) => {
    const node = centre.element("a", className || "", text);
    node.href = "/incidents/" + id;
    node.dataset.story = id;
    return node;
  };
  story.go = (path) => {
    window.history.pushState({}, "", path);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // Dash draws the page, without loading another document
    window.scrollTo(0, 0);
  };

  /* `build` gives the nodes of a place; called only when `said` is another than before. */
  story.put = (name, said, build) => {
    const place = story.slot(name), key = JSON.stringify(said);
    if (!place || seen.get(name) === key) return;
    seen.set(name, key);
    place.replaceChildren(...build().filter(Boolean));
  };
  story.when = (name, there) => {
    const section = story.root.querySelector(`[data-story-when="${name}"]`);
    if (section) section.hidden = !there;
  };

  function draw() {
    if (!story.data || !story.root) return;
    for (const part of Object.values(story.draw)) part(story.data);
    centre.emit("story", story.data);
  }
  story.redraw = draw;

  async function fetched(address) {
    const reply = await window.fetch(address, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!reply.ok) throw Object.assign(new Error("HTTP " + reply.status), { status: reply.status });
    return reply;
  }
  async function whole(mine) {
    const data = await (await fetched(ROOT + "/" + story.id + "/story")).json();
    if (mine !== life || (story.data && story.data.changed > data.changed)) return;
    story.data = data;
    wholeAt = performance.now();
    draw();
  }
  async function moved(mine) {
    const reply = await fetched(ROOT + "?" + new URLSearchParams({ state: "all", since: story.data.newest }));
    const newest = Number(reply.headers.get("x-newest")), rows = await reply.json();
    if (mine !== life) return false;
    const known = new Set([story.id, ...[...story.data.near, ...story.data.symptoms, story.data.because || {}].map((row) => row.id)]);
    const schools = new Set(story.data.schools);
    story.data.newest = Math.max(story.data.newest, newest || 0);
    return rows.some((row) => known.has(row.id) || row.parent === story.id || row.schools.some((code) => schools.has(code)));
  }
  async function turn(mine) {
    clearTimeout(timer);
    let pause = EVERY_MS;
    try {
      if (!story.data || performance.now() - wholeAt > WHOLE_MS || await moved(mine)) await whole(mine);
      failures = 0;
      centre.lease.doubt("story", false);
      away(false);
    } catch (error) {
      if (mine !== life) return;
      failures += 1;
      centre.lease.doubt("story", error.status !== 404);
      pause = Math.min(LONGEST_MS, EVERY_MS * 1.6 ** failures);
      if (error.status === 404) return; // it was theirs, and is not any more: the page says what it knew
      if (failures > 1) away(true);
    }
    if (mine === life && !document.hidden) timer = setTimeout(() => turn(mine), pause * (0.9 + Math.random() * 0.2));
  }
  function away(is) {
    const place = story.root && story.root.querySelector("[data-story-away]");
    if (!place || place.hidden === !is) return;
    place.hidden = !is;
    place.textContent = is ? story.say("away", { time: centre.format.clock(story.now()) }) : "";
  }
  story.refresh = () => { if (story.root) { wholeAt = 0; turn(life += 1); } };
  /* The answer of an act is the incident as in the list: shown at once, the rest follows. */
  story.take = (row) => {
    if (!story.data || !row || row.id !== story.id || story.data.changed > row.changed) return;
    Object.assign(story.data, row);
    draw();
    story.refresh();
  };

  function adopt() {
    const root = document.querySelector("[data-incident-story]"), id = root ? Number(root.dataset.incidentStory) : 0;
    if (root === story.root && id === story.id) return;
    life += 1;
    clearTimeout(timer);
    Object.assign(story, { root, id, data: null });
    seen = new Map();
    if (!root) { centre.lease.doubt("story", false); return; }
    story.words = centre.config(root, "data-story-words");
    for (const slot of root.querySelectorAll("[data-story-slot]")) if (slot.dataset.storySlot !== "head") slot.replaceChildren();
    failures = 0;
    story.opened = performance.now();
    centre.emit("story-opened", root);
    turn(life);
  }
  centre.on("decorate", adopt);
  new MutationObserver(adopt).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-incident-story"] });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) story.refresh(); });
  window.addEventListener("online", () => story.refresh());
  centre.on("moved", ({ answer }) => story.take(answer && answer.state ? answer : null));
  centre.on("moved", ({ move }) => { if (String(move.id) === String(story.id)) story.refresh(); });
  centre.on("refused", ({ move }) => { if (String(move.id) === String(story.id)) story.refresh(); });
  centre.on("moves", () => draw());
})();
