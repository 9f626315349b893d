"""Bodies of frames: what stands behind the header (docs/feed.md)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.groups import GROUPS, OTHER
from domain.indicator import Indicator
from domain.measurement import STATUSES
from domain.wording import Words
from services._concern import asked
from services.health import culprit, status_now
from services.view import Picture

FULL, DELTA, UNCHANGED = 0, 1, 2
CROWD = 1_000_000  # readings in one JSON frame: 20 MB


def full(picture: Picture, scope: NDArray[np.intp], layer: str) -> bytes:
    """One byte a school."""
    kept = picture.layers.get(layer)
    return bytes(len(scope)) if kept is None else kept.status[scope].tobytes()


def delta(picture: Picture, scope: NDArray[np.intp], layer: str, base: int) -> tuple[int, int, bytes]:
    """(kind, changes, body) since version `base`; FULL without a body when that is smaller."""
    before, after = picture.past[layer][base][scope], picture.layers[layer].status[scope]
    which = np.flatnonzero(before != after)
    if 5 * len(which) >= len(scope) + 4:
        return FULL, 0, b""
    return DELTA, len(which), which.astype("<u4").tobytes() + after[which].tobytes()


def layers_json(
    picture: Picture, scope: NDArray[np.intp], indicators: Mapping[str, Indicator], now: float, wanted: str,
) -> bytes:
    """Every layer, readable: counts and schools it concerns; beyond CROWD readings only those of the layer wanted."""
    crowd = len(scope) * len(indicators) > CROWD
    words = [status.value for status in STATUSES]
    layers: dict[str, dict[str, Any]] = {}
    for key, one in indicators.items():
        places = asked(picture.register, one, scope)
        status = picture.status(key, now)[places]
        counts = np.bincount(status, minlength=len(words))
        layers[key] = {
            "counts": {word: int(counts[n]) for n, word in enumerate(words)},
        }
        if not crowd or key == wanted:
            codes = [picture.register.schools[i].code for i in places]
            layers[key]["schools"] = {code: words[s] for code, s in zip(codes, status, strict=True)}
    return json.dumps(layers, ensure_ascii=False, separators=(",", ":")).encode()


def layers_meta(indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """What a screen must know of every layer. `judged` False: a plain fact, shown in ink, never as health;
    `mask`: the kinds of school it concerns, as bits in the order of `kinds`."""
    return [{"key": i.key, "label": i.label.text, "unit": i.unit_text, "group": i.group,
             "group_label": GROUPS.get(i.group, OTHER).text, "meaning": i.question.text, "judged": i.judged,
             "mask": i.mask}
            for i in indicators]


def pulse_json(picture: Picture, now: float, bits: int, *, blind: int) -> bytes:
    """For banners and tiles, in the reader's language. `bits`: flags of a frame; `blind`: which of them says that."""
    pulse, blame = picture.pulse, culprit(picture, now)
    return json.dumps({
        "version": picture.version, "server_time": now, "proved_at": pulse.at if pulse else None,
        "valid_until": pulse.valid_until if pulse else None, "blind": bool(bits & blind), "flags": bits,
        "culprit": blame.text if blame else None,
        "sources": [
            {"key": s.key, "label": Words(s.name_vi, s.name_en).text, "status": status.tone, "state": status.words.text,
             "age_s": None if s.last_success_at is None else round(now - s.last_success_at)}
            for s in (pulse.sources if pulse else ()) for status in (status_now(s, picture, now),)
        ],
    }, ensure_ascii=False).encode()
