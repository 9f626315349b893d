/* The table between two places: one line per question, figures left and right, bars that meet in the middle, and the
   distance said in words. What one side does not know is a dash and is not compared. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text, compare } = centre;
  const sum = (n) => n.reduce((a, b) => a + b, 0);
  const heard = (n) => n[1] + n[2] + n[3];
  const key = (place) => (place.sort === "school" ? "school:" : "area:") + place.code;
  let written = "";

  /* One line: {label, a, b, words of each side, part 0..1 of each for the bars, tone of each, between}. */
  function line({ label, said, part, tone, between, under }) {
    const row = element("tr", "compare-line");
    const side = (i) => {
      const cell = element("td", "compare-side " + (i ? "b" : "a")), inner = element("div", "");
      const figure = element("span", "compare-figure num");
      if (tone && tone[i]) figure.append(element("i", "mark " + tone[i]), element("span", "sr-only", centre.LABELS[tone[i]] + " "));
      figure.append(element("b", tone && !["good", "unknown", ""].includes(tone[i]) ? "tone " + tone[i] : "", said[i]));
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
  /* Who is ahead and by how much; the arrow points to the better side. */
  function between(about, a, b) {
    if (a === null || b === null || a === undefined || b === undefined) return null;
    const step = centre.drill.step(about, a, b);
    if (!step) return { text: text("ngang nhau", "equal"), side: "" };
    const better = step.tone === "better" ? "a" : "b", far = step.text.slice(1) + (about.share ? text(" điểm", " points") : about.unit ? "\u00a0" + about.unit : "");
    return { side: better, text: better === "a" ? "◂ " + far : far + " ▸" };
  }

  function areaLines(rows) {
    const lines = [], counts = rows.map((row) => row.counts("connectivity"));
    lines.push(line({ label: text("Số trường", "Schools"), said: rows.map((r) => format.number(r.schools)) }));
    lines.push(line({ label: text("Đang báo cáo", "Reporting"), said: counts.map((n) => format.percent(heard(n), sum(n))), part: counts.map((n) => (sum(n) ? heard(n) / sum(n) : null)),
      under: counts.map((n) => format.number(heard(n)) + " / " + format.number(sum(n))) }));
    for (const one of centre.drill.figures.indicators) {
      if (!rows.some((row) => sum(row.counts(one)))) continue; // neither place has a school it concerns
      const about = centre.drill.about(one), n = rows.map((row) => row.counts(one)), value = rows.map((row, i) => (heard(n[i]) ? row.value(one) : null));
      const most = Math.max(...value.map((v) => v || 0), about.share ? 1 : 0.0001), summed = one === "incidents_open";
      lines.push(line({ label: about.label, said: value.map((v) => centre.drill.said(about, v)), tone: n.map((c) => centre.drill.status(c)), part: value.map((v) => (v === null ? null : v / most)),
        under: n.map((c) => format.number(heard(c)) + " / " + format.number(sum(c)) + text(" trường", " schools")), between: summed ? null : between(about, value[0], value[1]) }));
    }
    return lines;
  }
  function schoolLines(told) {
    const lines = [], facts = told.map((one) => one.facts), fact = (label, name, unit) => line({ label, said: facts.map((f) => (f[name] === null || f[name] === "" ? "–" : (typeof f[name] === "number" ? format.number(f[name]) : f[name]) + (unit || ""))) });
    lines.push(fact(text("Học sinh", "Pupils"), "pupils"), fact(text("Nhà mạng", "Carrier"), "carrier"), fact(text("Băng thông hợp đồng", "Contracted bandwidth"), "contracted_mbps", "\u00a0Mbps"));
    for (const one of centre.drill.figures.indicators) {
      if (!told.some((side) => side.readings[one])) continue; // it concerns neither school
      const about = centre.drill.about(one), read = told.map((side) => side.readings[one] || [null, "outside", null]), known = read.map(([v, s]) => (["stale", "unknown", "outside"].includes(s) ? null : v));
      const most = Math.max(...read.map(([v]) => v || 0), about.share ? 1 : 0.0001);
      lines.push(line({ label: about.label, said: read.map(([v]) => centre.drill.said(about, v)), tone: read.map(([, s]) => s), part: read.map(([v]) => (v === null ? null : v / most)),
        under: read.map(([, s, at]) => (at ? format.ago(Math.max(0, centre.feed.now() - at)) : centre.LABELS[s === "outside" ? s : "unknown"])), between: between(about, known[0], known[1]) }));
    }
    return lines;
  }
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
    const lines = a.sort === "area" ? (rows.every(Boolean) ? areaLines(rows) : []) : known && centre.drill.figures ? schoolLines(told) : [];
    const table = element("table", "compare-table"), body = element("tbody", "");
    body.append(...lines, ...(known ? storyLines(told) : []));
    table.append(top([a, b]), body);
    const says = !lines.length && (centre.drill.failed || told.some((one) => one && one.away)) ? [element("p", "quiet", text("Chưa biết: máy chủ chưa trả lời.", "Not known: the server has not answered."))] : [];
    const now = document.createElement("div");
    now.append(table, ...says);
    become(box, now, true);
  };
})();
