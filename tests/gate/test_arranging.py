"""A wall's playlist, from the hand of who arranges it to the wall; and whose hand it may be."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, CentreError, IllegalMove, NotAllowed, NotFound
from domain.person import EVERYTHING, PERSON_ROLES, Actor, ActorKind, Part, Role
from domain.scene import LEAST_S, MOST_S, MOST_SCENES, Palette, Playlist, Scene, SceneKind, Theme
from services import arranging, pairing, screens, showing
from services import desk as desks
from services.acting import act_as
from services.audit_telling import changes
from services.showing import Told
from services.wall_boards import board
from services.wall_systems import NO_SCREEN
from store import screens as stored
from store.database import Connection
from tests.gate.gatehouse import Gatehouse, stranger
from tests.gate.lobby import administrator, paired

AREA = {"kind": "area", "seconds": 15, "area": "760", "layer": "labs"}
NIGHT: dict[str, Any] = {"scenes": [{"kind": "city", "seconds": 20}, AREA, {"kind": "incidents", "seconds": 30}],
                         "only_issues": False, "visitors": True, "theme": "by_hour", "palette": "safe", "hold_s": 90}


def beat(gatehouse: Gatehouse, wall: Actor, **told: Any) -> dict[str, Any]:
    """What one beat of the wall hears."""
    return showing.beat(gatehouse.centre, wall, Told(**told))


def lobby(gatehouse: Gatehouse, *parts: Part) -> tuple[Actor, int, Actor]:
    """(Hà, the screen, the screen as it asks)."""
    ha = administrator(gatehouse)
    screen, session = paired(gatehouse, ha, "Sảnh", *parts)
    wall = gatehouse.whose(session)
    assert wall is not None
    return ha, screen, wall


# --- the life of a playlist ---


def test_what_ha_arranges_is_what_the_wall_plays(gatehouse: Gatehouse) -> None:
    ha, screen, wall = lobby(gatehouse)
    assert screens.played(gatehouse.centre, wall, screen).playlist == Playlist()
    assert beat(gatehouse, wall)["playlist"] == 0
    assert arranging.arrange(gatehouse.centre, ha, screen, NIGHT, 0) == 1
    found = screens.played(gatehouse.centre, wall, screen)
    assert (found.version, found.broken) == (1, False)
    assert found.playlist == Playlist(
        scenes=(Scene(kind=SceneKind.CITY, seconds=20), Scene(kind=SceneKind.AREA, seconds=15, area="760", layer="labs"),
                Scene(kind=SceneKind.INCIDENTS, seconds=30)),
        only_issues=False, visitors=True, theme=Theme.BY_HOUR, palette=Palette.SAFE, hold_s=90)
    assert beat(gatehouse, wall)["playlist"] == 1, "the next beat tells the wall"
    assert screens.visitors(gatehouse.centre, wall)
    assert not screens.visitors(gatehouse.centre, ha), "a person is no visitor of their own screen"


def test_two_who_arrange_at_once_do_not_undo_each_other(gatehouse: Gatehouse) -> None:
    ha, screen, _ = lobby(gatehouse)
    arranging.arrange(gatehouse.centre, ha, screen, NIGHT, 0)
    with pytest.raises(IllegalMove, match="meanwhile"):
        arranging.arrange(gatehouse.centre, ha, screen, {"scenes": [{"kind": "sources"}]}, 0)
    assert len(screens.playlist_of(gatehouse.centre, screen).scenes) == 3
    assert arranging.arrange(gatehouse.centre, ha, screen, {"scenes": [{"kind": "sources"}]}, 1) == 2


class Before:
    """A connection that looked before the other one's first playlist was there."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def execute(self, statement: Any) -> Any:
        return self.conn.execute(statement.where(sa.false()) if isinstance(statement, sa.Select) else statement)


def test_two_first_arrangements_in_one_moment_are_no_failure(gatehouse: Gatehouse) -> None:
    ha, screen, _ = lobby(gatehouse)
    arranging.arrange(gatehouse.centre, ha, screen, NIGHT, 0)
    with gatehouse.centre.db.write() as conn:
        assert not stored.arrange(Before(conn), screen, 0, "{}", 1.0, None)  # type: ignore[arg-type]
    assert len(screens.playlist_of(gatehouse.centre, screen).scenes) == 3


