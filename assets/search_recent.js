/* What this person opened lately in this browser: keys only ("school:79…"). Their names are asked of the server each time,
   so that nobody reads here what is not theirs any more. */
(function () {
  "use strict";
  const centre = window.centre;
  const KEY = "centre.recent.", MOST = 12;

  const me = () => { const shell = document.querySelector(".shell[data-me]"); return shell ? shell.dataset.me : ""; };
  function all() {
    try { return JSON.parse(window.localStorage.getItem(KEY + me()) || "[]").filter((key) => typeof key === "string").slice(0, MOST); } catch (_) { return []; }
  }
  function add(key) {
    if (!key || !me()) return;
    const next = [key, ...all().filter((one) => one !== key)].slice(0, MOST);
    try { window.localStorage.setItem(KEY + me(), JSON.stringify(next)); } catch (_) { /* storage forbidden: then nothing is remembered */ }
  }

  /* Where we are is what we opened. */
  function here() {
    const path = window.location.pathname, query = new URLSearchParams(window.location.search);
    const school = path.match(/^\/schools\/([^/]+)$/), incident = path.match(/^\/incidents\/(\d{1,9})(\/|$)/);
    if (school) return "school:" + decodeURIComponent(school[1]);
    if (incident) return "incident:" + incident[1];
    if (path === "/admin/people" && query.get("person")) return "person:" + query.get("person");
    if (path !== "/") return "";
    return query.get("school") ? "school:" + query.get("school") : query.get("area") ? "area:" + query.get("area") : "";
  }
  let last = "";
  function note() {
    const now = here();
    if (now !== last && me()) { last = now; add(now); }
  }
  for (const name of ["popstate", "_dashprivate_pushstate"]) window.addEventListener(name, () => setTimeout(note, 0));
  centre.on("state", note);
  centre.on("decorate", note);
  centre.recent = { all };
})();
