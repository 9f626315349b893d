/* The indicators of a school's page that move by the day or seldom: folded by group, each group opened by whoever wants it.
   They come as data, since rows by the dozen that Dash mounts cost the browser a second. A plain fact is never green. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;

  const within = (tag, className, ...inside) => { const node = element(tag, className); node.append(...inside); return node; };
  function age(row) {
    if (!row.taken_at) return element("span", "age", text("chưa từng nhận số liệu", "never reported"));
    const node = element("span", row.late ? "age late" : "age", format.ago(Math.max(0, centre.feed.now() - row.taken_at)));
    node.dataset.since = String(Math.round(row.taken_at));
    return node;
  }
  function line(row) {
    const tone = centre.groups.tone(!row.judged, row.status[0]);
    const name = element("a", "reading-name", row.label), heading = within("th", "", name, element("span", "reading-meta", row.bands));
    name.href = "/indicators/" + row.key;
    heading.scope = "row";
    heading.title = row.question;
    const status = within("span", "reading-status tone " + tone, element("i", "mark " + tone), centre.groups.word(tone, row.status[1]));
    return within("tr", "", heading, within("td", "cell-value", element("span", "reading-value num " + tone, row.value)),
      within("td", "", status), within("td", "", age(row)), element("td", "cell-basis", row.source));
  }
  function group({ key, title, rows }) {
    return centre.groups.fold("school", { key, title }, centre.groups.says(rows.map((row) => [!row.judged, row.status[0]])), () => [within("table", "readings-table", within("tbody", "", ...rows.map(line)))]);
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
