/* Giving a shift on: what is typed stays in this browser until the server has written it down, also over a reload. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element } = centre;
  const KEY = "centre.draft.handover.", DESK = window.matchMedia("(min-width: 721px) and (hover: hover)");
  let root = null, client = "";

  const key = () => KEY + (centre.moves ? centre.moves.me() : "");
  const part = (name) => root && root.querySelector(`[data-handover-${name}]`);
  const area = () => root && root.querySelector("[data-handover-draft] textarea");
  function remember(text) { try { if (text) window.sessionStorage.setItem(key(), text); else window.sessionStorage.removeItem(key()); } catch (_) { /* forbidden: only this page remembers */ } }
  function recall() { try { return window.sessionStorage.getItem(key()) || ""; } catch (_) { return ""; } }
  const fresh = () => "handover-" + [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");

  function adopt() {
    const found = document.querySelector("[data-handover]");
    if (found === root) return;
    root = found;
    if (!root || area()) return;
    client = fresh();
    const place = part("draft"), taker = part("taker"), field = element("textarea"), select = element("select", "incident-select");
    Object.assign(field, { rows: 7, maxLength: 4000, placeholder: place.dataset.hint, value: recall() });
    field.setAttribute("aria-label", place.dataset.hint);
    place.append(field);
    if (DESK.matches) { field.focus({ preventScroll: true }); field.setSelectionRange(field.value.length, field.value.length); } // on a phone its keyboard would hide the list
    for (const option of part("people").querySelectorAll("option")) {
      const one = element("option", "", option.textContent);
      one.value = option.value;
      select.append(one);
    }
    select.setAttribute("aria-label", taker.dataset.handoverTaker);
    taker.append(select);
  }
  /* What is or was open, one line each; written once for each list. */
  function lines() {
    for (const list of document.querySelectorAll("[data-handover-lines]")) {
      const said = list.dataset.handoverLines;
      if (list.dataset.drawn === said) continue;
      list.dataset.drawn = said;
      list.replaceChildren(...JSON.parse(said).map((row) => {
        const item = element("li"), grave = element("span", "sev " + row.severity), body = element("div"), link = element("a", "handover-says", row.says);
        grave.append(element("i", "sev-mark"), element("span", "", row.grave));
        link.href = "/incidents/" + row.id;
        link.dataset.story = row.id;
        body.append(link, element("span", "dim num", row.about));
        item.append(grave, body);
        return item;
      }));
    }
  }

  function wrong(text) { const place = part("wrong"); place.hidden = !text; place.textContent = text; }

  async function give(button) {
    wrong("");
    button.disabled = true;
    try {
      const reply = await centre.session.send("/api/v1/handovers", { text: area().value, taker: root.querySelector("select").value, client });
      const answer = await reply.json().catch(() => ({}));
      if (!reply.ok) { wrong(centre.said(answer) || "HTTP " + reply.status); area().focus(); return; }
      remember("");
      centre.story.go("/handover?id=" + answer.id);
    } catch (_) { wrong(centre.text("Máy chủ chưa trả lời. Chữ đã gõ vẫn còn ở đây; hãy bấm lại.", "The server has not answered. What you typed is still here; press again.")); } finally { button.disabled = false; }
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-handover]")) return;
    event.preventDefault();
    give(event.target.querySelector("[type=submit]"));
  });
  document.addEventListener("input", (event) => { if (root && event.target === area()) { remember(event.target.value); wrong(""); } });
  document.addEventListener("keydown", (event) => {
    if (root && event.target === area() && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); give(root.querySelector("[type=submit]")); }
  });
  centre.on("decorate", () => { adopt(); lines(); });
  new MutationObserver(lines).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-handover-lines"] });
})();
