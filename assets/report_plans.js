/* What makes itself: the list of schedules, what became of each time one was due, and the box in which one is written. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  const plans = report.plans = { rows: [], people: [], known: false };
  let turn = 0;

  plans.ask = async () => {
    const mine = turn += 1, answer = await report.ask("/api/v1/schedules");
    if (mine !== turn) return;
    const place = report.one("[data-report-plans]");
    if (!place) return;
    if (!answer.ok) { place.replaceChildren(report.failed(answer.said, plans.ask)); return; }
    Object.assign(plans, { rows: answer.body.rows, people: answer.body.people || [], outside: answer.body.outside !== false, known: true });
    paint();
    plans.edit(report.query().plan);
  };
  async function act(button, path, body, said) {
    button.setAttribute("aria-busy", "true");
    const answer = await report.ask("/api/v1/schedules/" + path, body);
    button.removeAttribute("aria-busy");
    centre.say(answer.ok ? said : answer.said, answer.ok ? "good" : "bad");
    plans.ask();
  }
  /* The second press within a few seconds does it. */
  function sure(button, words, then) {
    const label = button.querySelector("span"), was = label.textContent;
    button.addEventListener("click", () => {
      if (button.hasAttribute("data-sure")) { delete button.dataset.sure; then(); return; }
      button.dataset.sure = "";
      label.textContent = words;
      setTimeout(() => { delete button.dataset.sure; label.textContent = was; }, 4000);
    });
    return button;
  }

  const STATES = {
    made: ["good", text("đã gửi", "sent")], done: ["good", text("đã gửi", "sent")], sent: ["good", text("đã gửi", "sent")], ready: ["good", text("đã làm", "made")], failed: ["bad", text("không làm được", "not made")],
    due: ["watch", text("đang làm", "being made")], taken: ["watch", text("đang làm", "being made")], making: ["watch", text("đang làm", "being made")], posted: ["good", text("đã gửi", "sent")], delivered: ["good", text("đã nhận", "received")],
    queued: ["watch", text("đang gửi", "on its way")], waiting: ["watch", text("đang gửi", "on its way")], dead: ["bad", text("không gửi được", "not sent")], held: ["unknown", text("đang giữ lại", "held back")], skipped: ["unknown", text("bỏ qua", "skipped")],
  };
  const NOT_SENT = ["bad", text("không gửi được", "not sent")];
  function state(key, letter) {
    const [tone, words] = letter && key === "failed" ? NOT_SENT : STATES[key] || ["unknown", key], node = element("span", "report-state");
    node.append(element("i", "mark " + tone), element("span", "", words));
    return node;
  }
  const who = (one) => [...one.people.map((person) => person.name), ...one.addresses];
  function runs(one) {
    const node = element("details", "report-runs"), face = element("summary", ""), list = element("ul", "");
    face.append(report.icon("i-chevron"), element("span", "", text("Những lần đã gửi", "Times it was sent")));
    node.append(face, list);
    node.addEventListener("toggle", async () => {
      if (!node.open) return;
      list.replaceChildren(element("li", "skeleton report-bone"));
      const answer = await report.ask("/api/v1/schedules/" + one.id + "/runs");
      if (!answer.ok) { list.replaceChildren(report.failed(answer.said)); return; }
      list.replaceChildren(...(answer.body.rows.length ? answer.body.rows.map(run) : [element("li", "dim", text("Chưa đến lần nào.", "Not due yet."))]));
    });
    return node;
  }
  function run(one) {
    const node = element("li", "report-run"), head = element("p", ""), letters = element("ul", "");
    head.append(state(one.state), element("b", "num", report.stamp(one.due_at)));
    if (one.snapshot) head.append(report.link("/reports/" + one.snapshot, one.snapshot, "num"));
    if (one.missed) head.append(element("span", "dim", text("gộp ", "instead of ") + report.number(one.missed) + text(" lần lỡ khi trung tâm ngừng", " times missed while the centre was down")));
    if (one.error) head.append(element("span", "tone bad", one.error));
    for (const letter of one.told || []) { const line = element("li", ""); line.append(state(letter.state, true), element("span", "", letter.to), element("span", "dim num", [letter.channel, letter.sent_at ? report.stamp(letter.sent_at) : "", letter.error].filter(Boolean).join(" · "))); letters.append(line); }
    node.append(head, ...(letters.childNodes.length ? [letters] : []));
    return node;
  }
  function row(one) {
    const node = element("li", "report-plan card" + (one.paused ? " paused" : "")), kind = report.template(one.template), main = element("div", "report-row-main"), acts = element("div", "report-row-acts"), facts = element("dl", "report-plan-facts");
    node.dataset.plan = String(one.id);
    const title = element("h3", "", one.name || kind.label), icon = element("span", "report-row-icon");
    icon.append(report.icon(kind.icon));
    const scope = one.school ? one.school : one.areas.length ? one.areas.map(report.areaName).join(", ") : text("Toàn bộ phạm vi", "Everything in reach");
    main.append(title, element("p", "report-row-meta", [one.name ? kind.label : "", scope, one.visitors ? text("bản cho khách", "for visitors") : ""].filter(Boolean).join(" · ")));
    const fact = (words, value) => { const pair = element("div", ""); pair.append(element("dt", "", words), typeof value === "string" ? element("dd", "num", value) : value); facts.append(pair); };
    fact(text("Nhịp", "Rhythm"), one.says || one.rhythm + " " + one.clock);
    fact(text("Lần tới", "Next"), one.paused ? text("đang tạm dừng", "paused") : report.stamp(one.next_at));
    const last = element("dd", "");
    if (one.last_at) { last.append(state(one.last_state), element("span", "num", report.stamp(one.last_at))); if (one.last_snapshot) last.append(report.link("/reports/" + one.last_snapshot, one.last_snapshot, "num")); if (one.last_told) last.append(element("span", "tone bad", one.last_told)); } else last.textContent = text("chưa có", "none yet");
    fact(text("Lần trước", "Last"), last);
    fact(text("Gửi cho", "Sent to"), who(one).join(", ") || text("chưa có ai", "nobody"));
    fact(text("Dạng", "Forms"), one.papers.map((key) => report.paper(key).label).join(", "));
    const pause = report.button(one.paused ? text("Chạy lại", "Resume") : text("Tạm dừng", "Pause"), one.paused ? "i-refresh" : "i-clock", "small", () => act(pause, one.id + "/pause", { paused: !one.paused }, one.paused ? text("Lịch chạy lại.", "Resumed.") : text("Đã tạm dừng.", "Paused.")));
    const now = report.button(text("Làm ngay", "Make now"), "i-send", "small", () => act(now, one.id + "/now", {}, text("Đang làm; sẽ gửi khi xong.", "Being made; it is sent when ready.")));
    const end = report.button(text("Bỏ lịch", "End it"), "i-close", "small quiet");
    sure(end, text("Bấm lần nữa để bỏ", "Press again to end it"), () => act(end, one.id + "/end", {}, text("Đã bỏ lịch.", "Ended.")));
    acts.append(report.button(text("Sửa", "Edit"), "i-note", "small", () => report.go({ plan: String(one.id) })), pause, now, end);
    const head = element("div", "report-plan-head");
    head.append(icon, main, acts);
    node.append(head, facts, runs(one));
    return node;
  }
  function paint() {
    const place = report.one("[data-report-plans]"), list = element("ul", "report-plans");
    const empty = element("li", "report-empty");
    empty.append(report.icon("i-calendar"), element("p", "", text("Chưa có lịch nào. Ví dụ: bản điều hành gửi Giám đốc lúc 07:00 mỗi ngày học.", "No schedule yet. For instance: daily operations to the director at 07:00 on every school day.")));
    list.append(...(plans.rows.length ? plans.rows.map(row) : [empty]));
    place.replaceChildren(list);
  }
  report.views.plans = (place, query, first) => {
    if (first) {
      const head = element("div", "report-tools"), box = element("div", "");
      box.dataset.reportPlans = "";
      box.append(...[1, 2].map(() => element("div", "skeleton report-bone tall")));
      head.append(element("p", "dim", text("Tự lập và gửi theo lịch năm học; lỡ lúc trung tâm ngừng thì làm một lần khi chạy lại.", "Made and sent by the school calendar; what was missed is made once afterwards.")), element("span", "grow"), report.button(text("Thêm lịch", "Add a schedule"), "i-plus", "primary", () => report.go({ plan: "new" })));
      place.replaceChildren(head, box);
      plans.known = false;
      plans.ask();
    } else if (plans.known) plans.edit(query.plan);
  };
})();
