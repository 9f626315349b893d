/* Green is a lease. The default look is grey (css); each verified newer frame restarts a CSS animation that keeps colour
   for 20 s and then takes it away by itself. No frame, a hung script, a crash: grey, with no code running.
   This file only restarts the animation, and says who is to blame when it does not. */
(function () {
  "use strict";
  const centre = window.centre;
  const root = document.documentElement;
  const feed = centre.feed;
  const PATIENCE_S = 4, PROOF_S = 15, JUMP_S = 3, GAP_S = 5;
  let last = { perf: performance.now(), date: Date.now() };
  let failingSince = 0, slept = 0, sleptAt = 0, culprit = "";
  const lease = centre.lease = { culprit: "", granted: 0 };

  const SAY = {
    session: ["Phiên làm việc đã hết hạn", "đăng nhập lại để xem tiếp"],
    unpaired: ["Màn hình này không còn được ghép với trung tâm", "quản trị viên có thể ghép lại bằng mã mới"],
    network: ["Màn hình mất liên lạc với máy chủ", "đang tự nối lại"],
    server: ["Máy chủ đang báo lỗi", "đang tự thử lại"],
    slept: ["Màn hình này vừa ngừng chạy", "đang lấy lại số liệu"],
    blind: ["Trung tâm mất tầm nhìn", "đường truyền của chính trung tâm đứt, không trường nào bị xét"],
    collector: ["Bộ thu thập ngừng gửi số liệu", "trạng thái trên màn hình không còn được xác nhận"],
    cache: ["Bộ nhớ đệm vắng mặt", "số liệu đang lấy từ kho dữ liệu, có thể chậm"],
    waiting: ["Chưa có số liệu", "đang chờ số liệu đầu tiên"],
    hung: ["Màn hình này bị treo", "số liệu không còn được cập nhật"],
  };

  function grant() {
    lease.granted += 1;
    root.setAttribute("data-lease", root.getAttribute("data-lease") === "a" ? "b" : "a");
  }
  function drop() { root.removeAttribute("data-lease"); }
  const over = () => Boolean(centre.session && centre.session.over); // nothing that was under way brings colour back

  function judge() {
    const now = performance.now();
    if (feed.failure && !failingSince) failingSince = now;
    if (!feed.failure) failingSince = 0;
    if (feed.failure === "session" || over()) return over() && centre.session.kind() === "screen" ? "unpaired" : "session";
    if (feed.failure && now - failingSince > PATIENCE_S * 1000) return feed.failure;
    if (sleptAt) return "slept";
    const head = feed.head;
    if (!head) return "waiting";
    if (head.blind) return "blind";
    if (head.late || feed.now() - head.provedAt > PROOF_S) return "collector";
    return head.fromDatabase ? "cache" : "";
  }

  function sentence(reason) {
    const head = feed.head;
    const why = reason === "slept" ? "vừa ngủ hoặc treo " + centre.format.span(slept) + ", " + SAY.slept[1] : SAY[reason][1];
    if (!head) return why;
    const age = feed.now() - head.provedAt;
    const at = "dữ liệu lúc " + centre.format.clock(head.provedAt);
    return reason === "hung" ? why + " · " + at : why + " · " + at + ", cách " + centre.format.span(age);
  }

  /* Written before it is needed: when this script hangs, the animation uncovers the banner with these words. */
  function write(reason) {
    const shown = reason || "hung";
    for (const node of document.querySelectorAll("[data-lease-title]")) put(node, SAY[shown][0]);
    for (const node of document.querySelectorAll("[data-lease-text]")) put(node, sentence(shown));
  }
  function put(node, text) { if (node.textContent !== text) node.textContent = text; }

  function look() {
    const reason = judge();
    if (reason !== culprit) {
      culprit = lease.culprit = reason;
      if (reason) root.setAttribute("data-culprit", reason); else root.removeAttribute("data-culprit");
      for (const node of document.querySelectorAll("[data-lease-said]")) put(node, reason ? SAY[reason][0] + ", " + sentence(reason) : "");
      centre.emit("lease", { culprit: reason });
    }
    write(reason);
  }

  /* A pause of this thread, or a wall clock that moved by itself, means: this screen slept. A jump is stale. */
  function tick() {
    const perf = performance.now(), date = Date.now();
    const passed = (perf - last.perf) / 1000, byWall = (date - last.date) / 1000;
    last = { perf, date };
    const jumped = Math.abs(byWall - passed) > JUMP_S;
    if (jumped || (passed > GAP_S && !document.hidden)) {
      slept = Math.max(passed, Math.abs(byWall));
      sleptAt = perf;
      feed.provedSeen = Math.max(feed.provedSeen, feed.head ? feed.head.provedAt : 0);
      drop();
      feed.hurry();
    }
    look();
  }

  centre.on("frame", ({ head, verified }) => {
    if (over() || (head && (head.blind || head.late))) drop();
    else if (verified) { sleptAt = 0; grant(); }
    look();
  });
  centre.on("failure", (failure) => { if (failure === "session") drop(); look(); });
  centre.on("ended", () => { drop(); look(); });
  centre.on("decorate", () => write(culprit));
  setInterval(tick, 1000);
})();
