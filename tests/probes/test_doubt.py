"""When is a school down? In virtual time: fast, never on one failure, never when it was us. With the mutants beside it."""

import heapq
import random
from math import nan

import pytest

from data_sources._doubt import Doubt
from data_sources._pace import Ring
from data_sources._sentinels import Crowd, Sentinels

BEAT, TIMEOUT, SENTINEL_TIMEOUT, STEP = 5.0, 1.2, 0.9, 0.05
CODES = [f"79{n:06d}" for n in range(200)]


class Trusting(Sentinels):
    """The mutant: our own line is always fine."""

    blind = False
    doubtful = False

    def fine(self, first, last, ended):
        return True


class LooksBackOnly(Sentinels):
    """The mutant: a success of the sentinels before the last failure is good enough."""

    def fine(self, first, last, ended):
        return False if self._bad_until >= first else self._good_from > float("-inf")


class Hasty(Doubt):
    """The mutant: one failure is an outage."""

    def __init__(self, count, witness):
        super().__init__(count, witness, tries=1)


class World:
    """Schools, beats, repeats and sentinels in virtual time. `line(t)`: our own line is there; `up(i, t)`: a school is."""

    def __init__(self, up, line=lambda t: True, *, schools=200, witness=None, doubt=Doubt, hole=False, start=0.0):
        self.up, self.line, self.hole = up, line, hole
        self.codes = CODES[:schools]
        self.witness = witness if witness is not None else Sentinels(3)
        self.doubt = doubt(schools, self.witness)
        self.now = start
        self.ring = Ring(self.codes, BEAT, "beat", start)
        self.events: list = []
        self.values: list[tuple[float, int, float]] = []
        self.tries = 0

    def run(self, seconds):
        end = self.now + seconds
        while self.now < end:
            self.now = round(self.now + STEP, 6)
            self._begin()
            while self.events and self.events[0][0] <= self.now:
                self._end(heapq.heappop(self.events))
            for school, value in self.doubt.judge(self.now):
                self.values.append((self.now, school, value))
            if self.doubt.waiting and isinstance(self.witness, Sentinels):
                self.witness.want()
        return self

    def _begin(self):
        t = self.now
        if isinstance(self.witness, Sentinels) and self.witness.due(t):
            number = self.witness.begin(t)
            ok = self.line(t)
            for _ in range(3):
                heapq.heappush(self.events, (t + (0.01 if ok else SENTINEL_TIMEOUT), 0, number, ok, t))
        for lane, due in ((2, self.doubt.due(t)), (1, self.ring.due(t))):
            for school in due:
                self.tries += 1
                ok = self.line(t) and self.up(school, t)
                took = 0.02 if ok or not (self.hole or not self.line(t)) else TIMEOUT
                heapq.heappush(self.events, (t + took, lane, school, ok, t))

    def _end(self, event):
        ended, lane, number, ok, started = event
        if lane == 0:
            self.witness.answer(number, ok, ended)
            return
        value = self.doubt.ok(number) if ok else self.doubt.failed(number, started, ended)
        if value is not None:
            self.values.append((self.now, number, value))
        if lane == 1 and isinstance(self.witness, Crowd):
            self.witness.record(started, ended, ok)

    def said(self, value, school=None):
        return [at for at, who, what in self.values
                if (what == value or (what != what and value != value)) and school in (None, who)]


@pytest.mark.parametrize("hole", [False, True], ids=["refused", "black hole"])
@pytest.mark.parametrize("crowd", [False, True], ids=["sentinels", "crowd"])
def test_an_outage_is_found_fast(hole, crowd):
    """p50 <= 5.5 s, p95 <= 9 s from the event to the value, beat phase included."""
    took = []
    for school in range(0, 200, 4):
        event = 20.0 + random.Random(school).random() * 5
        witness = Crowd(200) if crowd else None
        world = World(lambda i, t, s=school, e=event: i != s or t < e, hole=hole, witness=witness, start=10.0).run(25)
        took.append(world.said(0.0, school)[0] - event)
        assert not world.said(0.0, school + 1)
    took.sort()
    assert took[25] <= 5.5  # of which up to 0.15 is the step of this virtual world
    assert took[47] <= 8.0


def blips_are_outages(doubt):
    """Every school misses one single call now and then; nobody is down."""
    blip = random.Random(5)
    world = World(lambda i, t: blip.random() > 0.02, doubt=doubt).run(120)
    assert world.said(1.0)
    return world.said(0.0)


def test_one_lost_call_is_not_an_outage():
    assert not blips_are_outages(Doubt)
    assert blips_are_outages(Hasty)


