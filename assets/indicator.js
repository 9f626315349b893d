/* What the pages of indicators share: the loop that asks while somebody looks, forms of numbers, and the small pieces
   (status, top over bottom, age, press figure). The list is assets/indicator_list.js, one indicator indicator_one.js. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const EVERY_MS = 10000, LONGEST_MS = 30000, TIMEOUT_MS = 20000;
  const place = text("vi-VN", "en-GB"), forms = new Map();
  const book = centre.indicators = { root: null, key: "", data: null, ask: null, pause: 0, names: new Intl.Collator("vi", { numeric: true }) };
  let life = 0, timer = 0, failures = 0;

  book.now = () => (centre.feed && centre.feed.now && centre.feed.now()) || Date.now() / 1000;
  book.query = (name) => new URLSearchParams(window.location.search).get(name) || "";
  /* Every choice is a step that the back button takes back; typing is none. */
  book.set = (patch, how) => {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(patch)) if (value) next.set(key, value); else next.delete(key);
    const said = next.toString();
    window.history[how && how.replace ? "replaceState" : "pushState"](window.history.state, "", window.location.pathname + (said ? "?" + said : ""));
  };
  book.fetched = async (address, options) => {
    const reply = await window.fetch(address, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
    if (!reply.ok) throw Object.assign(new Error("HTTP " + reply.status), { status: reply.status, body: await reply.json().catch(() => null) });
    return reply.json();
  };

  book.number = (value, decimals) => {
    const digits = Math.min(4, Math.max(0, decimals || 0));
    if (!forms.has(digits)) forms.set(digits, new Intl.NumberFormat(place, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
    return forms.get(digits).format(value);
  };
  /* A share never rounds up to a full 100 %, nor a little down to 0; absence is a dash, never 0. */
  book.said = (one, value) => {
    if (value === null || value === undefined) return "–";
    if (!one.share) return book.number(value, one.decimals) + (one.unit ? "\u00a0" + one.unit : "");
    return book.number(value < 1 && value > 0.9995 ? 99.9 : value > 0 && value < 0.0005 ? 0.1 : value * 100, 1) + "\u00a0%";
  };
  /* Top and bottom as they were added up: whole numbers whole. */
  book.plain = (value) => (value === null || value === undefined ? "–" : book.number(value, Math.abs(value - Math.round(value)) < Math.max(1e-6, 1e-6 * Math.abs(value)) ? 0 : 1));
  /* A band is a round figure: "95 %", not "95,0 %". */
  book.limit = (one, value) => { const told = one.share ? value * 100 : value, digits = Math.abs(told - Math.round(told)) < 1e-9 ? 0 : Math.max(1, one.decimals), unit = one.share ? "%" : one.unit; return book.number(told, digits) + (unit ? "\u00a0" + unit : ""); };
  book.parts = (f) => (f.numerator === null || f.numerator === undefined ? "" : f.denominator === null ? "" : book.plain(f.numerator) + " / " + book.plain(f.denominator));
  book.of = (f) => format.number(f.reporting) + " / " + format.number(f.schools) + text(" trường báo cáo", " schools report");
  book.mark = (status) => element("i", "mark " + status);
  book.status = (status, judged) => {
    const node = element("span", "indicator-status tone " + (judged || status === "unknown" || status === "stale" ? status : ""));
    if (judged || status === "unknown" || status === "stale") node.append(book.mark(status));
    node.append(element("span", "", !judged && status !== "unknown" && status !== "stale" ? text("số liệu thuần", "plain fact") : centre.LABELS[status]));
    return node;
  };
  book.age = (at) => {
    const node = element("span", "age");
    if (at) node.dataset.since = Math.round(at);
    node.textContent = at ? format.ago(book.now() - at) : text("chưa có số liệu", "no data yet");
    return node;
  };
  book.icon = (name) => element("i", "icon " + name);
  book.day = (iso) => (iso ? iso.split("-").reverse().join("/") : "");
  book.facts = (rows) => {
    const list = element("dl", "indicator-facts");
    for (const [name, value] of rows) if (value) {
      const line = element("div", ""), said = element("dd", "");
      said.append(...[value].flat().map((part) => (typeof part === "string" ? document.createTextNode(part) : part)));
      line.append(element("dt", "", name), said);
      list.append(line);
    }
    return list;
  };
  /* A press figure stands beside ours, never in its place, with what is doubtful about it. */
  book.press = (one, f) => one.press.map((said) => {
    const node = element("div", "indicator-press"), line = element("p", ""), ours = element("p", "indicator-ours");
    line.append(element("span", "badge press", text("SỐ LIỆU BÁO CHÍ", "PRESS FIGURE")), element("b", "", said.says));
    const beside = said.value === null ? "" : text("Văn bản: ", "Document: ") + book.said(one, said.value) + " · ";
    ours.append(element("span", "num", beside + text("Trung tâm: ", "Ours: ") + book.said(one, f.value)), element("span", "dim", said.document));
    node.append(line, ours);
    if (said.doubt) { const doubt = element("p", "indicator-doubt"); doubt.append(book.icon("i-alert"), element("span", "", said.doubt)); node.append(doubt); }
    return node;
  });

  async function turn(mine) {
    clearTimeout(timer);
    let pause = EVERY_MS;
    try {
      await book.ask(() => mine === life);
      if (mine !== life) return;
      failures = 0;
      pause = book.pause || EVERY_MS;
    } catch (error) {
      if (mine !== life) return;
      failures += 1;
      pause = Math.min(LONGEST_MS, EVERY_MS * 1.5 ** failures);
      centre.emit("indicator-failed", error);
    }
    centre.lease.doubt("indicators", failures > 0);
    if (mine === life && !document.hidden) timer = setTimeout(() => turn(mine), pause * (0.9 + Math.random() * 0.2));
  }
  book.refresh = () => { if (book.root && book.ask) turn(life += 1); };

  function adopt() {
    const root = document.querySelector("[data-indicators]");
    if (root === book.root) return;
    Object.assign(book, { root, key: root ? root.dataset.indicator || "" : "", data: null, ask: null, pause: 0 });
    life += 1;
    failures = 0;
    clearTimeout(timer);
    if (!root) { centre.lease.doubt("indicators", false); return; }
    centre.emit("indicators-opened");
    book.refresh();
  }
  centre.on("decorate", adopt);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) book.refresh(); });
  window.addEventListener("online", () => book.refresh());
  window.addEventListener("popstate", () => setTimeout(() => { if (book.root && book.root.isConnected) { centre.emit("indicators-back"); book.refresh(); } }, 0)); // Dash may draw another page first
})();
