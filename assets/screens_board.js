/* The overview of walls: asked for every few seconds, one card each, written in place so that focus and eyes stay where they
   are. A card says what the wall itself said last and how long ago that was; a picture that is old says so too. */
(function () {
  "use strict";
  const centre = window.centre, { element } = centre, say = centre.text;
  const EVERY_MS = 4000, cards = centre.screenCards = { nodes: new Map(), asked: 0, taken: 0 };
  let timer = 0, heard = null, heardAt = 0;

  const STATES = {
    live: ["good", () => say("đang chiếu", "live")], pale: ["watch", () => say("bộ nhớ đệm vắng", "cache away")],
    grey: ["stale", () => say("đang xám", "grey")], old: ["stale", () => say("số liệu cũ", "old figures")],
    silent: ["bad", () => say("im lặng", "silent")], new: ["unknown", () => say("chưa có nhịp", "no beat yet")],
    revoked: ["unknown", () => say("đã ngắt", "revoked")],
  };
  const WHY = {
    network: () => say("mất liên lạc với máy chủ", "it cannot reach the server"), server: () => say("máy chủ báo lỗi cho màn hình", "the server answers it with errors"),
    blind: () => say("trung tâm mất tầm nhìn", "the centre is blind"), collector: () => say("bộ thu thập ngừng gửi số liệu", "the collector sends nothing"),
    slept: () => say("màn hình vừa ngừng chạy", "it has just slept"), waiting: () => say("đang chờ số liệu đầu tiên", "it waits for its first figures"),
    session: () => say("phiên đã hết", "its session is over"), hung: () => say("màn hình bị treo", "it hangs"),
    replay: () => say("đang xem lại", "in replay"), list: () => say("danh sách không cập nhật được", "its list is not being refreshed"),
  };
  cards.tone = (one) => STATES[one.state][0];
  cards.words = (one) => (one.state === "grey" && WHY[one.culprit] ? WHY[one.culprit]() : STATES[one.state][1]());
  cards.since = () => (performance.now() - heardAt) / 1000; // since the answer that is shown

  function summary(all) {
    const place = document.querySelector("[data-screen-summary]"), shown = all.filter((one) => one.state !== "revoked");
    if (!place) return;
    const n = centre.format.number, count = (...states) => shown.filter((one) => states.includes(one.state)).length;
    const late = shown.filter((one) => one.version && !one.current && one.state !== "silent").length;
    const parts = [say(`${n(shown.length)} màn hình`, `${n(shown.length)} screens`), count("live", "pale") && say(`${n(count("live", "pale"))} đang chiếu`, `${n(count("live", "pale"))} live`),
      count("grey", "old") && say(`${n(count("grey", "old"))} đang xám`, `${n(count("grey", "old"))} grey`), count("silent") && say(`${n(count("silent"))} im lặng`, `${n(count("silent"))} silent`),
      count("new") && say(`${n(count("new"))} chưa có nhịp`, `${n(count("new"))} without a beat`), late && say(`${n(late)} sắp tải bản mới`, `${n(late)} about to load the new version`)];
    const text = shown.length ? parts.filter(Boolean).join(" · ") : "";
    if (place.textContent !== text) place.textContent = text;
  }
  function gone(all) {
    const place = document.querySelector("[data-screen-gone]"), old = all.filter((one) => one.state === "revoked");
    if (!place || place.dataset.told === old.map((one) => one.id).join()) return;
    place.dataset.told = old.map((one) => one.id).join();
    if (!old.length) { place.replaceChildren(); return; }
    const box = element("details", "screen-gone card"), list = element("ul", "");
    box.append(element("summary", "", say(`Đã ngắt: ${centre.format.number(old.length)} màn hình`, `Revoked: ${centre.format.number(old.length)} screens`)), list);
    for (const one of old) {
      const row = element("li", ""), link = element("a", "row-name", one.name);
      link.href = "?screen=" + one.id;
      link.dataset.go = "screen=" + one.id;
      row.append(link, element("span", "dim num", centre.format.clock(one.revoked_at) + ", " + centre.format.date(one.revoked_at)));
      list.append(row);
    }
    place.replaceChildren(box);
  }
  function draw() {
    const place = document.querySelector("[data-screen-cards]");
    if (!place || !heard) return;
    const shown = heard.screens.filter((one) => one.state !== "revoked"), known = new Set(shown.map((one) => String(one.id)));
    for (const [id, card] of [...cards.nodes]) if (!known.has(id) || card.node.parentElement !== place) { card.node.remove(); cards.nodes.delete(id); }
    if (!shown.length) {
      if (!place.querySelector(".screen-none")) place.replaceChildren(element("li", "card empty screen-none", say("Chưa ghép màn hình nào. Trên máy của màn hình, mở trang /pair để lấy mã.", "No screen was paired yet. Open /pair on the screen's own machine to get a code.")));
    } else for (const other of place.querySelectorAll(":scope > .empty")) other.remove();
    for (const one of shown) {
      let card = cards.nodes.get(String(one.id));
      if (!card) {
        card = cards.make(one);
        cards.nodes.set(String(one.id), card);
        place.append(card.node);
      }
      cards.fill(card, one);
    }
    summary(heard.screens);
    gone(heard.screens);
  }
  function failed() {
    const place = document.querySelector("[data-screen-summary]");
    if (place && heard) place.textContent = say(`Máy chủ không trả lời; các thẻ là của ${centre.format.span(cards.since())} trước.`, `No answer; the cards are ${centre.format.span(cards.since())} old.`);
    document.documentElement.toggleAttribute("data-screens-old", Boolean(place));
  }
  async function ask() {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY_MS);
    const place = document.querySelector("[data-screen-cards]");
    if (!place || document.hidden) return;
    const mine = cards.asked += 1;
    try {
      const reply = await fetch("/api/v1/screens", { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (!reply.ok || reply.redirected) throw new Error("HTTP " + reply.status);
      const body = await reply.json();
      if (mine < cards.taken) return; // a later one was quicker
      cards.taken = mine;
      [heard, heardAt] = [body, performance.now()];
      document.documentElement.removeAttribute("data-screens-old");
      draw();
    } catch (_) { if (mine > cards.taken) failed(); }
  }
  cards.again = () => { clearTimeout(timer); timer = setTimeout(ask, 300); };
  /* Ages run on between two answers. */
  setInterval(() => {
    if (!heard || !document.querySelector("[data-screen-cards]")) return;
    for (const card of cards.nodes.values()) cards.age(card);
  }, 1000);
  new MutationObserver(() => {
    const place = document.querySelector("[data-screen-cards]");
    if (place && !place.dataset.begun) { place.dataset.begun = "1"; ask(); }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
