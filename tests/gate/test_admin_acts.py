"""What an administration page is asked for, sent by hand: read with suspicion, refused in words, nothing half done; and how the log reads."""

from typing import Any

import pytest

from components.admin_audit import LIMITED, audit_rows
from domain.admin_view import AuditBoard
from domain.audit_words import act_words
from domain.person import SYSTEM, Role
from services import accounts, audit
from services.audit import Filters, Row
from services.audit_telling import Names, asked_of, changes, who_touched
from services.desk import house
from tests.gate.whole import Answer, Whole


def ask(whole: Whole, page: str, wish: Any, who: str = "administrator") -> Answer:
    """The callback behind the page's forms, as a browser would call it."""
    outputs = [{"id": f"pages-{page}-told", "property": "children"}, {"id": f"pages-{page}-done", "property": "data"}]
    return whole.ask(who, "/_dash-update-component", body={
        "output": f"..pages-{page}-told.children...pages-{page}-done.data..", "outputs": outputs,
        "inputs": [{"id": f"pages-{page}-asked", "property": "data", "value": wish}], "changedPropIds": [f"pages-{page}-asked.data"]})


def wish(act: Any, **fields: Any) -> dict[str, Any]:
    return {"act": act, "nonce": "1", "fields": fields}


def rows(whole: Whole) -> int:
    return audit.total(whole.centre, SYSTEM, Filters())


LAN = {"name": "Lan", "login": "lan.moi", "role": "officer", "areas": ["760"], "kinds": []}
HOSTILE = (
    wish("create", **LAN | {"role": "screen"}), wish("create", **LAN | {"role": ["administrator"]}), wish("create", **LAN | {"areas": "760"}),
    wish("create", **LAN | {"areas": [{"$ne": None}]}), wish("create", **LAN | {"areas": ["76", "760'--"]}), wish("create", **LAN | {"areas": []}), wish("create", **LAN | {"areas": [""]}),
    wish("create", **LAN | {"kinds": ["mam_non", "x"]}), wish("create", **LAN | {"name": "a\u202eb"}), wish("create", **LAN | {"name": {"a": 1}}),
    wish("create", **LAN | {"name": "x" * 2000}), wish("create", **LAN | {"since": "31/02/2026"}), wish("create", **LAN | {"until": "9999999999"}),
    wish("create", **LAN | {"areas": ["760"] * 5000}), wish("disable", id="1 OR 1=1"), wish("disable", id=-1), wish("disable", id="99999999999999"), wish("disable", id=True),
    wish("disable", id=424242), wish("disable"), wish("take_back", id=1, grants=""), wish("take_back", id=1, grants="1,2"), wish("take_back", id=1, grants="424242"),
    wish("hand_over", id=1, to="", since="01/12/2026", until="02/12/2026"), wish("hand_over", id=1, to=1, since="01/12/2026", until="02/12/2026"),
    wish("__class__"), wish(["create"]), wish("make", name="x"), {"act": "create", "nonce": "1", "fields": [1]}, {"act": "create", "nonce": "1"},
)


