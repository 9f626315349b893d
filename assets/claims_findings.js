/* What cannot be true: every check with how many it judged and found; each finding with its evidence, dismissed with a reason. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const book = centre.claims, folded = {};

  function checks(data, rule) {
    const node = element("section", "card claims-part"), list = element("div", "claims-checks");
    node.append(element("h2", "", text("Các phép kiểm tra", "Checks")));
    for (const one of [...data.checks].sort((a, b) => b.found - a.found)) {
      const line = element("button", "claims-check"), judged = one.judged === null || one.judged === undefined ? (data.whole ? text("chưa đủ số liệu để xét", "not enough known yet") : "") : text("đã xét ", "judged ") + book.number(one.judged);
      line.type = "button";
      line.dataset.claimsSet = JSON.stringify({ rule: rule === one.key ? "" : one.key });
      line.setAttribute("aria-pressed", String(rule === one.key));
      line.append(element("b", "num " + (one.found ? "bad-text" : "dim"), book.number(one.found)), element("span", "", one.label), element("span", "dim", one.says), element("span", "dim num", judged));
      list.append(line);
    }
    node.append(list);
    return node;
  }
  /* One line each: whose, the figure that cannot be, its evidence, since when; the form unfolds below. */
  function finding(one, data) {
    const node = element("article", "claims-finding"), proof = element("ul", "claims-proof");
    const whose = one.what === "school" ? book.school(one) : one.what === "area" ? element("a", "claims-school", one.name) : element("b", "", one.name);
    if (one.what === "area") whose.href = "/?area=" + encodeURIComponent(one.code);
    node.append(whose, element("b", "num", one.value), proof, element("span", "dim num", text("thấy ", "found ") + book.when(one.first_at)));
    for (const line of one.evidence) proof.append(element("li", "num", line.label + ": " + book.number(line.value, 3) + (line.taken ? " · " + book.when(line.taken) : "")));
    if (one.dismissed_at) node.append(element("p", "claims-why", text("Đã bỏ qua: ", "Dismissed: ") + one.dismissed_why + " (" + one.dismissed_name + ", " + book.when(one.dismissed_at) + ")"));
    if (data.may_dismiss && (one.what === "school" || data.whole)) node.append(one.dismissed_at ? book.press(text("Xem lại", "Take it up again"), () => book.fetched("/api/v1/findings/" + one.id + "/restore", {}))
      : book.form("f" + one.id, text("Bỏ qua", "Dismiss"), text("Vì sao không phải lỗi (ít nhất 10 chữ)", "Why it is no fault (10 letters at least)"), [[text("Bỏ qua", "Dismiss"), (why) => book.fetched("/api/v1/findings/" + one.id + "/dismiss", { why }), true]]));
    return node;
  }
  /* A check with what it found, folded but for the chosen one and the first; what a person folds stays so. */
  function groups(data, rule) {
    const found = new Map();
    for (const one of data.findings) found.set(one.rule, [...(found.get(one.rule) || []), one]);
    return [...found].map(([key, list], i) => {
      const node = element("details", "claims-group"), face = element("summary", "");
      node.open = key in folded ? !folded[key] : i === 0 || rule === key;
      node.addEventListener("toggle", () => { folded[key] = !node.open; });
      face.append(element("b", "", list[0].label), element("span", "num bad-text", book.number(list.length)), element("span", "dim", list[0].says));
      node.append(face, ...list.map((one) => finding(one, data)));
      return node;
    });
  }
  book.views.findings = async (mine) => {
    const rule = book.query("rule"), over = book.query("dismissed"), query = new URLSearchParams({ rule, dismissed: over ? "true" : "false" });
    const data = await book.fetched("/api/v1/findings?" + query);
    if (!mine()) return;
    book.put(data, () => {
      const list = element("section", "card claims-part"), head = element("div", "claims-part-head"), turn = element("button", "button", over ? text("Xem điều đang ngờ", "What stands") : text("Xem điều đã bỏ qua", "What was dismissed"));
      turn.type = "button";
      turn.dataset.claimsSet = JSON.stringify({ dismissed: over ? "" : "1" });
      head.append(element("h2", "", (over ? text("Đã bỏ qua", "Dismissed") : text("Đang ngờ", "Doubted")) + " · " + book.number(data.all)), turn);
      const none = data.at ? text("Không có gì ở đây.", "Nothing here.") : text("Bộ thu thập chưa xem lần nào; lần đầu khoảng một phút sau khi khởi động.", "Nothing was looked over yet; the first time is about a minute after the start.");
      list.append(head, ...(data.findings.length ? groups(data, rule) : [element("p", "empty", none)]));
      const columns = element("div", "claims-two");
      columns.append(checks(data, rule), list);
      return [data.at ? element("p", "dim num", text("Xem lần cuối ", "Last looked ") + book.when(data.at)) : null, columns];
    });
  };
})();
