"""Lan types three letters and is there; Bình, who answers for another district, finds nothing of hers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import NotAllowed, StoreDown
from domain.person import Actor, Part, Role
from domain.wording import Words, speak
from services import _search_hits, search
from services import desk as desks
from services.acting import act_as
from services.search import Found
from store import incidents, scoping
from tests.gate.conftest import gatehouse  # noqa: F401  (a fixture)
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, stranger
from tests.promises.office import code

HOSTILE = "<img src=x onerror=window.__x=1>"


@pytest.fixture
def house(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> Gatehouse:  # noqa: F811
    """24 schools with a telephone each; an incident of school 0 and one of school 8."""
    monkeypatch.setattr(desks, "_seated", [])
    with gatehouse.centre.db.write() as conn:
        conn.execute(sa.text("UPDATE schools SET phone = '02838221' || substr(code, 6)"))
        conn.execute(sa.text("UPDATE schools SET name = :name WHERE code = :code"), {"name": HOSTILE, "code": code(7)})
        for n in (0, 8):
            incidents.open_incident(
                gatehouse.centre.db, conn, kind="single", rule="connectivity", subject=f"school:{code(n)}", severity="high", area="760" if n < 8 else "764",
                says=Words(f"Trường số {n} mất kết nối", f"School {n} offline"), started_at=gatehouse.clock(), at=gatehouse.clock(), members=[code(n)])
    desks.sit(gatehouse.centre)
    return gatehouse


def officer(house: Gatehouse, area: str, name: str = "Lan") -> Actor:
    return house.actor(house.person(name, Role.OFFICER, (Part(area=area),)))


def ask(actor: Actor, text: str, *recent: str) -> Found:
    with act_as(actor):
        return search.search(desks.desk(), actor, text, recent)


def keys(found: Found) -> list[str]:
    return [hit.key for hit in found.hits]


def test_without_marks_by_code_by_number_by_telephone_and_by_area(house: Gatehouse) -> None:
    lan = officer(house, "760")
    assert keys(ask(lan, "nguyen DU"))[0] == f"school:{code(0)}"
    assert keys(ask(lan, "Quý đôn")) == [f"school:{code(1)}"]
    assert keys(ask(lan, code(3)))[0] == f"school:{code(3)}"
    for typed in ("028 3822 1005", "028.3822.1005", "+84 28 3822 1005", "02838221005"):
        assert keys(ask(lan, typed)) == [f"school:{code(4)}"], typed
    assert "area:760" in keys(ask(lan, "quan 1"))
    assert keys(ask(lan, "gia dinh quan 1")) == [f"school:{code(5)}"], "a school by its name and its district"
    first = ask(lan, "mat ket noi").hits[0]
    assert (first.key, first.severity, first.title) == ("incident:1", "high", "Trường số 0 mất kết nối")
    assert first.href == "/incidents/1"
    assert "incident:1" in keys(ask(lan, "#1"))
    assert ask(lan, "khong co gi nhu the").hits == ()


def test_what_leads_where_and_in_both_languages(house: Gatehouse) -> None:
    lan = officer(house, "760")
    school = ask(lan, "nguyen du").hits[0]
    assert (school.href, school.step) == (f"/schools/{code(0)}", f"school={code(0)}")
    area = next(hit for hit in ask(lan, "quan 1").hits if hit.kind == "area")
    assert (area.href, area.about) == ("/?area=760&tree=old", "quận/huyện · 8 trường · địa bàn cũ")
    with speak("en"):
        assert next(hit for hit in ask(lan, "quan 1").hits if hit.kind == "area").about == "district · 8 schools · former area"
        assert ask(lan, "#1").hits[-1].title == "School 0 offline"
    assert next(hit for hit in ask(lan, "onerror").hits).title == HOSTILE, "text, as it is"


def test_what_was_opened_lately_comes_first_and_alone_without_a_word(house: Gatehouse) -> None:
    lan = officer(house, "760")
    assert keys(ask(lan, "thpt"))[0] != f"school:{code(6)}"
    assert keys(ask(lan, "thpt", f"school:{code(6)}"))[0] == f"school:{code(6)}"
    assert keys(ask(lan, "", "incident:1", f"school:{code(2)}", "area:760")) == ["incident:1", f"school:{code(2)}", "area:760"]
    for odd in ("", ":", "school:", "incident:x", "incident:٣", "incident:" + "9" * 300, "incident:#1", "person:1", "__proto__:1"):
        assert ask(lan, "", odd).hits == ()


@contextmanager
def everything_is_near(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(scoping, "within", lambda *_: sa.true())
        yield


def foreign(house: Gatehouse) -> list[str]:
    """What Bình of Gò Vấp finds of Quận 1, however he asks; his own are found, so that silence proves something."""
    binh, found = officer(house, "764", "Bình"), set[str]()
    hers = ("nguyen du 1", "quan 1", "760", code(0), "02838221001", "#1", "1", "incident 1", "truong so 0", "mat ket noi", "thpt", "7", "onerror")
    recent = (f"school:{code(0)}", "area:760", "incident:1", "person:1")
    for text in (*hers, ""):
        found |= set(keys(ask(binh, text, *recent)))
    assert {f"school:{code(8)}", "incident:2"} <= found
    own = {*(f"school:{code(n)}" for n in range(8, 16)), "area:764", "area:26734", "incident:2"}
    return sorted(found - own)


def test_nothing_foreign_is_found(house: Gatehouse) -> None:
    assert foreign(house) == []
    assert ask(officer(house, "764", "Hoa"), "thpt").more == {}, "nor counted: eight schools are all there are"


def test_mutant_that_reaches_everything_is_caught(house: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    with everything_is_near(monkeypatch):
        assert foreign(house) != []


def test_people_are_for_administrators_and_a_school_contact_finds_no_incident(house: Gatehouse) -> None:
    house.person("Nguyễn Thị Hạnh", Role.OPERATOR, EVERYWHERE)
    minh = house.actor(house.person("Minh", Role.ADMINISTRATOR, EVERYWHERE))
    hit = ask(minh, "hanh").hits[0]
    assert (hit.kind, hit.title, hit.href) == ("person", "Nguyễn Thị Hạnh", f"/admin/people?{hit.key.replace(':', '=')}")
    assert keys(ask(minh, "", hit.key)) == [hit.key]
    for role in (Role.OPERATOR, Role.MANAGER, Role.OFFICER):
        who = house.actor(house.person(f"Ai {role.value}", role, (Part(area="760"),) if role is Role.OFFICER else EVERYWHERE))
        assert [found for found in (*ask(who, "hanh").hits, *ask(who, "", hit.key).hits) if found.kind == "person"] == [], role
    contact = house.actor(house.person("Thầy Ba", Role.SCHOOL_CONTACT, (Part(school=code(0)),)))
    assert {found.kind for text in ("mat ket noi", "#1", "nguyen", "") for found in ask(contact, text, "incident:1").hits} == {"school"}
    with pytest.raises(NotAllowed):
        ask(stranger(Role.SCREEN), "nguyen")


def test_a_silent_database_costs_only_what_it_knows(house: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = officer(house, "760")
    ask(lan, "nguyen du")

    def away(*_: Any) -> Any:
        raise StoreDown("x", "x")

    monkeypatch.setattr(search, "searched", away)
    found = ask(lan, "nguyen du")
    assert keys(found) == [f"school:{code(0)}"]
    assert found.unread == ("incident",)


def test_a_status_is_told_only_while_it_is_known(house: Gatehouse) -> None:
    lan = officer(house, "760")
    assert ask(lan, "nguyen du").hits[0].status in ("", "unknown", "stale"), "no collector ever spoke here"
    assert _search_hits.LINE == "connectivity"
