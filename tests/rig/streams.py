"""The whole run is five streams side by side: most of it is waiting for processes and screens, not computing.

Why five, and why a stream is never split: docs/decisions/0041-three-streams.md. `./test.sh WORDS` runs one stream, in order.
"""

from collections.abc import Generator

import pytest

STREAMS = {"screens": "screens", "stories": "machine", "promises": "machine", "probes": "machine", "simulator": "machine", "rooms": "machine",
           "gate": "gate"}
ROUNDS = ("test_arranging", "test_days", "test_deploy", "test_every_page", "test_grey", "test_keyboard", "test_language", "test_loopback",
          "test_paired", "test_screen_lease", "test_wall")  # walls, and whoever walks through every page: a second browser


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        room, name = item.nodeid.split("/")[1], item.nodeid.split("/")[-1]
        rounds = room in ("screens", "promises") and name.startswith(ROUNDS)
        walks = room == "stories" and "browser" in getattr(item, "fixturenames", ())  # its event loop would stay in that stream
        item.add_marker(pytest.mark.xdist_group("rounds" if rounds else "screens" if walks else STREAMS.get(room, "rest")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Half letters, which hostile inputs leave in what a test printed, cannot travel from a stream to whoever reports it."""
    report = yield
    report.sections = [(name, _whole(text)) for name, text in report.sections]
    if report.longrepr is not None and _whole(str(report.longrepr)) != str(report.longrepr):
        report.longrepr = _whole(str(report.longrepr))
    return report


def _whole(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
