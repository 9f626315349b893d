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
  let failingSince = 0, slept = 0, sleptAt = 0, grantedAt = 0, culprit = "";
  const doubts = new Map(); // loops of this page that fail by themselves: name -> since, on this page's monotonic clock
  const lease = centre.lease = { culprit: "", granted: 0 };
  const say = centre.text;

  const SAY = {
    session: [say("Phiên làm việc đã hết hạn", "The session has ended"), say("đăng nhập lại để xem tiếp", "sign in again to go on")],
    unpaired: [say("Màn hình này không còn được ghép với trung tâm", "This screen is no longer paired with the centre"),
      say("quản trị viên có thể ghép lại bằng mã mới", "an administrator can pair it again with a new code")],
    network: [say("Màn hình mất liên lạc với máy chủ", "This screen does not reach the server"), say("đang tự nối lại", "it keeps trying")],
    server: [say("Máy chủ đang báo lỗi", "The server answers with errors"), say("đang tự thử lại", "it keeps trying")],
    slept: [say("Màn hình này vừa ngừng chạy", "This screen stood still"), say("đang lấy lại số liệu", "fetching everything anew")],
    blind: [say("Trung tâm mất tầm nhìn", "The centre is blind"),
      say("đường truyền của chính trung tâm đứt, không trường nào bị xét", "its own line is cut; no school is judged")],
    collector: [say("Bộ thu thập ngừng gửi số liệu", "The collector has stopped"),
      say("trạng thái trên màn hình không còn được xác nhận", "what this screen shows is no longer proven")],
    cache: [say("Bộ nhớ đệm vắng mặt", "The cache is away"), say("số liệu đang lấy từ kho dữ liệu, có thể chậm", "figures come from the database, perhaps late")],
    list: [say("Danh sách trên trang này không cập nhật được", "The list on this page is not being refreshed"),
      say("cơ sở dữ liệu hoặc máy chủ chưa trả lời", "database or server do not answer")],
    waiting: [say("Chưa có số liệu", "No figures yet"), say("đang chờ số liệu đầu tiên", "waiting for the first ones")],
    hung: [say("Màn hình này bị treo", "This screen hangs"), say("số liệu không còn được cập nhật", "its figures are no longer refreshed")],
  };

  /* What a replay shows is not now: it has a banner and a look of its own, and is never lent the colours of now. */
  const replaying = () => Boolean(centre.replay && centre.replay.on);
  function grant() {
    if (replaying()) return;
    lease.granted += 1;
    grantedAt = performance.now();
    root.setAttribute("data-lease", root.getAttribute("data-lease") === "a" ? "b" : "a");
  }
  function drop() { root.removeAttribute("data-lease"); }
  /* The animation of what is drawn later begins later: nothing drawn after the lease ran out may begin it once more. */
  const ran = () => performance.now() - grantedAt > parseFloat(getComputedStyle(root).getPropertyValue("--lease")) * 1000;
  const over = () => Boolean(centre.session && centre.session.over); // nothing that was under way brings colour back

  function judge() {
    const now = performance.now();
    if (replaying()) return "";
    if (feed.failure && !failingSince) failingSince = now;
    if (!feed.failure) failingSince = 0;
    if (feed.failure === "session" || over()) return over() && centre.session.kind() === "screen" ? "unpaired" : "session";
    if (feed.failure && now - failingSince > PATIENCE_S * 1000) return feed.failure;
    if (sleptAt) return "slept";
    if (doubted(now)) return "list";
    const head = feed.head;
    if (!head) return "waiting";
    if (head.blind) return "blind";
    if (head.late || feed.now() - head.provedAt > PROOF_S) return "collector";
    return head.fromDatabase ? "cache" : "";
  }

  const doubted = (now) => [...doubts.values()].some((since) => now - since > PATIENCE_S * 1000);
  /* A list with a loop of its own says when that loop fails: its rows are then as old as any frame would be. */
  lease.doubt = (name, failing) => {
    if (!failing) doubts.delete(name); else if (!doubts.has(name)) doubts.set(name, performance.now());
    look();
  };

  function sentence(reason) {
    const head = feed.head;
    const why = reason === "slept" ? say("vừa ngủ hoặc treo ", "it slept or hung for ") + centre.format.span(slept) + ", " + SAY.slept[1] : SAY[reason][1];
    if (!head) return why;
    const age = feed.now() - head.provedAt;
    const at = say("dữ liệu lúc ", "figures of ") + centre.format.clock(head.provedAt);
    return reason === "hung" ? why + " · " + at : why + " · " + at + say(", cách ", ", older by ") + centre.format.span(age);
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
      if (reason === "list") drop();
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
      centre.pulse.hurry();
    }
    if (root.hasAttribute("data-lease") && ran()) drop();
    look();
  }

  function proved({ head, verified }) {
    if (over() || (head && (head.blind || head.late)) || doubted(performance.now())) drop();
    else if (verified) { sleptAt = 0; grant(); }
    look();
  }
  centre.on("frame", proved);
  centre.on("proof", proved);
  centre.on("failure", (failure) => { if (failure === "session") drop(); look(); });
  centre.on("ended", () => { drop(); look(); });
  centre.on("decorate", () => write(culprit));
  setInterval(tick, 1000);
})();
