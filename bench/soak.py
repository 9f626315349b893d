"""One hour of a wall in real Chromium, accelerated: seven scenes, 50 schools change twice a second; heap and nodes.

The page's own clock is run half a second at a time, so that every loop of the page (feed, lists, scenes, beats, lease)
takes all of its turns against the living centre; fetches take their real time. Counted after a collection of garbage,
once the first ten minutes have filled what is kept on purpose.
"""

import argparse
import time
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench._house import head, house, line, load
from bench.map import FLAGS

STEP_MS, HOUR_S, WARM_S = 500, 3600, 600
SCENES = "city:10,area.760:10,indicators:10,incidents:10,systems:10,programme:10,sources:10"
CHANGE = """() => { const feed = centre.feed;
  const any = (below) => Math.floor(Math.random() * below);
  for (let n = 0; n < 50; n += 1) feed.status[any(feed.status.length)] = 1 + any(4);
  centre.emit('frame', { feed, head: feed.head, changed: 50, verified: true }); }"""


def counted(tools: CDPSession) -> tuple[float, int]:
    """(heap in MB, nodes), garbage collected."""
    for _ in range(3):
        tools.send("HeapProfiler.collectGarbage")
    found = {m["name"]: m["value"] for m in tools.send("Performance.getMetrics")["metrics"]}
    return found["JSHeapUsedSize"] / 1e6, int(found["Nodes"])


def run(page: Page, tools: CDPSession, seconds: int, complaints: list[str]) -> list[tuple[int, float, int]]:
    """(second, heap, nodes) each ten minutes of the page's own time."""
    told: list[tuple[int, float, int]] = []
    for step in range(seconds * 1000 // STEP_MS + 1):
        at = step * STEP_MS // 1000
        if step % (WARM_S * 1000 // STEP_MS) == 0:
            told.append((at, *counted(tools)))
            line(f"after {at // 60} min", f"{told[-1][1]:.2f} MB, {told[-1][2]} nodes, {len(complaints)} complaints")
        page.evaluate(CHANGE)
        page.clock.run_for(STEP_MS)
    return told


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("schools", nargs="?", type=int, default=2380)
    asked.add_argument("--seconds", type=int, default=HOUR_S)
    given = asked.parse_args()
    with house(given.schools) as made, sync_playwright() as playwright:
        made.start("collect", ["doors.py", "collect"])
        made.web()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
        context.request.post(f"{made.url}/api/v1/enter/demo", data={"role": "operator"}, headers={"origin": made.url})
        page, complaints = context.new_page(), list[Any]()
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.clock.install()
        page.goto(f"{made.url}/wall?scenes={SCENES}")
        page.wait_for_selector(":root[data-lease]")
        tools = context.new_cdp_session(page)
        tools.send("Performance.enable")
        head(f"an accelerated hour of a wall, {given.schools} schools, load {load()}")
        began = time.monotonic()
        told = run(page, tools, given.seconds, complaints)
        first, last = told[min(1, len(told) - 1)], told[-1]
        line("heap, last / after the first ten minutes", f"{last[1] / first[1]:.3f}")
        line("nodes, last / after the first ten minutes", f"{last[2] / first[2]:.3f}")
        line("real time", f"{time.monotonic() - began:.0f} s")
        for complaint in complaints[:5]:
            line("complaint", complaint[:200])
        browser.close()


if __name__ == "__main__":
    main()
