"""One of the six components of the department's data: which sources feed it, how many schools have fresh rows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.measurement import Code, Status
from domain.systems import Component, Feed
from domain.wording import Words
from services.desk import Desk
from services.health import status_now
from services.pulse import SourceState
from services.view import Picture

WHOLE, MOST = 0.95, 0.8  # share of the schools asked that have fresh rows of every source asking them
FRESH = (Code.GOOD, Code.WATCH, Code.BAD)
Which = NDArray[np.bool_]


def component(desk: Desk, one: Component, states: dict[str, SourceState], now: float) -> dict[str, Any]:
    """`fresh` of `schools`: those with a fresh row of each source that asks them. null = nothing was ever heard."""
    picture = desk.viewer.picture
    columns = [_column(picture, feed, now) for feed in one.feeds]
    asked = np.logical_or.reduce([asked for asked, _ in columns])
    whole = np.logical_and.reduce([fresh | ~asked for asked, fresh in columns]) & asked
    heard, count = any(fresh.any() for _, fresh in columns), int(asked.sum())
    share = int(whole.sum()) / count if heard and count else None
    return {
        "key": one.key, "name": one.words.text, "status": _status(share).value, "share": share,
        "fresh": int(whole.sum()) if heard else None, "schools": count,
        "feeds": [_feed(desk, feed, column, states.get(feed.source))
                  for feed, column in zip(one.feeds, columns, strict=True)],
    }


def _feed(desk: Desk, feed: Feed, column: tuple[Which, Which], state: SourceState | None) -> dict[str, Any]:
    picture, (asked, fresh) = desk.viewer.picture, column
    name = Words(state.name_vi, state.name_en) if state and state.name_vi else Words(feed.source, feed.source)
    tone = status_now(state, picture, desk.centre.clock()).tone if state else Status.UNKNOWN
    return {
        "source": feed.source, "name": name.text, "tone": tone.value,
        "fresh": int(fresh.sum()) if fresh.any() else None, "asked": int(asked.sum()),
        "last_at": state.last_success_at if state else None, "indicator": feed.told_by,
    }


def _column(picture: Picture, feed: Feed, now: float) -> tuple[Which, Which]:
    """(whom the source asks, whose row is fresh). A source that never told anything lacks everybody."""
    status, kind = picture.status(feed.told_by, now), picture.register.kind
    known = status != Code.UNKNOWN
    asked = np.isin(kind, np.unique(kind[known])) if known.any() else np.ones(len(status), np.bool_)
    return asked, np.isin(status, FRESH)


def _status(share: float | None) -> Status:
    if share is None or share == 0:
        return Status.UNKNOWN
    return Status.GOOD if share >= WHOLE else Status.WATCH if share >= MOST else Status.BAD
