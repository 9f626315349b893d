/* The table between two places: one line per question, figures left and right, bars that meet in the middle, and the
   distance said in words. What one side does not know is a dash and is not compared. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text, compare } = centre;
  const sum = (n) => n.reduce((a, b) => a + b, 0);
  const heard = (n) => n[1] + n[2] + n[3];
  const key = (place) => (place.sort === "school" ? "school:" : "area:") + place.code;
  const FAR = 8; // lines of what stands apart most
  let written = "";

  /* One line: {label, a, b, words of each side, part 0..1 of each for the bars, tone of each, between}. */
  function line({ label, said, part, tone, between, under }) {
    const row = element("tr", "compare-line");
    const side = (i) => {
      const cell = element("td", "compare-side " + (i ? "b" : "a")), inner = element("div", "");
      const figure = element("span", "compare-figure num");
      if (tone && tone[i]) figure.append(element("i", "mark " + tone[i]), element("span", "sr-only", (centre.LABELS[tone[i]] || centre.groups.word(tone[i], "")) + " "));
      figure.append(element("b", tone && !["good", "fact", "unknown", ""].includes(tone[i]) ? "tone " + tone[i] : "", said[i]));
      inner.append(figure);
      if (under && under[i]) inner.append(element("span", "drill-meta num", under[i]));
      if (part && part[i] !== null) {
        const bar = element("span", "compare-bar"), fill = element("i", "part " + ((tone && tone[i]) || "plain"));
        fill.style.width = Math.round(Math.max(0, Math.min(1, part[i])) * 1000) / 10 + "%";
        bar.append(fill);
        inner.append(bar);
      }
      cell.append(inner);
      return cell;
    };
    const middle = element("th", "compare-label");
    middle.scope = "row";
    middle.append(element("span", "", label), ...(between ? [element("span", "compare-between num " + between.side, between.text)] : []));
    row.append(side(0), middle, side(1));
    return row;
  }
  /* Who is ahead and by how much; the arrow points to the better side, of a plain fact to neither. */
  function between(about, a, b) {
    if (a === null || b === null || a === undefined || b === undefined) return null;
    const step = centre.drill.step(about, a, b);
    if (!step) return { text: text("ngang nhau", "equal"), side: "" };
    const far = step.text.slice(1) + (about.share ? text(" điểm", " points") : about.unit ? "\u00a0" + about.unit : "");
    if (!step.tone) return { side: "", text: text("chênh ", "apart by ") + far };
    return step.tone === "better" ? { side: "a", text: "◂ " + far } : { side: "b", text: far + " ▸" };
  }

  /* What each side measures: [{key, far, row}]. `far`: how differently the two stand, 0..1, whatever the unit. */
  const gravity = (n) => (heard(n) ? (n[3] + 0.4 * n[2]) / heard(n) : null);
  const apart = (about, a, b) => (about.fact || a === null || b === null ? 0 : Math.abs(a - b));
  function areaAsked(rows) {
    const asked = centre.drill.figures.indicators.filter((one) => rows.some((row) => sum(row.counts(one)))); // else neither place has a school it concerns
    return asked.map((one) => {
      const about = centre.drill.about(one), n = rows.map((row) => row.counts(one)), value = rows.map((row, i) => (heard(n[i]) ? row.value(one) : null));
      const most = Math.max(...value.map((v) => v || 0), about.share ? 1 : 0.0001), summed = one === "incidents_open";
      return { key: one, far: apart(about, ...n.map(gravity)), row: () => line({ label: about.label, said: value.map((v) => centre.drill.said(about, v)), tone: n.map((c) => centre.groups.tone(about.fact, centre.drill.status(c))),
        part: value.map((v) => (v === null ? null : v / most)), under: n.map((c) => format.number(heard(c)) + " / " + format.number(sum(c)) + text(" trường", " schools")), between: summed ? null : between(about, value[0], value[1]) }) };
    });
  }
  const GRAVE = { good: 0, watch: 0.4, bad: 1 };
  function schoolAsked(told) {
    const asked = centre.drill.figures.indicators.filter((one) => told.some((side) => side.readings[one])); // else it concerns neither school
    return asked.map((one) => {
      const about = centre.drill.about(one), read = told.map((side) => side.readings[one] || [null, "outside", null]), known = read.map(([v, s]) => (["stale", "unknown", "outside"].includes(s) ? null : v));
      const most = Math.max(...read.map(([v]) => v || 0), about.share ? 1 : 0.0001);
      return { key: one, far: apart(about, ...read.map(([, s]) => (s in GRAVE ? GRAVE[s] : null))), row: () => line({ label: about.label, said: read.map(([v]) => centre.drill.said(about, v)), tone: read.map(([, s]) => centre.groups.tone(about.fact, s)),
        part: read.map(([v]) => (v === null ? null : v / most)), under: read.map(([, s, at]) => (at ? format.ago(Math.max(0, centre.feed.now() - at)) : centre.LABELS[s === "outside" ? s : "unknown"])), between: between(about, known[0], known[1]) }) };
    });
  }
  function areaFacts(rows) {
    const counts = rows.map((row) => row.counts("connectivity"));
    return [line({ label: text("Số trường", "Schools"), said: rows.map((r) => format.number(r.schools)) }),
      line({ label: text("Đang báo cáo", "Reporting"), said: counts.map((n) => format.percent(heard(n), sum(n))), part: counts.map((n) => (sum(n) ? heard(n) / sum(n) : null)),
        under: counts.map((n) => format.number(heard(n)) + " / " + format.number(sum(n))) })];
  }
  function schoolFacts(told) {
    const facts = told.map((one) => one.facts), said = (v, unit) => (v === null || v === "" ? "–" : (typeof v === "number" ? format.number(v) : v) + (unit || ""));
    const fact = (label, name, unit) => line({ label, said: facts.map((f) => said(f[name], unit)) });
    return [fact(text("Học sinh", "Pupils"), "pupils"), fact(text("Nhà mạng", "Carrier"), "carrier"), fact(text("Băng thông hợp đồng", "Contracted bandwidth"), "contracted_mbps", "\u00a0Mbps")];
  }

  /* A heading across the table: of what stands apart most, or of a folded group that a press opens. */
  function heading(...inside) {
    const row = element("tr", "compare-group"), cell = element("th", "");
    cell.colSpan = 3;
    cell.scope = "colgroup";
    cell.append(...inside);
    row.append(cell);
    return row;
  }
  function group({ key, title, rows }) {
    const on = centre.groups.isOpen("compare", key), press = element("button", "compare-fold");
    press.type = "button";
    press.dataset.compareGroup = key;
    press.setAttribute("aria-expanded", String(on));
    press.append(element("b", "", title), element("span", "", text(format.number(rows.length) + " chỉ số", format.number(rows.length) + " indicators")));
    return [heading(press), ...(on ? rows.map((one) => one.row()) : [])];
  }
  function askedLines(asked) {
    const far = asked.filter((one) => one.far > 0).sort((a, b) => b.far - a.far).slice(0, FAR), rest = asked.filter((one) => !far.includes(one));
    const first = far.length ? heading(element("b", "", text("Khác nhau nhất", "Furthest apart"))) : heading(element("b", "", text("Không chỉ số nào khác nhau về trạng thái", "No indicator differs in its state")));
    return [first, ...far.map((one) => one.row()), ...centre.groups.of(rest, (one) => centre.drill.about(one.key)).flatMap(group)];
  }
  document.addEventListener("click", (event) => {
    const press = event.target.closest && event.target.closest("[data-compare-group]");
    if (!press) return;
    centre.groups.turn("compare", press.dataset.compareGroup, press.getAttribute("aria-expanded") !== "true");
    written = "";
    compare.shown();
  });

  function storyLines(told) {
    const c = told.map((one) => one.changed || {}), p = told.map((one) => one.people);
    const lines = [line({ label: text("Sự cố đang mở", "Open incidents"), said: told.map((one) => (one.known ? format.number(one.open) : "–")), tone: told.map((one) => (one.known ? (one.unheld ? "bad" : one.open ? "watch" : "good") : "unknown")),
      under: told.map((one) => (one.known && one.open ? text(format.number(one.unheld) + " chưa ai nhận", format.number(one.unheld) + " nobody has") : "")) })];
    const known = c.map((one) => one.since !== null && one.since !== undefined);
    lines.push(line({ label: text("Mất kết nối thêm từ hôm qua", "More offline since yesterday"), said: c.map((one, i) => (known[i] ? format.number(one.fell_count) : "–")),
      under: c.map((one, i) => (known[i] ? text(format.number(one.rose_count) + " đã trở lại", format.number(one.rose_count) + " came back") : centre.drill.pieces.unknown(one))) }));
    lines.push(line({ label: text("Sự cố mới trong 24 giờ", "New incidents in 24 hours"), said: c.map((one) => format.number(one.opened)), under: c.map((one) => (one.resolved === null || one.resolved === undefined ? "" : text(format.number(one.resolved) + " đã khắc phục", format.number(one.resolved) + " resolved"))) }));
    lines.push(line({ label: text("Ai phụ trách", "Who answers"), said: p.map((one) => (!one ? "–" : one.near.length ? one.near.map((n) => n.name).slice(0, 2).join(", ") : one.centre.length ? one.centre[0].name : "–")),
      under: p.map((one) => (one && one.near.length + one.more > 2 ? text("và " + (one.near.length + one.more - 2) + " người khác", "and " + (one.near.length + one.more - 2) + " others") : one && !one.near.length ? text("trung tâm điều hành", "the centre") : "")) }));
    return lines;
  }

  function top(places) {
    const row = element("tr", "compare-top");
    places.forEach((place, i) => {
      const cell = element("th", "compare-side " + (i ? "b" : "a")), go = element("a", "", place.name);
      cell.scope = "col";
      go.href = "/?" + new URLSearchParams(place.sort === "school" ? { school: place.code } : place.code ? { tree: place.tree, area: place.code } : {});
      cell.append(go, element("span", "drill-meta", place.about));
      row.append(cell);
      if (!i) row.append(element("td", "compare-label", ""));
    });
    const head = element("thead", "");
    head.append(row);
    return head;
  }

  const chip = (set, words) => { const node = element("button", "drill-chip", words); node.type = "button"; node.dataset.compareSet = new URLSearchParams(set).toString(); return node; };
  /* Nothing chosen, a code that is not there, or an area beside a school: say so, and offer what can be compared. */
  function why({ codes, a, b }) {
    const missing = ["a", "b"].filter((side) => codes[side] && !{ a, b }[side]).map((side) => codes[side]);
    const words = missing.length ? text("Không có địa bàn hay trường mã " + missing.join(", ") + " trong phạm vi của bạn.", "There is no area or school with the code " + missing.join(", ") + " within your reach.")
      : a && b && a.sort !== b.sort ? text("Một bên là trường, một bên là địa bàn: hãy chọn hai nơi cùng loại.", "One side is a school, the other an area: choose two of the same sort.")
        : a || b ? text("Hãy chọn nơi thứ hai để so sánh.", "Choose the second one.") : text("Hãy chọn hai địa bàn hoặc hai trường.", "Choose two areas or two schools.");
    const box = element("div", "compare-why card"), chips = element("p", "drill-names");
    box.append(element("p", "", words), element("p", "drill-meta", text("Gợi ý lúc này, theo kết nối: xấu nhất cạnh tốt nhất, xấu nhất cạnh xấu nhì", "For now, by connectivity: the worst beside the best, the worst two")), chips);
    for (const tree of ["new", "old"]) {
      const areas = centre.feed.directory.trees[tree], f = centre.drill.figures;
      const ranked = areas.map((area, i) => ({ area, n: f ? f.of[tree].counts.connectivity.slice(i * 5, i * 5 + 5) : [0, 0, 0, 0, 0] })).filter((one) => heard(one.n)).sort((p, q) => q.n[3] / heard(q.n) - p.n[3] / heard(p.n));
      if (ranked.length < 2) continue;
      const [worst, best] = [ranked[0].area, ranked[ranked.length - 1].area];
      chips.append(chip({ a: worst.code, b: best.code }, worst.name + " – " + best.name), chip({ a: ranked[0].area.code, b: ranked[1].area.code }, ranked[0].area.name + " – " + ranked[1].area.name));
    }
    return box;
  }

  /* Only what says another thing is written: who stands on a link, or is pressing it, keeps it. */
  function become(node, next, inside) {
    if (!inside && node.isEqualNode(next)) return;
    if (node.nodeName !== next.nodeName) { node.replaceWith(next); return; }
    if (node.nodeType !== Node.ELEMENT_NODE) { node.data = next.data; return; }
    if (!inside) {
      for (const name of node.getAttributeNames()) if (!next.hasAttribute(name)) node.removeAttribute(name);
      for (const name of next.getAttributeNames()) if (name === "style") node.style.cssText = next.style.cssText; else node.setAttribute(name, next.getAttribute(name));
    }
    const had = [...node.childNodes], has = [...next.childNodes];
    has.forEach((one, i) => { if (had[i]) become(had[i], one); else node.append(one); });
    for (const one of had.slice(has.length)) one.remove();
  }

  compare.paint = (sides) => {
    const box = document.querySelector("[data-compare]");
    if (!box) return;
    const { a, b } = sides, ready = a && b && a.sort === b.sort;
    const told = ready ? [a, b].map((place) => centre.drill.story(key(place))) : [], rows = ready && a.sort === "area" ? [a, b].map((place) => centre.drill.of(place.tree, place.code)) : [];
    const minute = Math.floor(centre.feed.now() / 5);
    const sign = JSON.stringify([sides.codes, ready, told, centre.drill.figures && centre.drill.figures.server_time, ready && a.sort === "school" ? minute : 0, centre.drill.failed]);
    if (written === sign && box.childNodes.length) return;
    written = sign;
    if (!ready) { const now = document.createElement("div"); now.append(why(sides)); become(box, now, true); return; }
    const known = told.every((one) => one && !one.refused && !one.away);
    const [facts, asked] = a.sort === "area" ? (rows.every(Boolean) ? [areaFacts(rows), areaAsked(rows)] : [[], []]) : known && centre.drill.figures ? [schoolFacts(told), schoolAsked(told)] : [[], []];
    const table = element("table", "compare-table"), body = element("tbody", "");
    body.append(...facts, ...(known ? storyLines(told) : []), ...(asked.length ? askedLines(asked) : []));
    table.append(top([a, b]), body);
    const says = !facts.length && (centre.drill.failed || told.some((one) => one && one.away)) ? [element("p", "quiet", text("Chưa biết: máy chủ chưa trả lời.", "Not known: the server has not answered."))] : [];
    const now = document.createElement("div");
    now.append(table, ...says);
    become(box, now, true);
  };
})();
