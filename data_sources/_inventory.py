"""A paged list with one row per school, from a stranger's system -> columns; a bad row is dropped, a bad batch held."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data_sources._fields import BadRow, moment, plain, school
from data_sources._http import Http
from data_sources._troubles import trouble
from domain.measurement import Column
from domain.source import Ask

BAD_SHARE = 0.05  # more invalid rows than this and the whole batch waits for a human (D3)
GONE_SHARE = 0.2  # so do fewer rows than last time by more than this
_FEW = 20  # rows below which a share is not a statement
_MOMENTS = 64  # distinct times one batch may keep; more are rounded down to the minute: older, never fresher
Read = Callable[[Mapping[str, Any]], tuple[float, ...]]  # row -> one value per metric, or BadRow
_Row = tuple[float, tuple[float, ...]]


@dataclass(slots=True)
class Batch:
    """One reading of a whole list. `rows`: plain school code -> (as of, values)."""

    ask: Ask
    read: Read
    rows: dict[str, _Row] = field(default_factory=dict)
    seen: int = 0
    bad: int = 0
    ahead: bool = False

    def add(self, raw: Any, page_as_of: Any, received: float) -> None:
        """Take one row, or count why not."""
        self.seen += 1
        try:
            code = school(raw)
            at, ahead = moment(raw.get("as_of", page_as_of), received)
            new = (at, self.read(raw))
        except BadRow as reason:
            self.bad += 1
            self.ask.reject(reason.args[0], raw)
            return
        self.ahead = self.ahead or ahead
        old = self.rows.get(code)
        if old is not None and old[1] != new[1]:
            self.ask.reject("conflict", raw)
        # The newest wins; of two equally old ones the order in which they came must not decide (D4).
        self.rows[code] = new if old is None else max(old, new, key=_rank)

    def hold_if_odd(self, before: int | None, never_all_zero: Sequence[int], *, rare: bool) -> None:
        """Raise SourceError where the batch as a whole is not believable."""
        if self.bad > BAD_SHARE * self.seen:
            raise trouble("many_bad_rows")
        if not self.rows and self.ask.targets and (before or not rare):
            raise trouble("empty")
        if before is not None and before >= _FEW and len(self.rows) < (1 - GONE_SHARE) * before:
            raise trouble("many_gone")
        if len(self.rows) >= _FEW:
            for place in never_all_zero:
                if not any(values[place] for _, values in self.rows.values()):
                    raise trouble("all_zero")


def inventory(
    ask: Ask, metrics: Sequence[str], read: Read, *, never_all_zero: Sequence[int] = (), rare: bool = False
) -> Iterator[Column]:
    """Ask `ask.config["url"]` page by page and yield columns. Raises SourceError; then nothing became a value.

    `never_all_zero`: places in `metrics` of facts that cannot be zero everywhere at once. `rare`: a small province may
    have none of these schools, so that a list that was always empty is no trouble; no row, no value.
    """
    http: Http = ask.http
    batch = Batch(ask, read)
    for page in http.pages(ask.config["url"], token=ask.config["token"]):
        received = ask.now()
        for raw in page.items:
            batch.add(raw, page.as_of, received)
    memory = ask.config["url"]
    batch.hold_if_odd(http.rows_before.get(memory), never_all_zero, rare=rare)
    http.rows_before[memory] = len(batch.rows)
    if batch.ahead:
        ask.reject("clock_ahead", None)
    return columns(metrics, known(ask, batch.rows))


def known(ask: Ask, rows: Mapping[str, _Row]) -> list[tuple[int, _Row]]:
    """Rows of schools in our register, by target index; the others are counted: registers differ, which is no fault."""
    places: dict[str, int] = {}
    for index, target in enumerate(ask.targets):
        places.setdefault(plain(target.code), index)
    found: list[tuple[int, _Row]] = []
    for code, row in rows.items():
        index_of = places.get(code)
        if index_of is None:
            ask.reject("unknown_school", code)
        else:
            found.append((index_of, row))
    return found


def columns(metrics: Sequence[str], rows: Sequence[tuple[int, _Row]]) -> Iterator[Column]:
    """One column per metric and moment."""
    coarse = len({at for _, (at, _) in rows}) > _MOMENTS
    groups: dict[float, list[tuple[int, tuple[float, ...]]]] = {}
    for index, (at, values) in rows:
        groups.setdefault(at // 60 * 60 if coarse else at, []).append((index, values))
    for at, group in sorted(groups.items(), key=lambda item: item[0]):
        schools = array("l", [index for index, _ in group])
        for place, metric in enumerate(metrics):
            column = array("d", [values[place] for _, values in group])
            yield Column(metric=metric, taken_at=at, schools=schools, values=column)


def _rank(row: _Row) -> tuple[float, tuple[float, ...]]:
    """NaN has no order of its own: give it the lowest place."""
    return row[0], tuple(value if value == value else -1.0 for value in row[1])
