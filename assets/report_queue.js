/* Taking a paper away. A paper that is made already comes at once; another is asked for, its place and progress stand in
   the strip on every page of reports while it is made, and the file comes by itself when it is ready. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  const EVERY_MS = 1200, IDLE_MS = 15000, NEWS_S = 90, PATIENCE_MS = 120000;
  /* By name, those that somebody on this page waits for: {snapshot, key, query, told: the round that was the last when the
     server took it in, or null; since: when}. What a list says that was asked for before that is of an earlier paper. */
  const wanted = new Map();
  const hidden = new Set();
  let jobs = [], alive = true, timer = 0, failing = false, round = 0;

  /* One paper: of a snapshot, in a form, with the options as the server rounds them. */
  const keyOf = (job) => job.snapshot + "/" + job.key + "/" + (job.options || "");
  const queryOf = (options) => (options || "").split(" ").filter(Boolean).join("&");
  const asked = (id, key, query) => ({ snapshot: id, key, options: (query || "").split("&").filter(Boolean).sort().join(" ") });
  const address = (id, key, query) => "/api/v1/snapshots/" + encodeURIComponent(id) + "/" + key + (query ? "?" + query : "");
  function save(href) {
    const link = element("a", "");
    link.href = href;
    link.download = "";
    document.body.append(link);
    link.click();
    link.remove();
  }
  async function want(id, key, query) {
    const one = { ...asked(id, key, query), query: query || "", told: null, since: performance.now() }, first = keyOf(one);
    if ([...wanted.values()].some((other) => other.snapshot === id && other.key === key && other.query === one.query)) return;
    wanted.set(first, one);
    hidden.delete(first);
    paint();
    const answer = await head(address(id, key, [query, "wait=0"].filter(Boolean).join("&")));
    wanted.delete(first);
    if (answer.status === 200) { save(address(id, key, query)); turnSoon(); }
    else if (answer.status === 202) {
      const name = keyOf(Object.assign(one, { options: (answer.job || one).options || "", told: round, since: performance.now() }));
      if (!wanted.has(name)) wanted.set(name, one); // another size that is rounded to the same
      hidden.delete(name);
      turnSoon();
    } else centre.say(answer.said, "bad");
    paint();
  }
  /* Queues it; of one that is ready only the head is read, the file itself is fetched by the browser as any file. */
  async function head(path) {
    const stop = new AbortController(), late = setTimeout(() => stop.abort(), 30000);
    try {
      const reply = await window.fetch(path, { cache: "no-store", credentials: "same-origin", signal: stop.signal });
      const kind = reply.headers.get("content-type") || "", json = reply.status !== 200 && kind.includes("json") ? await reply.json() : null;
      if (reply.status === 200) stop.abort();
      return { status: reply.status, job: reply.status === 202 ? json : null, said: centre.said(json) || text("Máy chủ trả lời lỗi " + reply.status + ".", "The server answered with error " + reply.status + ".") };
    } catch (_) { return { status: 0, said: text("Không nối được máy chủ. Hãy thử lại.", "The server cannot be reached. Try again.") }; }
    finally { clearTimeout(late); }
  }

  const labelOf = (job) => {
    const paper = report.paper(job.key), chosen = new URLSearchParams(queryOf(job.options));
    return paper.label + (job.options ? " " + paper.options.map(([name, , usual]) => report.number(Number(chosen.get(name) || usual))).join(" × ") : "");
  };
  /* `at`: the round whose answer this is. */
  function settle(at) {
    const listed = new Map(jobs.map((job) => [keyOf(job), job]));
    for (const [name, one] of wanted) {
      const job = listed.get(name);
      if (one.told === null || at <= one.told) continue; // this list was asked for before the server took it in
      if (!job) { if (performance.now() - one.since > PATIENCE_MS) lost(name, one); continue; }
      one.since = performance.now();
      if (job.state === "ready") { wanted.delete(name); save(address(job.snapshot, job.key, queryOf(job.options))); centre.say(text("Đã xong: ", "Done: ") + labelOf(job) + " · " + job.snapshot, "good"); }
      if (job.state === "failed") { wanted.delete(name); centre.say(centre.said(job) || job.error || text("Chưa làm được giấy tờ này.", "This paper could not be made."), "bad"); }
    }
  }
  function lost(name, one) {
    wanted.delete(name);
    centre.say(text("Không còn thấy trong hàng: ", "No longer in the queue: ") + labelOf(one) + " · " + one.snapshot + text(". Hãy bấm tải lại.", ". Ask for it again."), "bad");
  }
  const pending = () => jobs.some((job) => job.state === "queued" || job.state === "making") || wanted.size > 0;
  async function turn() {
    clearTimeout(timer);
    if (!report.root || !report.root.isConnected) { timer = 0; return; }
    if (!document.hidden || wanted.size) {
      const mine = round += 1, answer = await report.ask("/api/v1/papers");
      if (mine !== round) return; // a newer question is on its way, and sets the clock
      failing = !answer.ok;
      if (answer.ok) { jobs = answer.body.jobs || []; alive = answer.body.alive !== false; settle(mine); }
      paint();
    }
    clearTimeout(timer);
    timer = setTimeout(turn, pending() ? (failing ? 3 * EVERY_MS : EVERY_MS) : IDLE_MS);
  }
  const turnSoon = () => { clearTimeout(timer); timer = setTimeout(turn, 250); };

  function line(job) {
    const node = element("li", "report-job"), bar = element("span", "report-progress"), part = element("i", "");
    node.dataset.state = job.state;
    const done = job.state === "making" ? job.progress : job.state === "ready" ? 1 : 0;
    if (done === null || done === undefined) bar.dataset.unknown = ""; else part.style.width = Math.round(100 * done) + "%";
    bar.append(part);
    const said = { queued: job.place ? text("thứ " + job.place + " trong hàng", "place " + job.place + " in the queue") : text("đang chờ", "waiting"), making: done ? text("đang làm, ", "being made, ") + Math.round(100 * done) + " %" : text("đang làm", "being made"), ready: text("đã xong", "ready"), failed: centre.said(job) || job.error || text("không làm được", "not made") }[job.state];
    const words = element("span", "report-job-words");
    words.append(element("b", "", labelOf(job)), report.link("/reports/" + job.snapshot, job.title || job.snapshot, "report-job-title"), element("span", "dim", said));
    node.append(words, bar);
    if (job.state === "ready") { const link = element("a", "button small"); link.href = job.href || address(job.snapshot, job.key, queryOf(job.options)); link.download = ""; link.append(report.icon("i-download"), element("span", "", text("Tải về", "Download"))); node.append(link); }
    if (job.state === "failed") node.append(report.button(text("Làm lại", "Make again"), "i-refresh", "small", () => want(job.snapshot, job.key, queryOf(job.options))));
    return node;
  }
  function news() {
    const now = report.now(), known = new Set(jobs.map(keyOf));
    const fresh = [...wanted].filter(([name]) => !known.has(name)).map(([, one]) => ({ ...one, state: "queued", place: 0, progress: 0 }));
    const live = jobs.filter((job) => job.state === "queued" || job.state === "making" || (!hidden.has(keyOf(job)) && now - (job.finished_at || job.asked_at || 0) < NEWS_S));
    return [...fresh, ...live].filter((job) => !hidden.has(keyOf(job))).slice(0, 6);
  }
  function paint() {
    const box = report.one("[data-report-queue]"), list = news();
    for (const node of document.querySelectorAll("[data-report-paper]")) {
      const job = jobs.find((one) => keyOf(one) === node.dataset.reportPaper), waits = wanted.has(node.dataset.reportPaper);
      node.toggleAttribute("aria-busy", waits);
      if (waits) node.setAttribute("aria-busy", "true");
      const part = node.querySelector(".report-paper-bar");
      if (part) { part.hidden = !waits; part.style.width = Math.round(100 * ((job && job.state === "making" && job.progress) || 0.04)) + "%"; }
    }
    if (!box) return;
    box.hidden = !list.length;
    if (!list.length) { box.replaceChildren(); return; }
    const head = element("div", "report-queue-head"), rows = element("ul", "");
    head.append(element("h2", "", text("Giấy tờ đang làm", "Papers")), element("span", "dim", failing ? text("không nối được máy chủ", "the server cannot be reached") : !alive ? text("máy làm giấy tờ chưa chạy, sẽ làm khi chạy lại", "nobody makes papers now; they follow later") : ""),
      element("span", "grow"), ...(pending() ? [] : [report.button(text("Đóng", "Close"), "i-close", "quiet small", () => { for (const job of jobs) hidden.add(keyOf(job)); paint(); })]));
    rows.append(...list.map(line));
    box.replaceChildren(head, rows);
  }

  report.download = (id, key, className) => {
    const paper = report.paper(key), node = report.button(paper.label, "i-download", (className || "") + " report-get", () => want(id, key));
    const bar = element("i", "report-paper-bar");
    node.dataset.reportPaper = keyOf({ snapshot: id, key });
    bar.hidden = !wanted.has(node.dataset.reportPaper);
    node.title = paper.what;
    node.append(bar);
    return node;
  };
  /* A picture at a chosen size: a telephone, a slide, a wall. */
  function sizes(id, paper, menu) {
    const [[, least, usual, most]] = paper.options, row = element("div", "report-sizes");
    for (const size of [...new Set([800, usual, 1920, 3840])].filter((one) => one >= least && one <= most).sort((a, b) => a - b)) {
      const one = element("button", "choice num", report.number(size) + " px");
      one.type = "button";
      one.setAttribute("aria-label", paper.label + ", " + report.number(size) + " px");
      one.addEventListener("click", () => { menu.open = false; want(id, paper.key, paper.options.map(([name, low, own, high]) => name + "=" + Math.max(low, Math.min(high, Math.round((own * size) / usual)))).join("&")); });
      row.append(one);
    }
    return row;
  }
  /* Every form, folded behind one button; a PNG asks how wide. */
  report.sized = (paper) => paper.options.some(([name]) => name === "width");
  report.downloads = (id, papers, words) => {
    const node = element("details", "menu report-menu"), face = element("summary", words ? "button" : "button small"), body = element("div", "menu-body card");
    node.dataset.menu = "";
    face.append(...(words ? [report.icon("i-download")] : []), element("span", "", words || text("Dạng khác", "Other forms")), report.icon("i-chevron"));
    for (const paper of papers || report.words.papers) {
      const row = element("button", "report-form-row"), words = element("span", "");
      row.type = "button";
      words.append(element("b", "", paper.label), element("span", "dim", paper.what));
      row.append(report.icon("i-download"), words);
      row.addEventListener("click", () => { node.open = false; want(id, paper.key); });
      body.append(row, ...(report.sized(paper) ? [sizes(id, paper, node)] : []));
    }
    node.append(face, body);
    return node;
  };
  report.want = want;
  centre.on("report-opened", () => { turnSoon(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && report.root) turnSoon(); });
})();
