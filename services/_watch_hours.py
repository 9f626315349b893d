"""School time of every school at once: by kind of school, looked up once a minute."""

import numpy as np

from domain.calendar import DEFAULT, Calendar
from domain.school import KINDS
from services._watch_streaks import Bools, Places
from services.register import Register

MINUTE = 60.0


class SchoolTime:
    """`open`: lessons or an exam are on now, `exam`: an exam. `calendar` is exchanged when somebody edited it."""

    def __init__(self, register: Register) -> None:
        count = len(register.schools)
        self.calendar: Calendar = DEFAULT
        self.open: Bools = np.ones(count, np.bool_)
        self.exam: Bools = np.zeros(count, np.bool_)
        self._kind = register.kind
        self._present = np.unique(register.kind).tolist()
        self._known: tuple[float, Calendar | None] = (-1.0, None)

    def look(self, now: float) -> None:
        """What holds at `now`."""
        minute = now // MINUTE
        if self._known == (minute, self.calendar):
            return
        self._known = (minute, self.calendar)
        opened, exam = np.zeros(len(KINDS), np.bool_), np.zeros(len(KINDS), np.bool_)
        for kind in self._present:
            hours = self.calendar.hours(now, KINDS[kind])
            opened[kind], exam[kind] = hours.open, hours.exam
        self.open, self.exam = opened[self._kind], exam[self._kind]

    def patience(self, after: int) -> Places:
        """Bad readings in a row that make a single: twice as many out of hours, half as many in an exam."""
        return np.where(self.exam, max(1, after // 2), np.where(self.open, after, 2 * after)).astype(np.intp)
