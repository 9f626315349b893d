/* The call list of an incident: who, number, last result; a press on a result is an event of the incident. Lines keep
   their place and their node, so that a thumb finds them where they were. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format } = centre;
  const story = centre.story;

  const STEP = 120; // lines drawn at once: a whole province is some thousand
  let most = STEP, of = 0;

  function result(call) {
    if (!call.called_at) return element("span", "dim", story.say("never_called"));
    const said = element("span", "call-last");
    said.append(story.text(element("b"), call.result), element("span", "dim num", " · " + [story.short(call.called_at), call.called_by].filter(Boolean).join(" · ")));
    return said;
  }
  function line(call, data) {
    const node = element("li", "call" + (call.called_at ? " called" : "")), who = element("div", "call-who"), about = data.lines.find((one) => one.code === call.school);
    const name = element("b", "", call.name), where = element("span", "dim");
    if (about) where.append(element("i", "mark " + about.status), " ", [centre.LABELS[about.status], about.area].filter(Boolean).join(" · ")); else where.textContent = story.say("carrier_desk");
    who.append(name, where, result(call));
    const number = story.call(call.phone), buttons = element("div", "call-results");
    number.classList.add("call-number");
    if (call.phone) number.prepend(element("i", "icon i-phone"));
    const waits = centre.moves.of(story.id).some((move) => move.verb === "called" && (move.body.school || "") === call.school && (call.school || move.body.result.startsWith(call.name)));
    for (const words of data.may && call.phone ? story.words.results[call.school ? "school" : "carrier"] : []) {
      const button = element("button", "choice call-result", words);
      Object.assign(button, { type: "button", disabled: waits });
      Object.assign(button.dataset, { callResult: call.school ? words : call.name + ": " + words.toLowerCase(), callSchool: call.school });
      buttons.append(button);
    }
    if (waits) buttons.append(element("span", "pill watch", story.say("sending")));
    node.append(who, number, buttons);
    return node;
  }
  story.draw.calls = (data) => {
    if (!data.calls || !story.slot("calls")) return;
    story.put("callsabout", [data.says, data.calls.length], () => [element("span", "", "#" + data.id + " · " + story.says(data))]);
    const waiting = centre.moves.of(data.id).map((move) => move.client);
    if (of !== data.id) { of = data.id; most = STEP; }
    story.put("calls", [data.calls, data.lines, waiting, most], () => {
      const rest = data.calls.length - most, lines = data.calls.slice(0, most).map((call) => line(call, data));
      if (rest > 0) {
        const item = element("li", "call-more"), more = element("button", "button", story.say("more_calls", { n: format.number(rest) }));
        more.type = "button";
        more.dataset.callMore = "";
        item.append(more);
        lines.push(item);
      }
      return lines;
    });
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest || !event.target.closest("[data-call-more]")) return;
    most += STEP;
    story.redraw();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-call-result]");
    if (button && !button.disabled) story.send("called", { school: button.dataset.callSchool, result: button.dataset.callResult });
  });
})();
