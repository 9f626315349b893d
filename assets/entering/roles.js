/* The simulated province's one-click roles, and leaving a half-open session. */
(function () {
  "use strict";
  const gate = window.gate;

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-role]");
    const place = button && button.closest("[data-demo]");
    if (!place || place.getAttribute("aria-busy") === "true") return;
    gate.refuse(place, "");
    gate.busy(place, true);
    button.setAttribute("aria-busy", "true");
    const answer = await gate.send(place.dataset.demo, { role: button.dataset.role, next: place.dataset.next });
    if (answer.ok) { gate.go(answer.told.next || place.dataset.next); return; }
    gate.busy(place, false);
    button.removeAttribute("aria-busy");
    gate.refuse(place, answer.words);
  });

  document.addEventListener("click", async (event) => {
    const leave = event.target.closest("[data-leave]");
    if (!leave) return;
    event.preventDefault();
    await gate.send("/api/v1/leave", { everywhere: false });
    gate.go("/login");
  });
})();
