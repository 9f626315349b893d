/* What waits to be sent, told on every page: a chip in the bar with the count, a box with the lines, and a sentence
   when something was refused. Text nodes only. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element } = centre;
  const box = () => document.querySelector("[data-unsent-box]");
  const words = () => centre.config(box() || document.body, "data-words");

  function what(move, said) {
    const ids = move.body.ids;
    const about = ids ? said.several.replace("{n}", ids.length) : move.id === "" ? said.new : said.one.replace("{id}", move.id);
    return (said.verbs[move.verb] || move.verb) + " · " + about;
  }
  function line(move, said) {
    const row = element("li", "unsent-row");
    const text = element("div", "unsent-text");
    text.append(element("b", "", what(move, said)), element("span", "dim", (said[move.state] || "") + " · " + centre.format.clock(move.at / 1000)));
    if (move.body.text) text.append(element("span", "unsent-said", move.body.text));
    row.append(text);
    if (move.state !== "sending") {
      const forget = element("button", "button quiet", said.forget);
      forget.type = "button";
      forget.dataset.unsentForget = move.client;
      row.append(forget);
    }
    return row;
  }
  /* A press that is answered within a moment needs no chip. */
  function tell() {
    const late = centre.moves.pending().filter((move) => move.state !== "sending");
    for (const chip of document.querySelectorAll("[data-unsent]")) {
      chip.hidden = !late.length;
      chip.querySelector("[data-unsent-count]").textContent = centre.format.number(late.length);
    }
    const shown = box();
    if (!shown) return;
    const said = words();
    shown.querySelector("[data-unsent-list]").replaceChildren(...centre.moves.pending().map((move) => line(move, said)));
    if (shown.open && !centre.moves.pending().length) shown.close();
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    const forget = event.target.closest("[data-unsent-forget]");
    if (event.target.closest("[data-unsent]")) { const shown = box(); if (shown && !shown.open) shown.showModal(); }
    else if (event.target.closest("[data-unsent-again]")) centre.moves.again();
    else if (forget) centre.moves.forget(forget.dataset.unsentForget);
  });
  centre.on("moves", tell);
  centre.on("decorate", tell);
  centre.on("refused", ({ move, vi }) => { const said = words(); centre.say(what(move, said) + ". " + said.refused.replace("{why}", vi), "bad"); });

  /* One sentence at a time; it goes by itself, a refusal later than a success. */
  let going = 0;
  centre.say = (text, tone) => {
    const node = element("p", "said-now " + (tone || "good"), text);
    clearTimeout(going);
    const place = document.querySelector("dialog[open] [data-told]") || document.querySelector(".shell > [data-told]");
    if (!place) return;
    place.replaceChildren(node);
    going = setTimeout(() => node.remove(), tone === "bad" ? 9000 : 4000);
  };
})();
