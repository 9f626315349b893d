"""What is known of each source: its state changes are said once, its polls leave one row each."""

from dataclasses import replace
from typing import Any

import structlog

from domain.errors import SourceError
from domain.source import Source, SourceStatus
from services.centre import Centre
from services.pulse import SourceState
from store import history

log = structlog.get_logger()


class Sources:
    """States of all sources, kept by the collector. Not thread-safe: one writer."""

    def __init__(self, centre: Centre, sources: dict[str, Source], off: frozenset[str]) -> None:
        self._sources = sources
        with centre.db.read() as conn:
            stored = history.read_source_states(conn)
        self._states = {
            key: replace(
                _first(key, stored.get(key), off), name_vi=source.label.vi, name_en=source.label.en,
                every_s=None if source.every is None else source.every.total_seconds(), needs=source.needs,
            )
            for key, source in sources.items()
        }

    def settled(self, key: str, every_s: float | None, *, off: bool) -> None:
        """It is set so from now on; what it said last stays, with its age."""
        before = self._states[key]
        was_off = before.status == SourceStatus.OFF
        status = SourceStatus.OFF if off else SourceStatus.WAITING if was_off else SourceStatus(before.status)
        self._states[key] = replace(before, every_s=every_s, status=status)

    def states(self, now: float) -> tuple[SourceState, ...]:
        """As people should see them now: a source that missed two polls is late, whatever it said last."""
        return tuple(self._aged(state, now) for state in self._states.values())

    def _aged(self, state: SourceState, now: float) -> SourceState:
        patience = 2.5 * state.every_s if state.every_s else 30.0
        last = state.last_success_at
        if state.status == SourceStatus.OK and last is not None and now - last > patience + 10:
            return replace(state, status=SourceStatus.LATE)
        return state

    def succeeded(self, key: str, *, now: float, rows: int, rejected: int, took_s: float) -> None:
        """A poll brought `rows` values."""
        before = self._states[key]
        if before.status == SourceStatus.FAILING:
            log.info("source recovered", key=key, after_s=round(now - (before.failing_since or now)))
        self._states[key] = replace(
            before, status=SourceStatus.OK, last_attempt_at=now, last_success_at=now, failing_since=None, rows=rows,
            rejected=rejected, took_s=took_s, error_code=None, error_vi=None, error_en=None,
        )

    def failed(self, key: str, error: SourceError, *, now: float, took_s: float) -> None:
        """A poll brought nothing; the last good values keep their own age."""
        before = self._states[key]
        since = before.failing_since or now
        if before.status != SourceStatus.FAILING:
            log.warning("source failing", key=key, since=since, code=error.code, error=error.words.en)
        self._states[key] = replace(
            before, status=SourceStatus.FAILING, last_attempt_at=now, failing_since=since, took_s=took_s,
            error_code=error.code, error_vi=error.words.vi, error_en=error.words.en,
        )


def _first(key: str, stored: dict[str, Any] | None, off: frozenset[str]) -> SourceState:
    if key in off:
        return SourceState(key=key, status=SourceStatus.OFF)
    if stored is None or stored["status"] == SourceStatus.OFF:
        return SourceState(key=key, status=SourceStatus.WAITING)
    return SourceState(**stored)
