/* The panel of a level: worst indicators, what is open, what changed since yesterday, who answers, what else it is called,
   and why there is nothing when there is nothing. Text nodes only; written anew only when it would say another thing. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const ORDER = [3, 2, 4, 0, 1], FEW = 6, REACHED = "button,a,summary";

  const sum = (n) => n.reduce((a, b) => a + b, 0);
  const button = (className, set, ...inside) => {
    const node = element("button", className);
    node.type = "button";
    node.dataset.set = new URLSearchParams(set).toString();
    node.append(...inside);
    return node;
  };
  const link = (className, href, words) => Object.assign(element("a", className, words), { href });
  const says = (words) => element("p", "quiet", words);

  /* Rewritten only when it changed; whoever has the focus inside keeps it. */
  function fill(name, sign, make) {
    for (const box of document.querySelectorAll("[data-drill='" + name + "']")) {
      box.classList.toggle("not-then", Boolean(centre.replay && centre.replay.on)); // these answers are of now
      if (box.dataset.sign === sign && box.childNodes.length) continue;
      const focused = box.contains(document.activeElement) ? [...box.querySelectorAll(REACHED)].indexOf(document.activeElement) : -1;
      box.dataset.sign = sign;
      box.replaceChildren(...make());
      const again = focused >= 0 && box.querySelectorAll(REACHED)[focused];
      if (again) again.focus({ preventScroll: true });
    }
  }

  /* The layer in view is counted here, from the frame of this second; the others come with the figures. */
  function countsOf(row, key) {
    const same = key === centre.feed.layer && centre.feed.ready && !(centre.replay && centre.replay.on);
    return same ? centre.live.view : row.counts(key);
  }
  function worst(row) {
    return centre.drill.figures.indicators.map((key, at) => {
      const n = countsOf(row, key), heard = n[1] + n[2] + n[3];
      const grave = heard ? (n[3] + 0.4 * n[2]) / heard : 0;
      return { key, n, heard, at, grave: heard ? grave : 0.001 };
    }).filter((one) => sum(one.n)).sort((a, b) => b.grave - a.grave || a.at - b.at); // what concerns no school here is not asked
  }

  function bar(n) {
    const node = element("span", "drill-bar"), whole = sum(n) || 1;
    for (const s of ORDER) {
      if (!n[s]) continue;
      const part = element("i", "part " + centre.STATUSES[s]);
      part.style.flexGrow = String(n[s] / whole);
      node.append(part);
    }
    return node;
  }
  function indicator({ key, n, heard }, row) {
    const about = centre.drill.about(key), value = heard ? row.value(key) : null;
    const status = centre.drill.status(n), step = centre.drill.step(about, value, row.before(key));
    const node = button("drill-row", { layer: key }, element("i", "mark " + centre.groups.tone(about.fact, status)), element("span", "drill-name", about.label));
    node.classList.toggle("fact", about.fact);
    const moved = element("span", "drill-step num " + (step ? step.tone : ""), step ? step.text : "");
    if (step) moved.title = text("so với giờ này hôm qua", "against this hour yesterday");
    const figure = element("span", "drill-value num " + (status === "good" ? "" : status), centre.drill.said(about, value));
    const of = element("span", "drill-of num", format.number(heard) + " / " + format.number(sum(n)));
    of.title = text("trường báo cáo trên tổng số", "schools that report, of all");
    node.append(moved, figure, bar(n), of, element("span", "sr-only", centre.LABELS[status]));
    node.setAttribute("aria-pressed", String(key === centre.feed.layer));
    return node;
  }
  function indicators(state, row) {
    const list = worst(row);
    const sign = [state.tree, state.area, state.table, all, centre.feed.layer, centre.drill.figures.version, ...list.map((one) => one.key + one.n)].join();
    fill("indicators", sign, () => {
      if (!row.schools || !list.length) return [says(text("Không có trường nào để đo.", "There is no school to measure."))];
      const rows = list.slice(0, FEW).map((one) => indicator(one, row)), rest = list.slice(FEW);
      if (all || state.table) rows.push(...centre.groups.of(rest, (one) => centre.drill.about(one.key)).map((group) => folded(group, row)));
      if (rest.length && !state.table) rows.push(more(rest.length));
      return rows;
    });
  }
  /* What is not among the worst, by group. */
  function folded(group, row) {
    const told = group.rows.map(({ key, n }) => [centre.drill.about(key).fact, centre.drill.status(n)]);
    return centre.groups.fold("area", group, centre.groups.says(told), () => group.rows.map((one) => indicator(one, row)));
  }
  let all = false;
  function more(n) {
    const node = element("button", "drill-all", all ? text("Thu gọn", "Fewer") : text("Thêm " + n + " chỉ số", n + " more indicators"));
    node.type = "button";
    node.setAttribute("aria-expanded", String(all));
    node.addEventListener("click", () => { all = !all; paint(); });
    return node;
  }

  const STATES = { open: text("chưa ai nhận", "nobody has it"), acknowledged: text("đã tiếp nhận", "acknowledged"), in_progress: text("đang xử lý", "in progress") };
  function incident(one) {
    const calm = one.quiet && one.kind !== "wide" && one.severity !== "critical";
    const node = element("li", ""), said = element("span", "drill-says");
    said.append(one.id ? link("", "/incidents/" + one.id, one.says) : element("span", "", one.says));
    const holder = one.state === "open" ? STATES.open : (STATES[one.state] || one.state) + (one.who ? " · " + one.who : "");
    const age = format.ago(Math.max(0, centre.feed.now() - one.opened_at));
    said.append(element("span", "drill-meta" + (one.state === "open" && !calm ? " nobody" : ""), holder + " · " + age + (calm ? text(" · ngoài giờ", " · out of hours") : "")));
    node.append(element("i", "ring " + (calm ? "quiet" : one.state === "open" ? "loud" : "held") + " " + one.tone), said);
    return node;
  }
  function open(told, state) {
    const minute = Math.floor(centre.feed.now() / 60);
    fill("open", JSON.stringify([told.open, told.quiet, told.unheld, told.known, told.incidents]) + minute, () => {
      if (!told.known) return [says(text("Chưa biết: cơ sở dữ liệu chưa trả lời.", "Not known: the database has not answered."))];
      const quiet = told.quiet ? text(format.number(told.quiet) + " ghi nhận, không báo", format.number(told.quiet) + " recorded only") : "";
      const figure = element("p", "drill-figure");
      figure.append(element("b", "num" + (told.unheld ? " bad tone" : ""), format.number(told.open)), element("span", "", text(" sự cố", told.open === 1 ? " incident" : " incidents") +
        (told.open ? text(" · " + format.number(told.unheld) + " chưa ai nhận", " · " + format.number(told.unheld) + " nobody has") : "") + (quiet ? " · " + quiet : "")));
      const rows = [figure];
      if (told.incidents.length && told.open) { const list = element("ul", "drill-incidents"); list.append(...told.incidents.map(incident)); rows.push(list); }
      const all = told.may && told.open > told.incidents.length;
      if (all) rows.push(link("drill-all", "/incidents" + (state.area ? "?area=" + encodeURIComponent(state.area) : ""), text("Xem cả " + format.number(told.open) + " sự cố", "See all " + format.number(told.open))));
      return rows;
    });
  }

  const day = (epoch) => new Date(epoch * 1000).toLocaleDateString(text("vi-VN", "en-GB"), { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit" }).replace("-", "/");
  const hour = (epoch) => format.clock(epoch).slice(0, 5);
  /* Why there is no yesterday. */
  const unknown = (changed) => (!changed.told ? text("Chưa đọc được số liệu hôm qua.", "Yesterday could not be read.")
    : changed.first ? text("Giờ này hôm qua chưa có số liệu: trung tâm ghi từ " + hour(changed.first) + " ngày " + day(changed.first) + ".",
      "This hour yesterday is not known: the centre records since " + hour(changed.first) + " on " + day(changed.first) + ".")
      : text("Giờ này hôm qua chưa có số liệu.", "This hour yesterday is not known."));
  function names(codes) {
    const at = centre.feed.indexOf, list = element("p", "drill-names");
    for (const code of codes.filter((one) => at && at.has(one)).slice(0, 3)) {
      list.append(button("drill-chip", { school: code }, centre.feed.directory.names[at.get(code)].replace(/^Trường\s/, "")));
    }
    return list;
  }
  function changed(told) {
    const c = told.changed;
    fill("changed", JSON.stringify(c), () => {
      const rows = [];
      if (c.since === null) rows.push(says(unknown(c)));
      else {
        const line = element("p", "drill-moved");
        const part = (tone, n, words) => { const node = element("span", n ? tone : "none"); node.append(element("b", "num", format.number(n)), " " + words); return node; };
        line.append(part("worse", c.fell_count, text("trường mất kết nối thêm", "more offline")), part("better", c.rose_count, text("trường đã trở lại", "came back")));
        line.title = text("so với " + hour(c.since) + "–" + hour(c.since + 3600) + " hôm qua", "against " + hour(c.since) + "–" + hour(c.since + 3600) + " yesterday");
        rows.push(line, ...(c.fell_count ? [names(c.fell)] : []));
      }
      if (c.opened !== null) rows.push(element("p", "drill-meta", text("24 giờ: " + format.number(c.opened) + " sự cố mới, " + format.number(c.resolved) + " đã khắc phục",
        "24 h: " + format.number(c.opened) + " new incidents, " + format.number(c.resolved) + " resolved")));
      return rows;
    });
  }

  function people(told) {
    const p = told.people;
    fill("people", JSON.stringify([p, told.away, told.schools]), () => {
      if (!p) return [says(told.away ? text("Chưa biết: cơ sở dữ liệu chưa trả lời.", "Not known: the database has not answered.")
        : text("Tên người phụ trách chỉ hiện với người tiếp nhận sự cố.", "Names are shown to those who answer incidents."))];
      const list = element("ul", "drill-people");
      const person = (one, more) => { const node = element("li", ""); node.append(element("b", "", one.name), element("span", "drill-meta", one.role + more)); return node; };
      list.append(...p.near.map((one) => person(one, one.schools < told.schools ? text(" · " + format.number(one.schools) + " / " + format.number(told.schools) + " trường", " · " + format.number(one.schools) + " / " + format.number(told.schools) + " schools") : "")));
      const rows = p.near.length ? [list] : [says(told.school ? text("Chưa có ai phụ trách riêng trường này.", "Nobody answers for this school alone.") : text("Chưa có ai phụ trách riêng nơi này.", "Nobody answers for this place alone."))];
      if (p.more) rows.push(element("p", "drill-meta", text("và " + format.number(p.more) + " người khác", "and " + format.number(p.more) + " others")));
      if (p.centre.length) {
        rows.push(element("p", "drill-meta", text("Trung tâm điều hành: ", "The centre: ") + p.centre.map((one) => one.name).join(", ") + (p.others ? text(" và " + p.others + " người khác", " and " + p.others + " others") : "")));
      }
      return rows;
    });
  }

  /* The same schools under the other division: an old district lies in wards of today, and the other way. */
  function lies(state) {
    const other = state.tree === "old" ? "new" : "old", points = centre.feed.points, live = centre.live;
    fill("lies", [state.tree, state.area, centre.feed.directory.hash].join(), () => {
      const count = new Map(), here = points.area[state.tree], there = points.area[other], tree = centre.feed.directory.trees[other];
      for (let i = 0; i < points.count; i += 1) {
        if (live.inside && here[i] < live.tree.length && live.inside[here[i]] && there[i] < tree.length) count.set(there[i], (count.get(there[i]) || 0) + 1);
      }
      const list = [...count].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      if (!list.length) return [says(text("Không có trường nào để đối chiếu.", "No school to tell by."))];
      const box = element("p", "drill-names");
      for (const [i, n] of list.slice(0, 8)) box.append(button("drill-chip", { tree: other, area: tree[i].code, school: "" }, tree[i].name, element("span", "num", " " + format.number(n))));
      if (list.length > 8) box.append(element("span", "drill-meta", text("và " + (list.length - 8) + " nơi khác", "and " + (list.length - 8) + " more")));
      return [box];
    });
  }

  function paint() {
    const { drill, feed, live } = centre;
    if (!document.querySelector("[data-drill]") || !feed.directory || !live.tree) return;
    const state = centre.state.get(), row = drill.of(state.tree, state.area);
    if (row) indicators(state, row);
    else fill("indicators", drill.failed ? "away" : "waiting", () => [says(drill.failed ? text("Chưa biết: máy chủ chưa trả lời.", "Not known: the server has not answered.") : text("Đang lấy số liệu…", "Bringing the figures…"))]);
    if (state.area) lies(state);
    const told = drill.story("area:" + state.area);
    if (!told || told.refused) {
      for (const name of told ? ["open", "changed", "people"] : []) fill(name, "refused", () => [says(centre.said ? centre.said(told.refused) : told.refused.vi)]);
      return;
    }
    if (told.incidents) { open(told, state); changed(told); people(told); }
    else for (const name of ["open", "changed", "people"]) fill(name, "away", () => [says(text("Chưa biết: máy chủ chưa trả lời.", "Not known: the server has not answered."))]);
  }
  /* At a step what belonged to the place before goes at once: nobody reads one area's people under another's name. */
  function step({ changed: what }) {
    if (!what.includes("area") && !what.includes("tree")) return;
    const known = centre.drill.story("area:" + centre.state.get().area);
    if (!known) for (const name of ["open", "changed", "people"]) fill(name, "", () => []);
    requestAnimationFrame(() => { // with the frame's own layout, not one more before it
      for (const body of document.querySelectorAll(".area-card .side-body")) {
        body.scrollTop = 0;
        if (body.animate && !window.matchMedia("(prefers-reduced-motion: reduce)").matches) body.animate([{ opacity: 0.4 }, { opacity: 1 }], { duration: 160, easing: "ease-out" });
      }
    });
  }
  const soon = centre.drill.once(paint);
  centre.on("state", (event) => { step(event); soon(); });
  for (const name of ["drill", "drill-story", "counts", "decorate", "directory", "replay"]) centre.on(name, soon);
  centre.drill.pieces = { button, link, says, bar, sum, incident, fill, unknown, hour };
})();
