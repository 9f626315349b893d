/* Acts on incidents from the list, and their small boxes: whom to give it to, what to note, why it is over. An act is
   sent and told as sent; the row changes when the answer is there. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const MOST = 500; // the server takes so many at once
  const list = centre.incidents;
  const find = (name) => list.root && list.root.querySelector(`[data-incident-box="${name}"]`);
  let about = [], people = null, cause = "";

  /* Fields are ours, not Dash's: nothing that is typed travels before it is sent. */
  function fields(root) {
    for (const place of root.querySelectorAll("[data-field]:empty")) {
      const text = place.dataset.field === "text";
      const field = element(text ? "textarea" : "input");
      if (text) Object.assign(field, { rows: 4, maxLength: 5000 }); else Object.assign(field, { type: "search", autocomplete: "off", maxLength: 120 });
      field.placeholder = place.dataset.hint;
      field.setAttribute("aria-label", place.dataset.hint);
      place.append(field);
    }
  }
  const field = (box, name) => box.querySelector(`[data-field="${name}"] > *`);
  const rows = (ids) => ids.map((id) => list.rows.get(Number(id))).filter(Boolean);
  const short = (row) => (row.text.length > 70 ? row.text.slice(0, 69) + "…" : row.text);
  const names = (ids) => (ids.length > 1 ? list.said("results", { n: format.number(ids.length) }) : rows(ids).map(short).join(""));

  function show(name, ids) {
    const box = find(name);
    if (!box || box.open || !rows(ids).length) return null;
    about = ids;
    fields(box);
    for (const one of box.querySelectorAll("[data-field] > *")) one.value = "";
    const said = box.querySelector("[data-box-about]");
    if (said) said.textContent = names(ids);
    box.showModal();
    const first = box.querySelector("[data-field] > *");
    if (first) first.focus();
    return box;
  }

  const acts = list.acts = {
    acknowledge(ids) {
      const fresh = rows(ids).filter((row) => row.fresh && !centre.moves.of(row.id).some((move) => move.verb === "acknowledge"));
      if (!fresh.length) return centre.say(list.said(ids.length > 1 ? "none_fresh" : "not_fresh"), "watch");
      if (fresh.length > 1) return many(fresh.map((row) => row.id));
      return sent(centre.moves.send(fresh[0].id, "acknowledge", {}), list.said("acknowledged", { what: short(fresh[0]) }));
    },
    assign(ids) {
      const alive = rows(ids).filter((row) => row.alive).map((row) => row.id);
      if (!alive.length) return centre.say(list.said("not_live"), "watch");
      const box = show("assign", alive);
      return box && offer(box);
    },
    note: (ids) => show("note", ids.slice(0, 1)),
    resolve(ids) {
      if (!rows(ids).some((row) => row.alive)) return centre.say(list.said("not_live"), "watch");
      pick("");
      const box = show("resolve", ids.slice(0, 1));
      return box && box.querySelector("[data-cause]").focus();
    },
    help() { const box = find("help"); if (box && !box.open) box.showModal(); },
  };
  const sent = (promise, text) => promise.then(() => centre.say(text), () => { /* the outbox says why */ });
  async function many(ids) {
    const parts = [];
    for (let i = 0; i < ids.length; i += MOST) parts.push(centre.moves.send("", "acknowledge", { ids: ids.slice(i, i + MOST) }));
    const told = await Promise.all(parts.map((part) => part.catch(() => null))); // what was refused as a whole the outbox tells
    const refused = told.flatMap((answer) => (answer && answer.refused) || []), done = told.flatMap((answer) => (answer && answer.rows) || []);
    const n = format.number(done.length);
    if (done.length) centre.say(list.said(refused.length ? "acknowledged_some" : "acknowledged_many", { n, m: format.number(refused.length) }), refused.length ? "watch" : "good");
    else if (refused.length) centre.say(list.said("refused_many", { n: format.number(refused.length), why: centre.said(refused[0]) }), "bad");
    if (done.length) list.grid.choose_none();
    if (refused.length) list.refresh();
  }

  /* Who may be asked: myself first, then by name. */
  async function offer(box) {
    if (!people) {
      try {
        const reply = await window.fetch("/api/v1/incidents/people", { cache: "no-store", credentials: "same-origin" });
        if (!reply.ok) throw new Error("HTTP " + reply.status);
        people = await reply.json();
        setTimeout(() => { people = null; }, 120000);
      } catch (_) { people = null; }
    }
    draw(box);
  }
  function draw(box) {
    const place = box.querySelector("[data-people]"), me = centre.moves.me();
    const words = centre.fold(field(box, "find").value).split(" ").filter(Boolean);
    const told = (people || []).filter((one) => one.ref !== me).map((one) => ({ ...one, search: centre.fold([one.name, one.role_label || one.role].filter(Boolean).join(" ")) }))
      .filter((one) => words.every((word) => one.search.includes(word)));
    const choices = [{ ref: "me", name: list.said("to_me") }].filter((one) => words.every((word) => centre.fold(one.name).includes(word))).concat(told.slice(0, 60)).map((one, i) => {
      const row = element("button", "person-row" + (one.ref === "me" ? " me" : ""));
      Object.assign(row, { type: "button", tabIndex: -1 });
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(!i));
      Object.assign(row.dataset, { to: one.ref, name: one.name });
      row.append(element("i", "icon " + (String(one.ref).startsWith("unit:") ? "i-area" : "i-user")), element("span", "", one.name), element("span", "dim", one.role_label || one.role || ""));
      return row;
    });
    place.replaceChildren(...(choices.length ? choices : [element("p", "empty", list.said(people ? "nobody_found" : "people_away"))]));
  }
  function give(button) {
    const ids = about, to = button.dataset.to, who = button.dataset.name;
    button.closest("dialog").close();
    for (const id of ids) sent(centre.moves.send(id, "assign", { to }), list.said("assigned", { who: to === "me" ? list.said("me") : who, what: names([id]) }));
  }
  function pick(value) {
    cause = value;
    const box = find("resolve");
    for (const one of box ? box.querySelectorAll("[data-cause]") : []) one.setAttribute("aria-pressed", String(one.dataset.cause === value));
  }

  const SUBMIT = {
    assign(box) { const first = box.querySelector("[data-people] [aria-selected=true]"); if (first) give(first); },
    note(box) {
      const text = field(box, "text").value.trim();
      if (!text) return field(box, "text").focus();
      box.close();
      return sent(centre.moves.send(about[0], "note", { text }), list.said("noted", { what: names(about) }));
    },
    resolve(box) {
      const text = field(box, "text").value.trim();
      box.close();
      return sent(centre.moves.send(about[0], "resolve", { cause: cause || "unknown", ...(text ? { text } : {}) }), list.said("resolved", { what: names(about) }));
    },
  };
  document.addEventListener("submit", (event) => {
    const box = event.target.closest("[data-incident-box]");
    if (!box) return;
    event.preventDefault();
    if (SUBMIT[box.dataset.incidentBox]) SUBMIT[box.dataset.incidentBox](box);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    const person = event.target.closest("[data-people] [data-to]"), why = event.target.closest("[data-cause]");
    if (person) give(person);
    else if (why) pick(why.dataset.cause);
    else if (event.target.closest("[data-incident-help]")) acts.help();
  });
  document.addEventListener("input", (event) => {
    const box = event.target.closest && event.target.closest("[data-incident-box=assign]");
    if (box) draw(box);
  });
  /* Inside a box: the list of people by arrows, causes by their number, Ctrl+Enter sends. */
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest("[data-incident-box]");
    if (!box) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && SUBMIT[box.dataset.incidentBox]) { event.preventDefault(); SUBMIT[box.dataset.incidentBox](box); return; }
    const options = [...box.querySelectorAll("[data-people] [data-to]")], at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = options[Math.max(0, Math.min(options.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
      options.forEach((one) => one.setAttribute("aria-selected", String(one === next)));
      next.scrollIntoView({ block: "nearest" });
      event.preventDefault();
    }
    const causes = [...box.querySelectorAll("[data-cause]")], number = Number(event.key);
    if (causes.length && number && causes[number - 1] && !event.target.matches("textarea")) { pick(causes[number - 1].dataset.cause); causes[number - 1].focus(); event.preventDefault(); }
  });
  list.fields = fields;
})();
