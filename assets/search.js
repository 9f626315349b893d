/* Search by name or code, typed without diacritics, over the directory the screen already has: no request per letter. */
(function () {
  "use strict";
  const centre = window.centre;
  const feed = centre.feed;
  const MOST = 12;
  let folded = null;
  centre.on("directory", () => { folded = null; });

  /* Every word must occur; names that start with the first word, and exact codes, come first. */
  function find(text) {
    const words = centre.fold(text).split(" ").filter(Boolean);
    if (!words.length || !feed.directory) return [];
    if (!folded) folded = feed.directory.names.map((name, i) => centre.fold(name) + " " + feed.directory.codes[i].toLowerCase());
    const found = [];
    for (let i = 0; i < folded.length && found.length < 400; i += 1) {
      if (!words.every((word) => folded[i].includes(word))) continue;
      const exact = feed.directory.codes[i].toLowerCase() === words[0];
      const starts = folded[i].includes(" " + words[0]) || folded[i].startsWith(words[0]);
      found.push([exact ? 0 : starts ? 1 : 2, i]);
    }
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, i]) => i);
  }

  function areasLike(text) {
    const want = centre.fold(text), state = centre.state.get();
    return want.length < 2 ? [] : centre.areas.tree(state).filter((a) => a.level !== "province" && centre.fold(a.name).includes(want)).slice(0, 3);
  }

  function row(label, about, status) {
    const node = centre.element("button", "result");
    node.type = "button";
    node.setAttribute("role", "option");
    node.tabIndex = -1;
    node.append(centre.element("i", status === null ? "icon i-area" : "mark " + centre.STATUSES[status]), centre.element("span", "result-name", label),
      centre.element("span", "dim", about));
    return node;
  }

  function show(box, text) {
    const list = box.querySelector("[data-results]");
    const state = centre.state.get(), schools = find(text);
    const rows = areasLike(text).map((area) => {
      const node = row(area.name, "địa bàn", null);
      node.dataset.set = "area=" + area.code + "&school=";
      return node;
    });
    for (const i of schools.slice(0, MOST - rows.length)) {
      const area = centre.areas.tree(state)[feed.points.area[state.tree][i]];
      const node = row(feed.directory.names[i], feed.directory.codes[i] + (area ? " · " + area.name : ""), feed.status[i]);
      node.dataset.set = new URLSearchParams({ school: feed.directory.codes[i] }).toString();
      rows.push(node);
    }
    if (!rows.length) rows.push(centre.element("p", "empty", "Không tìm thấy trường nào"));
    else if (schools.length > MOST) rows.push(centre.element("p", "dim", "và " + centre.format.number(schools.length - MOST) + " trường khác"));
    list.replaceChildren(...rows);
    list.hidden = !text.trim();
  }
  const hide = (box) => { box.querySelector("[data-results]").hidden = true; };

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-search]");
    if (box) show(box, event.target.value);
  });
  document.addEventListener("focusin", (event) => {
    for (const box of document.querySelectorAll("[data-search]")) if (!box.contains(event.target)) hide(box);
  });
  document.addEventListener("click", (event) => {
    for (const box of document.querySelectorAll("[data-search]")) {
      if (!box.contains(event.target)) hide(box);
      else if (event.target.closest(".result")) hide(box);
    }
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest("[data-search]");
    if (event.key === "/" && !event.target.closest("input,textarea,[contenteditable]")) {
      const input = document.querySelector("[data-search] input");
      if (input) { input.focus(); event.preventDefault(); }
    }
    if (!box) return;
    const rows = [...box.querySelectorAll(".result")], here = rows.indexOf(document.activeElement);
    if (event.key === "Escape") { hide(box); box.querySelector("input").focus(); }
    if (event.key === "Enter" && here < 0 && rows.length) { rows[0].click(); event.preventDefault(); }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && rows.length) {
      const next = here + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? box.querySelector("input") : rows[Math.min(next, rows.length - 1)]).focus();
      event.preventDefault();
    }
  });
  centre.search = { find };
})();