BAD: dict[str, Any] = {
    "no scene": {"scenes": []}, "no list": {"scenes": "city"}, "nothing": {}, "too many": {"scenes": [{"kind": "city"}] * (MOST_SCENES + 1)},
    "too short": {"scenes": [{"kind": "city", "seconds": LEAST_S - 1}]}, "too long": {"scenes": [{"kind": "city", "seconds": MOST_S + 1}]},
    "half a second": {"scenes": [{"kind": "city", "seconds": 7.5}]}, "true seconds": {"scenes": [{"kind": "city", "seconds": True}]},
    "unknown scene": {"scenes": [{"kind": "karaoke"}]}, "an area without an area": {"scenes": [{"kind": "area"}]},
    "an area nobody knows": {"scenes": [{"kind": "area", "area": "nowhere"}]}, "markup": {"scenes": [{"kind": "area", "area": "<b>"}]},
    "an indicator nobody knows": {"scenes": [{"kind": "city", "layer": "weather"}]}, "a number for a name": {"scenes": [{"kind": "area", "area": 760}]},
    "another theme": {"scenes": [{"kind": "city"}], "theme": "pink"}, "a switch half on": {"scenes": [{"kind": "city"}], "visitors": 1},
    "no hold": {"scenes": [{"kind": "city"}], "hold_s": 0}, "a scene that is none": {"scenes": [None]},
}


@pytest.mark.parametrize("given", BAD.values(), ids=BAD)
def test_what_no_wall_can_play_is_refused_with_a_sentence_in_both_languages(gatehouse: Gatehouse, given: Any) -> None:
    ha, screen, _ = lobby(gatehouse)
    with pytest.raises(BadInput) as told:
        arranging.arrange(gatehouse.centre, ha, screen, given, 0)
    assert all(told.value.words)
    assert told.value.words.vi != told.value.words.en
    assert gatehouse.rows("SELECT count(*) FROM playlists") == [(0,)]


@pytest.mark.parametrize("body", ["{}", "[]", "not json", '{"scenes":[{"kind":"karaoke"}]}', '{"scenes":' + "[" * 3000 + "]" * 3000 + "}"], ids=lambda body: body[:20])
def test_a_stored_playlist_that_cannot_be_read_never_blackens_a_wall(gatehouse: Gatehouse, body: str) -> None:
    ha, screen, wall = lobby(gatehouse)
    arranging.arrange(gatehouse.centre, ha, screen, NIGHT, 0)
    with gatehouse.centre.db.write() as conn:
        conn.exec_driver_sql(f"UPDATE playlists SET body = '{body}', version = 2")
    screens.orders(gatehouse.centre).forget()
    found = screens.played(gatehouse.centre, wall, screen)
    assert found.broken, "and the wall says so"
    assert found.playlist == Playlist(visitors=True), "who stands before it is not known: no names"
    assert arranging.arrange(gatehouse.centre, ha, screen, NIGHT, 2) == 3, "and it is mended by arranging it again"
    assert not screens.played(gatehouse.centre, wall, screen).broken


# --- asked from afar ---


def test_a_wall_is_sent_to_a_scene_and_let_go_again(gatehouse: Gatehouse) -> None:
    ha, screen, wall = lobby(gatehouse)
    arranging.arrange(gatehouse.centre, ha, screen, NIGHT, 0)
    assert beat(gatehouse, wall)["scene"] is None
    arranging.show_scene(gatehouse.centre, ha, screen, 2, hold=True)
    assert beat(gatehouse, wall)["scene"] == {"index": 2, "hold": True, "n": 1}
    with pytest.raises(BadInput):
        arranging.show_scene(gatehouse.centre, ha, screen, 3)
    arranging.show_scene(gatehouse.centre, ha, screen, None)
    assert beat(gatehouse, wall)["scene"] is None
    arranging.show_scene(gatehouse.centre, ha, screen, 2)
    arranging.arrange(gatehouse.centre, ha, screen, {"scenes": [{"kind": "city"}]}, 1)
    assert beat(gatehouse, wall)["scene"] is None, "its place is gone with the old list"


def test_many_walls_speak_less_often_and_each_at_a_moment_of_its_own() -> None:
    """G2: the server sends each its next moment; five hundred that came together are spread at once."""
    for every_s in (5.0, 10.0):
        waits = [showing._after(n, 1000.0, every_s) for n in range(1, 501)]
        assert every_s / 2 <= min(waits) <= max(waits) < 1.5 * every_s
        seconds = [int(wait) for wait in waits]
        assert max(seconds.count(n) for n in set(seconds)) <= 500 / every_s * 1.2


