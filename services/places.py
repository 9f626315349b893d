"""Areas and points of the directory as screens receive them. Layouts: docs/feed.md."""

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import Area
from services.register import Register

NO_POINT = 0x7FFFFFFF


def area_of(area: Area) -> dict[str, Any]:
    """Names, label point [lat, lon] and bounds [[south, west], [north, east]]."""
    south, west, north, east = area.bounds or (None, None, None, None)
    return {
        "code": area.code, "name": area.name, "level": area.level.value, "parent": area.parent,
        "label": [area.label_lat, area.label_lon], "bounds": [[south, west], [north, east]] if area.bounds else None,
        "schematic": area.schematic,
    }


def points_of(register: Register, scope: NDArray[np.intp]) -> bytes:
    """The points file of some schools, in their order."""
    def fixed(name: str) -> NDArray[np.int32]:
        degrees = (getattr(register.schools[i], name) for i in scope)
        return np.array([NO_POINT if d is None else round(d * 1e5) for d in degrees], dtype="<i4")

    approximate = np.array([register.schools[i].approximate for i in scope], dtype=np.uint8)
    return b"".join((
        b"PTS1", struct.pack("<I", len(scope)), fixed("lat").tobytes(), fixed("lon").tobytes(),
        register.old[scope].astype("<u2").tobytes(), register.new[scope].astype("<u2").tobytes(),
        register.kind[scope].tobytes(), approximate.tobytes(),
    ))
