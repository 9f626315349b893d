/* The ledger of silent schools: since when, the last good value of each group, what we therefore do not know. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const book = centre.claims;
  const NONE = {
    blind: () => text("Chưa biết: trung tâm đang không nhận được số liệu, nên không kết luận trường nào im lặng.", "Not known: no figures reach the centre now, so no school is called silent."),
    none: () => text("Chưa có số đo kết nối nào trong phạm vi của bạn.", "No line was ever measured within your reach."),
    known: () => text("Trường nào cũng vừa có tín hiệu.", "Every school is heard of."),
  };
  function one(school) {
    const node = element("article", "card claims-part"), head = element("div", "claims-part-head"), name = element("h2", "");
    name.append(book.school(school));
    head.append(name, element("span", "dim", school.area || "–"), book.pill(school.since ? text("im lặng từ ", "silent since ") + book.when(school.since) : text("chưa từng có tín hiệu", "never heard of"), "stale"), book.phone(school));
    node.append(head);
    if (school.known.length) node.append(book.table([text("Nhóm", "Group"), text("Số tốt cuối cùng", "Last good value"), text("Lúc", "When"), text("Nay không biết", "Not known now")],
      school.known.map((last) => { const said = element("span", ""); said.append(element("b", "num", last.value), element("span", "dim", " " + last.label)); return [element("span", "", last.group), said, book.when(last.taken), book.number(last.lost) + " / " + book.number(last.of) + text(" chỉ số", " indicators")]; })));
    if (school.never.length) node.append(element("p", "dim", text("Chưa từng biết gì: ", "Nothing ever known of: ") + school.never.join(", ") + "."));
    return node;
  }
  book.views.silent = async (mine) => {
    const data = await book.fetched("/api/v1/claims/silent");
    if (!mine()) return;
    book.put(data, () => {
      if (!data.schools.length) return [element("p", "empty", (NONE[data.why] || NONE.known)())];
      const shown = data.schools.length < data.all ? text(" · hiện ", " · showing ") + book.number(data.schools.length) : "";
      return [element("p", "num", book.number(data.all) + text(" trường im lặng, lâu nhất trước", " silent schools, the longest first") + shown), ...data.schools.map(one)];
    });
  };
})();