def test_a_wall_shows_its_name_for_a_while_to_be_found_in_the_room(gatehouse: Gatehouse) -> None:
    ha, screen, wall = lobby(gatehouse)
    assert beat(gatehouse, wall)["flash"] is None
    assert arranging.flash(gatehouse.centre, ha, screen) == 20
    assert beat(gatehouse, wall)["flash"] == {"name": "Sảnh", "for_s": 20}
    gatehouse.clock.forward(21)
    assert beat(gatehouse, wall)["flash"] is None


def test_every_act_is_in_the_log_in_words(gatehouse: Gatehouse) -> None:
    ha, screen, _ = lobby(gatehouse)
    arranging.arrange(gatehouse.centre, ha, screen, NIGHT, 0)
    arranging.show_scene(gatehouse.centre, ha, screen, 1, hold=True)
    arranging.flash(gatehouse.centre, ha, screen)
    assert gatehouse.acts()[-3:] == ["screen.arranged", "screen.scene", "screen.flashed"]
    rows = gatehouse.rows("SELECT after FROM audit WHERE act = 'screen.arranged'")
    assert '"city 20s","area 760 labs 15s","incidents 30s"' in rows[0][0]
    assert changes({"visitors": False}, {"visitors": True}, None)  # type: ignore[arg-type]


# --- whose hand ---


def test_nobody_else_arranges_sends_or_flashes(gatehouse: Gatehouse) -> None:
    _, screen, wall = lobby(gatehouse)
    for hand in (*(stranger(role) for role in PERSON_ROLES if role is not Role.ADMINISTRATOR), wall):
        for act in (lambda: arranging.arrange(gatehouse.centre, hand, screen, NIGHT, 0), lambda: arranging.flash(gatehouse.centre, hand, screen),  # noqa: B023
                    lambda: arranging.show_scene(gatehouse.centre, hand, screen, 0)):  # noqa: B023
            with pytest.raises(NotAllowed):
                act()


def test_a_screen_knows_its_own_playlist_and_no_other(gatehouse: Gatehouse) -> None:
    ha, screen, wall = lobby(gatehouse)
    other, session = paired(gatehouse, ha, "Hành lang")
    arranging.arrange(gatehouse.centre, ha, other, NIGHT, 0)
    assert screens.played(gatehouse.centre, ha, other).name == "Hành lang"
    for who in (wall, *(stranger(role) for role in PERSON_ROLES if role is not Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            screens.played(gatehouse.centre, who, other)
    pairing.revoke(gatehouse.centre, ha, screen)
    for who in (ha, wall):
        with pytest.raises(NotFound):
            screens.played(gatehouse.centre, who, screen)
    assert session


def test_a_wall_names_no_real_screen_to_somebody_of_the_simulated_province(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "_seated", [])
    ha, _, _ = lobby(gatehouse)
    clicker = Actor(kind=ActorKind.PERSON, id=9999, name="dùng thử", role=Role.ADMINISTRATOR, scope=EVERYTHING, demo=True)
    desks.sit(gatehouse.centre)
    gatehouse.clock.forward(200)
    told = []
    for who in (ha, clicker):  # one after another within the time that a board is kept
        with act_as(who):
            told.append(json.loads(board(desks.desk(), "systems")))
    real, simulated = (next(part for part in one["parts"] if part["key"] == "screens") for one in told)
    assert (real["facts"], real["status"]) == (["Sảnh"], "watch")
    assert (simulated["facts"], simulated["says"]) == ([], NO_SCREEN.text)


def test_somebody_of_the_simulated_province_has_no_hand_on_a_real_wall(gatehouse: Gatehouse) -> None:
    _, screen, _ = lobby(gatehouse)
    clicker = Actor(kind=ActorKind.PERSON, id=9999, name="dùng thử", role=Role.ADMINISTRATOR, scope=EVERYTHING, demo=True)
    for act in (lambda: arranging.arrange(gatehouse.centre, clicker, screen, NIGHT, 0), lambda: arranging.flash(gatehouse.centre, clicker, screen),
                lambda: arranging.show_scene(gatehouse.centre, clicker, screen, 0), lambda: screens.played(gatehouse.centre, clicker, screen),
                lambda: pairing.one(gatehouse.centre, clicker, screen)):
        with pytest.raises(CentreError):
            act()
    assert gatehouse.rows("SELECT flash_until, asked_n FROM screens") == [(None, 0)]
