/* What stands in one line of the list, in the grid and on a phone alike. Elements and text only; ages and clocks run by
   the centre's time without asking anybody. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const list = centre.incidents;

  const said = (key) => (list.words.said || {})[key] || "";
  const about = (key, values) => said(key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  list.said = about;

  /* Short forms: a column is narrow, and the hour of the start is in its tooltip. */
  function span(seconds) {
    const s = Math.max(0, Math.floor(seconds)), pad = (n) => String(n).padStart(2, "0");
    const [second, minute, hour, day] = centre.text([" giây", " phút", " giờ ", " ngày"], [" s", " min", " h ", " d"]);
    if (s < 60) return s + second;
    if (s < 3600) return Math.floor(s / 60) + minute;
    if (s < 86400) return Math.floor(s / 3600) + hour + pad(Math.floor((s % 3600) / 60));
    return Math.floor(s / 86400) + day;
  }
  list.span = span;

  function severity(row) {
    const node = element("span", "sev " + row.severity);
    node.append(element("i", "sev-mark"), element("span", "", list.word("severities", row.severity)));
    return node;
  }

  function marks(row) {
    const shown = [];
    const mark = (icon, text, tone) => { const node = element("span", "incident-flag " + (tone || "")); node.append(element("i", "icon " + icon), element("span", "", text)); shown.push(node); };
    if (row.reopened) mark("i-rotate", said("reopened"), "watch");
    if (row.level) mark("i-arrow-up", said("escalated"), "bad");
    if (row.parent) mark("i-link", about("symptom", { id: row.parent }));
    if (row.quiet) mark("i-bell-off", said(row.hush ? "quiet" : "hours"));
    return shown;
  }

  function what(row) {
    const node = element("span", "incident-what"), under = element("span", "incident-under");
    const link = element("a", "incident-says", row.text);
    link.href = "/incidents/" + row.id;
    link.title = row.text;
    link.tabIndex = -1;
    link.dataset.story = row.id;
    under.append(element("span", "", list.word("kinds", row.kind)));
    if (row.many > 1 || row.kind === "wide") under.append(element("span", "", about("schools", { n: format.number(row.many) })));
    if (row.confidence && row.kind === "wide") under.append(element("span", "", about("sure", { p: Math.round(row.confidence * 100) + "\u00a0%" })));
    under.append(...marks(row));
    node.append(link, under);
    return node;
  }

  /* What is on its way stands where the state stands: the row itself changes when the server has answered. */
  function state(row) {
    const waits = centre.moves.of(row.id)[0];
    const node = element("span", "incident-state " + row.state + (waits ? " waits" : ""));
    if (waits) {
      node.append(element("i", "icon " + (waits.state === "sending" ? "i-refresh spin" : "i-send")), element("span", "", said(waits.state === "sending" ? "sending" : "unsent")));
      return node;
    }
    const text = element("span", "incident-state-text", list.word("states", row.state));
    node.append(element("i", "state-mark"), text);
    const by = row.state === "acknowledged" ? row.acknowledged_name : "";
    if (by) text.append(element("span", "incident-by", by));
    return node;
  }

  function since(row) {
    const node = element("time", "num incident-since");
    node.dateTime = new Date(row.started_at * 1000).toISOString();
    node.title = about("started", { time: format.clock(row.started_at), date: format.date(row.started_at) });
    if (row.alive) node.dataset.age = row.started_at;
    else node.textContent = span((row.resolved_at || row.started_at) - row.started_at);
    tick(node);
    return node;
  }

  function owner(row) {
    if (!row.owner) return element("span", "dim", row.alive ? said("nobody") : "");
    const mine = row.owner === centre.moves.me();
    const node = element("span", "incident-owner" + (mine ? " mine" : ""), row.holder || row.owner);
    if (mine) node.append(element("span", "incident-me", said("me")));
    return node;
  }

  function clock(row) {
    const told = row.clock;
    if (!told) return element("span", "dim", "");
    const node = element("span", "num incident-clock " + (told.tone || "none"), centre.said(told));
    if (told.due && !told.paused) { node.dataset.until = told.due; node.dataset.what = told.what; tick(node); }
    return node;
  }

  function tick(node) {
    const now = list.now(), data = node.dataset;
    let text = node.textContent;
    if (data.age) text = span(now - Number(data.age));
    else if (data.until) {
      const left = Number(data.until) - now;
      text = about(left < 0 ? "over" : data.what === "acknowledge" ? "to_acknowledge" : "to_resolve", { span: span(Math.abs(left)) });
      if (left < 0) node.className = "num incident-clock bad";
    }
    if (node.textContent !== text) node.textContent = text;
  }
  setInterval(() => {
    if (!list.root || document.hidden) return;
    for (const node of list.root.querySelectorAll("[data-age],[data-until]")) tick(node);
  }, 1000);

  /* For a reader who does not see the line. */
  list.spoken = (row) => [list.word("severities", row.severity), row.text, row.place, list.word("states", row.state), row.holder].filter(Boolean).join(", ");
  list.draw = { severity, what, state, since, owner, clock, where: (row) => element("span", "incident-where", row.place || "–"), marks };
})();
