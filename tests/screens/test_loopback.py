"""F8: a hall without a line to the world. In a network of its own, where only 127.0.0.1 answers, all of it works."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rig.browser import LAPTOP, WALL, Screen, chromium
from tests.rig.looking import settle
from tests.rig.places import PLACES
from tests.rig.product import ROOT, Product
from tests.rig.standing import stood

ALONE = ["unshare", "--net", "--map-root-user"]


def alone() -> bool:
    """May we have a network of our own?"""
    return bool(shutil.which("unshare")) and subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.screen
@pytest.mark.product
@pytest.mark.skipif(not alone(), reason="no network of our own can be made here")
def test_every_page_is_whole_without_a_line_to_the_world(tmp_path: Path) -> None:
    inside = f"ip link set lo up; exec {sys.executable} -m tests.screens.test_loopback {tmp_path}"
    ran = subprocess.run([*ALONE, "sh", "-c", inside], cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["reachable"] is False
    assert told["pages"] == len(PLACES)
    assert told["failed"] == []
    assert told["foreign"] == []
    assert told["maps"] >= 5


def walk(home: Path) -> dict[str, object]:
    """Every place once, in the network this process stands in."""
    out = subprocess.run(["ip", "route", "get", "192.0.2.1"], capture_output=True, check=False).returncode == 0
    failed, foreign, maps, pages = list[str](), list[str](), 0, 0
    product = Product(home, SIM_SCHOOLS=120, SIM_STORM=0).ready()
    try:
        with stood(product) as words, chromium() as browser:
            for place in PLACES:
                shown = Screen(browser, WALL if place.wall else LAPTOP, role=place.role)
                shown.page.on("requestfailed", lambda r: failed.append(f"{r.url} {r.failure}") if "ABORTED" not in str(r.failure) else None)
                shown.page.on("response", lambda r: failed.append(f"{r.url} {r.status}") if r.status >= 400 else None)
                shown.page.goto(product.url + place.path.format(**words), wait_until="commit")
                settle(shown.page, 20, rest=300)
                maps += shown.page.locator("[data-painted]").count() > 0
                pages, foreign = pages + 1, foreign + shown.foreign(product.url)
                shown.close()
    finally:
        product.stop()
    known = ("/nowhere", "favicon")
    return {"reachable": out, "pages": pages, "failed": [f for f in failed if not any(k in f for k in known)], "foreign": foreign, "maps": maps}


if __name__ == "__main__":
    print(json.dumps(walk(Path(sys.argv[1]))))
