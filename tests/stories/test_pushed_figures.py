"""Thầy Bảo's school sends its own measurements: what is taken, what is taken once, what waits for a person, and what never gets in."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from domain.errors import BadInput, IllegalMove, NoEntry, NotAllowed, NotFound
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.push import SCHEME
from services import push, push_board, push_senders
from services.push import Asked
from tests.gate.gatehouse import Gatehouse
from tests.promises.office import code
from tests.rig.clock import Clock
from tests.rig.pushing import GOOD, HA, PATH, Post, rows

LAN = Actor(kind=ActorKind.PERSON, id=2, name="Đỗ Lan", role=Role.OPERATOR, scope=Scope(parts=frozenset({Part(area="764")})))


@pytest.fixture
def house(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[Gatehouse]:
    opened = Gatehouse(tmp_path, migrated_url, clock)
    yield opened
    opened.centre.close()


def test_a_sending_becomes_figures_of_the_collector_and_of_nobody_else(house: Gatehouse) -> None:
    post = Post(house)
    kept = post.send(post.asked(rows(3, 4)))
    assert (kept.batch.count, kept.refused, kept.again) == (2, 0, False)
    assert house.rows("SELECT count(*) FROM latest") == [(0,)], "a web process writes no figure"
    assert post.collect() == {3: [95.5, 40, 0.5, 3, 30, 29], 4: [95.5, 40, 0.5, 3, 30, 29]}
    assert post.collect() == {}, "what was taken is not taken again"
    assert house.rows("SELECT count(*) FROM latest") == [(12,)], "the last word is there after a crash"


def test_twice_is_once_and_another_body_under_the_same_key_is_refused(house: Gatehouse) -> None:
    post = Post(house)
    first, second = post.send(post.asked(rows(3), key="lượt-1".encode().hex())), post.send(post.asked(rows(3), key="lượt-1".encode().hex()))
    assert first.batch.id == second.batch.id
    assert second.again
    with pytest.raises(IllegalMove) as refused:
        post.send(post.asked(rows(4), key="lượt-1".encode().hex()))
    assert refused.value.code == "key_reused"
    assert post.collect().keys() == {3}
    assert house.rows("SELECT count(*) FROM push_batches") == [(1,)]


def test_a_signed_request_cannot_be_replayed_nor_changed_nor_kept_for_later(house: Gatehouse) -> None:
    post = Post(house)
    asked = post.signed(rows(3))
    post.send(asked)
    with pytest.raises(IllegalMove) as replayed:
        post.send(asked)
    assert replayed.value.code == "replayed"
    house.clock.forward(301)
    for late in (post.signed(rows(3), "other-nonce", late=301), post.signed(rows(3), "other-nonce", late=-301), asked):
        with pytest.raises(NoEntry):
            push.prove(post.centre, late)
    fresh = post.signed(rows(3), "third-nonce")
    for forged in (
        Asked(method="POST", path=PATH, body=fresh.body.replace(b"95.5", b"99.5"), authorization=fresh.authorization),
        Asked(method="POST", path="/api/v1/ingest/labs", body=fresh.body, authorization=fresh.authorization),
        Asked(method="POST", path=PATH, body=fresh.body, authorization=fresh.authorization, key="mine"),
        post.signed(rows(3), "third-nonce", secret="ttdg_guessed"),
    ):
        with pytest.raises(NoEntry):
            push.prove(post.centre, forged)
    assert not post.send(fresh).again


def test_whoever_is_not_known_or_not_any_more_sends_nothing(house: Gatehouse) -> None:
    post = Post(house)
    for wrong in ("", "Bearer ", "Bearer ttdg_nobody", "Basic abc", f"{SCHEME} sender=1", f"Bearer {post.token}x"):
        with pytest.raises(NoEntry):
            push.prove(post.centre, Asked(method="POST", path=PATH, authorization=wrong, body=b"{}"))
    with pytest.raises(NotFound):
        push.receive(post.centre, push.prove(post.centre, post.asked({})), "labs", post.asked({}), {})
    push_senders.revoke(post.centre, HA, post.id)
    for asked in (post.asked(rows(3)), post.signed(rows(3))):
        with pytest.raises(NoEntry):
            push.prove(post.centre, asked)
    assert post.token not in house.everything_stored(), "only its hash and what is sealed"
    with pytest.raises(NotAllowed):
        push_senders.make(post.centre, LAN, name="x", source="netspeed")


def test_bad_rows_wait_with_their_reason_and_the_good_ones_go_on(house: Gatehouse) -> None:
    post = Post(house)
    told = rows(3)["rows"] + [
        {"school": code(4), **GOOD, "rooms_online": 31}, {"school": code(5), **GOOD, "loss_pct": "0.5"}, {"school": "KHONGCO", **GOOD},
        {"school": code(6)}, {"school": code(7), **GOOD, "as_of": "2026-09-09T09:00:00"}, ["x"]]
    assert post.send(post.asked({"rows": told})).refused == 1
    assert post.collect().keys() == {3}
    assert post.held() == {"more_online_than_rooms": 1, "bad_loss_pct": 1, "unknown_school": 1, "bad_rooms": 1, "bad_as_of": 1, "not_a_row": 1}
    batch, why = push.outcome(post.centre, push.prove(post.centre, post.asked({})), 1)
    assert (batch.state, batch.taken, batch.held, sum(why.values())) == ("taken", 1, 6, 6)


def test_a_batch_with_many_bad_rows_waits_whole_and_a_released_row_becomes_a_figure(house: Gatehouse) -> None:
    post = Post(house)
    told = rows(*range(22))["rows"]
    told[0] |= {"rooms_online": 99}
    told[1] |= {"rooms_online": 99}
    post.send(post.asked({"rows": told}))
    assert post.collect() == {}
    assert post.held() == {"more_online_than_rooms": 2, "batch_held": 20}, "22 rows came, 22 rows are there"
    with pytest.raises(NotAllowed):
        push_board.decide(post.centre, LAN, 1, "batch_held", release=True, why="tin được")
    with pytest.raises(BadInput):
        push_board.decide(post.centre, HA, 1, "batch_held", release=True, why="")
    assert push_board.decide(post.centre, HA, 1, "batch_held", release=True, why="đã gọi thầy Bảo, số đúng") == 20
    assert push_board.decide(post.centre, HA, 1, "more_online_than_rooms", release=True, why="thử lại") == 2
    assert post.collect().keys() == set(range(2, 22))
    assert post.held() == {"more_online_than_rooms": 2}, "what still cannot be read is held again, not lost"
    assert push_board.decide(post.centre, HA, 1, "more_online_than_rooms", release=False, why="máy đếm sai") == 2
    assert house.rows("SELECT state, count(*) FROM push_rows GROUP BY state ORDER BY state") == [("dropped", 2), ("taken", 20)]
    assert house.acts()[-3:] == ["held.released", "held.released", "held.dropped"]


def test_two_tales_of_one_moment_are_nobodys_figure(house: Gatehouse) -> None:
    post = Post(house)
    told = rows(3, 4, as_of="2026-09-09T02:00:00+00:00")["rows"]
    post.send(post.asked({"rows": [*told, {**told[0], "rooms": 31}, told[1]]}))
    assert post.collect().keys() == {4}, "the same row twice is one row"
    assert post.held() == {"conflict": 2}


def test_an_agent_that_was_offline_brings_its_past_in_order(house: Gatehouse) -> None:
    post, now = Post(house), house.clock()
    moments = [datetime.fromtimestamp(now - 900 * n, UTC).isoformat() for n in (3, 0, 2, 1)]
    post.send(post.asked({"rows": [{"school": code(3), **GOOD, "download_mbps": 10 + n, "as_of": at} for n, at in enumerate(moments)]}))
    assert post.collect()[3][0] == 11, "the newest is what screens see"
    past = house.rows("SELECT value FROM history WHERE metric = 'netspeed.download_mbps' ORDER BY taken_at")
    assert past == [(10.0,), (12.0,), (13.0,)]


def test_a_schools_own_sender_speaks_for_no_other_school(house: Gatehouse) -> None:
    post = Post(house, school=code(3))
    post.send(post.asked(rows(3, 4)))
    assert post.collect().keys() == {3}
    assert post.held() == {"not_yours": 1}


def test_nothing_of_a_single_person_is_ever_stored(house: Gatehouse) -> None:
    post = Post(house)
    secrets = ["079306012345", "0903 123 456", "lan.nguyen@gmail.com", "Nguyễn Thị Bích Lan"]
    told = [{"school": code(n), **GOOD, "note": secret} for n, secret in enumerate(secrets)]
    told += [{"school": "079306012345", **GOOD}, {"school": code(9), **GOOD, "pupil": 79306012345678}, {"school": code(8), **GOOD, "pupil": {"name": "Bích Lan"}},
             {"school": code(7), **GOOD, "Nguyễn Thị Bích Lan": 1}]
    assert post.send(post.asked({"rows": told})).refused == len(told)
    assert post.collect() == {}
    stored = house.everything_stored()
    for secret in [*secrets, "Bích Lan", "79306012345678"]:
        assert secret not in stored
    assert sum(post.held().values()) == len(told)


def test_a_collector_that_dies_before_it_wrote_takes_it_again(house: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post(house)
    post.send(post.asked(rows(3)["rows"][0] | {"loss_pct": 101}))

    def broken(*_: Any) -> None:
        raise RuntimeError("the plug was pulled")

    with monkeypatch.context() as patch:
        patch.setattr("store.push_held.hold", broken)
        with pytest.raises(RuntimeError):
            post.collector.drain()
    assert post.held() == {}
    assert house.rows("SELECT state FROM push_batches") == [("waiting",)]
    post.collect()
    assert post.held() == {"bad_loss_pct": 1}


def test_what_other_programs_send_of_themselves_is_turned_into_rows(house: Gatehouse) -> None:
    post = Post(house)
    texts = {name: str(value) for name, value in GOOD.items()}
    zabbix = {"school": code(1), "clock": str(int(house.clock())), **texts}
    alert = {"status": "firing", "labels": {"alertname": "SlowLine", "school": code(2), "severity": "warning"}, "startsAt": "2026-09-09T02:00:00Z",
             "annotations": {"summary": "Đường truyền chậm, gọi 0903123456", **texts}}
    vector = [{"metric": {"__name__": f"centre_{name}", "school": code(3)}, "value": [house.clock(), value]} for name, value in texts.items()]
    post.send(post.asked(zabbix, form="zabbix"))
    post.send(post.asked({"version": "4", "alerts": [alert]}, form="alertmanager"))
    post.send(post.asked({"status": "success", "data": {"resultType": "vector", "result": vector}}, form="prometheus"))
    assert {school: told[0] for school, told in post.collect().items()} == {1: 95.5, 2: 95.5, 3: 95.5}
    assert post.held() == {}
    assert "0903123456" not in house.everything_stored()
    with pytest.raises(BadInput):
        post.send(post.asked(zabbix, form="nagios"))


def test_the_page_shows_a_limited_reader_only_what_they_reach(house: Gatehouse) -> None:
    post = Post(house)
    post.send(post.asked({"rows": [{"school": code(n), **GOOD, "loss_pct": 101} for n in (0, 9, 10)] + [{"school": "KHONGCO", **GOOD}]}))
    post.collect()
    whole, part = (push_board.board(_desk(house, actor), actor) for actor in (HA, LAN))
    assert {(g.reason, g.count) for g in whole.held} == {("bad_loss_pct", 3), ("unknown_school", 1)}
    reached = sum(g.count for g in part.held)
    assert 0 < reached < 3
    assert not part.batches
    assert not part.may_act
    assert whole.batches[0].held == 4
    assert re.match(r"ttdg_\w{4}$", whole.senders[0].hint)


def _desk(house: Gatehouse, actor: Actor) -> Any:
    return SimpleNamespace(centre=house.centre, scope=actor.scope, viewer=SimpleNamespace(picture=SimpleNamespace(pulse=None)))


