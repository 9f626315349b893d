/* Lists of schools beside the map, from the directory and the frames this screen already holds: the ones to look at,
   worst first; the ones without coordinates; and the sentence over a map that shows nothing. Text nodes only. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const feed = centre.feed;
  const EMPTY = text("Địa bàn này chưa có trường nào.", "This area has no school yet.");
  const NOBODY = text("Chỉ số này không hỏi trường nào trong phạm vi đang xem.", "This indicator concerns no school in view.");
  const SEVERITY = [1, 0, 3, 4, 2]; // by status byte: bad, watch, stale, unknown, good

  function inScope(i, live, areaOf) {
    if (!((live.asked >> feed.points.kind[i]) & 1)) return false;
    const area = areaOf[i];
    return !live.inside || (area < live.tree.length && live.inside[area]);
  }

  /* A wanted school before a healthy one; within one status the directory's order, so that nothing jumps. */
  function worst(most, state) {
    const live = centre.live, areaOf = feed.points.area[state.tree];
    const buckets = [[], [], [], [], []];
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < feed.status.length; i += 1) {
      const s = feed.status[i] < 5 ? feed.status[i] : 0;
      if (s === 1 && !state.area) continue; // the healthy are listed only inside an area
      if (!inScope(i, live, areaOf)) continue;
      counts[s] += 1;
      if (buckets[s].length < most) buckets[s].push(i);
    }
    const order = [0, 1, 2, 3, 4].sort((a, b) => SEVERITY[b] - SEVERITY[a]);
    const list = order.flatMap((s) => buckets[s]).slice(0, most);
    return { list, more: counts.reduce((a, b) => a + b, 0) - list.length };
  }

  function row(i, state) {
    const node = element("button", "school-row");
    const status = centre.STATUSES[feed.status[i]] || "unknown";
    const area = centre.areas.tree(state)[feed.points.area[state.tree][i]];
    node.type = "button";
    node.dataset.set = new URLSearchParams({ school: feed.directory.codes[i] }).toString();
    node.dataset.code = feed.directory.codes[i];
    const about = state.area || !area ? centre.LABELS[status] : area.name.replace(/^Phường\s/, "P. ");
    node.title = feed.directory.names[i];
    node.append(element("i", "mark " + status), element("span", "school-row-name", feed.directory.names[i].replace(/^Trường\s/, "")),
      element("span", "school-row-about", about), ...(state.area ? [] : [element("span", "sr-only", centre.LABELS[status])]));
    return node;
  }

  function lists() {
    if (!feed.ready || !feed.directory || !centre.live.tree) return;
    const state = centre.state.get();
    for (const box of document.querySelectorAll("[data-school-list]")) {
      const { list, more } = worst(Number(box.dataset.schoolList), state);
      write(box, list, state, more, state.area ? (centre.live.outside ? NOBODY : EMPTY) : text("Không trường nào cần để mắt lúc này.", "No school needs watching now."));
    }
    for (const box of document.querySelectorAll("[data-missing-list]")) {
      const shown = feed.directory.missing.slice(0, 200);
      write(box, shown, state, feed.directory.missing.length - shown.length, text("Mọi trường đều có toạ độ.", "Every school has a place on the map."));
    }
    document.documentElement.toggleAttribute("data-in-area", Boolean(state.area));
    says(state);
  }

  /* Rewritten only when what it would show has changed; the row that has the focus keeps it. */
  function write(box, list, state, more, nothing) {
    const sign = state.tree + state.area + ":" + more + ":" + list.map((i) => i + "." + feed.status[i]).join() + (list.length ? "" : nothing);
    if (box.dataset.sign === sign) return;
    box.dataset.sign = sign;
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.code : null;
    const rows = list.map((i) => row(i, state));
    if (!rows.length) rows.push(element("p", "quiet", nothing));
    if (more > 0) rows.push(element("p", "quiet", text("và " + format.number(more) + " trường khác", "and " + format.number(more) + " more schools")));
    box.replaceChildren(...rows);
    const again = focused && rows.find((node) => node.dataset.code === focused);
    if (again) again.focus({ preventScroll: true });
  }

  /* Why the map is empty, when it is. */
  function says(state) {
    const total = centre.live.view.reduce((a, b) => a + b, 0);
    const shown = total - (state.only === "1" ? centre.live.view[1] : 0);
    let told = "";
    if (!total && centre.live.outside) told = NOBODY;
    else if (!total) told = state.kind ? text("Không có trường nào thuộc cấp học đã chọn trong địa bàn này.", "This area has no school of the chosen kinds.") : EMPTY;
    else if (!shown) told = text("Mọi trường trong phạm vi đang xem đều bình thường.", "Every school in view is normal.");
    for (const node of document.querySelectorAll("[data-map-says]")) if (node.textContent !== told) node.textContent = told;
  }

  centre.on("counts", lists);
  centre.on("decorate", lists);
  centre.on("frame", lists);
})();
