"""What a wall may say and show of itself, how much of it, and who sees it: over the whole application."""

import io
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from domain.person import SYSTEM, Part
from services import echoes, pairing
from tests.gate.whole import ACTORS, Whole, paired

BEAT, ECHO = "/api/v1/screen/beat", "/api/v1/screen/echo"


def picture(wide: int = 480, high: int = 270, form: str = "WEBP", **how: Any) -> str:
    """A small picture as a wall sends it."""
    made = io.BytesIO()
    Image.new("RGB", (wide, high), (12, 20, 30)).save(made, form, **how)
    return b64encode(made.getvalue()).decode()


def number(whole: Whole) -> int:
    """Of the wall that `whole` has paired first."""
    return min(one.screen.id for one in pairing.listing(whole.centre, SYSTEM))


@pytest.fixture
def echoed(whole: Whole) -> Iterator[str]:
    """The stamp of a picture the wall has sent."""
    answer = whole.ask("screen", ECHO, body={"picture": picture()})
    assert answer.status == 200, answer.body
    yield answer.json["echo"]
    whole.centre.live.close()


def test_a_beat_says_when_to_come_again_and_what_the_centre_serves(whole: Whole) -> None:
    answer = whole.ask("screen", BEAT, body={"page": "/wall", "version": "a.b", "frame_age_s": 1.0})
    assert answer.status == 200
    told = answer.json
    assert 2500 <= told["after_ms"] <= 7500
    document = whole.ask(whole.same("operator"), "/wall").body.decode()
    css, js = told["bundle"].split(".")
    assert f"centre-{css}.css" in document
    assert f"centre-{js}.js" in document


HOSTILE: dict[str, Any] = {
    "endless": {"page": "/wall", "version": "a", "name": "x" * 5000}, "a page like a book": {"page": "/" + "x" * 400}, "not a number": {"frame_age_s": "soon"},
    "negative": {"frame_age_s": -1}, "no such place": {"index": 100}, "endless count": {"nodes": 10**12}, "a list": [], "a long scene": {"scene": "x" * 30},
}


@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE)
def test_a_beat_that_says_too_much_is_refused_and_nothing_of_it_kept(whole: Whole, told: Any) -> None:
    before = pairing.listing(whole.centre, SYSTEM)
    assert whole.ask("screen", BEAT, body=told).status in (400, 413)
    assert pairing.listing(whole.centre, SYSTEM) == before


def test_what_a_wall_says_of_itself_is_one_plain_line(whole: Whole) -> None:
    assert whole.ask("screen", BEAT, body={"page": "/wall\n\u202e<b>", "version": "a.b", "name": "Quận\u200b 1", "scene": "area", "index": 1, "count": 3}).status == 200
    told = whole.ask(whole.same("administrator"), "/api/v1/screens").json
    mine = next(one for one in told["screens"] if one["id"] == number(whole))
    assert mine["page"] == "/wall<b>", "shown as text, never as markup"
    assert mine["scene"]["name"] == "Quận 1"


WRONG: dict[str, Any] = {
    "no picture": {"picture": ""}, "no base64": {"picture": "%%%"}, "another form": {"picture": picture(form="GIF")}, "PNG": {"picture": picture(form="PNG")},
    "text": {"picture": b64encode(b"<svg onload=alert(1)>").decode()}, "too wide": {"picture": picture(2000, 20)},
    "over 10 kB": {"picture": b64encode(b"RIFF\x00\x00\x00\x00WEBP" + b"x" * 10_300).decode()}, "over the limit of letters": {"picture": "A" * 14_001},
    "over the limit of the body": {"picture": "A" * 20_000},
}


@pytest.mark.parametrize("sent", WRONG.values(), ids=WRONG)
def test_an_echo_that_is_no_small_picture_is_refused_with_a_sentence(whole: Whole, sent: Any) -> None:
    answer = whole.ask("screen", ECHO, body=sent)
    assert answer.status in (400, 413)
    assert answer.json["vi"]
    assert answer.json["en"]


def test_the_echo_is_seen_by_who_arranges_screens_and_by_nobody_else(whole: Whole, echoed: str) -> None:
    path = f"/api/v1/screens/{number(whole)}/echo"
    shown = whole.ask(whole.same("administrator"), path)
    assert shown.status == 200
    assert shown.headers["content-type"] == "image/webp"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert echoes.stamp(shown.body) == echoed
    for who in ACTORS:
        if who != "administrator":
            assert whole.ask(whole.same(who), path).status in (401, 404), who
            assert whole.ask(whole.same(who), "/api/v1/screens").status in (401, 404), who
    assert whole.ask(whole.same("administrator"), "/api/v1/screens/99999/echo").status == 404


def test_a_picture_ends_after_minutes_and_is_never_in_the_database(whole: Whole, echoed: str) -> None:
    whole.gatehouse.clock.forward(echoes.KEPT_S + 1)
    assert whole.ask(whole.same("administrator"), f"/api/v1/screens/{number(whole)}/echo").status == 204
    assert not whole.gatehouse.rows("SELECT 1 FROM screens WHERE told LIKE '%RIFF%'")


def test_a_wall_asks_for_its_own_playlist_only(whole: Whole) -> None:
    other = paired(whole.centre, (Part(area="760"),))
    mine, theirs = number(whole), max(one.screen.id for one in pairing.listing(whole.centre, SYSTEM))
    assert other
    assert mine != theirs
    assert whole.ask("screen", f"/api/v1/wall/playlist?screen={mine}").status == 200
    assert whole.ask("screen", f"/api/v1/wall/playlist?screen={theirs}").status == 404
    for act, body in (("playlist", {"playlist": {"scenes": [{"kind": "city"}]}, "version": 0}), ("scene", {"index": 0}), ("flash", {})):
        assert whole.ask("screen", f"/api/v1/screens/{theirs}/{act}", body=body).status == 404
        assert whole.ask(whole.same("manager"), f"/api/v1/screens/{theirs}/{act}", body=body).status == 404


def test_only_a_walls_own_page_may_stand_in_a_frame_and_only_in_ours(whole: Whole) -> None:
    for path in ("/wall", "/wall/1", f"/wall/{number(whole)}"):
        assert "frame-ancestors 'self'" in whole.ask(whole.same("administrator"), path).headers["content-security-policy"], path
    for path in ("/", "/admin/screens", "/login", "/wall/1/x", "/wallet", "/wall/x"):
        assert "frame-ancestors 'none'" in whole.ask(whole.same("administrator"), path).headers["content-security-policy"], path


def test_a_page_of_a_house_that_has_moved_on_loads_itself_anew(whole: Whole) -> None:
    gone = whole.ask(whole.same("screen"), "/assets/centre-0123456789ab.js")
    assert gone.status == 200
    assert b"location.reload" in gone.body
    assert gone.headers["cache-control"] == "no-store"
