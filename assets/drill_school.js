/* The last level: a school. Its name, place and state stand there at once, from what this screen holds; the card follows.
   Under the card: who answers, and how it stood at this hour yesterday. And why a level is empty, when it is. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const LATE_MS = 4000;
  let since = 0, late = 0;

  const card = () => document.querySelector(".school-slot .school-card");
  const arrived = (code) => { const there = card(); return Boolean(there && (!there.dataset.school || there.dataset.school === code)); };

  function soon(state) {
    const side = document.querySelector(".side"), box = document.querySelector("[data-drill='soon']");
    if (!side || !box) return;
    const { feed } = centre, index = state.school && feed.indexOf ? feed.indexOf.get(state.school) : undefined;
    const waiting = index !== undefined && !arrived(state.school);
    side.toggleAttribute("data-soon", waiting);
    if (!waiting) { clearTimeout(late); since = 0; box.replaceChildren(); return; }
    if (!since) { since = performance.now(); clearTimeout(late); late = setTimeout(() => soon(centre.state.get()), LATE_MS + 50); }
    const tree = centre.areas.tree(state), area = tree[feed.points.area[state.tree][index]], status = centre.live.status(index);
    const mark = centre.marks.words(centre.marks.of[index] || 0), pill = element("span", "pill " + status);
    pill.append(element("i", "mark " + status), centre.LABELS[status]);
    const pills = element("div", "pill-row"), title = element("div", "side-title"), close = element("button", "button quiet square");
    close.type = "button"; close.dataset.set = "school="; close.setAttribute("aria-label", text("Đóng", "Close")); close.append(element("i", "icon i-close"));
    title.append(element("h2", "", feed.directory.names[index]), close);
    pills.append(pill, element("span", "pill", feed.directory.kind_labels[feed.points.kind[index]]), element("span", "pill num", state.school));
    const head = element("div", "side-head leased");
    head.append(title, element("p", "side-where", area ? area.name : ""), pills, ...(mark ? [element("p", "drill-meta", mark)] : []));
    const slow = performance.now() - since > LATE_MS, told = centre.drill.story("school:" + state.school);
    const sign = [state.school, state.tree, status, mark, slow, told ? told.server_time : ""].join();
    if (box.dataset.sign === sign && box.childNodes.length) return;
    box.dataset.sign = sign;
    box.replaceChildren(head, ...(told && told.readings ? [readings(told)] : []), ...(slow ? [element("p", "quiet drill-late", text("Máy chủ chưa trả lời: chi tiết của trường sẽ hiện khi có.", "The server has not answered: the details follow as soon as it does."))] : []));
  }

  /* What presses first, in the form the card will have: what is on the way adds the rest, the past and the register. */
  function readings(told) {
    const list = element("section", "side-body leased");
    for (const key of told.pressing) {
      const [value, read, at] = told.readings[key], about = centre.drill.about(key), status = centre.groups.tone(about.fact, read), row = element("div", "reading");
      const age = at ? format.ago(Math.max(0, centre.feed.now() - at)) : text("chưa đo lần nào", "never measured");
      row.append(element("i", "mark " + status), element("span", "reading-name", about.label), element("span", "reading-value num " + status, centre.drill.said(about, value)), element("span", "reading-meta", centre.groups.word(status, centre.LABELS[status]) + " · " + age));
      list.append(row);
    }
    return list;
  }

  function under(state) {
    const box = document.querySelector("[data-drill='school']");
    if (!box) return;
    const known = state.school && centre.feed.indexOf && centre.feed.indexOf.has(state.school);
    box.hidden = !known;
    if (!known) return;
    box.classList.toggle("not-then", Boolean(centre.replay && centre.replay.on)); // these answers are of now
    const told = centre.drill.story("school:" + state.school), ready = told && told.incidents;
    const sign = state.school + (ready ? JSON.stringify([told.people, told.changed]) : told ? "away" : "");
    if (box.dataset.sign === sign) return;
    box.dataset.sign = sign;
    const row = (label, words) => { const node = element("p", ""); node.append(element("span", "", label), element("b", "", words)); return node; };
    const compare = Object.assign(element("a", "drill-all", text("So sánh với trường khác", "Compare with another school")), { href: "/compare?" + new URLSearchParams({ a: state.school }) });
    if (!ready) { box.replaceChildren(row(text("Ai phụ trách", "Who answers"), told ? text("chưa biết", "not known") : "…"), row(text("Từ hôm qua", "Since yesterday"), told ? text("chưa biết", "not known") : "…"), compare); return; }
    box.replaceChildren(row(text("Ai phụ trách", "Who answers"), who(told)), row(text("Từ hôm qua", "Since yesterday"), change(told.changed)), compare);
  }
  function who({ people, away }) {
    if (!people) return away ? text("chưa biết", "not known") : text("chỉ hiện với người tiếp nhận sự cố", "shown to those who answer incidents");
    const names = people.near.slice(0, 2).map((one) => one.name), rest = people.near.length - names.length + people.more;
    if (names.length) return names.join(", ") + (rest ? text(" và " + rest + " người khác", " and " + rest + " others") : "");
    return people.centre.length ? text("trung tâm: ", "the centre: ") + people.centre[0].name : text("chưa có ai", "nobody yet");
  }
  function change(c) {
    const more = c.opened ? text(" · " + format.number(c.opened) + " sự cố trong 24 giờ", " · " + format.number(c.opened) + " incidents in 24 hours") : "";
    if (c.since === null) return (c.told ? text("giờ này hôm qua chưa có số liệu", "this hour yesterday is not known") : text("chưa đọc được", "could not be read")) + more;
    return (c.fell_count ? text("giờ này hôm qua còn kết nối, nay mất", "was online at this hour, now offline") : c.rose_count ? text("giờ này hôm qua mất kết nối, nay đã lại", "was offline at this hour, now back")
      : text("không đổi", "unchanged")) + more;
  }

  /* An empty level says why, and offers the way on. */
  function why(state) {
    const box = document.querySelector("[data-drill='why']"), { feed, live } = centre;
    if (!box || !feed.ready || !feed.directory || !live.view) return;
    const n = live.view, total = n.reduce((a, b) => a + b, 0), heard = n[1] + n[2] + n[3];
    let words = live.note || "", ways = [];
    const up = { set: "area=&school=", words: text("Xem toàn bộ", "See everything") };
    if (!total && state.kind) { words = words || text("Không có trường nào thuộc cấp học đã chọn ở đây.", "No school of the chosen kinds here."); ways = [{ set: "kind=", words: text("Bỏ lọc cấp học", "All kinds") }]; }
    else if (!total) { words = words || text("Địa bàn này chưa có trường nào trong danh bạ, hoặc chưa trường nào thuộc phạm vi của bạn.", "This area has no school in the register, or none within your reach."); ways = [up]; }
    else if (!heard && centre.replay && centre.replay.on) words = words || text("Không rõ ở phút này: khi ấy không ai nghe được các trường.", "Unknown in this minute: nobody heard the schools then.");
    else if (!heard) words = words || text("Không trường nào ở đây báo cáo chỉ số này: " + (n[4] ? "số liệu đã cũ." : "chưa từng có số liệu."), "No school here reports this indicator: " + (n[4] ? "its data are stale." : "there has never been any."));
    else if (state.only === "1" && total === n[1] && !(live.marks && live.marks.loud + live.marks.held)) { words = words || text("Đang chỉ hiện sự cố, mà mọi trường ở đây đều bình thường.", "Only incidents are shown, and every school here is fine."); ways = [{ set: "only=", words: text("Hiện mọi trường", "Show every school") }]; }
    const sign = words + ways.map((one) => one.set);
    if (box.dataset.sign === sign) return;
    box.dataset.sign = sign;
    box.replaceChildren(...(words ? [element("p", "", words)] : []), ...ways.map((one) => {
      const way = element("button", "button", one.words);
      way.type = "button"; way.dataset.set = one.set;
      return way;
    }));
  }

  const paint = centre.drill.once(() => { const state = centre.state.get(); soon(state); under(state); why(state); });
  let watched = null;
  function watch() {
    const slot = document.querySelector(".school-slot");
    if (slot && slot !== watched) { watched = slot; new MutationObserver(() => soon(centre.state.get())).observe(slot, { childList: true, subtree: true }); }
  }
  for (const name of ["state", "directory", "counts", "drill", "drill-story", "marked", "replay"]) centre.on(name, paint);
  centre.on("decorate", () => { watch(); paint(); });
})();
