/* Reporting by hand. Schools are chosen from the directory the screen already has: by name, by area, by a press on the map
   or by drawing around them (assets/incident_story_pick.js). */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const KEY = "centre.draft.new.", SHOWN = 12;
  const form = centre.report = { root: null, chosen: new Set(), area: "" };
  let words = {}, category = "", severity = "medium";

  const part = (name) => form.root.querySelector(`[data-new-${name}]`);
  const field = (name) => part(name).querySelector("input,textarea,select");
  const say = (key, values) => Object.entries(values || {}).reduce((text, [name, value]) => text.replace("{" + name + "}", value), words[key] || "");
  const feed = () => centre.feed;
  const key = () => KEY + centre.moves.me();
  const stamp = (date) => new Date(date.getTime() + 7 * 3600e3).toISOString().slice(0, 16); // the centre's own hour, wherever the browser is
  function remember() { try { window.sessionStorage.setItem(key(), JSON.stringify({ text: field("text").value, category, severity })); } catch (_) { /* forbidden: only this page remembers */ } }

  function made(place, tag, options, hint) {
    const node = element(tag);
    Object.assign(node, options);
    node.setAttribute("aria-label", hint);
    place.prepend(node);
    return node;
  }
  function adopt() {
    const root = document.querySelector("[data-new-incident]");
    if (root === form.root) return;
    form.root = root;
    if (!root || part("text").querySelector("textarea")) return;
    words = centre.config(root, "data-new-incident");
    Object.assign(form, { chosen: new Set(), area: "" });
    let kept = {};
    try { kept = JSON.parse(window.sessionStorage.getItem(key()) || "{}"); } catch (_) { /* unreadable: nothing was kept */ }
    made(part("text"), "textarea", { rows: 4, maxLength: 1200, placeholder: part("text").dataset.hint, value: kept.text || "" }, part("text").dataset.hint);
    made(part("find"), "input", { type: "search", autocomplete: "off", placeholder: part("find").dataset.newFind }, part("find").dataset.newFind);
    const now = new Date();
    made(part("since"), "input", { type: "datetime-local", value: stamp(now), max: stamp(now) }, part("since").dataset.newSince);
    part("since").append(element("output", "num new-since-said"));
    moment();
    made(part("area"), "select", { className: "incident-select" }, part("area").dataset.newArea);
    press("category", kept.category || "");
    press("severity", kept.severity || "medium");
    learn();
    draw();
  }
  function press(what, value) {
    if (what === "category") category = value; else severity = value;
    for (const one of form.root.querySelectorAll(`[data-new-${what}]`)) one.setAttribute("aria-pressed", String(one.getAttribute("data-new-" + what) === value));
  }

  /* A browser writes a moment in its own tongue (11/22/2026): it is said here as everywhere else. */
  function moment() {
    const found = /^(\d+)-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(field("since").value);
    part("since").querySelector("output").textContent = found ? `${found[3]}/${found[2]}/${found[1]} ${found[4]}` : "";
  }

  /* The directory came: areas to choose, and the school a link asks for. */
  function learn() {
    if (!form.root || !feed().directory || field("area").options.length) return;
    const select = field("area"), first = element("option", "", part("area").dataset.newArea), all = element("option", "", say("all"));
    first.value = "";
    all.value = feed().area;
    select.append(first, all);
    for (const [tree, label] of [["new", "wards"], ["old", "districts"]]) {
      const group = element("optgroup");
      group.label = say(label);
      for (const area of feed().directory.trees[tree]) { if (area.level === "province") continue; const one = element("option", "", area.name); one.value = area.code; group.append(one); }
      if (group.children.length) select.append(group);
    }
    const asked = new URLSearchParams(window.location.search).get("school");
    if (asked && feed().indexOf.has(asked)) form.chosen.add(feed().indexOf.get(asked));
    draw();
  }
  function choose_area(code) {
    const { points, directory } = feed();
    form.chosen = new Set();
    for (let i = 0; i < directory.codes.length; i += 1) {
      if (code === feed().area || ["new", "old"].some((tree) => { const area = directory.trees[tree][points.area[tree][i]]; return area && area.code === code; })) form.chosen.add(i);
    }
    form.area = code;
    draw();
  }
  /* One more or one less; a whole area is no longer whole then. */
  form.toggle = (which, only) => {
    for (const i of which) { if (only !== "add" && form.chosen.has(i)) form.chosen.delete(i); else form.chosen.add(i); }
    form.area = "";
    field("area").value = "";
    draw();
  };

  function draw() {
    if (!form.root || !feed().directory) return;
    const { directory, points } = feed(), list = [...form.chosen].sort((a, b) => a - b), kinds = new Map();
    for (const i of list) kinds.set(points.kind[i], (kinds.get(points.kind[i]) || 0) + 1);
    const said = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, n]) => format.number(n) + " " + lower(directory.kind_labels[kind])).join(", ");
    part("count").textContent = list.length ? say("many", { n: format.number(list.length), kinds: said }) : say("none");
    const chips = list.slice(0, form.area ? 0 : SHOWN).map((i) => {
      const item = element("li", "pill"), drop = element("button", "new-drop", "×");
      drop.type = "button";
      drop.dataset.newDrop = i;
      drop.setAttribute("aria-label", say("drop", { name: directory.names[i] }));
      item.append(directory.names[i], drop);
      return item;
    });
    if (form.area) chips.push(element("li", "pill", say("whole", { name: field("area").selectedOptions[0] ? field("area").selectedOptions[0].textContent : form.area })));
    else if (list.length > SHOWN) chips.push(element("li", "dim", say("more", { n: format.number(list.length - SHOWN) })));
    part("picked").replaceChildren(...chips);
    part("clear").hidden = !list.length;
    centre.emit("report");
  }

  const lower = (label) => (label === label.toUpperCase() ? label : label[0].toLowerCase() + label.slice(1)); // THPT stays THPT

  function results(text) {
    const place = part("results"), found = centre.search.find(text).slice(0, 8), state = centre.state.get();
    const rows = found.map((i) => {
      const row = element("button", "result"), area = centre.areas.tree(state)[feed().points.area[state.tree][i]];
      Object.assign(row, { type: "button", tabIndex: -1 });
      row.dataset.newPick = i;
      row.setAttribute("role", "option");
      row.append(element("i", "icon " + (form.chosen.has(i) ? "i-check" : "i-school")), element("span", "result-name", feed().directory.names[i]), element("span", "dim", feed().directory.codes[i] + (area ? " · " + area.name : "")));
      return row;
    });
    place.replaceChildren(...(rows.length ? rows : [element("p", "empty", say("nothing"))]));
    place.hidden = !text.trim();
  }
  function wrong(text) { const place = part("wrong"); place.hidden = !text; place.textContent = text || ""; }

  function send() {
    const text = field("text").value.trim(), at = field("since").value;
    if (!category) { wrong(say("no_category")); form.root.querySelector("[data-new-category]").focus(); return; }
    if (text.length < 3) { wrong(say("no_text")); field("text").focus(); return; }
    if (!form.chosen.size) { wrong(say("no_schools")); field("find").focus(); return; }
    wrong("");
    const began = Date.parse(at + ":00+07:00") / 1000, where = form.area ? { area: form.area } : { schools: [...form.chosen].map((i) => feed().directory.codes[i]) };
    const button = form.root.querySelector("[type=submit]"), root = form.root, slow = setTimeout(() => { if (form.root === root) wrong(say("waits")); }, 6000);
    button.disabled = true;
    centre.moves.send("", "", { category, text, severity, ...(Number.isFinite(began) ? { started_at: began } : {}), ...where }).then((row) => {
      try { window.sessionStorage.removeItem(key()); } catch (_) { /* forbidden */ }
      centre.say(say("sent"), "good");
      if (form.root === root) centre.story.go("/incidents/" + row.id);
    }, (error) => { if (form.root === root) wrong(error.vi || ""); }).finally(() => { clearTimeout(slow); button.disabled = false; });
  }
  document.addEventListener("click", (event) => {
    if (!form.root || !event.target.closest) return;
    const near = (name) => event.target.closest(`[data-new-${name}]`);
    if (near("category")) { press("category", near("category").dataset.newCategory); remember(); wrong(""); }
    else if (near("severity")) { press("severity", near("severity").dataset.newSeverity); remember(); }
    else if (near("drop")) form.toggle([Number(near("drop").dataset.newDrop)]);
    else if (near("pick")) { form.toggle([Number(near("pick").dataset.newPick)]); field("find").value = ""; results(""); field("find").focus(); }
    else if (near("clear")) { form.chosen = new Set(); form.area = ""; field("area").value = ""; draw(); }
    else if (!event.target.closest(".new-find")) part("results").hidden = true;
  });
  document.addEventListener("input", (event) => {
    if (!form.root || !form.root.contains(event.target)) return;
    if (event.target === field("text")) { remember(); wrong(""); }
    if (event.target === field("find")) results(event.target.value);
    if (event.target === field("since")) moment();
  });
  document.addEventListener("change", (event) => { if (form.root && form.root.contains(event.target) && event.target === field("area") && event.target.value) choose_area(event.target.value); });
  document.addEventListener("submit", (event) => { if (form.root && event.target === form.root) { event.preventDefault(); send(); } });
  document.addEventListener("keydown", (event) => {
    if (!form.root || !form.root.contains(event.target)) return;
    const rows = [...part("results").querySelectorAll(".result")], at = rows.indexOf(document.activeElement);
    if (event.target.matches("textarea") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); }
    else if (event.target === field("find") && event.key === "Enter") { event.preventDefault(); if (rows.length) rows[0].click(); }
    else if (rows.length && (event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".new-find")) {
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? field("find") : rows[Math.min(next, rows.length - 1)]).focus();
      event.preventDefault();
    } else if (event.key === "Escape" && event.target.closest(".new-find")) { field("find").value = ""; results(""); }
  });
  centre.on("decorate", adopt);
  centre.on("directory", learn);
})();
