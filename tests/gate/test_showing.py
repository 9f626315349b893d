"""What a wall says of itself and where it may be sent; and whose hand is on it in the simulated province."""

import ast

import pytest

from domain.errors import BadInput, CentreError, NotAllowed
from domain.person import EVERYTHING, PERSON_ROLES, Actor, ActorKind, Role
from services import later, pairing, showing
from services.showing import Told
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, stranger
from tests.gate.lobby import administrator, paired
from tests.rig.product import ROOT


def test_a_wall_hears_with_its_beat_what_it_shall_show_and_is_written_a_little_later(gatehouse: Gatehouse) -> None:
    ha = administrator(gatehouse)
    screen, session = paired(gatehouse, ha)
    wall = gatehouse.whose(session)
    assert wall is not None

    def beat() -> str:
        told = Told(page="/wall?layer=labs", version="abc", frame_age_s=1.5)
        return str(showing.beat(gatehouse.centre, wall, told)["page"])

    assert beat() == ""
    pairing.want_page(gatehouse.centre, ha, screen, "/?layer=labs&area=760")
    assert beat() == "/?layer=labs&area=760"
    stored = "SELECT page, version, frame_age_s FROM screens"
    assert gatehouse.rows(stored) == [("/wall", "", None)]  # not one write for every beat
    heard = pairing.listing(gatehouse.centre, ha)[0].screen
    assert (heard.page, heard.version, heard.frame_age_s, heard.seen_at) == ("/wall?layer=labs", "abc", 1.5, gatehouse.clock())
    later.flush(gatehouse.centre)
    assert gatehouse.rows(stored) == [("/wall?layer=labs", "abc", 1.5)]
    pairing.want_page(gatehouse.centre, ha, screen, "")
    assert beat() == ""


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/wall", "/\\evil.example", "javascript:alert(1)", "/admin/screens", "/sources", "/schools/79000001",
                                  "wall", "/wall#x", "/wall\n", "/wall?x=" + "y" * 400, "/../admin/people", "/wall/../admin", "/ wall"])
def test_a_wall_is_sent_nowhere_else(gatehouse: Gatehouse, page: str) -> None:
    ha = administrator(gatehouse)
    screen, _ = paired(gatehouse, ha)
    with pytest.raises(BadInput):
        pairing.want_page(gatehouse.centre, ha, screen, page)
    assert pairing.listing(gatehouse.centre, ha)[0].screen.wanted == ""


def test_only_a_screen_beats(gatehouse: Gatehouse) -> None:
    for role in PERSON_ROLES:
        with pytest.raises(NotAllowed):
            showing.beat(gatehouse.centre, stranger(role), Told(page="/wall"))


def test_a_screen_may_be_sent_to_exactly_the_pages_it_may_see() -> None:
    found = {}
    for path in (ROOT / "pages").glob("[!_]*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "dash.register_page":
                said = {k.arg: k.value for k in node.keywords}
                if "path" in said:
                    found[ast.literal_eval(said["path"])] = ast.unparse(said["permission"])
    may = {f"Permission.{permission.name}" for permission in stranger(Role.SCREEN, ActorKind.SCREEN).permissions}
    assert {path: f"Permission.{asked.name}" for path, (asked, _) in showing.SCREEN_PAGES.items()} == {
        path: asked for path, asked in found.items() if asked in may}


# --- the simulated province's one-click administrator ---


def test_somebody_of_the_simulated_province_has_no_hand_on_a_real_screen(gatehouse: Gatehouse) -> None:
    screen, _ = paired(gatehouse, administrator(gatehouse))
    clicker = Actor(kind=ActorKind.PERSON, id=9999, name="dùng thử", role=Role.ADMINISTRATOR, scope=EVERYTHING, demo=True)
    assert not pairing.listing(gatehouse.centre, clicker)
    for hand in (lambda: pairing.rename(gatehouse.centre, clicker, screen, "x"), lambda: pairing.reach(gatehouse.centre, clicker, screen, EVERYWHERE),
                 lambda: pairing.want_page(gatehouse.centre, clicker, screen, "/"), lambda: pairing.revoke(gatehouse.centre, clicker, screen)):
        with pytest.raises(CentreError):
            hand()
    assert gatehouse.rows("SELECT name, wanted, revoked_at FROM screens") == [("Sảnh", "", None)]
