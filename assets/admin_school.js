/* A field that holds one school: typed without diacritics, chosen from the directory this screen already has.
   [data-school="school"] holds an input and an empty list; `chosen` is the code. */
(function () {
  "use strict";
  const centre = (window.centre = window.centre || {});
  const MOST = 8, BOX = ".school-field[data-school]"; // a school's card is not one of them

  const input = (box) => box.querySelector("input");
  const list = (box) => box.querySelector("[data-school-results]");
  function place(i) {
    const feed = centre.feed, area = feed.directory.trees.new[feed.points.area.new[i]] || feed.directory.trees.old[feed.points.area.old[i]];
    return feed.directory.codes[i] + (area ? " · " + area.name : "");
  }
  /* React keeps what was typed, and would put it back when the focus leaves: it is told like a hand that types. */
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  function write(box, text) {
    const told = new Event("input", { bubbles: true });
    told.ours = true;
    setter.call(input(box), text);
    input(box).dispatchEvent(told);
  }
  function take(box, i) {
    box.chosen = centre.feed.directory.codes[i];
    write(box, centre.feed.directory.names[i]);
    list(box).hidden = true;
    centre.emit("admin-school", box);
  }
  function show(box) {
    const found = centre.search.find(input(box).value), { element } = centre;
    const rows = found.slice(0, MOST).map((i) => {
      const node = element("button", "result");
      node.type = "button";
      node.tabIndex = -1;
      node.append(element("i", "icon i-school"), element("span", "result-name", centre.feed.directory.names[i]), element("span", "dim", place(i)));
      node.addEventListener("click", () => { take(box, i); input(box).focus(); });
      return node;
    });
    if (!rows.length) rows.push(element("p", "quiet", box.dataset.nothing));
    list(box).replaceChildren(...rows);
    list(box).hidden = !input(box).value.trim();
  }

  document.addEventListener("input", (event) => {
    const box = event.target.closest && event.target.closest(BOX);
    if (box && !event.ours) { box.chosen = ""; show(box); }
  });
  document.addEventListener("focusin", (event) => {
    for (const box of document.querySelectorAll(BOX)) if (!box.contains(event.target)) list(box).hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest(BOX);
    if (!box) return;
    const rows = [...list(box).querySelectorAll(".result")], here = rows.indexOf(document.activeElement);
    if (event.key === "Escape" && !list(box).hidden) { list(box).hidden = true; input(box).focus(); event.preventDefault(); event.stopPropagation(); }
    if (event.key === "Enter" && here < 0 && !list(box).hidden && rows.length) { rows[0].click(); event.preventDefault(); }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && rows.length && !list(box).hidden) {
      const next = here + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? input(box) : rows[Math.min(next, rows.length - 1)]).focus();
      event.preventDefault();
    }
  });

  /* What the URL or the page already named: its name, once the directory is known. */
  function fill() {
    const feed = centre.feed;
    for (const box of document.querySelectorAll(BOX)) {
      if (box.chosen !== undefined || !box.dataset.value) continue;
      box.chosen = box.dataset.value;
      const at = feed.indexOf ? feed.indexOf.get(box.chosen) : undefined;
      if (at === undefined && !feed.directory) { box.chosen = undefined; continue; }
      if (!input(box).value) write(box, at === undefined ? box.chosen : feed.directory.names[at]);
    }
  }

  /* A question in the URL: a form that says data-ask sets its fields there; what it does not have, it clears. */
  function ask(form) {
    const fields = centre.admin.collect(form), patch = {};
    for (const key of form.dataset.ask.split(" ")) {
      const value = fields[key];
      patch[key] = Array.isArray(value) ? value.join(",") : (value || "").trim();
    }
    const box = form.querySelector(BOX);
    if (box && !patch[box.dataset.school] && input(box).value.trim()) { // typed, not chosen: the first that fits
      const [first] = centre.search.find(input(box).value);
      if (first !== undefined) { take(box, first); patch[box.dataset.school] = box.chosen; }
    }
    centre.admin.go(patch);
  }
  document.addEventListener("DOMContentLoaded", () => {
    centre.admin.ask = ask;
    for (const name of ["admin-drawn", "directory"]) centre.on(name, fill);
  });
})();
