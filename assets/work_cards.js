/* One line of work: how urgent, what, where, whom to call, what came of it. A press on a number opens the telephone and
   unfolds the results below it: calling and noting are two taps. Text nodes only. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const work = centre.work;
  const make = work.make = {};
  Object.assign(work, { open: "", at: 0 }); // the line whose results are unfolded, and which of its numbers

  const icon = (name, said) => { const node = element("span", "work-bit"); node.append(element("i", "icon " + name), element("span", "", said)); return node; };
  const button = (className, said, data, name) => {
    const node = element("button", "button " + className);
    node.type = "button";
    Object.assign(node.dataset, data);
    if (name) node.append(element("i", "icon " + name));
    node.append(element("span", "", said));
    return node;
  };
  const spoken = (said) => said.replace(/\s/g, "").replace(/^(02\d|0[35789]\d)(\d{3,4})(\d{3,4})$/, "$1\u00a0$2\u00a0$3").replace(/^(1[89]00)(\d+)$/, "$1\u00a0$2");
  make.spoken = spoken;

  function clock(task) {
    const told = task.clock, node = element("span", "num pill work-clock " + (told.tone || "none"), centre.said(told));
    if (told.due && !told.paused) { node.dataset.due = told.due; node.dataset.what = told.what; }
    return node;
  }
  function span(seconds) {
    const s = Math.max(0, Math.floor(seconds));
    return s < 3600 ? Math.max(1, Math.floor(s / 60)) + text(" phút", " min") : s < 86400 ? Math.floor(s / 3600) + text(" giờ ", " h ") + String(Math.floor((s % 3600) / 60)).padStart(2, "0") : Math.floor(s / 86400) + text(" ngày", " d");
  }
  function since(at, words) {
    const node = element("time", "num work-since");
    node.dateTime = new Date(at * 1000).toISOString();
    node.dataset.since = at;
    node.dataset.words = words;
    tick(node);
    return node;
  }
  function tick(node) {
    const now = work.now(), { since: from, due, what, words } = node.dataset;
    let said = node.textContent;
    if (from) said = words.replace("{t}", span(now - Number(from)));
    else if (due) {
      const left = Number(due) - now, t = span(Math.abs(left));
      if (left < 0) node.className = "num pill work-clock bad";
      said = what === "acknowledge" ? (left < 0 ? text("quá hạn tiếp nhận " + t, t + " late to acknowledge") : text("còn " + t + " để tiếp nhận", t + " left to acknowledge"))
        : left < 0 ? text("quá hạn khắc phục " + t, t + " late to resolve") : text("còn " + t + " để khắc phục", t + " left to resolve");
    }
    if (node.textContent !== said) node.textContent = said;
  }
  setInterval(() => { if (work.root && !document.hidden) for (const node of work.root.querySelectorAll("[data-since],[data-due]")) tick(node); }, 1000);

  const moves = (key, id) => centre.moves.pending().filter((move) => (id ? String(move.id) === String(id) : move.verb === "" && (move.body.schools || [])[0] === key));
  function waits(key, id) {
    const move = moves(key, id)[0];
    if (!move) return null;
    const sending = move.state === "sending", node = element("p", "work-waits " + (sending ? "" : "watch"));
    const what = move.body.result || (move.verb === "start" ? text("Nhận việc", "Take it") : move.body.text || "");
    node.append(element("i", "icon " + (sending ? "i-refresh spin" : "i-send")), element("b", "", sending ? text("đang gửi…", "sending…") : text("chưa gửi", "not sent")), element("span", "", what));
    return node;
  }
  /* A call of another day says which: "lúc 16:40" alone is of today. */
  function day(at) {
    const said = (epoch) => new Date(epoch * 1000).toLocaleDateString(text("vi-VN", "en-GB"), { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit" });
    return format.date(at) === format.date(work.now()) ? "" : text(" ngày ", " on ") + said(at);
  }
  function last(phones) {
    const called = phones.filter((one) => one.called_at).sort((a, b) => b.called_at - a.called_at)[0];
    if (!called) return null;
    const node = element("p", "work-last"), at = text("lúc ", "at ") + format.clock(called.called_at).slice(0, 5) + day(called.called_at);
    node.append(element("i", "icon i-phone"), element("b", "", called.result || text("đã gọi", "called")), element("span", "dim num", [phones.length > 1 ? called.name : "", at, called.called_by].filter(Boolean).join(" · ")));
    return node;
  }

  /* One number; below it what may have come of the call, when it is the one that was called. */
  function contact(phone, key, id, n) {
    const box = element("div", "work-contact"), head = element("div", "work-contact-head"), on = work.at === n;
    const name = button("quiet work-contact-name", on ? text("Kết quả gọi ", "What came of calling ") + phone.name : phone.name, { workNote: key, workAt: n }, on ? "" : "i-chevron");
    name.setAttribute("aria-expanded", String(on));
    head.append(name);
    if (!phone.phone) head.append(element("span", "dim", text("chưa có số", "no number")));
    else if (!on || n) head.append(tel(phone, key, "work-number", n)); // the first number is the large one above
    box.append(head);
    if (on) box.append(choices(phone, key, id));
    return box;
  }
  function choices(phone, key, id) {
    const results = element("div", "work-results");
    work.words.results[phone.school ? "school" : "carrier"].forEach((said, n) => {
      const node = element("button", "choice work-result", said);
      node.type = "button";
      Object.assign(node.dataset, { workResult: phone.school ? said : phone.name + ": " + said.toLowerCase(), workSchool: phone.school, workId: id || "" });
      node.append(element("kbd", "", String(n + 1)));
      results.append(node);
    });
    return results;
  }
  function tel(phone, key, className, n) {
    const node = element("a", className);
    node.href = "tel:" + phone.phone.replace(/[^\d+]/g, "");
    Object.assign(node.dataset, { workCall: key, workAt: n });
    node.append(element("i", "icon i-phone"), element("span", "num", spoken(phone.phone)));
    node.setAttribute("aria-label", text("Gọi ", "Call ") + phone.name + ", " + phone.phone);
    return node;
  }
  function acts(key, phones, id, more) {
    const row = element("div", "work-acts"), first = phones.find((one) => one.phone);
    if (first) row.append(tel(first, key, "button primary work-call", phones.indexOf(first)));
    if (phones.length) { const node = button("work-note", text("Kết quả", "Result"), { workNote: key, workAt: 0 }, "i-note"); node.setAttribute("aria-expanded", String(work.open === key)); row.append(node); }
    row.append(...more);
    return row;
  }
  function results(key, phones, id, more) {
    const box = element("div", "work-calls");
    box.append(...phones.map((one, n) => contact(one, key, id, n)));
    if (more > 0) { const link = element("a", "work-more", text("Cả danh sách gọi: thêm " + format.number(more) + " trường", "The whole call list: " + format.number(more) + " more schools")); link.href = "/incidents/" + id + "/calls"; link.dataset.workGo = ""; box.append(link); }
    return box;
  }

  make.shell = (key, severity, name) => {
    const node = element("li", "work-card card" + (severity ? " sev-" + severity : ""));
    node.dataset.workCard = key;
    node.tabIndex = -1;
    node.setAttribute("aria-label", name);
    return node;
  };
  make.icon = icon;
  make.since = since;
  Object.assign(make, { clock, acts, results, last, waits, button, contact });

  make.incident = (task) => {
    const key = "i:" + task.id, node = make.shell(key, task.severity, centre.said(task.says)), top = element("div", "work-top leased"), meta = element("p", "work-meta");
    const sev = element("span", "sev " + task.severity);
    sev.append(element("i", "sev-mark"), element("span", "", work.word("severities", task.severity)));
    top.append(sev, element("span", "grow"), clock(task));
    const says = element("a", "work-says", centre.said(task.says));
    says.href = "/incidents/" + task.id;
    says.dataset.workGo = "";
    meta.append(icon("i-area", task.area_name || "–"), since(task.started_at, text("{t} rồi", "for {t}")), element("span", "", work.word("states", task.state)), ...(task.owner_name && task.owner !== centre.moves.me() ? [icon("i-user", task.owner_name)] : []));
    const pending = moves(key, task.id), take = task.state !== "in_progress" && !task.partial && !pending.some((move) => move.verb === "start");
    const more = take ? [button("work-take", text("Nhận việc", "Take it"), { workTake: task.id }, "i-check")] : [];
    node.append(top, says, meta, ...[waits(key, task.id), last(task.phones)].filter(Boolean), acts(key, task.phones, task.id, more));
    if (work.open === key) node.append(results(key, task.phones, task.id, task.phones_more));
    return node;
  };
})();
