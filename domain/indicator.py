"""A question with colours: metrics of a school -> a value and a status; schools -> an area."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from domain.further import Further
from domain.measurement import SourceClass, Status
from domain.school import KINDS, SchoolKind
from domain.wording import Words


class RollUp(StrEnum):
    """How schools become an area: SHARE of good ones, MEAN of values, SUM of values, RATIO of two sums.

    RATIO: sum(value x weight) / sum(weight) over the schools that report, e.g. all machines / all rooms.
    """

    SHARE = "share"
    MEAN = "mean"
    SUM = "sum"
    RATIO = "ratio"


class Severity(StrEnum):
    """How loudly an incident speaks."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Value -> status. Higher is better when `good` >= `watch`: v >= good is GOOD, v >= watch is WATCH, else BAD;
    when `good` < `watch` lower is better: v <= good is GOOD, v <= watch is WATCH, else BAD."""

    good: float
    watch: float

    def status(self, value: float | None) -> Status:
        """None or NaN -> UNKNOWN."""
        if value is None or value != value:
            return Status.UNKNOWN
        if self.good >= self.watch:
            return Status.GOOD if value >= self.good else Status.WATCH if value >= self.watch else Status.BAD
        return Status.GOOD if value <= self.good else Status.WATCH if value <= self.watch else Status.BAD


FACT = Bands(good=0, watch=-1)  # a plain fact: nobody set a limit, whatever is known is normal


@dataclass(frozen=True, slots=True, kw_only=True)
class PressFigure:
    """A figure a founding document or a newspaper gives; it stands beside ours, never in its place.

    `value`: in the indicator's unit (a share 0..1 where that is "%"), None where the document gives words only.
    `says`: as it is written there. `document`: which, with its date. `doubt`: the data-quality note, None = none.
    """

    value: float | None
    says: Words
    document: Words
    doubt: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a bad reading becomes an incident: after `after` bad judgements in a row, over after `clear` good ones.

    A judgement is one fresh reading (a new `taken_at`), never the same reading seen twice. `after` 0: a bad reading is
    shown, never an incident. `silent_after`: not heard of for so long, though heard before, is an incident of its own
    (None = never). `reopen`: so long after its end a person may take an incident up again.
    """

    after: int
    clear: int
    severity: Severity
    says: Words
    silent_after: timedelta | None = None
    reopen: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator. `value` gets a mapping metric -> value and is arithmetic only, so that it serves one school
    (floats) and all schools (float64 columns) alike; NaN = unknown travels through arithmetic by itself.

    `needs`: the metrics `value` reads. `stale_after`: age at which a reading stops being believed.
    `school_hours_only`: outside school hours any known value is normal (GOOD): nobody is in the room.
    `legal_basis`, `question`: what the reader may ask. `decimals`: digits shown. `unit` "%" = a share 0..1.
    `weight`: RATIO only, the denominator of one school, arithmetic of the same metrics. `formula`: in words, top over
    bottom. `press`: what the documents say it is. `further`: what its sources tell beside it.
    `kinds`: the kinds of school the question concerns, () = all. A school of another kind is neither unknown nor
    normal: it is in no count, on no list. Of a school whose kind nobody stated the question is asked.
    `unit_en`, `legal_basis_en`: the same for English readers, where it differs.
    """

    key: str
    label: Words
    question: Words
    unit: str
    group: str
    order: int
    needs: tuple[str, ...]
    value: Callable[[Mapping[str, Any]], Any]
    bands: Bands
    roll_up: RollUp
    stale_after: timedelta
    source_class: SourceClass
    legal_basis: str
    owner: Words
    formula: Words = Words("", "")
    weight: Callable[[Mapping[str, Any]], Any] | None = None
    press: tuple[PressFigure, ...] = ()
    kinds: tuple[SchoolKind, ...] = ()
    further: tuple[Further, ...] = ()
    decimals: int = 0
    school_hours_only: bool = False
    incident: Rule | None = None
    unit_en: str = ""
    legal_basis_en: str = ""

    @property
    def judged(self) -> bool:
        """Somebody set limits for it; a plain fact has none."""
        return self.bands != FACT

    @property
    def mask(self) -> int:
        """The kinds it concerns as bits, in the order of KINDS."""
        asked = {*self.kinds, SchoolKind.KHAC} if self.kinds else set(KINDS)
        return sum(1 << place for place, kind in enumerate(KINDS) if kind in asked)

    def concerns(self, kind: SchoolKind) -> bool:
        """Is the question asked of such a school?"""
        return not self.kinds or kind in self.kinds or kind is SchoolKind.KHAC

    @property
    def unit_text(self) -> str:
        """The unit in the reader's language."""
        return Words(self.unit, self.unit_en or self.unit).text

    @property
    def basis(self) -> str:
        """The legal basis in the reader's language; numbers of decisions stay as they are written."""
        return Words(self.legal_basis, self.legal_basis_en or self.legal_basis).text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The answer of one indicator for one school. `value` None = unknown; times are epoch seconds UTC, None = never."""

    indicator: str
    value: float | None
    status: Status
    taken_at: float | None
    valid_until: float | None
