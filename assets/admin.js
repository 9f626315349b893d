/* Administration pages. The URL is the state: steps are pushed silently and told to one dcc.Store ([data-said]); what a
   form asks for goes to another ([data-asked]) and comes back as an element with [data-answer]. Words come from the
   page; every text is written as text. */
(function () {
  "use strict";
  const centre = (window.centre = window.centre || {});
  const TIMEOUT = 15000;
  const busy = new Map(); // nonce -> the form or button that waits for its answer
  let count = 0, path = window.location.pathname;

  const page = () => document.querySelector("[data-said]");
  const query = () => Object.fromEntries(new URLSearchParams(window.location.search));
  const props = (id, data) => { const dash = window.dash_clientside; if (dash && dash.set_props) dash.set_props(id, { data }); };
  const tell = () => { const here = page(); if (here) { props(here.dataset.said, query()); centre.emit("admin", query()); } };

  function go(patch, how) {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(patch)) if (value) next.set(key, value); else next.delete(key);
    const text = next.toString(), search = text ? "?" + text : "";
    if (search === window.location.search) return;
    window.history[how && how.replace ? "replaceState" : "pushState"]({ centre: true }, "", window.location.pathname + search);
    tell();
    dialogs();
  }
  window.addEventListener("popstate", (event) => {
    if (page() && window.location.pathname === path) {
      if (!document.querySelector(".school-map")) event.stopImmediatePropagation(); // with a map, state.js does so
      tell();
      dialogs();
    }
    path = window.location.pathname;
  });
  window.addEventListener("_dashprivate_pushstate", () => { path = window.location.pathname; });

  /* Filters: [data-q="role"] on a box of fields and choices sets that key. */
  let typed = 0;
  document.addEventListener("input", (event) => {
    const box = event.target.closest && event.target.closest("[data-q]");
    if (!box || !event.target.matches("input[type=search],input[type=text]")) return;
    clearTimeout(typed);
    typed = setTimeout(() => go({ [box.dataset.q]: event.target.value.trim(), before: "" }, { replace: true }), 250);
  });
  document.addEventListener("change", (event) => {
    const box = event.target.closest && event.target.closest("[data-q]");
    if (box && event.target.matches("select")) go({ [box.dataset.q]: event.target.value, before: "" });
  });

  /* Sheets: <dialog data-sheet="person new"> is open while one of these keys is in the URL. */
  function dialogs() {
    const at = query();
    if (![...document.querySelectorAll("dialog[data-sheet]")].some((sheet) => sheet.dataset.sheet.split(" ").some((key) => at[key]))) {
      for (const over of document.querySelectorAll("dialog[data-picker][open], dialog.admin-sure[open]")) over.close(); // Back was pressed
    }
    for (const sheet of document.querySelectorAll("dialog[data-sheet]")) {
      const wanted = sheet.dataset.sheet.split(" ").some((key) => at[key]);
      if (wanted && !sheet.open) {
        forget(sheet);
        from = (document.activeElement && document.activeElement.dataset.go) || "";
        sheet.showModal();
        entered(sheet);
      }
      else if (!wanted && sheet.open) sheet.close();
      if (sheet.dataset.heard) continue;
      sheet.dataset.heard = "1";
      sheet.addEventListener("close", () => {
        forget(sheet);
        back();
        if (sheet.dataset.sheet.split(" ").some((key) => query()[key])) go(Object.fromEntries(sheet.dataset.sheet.split(" ").map((key) => [key, ""])));
      });
      sheet.addEventListener("pointerdown", (event) => { sheet.outside = event.target === sheet; });
      sheet.addEventListener("click", (event) => { if (event.target === sheet && sheet.outside) sheet.close(); });
    }
  }
  /* The focus goes to the first thing to fill in, else to the heading that a reader hears. */
  function entered(sheet) {
    const first = sheet.querySelector("[data-first] input, [data-first] button, input[data-first]") || sheet.querySelector("h2[tabindex]");
    if (first) first.focus({ preventScroll: true });
  }
  /* Where the focus came from; the list may have been drawn anew since, and may be again. */
  let from = "";
  function back() {
    const link = from && document.activeElement === document.body && document.querySelector("[data-go='" + CSS.escape(from) + "']:is(a,button)");
    if (link) link.focus({ preventScroll: true });
  }
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { if (!document.querySelector("dialog[open]")) from = ""; }, true);

  /* What was answered before is taken out of the page: it may be a secret that is shown once. */
  function forget(sheet) {
    sheet.removeAttribute("data-shown");
    const here = page();
    if (here && sheet.querySelector("[data-answer]")) window.dash_clientside.set_props(here.dataset.told, { children: [] });
  }

  /* Acts: a form or a button that says data-act. */
  function collect(node) {
    const fields = { ...centre.config(node, "data-fields") };
    if (node.matches("form")) {
      for (const [key, value] of new FormData(node)) fields[key] = String(value);
      for (const many of node.querySelectorAll("[data-many]")) {
        fields[many.dataset.many] = [...many.querySelectorAll("[aria-pressed=true]")].map((one) => one.dataset.value);
      }
      for (const own of node.querySelectorAll("[data-areas],[data-school]")) {
        fields[own.dataset.areas || own.dataset.school] = own.closest("[hidden]") ? null : own.chosen || null;
      }
    }
    return fields;
  }
  async function act(node) {
    const here = page();
    if (!here || node.getAttribute("aria-busy") === "true") return;
    clearErrors(node.closest("dialog,[data-said]"));
    if (node.dataset.confirm && !(await sure(node))) return;
    const nonce = Date.now() + "-" + (count += 1);
    node.setAttribute("aria-busy", "true");
    busy.set(nonce, node);
    setTimeout(() => { if (busy.has(nonce)) { free(nonce); notice(node, here.dataset.late); } }, TIMEOUT);
    props(here.dataset.asked, { act: node.dataset.act, nonce, fields: collect(node) });
  }
  function free(nonce) {
    const node = busy.get(nonce);
    if (node) node.removeAttribute("aria-busy");
    busy.delete(nonce);
    return node;
  }
  function notice(node, text) {
    const place = (node.closest("dialog") || document).querySelector("[data-late-place]");
    if (place) place.textContent = text;
  }
  /* A callback that was refused or never arrived: beside what was asked for, else on top of the page; never a blank. */
  function failed(text) {
    const here = page();
    if (!here) return;
    const nodes = [...busy.keys()].map(free);
    for (const node of nodes) notice(node, text || here.dataset.late);
    if (!nodes.length) here.querySelector("[data-failed]").textContent = text || here.dataset.lost;
  }
  document.addEventListener("DOMContentLoaded", () => centre.on("failed", failed));
  function clearErrors(place) {
    if (!place) return;
    for (const node of place.querySelectorAll("[data-error-for],[data-late-place]")) node.textContent = "";
    for (const node of place.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
  }

  /* An answer goes to its form: beside the field it speaks of, else into the place of answers. */
  function answered(node) {
    const asked = free(node.dataset.answer);
    if (!asked) { node.dataset.stale = "1"; return; } // drawn again by a visit to the page, not said again
    const sheet = asked.closest("dialog");
    if (sheet) sheet.dataset.shown = "1";
    const field = node.dataset.field;
    const beside = field && asked.querySelector("[data-error-for='" + CSS.escape(field) + "']");
    node.hidden = Boolean(beside);
    if (beside) {
      beside.textContent = node.textContent;
      const input = asked.querySelector("[name='" + CSS.escape(field) + "']") || beside.parentElement.querySelector("button,input");
      if (input) { input.setAttribute("aria-invalid", "true"); input.focus(); }
      return;
    }
    if (node.dataset.then) go(Object.fromEntries(new URLSearchParams(node.dataset.then)), { replace: true });
    node.scrollIntoView({ block: "nearest" });
    node.focus({ preventScroll: true });
  }

  /* "Are you sure?", in the words of the act. */
  function sure(node) {
    return new Promise((resolve) => {
      const { element } = centre, here = page();
      const box = element("dialog", "admin-sure"), foot = element("div", "sure-foot");
      const no = element("button", "button", here.dataset.no), yes = element("button", "button danger", node.dataset.verb || here.dataset.yes);
      no.type = yes.type = "button";
      foot.append(no, yes);
      box.append(element("p", "", node.dataset.confirm), foot);
      box.setAttribute("aria-label", node.dataset.verb || here.dataset.yes);
      document.body.append(box);
      yes.addEventListener("click", () => box.close("yes"));
      no.addEventListener("click", () => box.close(""));
      box.addEventListener("close", () => { box.remove(); resolve(box.returnValue === "yes"); });
      box.showModal();
      no.focus();
    });
  }

  async function copy(button) {
    const source = button.parentElement.querySelector("[data-secret-text]");
    const text = source.textContent;
    try { await navigator.clipboard.writeText(text); } catch (_) { // not a secure context: the old way
      window.getSelection().selectAllChildren(source);
      document.execCommand("copy");
    }
    button.dataset.copied = "1";
    setTimeout(() => { delete button.dataset.copied; }, 2500);
  }

  document.addEventListener("click", (event) => {
    const at = event.target.closest ? event.target : null;
    if (!at || !page()) return;
    const one = (selector) => at.closest(selector);
    const choice = one("[data-many] [data-value]");
    if (choice) choice.setAttribute("aria-pressed", String(choice.getAttribute("aria-pressed") !== "true"));
    else if (one("[data-copy]")) copy(one("[data-copy]"));
    else if (one("button[data-act]")) act(one("button[data-act]"));
    else if (one("[data-go]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const link = one("a,button,[data-go]");
      if (!link.hasAttribute("data-go")) return; // another link inside a row
      event.preventDefault();
      go(Object.fromEntries(new URLSearchParams(link.dataset.go)));
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-act]")) { event.preventDefault(); act(form); }
    else if (form.matches("[data-ask]")) { event.preventDefault(); centre.admin.ask(form); }
  });

  /* What Dash has drawn since; what these scripts draw themselves does not call them again. */
  const OWN = "[data-failed],[data-picker],[data-chips],[data-school-results],[data-error-for],[data-late-place]";
  new MutationObserver((records) => {
    if (!page()) return;
    let drawn = false;
    for (const record of records) {
      if (record.type === "attributes") { if (record.target.dataset.answer) answered(record.target); continue; }
      if (record.target.closest && record.target.closest(OWN)) continue;
      for (const node of record.addedNodes) {
        if (node.nodeType !== 1) continue;
        drawn = true;
        for (const found of node.matches("[data-answer]") ? [node] : node.querySelectorAll("[data-answer]")) answered(found);
      }
    }
    if (!drawn) return;
    page().querySelector("[data-failed]").textContent = "";
    dialogs();
    if (!document.querySelector("dialog[open]")) back();
    centre.emit("admin-drawn");
    for (const fresh of document.querySelectorAll("dialog[open] [data-enter]:not([data-entered])")) {
      fresh.dataset.entered = "1";
      const sheet = fresh.closest("dialog");
      if (!sheet.querySelector("[data-answer]:focus")) entered(sheet);
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-answer"] });

  centre.admin = { go, query, page, collect };
})();
