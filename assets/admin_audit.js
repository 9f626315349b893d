/* The audit page: the file that leaves answers the question that is on the screen. */
(function () {
  "use strict";
  const centre = (window.centre = window.centre || {});
  function follow() {
    const link = document.querySelector("[data-export]");
    if (!link) return;
    const query = new URLSearchParams(window.location.search);
    query.delete("before");
    const text = query.toString();
    link.href = "/api/v1/audit.csv" + (text ? "?" + text : "");
  }
  document.addEventListener("DOMContentLoaded", () => { centre.on("admin", follow); centre.on("admin-drawn", follow); });
})();
