"""Máy đo tốc độ tại trường: how fast is the line inside the school, what gets lost, which rooms have the Internet?

Agents test every quarter of an hour; the time of a figure is the time of its test, so a school whose line is cut keeps
its last test with its age. A school without an agent has no row: unknown.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, seconds
from domain.wording import Words

METRICS = ("netspeed.download_mbps", "netspeed.upload_mbps", "netspeed.loss_pct", "netspeed.jitter_ms",
           "netspeed.rooms", "netspeed.rooms_online")
_MOST_MBPS, _MOST_MS = 100_000.0, 60_000.0


def rate(row: Mapping[str, Any], key: str, most: float) -> float:
    """A number from 0 to `most`, whole or not; a text, true or a negative one is a broken source."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BadRow(f"bad_{key}")
    return float(value)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the agents' server. Raises BadRow."""
    rooms, online = whole(row, "rooms", 2_000), whole(row, "rooms_online", 2_000)
    if online > rooms:
        raise BadRow("more_online_than_rooms")
    return (rate(row, "download_mbps", _MOST_MBPS), rate(row, "upload_mbps", _MOST_MBPS), rate(row, "loss_pct", 100.0),
            rate(row, "jitter_ms", _MOST_MS), rooms, online)


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. No download, no upload or no room with the Internet anywhere is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 1, 5))


SOURCE = Source(
    key="netspeed",
    label=Words("Máy đo tốc độ tại trường", "Speed agents in schools"),
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
    every=seconds(60),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
)
