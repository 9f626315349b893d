/* Page one of the paper, while choosing: asked for when somebody has stopped choosing for a moment; the picture before
   stays, dimmed, until the new one is there. Nothing is stored by it. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  const PAUSE_MS = 500, AGAIN_MS = 4000, LONGEST_MS = 45000;
  let timer = 0, abort = null, shownOf = "", url = "", turn = 0;

  const place = () => report.one("[data-report-preview]");
  function frame() {
    const box = place();
    if (!box) return null;
    if (!box.firstChild) {
      const head = element("div", "report-preview-head"), sheet = element("div", "report-paper");
      const said = element("span", "report-preview-said dim");
      said.setAttribute("role", "status");
      head.append(element("h2", "", text("Trang đầu của bản PDF", "Page one of the PDF")), said);
      sheet.append(element("div", "report-paper-lines"));
      box.append(head, sheet);
    }
    return box;
  }
  function say(words, state) {
    const box = frame();
    if (!box) return;
    box.dataset.state = state;
    box.querySelector(".report-preview-said").textContent = words;
  }
  function put(blob, wish) {
    const box = frame(), image = element("img", "");
    if (!box) return;
    const next = URL.createObjectURL(blob);
    image.alt = text("Trang đầu của báo cáo ", "Page one of the report ") + report.template(wish.template).label;
    image.addEventListener("load", () => {
      box.querySelector(".report-paper").replaceChildren(image);
      if (url) URL.revokeObjectURL(url);
      url = next;
      say(wish.at || wish.begins ? text("bản xem trước", "a preview") : text("số liệu lúc ", "figures of ") + centre.format.clock(report.now()).slice(0, 5), "shown");
    });
    image.addEventListener("error", () => { URL.revokeObjectURL(next); say(text("Chưa xem trước được.", "No preview."), "failed"); });
    image.src = next;
  }

  async function draw(wish, key) {
    if (abort) abort.abort();
    const own = abort = new AbortController(), mine = turn += 1, late = setTimeout(() => own.abort(), LONGEST_MS);
    say(text("đang dựng trang đầu…", "setting page one…"), "busy");
    const answer = await fetchPicture(wish, own.signal);
    clearTimeout(late);
    if (mine !== turn || !place()) return;
    if (answer.blob) { shownOf = key; put(answer.blob, wish); }
    else if (answer.status === 429) { say(text("Máy đang bận, chờ một lát…", "Busy, one moment…"), "busy"); timer = setTimeout(() => draw(wish, key), AGAIN_MS); }
    else say(answer.said, "failed");
  }
  async function fetchPicture(wish, signal) {
    try {
      const reply = await window.fetch("/api/v1/reports/preview", { method: "POST", credentials: "same-origin", cache: "no-store", headers: { "content-type": "application/json" }, body: JSON.stringify(wish), signal });
      if (reply.ok && (reply.headers.get("content-type") || "").startsWith("image/")) return { blob: await reply.blob() };
      const json = (reply.headers.get("content-type") || "").includes("json") ? await reply.json() : null;
      return { status: reply.status, said: centre.said(json) || text("Chưa xem trước được; vẫn có thể đóng băng.", "No preview; you may freeze all the same.") };
    } catch (_) { return { status: 0, said: text("Chưa xem trước được; vẫn có thể đóng băng.", "No preview; you may freeze all the same.") }; }
  }

  report.preview = (query) => {
    const box = frame(), { wish, why } = report.wish(query);
    if (!box) return;
    clearTimeout(timer);
    if (!wish) { if (abort) abort.abort(); turn += 1; shownOf = ""; say(why, "waits"); return; }
    const key = JSON.stringify(wish);
    if (key === shownOf && box.querySelector("img")) return;
    timer = setTimeout(() => draw(wish, key), box.querySelector("img") || box.dataset.state === "busy" ? PAUSE_MS : 120);
  };
  centre.on("report-opened", () => { clearTimeout(timer); if (abort) abort.abort(); turn += 1; shownOf = ""; });
})();
