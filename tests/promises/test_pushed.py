"""Figures that others send: not replayed, counted once, not altered, none lost. Each promise has the breaks that must be found."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import CentreError
from domain.push import signature
from services import push_board, push_senders
from services.push import Asked
from store import push as box
from store import push_held
from tests.gate.gatehouse import Gatehouse
from tests.promises.office import code
from tests.rig.clock import Clock
from tests.rig.pushing import GOOD, HA, Post, rows

AT_ONCE = 8


@pytest.fixture
def post(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[Post]:
    """Thầy Bảo's meter."""
    house = Gatehouse(tmp_path, migrated_url, clock)
    yield Post(house)
    house.centre.close()


def taken(post: Post, *asked: Asked) -> int:
    """How many of these are let in, the rest being refused in words."""
    found = 0
    for one in asked:
        try:
            post.send(one)
        except CentreError:
            continue
        found += 1
    return found


# --- a signature is good once, for five minutes, for what was signed ---


def replays(post: Post) -> int:
    """Somebody on the way writes a request down and sends it again, at once and from eight places."""
    asked = post.signed(rows(3))
    post.send(asked)
    return taken(post, asked) + at_once(post, asked)


def late(post: Post) -> int:
    """The same request from before the window, and one of tomorrow."""
    return taken(post, post.signed(rows(3), "late-nonce", late=301), post.signed(rows(3), "soon-nonce", late=-301))


def altered(post: Post) -> int:
    """Another body, another source, another key, another nonce, another sender's secret."""
    true = post.signed(rows(3), "true-nonce")
    return taken(
        post, replace(true, body=true.body.replace(b"95.5", b"99.5")), replace(true, path="/api/v1/ingest/labs"), replace(true, key="mine"),
        replace(true, authorization=true.authorization.replace("true-nonce", "else-nonce")), post.signed(rows(3), "true-nonce", secret="ttdg_guessed"))


def revoked(post: Post) -> int:
    """The key was taken back."""
    push_senders.revoke(post.centre, HA, post.id)
    return taken(post, post.asked(rows(3)), post.signed(rows(3)))


def at_once(post: Post, asked: Asked) -> int:
    """Eight connections carry the same request in the same moment; how many were let in as new."""
    new: list[bool] = []
    gate = threading.Barrier(AT_ONCE)

    def one() -> None:
        gate.wait()
        try:
            new.append(not post.send(asked).again)
        except CentreError:
            return

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return sum(new)


@pytest.mark.parametrize("attack", [replays, late, altered, revoked])
def test_a_request_that_is_not_the_senders_own_first_one_is_refused(post: Post, attack: Any) -> None:
    assert attack(post) == 0
    post.collect()
    assert set(post.held()) == set()


