/* Boards of a wall, first half: every indicator; incidents with their owners. Each is drawn anew from one answer. */
(function () {
  "use strict";
  const centre = window.centre, say = centre.text;
  const wall = centre.wall = centre.wall || {};
  const boards = wall.boards = wall.boards || {};
  const make = (tag, className, ...inside) => { const node = centre.element(tag, className); node.append(...inside); return node; };
  const words = (tag, className, text) => centre.element(tag, className, text);
  const number = (n) => centre.format.number(n);
  const STAYS_MS = 20_000;
  const WORST = [3, 2, 4, 0, 1]; // worst first, by status byte

  function age(at, none) {
    const node = words("span", "num", at ? "" : none);
    if (at) node.dataset.ageOf = at;
    return node;
  }
  /* Head of a board: its name, and beside it the one figure that sums it up. */
  function head(title, ...facts) { return make("div", "board-head", words("h2", "", title), make("div", "board-facts", ...facts.filter(Boolean))); }
  function fact(value, label, tone) { return make("span", "board-fact " + (tone || ""), words("b", "num", value), words("span", "", label)); }
  function bar(counts) {
    const node = centre.element("div", "live-bar"), all = counts.reduce((a, b) => a + b, 0) || 1;
    for (const s of WORST) if (counts[s]) { const one = centre.element("i", "part " + centre.STATUSES[s]); one.style.flexGrow = String(counts[s] / all); node.append(one); }
    return node;
  }
  const ofAll = (row) => !row.schools ? say("không trường nào thuộc diện", "no school is concerned") : say(`${number(row.reporting)} / ${number(row.schools)} trường báo cáo`, `${number(row.reporting)} of ${number(row.schools)} schools report`);

  function indicator(row) {
    const tone = row.judged === false && row.status === "good" ? "fact" : row.status; // nobody set limits: ink, not green
    const card = centre.element("article", "board-card indicator-card leased " + tone);
    const value = make("div", "card-value num", row.value);
    if (row.unit) value.append(words("small", "", row.unit));
    const state = make("span", "pill " + tone, centre.element("i", "mark " + tone), tone === "fact" ? say("đã biết", "known") : centre.LABELS[row.status]);
    const worst = centre.element("div", "card-worst");
    if (!row.worst.length) worst.append(words("p", "dim", !row.reporting ? say("Chưa trường nào báo cáo chỉ số này", "No school reports this yet") : say("Không địa bàn nào báo động", "No area is bad")));
    for (const one of row.worst) worst.append(make("p", "", words("span", "", one.name), words("b", "num", number(one.bad)), words("span", "num dim", "/ " + number(one.heard))));
    card.append(make("header", "", words("h3", "", row.label), state), make("div", "card-middle", value, worst), bar(row.counts),
      make("footer", "", words("span", "num", ofAll(row)), make("span", "dim", row.source + " · ", age(row.taken_at, say("chưa có", "none yet")))));
    return card;
  }
  /* Pages by group: small groups that follow each other share a page, a large one takes several. */
  function paged(rows, room) {
    const groups = new Map(), sheets = [];
    for (const row of rows) groups.set(row.group, [...(groups.get(row.group) || []), row]);
    for (const list of groups.values()) {
      const last = sheets[sheets.length - 1], name = list[0].group_label || "";
      if (last && last.rows.length + list.length <= room) { last.rows.push(...list); if (name) last.title += " · " + name; continue; }
      for (let at = 0; at < list.length; at += room) sheets.push({ rows: list.slice(at, at + room), title: name });
    }
    return sheets.length ? sheets : [{ rows: [], title: "" }];
  }
  /* More than fit on one page are told in pages, one page each time the scene comes round; a scene that stays turns its
     pages by itself. */
  let page = 0, turned = -1, turnedAt = 0;
  boards.indicators = (box, body) => {
    const now = wall.now(), columns = Math.max(1, Math.min(5, Math.floor(box.clientWidth / rem(34)))), lines = Math.max(1, Math.floor((box.clientHeight - rem(4.5)) / rem(13.5)));
    const room = phone() ? 99 : columns * lines, sheets = paged(body.rows, room), pages = sheets.length;
    const came = turned !== now.index, time = performance.now();
    if (came ? now.until !== null : now.until === null && time - turnedAt > STAYS_MS) { page += 1; turnedAt = time; }
    if (came) turnedAt = time;
    turned = now.index;
    const { rows, title } = sheets[page % pages];
    const bad = body.rows.filter((row) => row.status === "bad").length, none = body.rows.filter((row) => !row.reporting).length;
    const grid = make("div", "board-grid", ...rows.map(indicator));
    grid.style.setProperty("--columns", String(Math.min(columns, rows.length)));
    box.replaceChildren(head(title || say("Chỉ số", "Indicators"),
      fact(number(body.rows.length), say("chỉ số", "indicators")), bad && fact(number(bad), say("báo động", "bad"), "bad"),
      none && fact(number(none), say("chưa có dữ liệu", "without data"), "unknown"), pages > 1 && fact((page % pages) + 1 + " / " + pages, say("trang", "page"))), grid);
  };
  centre.on("scene", (now) => { if (now.kind !== "indicators") turned = -1; });
  const rem = (n) => n * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const phone = () => window.matchMedia("(max-width: 720px)").matches;

  function row(one, recorded) {
    const { rows } = wall, open = one.state === "open";
    const node = centre.element("div", "board-row incident-row " + (recorded ? "quiet" : open ? "unheld " + one.severity : "held"));
    node.dataset.incident = String(one.id);
    const what = make("div", "row-what", words("b", "row-title", rows.brief(one.says)));
    const where = [one.kind !== "wide" ? one.area : "", one.kind === "wide" || one.schools > 1 ? rows.schools(one.schools) : "", one.by_hand ? say("báo tay", "by hand") : ""].filter(Boolean).join(" · ");
    what.append(words("span", "row-where", where));
    const who = make("div", "row-who", words("b", open ? "none" : "", open ? say("chưa ai nhận", "nobody has it") : one.who || say("đã có người nhận", "somebody has it")));
    who.append(words("span", "row-clock " + (one.clock_tone === "none" ? "dim" : one.clock_tone), one.clock));
    node.append(recorded ? centre.element("i", "ring quiet") : rows.sign(one), what, who, rows.age(one));
    return node;
  }
  function column(title, list, all, none, sure, kind) {
    const body = centre.element("div", "board-rows");
    const card = make("section", "board-card leased " + kind, make("header", "", words("h3", "", title), words("b", "num", sure || all ? number(all) : "–")), body);
    return { card, fill() {
      if (!list.length) { body.replaceChildren(words("p", "empty", sure ? none : say("Chưa biết: cơ sở dữ liệu không trả lời", "Not known: the database does not answer"))); return; }
      const nodes = list.map((one) => row(one, kind === "rest"));
      body.classList.toggle("few", list.length <= 3 && all <= 3); // few rows are read from further away
      if (phone()) { body.replaceChildren(...nodes); return; }
      wall.rows.trim(body, nodes, (left) => "+" + number(all - list.length + left) + say(" nữa", " more"));
    } };
  }
  boards.incidents = (box, body) => {
    const deaf = wall.deaf(body), sure = body.known && !deaf; // calm is said only by somebody who was asked just now
    const loud = column(say("Chưa ai nhận", "Nobody has"), body.unheld, body.unacknowledged, say("Không sự cố nào chờ người nhận", "No incident waits for somebody"), sure, "loud");
    const calm = column(say("Đã có người nhận", "Somebody has"), body.held, body.held_count, say("Không sự cố nào đang xử lý", "Nothing is being worked on"), sure, "calm");
    const rest = column(say("Chỉ ghi nhận, không báo", "Recorded only"), body.recorded || [], body.quiet, say("Không ghi nhận gì", "Nothing recorded"), sure, "rest");
    const late = [...body.unheld, ...body.held].filter((one) => one.clock_tone === "bad").length;
    box.replaceChildren(head(say("Sự cố và người phụ trách", "Incidents and owners"),
      deaf && make("span", "board-fact", words("span", "tone stale", wall.silent(body))), fact(sure || body.open ? number(body.open) : "–", say("đang mở", "open"), body.open ? "bad" : ""), late && fact(number(late), say("quá hạn", "late"), "watch"),
      body.quiet > body.silenced && fact(number(body.quiet - body.silenced), say("ngoài giờ, chỉ ghi nhận", "out of hours, only recorded")),
      body.silenced && fact(number(body.silenced), say("đang tạm ngưng, bảo trì", "silenced or in maintenance"))), make("div", "board-columns" + (body.quiet ? " with-rest" : "") + (sure && !body.unheld.length && (body.held.length || body.quiet) ? " none-waits" : ""), loud.card, calm.card, ...(body.quiet ? [rest.card] : [])));
    loud.fill();
    calm.fill();
    if (body.quiet) rest.fill();
  };
  Object.assign(wall, { parts: { make, words, number, age, head, fact, bar, ofAll, phone, rem } });
})();
