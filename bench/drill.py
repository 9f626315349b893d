"""Drilling in real Chromium: province -> area -> school and back, each step to its content, and what the server takes.

Content of an area: its name, its nine indicators, what is open, what changed, who answers and its table stand in the
panel, and the map has painted that area. Content of a school: its name, state and every indicator, who answers and
what changed; its whole card (the past, the register) is told apart. A replay: its first moment painted, from the
press. Pressed without the hand's approach, which would have asked for the story before.
"""

import argparse
import contextlib
import json
import os
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench._house import House, children, head, house, line, load, quantiles
from bench.map import FLAGS, until

AREA = """code => { const state = centre.state.get(), signs = ['indicators', 'open', 'changed', 'people', 'table'];
  const filled = signs.every(name => {
    const box = document.querySelector(`[data-drill='${name}']`); return box && box.childNodes.length; });
  return state.area === code && !state.school && filled
    && document.querySelector('.area-name').textContent === centre.areas.name(state)
    && document.querySelectorAll("[data-drill='table'] tr.school-line").length > 0; }"""
SOON = """code => { const there = document.querySelector('.side[data-soon]') || document.querySelector(
    `.school-card[data-school='${code}']`);
  const rows = there ? there.querySelectorAll('.reading').length : 0, under = document.querySelector('.school-under b');
  return rows >= Math.min(7, centre.feed.directory.layers.length) && under && under.textContent !== '…'; }"""
SCHOOL = """code => { const card = document.querySelector(`.school-card[data-school='${code}']`);
  return Boolean(card && card.querySelectorAll('.reading').length >= Math.min(7, centre.feed.directory.layers.length)
    && !document.querySelector('.side[data-soon]')); }"""
HOME = """code => !centre.state.get().area && document.querySelectorAll('tr.area-line').length > 5"""
THEN = """() => Boolean(centre.replay.on && centre.replay.day && centre.feed.head && centre.feed.head.replay)"""
NOW = "() => !centre.replay.on && centre.feed.ready && !centre.feed.head.replay"
PAINTED = "await new Promise(d => requestAnimationFrame(() => setTimeout(d, 0)));"
STEP = f"""async ([press, code]) => {{ const ready = READY, from = performance.now();
  document.querySelector(press).click();
  while (!ready(code)) {{
    if (performance.now() - from > 20000) return 20000;
    await new Promise(d => setTimeout(d, 4)); }}
  {PAINTED} return performance.now() - from; }}"""
WAIT = f"""async code => {{ const ready = READY, from = performance.now();
  while (!ready(code) && performance.now() - from < 20000) await new Promise(d => setTimeout(d, 4));
  {PAINTED} return performance.now() - from; }}"""
NAMED = f"""async code => {{ const from = performance.now(); centre.state.set({{ school: code }});
  const at = () => document.querySelector('.side[data-soon] .school-soon h2')
    || document.querySelector(`.school-card[data-school='${{code}}']`);
  while (!at()) await new Promise(d => setTimeout(d, 0));
  {PAINTED} return performance.now() - from; }}"""


Took = tuple[float, float]  # milliseconds as they were, and the CPU of page and server in them


def step(page: Page, press: str, done: str, code: str, pids: list[int]) -> Took:
    """From the press to its content on the screen."""
    before = used(pids)
    took = float(page.evaluate(STEP.replace("READY", f"({done})"), [press, code]))
    return took, used(pids) - before


