/* The scene of one area: the same map, opened on it; the five tiles are the area's, beside them its indicators and what
   lives there. */
(function () {
  "use strict";
  const centre = window.centre, say = centre.text;
  const wall = centre.wall = centre.wall || {};

  function row(one) {
    const { make, words, number } = wall.parts;
    const node = make("div", "wall-area-row", centre.element("i", "mark " + one.status), words("span", "wall-area-name", one.label),
      words("span", "num dim", number(one.reporting) + " / " + number(one.schools)), make("b", "num tone " + one.status, one.value + (one.unit ? "\u00a0" + one.unit : "")));
    node.title = one.question;
    return node;
  }
  wall.drawArea = (body) => {
    const box = wall.element(), { number, words } = wall.parts;
    wall.figures(body.figures, true);
    const rows = box.querySelector("[data-area-rows]"), lives = box.querySelector("[data-area-incidents]");
    const nodes = body.rows.map(row);
    rows.replaceChildren(...nodes);
    if (!body.rows.length) rows.replaceChildren(words("p", "empty", say("Chưa có chỉ số nào", "No indicator yet")));
    wall.rows.fill(lives, body.incidents, body.unacknowledged, body.known, say("Không sự cố nào đang mở tại đây", "No incident is open here"));
    if (!body.known) lives.replaceChildren(words("p", "empty", say("Chưa biết: cơ sở dữ liệu không trả lời", "Not known: the database does not answer")));
    const about = box.querySelector("[data-area-about]");
    about.textContent = body.known && body.live ? number(body.live) + say(" đang mở", " open") : "";
    wall.place({ name: body.area.name, level: body.area.level, schools: body.figures[0].schools });
    wall.ages();
  };
  /* The area's name over its map; nothing over the whole picture. */
  wall.place = (one) => {
    const box = wall.element().querySelector("[data-wall-place]");
    if (!one) { box.replaceChildren(); return; }
    const { words, number } = wall.parts;
    const level = one.level ? one.level + " · " + number(one.schools) + say(" trường", one.schools === 1 ? " school" : " schools") : "";
    box.replaceChildren(words("b", "", one.name), words("span", "", level));
  };
})();
