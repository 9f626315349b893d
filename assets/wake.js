/* Finds what Dash has drawn and sets it going: the feed for the first element that names an area, decoration for every
   element that arrives later. Loaded after what it starts (by name: after state.js); Dash draws and redraws at any time, so the document is observed. */
(function () {
  "use strict";
  const centre = window.centre;
  const LIVE = "[data-live],[data-crumbs],[data-layers],[data-kinds],[data-rank-areas],[data-lease-banner],[data-live-bar],[data-seek],[data-work],[data-sources],[data-marks],[data-incident-count],.leased";
  let root = null, asked = 0;

  /* The feed need not wait until Dash has drawn: it starts with the scripts when the area is known, from the page's
     <meta name="centre-area"> (Dash(meta_tags=...)) or from the last visit. */
  const KNOWN = "centre.area";
  function early() {
    const meta = document.querySelector('meta[name="centre-area"]');
    let area = meta ? meta.content : "";
    try { area = area || localStorage.getItem(KNOWN) || ""; } catch (_) { /* storage forbidden: then Dash first */ }
    if (!area) return;
    const state = centre.state.get();
    centre.feed.start({ area, layer: state.layer });
    centre.map.prefetch(state.tree, area);
    setTimeout(() => { if (!root) centre.feed.stop(); }, 8000); // a page without live figures
  }
  function remember(area) { try { localStorage.setItem(KNOWN, area); } catch (_) { /* next start is slower, no more */ } }

  function adopt() {
    asked = 0;
    const found = document.querySelector("[data-feed]");
    if (found && found !== root) {
      const options = centre.config(found, "data-feed");
      centre.areas.place = options.place || "";
      centre.state.configure(options);
      remember(options.area || "79");
      centre.feed.start({ area: options.area || "79", layer: centre.state.get().layer });
    }
    if (!found && centre.feed.area && (root || document.querySelector(".leased"))) { // proven by the pulse from now on
      centre.feed.stop();
      centre.pulse.hurry();
    }
    root = found;
    centre.emit("decorate");
  }

  /* Our own writing of numbers must not call us again: only new elements that want something count. */
  function wants(records) {
    for (const record of records) {
      for (const node of record.addedNodes) {
        if (node.nodeType === 1 && (node.matches(LIVE + ",[data-feed]") || node.querySelector(LIVE + ",[data-feed]"))) return true;
      }
      for (const node of record.removedNodes) if (root && node.nodeType === 1 && node.contains(root)) return true;
    }
    return false;
  }

  new MutationObserver((records) => {
    if (!asked && wants(records)) asked = requestAnimationFrame(adopt);
  }).observe(document.documentElement, { childList: true, subtree: true });
  early();
  if (document.readyState !== "loading") adopt(); else document.addEventListener("DOMContentLoaded", adopt);
})();
