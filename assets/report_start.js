/* "Xuất báo cáo" on every page: the way to /reports with what this page shows just now – its area or school, its kinds, its
   moment, its filters. The address of the page is its state, so it is read there when somebody presses. */
(function () {
  "use strict";
  const centre = window.centre;
  const spelled = (epoch) => new Date((epoch + 7 * 3600) * 1000).toISOString().slice(0, 10);

  /* Filters of the list of incidents that no report has. */
  const LEFT = [["severity", centre.text("mức độ", "severity")], ["kind", centre.text("loại", "kind")], ["owner", centre.text("người giữ", "owner")], ["carrier", centre.text("nhà mạng", "carrier")],
    ["quiet", centre.text("việc không báo động", "quiet ones")], ["q", centre.text("chữ cần tìm", "search words")]];
  /* What the address of a page says in the words of a report; what it cannot say comes back, in words. */
  const READ = {
    "/": (query, wish) => {
      const state = centre.state.get(), replay = centre.replay;
      if (state.school) Object.assign(wish, { template: "school", school: state.school });
      else if (state.area) Object.assign(wish, { template: "area", area: state.area });
      else if (/^lab|computer/.test(state.layer)) wish.template = "labs";
      else if (/^epay|payment/.test(state.layer)) wish.template = "payments";
      if (state.kind && !state.school) wish.kinds = state.kind;
      if (replay && replay.on && query.get("at")) wish.at = query.get("at");
    },
    "/compare": (query, wish) => {
      const sides = ["a", "b"].map((side) => query.get(side) || "").filter(Boolean), known = centre.compare && centre.compare.place;
      const areas = sides.filter((code) => !known || (known(code) || {}).sort === "area"), schools = sides.filter((code) => !areas.includes(code));
      if (areas.length) wish.area = areas.join(",");
      else if (schools.length) Object.assign(wish, { template: "school", school: schools[0] });
    },
    "/incidents": (query, wish) => {
      if (query.get("area")) wish.area = query.get("area");
      const list = centre.incidents, state = query.get("state") || "live", today = Date.now() / 1000;
      if (state !== "live") { // what is over belongs to a period: from the first that is shown, a month at most
        const shown = list && list.root && list.root.isConnected ? list.shown() : [], began = (row) => (state === "all" ? row.started_at : row.resolved_at) || today;
        const first = shown.length ? Math.min(...shown.map(began)) : today - 6 * 86400;
        Object.assign(wish, { begins: spelled(Math.max(first, today - 29 * 86400)), ends: spelled(today) });
      }
      return LEFT.filter(([key]) => query.get(key)).map(([, words]) => words);
    },
    "/clocks": (query, wish) => {
      const days = Math.min(400, Math.max(1, Number(query.get("days")) || 30)), today = Date.now() / 1000;
      Object.assign(wish, { begins: spelled(today - (days - 1) * 86400), ends: spelled(today) });
    },
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("[data-report-start]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const wish = Object.fromEntries(new URL(link.href).searchParams), read = READ[window.location.pathname];
    const left = (read && read(new URLSearchParams(window.location.search), wish)) || [];
    event.preventDefault();
    window.history.pushState({}, "", "/reports?" + new URLSearchParams(wish).toString().replace(/%2C/g, ","));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
    if (left.length && centre.say) centre.say(centre.text("Báo cáo gồm mọi sự cố của phạm vi này; không lọc theo: ", "A report holds every incident of this scope; it is not filtered by: ") + left.join(", ") + ".", "watch");
  });

  /* On a person's wall one key freezes "now". */
  const toast = (words, tone, link) => {
    for (const old of document.querySelectorAll(".wall-frozen")) old.remove();
    const node = centre.element("p", "wall-frozen " + tone);
    node.setAttribute("role", "status");
    node.append(centre.element("i", "icon " + (tone === "bad" ? "i-alert" : "i-camera")), centre.element("span", "", words));
    if (link) { const open = centre.element("a", "", link.words); open.href = link.href; node.append(open); }
    (document.querySelector(".wall") || document.body).append(node);
    setTimeout(() => node.remove(), tone === "wait" ? 60000 : 15000);
  };
  let busy = false;
  async function freeze() {
    const state = centre.state.get(), replay = centre.replay, wish = { template: state.area ? "area" : "daily", area: state.area || (centre.feed.directory || {}).area || "" };
    const at = replay && replay.on ? Math.floor(replay.at) : 0;
    if (at) wish.at = at;
    if (centre.wall && centre.wall.visitors && centre.wall.visitors()) wish.visitors = true;
    busy = true;
    toast(centre.text("Đang đóng băng số liệu…", "Freezing the figures…"), "wait");
    try {
      const reply = await window.fetch("/api/v1/snapshots", { method: "POST", credentials: "same-origin", headers: { "content-type": "application/json" }, body: JSON.stringify(wish), signal: AbortSignal.timeout(30000) });
      const told = await reply.json();
      if (!reply.ok) throw new Error(centre.said(told));
      toast(centre.text("Đã đóng băng: ", "Frozen: ") + told.id + " · " + centre.format.clock(told.as_of), "good", { href: "/reports/" + told.id, words: centre.text("Mở", "Open") });
    } catch (error) { toast(centre.text("Chưa đóng băng được. ", "Not frozen. ") + (error.name === "TimeoutError" || error.name === "TypeError" ? "" : error.message), "bad"); }
    busy = false;
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || (event.key !== "s" && event.key !== "S")) return;
    if (!document.querySelector(".wall[data-wall]") || !document.querySelector(".shell[data-may~='reports']") || document.querySelector("dialog[open]")) return;
    if (event.target.closest && event.target.closest("input,textarea,select")) return;
    event.preventDefault();
    if (!busy) freeze();
  });
})();
