/* The card beside the map: one school, drawn from `/api/v1/areas/card` without a framework between. What is written
   stays until newer words come; a part is written anew only when it says another thing, and whoever has the focus in it
   keeps it. What was told longer ago than it is believed is not shown again: then its name and state stand there first. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const EVERY_MS = 10000, AGAIN_MS = 2500, KEPT = 24;
  const kept = new Map(); // code -> {told, at}
  let asking = "", timer = 0, failed = 0;

  const slot = () => document.querySelector(".school-slot");
  const wanted = () => (slot() ? centre.state.get().school : "");
  const marked = (kind, name) => { const node = element("i", kind + " " + name); node.setAttribute("aria-hidden", "true"); return node; };
  const within = (tag, className, ...inside) => { const node = element(tag, className); node.append(...inside); return node; };
  const fresh = (known) => Boolean(known && performance.now() - known.at < EVERY_MS);

  function icon(className, words, data) {
    const node = within("button", className, element("i", "icon i-close"));
    node.type = "button";
    node.setAttribute("aria-label", words);
    node.title = words;
    Object.assign(node.dataset, data);
    return node;
  }
  const close = () => icon("button quiet square", text("Đóng bảng của trường", "Close the school's panel"), { set: "school=" });
  function grip() {
    const node = within("button", "grip", element("span", "sheet-grip"));
    node.type = "button";
    node.dataset.press = "sheet";
    node.setAttribute("aria-label", text("Mở hoặc thu bảng", "Open or fold the panel"));
    return node;
  }
  function name(words) { const node = element("h2", "", words); node.tabIndex = -1; return node; }

  /* The pieces, in reading order: what they say -> their nodes. */
  function head({ name: said, where, code, pills, status }) {
    const [kind, ...special] = pills, row = within("div", "pill-row", within("span", "pill " + status[0], marked("mark", status[0]), status[1]),
      element("span", "pill", kind), element("span", "pill num", code), ...special.map((one) => element("span", "pill", one)));
    return [grip(), within("div", "side-title", name(said), close()), element("p", "side-where", where), row];
  }
  const cautions = (said) => said.map((words) => { const node = within("p", "caution", element("i", "icon i-alert"), words); node.setAttribute("role", "status"); return node; });
  function age(row) {
    if (row.never) return element("span", "age", row.never);
    const node = element("span", row.late ? "age late" : "age", format.ago(Math.max(0, centre.feed.now() - row.taken_at)));
    node.dataset.since = String(Math.round(row.taken_at));
    return node;
  }
  function reading(row) {
    const status = centre.groups.tone(!row.judged, row.status[0]), word = centre.groups.word(status, row.status[1]);
    const meta = within("span", "reading-meta", element("span", "tone " + status, word), age(row), element("span", "", row.source));
    const node = within("div", "reading", marked("mark", status), element("span", "reading-name", row.label), element("span", "reading-value num " + status, row.value), meta);
    node.title = row.question;
    return node;
  }
  /* What presses first, open; everything, by group, folded. */
  function readings({ pressing, readings: groups }) {
    const rows = new Map(groups.flatMap((group) => group.rows.map((row) => [row.key, row])));
    const folds = groups.map((group) => centre.groups.fold("card", group, centre.groups.says(group.rows.map((row) => [!row.judged, row.status[0]])), () => group.rows.map(reading)));
    return [within("section", "leased", element("h3", "", text("Đáng chú ý nhất", "Most pressing")), ...pressing.map((key) => reading(rows.get(key)))),
      within("section", "leased", element("h3", "", text("Mọi chỉ số", "Every indicator")), ...folds)];
  }
  function day(told) {
    if (!told) return [];
    const line = within("div", "segments", ...told.parts.map(([tone, lasted, says]) => {
      const part = element("i", "segment " + tone);
      part.style.flexGrow = String(lasted);
      part.title = says;
      return part;
    }));
    line.setAttribute("role", "img");
    line.setAttribute("aria-label", told.says);
    const clock = within("div", "timeline-clock num", ...told.clock.map((at) => element("span", "", at)));
    clock.setAttribute("aria-hidden", "true");
    const lengths = within("div", "timeline-figures", ...told.lengths.map(([tone, word, lasted]) => within("span", "", marked("swatch", tone), word, element("b", "num", lasted))));
    return [within("section", "leased", element("h3", "", told.title), told.parts.length ? within("div", "timeline", line, clock) : element("div", "timeline skeleton"), lengths)];
  }
  function incidents(told) {
    const line = (one) => {
      const says = element(one.id ? "a" : "span", "incident-says", one.says);
      if (one.id) Object.assign(says, { href: "/incidents/" + one.id, title: told.open });
      return within("li", "", one.sign ? marked("ring", one.sign) : marked("mark", "good"), says,
        element("span", one.nobody ? "incident-holder nobody" : "incident-holder", one.holder), element("span", "reading-meta num", one.lived));
    };
    const list = told.nothing ? element("p", "quiet", told.nothing) : within("ul", "incident-list", ...told.rows.map(line));
    return [within("section", "", element("h3", "", told.title), list)];
  }
  function about(told, code) {
    const fact = ([words, said, dial]) => within("div", "", element("dt", "", words), within("dd", "", dial ? Object.assign(element("a", "", said), { href: "tel:" + dial }) : said));
    const way = Object.assign(within("a", "button whole", told.open, element("i", "icon i-chevron")), { href: "/schools/" + encodeURIComponent(code) });
    return [within("section", "", element("h3", "", told.title), within("dl", "fact-list num", ...told.facts.map(fact)), way)];
  }
  const PARTS = [
    ["head", (told) => [told.name, told.where, told.code, told.pills, told.status], head], ["cautions", (told) => told.cautions.concat(told.old || []), (told) => cautions(told.cautions.concat(told.old || []))],
    ["readings", (told) => [told.pressing, told.readings], readings], ["day", (told) => told.day, (told) => day(told.day)],
    ["incidents", (told) => told.incidents, (told) => incidents(told.incidents)], ["about", (told) => told.about, (told) => about(told.about, told.code)],
  ];

  function frame(code) {
    const card = within("div", "school-card", element("div", "side-head leased"), element("div", "side-body"));
    card.dataset.school = code;
    for (const [part] of PARTS.slice(1)) { const box = element("div", "card-part"); box.dataset.part = part; card.lastChild.append(box); }
    card.firstChild.dataset.part = "head";
    slot().replaceChildren(card);
    return card;
  }
  function draw(told) {
    const there = slot().querySelector(".school-card"), card = there && there.dataset.school === told.code ? there : frame(told.code);
    for (const [part, what, make] of PARTS) {
      const box = card.querySelector("[data-part='" + part + "']"), sign = JSON.stringify(what(told));
      if (box.said === sign) continue;
      const held = box.contains(document.activeElement) ? [...box.querySelectorAll("button,a,h2,summary")].indexOf(document.activeElement) : -1;
      box.said = sign;
      box.replaceChildren(...make(told));
      const again = held >= 0 && box.querySelectorAll("button,a,h2,summary")[held];
      if (again) again.focus({ preventScroll: true });
    }
    slot().classList.toggle("not-then", Boolean(centre.replay && centre.replay.on)); // these answers are of now
  }
  /* A school that is not there, or not to be seen: one clear sentence, and the way out. */
  function refuse(words) {
    const title = within("div", "side-title", name(words), close()), card = within("div", "school-card", within("div", "side-head", title));
    card.setAttribute("role", "alert");
    slot().replaceChildren(card);
  }

  async function ask(code) {
    if (asking === code) return;
    clearTimeout(timer);
    asking = code;
    let told = null, refused = null;
    try { told = await centre.drill.get("card", { school: code }); } catch (error) { refused = error.status === 404 || error.status === 403 ? error.told : null; }
    if (asking === code) asking = "";
    if (wanted() !== code) return; // one went on: what has come is of a school nobody looks at
    if (refused) { refuse(centre.said(refused)); return; }
    failed = told ? 0 : failed + 1;
    if (told) keep(code, told);
    else if (failed > 1) late(code);
    timer = setTimeout(look, (told ? EVERY_MS : AGAIN_MS * Math.min(failed, 4)) * (0.9 + Math.random() * 0.2));
  }
  function keep(code, told) {
    const known = kept.get(code);
    if (known && told.now < known.told.now) return; // older never overwrites newer
    kept.delete(code);
    kept.set(code, { told, at: performance.now() });
    while (kept.size > KEPT) kept.delete(kept.keys().next().value);
    draw(told);
  }
  /* The server is silent: what stands there says of when it is. */
  function late(code) {
    const known = kept.get(code), card = document.querySelector(".school-slot .school-card");
    if (known && card) draw({ ...known.told, old: [text("Máy chủ chưa trả lời: bảng này là của " + format.clock(known.told.now) + ".", "The server has not answered: this panel is of " + format.clock(known.told.now) + ".")] });
  }
  function look() {
    clearTimeout(timer);
    const code = wanted();
    if (!code) return;
    if (document.hidden) { timer = setTimeout(look, EVERY_MS); return; }
    ask(code);
  }

  /* Another school, or none: what belonged to the one before goes at once. */
  function step() {
    const box = slot(), code = wanted();
    if (!box) return;
    const card = box.querySelector(".school-card"), known = code && kept.get(code);
    if (card && card.dataset.school === code) return;
    box.replaceChildren();
    failed = 0;
    clearTimeout(timer);
    if (fresh(known)) draw(known.told);
    if (code) look();
  }
  centre.on("state", ({ changed }) => { if (changed.includes("school")) step(); });
  centre.on("decorate", () => { const box = slot(); if (box && !box.childNodes.length && wanted() && !asking) step(); }); // Dash drew the page anew
  centre.on("replay", () => { const box = slot(); if (box) box.classList.toggle("not-then", Boolean(centre.replay.on)); });
  document.addEventListener("visibilitychange", () => { const code = wanted(); if (!document.hidden && code && !fresh(kept.get(code))) look(); });
  /* A way to another page of ours is drawn by Dash, without loading another document. */
  document.addEventListener("click", (event) => {
    const way = event.target.closest && event.target.closest(".school-slot a[href^='/']");
    if (!way || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, "", way.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  });
})();
