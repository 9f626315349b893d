/* Each claim as a tile: what the document says, what schools declare, what the week bears out; areas and schools below. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const book = centre.claims;
  const TONES = { kept: "good", gap: "bad", unmeasured: "stale", denied: "watch", undeclared: "unknown" };
  const ORDER = ["kept", "gap", "unmeasured", "denied", "undeclared"];

  function bar(counts, whole) {
    const node = element("span", "claims-bar");
    for (const key of ORDER) if (counts[key]) { const part = element("i", TONES[key]); part.style.flexGrow = String(counts[key] / Math.max(1, whole)); node.append(part); }
    node.setAttribute("aria-hidden", "true");
    return node;
  }
  function tile(one, data) {
    const node = element("button", "claims-tile card"), sum = element("span", "claims-counts num"), declared = one.counts.kept + one.counts.gap + one.counts.unmeasured;
    node.type = "button";
    node.dataset.claimsSet = JSON.stringify({ claim: one.key, answer: "" });
    node.setAttribute("aria-pressed", String(one.key === data.claim));
    for (const key of ORDER) if (one.counts[key]) sum.append(book.pill(book.number(one.counts[key]) + " " + data.answers[key], TONES[key]));
    const figure = element("span", "claims-figure num"), judged = one.counts.kept + one.counts.gap;
    figure.append(element("b", "", book.share(one.counts.kept, judged)), element("span", "dim", text("đo được đúng: ", "borne out: ") + book.number(one.counts.kept) + " / " + book.number(judged) + text(" trường đo được", " schools measured")));
    node.append(element("span", "claims-name", one.label), element("span", "claims-says", "“" + one.says + "”"), element("span", "dim", one.document), figure,
      element("span", "dim num", text("khai báo: ", "declared: ") + book.number(declared) + " / " + book.number(one.schools)), bar(one.counts, one.schools), sum);
    return node;
  }
  function areas(data) {
    const rows = data.areas.map((area) => {
      const link = element("a", "", area.name), judged = area.kept + area.gap;
      link.href = "/?area=" + encodeURIComponent(area.code);
      return [link, judged ? book.share(area.kept, judged) : "–", book.number(area.gap), book.number(area.kept), book.number(area.unmeasured), book.number(area.denied + area.undeclared), bar(area, judged + area.unmeasured + area.denied + area.undeclared)];
    });
    return book.table([text("Địa bàn", "Area"), text("tỷ lệ đúng", "share borne out"), text("trường lệch", "short"), text("trường đúng", "borne out"), text("chưa đo", "not measured"), text("chưa khai", "not declared"), ""], rows);
  }
  function schools(data, one) {
    const rows = data.rows.map((row) => [book.school(row), row.area || "–", book.number(row.claimed), book.number(row.measured), book.when(row.since), book.phone(row)]);
    return book.table([text("Trường", "School"), text("Địa bàn", "Area"), one.claimed, one.measured, text("như vậy từ", "so for"), text("Gọi", "Call")], rows);
  }
  book.views.gaps = async (mine) => {
    const query = new URLSearchParams({ claim: book.query("claim") || "broadband", answer: book.query("answer") || "gap" });
    const data = await book.fetched("/api/v1/claims?" + query);
    if (!mine()) return;
    book.put(data, () => {
      const one = data.claims.find((claim) => claim.key === data.claim), answer = book.query("answer") || "gap", tiles = element("div", "claims-tiles"), section = element("section", "card claims-part"), choices = element("div", "choices"), map = element("a", "button", text("Xem trên bản đồ", "On the map"));
      if (!one.at) return [element("p", "empty", text("Bộ thu thập chưa đối chiếu lần nào; lần đầu khoảng một phút sau khi khởi động.", "Nothing was compared yet; the first time is about a minute after the start."))];
      tiles.append(...data.claims.map((claim) => tile(claim, data)));
      for (const key of ["gap", "unmeasured", "denied", "kept", "undeclared"]) {
        const choice = element("button", "choice", data.answers[key] + " (" + book.number(one.counts[key]) + ")");
        choice.type = "button";
        choice.dataset.claimsSet = JSON.stringify({ answer: key === "gap" ? "" : key });
        choice.setAttribute("aria-pressed", String(key === answer));
        choices.append(choice);
      }
      map.href = "/?layer=" + encodeURIComponent(one.layer);
      map.prepend(element("i", "icon i-map"));
      const head = element("div", "claims-part-head"), shown = data.rows.length < data.rows_all ? text(" · hiện ", " · showing ") + book.number(data.rows.length) : "";
      head.append(element("h2", "", one.label + " · " + data.answers[answer] + " · " + book.number(data.rows_all) + text(" trường", " schools") + shown), map);
      section.append(head, element("p", "dim", one.rule + ". " + one.asks + "."), choices, data.rows.length ? schools(data, one) : element("p", "empty", text("Không có trường nào.", "No school.")));
      const by = element("section", "card claims-part");
      by.append(element("h2", "", text("Theo địa bàn", "By area")), areas(data));
      return [tiles, section, by];
    });
  };
})();