BREAKS: dict[str, tuple[Any, str, Any]] = {
    "nonces are not kept": (replays, "store.push.see_nonce", lambda *_: True),
    "no window": (late, "services.push.WINDOW_S", 1e12),
    "the body is not signed": (altered, "services.push.signature", lambda secret, **told: _without_body(secret, **told)),
    "revoked is not looked at": (revoked, "store.push._sender", lambda row: _forgetting(row)),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_a_door_that_does_not_look_is_caught(post: Post, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    attack, name, instead = BREAKS[broken]
    if broken == "the body is not signed":
        monkeypatch.setattr("tests.rig.pushing.signature", instead)  # both sides agree on a signature that says less
    monkeypatch.setattr(name, instead)
    assert attack(post) > 0


_sender = box._sender


def _without_body(secret: str, **told: Any) -> str:
    return str(signature(secret, **{**told, "body": b""}))


def _forgetting(row: Any) -> Any:
    return replace(_sender(row), revoked_at=None)


# --- the same sending counts once ---


def twice(post: Post) -> int:
    """The answer was lost; the sender tries again, later and from eight connections. How many batches there are."""
    asked = post.asked(rows(3), key="round-1")
    at_once(post, asked)
    taken(post, asked)
    post.house.clock.forward(3600)
    taken(post, asked)
    return int(post.house.rows("SELECT count(*) FROM push_batches")[0][0])


def test_whatever_is_sent_again_counts_once(post: Post) -> None:
    assert twice(post) == 1
    assert post.collect() == {3: [95.5, 40, 0.5, 3, 30, 29]}
    assert post.collect() == {}


def test_a_door_that_forgets_the_key_is_caught(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    right = box.add_batch
    monkeypatch.setattr(box, "add_batch", lambda db, conn, values: right(db, conn, {**values, "key": None}))
    assert twice(post) > 1


def two_collectors(post: Post) -> int:
    """Both have read the box before either wrote; how many of them believe that they took it."""
    post.send(post.asked(rows(3, 4)))
    first, second, took = post.collector, post.another(), list[bool]()
    right = second._write

    def late_writer(*told: Any) -> None:
        took.append(bool(first.drain()))
        right(*told)

    second._write = late_writer  # type: ignore[method-assign, assignment]
    with suppress(CentreError):
        took.append(bool(second.drain()))
    return sum(took)


def test_of_two_collectors_one_takes_a_sending(post: Post) -> None:
    assert two_collectors(post) == 1


def test_a_collector_that_does_not_look_who_was_first_is_caught(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    right = box.take
    monkeypatch.setattr(box, "take", lambda *told: right(*told) or True)
    assert two_collectors(post) == 2


# --- no row is lost ---


def lost(post: Post) -> int:
    """Good, bad, foreign and doubled rows in three sendings, the collector killed before each statement, a person who releases and drops."""
    sent = 0
    for batch in (
        [{"school": code(n), **GOOD} for n in range(30)] + [{"school": code(30), **GOOD, "rooms_online": 99}],
        [{"school": code(n), **GOOD, "loss_pct": 101} for n in range(25)],
        [{"school": "KHONGCO", **GOOD}, {"school": code(40), **GOOD}, {"school": code(40), **GOOD, "rooms": 31}, ["x"]],
    ):
        post.send(post.asked({"rows": batch}))
        sent += len(batch)
    killed(post)
    post.collect()
    for batch_id, reason in post.house.rows("SELECT DISTINCT batch_id, reason FROM push_rows WHERE state = 'held' AND school_id IS NOT NULL"):
        push_board.decide(post.centre, HA, batch_id, reason, release=True, why="đọc lại")
    killed(post)
    post.collect()
    figures = post.house.rows("SELECT count(*) FROM latest WHERE metric = 'netspeed.rooms'")[0][0]
    waiting = post.house.rows("SELECT count(*) FROM push_rows WHERE state IN ('held', 'released')")[0][0]
    return int(sent - figures - waiting)


def killed(post: Post) -> None:
    """The plug is pulled before the first, the second … statement of the collector that writes, until it gets through."""
    for statement in range(1, 40):
        seen = 0

        def pull(conn: Any, cursor: Any, text: str, *_: Any, last: int = statement) -> None:
            nonlocal seen
            seen += text.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
            if seen == last:
                raise KeyboardInterrupt

        engine = post.centre.db.engine
        sa.event.listen(engine, "before_cursor_execute", pull)
        try:
            post.another().drain()
        except KeyboardInterrupt:
            continue
        finally:
            sa.event.remove(engine, "before_cursor_execute", pull)
        return
    raise AssertionError("the collector never got through")


def test_no_row_is_lost_whenever_the_collector_dies(post: Post) -> None:
    assert lost(post) == 0


_settled: Any = push_held.settle
_took = box.take
LOSSES: dict[str, tuple[str, Any]] = {
    "what cannot be read is forgotten": ("store.push_held.hold", lambda *_: None),
    "a released row that is still bad is let go": ("store.push_held.settle", lambda conn, taken, refused: _settled(
        conn, [*taken, *(row for row, _ in refused)], [])),
    "done is written before what it held": ("store.push.take", lambda conn, told, now: _taken(conn, told, now)),
}


def _taken(conn: Any, told: Any, now: float) -> bool:
    found = _took(conn, told, now)
    conn.connection.dbapi_connection.commit()
    return found


@pytest.mark.parametrize("broken", LOSSES)
def test_a_collector_that_loses_rows_is_caught(post: Post, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    monkeypatch.setattr(*LOSSES[broken])
    assert lost(post) > 0
