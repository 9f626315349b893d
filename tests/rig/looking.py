"""Looking at a page as a careful person would: it has settled, nothing is cut, nothing overlaps, nothing is empty without words."""

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

LOOK = Path(__file__).with_name("look.js").read_text("utf-8")
SETTLED = """() => {
  const main = document.querySelector("main, .gate, .pairing") || document.body;
  if (!main) return false;
  const busy = [...document.querySelectorAll("._dash-loading, .skeleton, [aria-busy=true]")].some((node) => node.checkVisibility());
  const kept = document.documentElement.dataset;
  const waits = document.querySelector(".leased") && !("replay" in kept) && !["a", "b"].includes(kept.lease) && !kept.culprit;
  return main.innerText.trim().length > 20 && !busy && !waits && document.fonts.status === "loaded";
}"""
SOFT = ("favicon", "net::ERR_ABORTED", "status of 404")  # what a page that was left complains of


def settle(page: Page, within: float = 15.0, rest: int = 900) -> bool:
    """Wait until the page says something and waits for nothing; False when it never did. A page may load itself anew meanwhile."""
    until = time.monotonic() + within
    calm = False
    while not calm and time.monotonic() < until:
        try:
            calm = bool(page.evaluate(SETTLED))
        except Error:
            calm = False
        page.wait_for_timeout(rest if calm else 150)
    return calm


def wrong(page: Page, *, wall: bool = False) -> list[str]:
    """What is wrong with the page as it stands, as sentences."""
    told: list[str] = page.evaluate(LOOK, wall)
    return told


def dress(page: Page, theme: str, palette: str = "") -> None:
    """The page in another theme or palette; the canvas of a map follows."""
    page.evaluate("""([theme, palette]) => {
      document.documentElement.setAttribute("data-theme", theme);
      document.documentElement.toggleAttribute("data-palette", !!palette);
      if (palette) document.documentElement.setAttribute("data-palette", palette);
    }""", [theme, palette])
    page.wait_for_timeout(350)


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, one sentence per rule with the first places of it."""
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]] = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: " + "; ".join(f"{n['target']} {str(n.get('failureSummary', ''))[:160]}" for n in v["nodes"][:4])
        for v in found if v["impact"] in {"serious", "critical"}
    ]
