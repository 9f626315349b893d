/* The search box of every page: "/" or Ctrl+K opens it, what was opened lately stands there first, each letter asks the
   server once it is still for a moment, an older answer never replaces a newer one. Text nodes only; every line is a link. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element, format, text } = centre;
  const STILL_MS = 90, TIMEOUT_MS = 6000;
  const LEVEL = /^(quan|huyen|phuong|xa|thanh pho|thi xa|thi tran|dac khu) /; // "go vap" names an area as "quan go vap" does
  const GROUPS = {
    recent: text("Mở gần đây", "Opened lately"), page: text("Trang", "Pages"), school: text("Trường", "Schools"), area: text("Địa bàn", "Areas"),
    incident: text("Sự cố", "Incidents"), person: text("Người", "People"),
  };
  const ICONS = { school: "i-school", area: "i-area", incident: "i-incident", person: "i-user" };
  let asked = 0, timer = 0, at = -1, hits = [], answer = null, typed = "";

  const box = () => document.querySelector("[data-seek]");
  const field = () => { const shown = box(); return shown && shown.querySelector("input"); };
  const part = (name) => { const shown = box(); return shown && shown.querySelector("[data-seek-" + name + "]"); };

  function furnish(shown) {
    const place = shown.querySelector("[data-seek-field]");
    if (place.firstChild) return;
    const input = element("input");
    Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, placeholder: place.dataset.hint, enterKeyHint: "go" });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": shown.querySelector("[data-seek-list]").id, "aria-autocomplete": "list", "aria-label": place.dataset.hint })) input.setAttribute(name, value);
    place.append(input);
    input.addEventListener("input", later);
  }

  function open() {
    const shown = box();
    if (!shown || shown.open || document.querySelector("dialog[open]")) return;
    furnish(shown);
    shown.showModal();
    field().value = "";
    typed = "";
    answer = null;
    field().focus();
    ask("");
  }
  function close() { const shown = box(); if (shown && shown.open) shown.close(); }

  const pages = (words) => centre.config(box(), "data-seek").filter((page) => words.length && words.every((word) => page.text.includes(" " + word)))
    .slice(0, 4).map((page) => ({ ...page, kind: "page", key: "page:" + page.href, about: "" }));

  function later() { clearTimeout(timer); typed = field().value; timer = setTimeout(() => ask(typed), typed.trim() ? STILL_MS : 0); }
  async function ask(said) {
    const mine = asked += 1, words = centre.fold(said).split(" ").filter(Boolean);
    try {
      const query = new URLSearchParams({ q: said.trim().slice(0, 120), recent: centre.recent.all().join(",").slice(0, 600) });
      const reply = await window.fetch("/api/v1/search?" + query, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!reply.ok) throw new Error("HTTP " + reply.status);
      const found = await reply.json();
      if (mine === asked) show({ ...found, words, said, away: false });
    } catch (_) {
      if (mine === asked) show({ hits: [], more: {}, unread: [], words, said, away: true });
    }
  }

  function face(hit) {
    if (hit.kind === "incident") { const node = element("span", "sev " + hit.severity + (hit.state === "closed" || hit.state === "resolved" ? " over" : "")); node.append(element("i", "sev-mark")); return node; }
    if (hit.status) return element("i", "mark " + hit.status);
    return element("i", "icon " + (hit.icon || ICONS[hit.kind]));
  }
  function line(hit, i) {
    const node = element("a", "seek-hit");
    Object.assign(node, { id: "seek-" + i, href: hit.href, tabIndex: -1 });
    node.setAttribute("role", "option");
    node.setAttribute("aria-selected", "false");
    node.dataset.seekHit = i;
    const said = element("span", "seek-said");
    said.append(element("span", "seek-title", hit.title), element("span", "seek-about", hit.about || ""));
    if (hit.status) node.setAttribute("aria-label", [hit.title, hit.about, centre.LABELS[hit.status]].filter(Boolean).join(", "));
    const mark = element("span", "seek-mark" + (hit.status ? " leased" : ""));
    mark.append(face(hit));
    node.append(mark, said);
    return node;
  }

  /* What is named exactly as typed comes first: "quan 1" or "go vap" is an area before it is some schools of it. */
  function sorted(found) {
    const whole = found.words.join(" "), own = (hit) => (hit.kind === "area" ? centre.fold(hit.title).replace(LEVEL, "") : "");
    const exact = (hit) => centre.fold(hit.title) === whole || own(hit) === whole || hit.about.toLowerCase().startsWith(whole + " ·") || "#" + whole === hit.about.split(" ")[0];
    const groups = ["page", "school", "area", "incident", "person"].map((kind) => [kind, kind === "page" ? pages(found.words) : found.hits.filter((hit) => hit.kind === kind)]);
    return groups.map((group) => [...group, group[1].some(exact) ? 0 : 1]).sort((a, b) => a[2] - b[2]);
  }

  function show(found) {
    const list = part("list");
    if (!list || !box().open) return;
    answer = found;
    const grouped = found.words.length ? sorted(found) : [["recent", found.hits]];
    hits = grouped.flatMap(([, some]) => some);
    let n = 0;
    const nodes = [];
    for (const [kind, some] of grouped) {
      if (!some.length) continue;
      const group = element("div", "seek-group");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", GROUPS[kind]);
      const head = element("p", "seek-kind", GROUPS[kind]);
      if (found.more[kind]) head.append(element("span", "num", text("và " + format.number(found.more[kind]) + " nữa", "and " + format.number(found.more[kind]) + " more")));
      group.append(head, ...some.map((hit) => line(hit, n++)));
      nodes.push(group);
    }
    const said = sentence(found);
    if (said) nodes.push(element("p", "seek-none" + (found.away || found.unread.length ? " watch" : ""), said));
    list.replaceChildren(...nodes);
    list.scrollTop = 0;
    at = -1;
    choose(hits.length && found.words.length ? 0 : -1);
    part("said").textContent = hits.length ? text(format.number(hits.length) + " kết quả", format.number(hits.length) + " results") : said;
  }
  /* An empty answer says why. */
  function sentence(found) {
    if (found.away) return text("Không nối được máy chủ: chưa tìm được trường, địa bàn, sự cố. Gõ tiếp để thử lại.", "The server cannot be reached: schools, areas and incidents were not searched. Type on to try again.");
    if (found.unread.length) return text("Cơ sở dữ liệu chưa trả lời: chưa tìm trong ", "The database does not answer: not searched were ") + found.unread.map((kind) => GROUPS[kind].toLowerCase()).join(", ") + ".";
    if (hits.length) return "";
    if (!found.words.length) return text("Gõ tên hay mã trường, địa bàn, số sự cố, số điện thoại trường… có dấu hay không dấu đều được.", "Type a school, its code or telephone, an area, an incident's number… with or without diacritics.");
    return text("Không có gì khớp trong phạm vi của bạn.", "Nothing fits within your reach.");
  }

  function choose(next) {
    const lines = [...part("list").querySelectorAll(".seek-hit")];
    if (lines[at]) lines[at].setAttribute("aria-selected", "false");
    at = lines.length ? Math.max(-1, Math.min(lines.length - 1, next)) : -1;
    const input = field();
    if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
    lines[at].setAttribute("aria-selected", "true");
    lines[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", lines[at].id);
  }

  /* On the map a school or an area is a step of the map; elsewhere it is a page. */
  function go(hit) {
    close();
    if (hit.step && window.location.pathname === "/" && document.querySelector("[data-map]")) { centre.state.set(Object.fromEntries(new URLSearchParams(hit.step))); return; }
    if (window.location.pathname + window.location.search === hit.href) return;
    window.history.pushState({}, "", hit.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // Dash draws the page, without loading another document
    window.scrollTo(0, 0);
  }
  /* Enter before the answer has come means the answer to what stands there now. */
  async function enter(event) {
    if (answer === null || answer.said !== field().value) { clearTimeout(timer); await ask(field().value); }
    if (!box() || !box().open || !answer || answer.said !== field().value) return; // pressed twice, typed on, or closed meanwhile
    const hit = hits[Math.max(0, at)];
    if (!hit) return;
    if (event.ctrlKey || event.metaKey) window.open(hit.href, "_blank", "noopener");
    else go(hit);
  }

  const typing = (node) => node.closest && node.closest("input,textarea,select,[contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const anywhere = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
    if (anywhere || (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target))) {
      if (!box()) return;
      event.preventDefault();
      open();
      return;
    }
    if (!event.target.closest || !event.target.closest("[data-seek]")) return;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "PageDown") choose(at + 6);
    else if (event.key === "PageUp") choose(Math.max(0, at - 6));
    else if (event.key === "Enter" && event.target === field()) enter(event);
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    if (event.target.closest("[data-seek-open]")) { open(); return; }
    const link = event.target.closest("[data-seek-hit]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(hits[Number(link.dataset.seekHit)]);
  });
})();
