/* The work list as this screen knows it: asked for every few seconds while somebody looks, mostly answered "the same".
   What is shown is drawn by assets/work_cards.js; what a person does goes through the outbox (assets/incident_outbox.js),
   so that nothing is lost where the line is bad. */
(function () {
  "use strict";
  const centre = window.centre;
  const { format, text } = centre;
  const EVERY_MS = 5000, LONGEST_MS = 20000, TIMEOUT_MS = 12000;
  const work = centre.work = { root: null, data: null, words: {}, lists: ["mine", "free", "silent", "due", "gaps", "disputes"], draw: null };
  let life = 0, timer = 0, failures = 0, failing = 0;

  work.now = () => (centre.feed && centre.feed.now && centre.feed.now()) || Date.now() / 1000;
  work.word = (group, key) => (work.words[group] || {})[key] || key || "";
  work.one = (selector) => work.root && work.root.querySelector(selector);
  work.tasks = () => (work.data ? [...work.data.mine.tasks, ...work.data.free.tasks, ...[...work.data.silent.schools, ...work.data.due.schools].map((one) => one.task).filter(Boolean)] : []);
  work.find = (id) => work.tasks().find((task) => String(task.id) === String(id));

  async function ask(mine) {
    const query = work.data ? "?" + new URLSearchParams({ sign: work.data.sign }) : "";
    const reply = await window.fetch("/api/v1/work" + query, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!reply.ok) throw new Error("HTTP " + reply.status);
    const body = await reply.json();
    if (mine !== life || body.same) return;
    if (work.data && body.newest < work.data.newest) return; // an older answer that was long on its way
    work.data = body;
    centre.emit("work");
  }
  async function turn(mine) {
    clearTimeout(timer);
    let pause = EVERY_MS;
    try {
      await ask(mine);
      if (mine !== life) return;
      failures = failing = 0;
    } catch (_) {
      if (mine !== life) return;
      failures += 1;
      pause = Math.min(LONGEST_MS, EVERY_MS * 1.5 ** failures);
      if (failures > 1 && !failing) failing = work.now();
    }
    centre.lease.doubt("work", failures > 0);
    away();
    if (mine === life && !document.hidden) timer = setTimeout(() => turn(mine), pause * (0.9 + Math.random() * 0.2));
  }
  function away() {
    const place = work.one("[data-work-away]");
    if (!place) return;
    place.hidden = !failing;
    place.textContent = failing ? text("Không nối được máy chủ: danh sách là của lúc " + format.clock(failing) + ". Cứ gọi và ghi kết quả, trang sẽ tự gửi khi có mạng.", "The server cannot be reached: the list is of " + format.clock(failing) + ". Go on calling and noting, this page sends it when the line is back.") : "";
  }
  work.refresh = () => { if (work.root) turn(life += 1); };
  work.again = () => { if (work.data) work.data.sign = ""; work.refresh(); };

  function adopt() {
    const root = document.querySelector("[data-work]");
    if (root === work.root) return;
    Object.assign(work, { root, data: null });
    life += 1;
    clearTimeout(timer);
    if (!root) { centre.lease.doubt("work", false); return; }
    work.words = centre.config(root, "data-work");
    failures = failing = 0;
    centre.emit("work-opened");
    turn(life);
  }
  centre.on("decorate", adopt);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) work.refresh(); });
  window.addEventListener("online", () => work.refresh());

  /* An answer to what was done here is shown at once; the list is asked for anew behind it. */
  centre.on("moved", () => work.again());
  centre.on("refused", () => work.again());
})();
