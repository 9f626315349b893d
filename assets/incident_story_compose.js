/* Writing a note, with a picture if one was taken. What is typed is this browser's until it is sent: kept over a reload,
   under the incident. A picture is made smaller here already: a phone's line is slow, and its place stays on the phone. */
(function () {
  "use strict";
  const centre = window.centre;
  const { element } = centre;
  const story = centre.story;
  const KEY = "centre.draft.", EDGE = 2560, MOST = 5e6;
  let picture = "";

  const part = (name) => story.root && story.root.querySelector(`[data-story-${name}]`);
  const area = () => story.root && story.root.querySelector("[data-story-draft] textarea");
  const key = () => KEY + centre.moves.me() + "." + story.id;
  function remember(text) {
    try { if (text) window.sessionStorage.setItem(key(), text); else window.sessionStorage.removeItem(key()); } catch (_) { /* storage forbidden: then only this page remembers */ }
  }
  function recall() { try { return window.sessionStorage.getItem(key()) || ""; } catch (_) { return ""; } }
  function wrong(text) {
    const place = part("wrong");
    if (place) { place.hidden = !text; place.textContent = text; }
  }
  function grow(field) { field.style.height = "auto"; field.style.height = Math.min(320, field.scrollHeight + 2) + "px"; }

  function furnish(root) {
    const place = root.querySelector("[data-story-draft]"), file = root.querySelector("[data-story-file]");
    if (!place) return; // the call list has no place for notes
    let field = place.querySelector("textarea");
    if (!field) {
      field = element("textarea");
      Object.assign(field, { rows: 2, maxLength: 4000, placeholder: place.dataset.hint });
      field.setAttribute("aria-label", place.dataset.hint);
      place.append(field);
      const input = element("input", "sr-only");
      Object.assign(input, { type: "file", accept: "image/jpeg,image/png,image/webp,image/*" });
      file.append(input);
    }
    field.value = recall();
    grow(field);
    show("");
  }
  centre.on("story-opened", furnish);

  function show(data) {
    picture = data;
    const place = part("picked"), thumb = part("thumb");
    if (!place) return;
    place.hidden = !data;
    thumb.replaceChildren();
    if (data) { const image = element("img"); image.src = data; image.alt = ""; thumb.append(image); }
  }
  /* Drawn anew on a canvas: at most EDGE pixels, no place in it. What a browser cannot draw goes as it is. */
  async function smaller(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, EDGE / Math.max(bitmap.width, bitmap.height)), canvas = element("canvas");
    Object.assign(canvas, { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
    const ctx = canvas.getContext("2d");
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas.toDataURL("image/jpeg", 0.85);
  }
  async function picked(file) {
    wrong("");
    if (!file) return;
    try {
      const data = await smaller(file);
      if (data.length > MOST * 4 / 3) wrong(story.say("large")); else show(data);
    } catch (_) { wrong(story.say("unreadable")); }
  }

  function send() {
    const field = area(), text = field.value.trim(), carried = picture;
    if (!text && !carried) return field.focus();
    wrong("");
    const told = centre.moves.send(story.id, carried ? "pictures" : "note", carried ? { text, picture: carried } : { text }), sent = story.id;
    field.value = "";
    grow(field);
    remember("");
    show("");
    return told.then(() => centre.say(story.say("noted"), "good"), (error) => {
      if (story.id !== sent || !area() || area().value) return; // they write on: the sentence below the bar says it
      area().value = text; // refused: nothing typed is lost
      remember(text);
      if (carried) show(carried);
      wrong(error.vi || "");
      grow(area());
    });
  }
  document.addEventListener("input", (event) => {
    if (event.target.matches && event.target.matches("[data-story-draft] textarea")) { remember(event.target.value); grow(event.target); wrong(""); }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches && event.target.matches("[data-story-file] input")) { picked(event.target.files[0]); event.target.value = ""; }
  });
  document.addEventListener("paste", (event) => {
    if (!event.target.matches || !event.target.matches("[data-story-draft] textarea")) return;
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (file) { event.preventDefault(); picked(file); }
  });
  document.addEventListener("click", (event) => { if (event.target.closest && event.target.closest("[data-story-drop]")) show(""); });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-story-compose]")) return;
    event.preventDefault();
    send();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches || !event.target.matches("[data-story-draft] textarea")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); }
    else if (event.key === "Escape") { event.target.blur(); event.stopPropagation(); }
  });
  story.write = () => { const field = area(); if (field) { field.focus(); field.scrollIntoView({ block: "nearest" }); } };
})();
