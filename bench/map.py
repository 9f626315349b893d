"""The map in real Chromium at 2,500 and 52,000 schools, beside dl.GeoJSON in the same run."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
WATCH = """
window.long = [];
new PerformanceObserver(l => l.getEntries().forEach(e => window.long.push(e.duration))).observe({type: 'longtask'});
"""
FIRST_PAINT = """
document.addEventListener('DOMContentLoaded', () => { const undo = window.centre.on('painted', () => { undo();
  requestAnimationFrame(() => setTimeout(() => { window.firstPaint = performance.now(); }, 0)); }); });
"""
REPAINT = """async () => { const centre = window.centre; return await new Promise(done => { let from = 0;
  const first = centre.on('frame', () => { first(); from = from || performance.now(); });
  const undo = centre.on('painted', () => { undo(); const drawn = performance.now();
    requestAnimationFrame(() => setTimeout(() => done([performance.now() - asked, drawn - from]), 0)); });
  const asked = performance.now(); centre.feed.hurry(); }); }"""
FPS = """async () => { const t = []; await new Promise(done => { const from = performance.now();
  (function step(now) { t.push(now); if (now - from < 2000) requestAnimationFrame(step); else done(); })(from); });
  return t.length / 2; }"""

EVERY_MARK = """(view => { view.options.aggregate = 'never'; view.repaint(7); })(
  document.querySelector('.school-map').view)"""
PAINTED = "new Promise(d => requestAnimationFrame(() => setTimeout(d, 0)))"
RESTYLE = f"""(async () => {{ const from = performance.now(); const reply = await fetch('/statuses');
  window.peer.restyle(new Uint8Array(await reply.arrayBuffer())); await {PAINTED};
  return performance.now() - from; }})()"""


def ask(port: int, path: str, body: Any = None) -> Any:
    """One question to a harness."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data, timeout=30) as reply:
        return reply.read()


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[int]:
    """A server process on a free port for the time of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", module, "--port", str(port), *arguments]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": "."})
    try:
        for _ in range(400):
            try:
                ask(port, "/_dash-dependencies")
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.wait()


def until(page: Page, truth: str, seconds: float = 90) -> None:
    """Waits by asking (the page's CSP forbids waiting inside it)."""
    end = time.monotonic() + seconds
    while not page.evaluate(truth):
        if time.monotonic() > end:
            raise TimeoutError(truth)
        page.wait_for_timeout(15)


def opened(browser: Browser, port: int, path: str) -> Page:
    """A fresh context: cold caches, 1920x1080."""
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.add_init_script(WATCH + FIRST_PAINT)
    page.goto(f"http://127.0.0.1:{port}{path}")
    until(page, "Boolean(window.firstPaint)")
    return page


def first_paint(browser: Browser, port: int) -> tuple[float, float]:
    """Navigation to all painted, milliseconds: cold (nothing cached) and again (a screen that restarts)."""
    cold, warm = [], []
    for _ in range(3):
        page = opened(browser, port, "/")
        cold.append(page.evaluate("window.firstPaint"))
        page.reload()
        until(page, "Boolean(window.firstPaint)")
        warm.append(page.evaluate("window.firstPaint"))
        page.context.close()
    return statistics.median(cold), statistics.median(warm)


def repaint(page: Page, port: int, wish: dict[str, Any]) -> tuple[float, float, float]:
    """Asked -> painted, frame applied -> painted, longest task; medians of ten, milliseconds."""
    page.evaluate("window.long = []")
    times = []
    for _ in range(10):
        ask(port, "/change", wish)
        times.append(page.evaluate(REPAINT))
    whole, drawing = (statistics.median(t[i] for t in times) for i in (0, 1))
    page.wait_for_timeout(100)
    return whole, drawing, max(page.evaluate("window.long") or [0])


def smoothness(page: Page) -> tuple[float, float]:
    """Frames per second while dragging and while zooming by wheel."""
    rates = []
    for act in ("pan", "zoom"):
        page.evaluate(f"window.rate = null; ({FPS})().then(r => {{ window.rate = r; }}); 0")
        page.mouse.move(900, 500)
        if act == "pan":
            page.mouse.down()
        for i in range(60):
            if act == "pan":
                page.mouse.move(900 + 4 * (i % 30), 500 + 3 * (i % 20))
            elif i % 6 == 0:
                page.mouse.wheel(0, -120 if i < 30 else 120)
            page.wait_for_timeout(25)
        page.mouse.up()
        until(page, "window.rate !== null")
        rates.append(page.evaluate("window.rate"))
    return rates[0], rates[1]


def soak(page: Page, port: int, updates: int) -> tuple[float, float, int, int]:
    """Heap (MB) and nodes before and after so many updates, garbage collected."""
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")

    def look() -> tuple[float, int]:
        tools.send("HeapProfiler.collectGarbage")
        found = {m["name"]: m["value"] for m in tools.send("Performance.getMetrics")["metrics"]}
        return found["JSHeapUsedSize"] / 1e6, int(found["Nodes"])

    def run(times: int) -> None:
        for _ in range(times):
            ask(port, "/change", {"n": 50})
            page.evaluate(REPAINT)

    run(50)
    before = look()
    run(updates)
    after = look()
    return before[0], after[0], before[1], after[1]


def bytes_per_minute(page: Page, port: int, change: bool, seconds: int = 21) -> float:
    """Everything that came over the wire (headers too) to an open page, in kilobytes per minute."""
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    got = [0.0]
    tools.on("Network.loadingFinished", lambda event: got.__setitem__(0, got[0] + event["encodedDataLength"]))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if change:
            ask(port, "/change", {"all": True})
        page.wait_for_timeout(5000)
    tools.detach()
    return got[0] / seconds * 60 / 1000


def peers(browser: Browser, schools: int) -> dict[str, float]:
    """All statuses change -> painted with dl.GeoJSON, milliseconds, median of three; and load -> painted."""
    found: dict[str, float] = {}
    with serving("bench._map_peer", "--schools", str(schools)) as port:
        for name in ("restyle", "hideout", "data"):
            page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
            page.goto(f"http://127.0.0.1:{port}/{name}")
            until(page, f"Boolean(window.peer && window.peer.made() && window.peer.made().length >= {schools - 3})")
            found["load " + name] = page.evaluate(f"{PAINTED}.then(() => performance.now())")
            times = []
            for step in range(1, 4):
                if name == "restyle":
                    times.append(page.evaluate(RESTYLE))
                    continue
                page.evaluate("window.peer.forget(); window.t = performance.now(); 0")
                page.evaluate(f"window.dash_clientside.set_props('step', {{data: {step}}}); 0")
                until(page, f"Boolean(window.peer.made() && window.peer.made().length >= {schools - 3})")
                times.append(page.evaluate(f"{PAINTED}.then(() => performance.now() - window.t)"))
            found["change " + name] = statistics.median(times)
            page.context.close()
    return found


def measure(browser: Browser, schools: int, updates: int) -> None:
    """Prints the figures of one size."""
    with serving("tests.screens.harness.app", "--schools", str(schools), "--poll-ms", "5000") as port:
        cold, warm = first_paint(browser, port)
        page = opened(browser, port, "/?fill=none")
        page.evaluate(EVERY_MARK)
        all_asked, all_drawn, task = repaint(page, port, {"all": True})
        few_asked, few_drawn, _ = repaint(page, port, {"n": 50})
        pan, zoom = smoothness(page)
        heap = soak(page, port, updates)
        quiet, busy = bytes_per_minute(page, port, False), bytes_per_minute(page, port, True)
        page.context.close()
    other = peers(browser, schools)
    print(f"\n### {schools:,} schools, 1920x1080, every school drawn as a mark")
    line("navigation -> all painted", f"{cold:.0f} ms cold, {warm:.0f} ms again")
    line("  dl.GeoJSON by url", f"{other['load restyle']:.0f} ms = {other['load restyle'] / cold:.1f} x ours")
    line("all change, asked -> painted", f"{all_asked:.0f} ms (drawing and waiting for the screen {all_drawn:.0f})")
    line("longest task", f"{task:.0f} ms (0 = none over 50)")
    for name in ("restyle", "hideout", "data"):
        value = other["change " + name]
        line(f"  dl.GeoJSON, {name}", f"{value:.0f} ms = {value / all_asked:.1f} x ours")
    line("50 change, asked -> painted", f"{few_asked:.0f} ms (frame applied -> painted {few_drawn:.0f})")
    line("frames per second, pan / zoom", f"{pan:.0f} / {zoom:.0f}")
    line(f"heap after {updates} updates", f"{heap[0]:.2f} -> {heap[1]:.2f} MB; nodes {heap[2]} -> {heap[3]}")
    packed = (schools + 64) * 12 / 1000
    line("kB per minute, headers too", f"{quiet:.1f} quiet, {busy:.1f} all change (12 packed frames: {packed:.0f})")


def line(what: str, figure: str) -> None:
    """One figure of the table."""
    print(f"{what:36} {figure}")


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()] or [2500, 52000]
    rounds = 300 if "--quick" in sys.argv else 1500
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for size in sizes:
            measure(chromium, size, rounds)
        chromium.close()