def downs_in_cuts(witness=Sentinels, crowd=False):
    """Our own line is cut for random spells of 0.3 to 40 s; every school is well all the time."""
    found = 0
    for seed in range(12):
        dice = random.Random(seed)
        cuts, at = [], 10.0
        while at < 100:
            cuts.append((at, at + dice.choice([0.3, 0.9, 1.5, 2.2, 3.1, 5.0, 12.0, 40.0])))
            at = cuts[-1][1] + dice.uniform(0.5, 15)
        world = World(lambda i, t: True, lambda t, c=tuple(cuts): not any(a <= t < b for a, b in c),
                      witness=Crowd(200) if crowd else witness(3)).run(130)
        assert crowd or world.said(nan)
        found += len(world.said(0.0))
    return found


def test_a_cut_line_of_ours_takes_no_school_down():
    """A10, E6: 0 schools judged, whatever the moment and the length of the cut."""
    assert downs_in_cuts() == 0
    assert downs_in_cuts(crowd=True) == 0


def test_the_mutant_that_trusts_our_line_would_be_caught():
    assert downs_in_cuts(Trusting) > 0


def test_the_mutant_that_asks_the_sentinels_too_early_would_be_caught():
    judge = Doubt(1, witness := LooksBackOnly(1))
    witness.answer(witness.begin(0.0), True, 0.01)
    for started in (1.0, 1.8, 3.0):
        judge.failed(0, started, started)
    assert judge.judge(3.0) == [(0, 0.0)], "judged on an old success: the line may have been cut at 0.9"
    judge = Doubt(1, witness := Sentinels(1))
    witness.answer(witness.begin(0.0), True, 0.01)
    for started in (1.0, 1.8, 3.0):
        judge.failed(0, started, started)
    assert judge.judge(3.0) == []
    witness.answer(witness.begin(3.1), True, 3.2)
    assert judge.judge(3.2) == [(0, 0.0)]


def test_a_blind_centre_says_so_and_sees_again():
    world = World(lambda i, t: True, lambda t: not 20 <= t < 40).run(20)
    assert world.witness.blind is False
    world.run(4)
    assert world.witness.blind is True
    world.run(8)
    assert world.doubt.state.count(1) == 0, "within one beat nobody is called well any more"
    world.run(15)
    assert world.witness.blind is False
    assert world.doubt.state.count(1) == 200


def test_a_real_outage_during_a_cut_is_found_after_it():
    world = World(lambda i, t: i != 7 or t < 25, lambda t: not 20 <= t < 40).run(60)
    assert min(world.said(0.0, 7)) > 40
    assert max(world.said(0.0, 7)) > 50
    assert {school for _, school, value in world.values if value == 0.0} == {7}


def test_a_crowd_of_19_cannot_accuse_our_line_but_20_can():
    gone = lambda i, t: t < 20  # noqa: E731
    small = World(gone, schools=19, witness=Crowd(19)).run(40)
    assert small.said(0.0)
    large = World(gone, schools=20, witness=Crowd(20)).run(60)
    assert not large.said(0.0)
    assert large.witness.blind


def test_a_carrier_cut_of_half_the_schools_is_not_blindness():
    world = World(lambda i, t: i % 2 or t < 20, witness=Crowd(200)).run(40)
    assert {school for _, school, value in world.values if value == 0.0} == set(range(0, 200, 2))


def test_recovery_needs_two_good_beats_and_makes_no_herd():
    """D10: when everybody returns at once, nobody is asked more often than ever."""
    world = World(lambda i, t: not 20 <= t < 60).run(45)
    assert world.doubt.state.count(1) == 0
    world.run(14.9)
    before = world.tries
    world.run(10)
    assert world.tries - before <= 1.2 * 200 * 2
    world.run(0.5)
    first = {}
    for at, school, value in world.values:
        if value == 1.0 and at > 60:
            first.setdefault(school, at)
    assert len(first) == 200
    assert min(first.values()) >= 60 + 5
    assert max(first.values()) <= 60 + 10.2


def test_half_a_province_falling_silent_does_not_triple_the_load():
    judge = Doubt(1000, Sentinels(1), repeats=100)
    for school in range(1000):
        judge.failed(school, 1.0, 1.0)
    assert len(judge.due(10.0)) <= 100


def test_our_own_failure_proves_nothing():
    judge = Doubt(1, witness := Sentinels(1))
    assert judge.ok(0) == 1.0
    for _ in range(10):
        value = judge.unsure(0)
        assert value != value
    assert not judge.waiting
    assert judge.due(99.0) == []
    witness.answer(witness.begin(0.0), True, 0.0)
    assert judge.judge(99.0) == []


def test_one_dead_sentinel_of_three_does_not_blind_the_centre():
    watch = Sentinels(3)
    for at in range(5):
        number = watch.begin(float(at))
        watch.answer(number, False, at + 0.1)
        watch.answer(number, True, at + 0.1)
        watch.answer(number, True, at + 0.1)
    assert watch.blind is False
    assert watch.fine(1.0, 3.4, 3.5) is True
