/* What was ever decided about an indicator's bands and target, and an administrator's form for the next decision. What is
   typed stays typed while the page refreshes: the form is drawn once. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const book = centre.indicators;
  let form = null, formOf = "";

  const unit = (one) => (one.share ? "%" : one.unit);
  const shown = (one, value) => (value === null ? "" : String(one.share ? Math.round(value * 1e6) / 1e4 : value).replace(".", text(",", ".")));
  const read = (one, typed) => {
    const said = typed.trim().replace(/\s|\u00a0|%/g, "").replace(",", ".");
    if (!said) return null;
    const value = Number(said);
    return Number.isFinite(value) ? (one.share ? value / 100 : value) : NaN;
  };

  function history(one) {
    const list = element("ol", "indicator-decisions"), today = new Date((book.now() + 7 * 3600) * 1000).toISOString().slice(0, 10);
    const holding = one.decisions.find((row) => row.since <= today);
    for (const row of one.decisions) {
      const line = element("li", row === holding ? "now" : ""), head = element("p", "");
      head.append(element("b", "num", text("từ ", "from ") + book.day(row.since)), element("span", "dim", row === holding ? text("đang có hiệu lực", "in force") : row.since > today ? text("sẽ có hiệu lực", "to come") : text("đã hết", "over")));
      const limits = row.delivered ? text("ngưỡng gốc", "bands as delivered") : row.good === null ? "" : text("bình thường ", "normal ") + book.limit(one, row.good) + text(" · cần chú ý ", " · attention ") + book.limit(one, row.watch);
      const target = row.target === null ? "" : text("chỉ tiêu ", "target ") + book.limit(one, row.target) + (row.target_by ? text(" trước ", " by ") + book.day(row.target_by) : "");
      line.append(head, element("p", "num", [limits, target].filter(Boolean).join(" · ")), element("p", "dim", row.why));
      list.append(line);
    }
    const first = element("li", one.decisions.length ? "" : "now"), delivered = one.delivered;
    first.append(element("p", "dim", text("Ngưỡng gốc, theo tệp chỉ số: ", "As delivered with the indicator: ") + (delivered ? text("bình thường ", "normal ") + book.limit(one, delivered.good) + text(" · cần chú ý ", " · attention ") + book.limit(one, delivered.watch) : one.bands_text)));
    list.append(first);
    return list;
  }
  function field(name, words, value, options) {
    const label = element("label", "field"), input = element(options && options.long ? "textarea" : "input", "");
    input.name = name;
    input.autocomplete = "off";
    if (options && options.long) input.rows = 2; else input.type = "text";
    input.value = value;
    if (options && options.hint) input.placeholder = options.hint;
    const error = element("span", "field-error");
    error.dataset.errorFor = name;
    error.setAttribute("role", "alert");
    label.append(element("span", "field-label", words), input, error);
    return label;
  }
  function build(one) {
    const node = element("form", "indicator-form"), box = element("details", ""), face = element("summary", "button", text("Đặt ngưỡng, chỉ tiêu", "Set bands and target")), row = element("div", "indicator-fields");
    const day = text("ngày/tháng/năm", "day/month/year");
    if (one.bands) row.append(field("good", (one.bands.higher_is_better ? text("Bình thường từ ", "Normal from ") : text("Bình thường đến ", "Normal up to ")) + (unit(one) ? "(" + unit(one) + ")" : ""), shown(one, one.bands.good)), field("watch", (one.bands.higher_is_better ? text("Cần chú ý từ ", "Attention from ") : text("Cần chú ý đến ", "Attention up to ")) + (unit(one) ? "(" + unit(one) + ")" : ""), shown(one, one.bands.watch)));
    row.append(field("target", text("Chỉ tiêu ", "Target ") + (unit(one) ? "(" + unit(one) + ")" : ""), shown(one, one.target), { hint: text("để trống: không có", "empty: none") }), field("target_by", text("Đạt trước ngày", "To be reached by"), book.day(one.target_by), { hint: day }), field("since", text("Có hiệu lực từ", "In force from"), "", { hint: text("để trống: hôm nay", "empty: today") }));
    const save = element("button", "button primary", text("Lưu", "Save")), back = element("button", "button", text("Trở về ngưỡng gốc", "Back to the delivered bands")), acts = element("div", "acts"), told = element("p", "indicator-saved");
    save.type = back.type = "submit";
    back.value = "delivered";
    told.setAttribute("role", "status");
    acts.append(save, ...(one.bands ? [back] : []), told);
    node.append(row, field("why", text("Lý do, số văn bản", "Why, or which document"), "", { long: true }), element("p", "dim", text("Số liệu cũ giữ ngưỡng của ngày ấy. Ai đặt, lúc nào, vì sao được ghi vào nhật ký.", "Old figures keep the bands of their day. Who decided, when and why stands in the log.")), acts);
    node.noValidate = true;
    box.append(face, node);
    return box;
  }
  function refuse(box, name, words) {
    const place = box.querySelector('[data-error-for="' + name + '"]') || box.querySelector('[data-error-for="why"]');
    place.textContent = words;
    const input = place.parentNode.querySelector("input,textarea");
    if (input) input.focus();
  }
  async function send(event) {
    const node = event.target, one = book.data && book.data.one;
    if (!node.classList.contains("indicator-form") || !one) return;
    event.preventDefault();
    for (const place of node.querySelectorAll("[data-error-for], .indicator-saved")) place.textContent = "";
    const said = Object.fromEntries(new FormData(node)), body = { target_by: said.target_by.trim(), since: said.since.trim(), why: said.why, delivered: Boolean(event.submitter && event.submitter.value === "delivered") };
    for (const name of ["good", "watch", "target"]) if (said[name] !== undefined) {
      const value = read(one, said[name]);
      if (Number.isNaN(value)) { refuse(node, name, text("Hãy gõ một con số.", "Type a number.")); return; }
      body[name] = value;
    }
    const told = node.querySelector(".indicator-saved"), buttons = node.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    try {
      const now = await book.fetched("/api/v1/catalogue/" + encodeURIComponent(one.key) + "/bands", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      book.data.one = now;
      node.querySelector("textarea").value = "";
      told.textContent = text("Đã lưu; mọi màn hình theo trong vài giây.", "Saved; every screen follows in a few seconds.");
      book.paint();
    } catch (error) {
      const words = error.body && (text(error.body.vi, error.body.en) || "");
      refuse(node, (error.body && error.body.code) || "why", words || text("Máy chủ không trả lời; chưa lưu.", "No answer; nothing was saved."));
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }
  document.addEventListener("submit", send);
  centre.on("indicators-opened", () => { form = null; formOf = ""; });
  centre.on("indicator", (one) => {
    if (one.may_edit && formOf !== one.key) { form = build(one); formOf = one.key; }
    book.put("bands", [one.decisions, one.bands, one.delivered], () => [history(one), one.may_edit ? form : null]);
  });
})();
