/* Arranging one screen's scenes: a draft of its playlist, drawn as a list, told to the preview at every change, sent only
   when somebody saves. A draft that was not saved is still there when one comes back to the page. */
(function () {
  "use strict";
  const centre = window.centre, { element } = centre, say = centre.text;
  const ICONS = { city: "map", area: "area", indicators: "layers", incidents: "incident", systems: "devices", programme: "circle-check", sources: "sources" };
  const drafts = new Map(); // screen -> { version, playlist }
  const it = centre.arrange = { page: null, told: null, draft: null, at: 0 };
  let busy = false;

  const part = (name) => it.page && it.page.querySelector(`[data-arrange-${name}]`);
  const copy = (value) => JSON.parse(JSON.stringify(value));
  const same = () => JSON.stringify(it.draft) === JSON.stringify(it.told.playlist);
  const words = (kind) => (it.told.kinds.find(([key]) => key === kind) || ["", kind])[1];
  const areaName = (code) => (it.told.areas.find(([key]) => key === code) || ["", code])[1];
  it.part = part;
  it.icon = (kind) => element("i", "icon i-" + (ICONS[kind] || "wall"));
  it.name = (scene) => (scene.kind === "area" ? (scene.area ? areaName(scene.area) : say("Chọn địa bàn", "Choose an area")) : words(scene.kind));
  it.tree = (code) => (it.told.areas.find(([key]) => key === code) || ["", "", "new"])[2];
  it.say = (text) => { const place = part("said"); if (place) place.textContent = text; };

  /* Every change of the draft ends here. `how.quiet`: the list is as it is on the page already. */
  it.changed = (how) => {
    drafts.set(it.told.id, { version: it.told.version, playlist: it.draft });
    if (!how || !how.quiet) it.list();
    it.preview(how);
    state();
  };
  it.choose = (index, how) => {
    it.at = Math.max(0, Math.min(index, it.draft.scenes.length - 1));
    for (const [i, row] of [...part("list").children].entries()) row.toggleAttribute("data-chosen", i === it.at);
    it.show(how);
  };
  it.move = (from, to) => {
    const scenes = it.draft.scenes;
    if (to < 0 || to >= scenes.length || from === to) return false;
    scenes.splice(to, 0, ...scenes.splice(from, 1));
    it.at = to;
    it.changed();
    it.say(say(`${it.name(scenes[to])}: vị trí ${to + 1} trên ${scenes.length}`, `${it.name(scenes[to])}: place ${to + 1} of ${scenes.length}`));
    return true;
  };

  function problem() {
    const at = it.draft.scenes.findIndex((one) => one.kind === "area" && !one.area);
    if (at >= 0) return say(`Cảnh ${at + 1} chưa chọn địa bàn.`, `Scene ${at + 1} has no area yet.`);
    const { least, most } = it.told.limits, wrong = it.draft.scenes.findIndex((one) => !Number.isInteger(one.seconds) || one.seconds < least || one.seconds > most);
    return wrong >= 0 ? say(`Cảnh ${wrong + 1}: từ ${least} đến ${most} giây.`, `Scene ${wrong + 1}: ${least} to ${most} seconds.`) : "";
  }
  function state(text, tone) {
    const place = part("state"), wrong = problem(), fresh = same();
    place.className = "arrange-state" + (tone ? " " + tone : wrong && !fresh ? " watch" : "");
    place.textContent = text || (fresh ? (it.told.version ? say(`Đã lưu, bản ${it.told.version}`, `Saved, version ${it.told.version}`) : say("Chưa sắp xếp; đang chiếu toàn cảnh", "Not arranged yet; it shows the whole picture")) : wrong || say("Có thay đổi chưa lưu", "Changes not saved yet"));
    it.page.querySelector("[data-arrange-act=save]").disabled = fresh || Boolean(wrong) || busy;
    it.page.querySelector("[data-arrange-act=undo]").disabled = fresh || busy;
    const whole = it.draft.scenes.reduce((sum, one) => sum + (one.seconds || 0), 0), round = part("round");
    round.textContent = it.draft.scenes.length > 1 ? say(`một vòng ${centre.format.span(whole)}`, `one round ${centre.format.span(whole)}`) : say("một cảnh, không xoay", "one scene, no turning");
  }
  async function save() {
    if (busy || problem()) return;
    busy = true;
    const mine = it.page, sent = copy(it.draft); // what is arranged meanwhile was not saved
    state(say("Đang lưu…", "Saving…"));
    try {
      const reply = await centre.session.send(`/api/v1/screens/${it.told.id}/playlist`, { playlist: sent, version: it.told.version });
      const told = await reply.json().catch(() => ({}));
      if (mine !== it.page) return;
      busy = false;
      if (!reply.ok) { state(centre.said(told) || say("Không lưu được.", "This was not saved."), "bad"); return; }
      it.told.version = told.version;
      it.told.playlist = sent;
      if (same()) drafts.delete(it.told.id); else drafts.set(it.told.id, { version: told.version, playlist: it.draft });
      for (const old of mine.querySelectorAll(":scope > .error")) old.remove();
      if (!same()) state();
      else state(say(`Đã lưu, bản ${told.version}; màn hình đổi theo trong vài giây`, `Saved, version ${told.version}; the screen follows within seconds`), "good");
    } catch (_) { state(say("Máy chủ không trả lời; chưa lưu. Bản nháp vẫn ở đây.", "No answer; not saved. The draft is still here."), "bad"); }
    finally { busy = false; if (mine === it.page) for (const [act, off] of [["save", same()], ["undo", same()]]) mine.querySelector(`[data-arrange-act=${act}]`).disabled = off; }
  }
  function undo() {
    it.draft = copy(it.told.playlist);
    it.at = 0;
    it.looks();
    it.changed();
    drafts.delete(it.told.id);
  }

  function adopt() {
    const found = document.querySelector("[data-arrange]");
    if (found === it.page) return;
    it.page = found;
    it.leave();
    if (!found) return;
    it.told = centre.config(found, "data-arrange");
    const kept = drafts.get(it.told.id);
    it.draft = copy(kept && kept.version === it.told.version ? kept.playlist : it.told.playlist);
    it.at = 0;
    busy = false;
    it.adding();
    it.looks();
    it.list();
    it.open();
    state();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-arrange-act]");
    if (!button || !it.page || !it.page.contains(button)) return;
    if (button.dataset.arrangeAct === "save") save(); else undo();
  });
  document.addEventListener("keydown", (event) => {
    if (!it.page || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    save();
  });
  window.addEventListener("beforeunload", (event) => { if (it.page && it.draft && !same()) event.preventDefault(); });
  new MutationObserver(adopt).observe(document.documentElement, { childList: true, subtree: true });
})();
