"""The whole run is four streams side by side: most of it is waiting for processes and screens, not computing.

Why four, and why a stream is never split: docs/decisions/0041-three-streams.md. `./test.sh WORDS` runs one stream, in order.
"""

from collections.abc import Generator

import pytest

STREAMS = {"screens": "screens", "stories": "machine", "promises": "machine", "probes": "machine", "simulator": "machine", "rooms": "machine",
           "gate": "gate"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.xdist_group(STREAMS.get(item.nodeid.split("/")[1], "rest")))


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
