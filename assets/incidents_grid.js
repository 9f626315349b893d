/* The grid: AG Grid through Dash, fed by our own loop. Its file is asked for when the list is opened, not with every
   page; its functions are ours and registered here by name, so that no text is ever run as a script. Rows are told by
   id: scroll, selection and the line one stands on stay while others come and go. */
(function () {
  "use strict";
  const centre = window.centre;
  const list = centre.incidents;
  const KEPT = "centre.incidents.columns.3", WIDE = window.matchMedia("(min-width: 721px)");
  const grid = list.grid = { api: null, at: null, chosen: new Set() };

  const cell = (draw) => class {
    init(params) { this.node = document.createElement("span"); this.node.className = "incident-cell"; this.refresh(params); }
    getGui() { return this.node; }
    refresh(params) { this.node.replaceChildren(params.data ? draw(params.data) : ""); return true; }
  };
  const cells = Object.fromEntries(Object.keys(list.draw).map((key) => ["incident_" + key, cell(list.draw[key])]));
  const words = new Intl.Collator("vi-VN", { numeric: true });
  const standsOn = (row) => row && row.id === grid.at;

  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    incidentCells: cells,
    incidentTheme: (quartz) => quartz.withParams({
      fontFamily: "inherit", fontSize: "0.875rem", backgroundColor: "var(--surface)", foregroundColor: "var(--text)", accentColor: "var(--accent)",
      borderColor: "var(--line)", wrapperBorder: false, wrapperBorderRadius: 0, headerBackgroundColor: "var(--surface-2)", headerTextColor: "var(--text-2)",
      headerFontWeight: 600, headerFontSize: "0.8125rem", rowHoverColor: "var(--surface-2)", selectedRowBackgroundColor: "var(--accent-soft)",
      oddRowBackgroundColor: "var(--surface)", headerHeight: "2.5rem", rowHeight: "3.5rem", cellHorizontalPadding: "0.75rem", spacing: "0.5rem",
      borderRadius: "var(--radius-s)", iconSize: "1rem", checkboxBorderRadius: "0.25rem", checkboxUncheckedBorderColor: "var(--line-2)",
      checkboxUncheckedBackgroundColor: "var(--surface-2)", focusShadow: "none", browserColorScheme: "inherit", menuBackgroundColor: "var(--surface-2)",
      tooltipBackgroundColor: "var(--surface-3)", tooltipTextColor: "var(--text)", columnBorder: false, headerColumnBorder: false, rowBorder: "1px solid var(--line)",
    }),
    incidentFiltered: () => true,
    incidentPasses: (params) => list.passes(params.data),
    incidentOrder: (a, b, nodeA, nodeB) => list.order(nodeA.data, nodeB.data),
    incidentWords: (a, b) => words.compare(a || "", b || ""),
    incidentQuiet: (params) => Boolean(params.data && params.data.hush),
    incidentOver: (params) => Boolean(params.data && !params.data.alive && list.filters.state === "all"),
    incidentFresh: (params) => Boolean(params.data && params.data.fresh && !params.data.hush),
    incidentAt: (params) => standsOn(params.data),
    incidentKeys: (params) => list.keys(params.event), // those are ours: the grid leaves them alone
  });

  /* The file first, then the component that needs it. */
  let asked = null;
  function load(address) {
    asked = asked || new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: address, async: false, onload: done, onerror: failed });
      document.head.append(script);
    });
    asked.catch(() => { asked = null; });
    return asked;
  }
  async function open() {
    const root = list.root, wish = root && root.querySelector("[data-grid-wish]");
    if (!wish || !WIDE.matches || wish.dataset.gridAsked) return;
    wish.dataset.gridAsked = "1";
    try {
      if (!window.dash_ag_grid) await load(wish.dataset.gridFile);
      window.dash_clientside.set_props(wish.dataset.gridWish, { data: { ready: true } });
      await standing(root, wish.dataset.gridId);
    } catch (error) { delete wish.dataset.gridAsked; console.error("centre: the grid did not load", error); setTimeout(open, 3000); }
  }
  async function standing(root, id) {
    while (root.isConnected && !(window.dash_ag_grid.getApi && document.getElementById(id) && grab(id))) await new Promise(requestAnimationFrame);
    if (root.isConnected) begin(grab(id));
  }
  function grab(id) { try { const api = window.dash_ag_grid.getApi(id); return api && !api.isDestroyed() ? api : null; } catch (_) { return null; } }

  /* What the grid does concerns no callback: the component would tell Dash of every row at every step (80 ms at 5,000),
     and would ask its own small interpreter about every row (30 ms). */
  const DEAF = ["FilterChanged", "SortChanged", "RowDataUpdated", "SelectionChanged", "CellClicked", "CellDoubleClicked", "DisplayedColumnsChanged",
    "ColumnResized", "PaginationChanged", "GridSizeChanged", "RowGroupOpened", "AsyncTransactionsFlushed", "RowDragEnd", "CellValueChanged"];
  function deafen() {
    const api = grid.api;
    if (!api || api.isDestroyed() || !DEAF.some((name) => api.getGridOption("on" + name))) return; // each of its drawings says them again
    api.updateGridOptions({ doesExternalFilterPass: (node) => list.passes(node.data), ...Object.fromEntries(DEAF.map((name) => ["on" + name, undefined])) });
  }

  setInterval(deafen, 300);

  function begin(api) {
    grid.api = api;
    deafen();
    recall(api);
    api.setGridOption("rowData", [...list.rows.values()]);
    owed = grid.at;
    resume();
    for (const name of ["sortChanged", "columnMoved", "columnResized", "columnVisible"]) api.addEventListener(name, (event) => keep(api, event));
    api.addEventListener("selectionChanged", () => { grid.chosen = new Set(api.getSelectedRows().map((row) => row.id)); centre.emit("incidents-chosen"); });
    api.addEventListener("cellFocused", (event) => { const node = typeof event.rowIndex === "number" && api.getDisplayedRowAtIndex(event.rowIndex); if (node && node.data) stand(node.data.id); });
    api.addEventListener("rowDoubleClicked", (event) => list.story(event.data.id));
    centre.emit("incidents-drawn");
  }
  /* Who comes back to the list stands where they stood, with the keys, unless they are at something else by then. The
     grid draws its cells a moment after it has the rows. */
  let owed = null;
  const idle = () => !document.activeElement || document.activeElement.matches("body,main,h1,a,.incident-grid *");
  function resume(tries = 30) {
    if (owed === null || !list.ready || !list.rows.size) return;
    const id = owed, api = grid.api, there = () => Boolean(document.activeElement && document.activeElement.closest(".incident-grid .ag-cell"));
    owed = null;
    const once = (left) => {
      if (grid.api !== api || api.isDestroyed() || grid.at !== id || !left || !idle() || there()) return;
      grid.focus(id);
      requestAnimationFrame(() => once(left - 1));
    };
    once(tries);
  }
  /* The browser keeps how the columns stand; without an order of its own the list has ours. */
  function recall(api) {
    let kept = null;
    try { kept = JSON.parse(window.localStorage.getItem(KEPT) || "null"); } catch (_) { /* as if never kept */ }
    if (kept) api.applyColumnState({ state: kept, applyOrder: true });
    ours(api);
  }
  function ours(api) {
    if (!api.getColumnState().some((column) => column.sort)) api.applyColumnState({ state: [{ colId: "order", sort: "asc" }] });
  }
  function keep(api, event) {
    if (event.type === "columnResized" && !event.finished) return;
    ours(api);
    try { window.localStorage.setItem(KEPT, JSON.stringify(api.getColumnState())); } catch (_) { /* lasts for this page */ }
    centre.emit("incidents-drawn");
  }
  grid.own = () => Boolean(grid.api) && !grid.api.getColumnState().some((column) => column.colId === "order" && column.sort);
  grid.reset = () => { try { window.localStorage.removeItem(KEPT); } catch (_) { /* nothing was kept */ } grid.api.resetColumnState(); ours(grid.api); };

  /* One stands on a row, not on a place. While one does, the row keeps its place whatever happens to it, so that the next
     key means the same incident; it goes where it belongs when one leaves. */
  list.held = (id) => Boolean(grid.api) && grid.at === id;
  function stand(id) {
    if (grid.at === id) return;
    const before = grid.at, left = before !== null && list.rows.get(before);
    grid.at = id;
    for (const one of [before, id]) { const node = one !== null && grid.api.getRowNode(String(one)); if (node && node.data) node.setData(node.data); }
    if (left && left.stays) {
      delete left.stays;
      queueMicrotask(() => still(() => grid.api.applyTransaction({ update: [left] })));
    }
  }
  grid.focus = (id) => {
    const node = grid.api.getRowNode(String(id));
    if (!node || node.rowIndex === null) return;
    grid.api.ensureIndexVisible(node.rowIndex);
    grid.api.setFocusedCell(node.rowIndex, "text");
    stand(id);
  };
  grid.ids = () => { const found = []; grid.api.forEachNodeAfterFilterAndSort((node) => found.push(node.data.id)); return found; };
  grid.step = (by) => {
    const api = grid.api, node = grid.at !== null && api.getRowNode(String(grid.at)), last = api.getDisplayedRowCount() - 1;
    if (last < 0) return;
    const index = node && node.rowIndex !== null ? Math.max(0, Math.min(last, node.rowIndex + by)) : by > 0 ? 0 : last;
    grid.focus(api.getDisplayedRowAtIndex(index).data.id);
  };
  grid.choose = (id) => { deafen(); const node = grid.api.getRowNode(String(id)); if (node) node.setSelected(!node.isSelected()); };
  grid.choose_none = () => grid.api && grid.api.deselectAll();

  const view = () => document.querySelector(".incident-grid .ag-body-viewport");
  /* What one looks at stays where it is on the screen, unless one is at the top, where new ones arrive. */
  function still(change) {
    deafen();
    const box = view(), api = grid.api, held = box && box.contains(document.activeElement) && grid.at !== null;
    const first = box && box.scrollTop > 4 ? api.getDisplayedRowAtIndex(api.getFirstDisplayedRowIndex()) : null;
    const before = held && grid.at !== null ? api.getRowNode(String(grid.at)) : first;
    const offset = before && before.rowTop !== null ? before.rowTop - box.scrollTop : null;
    change();
    if (offset !== null && before.rowTop !== null && before.displayed && (held ? box.scrollTop > 4 : true)) box.scrollTop = before.rowTop - offset;
    const node = held && api.getRowNode(String(grid.at));
    const focused = api.getFocusedCell();
    if (node && node.rowIndex !== null && focused && focused.rowIndex !== node.rowIndex) api.setFocusedCell(node.rowIndex, focused.column);
  }
  function changed({ added, updated, removed, whole }) {
    if (!grid.api || grid.api.isDestroyed()) return;
    if (whole && !added.length && !removed.length && !updated.length) return;
    if (!grid.api.getDisplayedRowCount() && whole) grid.api.setGridOption("rowData", [...list.rows.values()]);
    else still(() => grid.api.applyTransaction({ add: added, update: updated, remove: removed }));
    resume();
    centre.emit("incidents-drawn");
  }
  /* An act on its way is told in the row's state; nothing else of the row changes. */
  let waiting = new Set();
  function waits() {
    const ids = new Set(centre.moves.pending().flatMap((move) => move.body.ids || [move.id]).map(Number));
    const both = new Set([...ids, ...waiting]);
    waiting = ids;
    if (!grid.api || grid.api.isDestroyed()) return;
    const nodes = [...both].map((id) => grid.api.getRowNode(String(id))).filter(Boolean);
    if (nodes.length) grid.api.refreshCells({ rowNodes: nodes, columns: ["state"], force: true });
  }
  centre.on("incidents", changed);
  centre.on("moves", waits);
  centre.on("incident-filters", () => { if (grid.api && !grid.api.isDestroyed()) { deafen(); grid.api.onFilterChanged(); centre.emit("incidents-drawn"); } });
  centre.on("decorate", () => { if (grid.api && (!list.root || grid.api.isDestroyed())) { Object.assign(grid, { api: null, chosen: new Set() }); } open(); });
  WIDE.addEventListener("change", open);
})();
