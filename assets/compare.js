/* Two places side by side: /compare?a=CODE&b=CODE, each an area of either division, the whole, or a school. The address is
   the state; steps are pushed silently. Pickers answer from the directory this screen holds, without diacritics.
   compare_table.js draws the table. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const SIDES = ["a", "b"], MOST = 10;
  const compare = centre.compare = {};
  const here = () => document.querySelector("[data-compare]");

  const asked = () => { const query = new URLSearchParams(window.location.search); return { a: (query.get("a") || "").slice(0, 32), b: (query.get("b") || "").slice(0, 32) }; };
  /* What a code stands for in this reader's directory: {sort, code, name, tree, about}, null = nothing there. */
  compare.place = (code) => {
    const directory = centre.feed.directory;
    if (!directory || !code) return null;
    if (code === directory.area) return { sort: "area", code: "", ref: code, tree: "new", name: centre.areas.whole(centre.state.get()).name, about: text("toàn bộ phạm vi", "everything in reach") };
    for (const tree of ["new", "old"]) {
      const area = directory.trees[tree].find((one) => one.code === code);
      if (area) return { sort: "area", code, ref: code, tree, name: area.name, about: tree === "new" ? text("phường, xã hiện nay", "present ward") : text("quận, huyện cũ", "former district") };
    }
    const index = centre.feed.indexOf.get(code);
    return index === undefined ? null : { sort: "school", code, ref: code, index, name: directory.names[index], about: directory.kind_labels[centre.feed.points.kind[index]] };
  };
  compare.sides = () => {
    const codes = asked(), directory = centre.feed.directory, a = compare.place(codes.a);
    if (a && a.sort === "area" && !codes.b && codes.a !== directory.area) codes.b = directory.area; // one area alone stands beside the whole
    return { codes, a, b: compare.place(codes.b) };
  };
  compare.set = (patch) => {
    const next = { ...asked(), ...patch }, query = new URLSearchParams();
    for (const side of SIDES) if (next[side]) query.set(side, next[side]);
    const address = window.location.pathname + (query.toString() ? "?" + query : "");
    if (address !== window.location.pathname + window.location.search) window.history.pushState({ centre: true }, "", address);
    shown();
  };

  function shown() {
    if (!here() || !centre.feed.directory) return;
    const sides = compare.sides();
    for (const side of SIDES) {
      const input = document.querySelector("#compare-" + side);
      if (input && input !== document.activeElement && input.dataset.shown !== (sides.codes[side] || "-")) {
        input.dataset.shown = sides.codes[side] || "-";
        input.value = sides[side] ? sides[side].name : sides.codes[side];
      }
    }
    compare.paint(sides);
  }
  compare.shown = shown;

  function found(words) {
    const want = centre.fold(words), directory = centre.feed.directory, list = [];
    if (!want) return [directory.area];
    for (const tree of ["new", "old"]) for (const area of directory.trees[tree]) if (centre.fold(area.name).includes(want) || area.code === want) list.push(area.code);
    list.sort((p, q) => Number(!centre.fold(compare.place(p).name).endsWith(" " + want)) - Number(!centre.fold(compare.place(q).name).endsWith(" " + want)));
    const whole = centre.areas.whole(centre.state.get()).name;
    if (centre.fold(whole).includes(want)) list.unshift(directory.area);
    return [...list.slice(0, 6), ...(centre.search ? centre.search.find(words).slice(0, MOST).map((i) => directory.codes[i]) : [])].slice(0, MOST);
  }
  function offer(input) {
    const box = input.closest("[data-compare-pick]"), list = box.querySelector("[data-compare-results]"), side = box.dataset.comparePick;
    if (!centre.feed.directory) return;
    const rows = found(input.value.trim()).map((code) => {
      const place = compare.place(code), row = element("button", "result");
      row.type = "button";
      row.setAttribute("role", "option");
      row.tabIndex = -1;
      const status = place.sort === "school" ? "mark " + centre.STATUSES[centre.feed.status[place.index]] : "icon i-area";
      row.append(element("i", status), element("span", "result-name", place.name), element("span", "dim", place.about + " · " + code));
      row.addEventListener("click", () => { list.hidden = true; input.dataset.shown = ""; input.blur(); compare.set({ [side]: code }); });
      return row;
    });
    list.replaceChildren(...(rows.length ? rows : [element("p", "empty", text("Không tìm thấy địa bàn hay trường nào.", "No such area or school."))]));
    list.hidden = false;
  }
  const inputOf = (node) => (node.closest ? node.closest("[data-compare-pick] input") : null);
  document.addEventListener("input", (event) => { const input = inputOf(event.target); if (input) offer(input); });
  document.addEventListener("focusin", (event) => {
    const input = inputOf(event.target);
    if (input) { input.select(); return; }
    for (const list of document.querySelectorAll("[data-compare-results]")) if (!list.parentNode.contains(event.target)) { list.hidden = true; shown(); }
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest("[data-compare-pick]");
    if (!box) return;
    const list = box.querySelector("[data-compare-results]"), input = box.querySelector("input"), rows = list.hidden ? [] : [...list.querySelectorAll("button")];
    const at = rows.indexOf(document.activeElement);
    if (event.key === "Escape") { list.hidden = true; input.dataset.shown = ""; input.focus(); event.preventDefault(); }
    if (event.key === "Enter" && at < 0 && rows.length) { rows[0].click(); event.preventDefault(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) offer(input);
      else { const next = at + (event.key === "ArrowDown" ? 1 : -1); (next < 0 ? input : rows[Math.min(next, rows.length - 1)] || input).focus(); }
      event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-compare-swap]")) { const { codes } = compare.sides(); compare.set({ a: codes.b, b: codes.a }); }
    const chosen = event.target.closest("[data-compare-set]");
    if (chosen) compare.set(Object.fromEntries(new URLSearchParams(chosen.dataset.compareSet)));
    for (const box of document.querySelectorAll("[data-compare-pick]")) if (!box.contains(event.target)) box.querySelector("[data-compare-results]").hidden = true;
  });
  window.addEventListener("popstate", () => setTimeout(shown, 0));
  for (const name of ["decorate", "directory", "frame", "drill", "drill-story", "marks"]) centre.on(name, shown);
})();
