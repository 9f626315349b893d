"""A paged list with one row per school, from a stranger's system -> columns; a bad row is dropped, a bad batch held."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data_sources._fields import BadRow, moment, plain, school
from data_sources._http import Http
from data_sources._troubles import trouble
from domain.measurement import Column
from domain.source import Ask, Target

BAD_SHARE = 0.05  # more invalid rows than this and the whole batch waits for a human (D3)
GONE_SHARE = 0.2  # so do fewer rows than last time by more than this
_FEW = 20  # rows below which a share is not a statement
_MOMENTS = 64  # distinct times one batch may keep; more are rounded down to the minute: older, never fresher
Read = Callable[[Mapping[str, Any]], tuple[float, ...]]  # row -> one value per metric, or BadRow
_Row = tuple[float, tuple[float, ...]]


@dataclass(slots=True)
class Batch:
    """One reading of a whole list. A row is kept as numbers, (as of, values) behind each other: thirty systems may be
    read at once. `schools`: of each kept row the place in our register, -1 = it is not there."""

    ask: Ask
    read: Read
    seen: int = 0
    bad: int = 0
    ahead: bool = False
    schools: "array[int]" = field(default_factory=lambda: array("l"))
    _told: "array[float]" = field(default_factory=lambda: array("d"))
    _width: int = 1
    _places: dict[str, int] = field(init=False)
    _slots: "array[int]" = field(init=False)  # register place -> kept row, -1 = none yet
    _strangers: dict[str, int] = field(default_factory=dict)  # the same of codes that our register does not know

    def __post_init__(self) -> None:
        self._places = places(self.ask.targets)
        self._slots = array("l", [-1]) * len(self.ask.targets)

    def __len__(self) -> int:
        return len(self.schools)

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
        place = self._places.get(code, -1)
        slot = self._slots[place] if place >= 0 else self._strangers.get(code, -1)
        if slot < 0:
            slot = len(self.schools)
            self.schools.append(place)
            if place >= 0:
                self._slots[place] = slot
            else:
                self._strangers[code] = slot
            self._width = 1 + len(new[1])
            self._told.append(at)
            self._told.extend(new[1])
            return
        old, start = self._row(slot), slot * self._width
        if _rank(old)[1] != _rank(new)[1]:
            self.ask.reject("conflict", raw)
        # The newest wins; of two equally old ones the order in which they came must not decide (D4).
        best = max(old, new, key=_rank)
        self._told[start:start + self._width] = array("d", (best[0], *best[1]))

    def _row(self, slot: int) -> _Row:
        at, *values = self._told[slot * self._width:(slot + 1) * self._width]
        return at, tuple(values)

    def hold_if_odd(self, before: int | None, never_all_zero: Sequence[int], *, rare: bool) -> None:
        """Raise SourceError where the batch as a whole is not believable."""
        if self.bad > BAD_SHARE * self.seen:
            raise trouble("many_bad_rows")
        if not len(self) and self.ask.targets and (before or not rare):
            raise trouble("empty")
        if before is not None and before >= _FEW and len(self) < (1 - GONE_SHARE) * before:
            raise trouble("many_gone")
        if len(self) >= _FEW:
            for place in never_all_zero:
                if not any(self._told[1 + place::self._width]):
                    raise trouble("all_zero")

    def columns(self, metrics: Sequence[str], told: str = "") -> Iterator[Column]:
        """One column per metric and moment, of schools in our register; the others are counted: registers differ,
        which is no fault. `told`: a metric that is 1 for each of them."""
        for code in self._strangers:
            self.ask.reject("unknown_school", code)
        coarse = len(set(self._told[::self._width])) > _MOMENTS
        groups: dict[float, array[int]] = {}
        for slot, at in enumerate(self._told[::self._width]):
            if self.schools[slot] >= 0:
                groups.setdefault(at // 60 * 60 if coarse else at, array("l")).append(slot)
        for at, slots in sorted(groups.items(), key=lambda item: item[0]):
            schools = array("l", [self.schools[slot] for slot in slots])
            for place, metric in enumerate(metrics, 1):
                column = self._told[place::self._width]
                if len(slots) < len(column):
                    column = array("d", [column[slot] for slot in slots])
                yield Column(metric=metric, taken_at=at, schools=schools, values=column)
            if told:
                yield Column(metric=told, taken_at=at, schools=schools, values=array("d", [1.0]) * len(slots))


# The register that was asked for last: thirty sources share its places.
_last: list[tuple[Sequence[Target], dict[str, int]]] = []


def places(targets: Sequence[Target]) -> dict[str, int]:
    """Plain school code -> place in the register."""
    if _last and _last[0][0] is targets:
        return _last[0][1]
    found: dict[str, int] = {}
    for index, target in enumerate(targets):
        found.setdefault(plain(target.code), index)
    _last[:] = [(targets, found)]
    return found


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
    http.rows_before[memory] = len(batch)
    if batch.ahead:
        ask.reject("clock_ahead", None)
    return batch.columns(metrics)


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
