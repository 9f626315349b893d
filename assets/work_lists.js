/* The lists of the work page: drawn anew line by line only where something is another, so that a thumb finds each line
   where it was; an empty list says why. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const work = centre.work, make = work.make;
  const drawn = new Map(); // key -> {node, sign}
  let asked = 0;

  /* A school without an incident: what came of a call opens one, told by hand, so that nothing said is lost. */
  function school(one, list) {
    const task = one.task, key = list + ":" + one.school, id = task ? task.id : 0;
    const node = make.shell(key, "", one.name), top = element("div", "work-top leased"), meta = element("p", "work-meta");
    const mark = element("span", "work-status stale");
    mark.append(element("i", "mark stale"), element("span", "", list === "silent" ? text("im lặng", "silent") : text("quá hạn", "overdue")));
    top.append(mark, element("span", "grow"));
    if (task) top.append(make.clock(task)); else if (list === "silent") top.append(make.since(one.since, text("im lặng {t}", "silent for {t}")));
    const says = element("a", "work-says", one.name);
    says.href = task ? "/incidents/" + id : "/schools/" + encodeURIComponent(one.school);
    says.dataset.workGo = "";
    meta.append(make.icon("i-area", one.area || "–"));
    if (list === "silent") meta.append(...(task ? [make.since(one.since, text("im lặng {t}", "silent for {t}"))] : []), element("span", "", task ? text("sự cố số ", "incident ") + id : text("chưa thành sự cố", "no incident yet")));
    const rows = (one.figures || []).map(([label, taken, late]) => {
      const row = element("p", "work-figure");
      row.append(element("b", "", label), make.since(work.data.now - late, text("quá hạn {t}", "{t} overdue")), element("span", "dim num", text("gửi lần cuối ", "last sent ") + format.clock(taken).slice(0, 5) + " " + format.date(taken).split(", ").pop()));
      return row;
    });
    const phones = task ? task.phones : [{ name: one.name, phone: one.phone, school: one.school }];
    const take = task && task.state !== "in_progress" && !task.partial ? [make.button("work-take", text("Nhận việc", "Take it"), { workTake: id }, "i-check")] : [];
    node.append(top, says, meta, ...rows, ...[make.waits(one.school, id), make.last(phones)].filter(Boolean), make.acts(key, phones, id, take));
    if (work.open === key) {
      node.append(make.results(key, phones, id, 0));
      if (!task) node.append(element("p", "work-hint", text("Trường này chưa có sự cố: bấm kết quả sẽ mở một sự cố báo tay, để việc được ghi lại.", "This school has no incident: a result opens one by hand, so that it is kept.")));
    }
    return node;
  }

  /* A school whose claim the week does not bear out, or who disputes its record: what was said, whom to call, where to answer. */
  function claimed(one, list) {
    const key = list + ":" + one.school + ":" + (one.claim || one.id), node = make.shell(key, "", one.name), top = element("div", "work-top leased"), mark = element("span", "work-status"), meta = element("p", "work-meta"), says = element("a", "work-says", one.name);
    mark.append(element("i", "mark " + (list === "gaps" ? "bad" : "watch")), element("span", "", list === "gaps" ? one.label : one.about_words));
    top.append(mark, element("span", "grow"), make.since(list === "gaps" ? one.since || work.data.now : one.made_at, text("đã {t}", "for {t}")));
    says.href = list === "gaps" ? "/schools/" + encodeURIComponent(one.school) : "/claims?tab=disputes";
    says.dataset.workGo = "";
    meta.append(make.icon("i-area", one.area || "–"), element("span", "", list === "gaps" ? one.claimed_words + ": " + format.number(one.claimed) + " · " + one.measured_words + ": " + format.number(Math.round(one.measured * 10) / 10) : one.owner_name ? text("người giữ: ", "owner: ") + one.owner_name : text("chưa ai nhận", "nobody has it")));
    node.append(top, says, meta, element("p", "work-figure", list === "gaps" ? one.asks : one.note), make.acts(key, [{ name: one.name, phone: one.phone, school: one.school }], 0, []));
    if (work.open === key) node.append(make.results(key, [{ name: one.name, phone: one.phone, school: one.school }], 0, 0));
    return node;
  }

  const NONE = {
    mine: () => [text("Bạn không giữ sự cố nào.", "You hold no incident."), "good"],
    free: () => [text("Mọi sự cố trong phạm vi của bạn đều có người nhận.", "Somebody has every incident within your reach."), "good"],
    silent: (data) => ({
      known: [text("Trường nào từng có tín hiệu cũng vừa có tín hiệu.", "Every school that was ever heard of is still heard of."), "good"],
      blind: [text("Chưa biết: trung tâm đang không nhận được số liệu, nên không kết luận trường nào im lặng.", "Not known: no figures reach the centre now, so no school is called silent."), "watch"],
      none: [text("Chưa có số đo kết nối nào trong phạm vi của bạn.", "No line was ever measured within your reach."), ""],
      many: [text("Quá nửa số trường cùng im lặng: đó là lỗi đo hay nguồn chung, không phải của từng trường. Xem các sự cố phía trên.", "More than half are silent at once: that is the measuring or a shared source, not each school. See the incidents above."), "watch"],
    }[data.silent.why]),
    due: (data) => ({
      known: [data.due.sources.length ? "" : text("Không trường nào quá hạn gửi số liệu.", "No school's figures are overdue."), "good"],
      blind: [text("Chưa biết: trung tâm đang không nhận được số liệu.", "Not known: no figures reach the centre now."), "watch"],
      none: [text("Trong phạm vi của bạn chưa có số liệu nào do trường hoặc nền tảng gửi về.", "Nothing is sent by schools or platforms within your reach yet."), ""],
    }[data.due.why]),
    gaps: () => [text("Trường nào đo được cũng đúng với khai báo; chưa đo được thì xem trang Khai báo và đo được.", "Every school that was measured bears its claims out; for those not measured see Claimed and measured."), "good"],
    disputes: () => [text("Không trường nào đang phản hồi số liệu.", "No school disputes a figure now."), "good"],
  };

  function nodes(list, data) {
    if (list === "mine" || list === "free") return data[list].tasks.map((task) => ["i:" + task.id, task, () => make.incident(task), task.id]);
    if (list === "silent" || list === "due") return data[list].schools.map((one) => [list + ":" + one.school, one, () => school(one, list), one.task ? one.task.id : 0]);
    if (list === "gaps" || list === "disputes") return data[list].rows.map((one) => [list + ":" + one.school + ":" + (one.claim || one.id), one, () => claimed(one, list), 0]);
    return [];
  }
  function sign(key, said, id) {
    const pending = centre.moves.pending().filter((move) => (id && String(move.id) === String(id)) || (move.body.schools || []).includes(key.split(":")[1]));
    const { task, figures, ...rest } = said;
    return JSON.stringify([task || rest, figures && figures.map((one) => one.slice(0, 2)), pending.map((move) => [move.client, move.state]), work.open === key && work.at]);
  }

  function fill(list, data) {
    const place = work.one('[data-work-list="' + list + '"]'), none = work.one('[data-work-none="' + list + '"]');
    const lines = nodes(list, data), all = data[list] ? data[list].all : 0, shown = [];
    for (const [key, said, build, id] of lines) {
      const known = drawn.get(key), now = sign(key, said, id);
      if (!known || known.sign !== now) {
        const focused = known && known.node.contains(document.activeElement), at = focused && document.activeElement.dataset;
        drawn.set(key, { node: build(), sign: now });
        if (focused) queueMicrotask(() => again(drawn.get(key).node, at));
      }
      shown.push(drawn.get(key).node);
    }
    if (all > lines.length) {
      const more = element("li", "work-rest"), link = element("a", "button", list === "gaps" || list === "disputes" ? text("và " + format.number(all - lines.length) + " trường nữa: Khai báo và đo được", "and " + format.number(all - lines.length) + " more: Claimed and measured") : text("và " + format.number(all - lines.length) + " việc nữa: xem danh sách sự cố", "and " + format.number(all - lines.length) + " more: the list of incidents"));
      link.href = list === "gaps" ? "/claims" : list === "disputes" ? "/claims?tab=disputes" : list === "mine" ? "/incidents?owner=me" : "/incidents?owner=none";
      link.dataset.workGo = "";
      more.append(link);
      shown.push(more);
    }
    shown.forEach((node, i) => { if (place.children[i] !== node) place.insertBefore(node, place.children[i] || null); });
    while (place.children.length > shown.length) place.lastChild.remove();
    const [said, tone] = NONE[list](data) || ["", ""], sources = list === "due" && data.due.sources.length ? text("Cũ ở gần như mọi trường, nên là việc của nguồn chứ không của từng trường: ", "Old almost everywhere, so it is the source's and not each school's: ") + data.due.sources.join(", ") + "." : "";
    none.hidden = Boolean(lines.length) && !sources;
    none.className = "work-none " + (sources ? "watch" : tone);
    none.textContent = sources || (lines.length ? "" : said);
    for (const node of work.root.querySelectorAll('[data-work-count="' + list + '"]')) { node.textContent = format.number(all); node.classList.toggle("none", !all); }
    return lines.map(([key]) => key);
  }
  /* The line was drawn anew under somebody's finger: what had the focus has it still. */
  function again(node, data) {
    const same = [...node.querySelectorAll("a,button")].find((one) => Object.keys(one.dataset).length && JSON.stringify(one.dataset) === JSON.stringify(data));
    (same || node).focus({ preventScroll: true });
  }

  function summary(data) {
    const late = [...data.mine.tasks, ...data.free.tasks].filter((task) => task.clock && task.clock.due && task.clock.due < work.now()).length;
    const part = (n, vi, en) => (n ? [format.number(n) + " " + text(vi, en)] : []);
    const said = [...part(data.mine.all, "đang giữ", "held"), ...part(data.free.all, "chưa ai nhận", "nobody has"), ...part(late, "quá hạn", "late"), ...part(data.silent.all, "trường im lặng", "silent"), ...part(data.due.all, "trường quá hạn số liệu", "with overdue figures"), ...part(data.gaps.all, "lệch khai báo", "short of a claim"), ...part(data.disputes.all, "phản hồi", "disputes")];
    const unsure = data.silent.why === "blind" || data.due.why === "blind";
    const node = work.one("[data-work-sum]"), words = said.length ? said.join(" · ") : unsure ? text("Chưa biết hết: trung tâm đang không nhận được số liệu", "Not all is known: no figures reach the centre now") : text("Lúc này không có việc nào chờ bạn", "Nothing waits for you now");
    if (node.textContent !== words) node.textContent = words;
  }
  function paint() {
    asked = 0;
    if (!work.root || !work.data) return;
    const kept = new Set(work.lists.flatMap((list) => fill(list, work.data)));
    for (const key of drawn.keys()) if (!kept.has(key)) drawn.delete(key);
    summary(work.data);
  }
  work.paint = () => { if (!asked) asked = requestAnimationFrame(paint); };
  centre.on("work", work.paint);
  centre.on("moves", work.paint);
  centre.on("work-opened", () => drawn.clear());
})();
