/* The browser's namespace: bus, words and number forms. Dash loads assets by name, so this file comes before its users.
   Everything a person reads is written with textContent; no markup is ever built from data. */
(function () {
  "use strict";
  const listeners = new Map();
  /* Whatever a script says stands in both languages where it is said; a language changes by loading the page anew. */
  const english = document.documentElement.lang === "en";
  const text = (vi, en) => (english ? en : vi);
  const STATUSES = ["unknown", "good", "watch", "bad", "stale"]; // the byte in a frame is the index
  const LABELS = {
    unknown: "chưa có dữ liệu", good: "bình thường", watch: "cần chú ý", bad: "báo động", stale: "dữ liệu cũ",
  };
  const ORDER = [1, 4, 0, 2, 3]; // drawn in this order: the worst ends on top, health recedes
  const RANK = [1, 0, 3, 4, 2]; // severity by status byte; absence is worse than health, never better

  const whole = new Intl.NumberFormat("vi-VN");
  const oneDecimal = new Intl.NumberFormat("vi-VN", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const zone = { timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23" };
  const clockForm = new Intl.DateTimeFormat("vi-VN", { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const dateForm = new Intl.DateTimeFormat("vi-VN", { ...zone, weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" });

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
      if (s < 60) return s + " giây";
      if (s < 3600) return Math.floor(s / 60) + " phút";
      if (s < 86400) return Math.floor(s / 3600) + " giờ " + String(Math.floor((s % 3600) / 60)).padStart(2, "0") + " phút";
      return Math.floor(s / 86400) + " ngày";
    },
    ago: (seconds) => (seconds < 2 ? "vừa xong" : format.span(seconds) + " trước"),
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
    STATUSES, LABELS, ORDER, RANK, format, on, emit, element, fold, token, config, english, text,
  });
})();