def family(pid: int) -> list[int]:
    """A process and all that came from it."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def used(pids: list[int]) -> float:
    """Milliseconds of CPU the main threads of these processes took so far: a step costs them on any machine."""
    spent = 0.0
    for pid in pids:
        with contextlib.suppress(OSError, ValueError):
            spent += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    return spent


def renderers() -> list[int]:
    """The pages of our browser."""
    return [pid for pid in family(os.getpid()) if "--type=renderer" in _command(pid)]


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    return ""


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


def walk(page: Page, areas: list[str], rounds: int, pids: list[int]) -> dict[str, list[Took]]:
    """Down and up again, area after area; the first visit of each area is kept apart from the later ones."""
    took: dict[str, list[Took]] = {name: [] for name in ("area", "again", "school", "card", "back")}
    seen: set[str] = set()
    for turn in range(rounds):
        code = areas[turn % len(areas)]
        area = step(page, f"tr.area-line[data-code='{code}']", AREA, code, pids)
        took["again" if code in seen else "area"].append(area)
        seen.add(code)
        rows = page.evaluate("[...document.querySelectorAll('tr.school-line')].map(row => row.dataset.code)")
        school = rows[(turn * 7) % len(rows)]
        took["school"].append(step(page, f"tr.school-line[data-code='{school}']", SOON, school, pids))
        before = used(pids)
        card = float(page.evaluate(WAIT.replace("READY", f"({SCHOOL})"), school))
        whole, cpu = took["school"][-1]
        took["card"].append((whole + card, cpu + used(pids) - before))
        took["back"].append(step(page, ".crumbs button", HOME, "", pids))
        page.wait_for_timeout(120)
    return took


def named(page: Page, rounds: int, pids: list[int]) -> list[Took]:
    """From the press on a school to its name and state: what the screen says before the server answers."""
    took = []
    for turn in range(rounds):
        page.evaluate("centre.state.set({school: ''})")
        page.wait_for_timeout(60)
        code = page.evaluate(f"centre.feed.directory.codes[{turn * 37} % centre.feed.directory.count]")
        before = used(pids)
        whole = float(page.evaluate(NAMED, code))
        took.append((whole, used(pids) - before))
    page.evaluate("centre.state.set({school: ''})")
    return took


def replayed(page: Page, rounds: int, pids: list[int]) -> list[Took]:
    """From the press to the first moment of the past on the map; the day is as young as the house."""
    took = []
    for _ in range(rounds):
        took.append(step(page, "[data-replay-open]", THEN, "", pids))
        page.evaluate("centre.replay.leave()")
        until(page, f"({NOW})()")
        page.wait_for_timeout(120)
    return took


def server(made: House, path: str, times: int) -> list[Took]:
    """One answer, asked one after the other."""
    took, pids = [], [made.processes["web"].pid, os.getpid()]
    for _ in range(times):
        before, began = used(pids), time.perf_counter()
        request = urllib.request.Request(f"{made.url}{path}", headers={**made.entrance, "Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            answer.read()
        whole = 1000 * (time.perf_counter() - began)
        took.append((whole, used(pids) - before))
        time.sleep(0.02)
    return took


def tell(name: str, took: list[Took], target: str) -> None:
    """One line of the table, when there was such a step."""
    if not took:
        return
    p50, p95, _ = quantiles([whole for whole, _ in took])
    cpu50, cpu95, _ = quantiles([cpu for _, cpu in took])
    line(name, len(took), f"{p50:.0f}", f"{p95:.0f}", f"{max(took)[0]:.0f}", f"{cpu50:.0f}", f"{cpu95:.0f}", target)


def measure(browser: Browser, made: House, rounds: int, target: int) -> None:
    """All lines of one size."""
    size = f"{made.schools:,} schools"
    directory: Any = json.loads(made.get("/api/v1/live/directory?area=79"))
    areas = [area["code"] for area in directory["trees"]["old"]]
    for calm in (False, True):
        page = opened(browser, made, calm=calm)
        pids = [*renderers(), made.processes["web"].pid]
        found = walk(page, areas, rounds, pids)
        how = f"{size}, {'still' if calm else 'animated'}"
        tell(f"{how}: province -> area, first visit", found["area"], f"p95 <= {target} ms")
        tell(f"{how}: province -> area, again", found["again"], f"p95 <= {target} ms")
        tell(f"{how}: area -> school", found["school"], f"p95 <= {target} ms")
        tell(f"{how}: area -> school, whole card", found["card"], "")
        tell(f"{how}: school -> province", found["back"], f"p95 <= {target} ms")
        tell(f"{how}: school's name and state", named(page, 30, pids), "p95 <= 100 ms")
        tell(f"{how}: into the past, first moment painted", replayed(page, 10, pids), "p95 <= 1000 ms")
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
    head("drill", "steps", "p50 ms", "p95 ms", "worst ms", "CPU p50", "CPU p95", "target")
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
