"""Drilling in real Chromium: province -> area -> school and back, each step to its content, and what the server takes.

Content of an area: its name, its nine indicators, what is open, what changed, who answers and its table stand in the
panel, and the map has painted that area. Content of a school: its card with every indicator, painted. Pressed as a
person presses: by a click on a row.
"""

import argparse
import json
import os
import time
import urllib.request
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench._house import House, head, house, line, load, quantiles
from bench.map import FLAGS, until

AREA = """code => { const state = centre.state.get(), signs = ['indicators', 'open', 'changed', 'people', 'table'];
  const filled = signs.every(name => {
    const box = document.querySelector(`[data-drill='${name}']`); return box && box.childNodes.length; });
  return state.area === code && !state.school && filled
    && document.querySelector('.area-name').textContent === centre.areas.name(state)
    && document.querySelectorAll("[data-drill='table'] tr.school-line").length > 0; }"""
SCHOOL = """code => { const card = document.querySelector(`.school-card[data-school='${code}']`);
  return Boolean(card && card.querySelectorAll('.reading').length >= centre.feed.directory.layers.length
    && !document.querySelector('.side[data-soon]')); }"""
HOME = """code => !centre.state.get().area && document.querySelectorAll('tr.area-line').length > 5"""
PAINTED = "await new Promise(d => requestAnimationFrame(() => setTimeout(d, 0)));"
STEP = f"""async ([press, code]) => {{ const ready = READY, from = performance.now();
  document.querySelector(press).click();
  while (!ready(code)) {{
    if (performance.now() - from > 20000) return 20000;
    await new Promise(d => setTimeout(d, 4)); }}
  {PAINTED} return performance.now() - from; }}"""
NAMED = f"""async code => {{ const from = performance.now(); centre.state.set({{ school: code }});
  const at = () => document.querySelector('.side[data-soon] .school-soon h2')
    || document.querySelector(`.school-card[data-school='${{code}}']`);
  while (!at()) await new Promise(d => setTimeout(d, 0));
  {PAINTED} return performance.now() - from; }}"""


def step(page: Page, press: str, done: str, code: str) -> float:
    """Milliseconds from the press to its content on the screen."""
    return float(page.evaluate(STEP.replace("READY", f"({done})"), [press, code]))


def opened(browser: Browser, made: House, *, calm: bool) -> Page:
    """The map of an operator, every level's first answer at hand."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, bypass_csp=True,
                                  reduced_motion="reduce" if calm else "no-preference")
    context.add_cookies([{"name": name, "value": value, "url": made.url} for name, _, value in (
        part.partition("=") for part in made.entrance["Cookie"].split("; "))])
    page = context.new_page()
    page.goto(f"{made.url}/?tree=old&table=1")
    until(page, "Boolean(window.centre && centre.feed && centre.feed.ready && centre.drill.figures)")
    until(page, "document.querySelectorAll(\"[data-drill='table'] tbody tr\").length > 5")
    page.wait_for_timeout(1500)
    return page


def walk(page: Page, areas: list[str], rounds: int) -> dict[str, list[float]]:
    """Down and up again, area after area; the first visit of each area is kept apart from the later ones."""
    took: dict[str, list[float]] = {name: [] for name in ("area", "again", "school", "back")}
    seen: set[str] = set()
    for turn in range(rounds):
        code = areas[turn % len(areas)]
        took["again" if code in seen else "area"].append(step(page, f"tr.area-line[data-code='{code}']", AREA, code))
        seen.add(code)
        rows = page.evaluate("[...document.querySelectorAll('tr.school-line')].map(row => row.dataset.code)")
        school = rows[(turn * 7) % len(rows)]
        took["school"].append(step(page, f"tr.school-line[data-code='{school}']", SCHOOL, school))
        took["back"].append(step(page, ".crumbs button", HOME, ""))
        page.wait_for_timeout(120)
    return took


def named(page: Page, rounds: int) -> list[float]:
    """From the press on a school to its name and state: what the screen says before the server answers."""
    took = []
    for turn in range(rounds):
        page.evaluate("centre.state.set({school: ''})")
        page.wait_for_timeout(60)
        code = page.evaluate(f"centre.feed.directory.codes[{turn * 37} % centre.feed.directory.count]")
        took.append(float(page.evaluate(NAMED, code)))
    page.evaluate("centre.state.set({school: ''})")
    return took


def server(made: House, path: str, times: int) -> list[float]:
    """Milliseconds of one answer, asked one after the other."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        request = urllib.request.Request(f"{made.url}{path}", headers={**made.entrance, "Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            answer.read()
        took.append(1000 * (time.perf_counter() - began))
        time.sleep(0.02)
    return took


def tell(name: str, took: list[float], target: str) -> None:
    """One line of the table."""
    p50, p95, p99 = quantiles(took)
    line(name, len(took), f"{p50:.0f}", f"{p95:.0f}", f"{p99:.0f}", f"{max(took):.0f}", target)


def measure(browser: Browser, made: House, rounds: int, target: int) -> None:
    """All lines of one size."""
    size = f"{made.schools:,} schools"
    directory: Any = json.loads(made.get("/api/v1/live/directory?area=79"))
    areas = [area["code"] for area in directory["trees"]["old"]]
    for calm in (False, True):
        page = opened(browser, made, calm=calm)
        found = walk(page, areas, rounds)
        how = f"{size}, {'still' if calm else 'animated'}"
        tell(f"{how}: province -> area, first visit", found["area"], f"p95 <= {target} ms")
        tell(f"{how}: province -> area, again", found["again"], f"p95 <= {target} ms")
        tell(f"{how}: area -> school, whole card", found["school"], f"p95 <= {target} ms")
        tell(f"{how}: school -> province", found["back"], f"p95 <= {target} ms")
        tell(f"{how}: school's name and state", named(page, 30), "p95 <= 100 ms")
        page.context.close()
    body = len(made.get("/api/v1/areas/figures")) / 1000
    tell(f"{size}: server, figures of every area ({body:.0f} kB plain)", server(made, "/api/v1/areas/figures", 60), "")
    stories = [t for code in areas for t in server(made, f"/api/v1/areas/story?area={code}", 2)]
    tell(f"{size}: server, story of an area", stories, "")


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="*", default=[2380, 52_000])
    words.add_argument("--rounds", type=int, default=60)
    said = words.parse_args()
    head("drill", "steps", "p50 ms", "p95 ms", "p99 ms", "worst ms", "target")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for size in said.sizes:
            with house(size) as made:
                made.collect()
                made.web()
                time.sleep(25 if size < 10_000 else 90)
                measure(browser, made, said.rounds, 300 if size < 10_000 else 600)
        browser.close()
    print(f"\nLoad of the machine: {load()} on {os.cpu_count()} cores; no step is left out.")


if __name__ == "__main__":
    main()
