"""Each claim judged for all schools at once: declared, measured this week, kept or not."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.claims import CLAIMS, Answer, Claim
from services._claim_columns import Columns
from services._claim_week import MACHINES, PAID, SPEED, Week

Floats = NDArray[np.float64]
Look = Callable[[str], tuple[Floats, Floats]]
LEAST_S = 20 * 3600.0  # "nothing all week" needs most of a day of looking
MODULES = ("pupils", "teachers", "staff", "learning", "timetable", "facilities", "fees")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a claim rests on: NaN = not known; `short`: too little was seen yet to deny the claim. `week`: the metric of
    which a whole week is looked at, "" = the last word alone."""

    claimed: Floats
    measured: Floats
    taken: Floats
    short: bool = False
    week: str = ""


def answers(look: Look, week: Week, before: dict[str, Columns], now: float) -> dict[str, Columns]:
    """claim -> columns. `look(metric)`: (values, taken at); an answer that stays keeps its `since` of `before`."""
    found = {}
    for claim in CLAIMS:
        figures = _FIGURES[claim.key](look, week, now)
        answer = judge(claim, figures)
        began = int(week.began.get(figures.week, now))  # the first answer is of all that was looked at for it
        since = np.full(len(week.ids), began, np.uint32)
        if claim.key in before:
            old = before[claim.key].of(week.ids)
            answered = (old.since > 0) & ~np.isin(old.answer, (Answer.UNMEASURED, Answer.UNDECLARED))
            since = np.where((old.answer == answer) & (old.since > 0), old.since, np.where(answered, int(now), since))
        found[claim.key] = Columns(
            ids=week.ids, answer=answer, claimed=figures.claimed.astype(np.float32),
            measured=figures.measured.astype(np.float32), taken=figures.taken.astype(np.uint32), since=since, at=now)
    return found


def judge(claim: Claim, figures: Figures) -> NDArray[np.uint8]:
    """The answer of every school."""
    claimed, measured = figures.claimed, figures.measured
    with np.errstate(invalid="ignore", divide="ignore"):
        figure = measured / claimed if claim.per_claim else measured
        kept = figure <= claim.kept if claim.most else figure >= claim.kept
    declared = claimed > 0
    known = ~np.isnan(measured) & (kept | (not figures.short))
    told = np.where(~known, Answer.UNMEASURED, np.where(kept, Answer.KEPT, Answer.GAP))
    return np.where(np.isnan(claimed), Answer.UNDECLARED, np.where(declared, told, Answer.DENIED)).astype(np.uint8)


def _broadband(look: Look, week: Week, now: float) -> Figures:
    claimed, _ = look("school.contracted_mbps")
    return Figures(claimed, week.mean(SPEED), look(SPEED)[1], week=SPEED)


def _labs(look: Look, week: Week, now: float) -> Figures:
    rooms, machines = look("labs.rooms")[0], look("labs.standard_machines")[0]
    claimed = np.where(rooms > 0, machines, np.where(np.isnan(rooms), np.nan, 0.0))
    return Figures(claimed, week.most(MACHINES), look(MACHINES)[1], week.seen_s(MACHINES, now) < LEAST_S, MACHINES)


def _cashless(look: Look, week: Week, now: float) -> Figures:
    """A gateway that knows thirty days without a payment knows this week without one."""
    claimed, month = look("epayment.enabled")[0], look("epayment.transactions_30d")[0]
    paid = np.where(month == 0, 0.0, week.added(PAID))
    if week.seen_s(PAID, now) < LEAST_S:
        paid = np.where((paid == 0) & ~(month == 0), np.nan, paid)
    return Figures(claimed, paid, look(PAID)[1], week=PAID)


def _axis(look: Look, week: Week, now: float) -> Figures:
    silent, taken = look("axis.silent_hours")
    heard = taken > 0
    joined = np.sum([~np.isnan(look(f"axis.{name}")[0]) for name in MODULES], axis=0, dtype=np.float64)
    return Figures(np.where(heard, joined, np.nan), silent, taken)


_FIGURES: dict[str, Callable[[Look, Week, float], Figures]] = {
    "broadband": _broadband, "labs": _labs, "cashless": _cashless, "axis": _axis}
