"""The picture of a past minute: statuses as screens showed them, values as they were last written down.

What nobody looked at is unknown: a minute without proof, a blind centre, a gap that was told. Beyond the raw retention
the state of each full hour is left, and the means of that hour.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Indicator, RollUp
from domain.measurement import Code
from domain.person import Scope
from services._pace import holds_s, slow
from services._snapshot_when import HOUR_S, When
from services.board import FACTS, Layer, evaluate
from services.drill_past import placed
from services.feed import BLIND, LATE
from services.pulse import Pulse
from services.register import Register
from services.replay_window import Asked, states
from services.view import Picture
from store import replaying, snapshot_reads
from store.database import Connection

Floats = NDArray[np.float64]


def picture_of(
    conn: Connection, scope: Scope, base: Picture, indicators: Mapping[str, Indicator], then: When, today: str,
) -> Picture:
    """`base`: the schools it is told of. Without proof of the moment nobody believes it: there is no pulse."""
    register = base.register
    gaps = replaying.read_gaps(conn, then.at - HOUR_S, then.at + HOUR_S)
    metrics = _metrics(conn, scope, register, indicators, then, today)
    layers, seen = {}, False
    for key, indicator in indicators.items():
        asked = Asked(scope=scope, register=register, places=np.arange(len(register.schools)), digest="", layer=key,
                      since=then.at, until=then.at, step=then.step)
        _, status, flags = next(states(conn, asked, gaps))
        seen = seen or not flags & (LATE | BLIND)
        layers[key] = _layer(indicator, metrics, status, register.kind)
    pulse = Pulse(version=1, at=then.at, valid_until=then.at + 1, register=register.version,
                  layers=dict.fromkeys(layers, 1)) if seen else None
    return replace(base, pulse=pulse, layers=layers, past={}, unproved=frozenset(), from_database=False,
                   store_down=False)


def _layer(indicator: Indicator, metrics: Mapping[str, tuple[Floats, Floats]], status: NDArray[np.uint8],
           kind: NDArray[np.uint8]) -> Layer:
    """A mean or a sum speaks only of schools whose value is known; a share needs nothing but statuses."""
    taken = np.min([metrics[need][1] for need in indicator.needs], axis=0)
    value, weight = evaluate(indicator, {need: metrics[need][0] for need in indicator.needs}, kind)
    if indicator.roll_up is not RollUp.SHARE:
        status = np.where(np.isnan(value) & (status != Code.STALE), Code.UNKNOWN, status).astype(np.uint8)
    return Layer(value=value, taken=np.where(np.isfinite(taken), taken, 0.0), status=status, weight=weight,
                 version=1)


def _metrics(
    conn: Connection, scope: Scope, register: Register, indicators: Mapping[str, Indicator], then: When, today: str,
) -> dict[str, tuple[Floats, Floats]]:
    """metric -> (values, when taken) in the register's order; facts of the register never age."""
    nothing, ever = np.full(len(register.schools), np.nan), np.full(len(register.schools), np.inf)
    found: dict[str, tuple[Floats, Floats]] = {}
    seldom = slow(indicators)
    for need in sorted({need for indicator in indicators.values() for need in indicator.needs}):
        if need in FACTS:
            facts = [getattr(school, need.removeprefix("school.")) or np.nan for school in register.schools]
            found[need] = (np.array(facts, np.float64), ever)
        elif then.step < HOUR_S:
            ids, values, taken = snapshot_reads.held(conn, scope, need, then.at, holds_s(need, seldom), today)
            at = placed(register, ids, taken)
            found[need] = (placed(register, ids, values), np.where(np.isnan(at), 0.0, at))
        else:
            ids, values = snapshot_reads.hour_of(conn, scope, need, then.at, today)
            found[need] = (placed(register, ids, values) if len(ids) else nothing, np.full(len(nothing), then.at))
    return found
