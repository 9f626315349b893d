/* What a new person or key reaches depends on the role: single schools, or areas; whoever looks at everything starts
   with the whole province. [data-when-role], [data-unless-role] show and hide. */
(function () {
  "use strict";
  const centre = (window.centre = window.centre || {});
  const WHOLE = ["administrator", "manager", "operator"];

  function follow(form) {
    const role = form.querySelector("select[name=role]").value;
    for (const node of form.querySelectorAll("[data-when-role]")) node.hidden = node.dataset.whenRole !== role;
    for (const node of form.querySelectorAll("[data-unless-role]")) node.hidden = node.dataset.unlessRole === role;
    const areas = form.querySelector("[data-areas]");
    if (!areas || areas.dataset.touched) return;
    areas.chosen = WHOLE.includes(role) ? [""] : [];
    centre.emit("admin-drawn");
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest && event.target.closest(".role-form");
    if (form && event.target.name === "role") follow(form);
  });
  document.addEventListener("DOMContentLoaded", () => {
    centre.on("admin-chosen", (field) => { field.dataset.touched = "1"; });
    centre.on("admin-drawn", () => {
      for (const form of document.querySelectorAll(".role-form:not([data-role-known])")) { form.dataset.roleKnown = "1"; follow(form); }
    });
    centre.on("admin-drawn", () => {
      for (const node of document.querySelectorAll("[data-origin]:not([data-origin=''])")) {
        const text = node.dataset.origin.split("{origin}").join(window.location.origin);
        if (node.textContent !== text) node.textContent = text;
      }
    });
  });
})();
