/* The catalogue: 84 lines in nine groups. A line is drawn anew only when it says something else; what is open stays open. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text, fold } = centre;
  const book = centre.indicators;
  const drawn = new Map(); // key -> {node, sign}
  let heads = new Map();

  function definition(one) {
    const node = element("div", "indicator-definition"), more = element("a", "button", text("Mở chỉ số: địa bàn, trường, lịch sử", "Open it: areas, schools, history"));
    more.href = "/indicators/" + one.key;
    node.append(book.facts([
      [text("Công thức", "Formula"), one.formula || one.rolled],
      [text("Cộng dồn lên địa bàn", "From schools to an area"), one.formula ? one.rolled : ""],
      [text("Ngưỡng", "Bands"), one.bands_text + (one.hours ? "; " + one.hours : "") + (one.changed ? text(" (quản trị đặt, từ ", " (set by an administrator, from ") + book.day(one.changed) + ")" : "")],
      [text("Chỉ tiêu", "Target"), one.target === null ? "" : book.limit(one, one.target) + (one.target_by ? text(" trước ", " by ") + book.day(one.target_by) : "")],
      [text("Phụ trách", "Owner"), one.owner],
      [text("Căn cứ", "Legal basis"), one.basis],
      [text("Nguồn", "Source"), one.source_class + " · " + one.sources.join(", ")],
      [text("Tin trong", "Believed for"), one.stale],
    ]), more);
    return node;
  }
  function line(one) {
    const f = one.figure, node = element("div", "indicator-line"), fold = element("details", ""), face = element("summary", ""), name = element("span", "indicator-name"), figure = element("span", "indicator-figure leased"), rest = element("span", "indicator-rest");
    const judged = Boolean(one.bands);
    node.dataset.key = one.key;
    name.append(element("b", "", one.label), element("span", "dim", one.question));
    figure.append(element("b", "num indicator-value " + (judged || !f.reporting ? f.status : ""), f.value === null ? centre.LABELS[f.status] : book.said(one, f.value)), element("span", "dim num", book.parts(f)));
    rest.append(element("span", "num", book.of(f)), book.age(f.as_of));
    const status = book.status(f.status, judged);
    status.classList.add("leased");
    face.append(book.icon("i-chevron"), name, figure, status, rest);
    fold.append(face);
    fold.addEventListener("toggle", () => { if (fold.open && !fold.querySelector(".indicator-definition")) fold.append(definition(book.data.indicators.find((other) => other.key === one.key))); });
    node.append(fold, ...book.press(one, f)); // what the documents say is seen without opening anything
    return node;
  }
  function shown(one) {
    const sign = JSON.stringify(one), known = drawn.get(one.key);
    if (known && known.sign === sign) return known.node;
    const node = line(one);
    if (known && known.node.firstChild.open) { node.firstChild.append(definition(one)); node.firstChild.open = true; }
    if (known && known.node.contains(document.activeElement)) queueMicrotask(() => node.querySelector("summary").focus({ preventScroll: true }));
    drawn.set(one.key, { node, sign });
    return node;
  }
  function section(key, label, lines) {
    if (!heads.has(key)) {
      const node = element("section", "card indicator-group"), head = element("h2", "", label);
      head.append(element("span", "dim num"));
      node.append(head, element("div", "indicator-lines"));
      heads.set(key, node);
    }
    const node = heads.get(key), place = node.lastChild;
    node.querySelector("h2 span").textContent = format.number(lines.length);
    lines.forEach((child, i) => { if (place.children[i] !== child) place.insertBefore(child, place.children[i] || null); });
    while (place.children.length > lines.length) place.lastChild.remove();
    return node;
  }
  const told = (one) => fold([one.label, one.question, one.formula, one.owner, one.basis, one.source_class, one.group_label, one.key, ...one.press.map((said) => said.says)].join(" "));
  const matches = (one, words) => { const whole = words.length ? told(one) : ""; return words.every((word) => whole.includes(word)); };

  function paint() {
    const place = book.root && book.root.querySelector("[data-indicator-list]");
    if (!place || !book.data) return;
    const words = fold(book.query("q")).split(" ").filter(Boolean), group = book.query("group");
    const found = book.data.indicators.filter((one) => matches(one, words));
    for (const node of book.root.querySelectorAll("[data-group-count]")) node.textContent = format.number(found.filter((one) => !node.dataset.groupCount || one.group === node.dataset.groupCount).length);
    for (const node of book.root.querySelectorAll("[data-indicator-group]")) node.setAttribute("aria-pressed", String(node.dataset.indicatorGroup === group));
    const known = new Set(book.data.groups.map(([key]) => key)), groups = [...book.data.groups, ["", text("Chỉ số khác", "Other indicators")]];
    const kept = groups.map(([key, label]) => [key, label, found.filter((one) => (known.has(one.group) ? one.group : "") === key)]).filter(([key, , lines]) => lines.length && (!group || key === group));
    const nodes = kept.map(([key, label, lines]) => section(key, label, lines.map(shown)));
    if (!nodes.length) nodes.push(element("p", "empty", text("Không có chỉ số nào khớp. Hãy bỏ bớt chữ hoặc chọn nhóm khác.", "Nothing matches. Type less or choose another group.")));
    if (nodes.length !== place.children.length || nodes.some((node, i) => place.children[i] !== node)) place.replaceChildren(...nodes);
    const count = kept.reduce((sum, [, , lines]) => sum + lines.length, 0), silent = kept.reduce((sum, [, , lines]) => sum + lines.filter((node) => !node.figure.reporting).length, 0);
    const said = format.number(count) + text(" chỉ số", " indicators") + (silent ? " · " + format.number(silent) + text(" chưa có trường nào báo cáo", " without any report yet") : "");
    const told = book.root.querySelector("[data-indicator-told]");
    if (told.textContent !== said) told.textContent = said;
  }

  /* The field says what the address says. */
  function typed() {
    const field = book.root.querySelector("input[type=search]");
    if (field && field.value.trim() !== book.query("q")) Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, book.query("q"));
  }
  centre.on("indicators-back", () => { if (!book.key && book.root.querySelector("[data-indicator-list]")) { typed(); paint(); } });
  centre.on("indicators-opened", () => {
    if (book.key || !book.root.querySelector("[data-indicator-list]")) return;
    drawn.clear();
    heads = new Map();
    typed();
    book.ask = async (mine) => {
      const area = book.query("area"), data = await book.fetched("/api/v1/catalogue" + (area ? "?" + new URLSearchParams({ area }) : ""));
      if (!mine()) return;
      book.data = data;
      paint();
    };
  });
  document.addEventListener("input", (event) => {
    if (!book.root || book.key || !book.root.contains(event.target) || event.target.type !== "search") return;
    book.set({ q: event.target.value.trim() }, { replace: true });
    paint();
  });
  document.addEventListener("click", (event) => {
    const choice = book.root && event.target.closest && event.target.closest("[data-indicator-group]");
    if (!choice) return;
    book.set({ group: choice.dataset.indicatorGroup });
    paint();
  });
  centre.on("indicator-failed", () => {
    const place = book.root && !book.key && !book.data && book.root.querySelector("[data-indicator-list]");
    if (place) place.replaceChildren(element("p", "error", text("Máy chủ chưa trả lời; trang sẽ tự thử lại.", "No answer yet; this page tries again by itself.")));
  });
})();
