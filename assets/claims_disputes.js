/* What schools dispute: age, owner, what the record said, what the school says; taken on, then answered with a reason. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const book = centre.claims;
  const TONES = { confirmed: "good", open: "bad", taken: "watch", upheld: "good", refused: "unknown" };

  book.dispute = (one, may, bare) => {
    const node = element("article", "claims-dispute"), head = element("div", "claims-part-head"), acts = element("div", "acts");
    head.append(bare ? element("b", "", one.about_words) : book.school(one), ...(bare ? [] : [element("b", "", one.about_words)]), book.pill(one.state_words, TONES[one.state]), element("span", "dim num", book.when(one.made_at) + " · " + one.made_name));
    node.append(head);
    if (one.shown) node.append(element("p", "dim", text("Lúc ấy hồ sơ ghi: ", "The record said: ") + one.shown));
    if (one.note) node.append(element("p", "claims-note", one.note));
    if (one.owner_name) node.append(element("p", "dim", text("Người giữ: ", "Owner: ") + one.owner_name));
    if (one.ended_note) node.append(element("p", "", text("Kết luận: ", "Answer: ") + one.ended_note + (one.ended_name ? " (" + one.ended_name + ")" : "")));
    if (may && (one.state === "open" || one.state === "taken")) {
      const send = (upheld) => (note) => book.fetched("/api/v1/disputes/" + one.id + "/settle", { upheld, note });
      if (one.state === "open") acts.append(book.press(text("Nhận xem", "Take it"), () => book.fetched("/api/v1/disputes/" + one.id + "/take", {})));
      if (!bare) acts.append(book.phone(one));
      acts.append(book.form("d" + one.id, text("Kết luận", "Answer"), text("Vì sao (ít nhất 10 chữ)", "Why (10 letters at least)"), [[text("Trường đúng", "The school was right"), send(true), true], [text("Giữ số liệu", "The figure stands"), send(false)]]));
      node.append(acts);
    }
    return node;
  };
  book.views.disputes = async (mine) => {
    const data = await book.fetched("/api/v1/disputes");
    if (!mine()) return;
    book.put(data, () => {
      const live = element("section", "card claims-part"), over = element("section", "card claims-part");
      live.append(element("h2", "", text("Đang chờ trả lời", "Waiting for an answer") + " · " + book.number(data.live.length)), ...(data.live.length ? data.live.map((one) => book.dispute(one, data.may_answer)) : [element("p", "empty", text("Không trường nào đang phản hồi. Trường xác nhận hoặc không đồng ý trên trang của trường.", "No school disputes anything. A school confirms or disputes on its own page."))]));
      over.append(element("h2", "", text("Đã trả lời, đã xác nhận", "Answered, confirmed")), ...data.over.map((one) => book.dispute(one, false)));
      return [live, data.over.length ? over : null];
    });
  };
})();