@pytest.mark.parametrize("asked", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_wish_is_refused_in_words_and_changes_nothing(whole: Whole, asked: dict[str, Any]) -> None:
    people, before = accounts.listing(whole.centre, SYSTEM), rows(whole)
    answer = ask(whole, "people", asked)
    assert answer.status == 200, answer.body
    told = answer.json["response"]["pages-people-told"]["children"]
    assert "error" in told["props"]["className"]
    assert told["props"]["children"]["props"]["children"].endswith(("." , "?"))
    assert "pages-people-done" not in answer.json["response"], "nothing is drawn anew: nothing happened"
    assert [(p.id, p.disabled_at, p.grants) for p in accounts.listing(whole.centre, SYSTEM)] == [(p.id, p.disabled_at, p.grants) for p in people]
    assert rows(whole) == before


@pytest.mark.parametrize("asked", [None, [], "create", 7, {}, {"act": "create", "fields": {}}, {"nonce": 5}])
def test_nothing_asked_is_nothing_said(whole: Whole, asked: Any) -> None:
    before = rows(whole)
    assert ask(whole, "people", asked).status in {200, 204}
    assert rows(whole) == before


@pytest.mark.parametrize(("page", "asked"), [
    ("people", wish("create", **LAN)), ("keys", wish("make", name="x", role="operator", days="30", areas=[""])), ("screens", wish("accept", code="AAAA-BBBB", name="x", areas=[""])),
])
@pytest.mark.parametrize("who", ["anonymous", "half", "screen", "school_contact", "officer", "operator", "manager", "client"])
def test_nobody_else_has_these_forms(whole: Whole, who: str, page: str, asked: dict[str, Any]) -> None:
    people = len(accounts.listing(whole.centre, SYSTEM))
    assert ask(whole, page, asked, who).status in {401, 404}
    assert len(accounts.listing(whole.centre, SYSTEM)) == people


def test_what_is_asked_well_is_done_and_said_with_its_secret_once(whole: Whole) -> None:
    answer = ask(whole, "people", wish("create", **LAN))
    said = answer.json["response"]["pages-people-told"]["children"]
    assert "Đã tạo tài khoản của Lan" in str(said)
    assert "/welcome#code=" in str(said)
    made = accounts.listing(whole.centre, SYSTEM, "lan.moi")[0]
    assert made.role is Role.OFFICER
    code = str(said).split("/welcome#code=")[1][:14]
    written = audit.search(whole.centre, SYSTEM, Filters(object=f"person:{made.id}"))
    assert [row.act for row in written] == ["person.created"]
    assert code not in str(written), "a secret is in no log"


# --- how the log reads ---


def row(act: str, what: str = "school:79000001", *, name: str = "Hạnh", outcome: str = "done", at: float = 1.0) -> Row:
    return Row(seq=1, at=at, actor_kind="person", actor_id=sum(map(ord, name)), actor_name=name, role="officer", act=act, outcome=outcome, object=what, reach=(), before=None,
               after=None, why="", request="", address="", hash="")


def test_who_changed_comes_first_and_a_reach_that_was_given_is_no_change() -> None:
    found = who_touched([row("school.seen", at=5.0), row("school.seen"), row("directory.seen", "directory"), row("school.changed", name="Bình"),
                         row("person.created", "person:3", name="Thảo"), row("access.refused", name="Kẻ lạ", outcome="refused")])
    assert [(one.who, one.seen, one.changed, one.last) for one in found] == [("Bình", 0, 1, 1.0), ("Hạnh", 3, 0, 5.0)]


def test_values_are_told_in_words(whole: Whole) -> None:
    called = Names(things={"person:7": "Lê Thị Đào"}, register=house().viewer.picture.register)
    told = changes({"role": "officer", "name": "An", "grant": 3}, {"role": "manager", "name": "An", "from": 7, "since": "2026-12-01", "parts": ["760 thpt", "*"], "x": None}, called)
    assert [(one.what, one.before, one.after) for one in told] == [
        ("vai trò", "Chuyên viên địa bàn", "Lãnh đạo"), ("người giao", "", "Lê Thị Đào"), ("từ ngày", "", "01/12/2026"), ("phạm vi", "", "Quận 1 (THPT); toàn địa bàn")]
    assert act_words("grant.delegated") == "bàn giao khi nghỉ"
    assert act_words("con.cá") == "con.cá"


def test_a_question_in_the_url_is_read_in_local_days() -> None:
    asked = asked_of({"since": "01/12/2026", "until": "01/12/2026", "person": "client-3", "school": "79000001"})
    assert (asked.actor_kind, asked.actor_id, asked.school) == ("client", 3, "79000001")
    assert asked.since is not None
    assert asked.until is not None
    assert asked.until - asked.since == 86400
    assert asked.since % 86400 == 17 * 3600, "midnight in Ho Chi Minh City"
    assert asked_of({"person": "7"}).actor_kind == "person"
    assert asked_of({"person": "x'--"}).actor_id is None


@pytest.mark.parametrize("limited", [True, False])
def test_whoever_reads_a_part_of_the_log_is_told_so(limited: bool) -> None:
    drawn = audit_rows(AuditBoard(lines=(), newer=-1, older=0), limited=limited)
    assert (LIMITED.vi in str(drawn)) is limited
