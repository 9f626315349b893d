/* One canvas as a Leaflet renderer: the base class keeps it in place while the map pans and zooms, we only draw when the
   map has come to rest. pointer-events: none; hits are computed, not listened for. */
(function () {
  "use strict";
  const classes = new WeakMap();

  function make(L) {
    if (classes.has(L)) return classes.get(L);
    const CanvasLayer = L.Renderer.extend({
      initialize(draw, order, view) {
        L.Renderer.prototype.initialize.call(this, { padding: 0.1, pane: "overlayPane" });
        this._draw = draw;
        this._order = order;
        this._view = view;
      },
      _initContainer() {
        const node = (this._container = document.createElement("canvas"));
        node.className = "map-canvas";
        node.style.pointerEvents = "none";
        node.style.zIndex = String(this._order);
        node.setAttribute("aria-hidden", "true");
        this.ctx = node.getContext("2d");
      },
      _destroyContainer() { this._container.remove(); this._container = this.ctx = null; },
      _update() {
        if (!this._map || this._view.held || (this._map._animatingZoom && this._bounds)) return;
        const size = this._map.getSize();
        this.options.padding = size.x * size.y > 3e6 ? 0.02 : 0.1; // a 4K canvas is dear enough without a margin
        L.Renderer.prototype._update.call(this);
        const extent = this._bounds.getSize();
        const ratio = Math.min(2, window.devicePixelRatio || 1);
        const width = Math.round(extent.x * ratio), height = Math.round(extent.y * ratio);
        const node = this._container;
        if (node.width !== width || node.height !== height) {
          node.width = width;
          node.height = height;
          node.style.width = extent.x + "px";
          node.style.height = extent.y + "px";
        }
        L.DomUtil.setTransform(node, this._bounds.min, 1);
        this.redraw();
      },
      /* frame: CSS pixel = world0 * scale - offset; device pixel = CSS pixel * ratio */
      redraw() {
        if (!this._bounds || !this.ctx || this._map._animatingZoom || !this._container.width) return; // closed dialog
        const origin = this._map.getPixelOrigin().add(this._bounds.min);
        const extent = this._bounds.getSize();
        this.frame = {
          scale: this._map.getZoomScale(this._zoom, 0), x: origin.x, y: origin.y, zoom: this._zoom,
          ratio: this._container.width / extent.x, width: extent.x, height: extent.y,
          left: this._bounds.min.x, top: this._bounds.min.y,
        };
        this._draw(this.ctx, this.frame, this._container);
      },
    });
    classes.set(L, CanvasLayer);
    return CanvasLayer;
  }

  window.centre.canvas = (view, draw, order) => {
    const layer = new (make(view.L))(draw, order, view);
    (view.canvases = view.canvases || []).push(layer);
    return layer.addTo(view.map);
  };
  /* A new size and a new view are one step: every canvas is drawn once, at the end of it. */
  window.centre.drawnOnce = (view, move) => {
    view.held = true;
    try { move(); } finally { view.held = false; }
    for (const layer of view.canvases || []) layer._update();
  };
})();
