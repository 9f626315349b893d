/* What the ledgers of claims share: a loop that asks while somebody looks, small pieces, and a form with one reason.
   Ledgers: claims_gaps.js, claims_silent.js, claims_disputes.js, claims_findings.js; a school's own: claims_record.js. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const EVERY_MS = 15000, TIMEOUT_MS = 20000, place = text("vi-VN", "en-GB");
  const book = centre.claims = { root: null, which: "", views: {}, open: "", sign: "" };
  let life = 0, timer = 0, failures = 0;

  book.query = (name) => new URLSearchParams(window.location.search).get(name) || "";
  book.set = (patch) => {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(patch)) if (value) next.set(key, value); else next.delete(key);
    const said = next.toString(), address = window.location.pathname + (said ? "?" + said : "");
    if (address !== window.location.pathname + window.location.search) window.history.pushState({ centre: true }, "", address);
  };
  book.fetched = async (address, body) => {
    const options = body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {};
    const reply = await window.fetch(address, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
    if (!reply.ok) throw Object.assign(new Error("HTTP " + reply.status), { body: await reply.json().catch(() => null) });
    return reply.json();
  };
  book.number = (value, digits) => (value === null || value === undefined ? "–" : new Intl.NumberFormat(place, { maximumFractionDigits: digits === undefined ? 1 : digits }).format(value));
  book.share = (part, whole) => (whole ? book.number(part < whole && part / whole > 0.9995 ? 99.9 : (part / whole) * 100, 1) + "\u00a0%" : "–");
  book.when = (at) => (at ? format.ago(book.now() - at) : text("chưa bao giờ", "never"));
  book.now = () => (centre.feed && centre.feed.now && centre.feed.now()) || Date.now() / 1000;
  book.school = (one) => { const link = element("a", "claims-school", one.name); link.href = "/schools/" + encodeURIComponent(one.school || one.code); return link; };
  book.phone = (one) => { const link = element("a", "button claims-call", one.phone || ""); if (!one.phone) return element("span", "dim", text("chưa có số điện thoại", "no phone number")); link.href = "tel:" + one.phone; link.prepend(element("i", "icon i-phone")); return link; };
  book.pill = (said, tone) => { const node = element("span", "claims-pill tone " + (tone || "")); node.append(element("i", "mark " + (tone || "unknown")), element("span", "", said)); return node; };
  book.table = (heads, rows) => {
    const wrap = element("div", "table-wrap"), table = element("table", "claims-table"), head = element("thead", ""), line = element("tr", ""), body = element("tbody", "");
    for (const said of heads) { const cell = element("th", "", said); cell.scope = "col"; line.append(cell); }
    head.append(line);
    for (const cells of rows) {
      const row = element("tr", "");
      cells.forEach((cell, i) => { const node = element("td", typeof cell === "string" ? "num" : ""); node.dataset.head = heads[i]; node.append(cell); row.append(node); });
      body.append(row);
    }
    wrap.tabIndex = 0;
    table.append(head, body);
    wrap.append(table);
    return wrap;
  };
  /* A button that unfolds a form with one reason; what is typed stays while the page refreshes, since it is not drawn anew. */
  book.form = (key, words, hint, acts) => {
    const box = element("details", "claims-form"), face = element("summary", "button", words), form = element("form", ""), label = element("label", "field"), area = element("textarea", ""), error = element("p", "field-error"), row = element("div", "acts");
    area.rows = 2;
    area.name = "note";
    error.setAttribute("role", "alert");
    label.append(element("span", "field-label", hint), area);
    acts.forEach(([said, send, primary], i) => { const button = element("button", "button" + (primary ? " primary" : ""), said); button.type = "submit"; button.value = String(i); row.append(button); });
    form.append(label, error, row);
    form.noValidate = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const chosen = acts[Number((event.submitter || {}).value || 0)];
      error.textContent = "";
      for (const button of row.children) button.disabled = true;
      try { await chosen[1](area.value); book.open = ""; book.sign = ""; box.open = false; centre.say(text("Đã ghi.", "Noted.")); book.refresh(); }
      catch (failure) { error.textContent = (failure.body && text(failure.body.vi, failure.body.en)) || text("Máy chủ không trả lời; chưa ghi.", "No answer; nothing was written."); area.focus(); }
      for (const button of row.children) button.disabled = false;
    });
    box.addEventListener("toggle", () => { book.open = box.open ? key : book.open === key ? "" : book.open; });
    box.append(face, form);
    return box;
  };
  book.press = (words, send) => {
    const button = element("button", "button", words);
    button.type = "button";
    button.addEventListener("click", async () => {
      button.disabled = true;
      try { await send(); book.sign = ""; book.refresh(); } catch (failure) { button.disabled = false; centre.say((failure.body && text(failure.body.vi, failure.body.en)) || text("Máy chủ không trả lời.", "No answer.")); }
    });
    return button;
  };
  /* Drawn anew only when it says something else, and never under somebody who is typing. */
  book.put = (data, nodes) => {
    const slot = book.root.querySelector("[data-claims-slot]"), { now, ...rest } = data, sign = JSON.stringify(rest) + window.location.search;
    if (sign === book.sign || book.open) return;
    book.sign = sign;
    const top = window.scrollY;
    slot.replaceChildren(...nodes().filter(Boolean));
    window.scrollTo(0, top);
  };

  const view = () => book.views[book.which === "claims" ? book.query("tab") || "gaps" : book.which] || book.views.gaps;
  async function turn(mine) {
    clearTimeout(timer);
    try {
      await view()(() => mine === life);
      failures = 0;
    } catch (_) {
      if (mine !== life || !book.root) return;
      failures += 1;
      if (!book.sign) book.root.querySelector("[data-claims-slot]").replaceChildren(element("p", "error", text("Máy chủ chưa trả lời; trang sẽ tự thử lại.", "No answer yet; this page tries again by itself.")));
    }
    if (mine !== life) return;
    centre.lease.doubt("claims", failures > 0);
    if (!document.hidden) timer = setTimeout(() => turn(mine), EVERY_MS * (0.9 + Math.random() * 0.2));
  }
  book.refresh = () => { if (book.root) turn(life += 1); };
  function adopt() {
    const root = document.querySelector("[data-claims]");
    if (root === book.root) return;
    life += 1;
    clearTimeout(timer);
    Object.assign(book, { root, which: root ? root.dataset.claims : "", open: "", sign: "" });
    failures = 0;
    if (!root) { centre.lease.doubt("claims", false); return; }
    tabs();
    book.refresh();
  }
  function tabs() { for (const node of book.root.querySelectorAll("[data-claims-tab]")) node.setAttribute("aria-pressed", String(node.dataset.claimsTab === (book.query("tab") || "gaps"))); }
  document.addEventListener("click", (event) => {
    const near = book.root && event.target.closest && event.target.closest("[data-claims-tab],[data-claims-set]");
    if (!near) return;
    if (near.dataset.claimsTab) book.set({ tab: near.dataset.claimsTab === "gaps" ? "" : near.dataset.claimsTab });
    else book.set(JSON.parse(near.dataset.claimsSet));
    anew();
  });
  function anew() { // what is asked for is another now
    Object.assign(book, { open: "", sign: "" });
    tabs();
    book.refresh();
  }
  window.addEventListener("popstate", () => setTimeout(() => { if (book.root && book.root.isConnected) anew(); }, 0));
  centre.on("decorate", adopt);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) book.refresh(); });
})();
