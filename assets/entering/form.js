/* Forms before the door: sent as JSON, refused in words beside the field, one at a time. Everything shown is textContent. */
(function () {
  "use strict";
  const gate = { send, go, refuse, busy };
  window.gate = gate;
  const english = () => document.documentElement.lang === "en";

  /* Only a path of this very origin: an address that came with a link must not lead a person out of the house. */
  function go(path) {
    let to = "/";
    try {
      const wanted = new URL(path || "/", window.location.origin);
      if (wanted.origin === window.location.origin) to = wanted.pathname + wanted.search + wanted.hash;
    } catch (_) { /* no address at all: home */ }
    window.location.assign(to);
  }

  async function send(address, body) {
    let answer;
    try {
      answer = await fetch(address, {
        method: body === undefined ? "GET" : "POST", credentials: "same-origin", cache: "no-store",
        headers: body === undefined ? {} : { "Content-Type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch (_) {
      return { ok: false, words: document.body.dataset.offline };
    }
    const told = await answer.json().catch(() => ({}));
    const words = (english() ? told.en : told.vi) || document.body.dataset.offline;
    return { ok: answer.ok, status: answer.status, told, words };
  }

  function refuse(place, words) {
    const box = place.querySelector(".gate-problem[role=alert]");
    box.hidden = !words;
    box.querySelector("span").textContent = words || "";
  }

  function busy(place, on) {
    place.setAttribute("aria-busy", on ? "true" : "false");
    for (const button of place.querySelectorAll("button[type=submit], .gate-role")) button.disabled = on;
    const label = place.querySelector("[data-label]");
    if (!label) return;
    if (on) { label.dataset.was = label.textContent; label.textContent = document.body.dataset.busy; }
    else if (label.dataset.was) label.textContent = label.dataset.was;
  }

  const fields = (form) => [...form.querySelectorAll("input[name]")];
  function mark(field, words) {
    field.setAttribute("aria-invalid", words ? "true" : "false");
    return words;
  }

  /* The first thing that is missing, in words; "" = all there. */
  function missing(form) {
    for (const field of fields(form)) {
      const twin = field.dataset.equals && form.elements[field.dataset.equals];
      const words = !field.value.trim() ? document.body.dataset.empty
        : twin && twin.value !== field.value ? document.body.dataset.different : "";
      mark(field, words);
      if (words) { field.focus(); return words; }
    }
    return "";
  }

  async function submit(form) {
    if (form.getAttribute("aria-busy") === "true") return;
    refuse(form, missing(form));
    if (form.querySelector("[aria-invalid=true]")) return;
    const body = { next: form.dataset.next };
    for (const field of fields(form)) if (!field.dataset.equals) body[field.name] = field.dataset.digits === undefined ? field.value : field.value.replace(/\s/g, "");
    busy(form, true);
    const answer = await send(form.dataset.post, body);
    if (answer.ok) { go(answer.told.next || form.dataset.next); return; } // busy until the next page is there
    busy(form, false);
    refuse(form, answer.words);
    const named = answer.told && form.elements[answer.told.code];
    const again = named || form.querySelector("input[type=password], input[data-secret], input[data-digits]");
    if (named) mark(named, answer.words);
    if (again) { again.focus(); again.select(); }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-post]");
    if (!form) return;
    event.preventDefault();
    submit(form);
  });

  document.addEventListener("input", (event) => {
    const field = event.target.closest("input[name]");
    if (!field) return;
    mark(field, "");
    if (field.dataset.digits === undefined) return;
    const digits = field.value.replace(/\D/g, "").slice(0, 6);
    if (digits !== field.value) field.value = digits;
    if (digits.length === 6) submit(field.form); // the last figure is the whole sentence
  });

  document.addEventListener("click", (event) => {
    const eye = event.target.closest("[data-show]");
    if (!eye) return;
    const field = document.getElementById(eye.dataset.show);
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    field.dataset.secret = "";
    eye.setAttribute("aria-pressed", shown ? "true" : "false");
    eye.setAttribute("aria-label", shown ? eye.dataset.hide : eye.title);
    field.focus();
  });

  const caps = (event) => {
    const field = event.target.closest && event.target.closest("input[type=password]");
    const note = field && field.closest(".gate-field").querySelector(".gate-caps");
    if (note && event.getModifierState) note.hidden = !event.getModifierState("CapsLock");
  };
  document.addEventListener("keydown", caps);
  document.addEventListener("keyup", caps);
})();
