/* What is done from the story of an incident: by button, by key, or in a small box that asks one thing first. Nothing is
   shown as done before the server has said so. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element } = centre;
  const story = centre.story;
  let picked = "", people = null, peopleOf = 0;

  const find = (name) => story.root && story.root.querySelector(`[data-story-box="${name}"]`);
  const field = (box, name) => box.querySelector(`[data-story-field="${name}"] > *`);
  function fields(box) {
    for (const place of box.querySelectorAll("[data-story-field]")) {
      if (!place.firstChild) {
        const lines = Number(place.dataset.lines), made = element(lines ? "textarea" : "input");
        Object.assign(made, lines ? { rows: lines, maxLength: 4000 } : { type: place.dataset.storyField === "parent" ? "number" : "search", autocomplete: "off", maxLength: 120 });
        made.placeholder = place.dataset.hint;
        made.setAttribute("aria-label", place.dataset.hint);
        place.append(made);
      }
      place.firstChild.value = "";
    }
  }
  function send(verb, body) {
    const act = story.word("acts", verb === "called" ? "calls" : verb);
    return centre.moves.send(story.id, verb, body || {}).then(() => centre.say(story.say("done", { act }), "good"), () => { /* the outbox says why */ });
  }
  story.send = send;

  function open(name) {
    const box = find(name);
    if (!box || box.open) return null;
    picked = "";
    fields(box);
    for (const one of box.querySelectorAll("[data-story-pick]")) one.setAttribute("aria-pressed", "false");
    if (FILL[name]) FILL[name](box);
    box.showModal();
    const first = box.querySelector("[data-story-pick], [data-story-field] > *, [type=checkbox], [type=radio]");
    if (first) first.focus();
    return box;
  }
  const option = (type, value, row, about) => {
    const label = element("label", "person-row story-option"), input = element("input");
    Object.assign(input, { type, value, name: "story-option" });
    label.append(input, element("span", "", row), element("span", "dim", about || ""));
    return label;
  };
  const FILL = {
    async assign(box) {
      if (!people || peopleOf !== story.id) {
        people = null;
        try {
          const reply = await window.fetch("/api/v1/incidents/people?incident=" + story.id, { cache: "no-store", credentials: "same-origin" });
          if (reply.ok) { people = await reply.json(); peopleOf = story.id; }
        } catch (_) { people = null; }
      }
      offer(box);
    },
    link(box) {
      const rows = story.data.near.filter((row) => row.id !== story.id);
      box.querySelector("[data-story-causes]").replaceChildren(...rows.map((row) => option("radio", row.id, story.says(row), "#" + row.id)));
    },
    split(box) { box.querySelector("[data-story-members]").replaceChildren(...story.data.lines.map((line) => option("checkbox", line.code, line.name, line.code))); },
    postmortem(box) { field(box, "text").value = story.data.postmortem || ""; },
  };
  function offer(box) {
    const place = box.querySelector("[data-story-people]"), me = centre.moves.me(), words = centre.fold(field(box, "find").value).split(" ").filter(Boolean);
    const told = (people || []).filter((one) => one.ref !== me && words.every((word) => centre.fold(one.name + " " + (one.role_label || "")).includes(word)));
    const rows = [...(words.length ? [] : [{ ref: "me", name: story.say("to_me") }]), ...told.slice(0, 60)].map((one, i) => {
      const row = element("button", "person-row" + (one.ref === "me" ? " me" : ""));
      Object.assign(row, { type: "button", tabIndex: -1 });
      row.dataset.to = one.ref;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(!i));
      row.append(element("i", "icon " + (String(one.ref).startsWith("unit:") ? "i-area" : "i-user")), element("span", "", one.name), element("span", "dim", one.role_label || ""));
      return row;
    });
    place.replaceChildren(...(rows.length ? rows : [element("p", "empty", story.say(people ? "nobody_found" : "people_away"))]));
  }
  const text = (box) => { const value = field(box, "text").value.trim(); return value ? { text: value } : {}; };
  const chosen = (box) => [...box.querySelectorAll("[name=story-option]:checked")].map((one) => one.value);
  const need = (box, value, then) => { if (!value) { centre.say(story.say("choose"), "watch"); return; } box.close(); then(); };
  const SUBMIT = {
    assign(box) { const first = box.querySelector("[data-to][aria-selected=true]"); if (first) first.click(); },
    resolve(box) { box.close(); send("resolve", { cause: picked || "unknown", ...text(box) }); },
    severity: (box) => need(box, picked, () => send("severity", { severity: picked, ...text(box) })),
    link(box) { const parent = Number(field(box, "parent").value) || Number(chosen(box)[0]); need(box, parent, () => send("link", { parent })); },
    split(box) { const schools = chosen(box); need(box, schools.length, () => send("split", { schools, ...text(box) })); },
    postmortem: (box) => need(box, field(box, "text").value.trim(), () => send("postmortem", text(box))),
    escalate(box) { box.close(); send("escalate", text(box)); },
    reopen(box) { box.close(); send("reopen", text(box)); },
  };
  const AT_ONCE = ["acknowledge", "start", "close", "unlink"];
  story.act = (act) => {
    if (!story.data || act === "help") { const box = find("help"); if (box && !box.open) box.showModal(); return; }
    if (act === "calls") { story.go(`/incidents/${story.id}/calls`); return; }
    if (!story.may(story.data).includes(act)) { centre.say(story.say("not_now"), "watch"); return; }
    if (act === "silence") story.go("/silences?incident=" + story.id);
    else if (act === "note") story.write();
    else if (AT_ONCE.includes(act)) { if (!centre.moves.of(story.id).some((move) => move.verb === act)) send(act); }
    else open(act);
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest || !story.root) return;
    const act = event.target.closest("[data-story-act]"), to = event.target.closest("[data-story-people] [data-to]"), pick = event.target.closest("[data-story-pick]");
    if (act && !(act.href && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      const menu = act.closest("details");
      if (menu) menu.open = false;
      story.act(act.dataset.storyAct);
    } else if (to) { to.closest("dialog").close(); send("assign", { to: to.dataset.to }); }
    else if (pick) choose(pick);
  });
  function choose(button) {
    picked = button.dataset.storyPick;
    for (const one of button.parentNode.querySelectorAll("[data-story-pick]")) one.setAttribute("aria-pressed", String(one === button));
  }
  document.addEventListener("submit", (event) => {
    const box = event.target.closest("[data-story-box]");
    if (!box) return;
    event.preventDefault();
    SUBMIT[box.dataset.storyBox](box);
  });
  document.addEventListener("input", (event) => { const box = event.target.closest && event.target.closest("[data-story-box=assign]"); if (box) offer(box); });
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest("[data-story-box]");
    if (!box) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || box.dataset.storyBox === "assign") && SUBMIT[box.dataset.storyBox]) { event.preventDefault(); SUBMIT[box.dataset.storyBox](box); return; }
    const options = [...box.querySelectorAll("[data-story-people] [data-to]")], at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (options.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      const next = options[Math.max(0, Math.min(options.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
      options.forEach((one) => one.setAttribute("aria-selected", String(one === next)));
      next.scrollIntoView({ block: "nearest" });
      event.preventDefault();
    }
    const picks = [...box.querySelectorAll("[data-story-pick]")], number = Number(event.key);
    if (picks.length && number && picks[number - 1] && !event.target.matches("textarea")) { choose(picks[number - 1]); picks[number - 1].focus(); event.preventDefault(); }
  });

  /* One key, one act; heard before the page's general keys, and only while nobody types and no box is open. */
  const KEYS = { a: "acknowledge", s: "start", e: "assign", n: "note", r: "resolve", c: "calls", "?": "help" };
  document.addEventListener("keydown", (event) => {
    if (!story.root || !story.root.isConnected || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]") || (event.target.closest && event.target.closest("input,textarea,select,details[open]"))) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Escape") story.go(story.root.dataset.back || "/incidents");
    else if (KEYS[key]) story.act(KEYS[key]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
