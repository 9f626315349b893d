/* What a person does on the work list: calls, presses what came of it, takes a task. By thumb or by keyboard. */
(function () {
  "use strict";
  const centre = window.centre;
  const { text } = centre;
  const work = centre.work;
  const KEPT = "centre.work.open"; // a telephone may drop the page while somebody speaks: it opens again where one was

  function unfold(key, at) {
    Object.assign(work, { open: key, at: Number(at) || 0 });
    try { window.sessionStorage.setItem(KEPT, JSON.stringify([key, work.at])); } catch (_) { /* storage forbidden: then only this page remembers */ }
    work.paint();
  }
  centre.on("work-opened", () => {
    try { const [key, at] = JSON.parse(window.sessionStorage.getItem(KEPT) || '["", 0]'); Object.assign(work, { open: String(key), at: Number(at) || 0 }); } catch (_) { work.open = ""; }
  });

  function tell(promise, said) { promise.then(() => centre.say(said), () => { /* a refusal says itself (assets/incident_unsent.js) */ }); }
  function note(button) {
    const { workResult: result, workSchool: school, workId: id } = button.dataset;
    for (const one of button.parentNode.querySelectorAll(".work-result")) one.disabled = true; // one call has one result, however often it is pressed
    if (id) tell(centre.moves.send(Number(id), "called", { school, result }), text("Đã ghi: ", "Noted: ") + result);
    else tell(centre.moves.send("", "", { category: "network", text: text("Gọi cho trường: ", "Called the school: ") + result, schools: [school], severity: "low" }), text("Đã mở sự cố báo tay.", "An incident was opened by hand."));
    unfold("");
  }
  const take = (id) => tell(centre.moves.send(Number(id), "start", {}), text("Bạn đã nhận việc này.", "You have taken it."));
  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // Dash draws the page, without loading another document
    window.scrollTo(0, 0);
  }

  document.addEventListener("click", (event) => {
    if (!work.root || !event.target.closest || !work.root.contains(event.target)) return;
    const near = (name) => event.target.closest("[data-work-" + name + "]");
    const call = near("call"), fold = near("note"), result = near("result"), taking = near("take"), link = near("go"), tab = near("tab");
    if (call) unfold(call.dataset.workCall, call.dataset.workAt); // the telephone opens by the link itself
    else if (fold) {
      const { workNote: key, workAt: at } = fold.dataset, there = work.open === key && (work.at === Number(at) || fold.classList.contains("work-note"));
      unfold(there ? "" : key, at);
    }
    else if (result) { if (!result.disabled) note(result); }
    else if (taking) { taking.disabled = true; take(taking.dataset.workTake); }
    else if (tab) {
      event.preventDefault();
      const section = document.getElementById("work-" + tab.dataset.workTab);
      section.scrollIntoView({ block: "start", behavior: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      section.focus({ preventScroll: true });
    } else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.button) { event.preventDefault(); go(link.getAttribute("href")); }
  });

  const cards = () => [...work.root.querySelectorAll("[data-work-card]")];
  const here = () => document.activeElement && document.activeElement.closest("[data-work-card]");
  function step(by) {
    const all = cards(), now = all.indexOf(here()), next = all[now < 0 ? 0 : Math.max(0, Math.min(all.length - 1, now + by))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  const press = (selector) => { const card = here(), node = card && card.querySelector(selector); if (node) node.click(); return Boolean(node); };
  const KEYS = {
    j: () => step(1), k: () => step(-1), c: () => press("[data-work-note]"), a: () => press("[data-work-take]"),
    Enter: () => document.activeElement === here() && press(".work-says"),
  };
  document.addEventListener("keydown", (event) => {
    if (!work.root || !work.root.isConnected || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]") || event.target.closest("input,textarea,select,[contenteditable]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Escape" && work.open) unfold("");
    else if (/^[1-9]$/.test(key) && here()) { const chosen = here().querySelectorAll(".work-result")[Number(key) - 1]; if (!chosen) return; chosen.click(); }
    else if (!KEYS[key] || KEYS[key]() === false) return;
    event.preventDefault();
    event.stopPropagation();
  });
})();
