/* Acts on incidents that are on their way: nothing is shown as done before the server has committed it, nothing is
   lost when it does not answer. Each act has a client id, so that sent twice is done once; it waits in this browser
   (localStorage, under the person who acted) until it is committed or refused, also over a reload.
     centre.moves.send(id, verb, body) -> Promise of the server's answer; rejects with {refused, status, vi, by} when refused
     centre.moves.pending() -> [{client, id, verb, body, at, state: "sending" | "unsent" | "old"}]; of(id): of one incident
   Bus: "moves" (the pending ones changed), "moved" {move, answer}, "refused" {move, status, vi, by}. */
(function () {
  "use strict";
  const centre = window.centre;
  const ROOT = "/api/v1/incidents", KEY = "centre.moves.", MOST = 200;
  const SHIFT_MS = 8 * 3600 * 1000; // older than a shift: nobody means it any more without being asked
  const LONGEST_MS = 30000, FINAL = [400, 403, 404, 405, 409, 410, 413, 415, 422];
  const waiting = new Map(); // client -> {resolve, reject} of whoever asked in this page
  const flying = new Set(); // incidents with an act on its way: theirs go one after another
  let moves = [], owner = null, timer = 0, turns = 0;

  const shell = () => document.querySelector(".shell[data-me]");
  const path = (move) => [ROOT, move.id, move.verb].filter((part) => part !== "" && part !== null).map(String)
    .map((part, i) => (i ? encodeURIComponent(part) : part)).join("/");
  function keep() {
    try {
      if (moves.length) window.localStorage.setItem(KEY + owner, JSON.stringify(moves.map(({ state, ...kept }) => kept)));
      else window.localStorage.removeItem(KEY + owner);
    } catch (_) { /* storage forbidden or full: then only this page remembers */ }
    centre.emit("moves", api.pending());
  }
  /* Another person at this browser neither sees nor sends them. */
  function recall() {
    const who = shell() ? shell().dataset.me : "";
    if (!who || who === owner) return;
    owner = who;
    let kept = [];
    try { kept = JSON.parse(window.localStorage.getItem(KEY + owner) || "[]"); } catch (_) { /* unreadable: nothing was kept */ }
    const now = Date.now();
    moves = [...kept.filter((move) => move && move.client).map((move) => ({ ...move, state: now - move.at > SHIFT_MS ? "old" : "unsent" })), ...moves];
    if (moves.length) { keep(); flush(); }
  }

  function client() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return "web-" + [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  function drop(move) {
    moves = moves.filter((one) => one.client !== move.client);
    flying.delete(String(move.id));
    const asked = waiting.get(move.client);
    waiting.delete(move.client);
    keep();
    return asked;
  }

  async function attempt(move) {
    flying.add(String(move.id));
    let reply, answer = null;
    try {
      reply = await centre.session.send(path(move), { ...move.body, client: move.client });
      answer = await reply.json().catch(() => null);
    } catch (_) { return later(move); }
    if (reply.ok) {
      const asked = drop(move);
      centre.emit("moved", { move, answer });
      if (asked) asked.resolve(answer);
    } else if (FINAL.includes(reply.status)) {
      const why = { refused: true, status: reply.status, vi: centre.said(answer), by: (answer && answer.by) || "" };
      const asked = drop(move);
      centre.emit("refused", { move, ...why });
      if (asked) asked.reject(Object.assign(new Error(why.vi || "HTTP " + reply.status), why));
    } else return later(move);
    turns = 0;
    return flush();
  }
  function later(move) {
    flying.delete(String(move.id));
    move.state = "unsent";
    keep();
    clearTimeout(timer);
    timer = setTimeout(flush, Math.min(LONGEST_MS, 1000 * 2 ** turns) * (0.7 + Math.random() * 0.6)); // no herd on recovery
    turns = Math.min(turns + 1, 5);
  }
  function flush() {
    if (centre.session.over) return;
    const tried = new Set(flying);
    for (const move of moves) {
      if (move.state === "old" || tried.has(String(move.id))) continue;
      tried.add(String(move.id));
      attempt(move);
    }
  }

  const api = centre.moves = {
    send(id, verb, body) {
      const move = { client: client(), id: id === undefined || id === null ? "" : id, verb: verb || "", body: body || {}, at: Date.now(), state: "sending" };
      recall();
      if (moves.length >= MOST) return Promise.reject(Object.assign(new Error("full"), { refused: true, status: 0, vi: centre.text("Quá nhiều việc chưa gửi được. Hãy chờ có mạng.", "Too much is unsent. Wait for the network."), by: "" }));
      moves.push(move);
      const told = new Promise((resolve, reject) => { waiting.set(move.client, { resolve, reject }); });
      told.catch(() => { /* whoever did not wait reads it from the bus */ });
      keep();
      flush();
      return told;
    },
    pending: () => moves.map((move) => ({ ...move })),
    of: (id) => moves.filter((move) => String(move.id) === String(id) || (move.body.ids || []).map(String).includes(String(id))),
    again() { for (const move of moves) if (move.state === "old") move.state = "unsent"; turns = 0; clearTimeout(timer); keep(); flush(); },
    forget(one) { const move = moves.find((kept) => kept.client === one); if (move && !flying.has(String(move.id))) drop(move); },
    me: () => (shell() ? shell().dataset.me : ""),
  };
  window.addEventListener("online", () => { turns = 0; flush(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  centre.on("decorate", recall);
  new MutationObserver((_, watcher) => { if (shell()) { watcher.disconnect(); recall(); } }).observe(document.documentElement, { childList: true, subtree: true });
})();
