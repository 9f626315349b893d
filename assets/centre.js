/* The browser's namespace: bus, words and number forms. Dash loads assets by name, so this file comes before its users.
   Everything a person reads is written with textContent; no markup is ever built from data. */
(function () {
  "use strict";
  const listeners = new Map();
  /* Whatever a script says stands in both languages where it is said; a language changes by loading the page anew. */
  const english = document.documentElement.lang === "en";
  const text = (vi, en) => (english ? en : vi);
  const said = (pair) => (pair ? text(pair.vi, pair.en) || "" : ""); // a sentence the server gave in both
  const STATUSES = ["unknown", "good", "watch", "bad", "stale"]; // the byte in a frame is the index
  const LABELS = {
    unknown: text("chưa có dữ liệu", "no data"), good: text("bình thường", "normal"), watch: text("cần chú ý", "needs attention"),
    bad: text("báo động", "alarm"), stale: text("dữ liệu cũ", "stale"),
    outside: text("không thuộc diện", "not concerned"), // the question is not asked of such a school
  };
  const ORDER = [1, 4, 0, 2, 3]; // drawn in this order: the worst ends on top, health recedes
  const RANK = [1, 0, 3, 4, 2]; // severity by status byte; absence is worse than health, never better

  const place = text("vi-VN", "en-GB");
  const whole = new Intl.NumberFormat(place);
  const oneDecimal = new Intl.NumberFormat(place, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const zone = { timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23" };
  const clockForm = new Intl.DateTimeFormat(place, { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const dateForm = new Intl.DateTimeFormat(place, { ...zone, weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" });

  const format = {
    number: (n) => (n === null || n === undefined || Number.isNaN(n) ? "–" : whole.format(n)),
    /* A part of a whole; one missing school never rounds up to 100 %, one bad never down to 0. */
    percent(part, total) {
      if (!total) return "–";
      let shown = Math.round((part / total) * 1000) / 10;
      if (shown >= 100 && part < total) shown = 99.9;
      if (shown <= 0 && part > 0) shown = 0.1;
      return oneDecimal.format(shown) + "\u00a0%";
    },
    span(seconds) {
      const s = Math.max(0, Math.floor(seconds));
      const [second, minute, hour, day] = text([" giây", " phút", " giờ ", " ngày"], [" s", " min", " h ", " d"]);
      if (s < 60) return s + second;
      if (s < 3600) return Math.floor(s / 60) + minute;
      if (s < 86400) return Math.floor(s / 3600) + hour + String(Math.floor((s % 3600) / 60)).padStart(2, "0") + minute;
      return Math.floor(s / 86400) + day;
    },
    ago: (seconds) => (seconds < 2 ? text("vừa xong", "just now") : format.span(seconds) + text(" trước", " ago")),
    clock: (epoch) => (epoch > 0 ? clockForm.format(epoch * 1000) : "–"),
    date: (epoch) => (epoch > 0 ? dateForm.format(epoch * 1000) : "–"),
  };

  function on(name, listener) {
    if (!listeners.has(name)) listeners.set(name, new Set());
    listeners.get(name).add(listener);
    return () => listeners.get(name).delete(listener);
  }

  /* One listener that throws must not silence the others: a broken panel may not freeze the map. */
  function emit(name, detail) {
    for (const listener of listeners.get(name) || []) {
      try { listener(detail); } catch (error) { console.error("centre:", name, error); }
    }
  }

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  /* Search form: no diacritics, đ -> d, lower case; the same rule as domain/wording.fold. */
  function fold(text) {
    return text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ").trim();
  }

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const config = (node, name) => { try { return JSON.parse(node.getAttribute(name) || "{}"); } catch (_) { return {}; } };

  window.centre = Object.assign(window.centre || {}, {
    STATUSES, LABELS, ORDER, RANK, format, on, emit, element, fold, token, config, english, text, said,
  });
})();
