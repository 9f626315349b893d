/* A welcome link carries its code behind "#": that part never leaves the browser, so no proxy's log keeps it. It is
   typed into its field and taken out of the address at once, so that no history keeps it either. */
(function () {
  "use strict";
  const FORM = "form[data-post='/api/v1/enter/welcome']";

  function take() {
    const form = document.querySelector(FORM);
    if (!form || !window.location.hash) return;
    const code = new URLSearchParams(window.location.hash.slice(1)).get("code");
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    if (!code) return;
    form.elements.code.value = code.slice(0, 40);
    form.elements.password.focus();
  }
  document.addEventListener("DOMContentLoaded", take);
  window.addEventListener("hashchange", take); // the link was opened where this page stood already

  /* The other language is another document: the code goes along, again behind "#". */
  document.addEventListener("click", (event) => {
    const other = event.target.closest("a.gate-language"), form = document.querySelector(FORM);
    if (other && form && form.elements.code.value) other.hash = new URLSearchParams({ code: form.elements.code.value });
  });
})();
