"""Who is asked when: spread by hash, never twice, never in a herd, never replayed."""

from collections import Counter

import pytest

from data_sources._address import BadAddress, Endpoint, parse
from data_sources._gate import Gate
from data_sources._ledger import TRIES, Ledger
from data_sources._pace import Ring

CODES = [f"79{n:06d}" for n in range(2000)]


def walk(ring: Ring, start: float, end: float, step: float = 0.01) -> list[tuple[float, int]]:
    out, now = [], start
    while now < end:
        now += step
        out += [(now, index) for index in ring.due(now)]
    return out


def test_everybody_is_asked_once_per_interval():
    asked = Counter(index for _, index in walk(Ring(CODES, 5.0, "beat", 1000.3), 1000.3, 1020.3))
    assert set(asked) == set(range(2000))
    assert set(asked.values()) <= {3, 4, 5}
    assert sum(asked.values()) == pytest.approx(8000, abs=10)


def most_in_100_ms(asked: list[tuple[float, int]]) -> float:
    return max(Counter(int(at * 10) for at, _ in asked).values())


def test_a_sweep_spreads_over_its_interval():
    """D10: at most 1.2 times the steady rate (2000 in 5 s = 40 per 100 ms; Poisson noise of a hash allowed for)."""
    assert most_in_100_ms(walk(Ring(CODES, 5.0, "beat", 0.0), 0.0, 5.0)) < 40 + 4 * 40**0.5
    herd = [(0.0, index) for index in range(2000)]  # the mutant: everybody at the start of the interval
    assert most_in_100_ms(herd) > 40 + 4 * 40**0.5


def test_a_school_keeps_its_moment_when_others_come_and_go():
    moments = {}
    for codes in (CODES, CODES[500:]):
        ring = Ring(codes, 5.0, "beat", 0.0)
        for at, index in walk(ring, 0.0, 4.985):
            assert moments.setdefault(codes[index], at) == at


def test_the_two_lanes_do_not_share_a_moment():
    beat = {index: at for at, index in walk(Ring(CODES, 5.0, "beat", 0.0), 0.0, 5.0)}
    full = {index: at for at, index in walk(Ring(CODES, 5.0, "full", 0.0), 0.0, 5.0)}
    assert sum(abs(beat[index] - full[index]) < 0.05 for index in range(2000)) < 120


def test_missed_time_is_not_replayed():
    """A8: after an hour away there is one sweep, not 720."""
    ring = Ring(CODES, 5.0, "beat", 0.0)
    walk(ring, 0.0, 7.0)
    at_once = ring.due(3607.0)
    assert len(at_once) < 400
    assert len(at_once) + len(walk(ring, 3607.0, 3612.0)) <= 2000 + 400


def test_a_short_delay_is_caught_up():
    ring = Ring(CODES, 5.0, "beat", 0.0)
    assert len(ring.due(0.5)) + len(ring.due(1.3)) + len(walk(ring, 1.3, 4.99)) == pytest.approx(2000, abs=8)


def test_nobody_to_ask_is_no_trouble():
    ring = Ring([], 5.0, "beat", 0.0)
    assert list(ring.due(99.0)) == []
    assert ring.wait(99.0) == 5.0


def test_the_gate_gives_a_free_place_to_the_same_host_even_after_overdue_ones():
    gate = Gate(10, 1, patience=1.0)
    point = Endpoint("127.0.0.1", 1, None)
    for tag in range(4):
        gate.put((tag, point, 1.0, float(tag)))
    assert gate.take(0.0)[0] == 0
    assert gate.take(0.0) is None
    gate.leave(point.host)
    assert gate.take(3.0)[0] == 2, "1 waited too long, and 2 must not wait for its landing"
    assert [item[0] for item in gate.overdue] == [1]
    gate.leave(point.host)
    assert gate.take(3.0)[0] == 3
    gate.leave(point.host)
    assert (gate.inside, len(gate)) == (0, 0)


def test_loss_is_counted_over_the_last_tries_only():
    ledger = Ledger(1)
    assert ledger.loss_pct(0) != ledger.loss_pct(0)
    ledger.lost(0)
    assert ledger.loss_pct(0) == 100.0
    for _ in range(TRIES - 1):
        ledger.answered(0, 1.0)
    assert ledger.loss_pct(0) == 5.0
    ledger.answered(0, 2.0)
    assert ledger.loss_pct(0) == 0.0


def test_latency_is_smoothed_and_forgotten_after_an_outage():
    ledger = Ledger(1)
    assert ledger.latency_ms(0, 20.0) == 20.0
    assert ledger.latency_ms(0, 120.0) == pytest.approx(50.0)
    ledger.forget_latency(0)
    assert ledger.latency_ms(0, 30.0) == 30.0


@pytest.mark.parametrize("text", [
    "", "ftp://1.2.3.4/", "http://", "http:///x", "tcp://1.2.3.4", "http://1.2.3.4:99999/", "http://u:p@1.2.3.4/",
    "http://1.2.3.4/a b", "http://1.2.3.4/\r\nX: y", "http://1.2.3.4/é", "1.2.3.4:80", "http://[::1", "file:///etc/passwd",
])
def test_an_address_we_cannot_call_is_refused(text):
    with pytest.raises(BadAddress):
        parse(text)
