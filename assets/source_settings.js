/* One source's settings: a form that is drawn once, saved as a whole; and the test, explained row by row. A secret goes
   in and never comes out: its field is always empty. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const TIMEOUT_MS = 40000;
  let root = null, key = "", now = null;

  const slot = (name) => root.querySelector('[data-source-slot="' + name + '"]');
  const number = (value) => new Intl.NumberFormat(text("vi-VN", "en-GB"), { maximumFractionDigits: 3 }).format(value);
  async function fetched(address, body) {
    const options = body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {};
    const reply = await window.fetch(address, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
    if (!reply.ok) throw Object.assign(new Error("HTTP " + reply.status), { body: await reply.json().catch(() => null) });
    return reply.json();
  }

  function field(name, words, hint, value, options) {
    const label = element("label", "source-field"), input = element(options.long ? "textarea" : "input", ""), error = element("span", "field-error");
    input.name = name;
    input.autocomplete = "off";
    input.spellcheck = false;
    if (options.long) input.rows = options.long; else input.type = options.secret ? "password" : "text";
    if (options.secret) { input.autocomplete = "new-password"; input.placeholder = options.known ? text("đã đặt; để trống là giữ nguyên", "set; empty keeps it") : ""; }
    input.value = value;
    input.disabled = Boolean(options.locked);
    error.dataset.errorFor = name;
    error.setAttribute("role", "alert");
    label.append(element("span", "field-label", words), input);
    if (options.locked) label.append(element("span", "field-hint source-locked", text("Biến môi trường quyết định: ", "The environment decides: ") + options.locked));
    else if (hint) label.append(element("span", "field-hint", hint));
    label.append(error);
    return label;
  }
  const variable = (name) => "SOURCE_" + key.toUpperCase() + "_" + name;
  const locked = (name) => (now.locked.includes(name) ? variable(name.toUpperCase()) : "");

  function build() {
    const form = element("form", "source-form"), whence = element("p", "source-whence"), acts = element("div", "acts"), told = element("p", "source-told");
    form.noValidate = true;
    whence.append(element("span", "pill " + (now.whole && now.on ? "good" : "unknown"), now.on ? (now.whole ? text("đang hỏi", "asked") : text("chưa đủ để hỏi", "not enough to ask")) : text("đã tắt", "switched off")), element("span", "dim", text("Nơi đặt: ", "Set by: ") + now.origin_text));
    form.append(whence);
    const on = element("label", "source-switch"), box = element("input", "");
    Object.assign(box, { type: "checkbox", name: "on", checked: now.on, disabled: Boolean(locked("on")) });
    on.append(box, element("span", "", text("Thu thập từ nguồn này", "Collect from this source")));
    form.append(on);
    for (const one of now.fields) form.append(field(one.name, one.label, one.hint, one.value, { secret: one.secret, known: one.known && now.origin === "page", long: one.long ? 6 : 0, locked: one.locked ? one.variable : "" }));
    if (!now.stream) form.append(field("every", text("Chu kỳ (giây)", "Interval (seconds)"), text("để trống: như khi giao, ", "empty: as delivered, ") + number(now.delivered) + text(" giây; từ ", " s; from ") + number(now.least) + text(" đến ", " to ") + number(now.most), now.every === null ? "" : String(now.every).replace(".", text(",", ".")), { locked: locked("every") }));
    if (now.fields.length) form.append(field("map", text("Tên trường của hệ thống này", "This system's names of fields"), text("mỗi dòng: tên của trung tâm = tên của họ, ví dụ school = truong.ma", "one a line: our name = theirs, such as school = truong.ma"), now.map.split(",").join("\n"), { long: 4, locked: locked("map") }));
    told.setAttribute("role", "status");
    for (const [act, words, kind] of [["save", text("Lưu", "Save"), "primary"], ["trial", text("Hỏi thử", "Test"), ""], ["clear", text("Quên địa chỉ và mã", "Forget address and token"), ""]]) {
      if (act === "trial" && now.stream) continue;
      if (act === "clear" && now.origin !== "page") continue;
      const button = element("button", "button " + kind, words);
      button.type = "submit";
      button.value = act;
      acts.append(button);
    }
    form.append(acts, told);
    if (now.fields.some((one) => one.name === "url" || one.name === "api" || one.name === "database")) form.append(element("p", "dim source-hosts", now.hosts.length ? text("Máy được phép: ", "Allowed hosts: ") + now.hosts.join(", ") : text("Chưa máy nào được phép: người vận hành thêm vào SOURCE_HOSTS rồi khởi động lại.", "No host is allowed yet: the operator adds it to SOURCE_HOSTS and restarts.")));
    slot("form").replaceChildren(form);
  }
  function asked(form, act) {
    const values = {}, typed = form.elements.every ? form.elements.every.value.trim().replace(/\s/g, "").replace(",", ".") : "";
    for (const one of now.fields) if (!one.locked && form.elements[one.name].value.trim()) values[one.name] = form.elements[one.name].value.trim();
    if (now.origin !== "page" && now.fields.every((one) => one.locked || !values[one.name])) for (const name of Object.keys(values)) delete values[name];
    return { values, clear: act === "clear", every: typed && !locked("every") ? Number(typed) : null, on: form.elements.on.checked, map: form.elements.map && !locked("map") ? form.elements.map.value.split("\n").map((line) => line.trim()).filter(Boolean).join(",") : "" };
  }
  function refuse(form, error) {
    const name = (error.body && error.body.code) || "", place = form.querySelector('[data-error-for="' + CSS.escape(name) + '"]');
    const words = (error.body && text(error.body.vi, error.body.en)) || text("Máy chủ không trả lời; chưa lưu.", "No answer; nothing was saved.");
    if (place) { place.textContent = words; place.parentNode.querySelector("input,textarea").focus(); } else form.querySelector(".source-told").replaceChildren(element("span", "field-error", words));
  }

  const line = (status, words) => { const node = element("p", "source-step"); node.append(element("i", "mark " + status), element("span", "", words)); return node; };
  function table(heads, rows) {
    const wrap = element("div", "table-wrap"), node = element("table", "table"), head = element("tr", ""), body = element("tbody", "");
    wrap.tabIndex = 0;
    for (const words of heads) { const cell = element("th", "", words); cell.scope = "col"; head.append(cell); }
    for (const cells of rows) { const row = element("tr", ""); for (const cell of cells) row.append(element("td", "num", cell)); body.append(row); }
    const top = element("thead", "");
    top.append(head);
    node.append(top, body);
    wrap.append(node);
    return wrap;
  }
  function explain(found) {
    const parts = [], call = found.calls[found.calls.length - 1];
    if (call) parts.push(line(call.reason === "ok" && call.status === 200 ? "good" : "bad", (call.status ? "HTTP " + call.status : text("không có câu trả lời", "no answer")) + " · " + number(call.ms) + " ms · " + number(call.bytes) + " byte" + (call.kind ? " · " + call.kind : "")));
    if (found.error) parts.push(line("bad", text(found.error.vi, found.error.en) + " (" + found.error.code + ")"));
    if (found.read) parts.push(line("good", text("Đã đọc ", "Read ") + number(found.read) + text(" dòng", " rows") + (found.list.total ? text(" của trang đầu; danh sách có ", " of the first page; the list has ") + number(found.list.total) + text(" dòng, ", " rows, ") + number(found.list.pages) + text(" trang", " pages") : "")));
    if (found.schools) parts.push(line("good", number(found.schools) + text(" trường của ta có số liệu", " of our schools have figures")));
    if (!found.error) parts.push(line(found.rejected ? "watch" : "good", found.rejected ? number(found.rejected) + text(" dòng bị loại", " rows refused") : text("Không dòng nào bị loại", "No row was refused")));
    const names = Object.keys(found.fields);
    if (names.length) {
      const list = element("p", "source-names");
      for (const name of names) { const chip = element("code", "", name + ": " + found.fields[name]); list.append(chip); }
      parts.push(element("h3", "", text("Trường dữ liệu họ gửi", "Fields they send")), list);
    }
    if (found.rows.length) {
      const metrics = [...new Set(found.rows.flatMap((row) => Object.keys(row.values)))];
      parts.push(element("h3", "", text("Những dòng đầu, như sẽ được ghi", "First rows, as they would be kept")), table([text("Trường", "School"), text("Lúc", "At"), ...metrics.map((name) => name.split(".").slice(1).join("."))], found.rows.map((row) => [row.school, new Date(row.at * 1000).toLocaleString(text("vi-VN", "en-GB"), { timeZone: "Asia/Ho_Chi_Minh" }), ...metrics.map((name) => (row.values[name] === null || row.values[name] === undefined ? text("không rõ", "unknown") : number(row.values[name])))])));
    }
    if (found.refused.length) parts.push(element("h3", "", text("Dòng bị loại và vì sao", "Refused rows, and why")), table([text("Trường", "School"), text("Vì sao", "Why"), text("Giá trị", "Value")], found.refused.map((row) => [row.school || "–", text(row.vi, row.en), row.value || "–"])));
    parts.push(element("p", "dim", text("Chưa ghi gì: đây chỉ là một lượt hỏi thử, mất ", "Nothing was kept: this was one trial, ") + number(found.took_s) + " s."));
    slot("trial").replaceChildren(...parts);
  }
  async function send(event) {
    const form = event.target;
    if (!form.classList.contains("source-form")) return;
    event.preventDefault();
    const act = event.submitter ? event.submitter.value : "save", told = form.querySelector(".source-told"), buttons = form.querySelectorAll("button");
    for (const place of form.querySelectorAll("[data-error-for]")) place.textContent = "";
    const body = asked(form, act);
    if (Number.isNaN(body.every)) { form.querySelector('[data-error-for="every"]').textContent = text("Hãy gõ số giây.", "Type seconds."); return; }
    told.textContent = act === "trial" ? text("Đang hỏi…", "Asking…") : text("Đang lưu…", "Saving…");
    for (const button of buttons) button.disabled = true;
    const address = "/api/v1/sources/" + encodeURIComponent(key);
    try {
      if (act === "trial") { explain(await fetched(address + "/trial", body)); told.textContent = ""; } else {
        now = await fetched(address, body);
        build();
        slot("form").querySelector(".source-told").textContent = text("Đã lưu; bộ thu thập theo trong vài giây.", "Saved; the collector follows in a few seconds.");
      }
    } catch (error) { told.textContent = ""; refuse(form, error); } finally { for (const button of buttons) button.disabled = false; }
  }
  async function open() {
    const mine = root;
    try {
      const found = await fetched("/api/v1/sources/" + encodeURIComponent(key));
      if (mine !== root) return;
      now = found;
      build();
      slot("trial").replaceChildren(element("p", "dim", now.stream ? text("Nguồn này đo liên tục, không có lượt để hỏi thử.", "This source never stops; there is no single question to try.") : text("Bấm “Hỏi thử”: trung tâm hỏi một lần với những gì đang gõ, rồi giải thích câu trả lời từng dòng. Không ghi gì.", "Press “Test”: the centre asks once with what is typed and explains the answer row by row. Nothing is kept.")));
    } catch (error) {
      if (mine === root) slot("form").replaceChildren(element("p", "field-error", (error.body && text(error.body.vi, error.body.en)) || text("Máy chủ không trả lời.", "The server does not answer.")));
    }
  }
  document.addEventListener("submit", send);
  centre.on("decorate", () => {
    const found = document.querySelector("[data-source-settings]");
    if (found === root) return;
    root = found;
    key = root ? root.dataset.sourceSettings : "";
    now = null;
    if (root) open();
  });
})();
