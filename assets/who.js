/* The person's menu: the ways out and the change of a password. One delegated listener each, so that Dash may redraw.
   Password fields exist only while their box is open. */
(function () {
  "use strict";
  const centre = window.centre;
  const say = (node, text, tone) => { node.textContent = text; node.dataset.tone = tone || ""; };

  const send = centre.session.send;

  /* Colour ends before the answer comes: whoever leaves wants nothing to stay readable as true. */
  async function leave(button, everywhere) {
    const failed = button.closest(".who-ways").querySelector("[data-who-failed]");
    failed.hidden = true;
    button.disabled = true;
    try {
      const reply = await send("/api/v1/leave", { everywhere });
      if (!reply.ok) throw new Error("HTTP " + reply.status);
      centre.session.leave((await reply.json()).next || "/login");
    } catch (_) {
      failed.hidden = false;
      button.disabled = false;
    }
  }

  const box = () => document.querySelector("[data-password-box]");
  function openBox(button) {
    const dialog = box();
    if (!dialog || dialog.open) return;
    const menu = button.closest("details");
    if (menu) menu.open = false;
    for (const place of dialog.querySelectorAll("[data-secret]")) {
      const field = centre.element("input");
      Object.assign(field, { type: "password", name: place.dataset.secret, required: true, autocomplete: place.dataset.fill, maxLength: 200 });
      place.replaceChildren(field);
    }
    say(dialog.querySelector("[data-who-said]"), "");
    dialog.querySelector("[type=submit]").disabled = false;
    dialog.addEventListener("close", () => {
      for (const place of dialog.querySelectorAll("[data-secret]")) place.replaceChildren();
    }, { once: true });
    dialog.showModal();
    dialog.querySelector("input").focus();
  }

  async function change(form) {
    const said = form.querySelector("[data-who-said]"), save = form.querySelector("[type=submit]");
    const typed = Object.fromEntries([...form.querySelectorAll("input")].map((field) => [field.name, field.value]));
    if (typed.new !== typed.again) return say(said, said.dataset.differ, "bad");
    save.disabled = true;
    say(said, "");
    try {
      const reply = await send("/api/v1/me/password", { old: typed.old, new: typed.new });
      if (reply.ok) {
        for (const field of form.querySelectorAll("input")) field.value = "";
        return say(said, said.dataset.changed, "good");
      }
      const why = await reply.json();
      say(said, centre.said(why) || said.dataset.noAnswer, "bad");
    } catch (_) {
      say(said, said.dataset.noAnswer, "bad");
    }
    save.disabled = false;
    return undefined;
  }

  const WAYS = { password: openBox, leave: (button) => leave(button, false), "leave-everywhere": (button) => leave(button, true) };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-who]");
    if (button && WAYS[button.dataset.who]) WAYS[button.dataset.who](button);
    const chosen = event.target.closest(".admin-menu a");
    if (chosen) chosen.closest("details").open = false;
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-password-box]")) return;
    event.preventDefault();
    change(event.target);
  });
})();
