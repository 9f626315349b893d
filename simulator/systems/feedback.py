"""The city's feedback line: what citizens said about a school, what was answered, what still waits."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._system import System

PUPILS_PER_MONTH = 1500  # so many pupils bring one message a month
REPLY_DAYS = 7
FORGETS = 0.015  # of schools leave something unanswered for weeks
DAY = 86_400


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """The last thirty days of one school; the drawing changes by the week, ages grow by the day."""
    code, week, day = school.code, int(now // (7 * DAY)), int(now // DAY) % 7
    usual = school.pupils / PUPILS_PER_MONTH * (0.4 + 1.2 * chance(seed, code, "fb"))
    received = int(usual + chance(seed, code, "fbweek", week))
    ages = [day + 1 + int(16 * chance(seed, code, "fbage", week, n) ** 2) for n in range(received)
            if chance(seed, code, "fbopen", week, n) < 0.22]
    answered = received - len(ages)
    if chance(seed, code, "forgets") < FORGETS:
        ages.append(day + 31 + int(60 * chance(seed, code, "fbold", week)))
    return {"open": len(ages), "overdue": sum(age > REPLY_DAYS for age in ages), "oldest_days": max(ages, default=0),
            "received_30d": received, "answered_30d": answered}


SYSTEM = System(item=item)
