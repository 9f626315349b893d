/* Rows of incidents on a wall: as many as there is room for, each as high as it is; what nobody has comes first, yet who
   has the others is never crowded out.. */
(function () {
  "use strict";
  const centre = window.centre, say = centre.text;
  const COUNTED = 12, seen = new WeakMap();
  const wall = centre.wall = centre.wall || {};

  /* The age stands at the end of the row, the number of schools below: neither is said twice, and a school is a school. */
  const brief = (says) => says.replace(/ (từ \d\d\/\d\d|since \d\d \w+) \d\d:\d\d$/, "").replace(/^Trường\s/, "")
    .replace(/^[\d.,]+ (trường ở|schools? in) /, "").replace(/^(Trung tâm mất tầm nhìn|The centre is blind):.*$/, "$1");
  const ended = (one) => one.resolved_at !== null;

  function row(one) {
    const open = one.state === "open", over = ended(one);
    const node = centre.element("div", "incident " + one.kind + " " + (over ? "over" : open ? "unheld " + one.severity : "held"));
    node.dataset.incident = String(one.id);
    const meta = centre.element("span", "incident-meta");
    meta.append(centre.element("span", "incident-owner" + (open ? " none" : ""), centre.marks.state(one)));
    if (one.area && one.kind !== "wide") meta.append(centre.element("span", "", one.area));
    if (one.kind === "wide" || one.schools > 1) meta.append(centre.element("b", "num", schools(one.schools)));
    if (one.kind === "wide" && one.confidence !== null) meta.append(centre.element("span", "num", say("độ tin cậy ", "confidence ") + Math.round(one.confidence * 100) + "\u00a0%"));
    if (one.quiet) meta.append(centre.element("span", "", say("ngoài giờ", "out of hours")));
    node.append(sign(one), centre.element("span", "incident-title", brief(one.says)), age(one), meta);
    return node;
  }
  const schools = (n) => centre.format.number(n) + say(" trường", n === 1 ? " school" : " schools");
  const sign = (one) => (ended(one) ? centre.element("i", "mark good") : centre.element("i", "ring " + (one.state === "open" ? "loud " : "held ") + one.tone));
  function age(one) {
    const node = centre.element("span", "num dim incident-age");
    node.dataset.from = one.started_at;
    if (ended(one)) node.dataset.to = one.resolved_at;
    return node;
  }

  const fits = (rows, room, high) => { let left = room; const n = rows.findIndex((one) => (left -= high(one)) < 0); return n < 0 ? rows : rows.slice(0, n); };
  /* How many more nobody has is said below the rows. */
  function chosen(list, box, unacknowledged) {
    const sort = (one) => (ended(one) ? 2 : one.state === "open" ? 0 : 1);
    const [unheld, held, over] = [0, 1, 2].map((n) => list.filter((one) => sort(one) === n));
    const nodes = new Map(list.map((one) => [one, row(one)])), rest = centre.element("p", "incident-more num dim", "+");
    box.replaceChildren(...nodes.values(), rest); // laid out for a moment, never painted
    const bounded = getComputedStyle(box).flexWrap === "wrap"; // a phone is scrolled: there rows are counted
    const heights = new Map([...nodes].map(([one, node]) => [one, bounded ? node.getBoundingClientRect().height : 1]));
    const high = (one) => heights.get(one), sum = (rows) => rows.reduce((all, one) => all + high(one), 0), usual = sum(list) / list.length;
    const room = bounded ? Math.max(3 * usual, box.clientHeight + 1) : COUNTED;
    const first = room - sum(over.slice(0, 1)) - sum(held.slice(0, Math.min(2, Math.floor(room / usual / 3))));
    const all = Math.max(unheld.length, unacknowledged), whole = fits(unheld, first, high);
    const line = whole.length < all && bounded ? rest.getBoundingClientRect().height : 0, open = line ? fits(unheld, first - line, high) : whole;
    const calm = fits(held, room - line - sum(open) - sum(over.slice(0, 1)), high), late = fits(over, room - line - sum(open) - sum(calm), high);
    rest.textContent = "+" + centre.format.number(all - open.length) + say(" nữa chưa ai nhận", " more unacknowledged");
    return [...open.map((one) => nodes.get(one)), ...(all > open.length ? [rest] : []), ...[...calm, ...late].map((one) => nodes.get(one))];
  }
  /* `known` false: nobody could be asked, which is not "none". */
  function fill(box, all, unacknowledged, known, none) {
    if (!box) return;
    if (!known) { seen.delete(box); return; }
    const told = all.map((one) => [one.id, one.state, one.who, one.severity, one.schools, one.says, one.resolved_at]);
    const bounded = getComputedStyle(box).flexWrap === "wrap", key = JSON.stringify([told, unacknowledged, bounded && [box.clientHeight, box.clientWidth]]);
    if (seen.get(box) === key) return;
    seen.set(box, key);
    box.replaceChildren(...(all.length ? chosen(all, box, unacknowledged) : [centre.element("p", "empty", none || say("Không có sự cố nào đang mở", "No incident is open"))]));
  }

  /* No rows, and why. */
  function none(box, why) {
    if (!box) return;
    seen.delete(box);
    box.replaceChildren(...(why ? [centre.element("p", "empty", why)] : []));
  }

  /* Any rows into a box: what does not fit whole is left out, and a line says how many. */
  function trim(box, nodes, more) {
    box.replaceChildren(...nodes);
    const rest = centre.element("p", "incident-more num dim", "");
    let left = nodes.length;
    const over = () => box.scrollHeight > box.clientHeight + 1;
    if (over()) {
      box.append(rest);
      while (left > 1 && (rest.textContent = more(nodes.length - left), over())) nodes[left -= 1].remove();
      rest.textContent = more(nodes.length - left);
    }
    return left;
  }
  wall.rows = { fill, none, row, brief, schools, sign, age, trim };
})();
