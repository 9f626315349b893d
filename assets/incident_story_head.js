/* The head of an incident's story: how grave, what, where it stands, since when, its clock, who has it; and what may be
   done now, the likeliest first. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const story = centre.story;
  const SEVERE = ["high", "critical"];
  const KEYS = { acknowledge: "A", start: "S", assign: "E", note: "N", resolve: "R", calls: "C" };
  const ICONS = { acknowledge: "i-check", start: "i-circle-check", assign: "i-user-plus", note: "i-note", resolve: "i-circle-check", calls: "i-phone", reopen: "i-rotate", more: "i-menu", close: "i-check" };

  /* The hour; the day too when it is another one. */
  function short(epoch) {
    if (!epoch) return "–";
    const hour = format.clock(epoch).slice(0, 5), day = format.date(epoch);
    return day === format.date(story.now()) ? hour : hour + " " + day.replace(/^.*?,\s*/, "").slice(0, 5);
  }
  story.short = short;
  const pill = (text, tone, title) => { const node = element("span", "pill " + (tone || ""), text); if (title) node.title = title; return node; };
  const grown = (epoch) => { const node = element("span", "num"); node.dataset.since = epoch; node.textContent = format.ago(story.now() - epoch); return node; };

  function facts(row) {
    const said = [];
    const since = element("span", "story-since");
    since.append(element("b", "num", short(row.started_at)), " · ");
    if (row.resolved_at) since.append(story.say("lasted", { span: format.span(row.resolved_at - row.started_at) })); else since.append(grown(row.started_at));
    said.push(since);
    const owner = element("span", "story-owner" + (row.owner ? "" : " none"));
    owner.append(element("i", "icon i-user"), row.owner_name || story.say("nobody"));
    said.push(owner);
    if (row.acknowledged_name && row.state !== "open") said.push(element("span", "dim", story.say("by", { who: row.acknowledged_name, time: short(row.acknowledged_at) })));
    if (row.acknowledged_until && row.state === "acknowledged") said.push(element("span", "dim", story.say("acknowledged_until", { time: short(row.acknowledged_until) })));
    return said;
  }
  function tags(row) {
    const carrier = row.carrier ? row.carrier.length <= 4 ? row.carrier.toUpperCase() : row.carrier[0].toUpperCase() + row.carrier.slice(1) : "";
    return [
      pill(row.category ? story.word("categories", row.category) : story.word("kinds", row.kind)), row.area_name && pill(row.area_name), carrier && pill(carrier),
      row.schools.length > 1 && pill(story.say("schools", { n: format.number(row.schools.length) }), "num"),
      row.confidence !== null && pill(story.say("sure", { p: Math.round(row.confidence * 100) + "\u00a0%" }), "num"),
      row.quiet && pill(story.say("quiet"), "unknown"), row.level > 0 && pill(story.say("escalated", { n: row.level }), "watch"),
      row.reopened > 0 && pill(story.say("reopened", { n: row.reopened }), "watch"), row.cause && !story.live(row) && pill(story.word("causes", row.cause)),
    ].filter(Boolean);
  }

  story.draw.head = (row) => {
    const said = [row.severity, row.state, row.says, row.started_at, row.resolved_at, row.owner, row.acknowledged_name, row.acknowledged_until, row.clock && row.clock.vi,
      row.quiet, row.level, row.reopened, row.cause, row.area_name, row.schools.length, row.kind, row.confidence];
    story.put("head", said, () => {
      const top = element("div", "story-top"), severity = element("span", "sev " + row.severity);
      severity.append(element("i", "sev-mark"), story.word("severities", row.severity));
      top.append(severity, element("span", "story-state " + row.state, story.word("states", row.state)), element("span", "dim num", "#" + row.id));
      if (row.clock && row.clock.vi) top.append(pill(centre.said(row.clock), row.clock.tone === "none" ? "unknown" : row.clock.tone));
      const title = element("h1", "", story.says(row)), about = element("div", "story-facts"), told = element("div", "pill-row");
      title.tabIndex = -1;
      about.append(...facts(row));
      told.append(...tags(row));
      return [top, title, about, told, row.partial && element("p", "note", story.say("partial"))];
    });
    story.root.dataset.state = row.state;
    story.root.classList.toggle("hushed", Boolean(row.quiet));
  };

  /* What may be done now; the first is the likeliest. What others answer for may be noted and called only. */
  story.may = (row) => {
    const acts = [], live = story.live(row);
    if (!row.may) return ["calls"];
    if (!row.partial) {
      if (row.state === "open") acts.push("acknowledge");
      if (row.state === "acknowledged") acts.push("start");
      if (row.state === "in_progress") acts.push("resolve");
      if (!live) acts.push("reopen");
      if (live) acts.push("assign");
    }
    acts.push("note");
    if (!row.partial && live && row.state !== "in_progress") acts.push("resolve");
    acts.push("calls");
    if (row.partial) return acts;
    if (row.state === "open") acts.push("start");
    if (live) acts.push("escalate", "severity", "silence");
    acts.push(row.parent ? "unlink" : "link");
    if (live && row.schools.length > 1 && row.kind !== "single") acts.push("split");
    if (row.state === "resolved") acts.push("close");
    if (!live && SEVERE.includes(row.severity)) acts.push("postmortem");
    return acts;
  };
  function button(act, first) {
    const link = act === "calls" || act === "silence", node = element(link ? "a" : "button", "button" + (first ? " primary" : ""));
    if (link) node.href = act === "calls" ? `/incidents/${story.id}/calls` : `/silences?incident=${story.id}`; else node.type = "button";
    node.dataset.storyAct = act;
    if (ICONS[act]) node.append(element("i", "icon " + ICONS[act]));
    node.append(element("span", "", story.word("acts", act)));
    if (KEYS[act]) node.append(element("kbd", "", KEYS[act]));
    return node;
  }
  story.draw.acts = (row) => {
    const acts = story.may(row), waiting = centre.moves.of(row.id).map((move) => [move.verb, move.state]);
    story.put("acts", [acts, waiting, row.id], () => {
      const cut = acts.indexOf("calls") + 1, rest = acts.slice(cut);
      const nodes = acts.slice(0, cut).map((act, i) => button(act, i === 0 && !["note", "calls"].includes(act)));
      if (rest.length) {
        const menu = element("details", "menu story-more"), face = element("summary", "button"), body = element("div", "menu-body card");
        menu.dataset.menu = "";
        face.append(element("i", "icon i-menu"), element("span", "", story.word("acts", "more")));
        body.append(...rest.map((act) => button(act, false)));
        menu.append(face, body);
        nodes.push(menu);
      }
      for (const [verb, state] of waiting) nodes.push(pill(story.word("acts", verb === "pictures" ? "note" : verb) + ": " + story.say(state === "sending" ? "sending" : "unsent"), "watch"));
      return nodes;
    });
  };
})();
