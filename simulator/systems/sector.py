"""The sector database: records of pupils and teachers, how many are verified, how complete, and how punctual."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso, local
from simulator.schools import School
from simulator.slips import slip
from simulator.systems._system import System, of_kinds
from simulator.systems._year import year_gone

PUPIL_FIELDS, TEACHER_FIELDS = 28, 34  # fields a record must have
KINDS = ("mam_non", "tieu_hoc", "thcs", "thpt", "lien_cap", "gdtx", "gdnn_gdtx", "chuyen_biet", "khac")
WEEKS = 12


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """Counts of one school. What is missing in September is put right by May, fast by most and hardly by a few."""
    code, left = school.code, 1.1 - 0.5 * year_gone(now)
    pupils = round(school.pupils * (1 - _gap(seed, code, "records", 0.002, 0.05) * left)
                   * (1.3 if slip(seed, code, "registers") else 1.0))
    teachers = max(1, round(school.teachers * (1 - _gap(seed, code, "staff records", 0.001, 0.08) * left)))
    verified = round(pupils * (1 - _gap(seed, code, "verified", 0.006, 0.12) * left))
    teachers_ok = round(teachers * (1 - _gap(seed, code, "staff verified", 0.03, 0.25) * left))
    due = max(pupils, school.pupils) * PUPIL_FIELDS + school.teachers * TEACHER_FIELDS
    held = pupils * PUPIL_FIELDS + teachers * TEACHER_FIELDS
    filled = round(held * (1 - _gap(seed, code, "fields", 0.01, 0.09) * left))
    late = chance(seed, code, "late")
    sent, refused = _last_update(seed, school, local(now).isocalendar()[1])
    return {
        "pupil_records": pupils, "pupils_verified": verified, "teacher_records": teachers,
        "teachers_verified": min(teachers, teachers_ok), "fields_due": due, "fields_filled": filled,
        "duplicate_ids": _duplicates(seed, school), "updates_due": WEEKS, **_punctual(seed, code, now, late),
        "rows_sent": sent, "rows_rejected": refused, "as_of": iso(now),
    }


def _gap(seed: int, code: str, what: str, usual: float, worst: float) -> float:
    """Missing share: most schools little, one in fourteen much more, drawn evenly up to `worst`."""
    luck = chance(seed, code, what)
    return usual * 2 * luck / 0.93 if luck < 0.93 else usual * 2 + (worst - usual * 2) * (luck - 0.93) / 0.07


def _punctual(seed: int, code: str, now: float, late: float) -> dict[str, int]:
    """Of the weekly updates of 12 weeks; one school in fifty has fallen silent, one in ten is often late."""
    here = local(now)
    week = here.date().toordinal() // 7
    if late < 0.02:
        silent = 30 + int(late / 0.02 * 90) + here.date().toordinal() % 7
        return {"updates_on_time": max(0, WEEKS - silent // 7), "days_since_update": silent}
    share = 0.45 + 0.4 * chance(seed, code, "often") if late < 0.12 else 1.0
    wobble = int(chance(seed, code, "week", week) * 1.25)
    days = here.weekday() + (7 if late < 0.12 and wobble else 0)
    return {"updates_on_time": max(0, round(WEEKS * share) - wobble), "days_since_update": days}


def _duplicates(seed: int, school: School) -> int:
    """Ids on two records: pupils who moved and were entered again."""
    luck = chance(seed, school.code, "twice")
    return 0 if luck < 0.88 else min(school.pupils, 1 + int((luck - 0.88) / 0.12 * (2 + school.pupils / 220)))


def _last_update(seed: int, school: School, week: int) -> tuple[int, int]:
    """Rows of the last update and how many were refused; a new form in one school is refused by the hundred."""
    rows = school.pupils + school.teachers
    luck = chance(seed, school.code, "refused", week)
    share = 0.006 * max(0.0, luck - 0.45) if luck < 0.96 else 0.01 + 2.2 * (luck - 0.96)
    return rows, round(rows * share)


SYSTEM = System(item=item, daily=True, knows=of_kinds(*KINDS))
