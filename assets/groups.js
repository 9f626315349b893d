/* Eighty questions are too many to read in a row: they stand by group, each folded until somebody opens it. One way for
   the area's panel, the comparison, the school's card and the school's page. A plain fact is never green. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const open = new Set(); // "place:group" somebody opened: the next answer of the server leaves it open

  /* Rows {key} -> [{key, title, rows}] in the order in which the directory lists the groups. */
  function of(rows, about) {
    const found = new Map();
    for (const row of rows) {
      const { group, groupLabel } = about(row);
      if (!found.has(group)) found.set(group, { key: group, title: groupLabel, rows: [] });
      found.get(group).rows.push(row);
    }
    const order = ((centre.feed.directory && centre.feed.directory.layers) || []).map((layer) => layer.group);
    return [...found.values()].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  }
  /* Of [fact, status] each: how many, how many in alarm, how many nobody knows. */
  function says(list) {
    const bad = list.filter(([fact, status]) => !fact && status === "bad").length, silent = list.filter(([, status]) => status === "unknown").length;
    const parts = [format.number(list.length) + text(" chỉ số", " indicators"), bad && format.number(bad) + text(" báo động", " in alarm"), silent && format.number(silent) + text(" chưa có dữ liệu", " without data")];
    return element("span", bad ? "tone bad" : "dim", parts.filter(Boolean).join(" · "));
  }
  const isOpen = (place, key) => open.has(place + ":" + key);
  const turn = (place, key, on) => { if (on) open.add(place + ":" + key); else open.delete(place + ":" + key); };

  /* One group, folded; `make` is asked for its nodes when it is opened first. `told`: what `says` gave. */
  function fold(place, { key, title }, told, make) {
    const node = element("details", "readings-group"), summary = element("summary", "");
    summary.append(element("b", "", title), told);
    node.append(summary);
    const draw = () => { if (node.childNodes.length === 1) node.append(...make()); };
    node.open = isOpen(place, key);
    if (node.open) draw();
    node.addEventListener("toggle", () => { turn(place, key, node.open); if (node.open) draw(); });
    return node;
  }
  /* A fact in good order is ink; a status that says something keeps its own colour. */
  const tone = (fact, status) => (fact && status === "good" ? "fact" : status);
  const word = (tone, said) => (tone === "fact" ? text("đã biết", "known") : said);
  centre.groups = { of, says, fold, isOpen, turn, tone, word };
})();
