/* Pages of reports: what the address asks for, how the server is asked, and which of the four parts stands there. The
   address is the state: ?new=1&template=…&area=…&at=… makes, ?view=verify checks, ?view=plans is what makes itself,
   ?q=…&of=… finds. Steps within the page are pushed silently; drawn by the other report_*.js. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const TIMEOUT_MS = 30000, ZONE_S = 7 * 3600; // Ho Chi Minh City has kept one offset since 1975
  const KEYS = ["new", "view", "template", "area", "school", "kinds", "at", "begins", "ends", "compared", "visitors", "q", "of", "with", "plan"];
  const report = centre.reports = { root: null, words: {}, views: {}, id: "" };
  let path = window.location.pathname, drawn = "";

  report.query = () => {
    const said = new URLSearchParams(window.location.search), found = {};
    for (const key of KEYS) found[key] = (said.get(key) || "").slice(0, 2000);
    return found;
  };
  report.address = (patch, from) => {
    const next = { ...report.query(), ...patch }, query = new URLSearchParams();
    for (const key of KEYS) if (next[key]) query.set(key, next[key]);
    const told = query.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
    return (from || window.location.pathname) + (told ? "?" + told : "");
  };
  /* A step within this page. */
  report.go = (patch, how) => {
    const next = report.address(patch);
    if (next !== window.location.pathname + window.location.search) window.history[how && how.replace ? "replaceState" : "pushState"]({ centre: true }, "", next);
    shown();
  };
  /* A step to another page, drawn by Dash without loading a document. */
  report.leave = (href) => {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  };
  window.addEventListener("popstate", (event) => {
    if (report.root && report.root.isConnected && window.location.pathname === path) { event.stopImmediatePropagation(); shown(); }
    path = window.location.pathname;
  });
  window.addEventListener("_dashprivate_pushstate", () => { path = window.location.pathname; setTimeout(shown, 0); });

  /* -> {ok, status, body, said, reply}; never throws. `said` is the sentence of a refusal. */
  report.ask = async (address, body, more) => {
    const away = { ok: false, status: 0, body: null, said: text("Không nối được máy chủ. Hãy thử lại.", "The server cannot be reached. Try again.") };
    const how = body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    try {
      const reply = await window.fetch(address, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS), ...how, ...(more || {}) });
      const kind = reply.headers.get("content-type") || "", json = kind.includes("json") ? await reply.json() : null;
      const said = reply.ok ? "" : centre.said(json) || text("Máy chủ trả lời lỗi " + reply.status + ".", "The server answered with error " + reply.status + ".");
      return { ok: reply.ok, status: reply.status, body: json, said, reply };
    } catch (error) { return { ...away, aborted: error.name === "AbortError" }; }
  };

  /* Moments: epoch seconds here and there, "2026-11-22T14:05" in fields and addresses, always the centre's clock. */
  const two = (n) => String(n).padStart(2, "0");
  const local = (epoch) => new Date((epoch + ZONE_S) * 1000);
  report.field = (epoch) => local(epoch).toISOString().slice(0, 16);
  report.epoch = (said) => {
    if (/^\d{9,11}(\.\d+)?$/.test(said)) return Math.floor(Number(said));
    const at = Date.parse(/^\d{4}-\d\d-\d\d$/.test(said) ? said + "T00:00Z" : said + "Z");
    return Number.isNaN(at) ? null : at / 1000 - ZONE_S;
  };
  report.stamp = (epoch, seconds) => {
    if (epoch === null || epoch === undefined) return "–";
    const at = local(epoch);
    return two(at.getUTCDate()) + "/" + two(at.getUTCMonth() + 1) + "/" + at.getUTCFullYear() + " " + two(at.getUTCHours()) + ":" + two(at.getUTCMinutes()) + (seconds ? ":" + two(at.getUTCSeconds()) : "");
  };
  report.date = (epoch) => report.stamp(epoch).slice(0, 10);
  report.now = () => (centre.feed && centre.feed.now && centre.feed.now()) || Date.now() / 1000;
  report.when = (row) => (row.begins !== null && row.begins !== undefined ? report.date(row.begins) + " – " + report.date(row.ends - 1) : report.stamp(row.as_of));

  report.icon = (name) => { const node = element("i", "icon " + name); node.setAttribute("aria-hidden", "true"); return node; };
  report.button = (words, icon, className, press) => {
    const node = element("button", "button " + (className || ""));
    node.type = "button";
    if (icon) node.append(report.icon(icon));
    node.append(element("span", "", words));
    if (press) node.addEventListener("click", press);
    return node;
  };
  report.link = (href, words, className, icon) => {
    const node = element("a", className || "");
    node.href = href;
    node.dataset.reportGo = "";
    if (icon) node.append(report.icon(icon));
    node.append(element("span", "", words));
    return node;
  };
  report.failed = (said, again) => {
    const node = element("div", "error report-failed"), words = element("div", "");
    node.setAttribute("role", "alert");
    words.append(element("p", "", said), ...(again ? [report.button(text("Thử lại", "Try again"), "i-refresh", "small", again)] : []));
    node.append(report.icon("i-alert"), words);
    return node;
  };
  report.template = (key) => (report.words.templates || []).find((one) => one.key === key) || { key, label: key, about: "", icon: "i-report" };
  report.paper = (key) => (report.words.papers || []).find((one) => one.key === key) || { key, label: key.toUpperCase(), what: "", options: [] };
  report.one = (selector) => report.root && report.root.querySelector(selector);

  const view = (query) => (report.id ? "one" : query.new ? "make" : report.words.plans && query.view === "plans" ? "plans" : query.view === "verify" ? "verify" : "list");
  function shown() {
    if (!report.root || !report.root.isConnected) return;
    const query = report.query(), name = view(query);
    for (const tab of report.root.querySelectorAll("[data-report-tab]")) if (tab.dataset.reportTab === name) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
    for (const place of report.root.querySelectorAll("[data-report-view]")) place.hidden = place.dataset.reportView !== name;
    const first = drawn !== name + report.id;
    drawn = name + report.id;
    if (report.views[name]) report.views[name](report.one(`[data-report-view="${name}"]`) || report.root, query, first);
  }
  report.shown = shown;
  document.addEventListener("click", (event) => {
    if (!event.target.closest || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const tab = event.target.closest("[data-report-tab]"), link = event.target.closest("[data-report-go]");
    if (tab && report.root && report.root.contains(tab)) {
      event.preventDefault();
      const at = new URL(tab.href), step = Object.fromEntries(KEYS.map((key) => [key, at.searchParams.get(key) || ""]));
      report.go(step);
    } else if (link) {
      event.preventDefault();
      const at = new URL(link.href);
      if (at.pathname === window.location.pathname && !report.id) report.go(Object.fromEntries(KEYS.map((key) => [key, at.searchParams.get(key) || ""])));
      else report.leave(at.pathname + at.search);
    }
  });

  function adopt() {
    if (!report.root && !window.location.pathname.startsWith("/reports")) return; // every other page pays nothing for this one
    const root = document.querySelector("[data-reports]"), id = root ? root.dataset.reportId || "" : "";
    if (root === report.root && id === report.id) return;
    Object.assign(report, { root, id, words: root ? centre.config(root, "data-reports") : {} });
    drawn = "";
    if (!root) return;
    path = window.location.pathname;
    centre.emit("report-opened", root);
    shown();
  }
  centre.on("decorate", adopt);
  new MutationObserver(adopt).observe(document.documentElement, { subtree: true, attributes: true, childList: true, attributeFilter: ["data-reports", "data-report-id"] });
})();
