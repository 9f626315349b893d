/* Which areas, which school: found by typing without marks in the directory this screen holds; the whole is the usual. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  const MOST = 12;

  const whole = () => (report.root && centre.config(report.root, "data-feed").place) || "";
  report.areaName = (code) => {
    const directory = centre.feed.directory;
    if (!directory || !code || code === directory.area) return whole() || code;
    for (const tree of ["new", "old"]) { const area = directory.trees[tree].find((one) => one.code === code); if (area) return area.name; }
    return code;
  };
  function areas(words, chosen) {
    const directory = centre.feed.directory, want = centre.fold(words), list = [];
    if (!directory) return list;
    for (const tree of ["old", "new"]) {
      for (const area of directory.trees[tree]) {
        if (chosen.includes(area.code) || (want && !centre.fold(area.name).includes(want) && area.code !== want)) continue;
        list.push({ code: area.code, name: area.name, about: tree === "new" ? text("phường, xã hiện nay", "present ward") : text("quận, huyện cũ", "former district") });
      }
    }
    const exact = (one) => Number(!centre.fold(one.name).endsWith(" " + want));
    return (want ? list.sort((a, b) => exact(a) - exact(b)) : list).slice(0, want ? MOST : 40);
  }
  function schools(words) {
    const directory = centre.feed.directory;
    if (!directory || !centre.search || !words.trim()) return [];
    return centre.search.find(words).slice(0, MOST).map((i) => ({ code: directory.codes[i], name: directory.names[i], status: centre.STATUSES[centre.feed.status[i]] || "unknown", about: directory.kind_labels[centre.feed.points.kind[i]] }));
  }

  /* A field that finds: arrows, Enter, Escape. `found(words)` -> rows; `pick(code)`. */
  function finder(name, hint, found, pick) {
    const box = element("div", "report-find"), field = element("input", "report-input"), list = element("div", "results card");
    Object.assign(field, { type: "search", name, placeholder: hint, autocomplete: "off" });
    field.setAttribute("aria-label", hint);
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", text("Kết quả", "Results"));
    const offer = () => {
      const rows = found(field.value).map((one) => {
        const row = element("button", "result");
        row.type = "button";
        row.tabIndex = -1;
        row.setAttribute("role", "option");
        row.append(one.status ? element("i", "mark " + one.status) : report.icon("i-area"), element("span", "result-name", one.name), element("span", "dim", one.about + " · " + one.code));
        row.addEventListener("click", () => { list.hidden = true; pick(one.code); });
        return row;
      });
      list.replaceChildren(...(rows.length ? rows : [element("p", "empty", field.value.trim() ? text("Không tìm thấy.", "Nothing found.") : text("Gõ vài chữ, không cần dấu.", "Type a few letters."))]));
      list.hidden = false;
    };
    field.addEventListener("input", offer);
    field.addEventListener("click", offer); // not on focus: after a choice it comes back here, and the list would lie over the rest
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) setTimeout(() => { if (!box.contains(document.activeElement)) list.hidden = true; }, 120); });
    box.addEventListener("keydown", (event) => {
      const rows = list.hidden ? [] : [...list.querySelectorAll("button")], at = rows.indexOf(document.activeElement);
      if (event.key === "Escape" && !list.hidden) { list.hidden = true; field.focus(); list.hidden = true; event.stopPropagation(); }
      else if (event.key === "Enter" && at < 0 && rows.length) rows[0].click();
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) offer();
        else { const next = at + (event.key === "ArrowDown" ? 1 : -1); (next < 0 ? field : rows[Math.min(next, rows.length - 1)] || field).focus(); }
      } else return;
      event.preventDefault();
    });
    box.append(report.icon("i-search"), field, list);
    return box;
  }
  function chip(name, drop) {
    const node = element("span", "area-chip"), off = element("button", "chip-drop");
    off.type = "button";
    off.setAttribute("aria-label", text("Bỏ ", "Remove ") + name);
    off.append(report.icon("i-close"));
    off.addEventListener("click", drop);
    node.append(element("span", "", name), off);
    return node;
  }

  /* `go(codes)` when the choice changes; `single`: one area and not the whole. */
  report.pickAreas = (picked, single, go) => {
    const chosen = picked.filter((code) => code !== (centre.feed.directory || {}).area), node = element("div", "report-areas"), chips = element("div", "chips");
    chips.append(...chosen.map((code) => chip(report.areaName(code), () => go(chosen.filter((one) => one !== code)))));
    if (!chosen.length) chips.append(element("span", "report-whole", single ? text("Chưa chọn địa bàn", "No area chosen yet") : whole() || "…"));
    if (chosen.length > 1) { const all = element("button", "button quiet small", text("Bỏ hết", "Remove all")); all.type = "button"; all.addEventListener("click", () => go([])); chips.append(all); }
    node.append(chips, finder("area", single ? text("Tìm một địa bàn…", "Find an area…") : text("Thêm địa bàn…", "Add an area…"), (words) => areas(words, chosen), (code) => go(single ? [code] : [...chosen, code])));
    return node;
  };
  report.pickSchool = (code, go) => {
    const node = element("div", "report-areas"), index = code && centre.feed.indexOf ? centre.feed.indexOf.get(code) : undefined;
    if (code) { const chips = element("div", "chips"); chips.append(chip(index === undefined ? code : centre.feed.directory.names[index], () => go(""))); node.append(chips); }
    node.append(finder("school", text("Tìm trường theo tên hoặc mã…", "Find a school by name or code…"), schools, go));
    return node;
  };
  /* Kinds of school as chips; none chosen means all. */
  report.pickKinds = (picked, go) => {
    const chosen = new Set(picked), node = element("div", "report-kinds"), directory = centre.feed.directory, points = centre.feed.points;
    const there = directory && points && points.kind ? new Set(points.kind) : null;
    report.words.kinds.forEach((kind, n) => {
      if (there && !there.has(n) && !chosen.has(kind.key)) return;
      const one = element("button", "choice solo", kind.label);
      one.type = "button";
      one.dataset.value = "kind-" + kind.key;
      one.setAttribute("aria-pressed", String(chosen.has(kind.key)));
      one.addEventListener("click", () => { if (!chosen.delete(kind.key)) chosen.add(kind.key); go([...chosen]); });
      node.append(one);
    });
    return [element("span", "field-label", text("Cấp học: chưa chọn là mọi cấp", "Kinds of school: none chosen means all")), node];
  };
})();
