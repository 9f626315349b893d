/* What happened, the newest first: who, what, when, their words with numbers to press, their pictures. An event that is
   drawn stays the node it is. Then what was learnt, and who was told. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const story = centre.story;
  const PHONE = /(?<![\d.])(?:(?:\+84|0)[ .-]?(?:\d[ .-]?){8,9}\d?|1[89]00[ .-]?\d{2,4}(?:[ .-]?\d{2})?)(?!\d)/g;
  const ICONS = { opened: "i-alert", joined: "i-plus", left: "i-minus", split: "i-minus", turned: "i-refresh", severity: "i-refresh", quiet: "i-bell-off", loud: "i-bell", acknowledged: "i-check", recalled: "i-rotate",
    assigned: "i-user-plus", started: "i-circle-check", noted: "i-note", escalated: "i-arrow-up", linked: "i-link", unlinked: "i-link", resolved: "i-circle-check", reopened: "i-rotate", closed: "i-check", ticket: "i-info", called: "i-phone", postmortem: "i-book" };

  /* Lines stay lines, numbers become links to press; never markup. */
  story.text = (place, text) => {
    let at = 0;
    for (const found of text.matchAll(PHONE)) {
      const link = element("a", "num", found[0].trim());
      link.href = "tel:" + found[0].replace(/[^\d+]/g, "");
      place.append(text.slice(at, found.index), link);
      at = found.index + found[0].trimEnd().length;
    }
    place.append(text.slice(at));
    return place;
  };

  /* A school that has left is no line of the story any more: the screen's directory names it, when it has come. */
  const nameOf = (code) => {
    const line = (story.data.lines || []).find((one) => one.code === code), { directory, indexOf } = centre.feed || {};
    return line ? line.name : (directory && indexOf && directory.names[indexOf.get(code)]) || code;
  };
  function sentence(event) {
    const data = event.data, what = event.what === "assigned" && !data.owner ? "unassigned" : event.what;
    const now = [data.kind && story.word("kinds", data.kind), data.severity && story.word("severities", data.severity), data.says_vi].filter(Boolean).join(", ");
    const values = { n: format.number(event.schools.length), now: now || story.word("states", data.state), owner: data.owner_name || "", severity: story.word("severities", data.severity),
      level: data.level || "", parent: data.parent || "", cause: story.word("causes", data.cause) };
    let text = story.word("events", what);
    for (const [key, value] of Object.entries(values)) text = text.replace("{" + key + "}", value);
    if (what === "opened" && event.schools.length > 1) text += ", " + story.say("schools", { n: format.number(event.schools.length) });
    if (what === "called" && event.schools.length) text += " " + nameOf(event.schools[0]);
    if (what === "escalated" && data.severity) text += ", " + story.word("severities", data.severity);
    return text;
  }
  function schools(event) {
    if (!event.schools.length || !["joined", "left", "split"].includes(event.what)) return null;
    const shown = event.schools.slice(0, 3).map(nameOf).join(", "), more = event.schools.length - 3;
    return element("p", "dim story-codes", shown + (more > 0 ? " " + story.say("others", { n: format.number(more) }) : ""));
  }
  function pictures(event) {
    if (!event.pictures.length) return null;
    const row = element("div", "story-pictures");
    for (const one of event.pictures) {
      const link = element("a", "story-picture"), image = element("img");
      link.href = image.src = `/api/v1/incidents/${story.id}/pictures/${one.id}`;
      link.target = "_blank";
      link.rel = "noopener";
      Object.assign(image, { loading: "lazy", width: one.width, height: one.height, alt: story.say("picture", { w: one.width, h: one.height }) });
      link.append(image);
      row.append(link);
    }
    return row;
  }
  function line(event) {
    const node = element("li", "story-event " + event.what), body = element("div", "story-event-body"), head = element("p", "story-event-head");
    node.dataset.event = event.id;
    const who = event.actor_name || story.say("centre"), at = element("time", "num dim", story.short(event.at));
    at.dateTime = new Date(event.at * 1000).toISOString();
    at.title = format.clock(event.at) + ", " + format.date(event.at);
    head.append(element("b", "", who), " ", sentence(event), at);
    body.append(head);
    for (const part of [event.text && story.text(element("p", "story-text"), event.text), schools(event), pictures(event)]) if (part) body.append(part);
    node.append(element("i", "icon " + (ICONS[event.what] || "i-info")), body);
    return node;
  }
  /* Whoever splits makes schools leave: one act, one line. */
  const act = (event) => [event.at, event.actor_name, [...event.schools].sort()].join();
  story.draw.events = (data) => {
    const place = story.slot("events");
    if (!place || !data.events) return;
    const known = new Set([...place.children].map((node) => node.dataset.event)), split = new Set(data.events.filter((event) => event.what === "split").map(act));
    for (const event of data.events) if (!known.has(String(event.id)) && !(event.what === "left" && split.has(act(event)))) place.prepend(line(event));
  };
  /* The directory came: lines that had only a code are written with the name. */
  centre.on("directory", () => {
    const place = story.root && story.data && story.data.events && story.slot("events");
    if (!place) return;
    for (const event of story.data.events) {
      const node = place.querySelector(`[data-event="${event.id}"]:has(.story-codes), .called[data-event="${event.id}"]`);
      if (node) node.replaceWith(line(event));
    }
  });

  story.draw.learnt = (data) => {
    story.when("learnt", Boolean(data.postmortem));
    if (data.postmortem) story.put("learnt", data.postmortem, () => [story.text(element("span"), data.postmortem)]);
  };
  story.draw.told = (data) => story.put("told", data.told, () => {
    if (!data.told.length) return [element("p", "quiet", story.say("no_told"))];
    const list = element("ul", "story-told");
    for (const one of data.told.slice(-40).reverse()) {
      const row = element("li", one.state), tone = { sent: "good", failed: "bad", waiting: "watch" }[one.state] || "unknown", state = element("span", "pill " + tone, one.words + (one.tries > 1 ? ", " + story.say("try", { n: one.tries }) : ""));
      if (one.error) state.title = one.error;
      row.append(element("b", "", one.person), element("span", "dim", [one.what, one.channel].filter(Boolean).join(" · ")), state, element("time", "num dim", story.short(one.sent_at || one.at)));
      list.append(row);
    }
    return [list];
  });
})();
