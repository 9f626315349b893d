"""How the tests run: which first, which only on demand, and what is said at the end. Fixtures: tests/rig/fixtures.py."""

import os
import signal
from typing import Any

import pytest

from tests.rig.product import ROOT

pytest_plugins = ["tests.rig.fixtures", "tests.rig.streams"]

# Quick rooms first: a slip is known in seconds. The browser last: its event loop would hold up tests that run their own.
ORDER = ("domain", "house", "contracts", "rooms", "stories", "drills", "screens")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--drills", action="store_true", help="also run the long drills (class N of the promises)")


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # started in the background of a script: our children would be deaf to Ctrl-C
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for line in ("drill: class N, long; only with --drills", "product: starts the whole product by ./run.sh",
                 "screen: needs real Chromium", "postgres: needs real PostgreSQL", "redis: needs Debian's Redis"):
        config.addinivalue_line("markers", line)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        room = item.path.relative_to(ROOT / "tests").parts[0]
        if "browser" in getattr(item, "fixturenames", ()):
            return len(ORDER)
        return ORDER.index(room) if room in ORDER else len(ORDER) - 2

    items.sort(key=rank)
    if not config.getoption("--drills"):
        drills = [i for i in items if i.get_closest_marker("drill")]
        if drills:
            items[:] = [i for i in items if i not in set(drills)]
            config.hook.pytest_deselected(items=drills)
            config.stash[_DRILLS] = len(drills)
    if hasattr(config, "workeroutput"):  # one of several streams: who speaks at the end is another process
        config.workeroutput["drills"] = config.stash.get(_DRILLS, 0)


_DRILLS: pytest.StashKey[int] = pytest.StashKey()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every stream collects everything: what one left out, all left out."""
    node.config.stash[_DRILLS] = getattr(node, "workeroutput", {}).get("drills", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Said just above the closing line, so that nobody reads green where a stage was red."""
    left_out = config.stash.get(_DRILLS, 0)
    if left_out:
        terminalreporter.write_line(f"{left_out} drills left out: they run with ./test.sh --drills")
    red = os.environ.get("STAGES_RED", "").split()
    if red:
        terminalreporter.write_line(f"RED before the tests: {', '.join(red)} (see above); the run counts as failed", red=True)
