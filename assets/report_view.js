/* One snapshot opened again: what was frozen, as it was said then. The document is fetched once, its hash is taken again
   here, and everything is drawn from it: figures, findings, charts, maps, tables, definitions, sources. */
(function () {
  "use strict";
  const centre = window.centre, report = centre.reports;
  const { element, text } = centre;
  const draw = report.draw = {};
  const kept = new Map(); // id -> {doc, hash, proven}: a frozen document never changes
  let turn = 0;

  async function proof(bytes) {
    if (!window.crypto || !window.crypto.subtle) return "";
    const hash = new Uint8Array(await window.crypto.subtle.digest("SHA-256", bytes));
    return [...hash].map((one) => one.toString(16).padStart(2, "0")).join("");
  }
  report.open = async (id) => {
    if (kept.has(id)) return { ok: true, ...kept.get(id) };
    try {
      const reply = await window.fetch("/api/v1/snapshots/" + encodeURIComponent(id), { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(60000) });
      if (!reply.ok) { const json = await reply.json().catch(() => null); return { ok: false, status: reply.status, said: centre.said(json) }; }
      const bytes = await reply.arrayBuffer(), own = await proof(bytes), told = (reply.headers.get("etag") || "").replace(/^W\/|"/g, "").replace(/-.*$/, "");
      const promised = /^[0-9a-f]{64}$/.test(told), one = { doc: JSON.parse(new TextDecoder().decode(bytes)), hash: promised ? told : own, proven: own && promised ? (own === told ? "equal" : "broken") : "" };
      kept.set(id, one);
      if (kept.size > 4) kept.delete(kept.keys().next().value);
      return { ok: true, ...one };
    } catch (_) { return { ok: false, status: 0, said: text("Không nối được máy chủ. Hãy thử lại.", "The server cannot be reached. Try again.") }; }
  };

  function head(doc) {
    const node = element("header", "report-top"), line = element("p", "report-top-line"), acts = element("div", "report-top-acts"), kind = report.template(doc.template);
    const pill = element("span", "pill");
    pill.append(report.icon(kind.icon), element("span", "", kind.label));
    const period = doc.begins !== null && doc.begins !== undefined;
    line.append(pill, element("b", "num", doc.id), element("span", "", doc.parts.map((part) => part.text).join(", ")), element("span", "num", (period ? text("kỳ ", "period ") : text("số liệu lúc ", "figures of ")) + report.when(doc)));
    if (doc.compared) line.append(element("span", "", doc.compared));
    if (doc.visitors) line.append(element("span", "pill", text("bản cho khách, không tên người", "for visitors, no names")));
    node.append(report.link("/reports", text("Ảnh chụp đã lưu", "Snapshots kept"), "report-back", "i-back"), element("h1", "", doc.title), line);
    const marks = element("div", "report-marks");
    for (const mark of doc.marks) { const one = element("p", "report-mark"); one.append(report.icon("i-alert"), element("span", "", mark)); marks.append(one); }
    if (doc.marks.length) node.append(marks);
    acts.append(...report.words.papers.map((paper) => (report.sized(paper) ? report.downloads(doc.id, [paper], paper.label) : report.download(doc.id, paper.key, paper.key === "pdf" ? "primary" : ""))), element("span", "grow"),
      report.button(text("So sánh…", "Compare…"), "i-layers", "", () => report.chooseOther(doc)));
    const print = report.button("", "i-print", "square", () => window.print());
    print.setAttribute("aria-label", text("In trang này", "Print this page"));
    print.title = text("In trang này", "Print this page");
    acts.append(print);
    node.append(acts);
    return node;
  }
  const PROOFS = {
    equal: () => element("span", "tone good", text("vừa tính lại ở đây: khớp", "taken again just here: equal")),
    broken: () => { const said = element("span", "tone bad", text("KHÔNG KHỚP: văn bản đã bị sửa sau khi đóng băng. Hãy báo quản trị.", "NOT EQUAL: the document was changed after it was frozen. Tell an administrator.")); said.setAttribute("role", "alert"); return said; },
    "": () => element("span", "dim", text("chưa tính lại được ở đây", "not taken again here")),
  };
  function facts(one) {
    const { doc, hash, proven } = one, node = element("aside", "report-aside"), list = element("dl", "report-facts"), nav = element("nav", "report-contents");
    nav.setAttribute("aria-label", text("Các phần", "Contents"));
    for (const [key, words] of [...doc.sections.map((section) => [section.key, section.title]), ["definitions", text("Định nghĩa và căn cứ", "Definitions and grounds")], ["sources", text("Nguồn số liệu", "Sources")]]) {
      const link = element("a", "", words);
      link.href = "#of-" + key;
      link.addEventListener("click", (event) => { event.preventDefault(); const at = document.getElementById("of-" + key); if (at) { at.scrollIntoView({ block: "start" }); at.focus({ preventScroll: true }); } });
      nav.append(link);
    }
    const fact = (label, value, className) => { const row = element("div", ""); row.append(element("dt", "", label), typeof value === "string" ? element("dd", className || "num", value) : value); list.append(row); };
    fact(text("Số liệu lúc", "Figures of"), report.stamp(doc.as_of, true));
    if (doc.begins !== null) fact(text("Kỳ", "Period"), report.when(doc));
    fact(text("Lập lúc", "Made at"), report.stamp(doc.made_at, true));
    if (doc.made_by) fact(text("Lập bởi", "Made by"), doc.made_by, "");
    fact(text("Phần mềm", "Software"), doc.software, "");
    const sum = element("dd", "report-sum"), copy = report.button(text("Chép", "Copy"), "", "quiet small", () => { navigator.clipboard.writeText(hash).then(() => centre.say(text("Đã chép mã băm.", "Hash copied.")), () => {}); });
    sum.append(element("code", "report-hash", hash), PROOFS[proven](), copy);
    fact("SHA-256", sum);
    node.append(nav, list);
    return node;
  }
  /* Two columns of about one height; on a narrow screen one after the other. */
  function columns(pictures, heights) {
    const grid = element("div", "report-pictures" + (pictures.length === 1 ? " single" : "")), sides = [element("div", ""), element("div", "")], sums = [0, 0];
    pictures.forEach((one, n) => { const at = sums[1] < sums[0] ? 1 : 0; sides[at].append(one); sums[at] += heights[n]; });
    grid.append(...sides.filter((side) => side.childNodes.length));
    return grid;
  }
  function section(part, doc) {
    const node = element("section", "report-section");
    node.id = "of-" + part.key;
    node.tabIndex = -1;
    node.append(element("h2", "", part.title));
    if (part.figures.length) { const grid = element("div", "report-figures"); grid.append(...part.figures.map(draw.figure)); node.append(grid); }
    if (part.findings.length) { const list = element("ul", "report-findings"); list.append(...part.findings.map((said) => element("li", "", said))); node.append(list); }
    const pictures = [...part.maps.map(draw.map), ...part.charts.map(draw.chart)];
    if (pictures.length) node.append(columns(pictures, [...part.maps.map(() => 38), ...part.charts.map((chart) => (chart.shape === "line" ? 17 : 6 + 1.5 * chart.places.length * (chart.shape === "stack" ? 1 : chart.series.length)))]));
    node.append(...part.tables.map((table) => draw.table(table, doc)));
    return node;
  }
  function definitions(doc) {
    const node = element("section", "report-section"), list = element("dl", "report-definitions");
    node.id = "of-definitions";
    node.tabIndex = -1;
    node.append(element("h2", "", text("Định nghĩa và căn cứ", "Definitions and grounds")));
    for (const one of doc.definitions) { const row = element("div", ""), dd = element("dd", "", one.text); if (one.basis) dd.append(element("span", "report-basis", one.basis)); row.append(element("dt", "", one.label), dd); list.append(row); }
    node.append(doc.definitions.length ? list : element("p", "dim", text("Không có.", "None.")));
    return node;
  }
  function sources(doc) {
    const node = element("section", "report-section"), list = element("ul", "report-sources");
    node.id = "of-sources";
    node.tabIndex = -1;
    node.append(element("h2", "", text("Nguồn số liệu lúc chụp", "Sources when it was taken")));
    for (const one of doc.sources) {
      const row = element("li", one.late ? "late" : "");
      row.append(element("i", "mark " + (one.late ? "stale" : one.taken_at === null ? "unknown" : "good")), element("b", "", one.label), element("span", one.late ? "tone stale" : "dim", one.text), element("span", "dim num", report.stamp(one.taken_at, true)));
      list.append(row);
    }
    node.append(list);
    return node;
  }

  report.views.one = async (root, query) => {
    const place = root.querySelector("[data-report-sheet]"), mine = turn += 1, id = report.id;
    if (!place) return;
    const [one, other] = await Promise.all([report.open(id), query.with && query.with !== id ? report.open(query.with) : null]);
    if (mine !== turn || !place.isConnected) return;
    if (!one.ok) {
      const gone = element("div", "report-gone");
      gone.append(report.failed(one.status === 404 ? text("Không có ảnh chụp " + id + ", hoặc nó vượt quá phạm vi của bạn.", "There is no snapshot " + id + ", or it exceeds your reach.") : one.said, one.status === 404 ? null : () => report.shown()), report.link("/reports", text("Mọi ảnh chụp", "All snapshots"), "button", "i-back"));
      place.replaceChildren(gone);
      return;
    }
    const body = element("div", "report-body"), main = element("div", "report-main");
    if (other) main.append(other.ok ? report.compared(one.doc, other.doc) : report.failed(other.said || text("Không mở được ảnh chụp để so sánh.", "The snapshot to compare with cannot be opened.")));
    main.append(...one.doc.sections.map((part) => section(part, one.doc)), definitions(one.doc), sources(one.doc));
    body.append(main, facts(one));
    place.replaceChildren(head(one.doc), body);
    document.title = one.doc.id + " · " + one.doc.title;
    if (report.fresh === id) { report.fresh = ""; centre.say(text("Đã đóng băng: ", "Frozen: ") + id, "good"); place.querySelector("h1").tabIndex = -1; place.querySelector("h1").focus({ preventScroll: true }); }
  };
})();
