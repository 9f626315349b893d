/* Trends: what is chosen stands in the address; this asks for it and fills the frame. One box: trends_cards.js, the line on
   top: trends_summary.js, small pictures: trends_draw.js, areas: trends_areas.js. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, text } = centre;
  const book = centre.indicators, trends = centre.trends = { root: null, data: null };
  let turn = 0;

  trends.day = (iso) => (iso ? iso.slice(5, 7) + "/" + iso.slice(0, 4) : "");
  trends.place = () => book.query("school") || book.query("area");
  const find = (name) => trends.root.querySelector("[data-trend-" + name + "]");

  function keys(data) {
    const line = element("span", "trend-keys"), other = data.year ? text("năm trước", "last year") : data.other ? data.names[data.names.length - 1] : "";
    const some = [["line", text("đã biết", "known")], ["ahead", text("dự báo", "foretold")], ["target", text("chỉ tiêu", "target")]];
    if (other) some.push(["other", other]);
    if (data.weeks.length && data.weeks[0] < data.break) some.push(["break", text("01/7/2025: bỏ cấp huyện", "01/7/2025: districts ended")]);
    for (const [name, words] of some) { const one = element("span", "", words); one.prepend(element("i", "trend-key " + name)); line.append(one); }
    return line;
  }
  function show() {
    const said = find("told"), data = trends.data, n = data.weeks.length, names = data.names.join(text(" so với ", " compared with "));
    trends.summary(data);
    said.replaceChildren((names ? names + ": " : "") + (n ? n + text(" tuần, từ ", " weeks, from ") + book.day(data.weeks[0]) + text(" đến ", " to ") + book.day(data.weeks[n - 1]) + text("; bấm một ô để xem từng địa bàn.", "; press a box for its areas.") : text("Chưa có tuần nào được lưu; tuần đầu tiên được lưu sau 10 giờ thứ tư.", "No week is kept yet; the first is kept after ten on Wednesday.")));
    if (n) said.append(keys(data));
    trends.grid();
  }
  /* A school is no option of the list until somebody comes with one. */
  function chosen(field, code, name) {
    for (const old of field.querySelectorAll("[data-trend-came]")) if (old.value !== code) old.remove();
    if (code && ![...field.options].some((one) => one.value === code)) {
      const option = element("option", "", name || code);
      option.value = code;
      option.dataset.trendCame = "";
      field.options[0].after(option);
    }
    field.value = code;
    const came = field.selectedOptions[0];
    if (name && came && came.dataset.trendCame !== undefined) came.textContent = name;
  }
  function controls(names) {
    const group = book.query("group") || trends.root.dataset.trends, area = trends.place(), other = book.query("other"), told = [...(names || [])];
    for (const one of trends.root.querySelectorAll("[data-trend-group]")) {
      one.setAttribute("aria-pressed", String(one.dataset.trendGroup === group));
      if (one.dataset.trendGroup === group) one.parentNode.scrollLeft = one.offsetLeft - one.parentNode.offsetLeft - 24;
    }
    chosen(find("area"), area, area ? told.shift() : "");
    chosen(find("other"), other, other && other !== "year" ? told.shift() : "");
    const school = find("school"), single = find("area").selectedOptions[0], is = Boolean(area && names && single && single.dataset.trendCame !== undefined);
    school.hidden = !is;
    if (is) school.href = "/schools/" + encodeURIComponent(area);
    return group;
  }
  async function ask() {
    const mine = (turn += 1), root = trends.root, other = book.query("other"), group = controls();
    const query = new URLSearchParams({ group, area: trends.place(), other: other === "year" ? "" : other });
    root.setAttribute("aria-busy", "true");
    try {
      const data = await book.fetched("/api/v1/trends?" + query);
      if (mine !== turn || trends.root !== root) return;
      trends.data = { ...data, year: other === "year" };
      controls(data.names);
      show();
      centre.emit("trends");
    } catch (error) {
      if (mine !== turn || trends.root !== root) return;
      trends.data = null;
      find("grid").replaceChildren();
      find("summary").replaceChildren();
      find("told").textContent = error.status === 404 ? text("Không tìm thấy địa bàn, trường hay nhóm này trong phạm vi của bạn; hãy chọn lại ở trên.", "No such area, school or group within your reach; choose again above.") : text("Không lấy được số liệu; hãy tải lại trang sau ít phút.", "Cannot be fetched; reload in a few minutes.");
    }
    root.removeAttribute("aria-busy");
  }
  trends.ask = ask;
  function adopt() {
    const root = document.querySelector("[data-trends]");
    if (root === trends.root) return;
    trends.root = root;
    if (root) { ask(); trends.areas(); }
  }
  document.addEventListener("click", (event) => {
    const choice = trends.root && event.target.closest("[data-trend-group]"), only = trends.root && event.target.closest("[data-trend-only]");
    if (choice) { book.set({ group: choice.dataset.trendGroup, key: "", only: "", far: "" }); trends.areas(); ask(); }
    if (only) { book.set({ only: only.getAttribute("aria-pressed") === "true" ? "" : only.dataset.trendOnly }); trends.summary(trends.data); trends.grid(); trends.root.querySelector("[data-trend-only=\"" + only.dataset.trendOnly + "\"]").focus(); }
  });
  document.addEventListener("change", (event) => {
    const field = trends.root && event.target.closest("[data-trend-area], [data-trend-other]");
    if (!field) return;
    book.set(field.dataset.trendArea === undefined ? { other: field.value } : { area: field.value, school: "" });
    ask();
  });
  window.addEventListener("popstate", () => setTimeout(() => { if (trends.root && trends.root.isConnected) { ask(); trends.areas(); } }, 0));
  centre.on("decorate", adopt);
})();
