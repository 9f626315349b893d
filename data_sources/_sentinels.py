"""Is it us? Asked before any school is judged down: by sentinels, or, without any, by the crowd of schools itself.

Both answer the same question about a window: from the start of a school's first failed try until now, was the centre's
own line fine, proven by a success that STARTED after the last failed try ended? True, False, or None = not known yet.
Pure: every time is an argument (monotonic seconds).
"""

from typing import Protocol

_CONFIRM = 2  # rounds in a row before the banner changes; a single bad round already stops every verdict


class Witness(Protocol):
    """Whoever can tell a cut line of ours from a dead school."""

    blind: bool | None  # True: nobody is judged; None: too little seen to say

    @property
    def doubtful(self) -> bool:
        """True if a failure right now would say nothing about a school."""

    def fine(self, first: float, last: float, ended: float) -> bool | None:
        """Was our line fine from `first` to past `ended`? Start of the first failed try, start and end of the last."""

    def record(self, started: float, ended: float, contact: bool) -> None:
        """One regular try of one school has ended."""


class Sentinels:
    """Rounds over all sentinels, one at a time. A round is good once half of them answered, bad once more than half
    did not; what failed on our side counts as not answered.

    The deadline of a sentinel must stay under 1 s, the kernel's first SYN repeat: a lost packet is then seen as lost.
    """

    def __init__(self, count: int, every: float = 1.0) -> None:
        self.blind: bool | None = None
        self.round = 0
        self._count, self._every = count, every
        self._began = float("-inf")
        self._open = False
        self._answers = [0, 0]
        self._good_from = float("-inf")
        self._bad_until = float("-inf")
        self._streak = 0
        self._wanted = False

    def want(self) -> None:
        """Somebody waits for a verdict: the next round begins as soon as this one is decided."""
        self._wanted = True

    def due(self, now: float) -> bool:
        """True if a round should begin now."""
        if self._open:
            return False
        return self._wanted or now - self._began >= self._every

    def begin(self, now: float) -> int:
        """A round begins; returns its number, which every answer must carry."""
        self.round += 1
        self._began, self._open, self._wanted = now, True, False
        self._answers = [0, 0]
        return self.round

    def answer(self, number: int, ok: bool, now: float) -> None:
        """One sentinel of round `number` answered or did not; answers to a decided round are ignored."""
        if number != self.round or not self._open:
            return
        self._answers[ok] += 1
        if self._answers[True] * 2 >= self._count:
            self._decide(True, now)
        elif self._answers[False] * 2 > self._count:
            self._decide(False, now)

    def fine(self, first: float, last: float, ended: float) -> bool | None:
        """See Witness."""
        if self._bad_until >= first:
            return False
        return True if self._good_from >= ended else None

    def record(self, started: float, ended: float, contact: bool) -> None:
        """Schools are no witnesses where sentinels are."""

    @property
    def doubtful(self) -> bool:
        """The last decided round was bad: failures now say nothing."""
        return self._bad_until > self._good_from

    def _decide(self, good: bool, now: float) -> None:
        self._open = False
        if good:
            self._good_from = self._began
        else:
            self._bad_until = now
        self._streak = self._streak + 1 if self.blind is good else 0  # blind and good, or seeing and bad
        if self.blind is None or self._streak >= _CONFIRM:
            self.blind = not good
            self._streak = 0


class Crowd:
    """No sentinels: at least 90 % of at least 20 schools failing inside one window is our line, not theirs (E6).

    Tries are sorted into steps by when they STARTED: failures take longer than successes, and sorted by their end the
    schools that answer after a cut would excuse it.
    """

    _LEAST, _SHARE, _STEP, _KEEP, _MARGIN = 20, 0.9, 0.25, 40.0, 1.0

    def __init__(self, schools: int, window: float = 6.0) -> None:
        self.blind: bool | None = None
        self._schools, self._window = schools, window
        # A chance run of failures must not look like a cut where many schools are asked every second.
        self._enough = max(self._LEAST, schools // 20)
        self._steps: dict[int, list[int]] = {}
        self._ok_started = float("-inf")
        self._looked = float("-inf")

    def record(self, started: float, ended: float, contact: bool) -> None:
        """See Witness. Only first tries belong here: repeats of failing schools would outvote the healthy."""
        self._steps.setdefault(int(started // self._STEP), [0, 0])[contact] += 1
        if contact and started > self._ok_started:
            self._ok_started = started
        if ended - self._looked >= self._STEP:
            self._looked = ended
            old = int((ended - self._KEEP) // self._STEP)
            for step in [step for step in self._steps if step < old]:
                del self._steps[step]
            failed, ok = self._count(ended - self._window, ended)
            if failed + ok >= self._LEAST:
                self.blind = failed >= self._SHARE * (failed + ok)

    def fine(self, first: float, last: float, ended: float) -> bool | None:
        """See Witness. With fewer than 20 schools there is no crowd to ask: the tries alone decide."""
        if self._schools < self._LEAST:
            return True
        if self._cut_within(first - self._MARGIN, last + self._MARGIN):
            return False
        failed, ok = self._count(first, self._looked + self._STEP)
        size = max(self._LEAST, failed + ok)
        if failed >= self._SHARE * size:
            return False
        if size - ok >= self._SHARE * size:
            return None  # the schools not heard yet could still make it 90 %
        return True if self._ok_started >= ended else None

    @property
    def doubtful(self) -> bool:
        """As `blind`: the crowd has no finer word."""
        return self.blind is True

    def _count(self, since: float, until: float) -> tuple[int, int]:
        failed = ok = 0
        for step in range(int(since // self._STEP), int(until // self._STEP) + 1):
            bad, good = self._steps.get(step, (0, 0))
            failed += bad
            ok += good
        return failed, ok

    def _cut_within(self, since: float, until: float) -> bool:
        """True if some run of steps in between has enough schools and 90 % of them failing."""
        low, high = int(since // self._STEP), int(until // self._STEP)
        steps = [self._steps.get(step, (0, 0)) for step in range(low, high + 1)]
        for begin in range(len(steps)):
            failed = size = 0
            for bad, good in steps[begin:]:
                failed += bad
                size += bad + good
                if size >= self._enough and failed >= self._SHARE * size:
                    return True
        return False
