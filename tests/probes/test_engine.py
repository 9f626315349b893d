"""The mass engine against real sockets: every try ends once, in time, and with the right one to blame."""

import errno
import os
import resource
import time

import pytest

from data_sources import _engine
from data_sources._address import Endpoint, endpoint, parse
from data_sources._engine import Engine
from data_sources._reasons import Reason, at_once, contact, later, ours
from tests.probes import outside
from tests.probes.outside import BlackHole, Place, http, nobody, places, say


def ask(engine: Engine, points: list[Endpoint], timeout: float = 0.4, limit: float = 5.0) -> dict[int, tuple]:
    """Every endpoint once; the result of each by its place in the list."""
    for tag, point in enumerate(points):
        engine.submit(tag, point, timeout)
    found: dict[int, tuple] = {}
    until = time.monotonic() + limit
    while len(found) < len(points) and time.monotonic() < until:
        for result in engine.turn(0.05):
            assert result[0] not in found, "a try ended twice"
            found[result[0]] = result
    return found


def full(place: Place) -> Endpoint:
    return endpoint(parse(place.url), place.ip, full=True)


@pytest.fixture
def engine():
    made = Engine(in_flight=500)
    yield made
    made.close()


ENDS = {
    "ok": (say(http(b"{}")), Reason.OK, 200),
    "an error page of the school's server": (say(http(b"x", status="500 Oops")), Reason.OK, 500),
    "too many requests": (say(http(b"", status="429 Slow")), Reason.OK, 429),
    "no content": (say(b"HTTP/1.1 204 No Content\r\n\r\n"), Reason.OK, 204),
    "a redirect is not followed": (say(http(b"", status="302 Go", extra="Location: http://x/\r\n")), Reason.OK, 302),
    "chunks": (
        say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=1\r\n{}\r\n0\r\n\r\n"), Reason.OK, 200),
    "until the end": (say(b"HTTP/1.0 200 OK\r\n\r\n{}"), Reason.OK, 200),
    "hang before headers": (outside.hang_before, Reason.SILENT, 0),
    "hang after headers": (outside.hang_after_headers, Reason.SILENT, 0),
    "one byte at a time": (outside.drip, Reason.SILENT, 0),
    "never-ending chunks": (outside.endless_chunks, Reason.SILENT, 0),
    "a flood": (outside.endless_flood, Reason.TOO_BIG, 200),
    "a huge length": (say(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{"), Reason.TOO_BIG, 200),
    "reset": (outside.reset, Reason.RESET, 0),
    "closed without a word": (say(b""), Reason.BAD_ANSWER, 0),
    "cut in the middle": (say(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), Reason.BAD_ANSWER, 200),
    "not HTTP": (say(b"SSH-2.0-OpenSSH_9.2\r\n"), Reason.BAD_ANSWER, 0),
}


def test_every_behaviour_ends_in_time_with_its_own_reason(engine):
    with places(*(behave for behave, _, _ in ENDS.values())) as opened:
        began = time.monotonic()
        found = ask(engine, [full(place) for place in opened])
        assert time.monotonic() - began < 0.4 + 0.5
    for tag, (name, (_, reason, status)) in enumerate(ENDS.items()):
        assert (found[tag][1].name, found[tag][4]) == (reason.name, status), name
        assert contact(found[tag][1]), f"{name}: somebody answered, so the school is there"


def test_the_body_arrives_whole(engine):
    body = b'{"a": "' + b"x" * 9000 + b'"}'
    with places(say(http(body))) as opened:
        assert ask(engine, [full(opened[0])])[0][5] == body


def test_refused_and_black_hole_are_the_schools_failures(engine):
    ip, port = nobody()
    hole = BlackHole()
    found = ask(engine, [Endpoint(ip, port, None), Endpoint(hole.ip, hole.port, None)], 0.3)
    hole.close()
    assert [found[0][1], found[1][1]] == [Reason.REFUSED, Reason.TIMEOUT]
    assert not any(ours(found[tag][1]) or contact(found[tag][1]) for tag in found)
    assert 0.3 <= found[1][3] - found[1][2] < 0.45


def test_a_call_without_a_question_only_connects(engine):
    with places(outside.hang_before) as opened:
        found = ask(engine, [endpoint(parse(opened[0].url), opened[0].ip, full=False)])
        assert found[0][1] is Reason.OK
        assert found[0][3] - found[0][2] < 0.2


def test_the_deadline_is_total_even_if_bytes_keep_coming(engine):
    with places(outside.drip, outside.endless_chunks) as opened:
        found = ask(engine, [full(place) for place in opened], 0.3)
    assert all(0.3 <= result[3] - result[2] < 0.5 for result in found.values())


def test_our_own_missing_files_are_never_a_school_down():
    """A10: no file descriptors left while probing."""
    with places(*[say(http(b"{}"))] * 3) as opened:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        engine = Engine(patience=0.2)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
        try:
            found = ask(engine, [full(place) for place in opened])
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        again = ask(engine, [full(place) for place in opened])
        engine.close()
    assert {result[1] for result in found.values()} == {Reason.NO_FDS}
    assert {result[1] for result in again.values()} == {Reason.OK}, "and it goes on when files are back"


def test_what_our_own_kernel_refuses_is_ours(engine):
    found = ask(engine, [Endpoint("255.255.255.255", 80, None)], 0.2)
    assert ours(found[0][1])


@pytest.mark.parametrize("error", [errno.ENETUNREACH, errno.EHOSTUNREACH])
def test_no_route_at_once_is_ours_but_a_routers_word_is_theirs(error):
    assert ours(at_once(error))
    assert later(error) is Reason.UNREACHABLE


@pytest.mark.parametrize("error", sorted(errno.errorcode))
def test_an_error_nobody_thought_of_is_ours(error):
    theirs = {"ECONNREFUSED", "ECONNRESET", "ETIMEDOUT"}
    if errno.errorcode[error] not in theirs:
        assert ours(at_once(error))
    if errno.errorcode[error] not in theirs | {"ENETUNREACH", "EHOSTUNREACH", "EPIPE"}:
        assert ours(later(error))


def stands_still(engine: Engine) -> Reason:
    """Our loop is away while an answer should have been read."""
    with places(outside.hang_before) as opened:
        engine.submit(0, full(opened[0]), 0.1)
        engine.turn(0.0)
        time.sleep(1.1)
        results = engine.turn(0.0)
        while not results:
            results = engine.turn(0.05)
    return results[0][1]


def test_a_loop_that_stood_still_blames_itself(engine, monkeypatch):
    assert stands_still(engine) is Reason.STALLED
    monkeypatch.setattr(_engine, "_STALL", 1e9)  # the mutant: never admits to have been away
    assert stands_still(engine) is Reason.SILENT


@pytest.mark.parametrize(("cap", "per_host"), [(5, 99), (99, 5)])
def test_caps_hold_while_everything_is_slow(cap, per_host):
    engine = Engine(in_flight=cap, per_host=per_host, patience=30)
    with places(outside.hang_before) as opened:
        point = full(opened[0])
        for tag in range(23):
            engine.submit(tag, point, 0.1)
        seen: list[int] = []
        done = 0
        while done < 23:
            done += len(engine.turn(0.02))
            seen.append(engine.flying)
    engine.close()
    assert max(seen) == 5


def test_one_hosts_queue_does_not_hold_up_the_others():
    """A7: a host at its cap makes only its own tries wait."""
    engine = Engine(per_host=2)
    with places(outside.hang_before, say(http(b"{}"))) as opened:
        slow, quick = (full(place) for place in opened)
        found = ask(engine, [slow] * 6 + [quick], 0.3)
    engine.close()
    assert found[6][1] is Reason.OK
    assert found[6][3] - found[6][2] < 0.1
    assert len(found) == 7


def test_a_try_that_waited_too_long_in_our_queue_is_ours():
    engine = Engine(in_flight=1, patience=0.05)
    with places(outside.hang_before) as opened:
        found = ask(engine, [full(opened[0])] * 3, 0.2)
    engine.close()
    assert [found[tag][1] for tag in range(3)] == [Reason.SILENT, Reason.BUSY, Reason.BUSY]


def test_an_urgent_try_waits_for_no_cap():
    engine = Engine(in_flight=1)
    with places(outside.hang_before, say(http(b"{}"))) as opened:
        for tag in range(3):
            engine.submit(tag, full(opened[0]), 0.5)
        engine.turn(0.0)
        engine.submit(9, full(opened[1]), 0.5, urgent=True)
        ended: list[int] = []
        while 9 not in ended:
            ended += [result[0] for result in engine.turn(0.05)]
    engine.close()
    assert ended == [9]


def test_nothing_is_left_open(engine):
    before = len(os.listdir("/proc/self/fd"))
    mixed = [outside.hang_before, outside.reset, say(http(b"{}")), outside.endless_flood]
    with places(*mixed) as opened:
        ask(engine, [full(place) for place in opened] * 5, 0.1)
        assert engine.flying == 0
        assert engine.waiting == 0
    time.sleep(0.1)
    assert len(os.listdir("/proc/self/fd")) <= before + 1
