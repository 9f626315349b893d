"""What a school's agent says about its own line, believed only as far as it is sane."""

import json
from math import nan

_MOST = 100_000.0  # Mbps: more than any school line; beyond it the answer is nonsense


def _refuse(token: str) -> float:
    raise ValueError(token)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def download_mbps(body: bytes, code: str) -> float:
    """The measured download rate in a status answer of school `code`; NaN if it is not a sane answer of that school.

    NaN covers a login page, cut JSON, Infinity, a text where a number should be, another school's answer.
    """
    try:
        said = _DECODER.decode(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return nan
    if not isinstance(said, dict) or said.get("school", code) != code:
        return nan
    rate = said.get("download_mbps")
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= _MOST:
        return nan
    return float(rate)
