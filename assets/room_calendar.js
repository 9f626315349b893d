/* The days of a school year: [data-calendar] says every month and day; here they become tables, every text as text.
   A click is a step of the page (assets/admin.js reads data-go). */
(function () {
  "use strict";
  const centre = (window.centre = window.centre || {});
  const WEEKS = 6; // every month is as high as the highest

  function cell(told, [iso, face, words, step]) {
    const { element } = centre, node = element("td", "is-" + face + (iso === told.today ? " is-today" : ""));
    const link = element("a", "cal-day"), letter = element("b", "", told.letters[face]);
    link.href = "?" + step;
    link.title = words;
    link.dataset.go = step;
    link.setAttribute("aria-label", words);
    letter.setAttribute("aria-hidden", "true");
    link.append(element("span", "num", String(Number(iso.slice(8)))), letter);
    node.append(link);
    return node;
  }

  function month(told, one) {
    const { element } = centre, table = element("table", "cal-month"), head = element("tr"), body = element("tbody"), thead = element("thead");
    for (const [short, long] of told.heads) {
      const th = element("th"), abbr = element("abbr", "", short);
      th.scope = "col";
      abbr.title = long;
      th.append(abbr);
      head.append(th);
    }
    thead.append(head);
    for (let week = 0; week < WEEKS; week += 1) {
      const days = Array.from({ length: 7 }, (_, i) => one.days[week * 7 + i - one.from]);
      const row = element("tr", days.some(Boolean) ? "" : "cal-gap");
      row.append(...days.map((day) => (day ? cell(told, day) : element("td"))));
      body.append(row);
    }
    table.append(element("caption", "", one.name), thead, body);
    return table;
  }

  function draw() {
    for (const place of document.querySelectorAll("[data-calendar]")) {
      if (place.drawn === place.dataset.calendar) continue;
      place.drawn = place.dataset.calendar;
      const told = centre.config(place, "data-calendar");
      place.replaceChildren(...told.months.map((one) => month(told, one)));
    }
  }
  new MutationObserver(draw).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-calendar"] });
})();
