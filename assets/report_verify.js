/* Is it ours and unchanged? A file is dropped or chosen, or a number is typed; the file goes to the server as it is. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  const MOST = 17 * 1024 * 1024, LEAST = 1000; // no paper of ours is so small
  let turn = 0; // of what was dropped last: the verdict of an earlier file is nobody's any more

  function verdict(told, name) {
    const tone = told.known ? (told.same ? "good" : "bad") : "unknown", node = element("section", "report-verdict card " + tone), words = element("div", "");
    node.setAttribute("role", "status");
    const said = told.known ? (told.same ? text("Đúng là của trung tâm, chưa bị sửa.", "It is ours and unchanged.") : text("Mang số của trung tâm nhưng nội dung đã khác.", "It bears a number of ours, but its content is another."))
      : text("Trung tâm không có bản này trong phạm vi của bạn.", "There is no such paper within your reach.");
    words.append(element("h2", "", said));
    if (name) words.append(element("p", "dim", name));
    if (told.known) {
      const facts = element("dl", "report-facts");
      for (const [label, value] of [[text("Ảnh chụp", "Snapshot"), told.id], [text("Tiêu đề", "Title"), told.title], [text("Số liệu lúc", "Figures of"), report.stamp(told.as_of, true)], [text("Lập lúc", "Made at"), report.stamp(told.made_at, true) + (told.made_by ? " · " + told.made_by : "")], ["SHA-256", told.sha256]]) {
        if (!value) continue;
        const row = element("div", "");
        row.append(element("dt", "", label), element("dd", "num" + (label === "SHA-256" ? " report-hash" : ""), value));
        facts.append(row);
      }
      words.append(facts, report.link("/reports/" + told.id, text("Mở bản gốc", "Open the original"), "button", "i-external"));
      if (!told.same) words.append(element("p", "report-advice", text("Đừng dùng bản này. Hãy tải lại từ bản gốc.", "Do not use it. Take it again from the original.")));
    } else words.append(element("p", "report-advice", text("Tệp có thể do nơi khác lập, đã bị lưu lại bằng chương trình khác, hoặc thuộc phạm vi bạn không được xem.", "It may have been made elsewhere, saved again by another program, or belong to a reach that is not yours.")));
    const mark = element("span", "report-verdict-mark");
    mark.append(report.icon(tone === "good" ? "i-shield" : tone === "bad" ? "i-alert" : "i-help"));
    node.append(mark, words);
    return node;
  }
  function put(mine, node) {
    const place = report.one("[data-report-verdict]");
    if (place && mine === turn) place.replaceChildren(node);
  }
  async function check(body, name, mine) {
    put(mine, element("div", "skeleton report-bone"));
    const answer = await report.ask("/api/v1/snapshots/verify", body, { signal: AbortSignal.timeout(60000) });
    put(mine, answer.ok ? verdict(answer.body, name) : report.failed(answer.said));
  }
  function tooLarge(name) {
    const node = element("section", "report-verdict card unknown"), words = element("div", ""), mark = element("span", "report-verdict-mark");
    node.setAttribute("role", "status");
    words.append(element("h2", "", text("Tệp quá lớn để kiểm tra ở đây.", "The file is too large to be checked here.")), element("p", "dim", name),
      element("p", "report-advice", text("Nơi này nhận tệp đến 17 MB. Hãy gõ số ảnh chụp in trên giấy vào ô ở trên, rồi so mã SHA-256 in trên giấy với mã hiện ra: hai mã phải giống hệt nhau.", "Files up to 17 MB are taken here. Type the number printed on it into the field above, and compare the SHA-256 printed on it with the one shown: both must be the same.")));
    mark.append(report.icon("i-help"));
    node.append(mark, words);
    return node;
  }
  function take(file) {
    if (!file) return;
    const mine = turn += 1;
    if (file.size > MOST) { put(mine, tooLarge(file.name)); return; }
    if (file.size <= LEAST) { put(mine, verdict({ known: false }, file.name)); return; }
    const reader = new FileReader(); // the gate takes JSON only
    put(mine, element("div", "skeleton report-bone"));
    reader.addEventListener("load", () => { if (mine === turn) check({ file: reader.result.slice(reader.result.indexOf(",") + 1) }, file.name, mine); });
    reader.addEventListener("error", () => put(mine, report.failed(text("Không đọc được tệp này.", "The file cannot be read."))));
    reader.readAsDataURL(file);
  }

  report.views.verify = (place, query, first) => {
    if (!first) return;
    const drop = element("label", "report-drop card"), file = element("input", "sr-only"), form = element("form", "report-byid"), id = element("input", "report-input num"), out = element("div", "report-out");
    file.type = "file";
    file.addEventListener("change", () => { take(file.files[0]); file.value = ""; });
    drop.append(report.icon("i-download"), element("b", "", text("Thả tệp vào đây, hoặc bấm để chọn", "Drop a file here, or press to choose one")), element("span", "dim", text("PDF, XLSX, PPTX, DOCX, PNG, CSV, GeoJSON hay JSON tải từ trung tâm", "PDF, XLSX, PPTX, DOCX, PNG, CSV, GeoJSON or JSON taken from here")), file);
    for (const name of ["dragover", "dragenter"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.dataset.over = ""; });
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, (event) => { event.preventDefault(); delete drop.dataset.over; });
    drop.addEventListener("drop", (event) => take(event.dataTransfer.files[0]));
    Object.assign(id, { type: "text", name: "id", placeholder: "AC-2026-000123", autocomplete: "off", spellcheck: false, maxLength: 40 });
    id.setAttribute("aria-label", text("Số ảnh chụp", "Number of the snapshot"));
    const button = element("button", "button", text("Đối chiếu", "Check"));
    button.type = "submit";
    form.append(id, button);
    form.addEventListener("submit", (event) => { event.preventDefault(); const said = id.value.trim(); if (said) check({ id: said.toUpperCase() }, said, turn += 1); });
    out.dataset.reportVerdict = "";
    const side = element("div", "report-verify"), about = element("div", "report-verify-about");
    about.append(element("h2", "", text("Bản này có đúng của trung tâm, còn nguyên không?", "Is it ours, and unchanged?")), element("p", "dim", text("Mỗi giấy tờ mang số ảnh chụp và mã băm của số liệu. Trung tâm so với bản đã giữ và trả lời ngay; tệp không được lưu lại.", "Each paper bears the number of its snapshot and the hash of its figures. It is compared with what is kept; the file itself is not stored.")));
    side.append(about, drop, element("p", "report-or", text("hoặc gõ số", "or type its number")), form, out);
    place.replaceChildren(side);
  };
})();
