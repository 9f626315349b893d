"""Kết nối Internet: which school is on the line right now, and how good is the line?

Every school is called every 5 s ("are you there?": TCP connect or ping) and asked in full every 30 s. A first failure
is doubted within seconds; before a school is judged, the centre asks whether its own line is fine. See _sweeps.py.
"""

from collections.abc import Iterator

from data_sources._sweeps import METRICS, Sweeps
from domain.measurement import Column
from domain.source import Ask, Source
from domain.wording import Words


def collect(ask: Ask) -> Iterator[Column]:
    """Columns twice a second until `ask.stopping()`; `centre.uplink` says whether the centre itself sees the world."""
    return Sweeps(ask).stream()


SOURCE = Source(
    key="connectivity",
    label=Words("Kết nối Internet của trường", "School connectivity"),
    every=None,
    collect=collect,
    metrics=METRICS,
)
