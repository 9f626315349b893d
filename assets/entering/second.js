/* The second factor is turned on: the key is asked for once, drawn as QR and as text, and kept nowhere. */
(function () {
  "use strict";
  const gate = window.gate;

  document.addEventListener("DOMContentLoaded", async () => {
    const place = document.querySelector("[data-enrol]");
    if (!place) return;
    const answer = await gate.send(place.dataset.enrol);
    if (!answer.ok) { gate.refuse(place, answer.words); return; }
    place.querySelector("[data-qr]").src = answer.told.qr;
    place.querySelector("[data-secret-text]").textContent = answer.told.secret.replace(/(.{4})(?=.)/g, "$1 ");
    const link = place.querySelector("[data-otpauth]");
    if (link) link.href = answer.told.otpauth; // on the phone itself the app opens
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const key = button.closest("[data-enrol]").querySelector("[data-secret-text]").textContent.replace(/\s/g, "");
    try { await navigator.clipboard.writeText(key); button.textContent = document.body.dataset.copied; } catch (_) { /* it can be selected by hand */ }
  });
})();
