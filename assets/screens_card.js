/* One wall as a card of the overview. */
(function () {
  "use strict";
  const centre = window.centre, { element } = centre, say = centre.text, cards = centre.screenCards;
  const ICONS = { city: "map", area: "area", indicators: "layers", incidents: "incident", systems: "devices", programme: "circle-check", sources: "sources" };
  const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };
  const shown = (node, yes) => { if (node.hidden === yes) node.hidden = !yes; };
  const icon = (name) => element("i", "icon i-" + name);

  function button(className, name, words, act) {
    const node = element("button", "button " + className);
    node.type = "button";
    node.append(icon(name), element("span", "", words));
    node.addEventListener("click", act);
    return node;
  }
  async function post(path, body, done) {
    try {
      const reply = await centre.session.send("/api/v1/screens/" + path, body);
      const told = await reply.json().catch(() => ({}));
      if (!reply.ok) { centre.say((centre.text(told.vi, told.en)) || say("Không làm được việc này.", "This could not be done."), "bad"); return; }
      if (done) done(told);
      cards.again();
    } catch (_) { centre.say(say("Máy chủ không trả lời; chưa có gì thay đổi.", "No answer; nothing was changed."), "bad"); }
  }
  cards.post = post;

  cards.make = (one) => {
    const node = element("li", "card screen-card"), card = { node, id: one.id, one };
    node.dataset.screen = one.id;
    const glass = element("div", "screen-glass"), picture = element("img", ""), none = element("span", "screen-no-echo");
    picture.alt = "";
    picture.hidden = true;
    picture.decoding = "async";
    const state = element("span", "pill"), echoAge = element("span", "screen-echo-age num");
    state.append(element("span", "mark"), element("span", ""));
    glass.append(picture, none, echoAge);
    const head = element("div", "screen-name"), link = element("a", "row-name"), reach = element("span", "dim screen-reach");
    link.href = "?screen=" + one.id;
    link.dataset.go = "screen=" + one.id;
    head.append(link, state, reach);
    const scene = element("div", "screen-scene"), strip = element("div", "screen-strip"), facts = element("dl", "screen-facts");
    strip.setAttribute("role", "group");
    strip.setAttribute("aria-label", say("Chuyển đến cảnh", "Go to a scene"));
    const rows = {};
    for (const [key, words] of [["seen", say("Nhịp cuối", "Last beat")], ["age", say("Tuổi số liệu", "Age of figures")], ["memory", say("Bộ nhớ", "Memory")], ["version", say("Phiên bản", "Version")]]) {
      const row = element("div", "");
      row.append(element("dt", "", words), rows[key] = element("dd", "num"));
      facts.append(row);
    }
    const acts = element("div", "screen-acts"), arrange = element("a", "button quiet");
    arrange.href = "/admin/screens/" + one.id;
    arrange.append(icon("layers"), element("span", "", say("Sắp xếp cảnh", "Arrange")));
    const flash = button("quiet", "eye", say("Nháy màn hình", "Flash"), () => post(card.id + "/flash", {}, (told) => { card.flashUntil = performance.now() + told.for_s * 1000; cards.age(card); }));
    const hold = button("quiet", "flat", "", () => {
      const held = card.one.asked && card.one.asked.hold, at = card.one.scene && card.one.scene.index;
      post(card.id + "/scene", held ? { index: null, hold: false } : { index: at || 0, hold: true });
    });
    acts.append(arrange, flash, hold);
    node.append(glass, head, scene, strip, facts, acts);
    return Object.assign(card, { picture, none, state, echoAge, link, scene, strip, rows, flash, hold, reach, flashUntil: 0 });
  };

  function glass(card, one) {
    const tone = cards.tone(one);
    card.state.className = "pill " + tone;
    card.state.firstChild.className = "mark " + tone;
    put(card.state.lastChild, cards.words(one));
    card.node.dataset.state = one.state;
    if (one.echo && one.echo !== card.echo) {
      const next = new Image(), address = `/api/v1/screens/${one.id}/echo?v=${encodeURIComponent(one.echo)}`;
      card.echo = one.echo;
      next.onload = () => { if (card.echo !== one.echo) return; card.picture.src = address; card.picture.hidden = false; card.none.hidden = true; };
      next.src = address; // shown only when it is there: a card never blinks
    }
    shown(card.none, card.picture.hidden);
    put(card.none, one.state === "new" ? say("Màn hình chưa gửi nhịp nào", "It has not spoken yet") : say("Chưa có hình của màn hình này", "No picture of this screen yet"));
  }
  function strip(card, one) {
    const list = one.playlist ? one.playlist.scenes : [], at = one.scene ? one.scene.index : -1, held = Boolean(one.asked && one.asked.hold);
    const key = JSON.stringify([list, at, held, one.page]);
    if (card.key === key) return;
    card.key = key;
    const focused = card.strip.contains(document.activeElement) ? [...card.strip.children].indexOf(document.activeElement) : -1;
    card.strip.replaceChildren(...list.map((scene, i) => {
      const node = element("button", "screen-step" + (i === at ? " on" : ""));
      node.type = "button";
      node.append(icon(ICONS[scene.kind] || "wall"));
      node.title = say(`Cảnh ${i + 1}: ${scene.words}, ${scene.seconds} giây`, `Scene ${i + 1}: ${scene.words}, ${scene.seconds} s`);
      node.setAttribute("aria-label", node.title);
      if (i === at) node.setAttribute("aria-current", "true");
      node.addEventListener("click", () => post(card.id + "/scene", { index: i, hold: held }, () => centre.say(say(`“${one.name}” chuyển sang “${scene.words}” trong vài giây.`, `“${one.name}” goes to “${scene.words}” within seconds.`), "good")));
      return node;
    }));
    if (focused >= 0 && card.strip.children[focused]) card.strip.children[focused].focus();
  }
  cards.fill = (card, one) => {
    card.one = one;
    put(card.link, one.name);
    put(card.reach, one.reach);
    card.reach.title = one.reach;
    glass(card, one);
    const place = one.scene ? `${one.scene.name || one.scene.words}` : one.page_words;
    put(card.scene, one.state === "new" ? say("Chưa chiếu gì", "Shows nothing yet") : place + (one.scene && one.scene.count > 1 ? ` · ${one.scene.index + 1}/${one.scene.count}` : ""));
    if (one.playlist && one.playlist.broken) put(card.scene, say("Danh sách cảnh không đọc được, đang chiếu toàn cảnh", "Its playlist cannot be read; it shows the whole picture"));
    strip(card, one);
    const held = Boolean(one.asked && one.asked.hold);
    put(card.hold.lastChild, held ? say("Thả cảnh", "Let it turn") : say("Giữ cảnh", "Hold scene"));
    card.hold.title = held ? say("Để các cảnh lại thay nhau", "Scenes take turns again") : say("Đứng ở cảnh đang chiếu cho đến khi được thả", "Stay on the scene it shows until it is let go");
    card.hold.setAttribute("aria-pressed", String(held));
    shown(card.hold, one.playlist !== null && (held || one.playlist.scenes.length > 1));
    put(card.rows.memory, one.memory_mb === null ? "–" : centre.format.number(Math.round(one.memory_mb)) + "\u00a0MB");
    put(card.rows.version, !one.version ? "–" : one.current ? say("mới nhất", "newest") : say("sắp tải bản mới", "loads the new one"));
    card.rows.version.title = one.version;
    card.rows.version.classList.toggle("late", Boolean(one.version) && !one.current);
    cards.age(card);
  };
  cards.age = (card) => {
    const one = card.one, more = cards.since();
    put(card.rows.seen, one.seen_s === null ? "–" : centre.format.ago(one.seen_s + more));
    put(card.rows.age, one.frame_age_s === null ? "–" : centre.format.span(one.frame_age_s + (one.seen_s || 0) + more));
    card.rows.age.classList.toggle("late", one.frame_age_s === null || one.frame_age_s + (one.seen_s || 0) > 20);
    put(card.echoAge, card.picture.hidden || one.echo_s === null ? "" : say("hình ", "picture ") + centre.format.ago(one.echo_s + more));
    const left = (card.flashUntil - performance.now()) / 1000;
    put(card.flash.lastChild, left > 0 ? say(`Đang nháy ${Math.ceil(left)} giây`, `Flashing ${Math.ceil(left)} s`) : say("Nháy màn hình", "Flash"));
    card.flash.disabled = left > 0;
  };
})();
