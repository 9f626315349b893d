"""One visible second try where the machine itself takes part: real processes, real sockets, a browser. Said at the end, by name.

Why, and why nowhere else: docs/decisions/0022-visible-second-tries.md. A test that fails twice stays red.
"""

from typing import Any

import pytest

MARKED, ROOMS = ("screen", "product"), ("promises", "probes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name in ROOMS or any(item.get_closest_marker(name) for name in MARKED):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Every test that was tried twice, and what it said the first time."""
    first = {report.nodeid: report for report in terminalreporter.stats.get("rerun", ())}
    if first:
        terminalreporter.write_line(f"{len(first)} tests needed a second try: {', '.join(sorted(first))}", yellow=True)
    for name, report in sorted(first.items()):
        crash = getattr(report.longrepr, "reprcrash", None)
        said = (crash.message if crash else str(report.longrepr)).strip().splitlines()
        terminalreporter.write_line(f"  {name}: {said[0][:200] if said else ''}")
