/* Boards of a wall, second half: the parts of the centre, the programme, the sources. */
(function () {
  "use strict";
  const centre = window.centre, say = centre.text;
  const wall = centre.wall, boards = wall.boards;
  const { make, words, number, age, head, fact, phone } = wall.parts;

  function part(one) {
    const row = centre.element("div", "system-row " + one.status);
    row.dataset.part = one.key;
    row.append(make("span", "system-stop", centre.element("i", "mark " + one.status)), words("b", "system-name", one.name),
      make("div", "row-what", words("span", "system-says", one.says), words("span", "row-where", one.facts.join(" · "))),
      make("span", "pill " + one.status, centre.LABELS[one.status]), make("span", "system-age dim", age(one.since, "")));
    return row;
  }
  /* In the order a figure travels: whoever is broken, all behind it is only as good as what it was last told. */
  boards.systems = (box, body) => {
    const ill = body.parts.filter((one) => one.status === "bad" || one.status === "watch" || one.status === "stale");
    const chain = make("section", "board-card leased", make("div", "board-rows system-rows", ...body.parts.map(part)));
    chain.firstChild.style.setProperty("--rows", String(body.parts.length));
    box.replaceChildren(head(say("Hệ thống của trung tâm", "The centre's own systems"),
      fact(number(body.parts.length - ill.length - body.parts.filter((one) => one.status === "unknown").length) + " / " + number(body.parts.length), say("phần bình thường", "parts well")),
      ill.length && fact(number(ill.length), say("cần chú ý", "need attention"), ill.some((one) => one.status === "bad") ? "bad" : "watch"),
      ...body.origin.map((one) => words("span", "board-origin tone " + one.status, one.says))), chain,
    words("p", "board-note dim", body.past_known ? say("Một số liệu đi từ trường đến màn hình theo thứ tự này: phần nào đứt, mọi phần sau nó chỉ còn giữ điều cũ.", "A figure travels from school to screen in this order: behind a broken part, everything only keeps what is old.")
      : say("Cơ sở dữ liệu không trả lời: chưa đọc được lịch sử.", "The database does not answer: no history could be read.")));
  };

  function polls(list) {
    const node = centre.element("div", "source-bars");
    for (let n = list.length; n < 48; n += 1) node.append(centre.element("i", "none"));
    for (const share of list) {
      const one = centre.element("i", share === null ? "missed" : "");
      one.style.height = share === null ? "100%" : Math.round(18 + 82 * share) + "%";
      node.append(one);
    }
    return node;
  }
  function source(one) {
    const card = centre.element("article", "board-card source-tile leased " + one.status);
    const state = make("span", "pill " + one.status, centre.element("i", "mark " + one.status), one.state);
    card.append(make("header", "", words("h3", "", one.name), state),
      make("div", "source-figures", fact("", say("thành công gần nhất", "last success")), fact(one.rows === null ? "–" : number(one.rows), say("dòng mỗi lượt", "rows a poll")), fact(one.every, say("chu kỳ", "interval")), one.rejected ? fact(number(one.rejected), say("dòng bị loại", "rejected"), "watch") : ""),
      one.bars.length ? polls(one.bars) : words("p", "dim", say("hỏi liên tục, không chia thành lượt", "asked all the time, not in polls")));
    card.querySelector(".source-figures b").replaceWith(make("b", "", age(one.last_at, say("chưa lần nào", "never"))));
    if (one.why) card.append(words("p", "source-why tone bad", one.why));
    return card;
  }
  const ROOM = 12;
  boards.sources = (box, body) => {
    const ill = body.rows.filter((one) => one.status === "bad" || one.status === "stale").length;
    if (!body.rows.length) { box.replaceChildren(head(say("Nguồn dữ liệu", "Sources")), words("p", "empty", say("Chưa có nguồn nào báo về: bộ thu thập chưa chạy lần nào.", "No source has reported: the collector has never run."))); return; }
    const rank = (one) => { const at = ["bad", "stale", "watch", "good"].indexOf(one.status); return at < 0 ? 9 : at; };
    const shown = [...body.rows].sort((a, b) => rank(a) - rank(b)).slice(0, ROOM), rest = body.rows.length - shown.length; // tiles are read from four metres
    const grid = make("div", "board-grid", ...shown.map(source));
    grid.style.setProperty("--columns", String(shown.length <= 4 ? Math.min(2, shown.length) : 3));
    box.replaceChildren(head(say("Nguồn dữ liệu", "Sources"), fact(number(body.rows.length), say("nguồn", "sources")), ill && fact(number(ill), say("lỗi hoặc trễ", "failing or late"), "bad"), rest > 0 && fact(number(rest), say("nguồn khác không hiện ở đây", "more not shown here"))), grid);
  };

  function item(one) {
    const row = centre.element("div", "board-row plan-row " + one.standing);
    row.append(words("b", "plan-number num", String(one.number)), make("div", "row-what", words("b", "row-title", one.content), words("span", "row-where", one.quota + " · " + one.lead + (one.note ? " · " + one.note : ""))));
    const beside = centre.element("div", "plan-beside");
    if (one.beside) {
      const bar = make("i", "plan-bar", centre.element("i"));
      bar.firstChild.style.transform = `scaleX(${one.beside.share || 0})`;
      beside.append(words("b", "num", one.beside.shown), words("span", "", one.beside.of + " " + one.beside.says), bar);
    } else beside.append(words("span", "dim", say("chưa đo được ở đây", "not measured here")));
    row.append(beside, make("div", "plan-due", words("b", "num", one.due), words("span", "num", one.late)),
      make("span", "pill " + one.tone, centre.element("i", "mark " + one.tone), one.says));
    return row;
  }
  boards.programme = (box, body) => {
    const facts = Object.entries(body.counts).filter(([, n]) => n).map(([key, n]) => fact(number(n) + " / " + number(body.rows.length), body.words[key], key === "proved" ? "good" : "unknown"));
    const rows = make("div", "board-rows plan-rows", ...body.rows.map(item));
    box.replaceChildren(head(say("Tiến độ đề án 3249/QĐ-UBND", "Programme 3249/QĐ-UBND"), ...facts), make("section", "board-card leased", rows),
      words("p", "board-note dim", say("Số đo bên cạnh một nhiệm vụ không thay cho minh chứng. Chưa ai nộp minh chứng thì ở đây không có gì xanh.", "A figure measured beside an item is no evidence. Until somebody shows evidence nothing here is green.")));
    if (!phone()) rows.style.setProperty("--rows", String(body.rows.length));
  };
})();
