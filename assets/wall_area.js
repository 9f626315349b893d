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
    const deaf = wall.deaf(body), sure = body.known && !deaf; // what was heard last stands on; "none" needs somebody who was asked
    if (sure || body.incidents.length) wall.rows.fill(lives, body.incidents, body.unacknowledged, true, say("Không sự cố nào đang mở tại đây", "No incident is open here"));
    else wall.rows.none(lives, say("Chưa biết: cơ sở dữ liệu không trả lời", "Not known: the database does not answer"));
    const about = box.querySelector("[data-area-about]");
    about.textContent = deaf ? wall.silent(body) : body.known && body.live ? number(body.live) + say(" đang mở", " open") : "";
    about.classList.toggle("deaf", deaf);
    wall.place({ name: body.area.name, level: body.area.level, schools: body.figures[0].schools });
    wall.ages();
  };
  /* Nothing is known of this area yet: never the figures of whoever stood here before, under its name. */
  wall.blankArea = (why) => {
    const box = wall.element();
    wall.figures([...box.querySelectorAll("[data-figure]")].map((tile) => ({ key: tile.dataset.figure, value: "–", foot: "", trend: "", since: "", tone: "" })), true);
    for (const name of ["[data-area-rows]", "[data-area-incidents]"]) wall.rows.none(box.querySelector(name), why);
    const about = box.querySelector("[data-area-about]");
    about.textContent = "";
    about.classList.remove("deaf");
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
