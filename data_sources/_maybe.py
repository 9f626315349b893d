"""Fields that may be null: the question makes no sense for this school; null is unknown, a missing field is a fault."""

import math
from collections.abc import Mapping
from typing import Any

from data_sources._fields import flag, whole


def maybe_whole(row: Mapping[str, Any], key: str, most: int) -> float:
    """`whole`, or NaN where the system says null. Raises BadRow."""
    return math.nan if row.get(key, key) is None else whole(row, key, most)


def maybe_flag(row: Mapping[str, Any], key: str) -> float:
    """1, 0, or NaN where the system says null. Raises BadRow."""
    return math.nan if row.get(key, key) is None else float(flag(row, key))
