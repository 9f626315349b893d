/* A school's own record on its page: this week's answer to each claim; the school confirms it, or disputes it with a reason. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const book = centre.claims;
  const TONES = { kept: "good", gap: "bad", unmeasured: "stale", denied: "watch", undeclared: "unknown" };

  function line(row, data) {
    const node = element("div", "claims-dispute"), head = element("div", "claims-part-head");
    const shown = row.claimed_words + ": " + book.number(row.claimed) + " · " + row.measured_words + ": " + book.number(row.measured);
    head.append(element("b", "", row.label), book.pill(row.says, TONES[row.answer]));
    node.append(head, element("p", "dim num", shown));
    if (data.may_record) node.append(answer(row.claim, shown));
    return node;
  }
  function answer(about, shown) {
    const send = (says) => (note) => book.fetched("/api/v1/disputes", { school: book.root.dataset.claimsSchool, about, says, note, shown });
    return book.form("r" + about, text("Xác nhận, phản hồi", "Confirm or dispute"), text("Điều cần nói (không đồng ý: ít nhất 10 chữ)", "What to say (to dispute: 10 letters at least)"), [[text("Không đồng ý", "Dispute"), send("disputed"), true], [text("Xác nhận đúng", "Confirm"), send("confirmed")]]);
  }
  book.views.record = async (mine) => {
    const data = await book.fetched("/api/v1/schools/" + encodeURIComponent(book.root.dataset.claimsSchool) + "/record");
    if (!mine()) return;
    book.put(data, () => {
      const whole = element("div", "claims-dispute");
      whole.append(element("b", "", text("Cả hồ sơ của trường", "The whole record of the school")));
      if (data.may_record) whole.append(answer("record", ""));
      return [...data.rows.map((row) => line(row, data)), whole, ...data.answers.map((one) => book.dispute(one, data.may_answer, true))];
    });
  };
})();
