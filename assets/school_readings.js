/* The indicators of a school's page that move by the day or seldom: folded by group, each group opened by whoever wants it.
   They come as data, since rows by the dozen that Dash mounts cost the browser a second. A plain fact is never green. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const open = new Set(); // groups somebody opened: the next answer of the server leaves them open

  const within = (tag, className, ...inside) => { const node = element(tag, className); node.append(...inside); return node; };
  function age(row) {
    if (!row.taken_at) return element("span", "age", text("chưa từng nhận số liệu", "never reported"));
    const node = element("span", row.late ? "age late" : "age", format.ago(Math.max(0, centre.feed.now() - row.taken_at)));
    node.dataset.since = String(Math.round(row.taken_at));
    return node;
  }
  function line(row) {
    const tone = row.judged || row.status[0] !== "good" ? row.status[0] : "fact";
    const name = element("a", "reading-name", row.label), heading = within("th", "", name, element("span", "reading-meta", row.bands));
    name.href = "/indicators/" + row.key;
    heading.scope = "row";
    heading.title = row.question;
    const word = tone === "fact" ? text("đã biết", "known") : row.status[1];
    const status = within("span", "reading-status tone " + tone, element("i", "mark " + tone), word);
    return within("tr", "", heading, within("td", "cell-value", element("span", "reading-value num " + tone, row.value)),
      within("td", "", status), within("td", "", age(row)), element("td", "cell-basis", row.source));
  }
  function group({ key, title, rows }) {
    const fold = element("details", "readings-group"), body = element("tbody");
    fold.open = open.has(key);
    const bad = rows.filter((row) => row.judged && row.status[0] === "bad").length, silent = rows.filter((row) => row.status[0] === "unknown").length;
    const facts = [format.number(rows.length) + text(" chỉ số", " indicators"), bad && format.number(bad) + text(" báo động", " in alarm"), silent && format.number(silent) + text(" chưa có dữ liệu", " without data")];
    fold.append(within("summary", "", element("b", "", title), element("span", bad ? "tone bad" : "dim", facts.filter(Boolean).join(" · "))));
    const draw = () => { if (!body.childNodes.length) { body.append(...rows.map(line)); fold.append(within("table", "readings-table", body)); } };
    if (fold.open) draw();
    fold.addEventListener("toggle", () => { if (fold.open) { open.add(key); draw(); } else open.delete(key); });
    return fold;
  }
  function paint() {
    for (const box of document.querySelectorAll("[data-readings]")) {
      const said = box.getAttribute("data-readings");
      if (box.said === said) continue;
      box.said = said;
      box.replaceChildren(...JSON.parse(said).map(group));
    }
  }
  centre.on("decorate", paint);
})();
