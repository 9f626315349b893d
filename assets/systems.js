/* Linked systems: asked for every ten seconds while somebody looks; a tile is drawn anew only when it says something else,
   so that what is open stays open. Tiles, checks, components: this file; the wall has its own (wall_boards_systems.js). */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const EVERY_MS = 10000, LONGEST_MS = 30000, TIMEOUT_MS = 20000;
  let root = null, life = 0, timer = 0, failures = 0, drawn = new Map();

  const now = () => (centre.feed && centre.feed.now && centre.feed.now()) || Date.now() / 1000;
  const put = (tag, className, ...inside) => { const node = element(tag, className); node.append(...inside.flat().filter((one) => one !== null && one !== "")); return node; };
  const slot = (name) => root.querySelector('[data-systems-slot="' + name + '"]');
  const number = (value) => (value === null || value === undefined ? "–" : format.number(value));
  const loud = (status) => status === "bad" || status === "watch" || status === "stale";
  const mark = (status) => element("i", "mark " + status);
  const pill = (status) => put("span", "pill " + status, mark(status), centre.LABELS[status]);
  const ofAll = (reporting, schools) => number(reporting) + " / " + number(schools) + text(" trường", " schools");
  function link(href, className, ...inside) { const node = put("a", className, ...inside); node.href = href; return node; }
  function age(at) {
    const node = element("span", "age num", at ? format.ago(Math.max(0, now() - at)) : text("chưa lần nào", "never"));
    if (at) node.dataset.since = Math.round(at);
    return node;
  }
  function fact(name, value, tone) { return put("div", "systems-fact" + (tone ? " tone " + tone : ""), element("dt", "", name), put("dd", "num", value)); }

  /* A measure that judges carries its mark; a plain one is ink. What is not known is a dash, never 0. */
  function measure(one, key) {
    const judged = one.judges && one.known, name = key ? link("/indicators/" + key, "", one.label) : element("span", "", one.label);
    const under = one.denominator !== null && one.denominator !== undefined && (one.share || !key) ? number(Math.round(one.numerator)) + " / " + number(Math.round(one.denominator)) : "";
    const told = one.schools === undefined ? (one.reporting ? number(one.reporting) + text(" trường", " schools") : text("chưa trường nào báo cáo", "no school reports")) : ofAll(one.reporting, one.schools);
    return put("li", "systems-measure", judged ? mark(one.status) : element("i", "systems-dot"), put("span", "systems-measure-name", name, put("span", "dim num", [under, told].filter(Boolean).join(" · "))),
      element("b", "num" + (judged && loud(one.status) ? " tone " + one.status : ""), one.text));
  }
  function incidents(tile) {
    if (tile.incidents === null) return text("không rõ", "not known");
    if (!tile.incidents) return "0";
    const one = tile.incident_links.length === 1 ? tile.incident_links[0] : null;
    const query = one ? (one.kind ? { kind: one.kind, q: one.q } : { q: one.q }) : {};
    if (one) return link("/incidents?" + new URLSearchParams(query), "systems-incidents", number(tile.incidents));
    return put("span", "systems-incidents-more", ...tile.incident_links.map((each) => link("/incidents?" + new URLSearchParams(each.kind ? { kind: each.kind, q: each.q } : { q: each.q }), "systems-incidents", number(each.count))));
  }
  function failed(one) {
    if (one.polls === null) return text("không chia lượt", "not in polls");
    return number(one.failed) + " / " + number(one.polls);
  }
  function sources(tile) {
    return put("ul", "systems-sources", tile.sources.map((one) => put("li", "", mark(one.tone), put("span", "", link("/sources", "", one.name), " · ", one.state,
      one.failing_since ? put("span", "", " · ", text("lỗi từ ", "failing since "), age(one.failing_since)) : ""))));
  }
  function tile(one) {
    const node = put("article", "card systems-tile " + one.status, put("header", "", element("h3", "", one.name), pill(one.status)), element("p", "dim systems-about", one.about),
      element("p", "systems-says" + (loud(one.status) ? " tone " + one.status : ""), one.says),
      put("dl", "systems-facts", fact(text("Trao đổi gần nhất", "Last exchange"), age(one.last_at)), fact(text("Lượt lỗi / 24 giờ", "Failed polls / 24 h"), failed(one), one.failed ? "bad" : ""),
        fact(text("Sự cố đang mở", "Open incidents"), incidents(one))));
    const measures = [...one.checks.map((check) => measure(check, check.key)), ...one.figures.map((figure) => measure(figure, ""))];
    if (measures.length) node.append(put("ul", "systems-measures", measures));
    const more = put("details", "systems-more", put("summary", "", element("i", "icon i-chevron"), text("Nguồn và chỉ số", "Sources and indicators")), sources(one));
    if (one.indicators.length) more.append(put("div", "systems-links", one.indicators.map((each) => link("/indicators/" + each.key, "chip", each.label))));
    node.append(put("footer", "", more, put("span", "dim systems-owner", element("i", "icon i-user"), one.owner)));
    node.dataset.system = one.key;
    return node;
  }
  function trouble(one) {
    const bad = one.bad + one.watch, card = put("article", "card systems-trouble " + (one.known ? one.status : "unknown"), put("header", "", element("h3", ""), pill(one.known ? one.status : "unknown")),
      put("p", "systems-trouble-value", element("b", "num", one.text), element("span", "dim num", ofAll(one.reporting, one.schools) + text(" báo cáo", " report"))),
      put("p", "num", one.known ? (bad ? number(one.bad) + text(" trường báo động · ", " schools in alarm · ") + number(one.watch) + text(" cần chú ý", " need attention") : text("không trường nào vượt ngưỡng", "no school beyond the bands")) : text("chưa có số đo", "not measured yet"),
        one.incidents ? put("span", "", " · ", link("/incidents?" + new URLSearchParams({ q: one.key }), "systems-incidents", number(one.incidents) + text(" sự cố đang mở", " open incidents"))) : ""),
      put("p", "systems-trouble-links", link("/?" + new URLSearchParams({ layer: one.key }), "", text("Xem trên bản đồ", "On the map")), one.as_of ? put("span", "dim", text("số đo cũ nhất ", "oldest measure "), age(one.as_of)) : ""));
    card.querySelector("h3").append(link("/indicators/" + one.key, "", one.label));
    return card;
  }
  function bar(share, status) {
    const node = element("div", "systems-bar " + status);
    node.append(element("i", ""));
    node.firstChild.style.transform = "scaleX(" + (share || 0) + ")";
    return node;
  }
  function component(one) {
    const share = one.share === null ? "–" : format.number(Math.floor(one.share * 1000) / 10) + "\u00a0%";
    return put("article", "card systems-component " + one.status, put("header", "", element("h3", "", one.name), pill(one.status)),
      put("p", "systems-trouble-value", element("b", "num", share), element("span", "dim num", one.fresh === null ? text("chưa có dòng nào", "no row yet") : ofAll(one.fresh, one.schools))), bar(one.share, one.status),
      put("ul", "systems-feeds", one.feeds.map((feed) => put("li", "", mark(feed.tone), put("span", "systems-measure-name", link("/indicators/" + feed.indicator, "", feed.name), put("span", "dim", age(feed.last_at))), element("b", "num", feed.fresh === null ? "–" : number(feed.fresh) + " / " + number(feed.asked))))));
  }

  /* Keeps the node of whoever says the same as before; ages grow by themselves. */
  function kept(kind, one, draw) {
    const sign = JSON.stringify(one), key = kind + ":" + one.key, known = drawn.get(key);
    if (known && known.sign === sign) return known.node;
    const node = draw(one), open = known && known.node.querySelector("details[open]"), held = known && known.node.contains(document.activeElement);
    if (open) node.querySelector("details").open = true;
    if (held) queueMicrotask(() => { const next = node.querySelector("summary, a"); if (next) next.focus({ preventScroll: true }); });
    drawn.set(key, { sign, node });
    return node;
  }
  function place(name, nodes) {
    const box = slot(name);
    if (nodes.length !== box.children.length || nodes.some((node, i) => box.children[i] !== node)) box.replaceChildren(...nodes);
  }
  function paint(body) {
    const order = ["bad", "stale", "watch", "unknown", "good"];
    place("summary", [kept("summary", { key: "all", counts: body.counts, past: body.past_known }, () => put("div", "pill-row", element("span", "dim num", number(body.systems.length) + text(" hệ thống", " systems")),
      order.filter((s) => body.counts[s]).map((s) => put("span", "pill " + s, mark(s), number(body.counts[s]) + " " + centre.LABELS[s])),
      body.past_known ? "" : element("span", "tone watch", text("cơ sở dữ liệu không trả lời: chưa đếm được lượt lỗi", "the database is away: failed polls are not counted"))))]);
    place("troubles", body.troubles.map((one) => kept("trouble", one, trouble)));
    const box = slot("systems");
    if (box.classList.contains("waiting")) { box.classList.remove("waiting"); box.replaceChildren(); }
    for (const [key, label] of body.circles) {
      let section = box.querySelector('[data-circle="' + key + '"]');
      if (!section) {
        section = put("section", "systems-section", put("header", "systems-section-head", element("h2", "", label), element("span", "dim num")), element("div", "systems-tiles"));
        section.dataset.circle = key;
        box.append(section);
      }
      const tiles = body.systems.filter((one) => one.circle === key), well = tiles.filter((one) => one.status === "good").length, nodes = tiles.map((one) => kept("tile", one, tile)), grid = section.lastChild;
      section.querySelector("header span").textContent = number(well) + " / " + number(tiles.length) + text(" bình thường", " normal");
      if (nodes.length !== grid.children.length || nodes.some((node, i) => grid.children[i] !== node)) grid.replaceChildren(...nodes);
    }
    place("components", body.components.map((one) => kept("component", one, component)));
  }

  async function turn(mine) {
    clearTimeout(timer);
    let pause = EVERY_MS;
    try {
      const reply = await window.fetch("/api/v1/systems", { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!reply.ok) throw new Error("HTTP " + reply.status);
      const body = await reply.json();
      if (mine !== life) return;
      paint(body);
      failures = 0;
    } catch (_) {
      if (mine !== life) return;
      failures += 1;
      pause = Math.min(LONGEST_MS, EVERY_MS * 1.5 ** failures);
      const box = slot("systems");
      if (box.classList.contains("waiting")) box.replaceChildren(element("p", "error", text("Máy chủ chưa trả lời; trang sẽ tự thử lại.", "No answer yet; this page tries again by itself.")));
    }
    centre.lease.doubt("systems", failures > 0);
    if (mine === life && !document.hidden) timer = setTimeout(() => turn(mine), pause * (0.9 + Math.random() * 0.2));
  }
  const refresh = () => { if (root) turn(life += 1); };
  function adopt() {
    const found = document.querySelector("[data-systems]");
    if (found === root) return;
    root = found;
    drawn = new Map();
    life += 1;
    failures = 0;
    clearTimeout(timer);
    if (!root) centre.lease.doubt("systems", false); else refresh();
  }
  centre.on("decorate", adopt);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  window.addEventListener("online", refresh);
})();
