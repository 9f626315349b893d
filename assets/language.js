/* The language: a cookie of this browser, read by the server for every answer. Changing it loads the page anew, for every
   sentence of a page comes from one side or the other; a page left open in another tab follows when somebody looks at it. */
(function () {
  "use strict";
  const YEAR_S = 31536000;
  const root = document.documentElement;
  const kept = () => (/(?:^|; )lang=(vi|en)(?:;|$)/.exec(document.cookie) || [])[1] || "vi";
  let loading = false;

  function load() {
    if (loading) return;
    loading = true;
    window.location.reload();
  }
  function choose(lang) {
    const secure = window.location.protocol === "https:" ? "; secure" : "";
    document.cookie = "lang=" + lang + "; path=/; max-age=" + YEAR_S + "; samesite=lax" + secure;
    load();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-language]");
    if (button) choose(button.dataset.language);
  });

  /* Half-written words are worth more than a page in one language. */
  const writing = () => [...document.querySelectorAll("textarea, dialog[open] input")].some((field) => field.value);
  function follow() {
    if (document.visibilityState === "visible" && kept() !== root.lang && !writing()) load();
  }
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
})();
