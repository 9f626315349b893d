"""I2: Minh types the SQL set (14-20) wherever text goes in, on both databases: it is text, and nothing else happens."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
import structlog

from domain.errors import BadInput, CentreError
from domain.person import SYSTEM, Part, Role
from services import accounts, audit, keys, pairing, people
from services.audit import Filters
from store import audit_reading
from store.audit import Act, record
from tests.gate.doorstep import Looks
from tests.gate.gatehouse import Gatehouse
from tests.gate.hostile import SQL, SURROGATE, raw, sql_texts
from tests.gate.whole import Answer, Whole, asked_as_declared
from tests.house.reading import name_of, product, tree
from tests.rig.clock import Clock

TEXTS = {**sql_texts(), 19: SQL[19], 66: SURROGATE}
ASKED = {  # who types it -> where; {} is the text
    "operator": ("/api/v1/live/frame?area={}", "/api/v1/live/frame?layer={}", "/api/v1/live/frame?dir={}", "/api/v1/live/frame?format={}", "/api/v1/live/frame?since={}",
                 "/api/v1/live/directory?area={}", "/api/v1/live/directory?v={}", "/api/v1/live/directory?part={}", "/api/v1/geo/areas?area={}", "/api/v1/geo/areas?tree={}",
                 "/api/v1/geo/areas?v={}", "/schools/{}", "/?school={}&area={}&layer={}&tree={}&kind={}", "/wall?area={}", "/sources?sort={}&page={}", "/api/v1/{}"),
    "administrator": (*(f"/api/v1/audit.csv?{name}={{}}" for name in ("text", "act", "object", "school", "area", "person", "before", "sort", "limit")),
                      "/admin/people?q={}&role={}&person={}", "/admin/audit?text={}&before={}", "/admin/keys?key={}", "/admin/screens?accept={}"),
    "anonymous": ("/login?next={}", "/welcome?code={}", "/first?code={}", "/api/v1/enter/oidc?next={}", "/api/v1/enter/oidc/back?code={}&state={}"),
}
SENT = {  # who -> (address, fields that are a text)
    "anonymous": (("enter", ("login", "password", "next")), ("enter/demo", ("role",)), ("enter/first", ("code", "login", "name", "password")),
                  ("enter/welcome", ("code", "password")), ("pair/take", ("secret",))),
    "half": (("enter/second", ("code",)), ("enter/enrol", ("code",))), "officer": (("me/password", ("old", "new")), ("leave", ("next",))),
    "screen": (("screen/beat", ("page", "version")),),
}
HEARD = {  # store of a page -> what its callbacks read there
    "people-said": ("q", "role", "person", "new"), "keys-said": ("key", "new"), "screens-said": ("screen", "accept"),
    "audit-said": ("text", "act", "object", "school", "area", "person", "before", "since", "until"),
}
GOOD = {"login": "an.le", "name": "Lê An", "role": "officer", "areas": ["760"], "id": "999999", "to": "999998", "since": "01/12/2026", "until": "02/12/2026", "grants": "999999"}
FIELDS = ("login", "name", "role", "areas", "school", "kinds", "since", "until", "id", "to", "why", "code", "page", "days", "grants")
ACTS = {"people": ("create", "change", "give", "take_back", "hand_over"), "screens": ("accept", "rename", "send", "reach", "revoke"), "keys": ("make", "revoke")}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """The whole product, once on SQLite and once on PostgreSQL."""
    home = tmp_path_factory.mktemp("sql")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), home / "centre.db")
        url = f"sqlite:///{home}/centre.db"
    else:
        server = request.getfixturevalue("postgres")
        url = server.database(request.getfixturevalue("migrated_postgres"))
    opened = Whole(Gatehouse(home / "home", url, Clock()))
    yield opened
    opened.close()
    opened.centre.close()


@pytest.fixture
def troubles(house: Whole) -> Iterator[list[str]]:
    """What databases refused and what nobody foresaw, while the test ran."""
    found: list[str] = []

    def note(context: Any) -> None:
        found.append(f"{type(context.original_exception).__name__}: {context.statement}")

    sa.event.listen(house.centre.db.engine, "handle_error", note)
    with structlog.testing.capture_logs() as logged:
        yield found
    sa.event.remove(house.centre.db.engine, "handle_error", note)
    assert not found
    assert not [one for one in logged if one["log_level"] in {"error", "critical"}]


def meant(answer: Answer) -> tuple[int, str]:
    """What it came to, without the words that repeat what was typed."""
    told = answer.headers.get("content-type", "").startswith("application/json") and answer.json
    return answer.status, told.get("code", "") if isinstance(told, dict) else ""


def plain(text: str) -> str:
    """As long, and harmless."""
    return "z" * len(text)


def act_field(act: str) -> str:
    """What of a good form is typed with care by a stranger."""
    return {"create": "login", "make": "role", "accept": "code", "rename": "id", "send": "id", "give": "until", "take_back": "grants", "hand_over": "to"}.get(act, "id")


def callback(house: Whole, name: str, values: dict[str, Any]) -> Answer:
    entry = house.dash.callback_map[name]
    return house.ask(house.same("administrator"), "/_dash-update-component", body=asked_as_declared(entry, name, values))


@pytest.mark.parametrize("number", TEXTS)
@pytest.mark.parametrize("who", ASKED)
def test_what_is_asked_in_an_address_is_a_word_like_any_other(house: Whole, troubles: list[str], who: str, number: int) -> None:
    text = TEXTS[number]
    for path in ASKED[who]:
        typed, other = (house.ask(house.same(who), path.replace("{}", quote(one, safe="", errors="replace"))) for one in (text, plain(text)))
        assert typed.status < 500, (path, typed.body)
        if number not in {19, 66} and not path.startswith("/api/v1/enter/oidc"):
            assert meant(typed) == meant(other), path


@pytest.mark.parametrize("number", TEXTS)
@pytest.mark.parametrize("who", SENT)
def test_what_is_sent_in_a_field_is_a_word_like_any_other(house: Whole, troubles: list[str], looks: Looks, who: str, number: int) -> None:
    """A NUL and half a letter are refused with a sentence before anybody reads them."""
    text, turn = TEXTS[number], 0
    for address, names in SENT[who]:
        for name in names:
            own = house.same("screen") if who == "screen" else house.credential(who)
            typed = house.ask(own, f"/api/v1/{address}", body=raw({name: text}), client=f"198.51.100.{turn}")  # type: ignore[arg-type]
            other = house.ask(house.same("screen") if who == "screen" else house.credential(who), f"/api/v1/{address}", body={name: plain(text)}, client=f"203.0.113.{turn}")
            turn += 1
            if number in {19, 66}:
                assert (typed.status, typed.json["code"]) == (400, "bad_json")
                assert typed.json["vi"]
                assert typed.json["en"]
            elif (address, name) != ("enter/first", "login"):
                assert meant(typed) == meant(other), (address, name)


@pytest.mark.parametrize("who", SENT)
def test_an_object_where_a_text_is_due_is_refused_with_a_sentence(house: Whole, troubles: list[str], who: str) -> None:
    for address, names in SENT[who]:
        for name in names:
            for value in (SQL[20], [SQL[20]], 5, None):
                own = house.same(who)
                if (address, name) == ("leave", "next"):
                    own = house.credential(who)
                answer = house.ask(own, f"/api/v1/{address}", body={name: value})
                assert answer.status == 400, (address, name, value)
                assert answer.json["vi"]


@pytest.mark.parametrize("number", [*TEXTS, 20])
def test_pages_of_administration_hear_it_as_text(house: Whole, troubles: list[str], number: int) -> None:
    value: Any = {**TEXTS, **SQL}[number]
    for store, words in HEARD.items():
        listening = [name for name, entry in house.dash.callback_map.items() if any(one["id"] == f"pages-{store}" for one in entry["inputs"])]
        assert listening
        for name in listening:
            for said in (dict.fromkeys(words, value), {words[0]: value}):
                answer = callback(house, name, {f"pages-{store}.data": said})
                assert answer.status == (400 if number in {19, 66} else 200), (name, said, answer.body[:200])


@pytest.mark.parametrize("number", [*TEXTS, 20])
def test_acts_of_administration_take_it_as_text_or_say_what_is_wrong(house: Whole, troubles: list[str], number: int) -> None:
    value: Any = {**TEXTS, **SQL}[number]
    before = house.gatehouse.rows("SELECT count(*) FROM people") + house.gatehouse.rows("SELECT count(*) FROM keys")
    for page, acts in ACTS.items():
        name = next(one for one in house.dash.callback_map if f"pages-{page}-told" in one)
        for act in acts:
            for fields in (dict.fromkeys(FIELDS, value), {**GOOD, act_field(act): value}, {**GOOD, "areas": [value], "id": "999999"}):
                answer = callback(house, name, {f"pages-{page}-asked.data": {"act": act, "nonce": "n", "fields": fields}})
                assert answer.status == (400 if number in {19, 66} else 200), (act, fields)
                assert number in {19, 66} or "data-refused" in answer.body.decode() or "alert" in answer.body.decode(), (act, fields)
    assert house.gatehouse.rows("SELECT count(*) FROM people") + house.gatehouse.rows("SELECT count(*) FROM keys") == before


@pytest.mark.parametrize("number", [*TEXTS, 20])
def test_a_school_by_that_code_is_one_that_is_not_there(house: Whole, troubles: list[str], number: int) -> None:
    value: Any = {**TEXTS, **SQL}[number]
    answer = callback(house, "pages-school-slot.children", {"pages-school-code.data": value})
    assert answer.status in ({400} if number in {19, 66} else {200, 400}), answer.body
    assert answer.status == 400 or "Không tìm thấy trường" in answer.json.__repr__(), answer.body
    if isinstance(value, str) and number != 66:  # no half letters in an address
        card = house.ask("officer", f"/api/v1/areas/card?school={quote(value)}")
        assert card.status in {400, 404, 422}, card.body


# --- the services, past the door ---


def test_a_name_of_that_kind_is_kept_and_found_as_it_is(house: Whole, troubles: list[str]) -> None:
    for number, text in sql_texts().items():
        made = accounts.create(house.centre, SYSTEM, login=f"sql.{number}", name=text, role=Role.OFFICER, parts=[Part(area="760")]).person_id
        assert people.person(house.centre, SYSTEM, made).name == text
        assert made in {row.id for row in people.listing(house.centre, SYSTEM, text)}
        assert {row.name for row in people.listing(house.centre, SYSTEM, text)} == {text}, "and nobody else"
        assert keys.make(house.centre, SYSTEM, name=text, role=Role.OPERATOR, parts=[Part()], days=1).id
        with pytest.raises(CentreError):
            accounts.create(house.centre, SYSTEM, login=text, name="An", role=Role.OFFICER, parts=[Part(area="760")])
        with pytest.raises(BadInput):
            accounts.create(house.centre, SYSTEM, login=f"area.{number}", name="An", role=Role.OFFICER, parts=[Part(area=text)])
    for text in (SQL[19], SURROGATE):
        assert isinstance(text, str)
        with pytest.raises(BadInput):
            accounts.create(house.centre, SYSTEM, login="nul", name=text, role=Role.OFFICER, parts=[Part(area="760")])
        with pytest.raises(CentreError):
            accounts.create(house.centre, SYSTEM, login=text, name="An", role=Role.OFFICER, parts=[Part(area="760")])
        with pytest.raises(CentreError):
            pairing.accept(house.centre, SYSTEM, text, "Sảnh", [Part()])


def holds(row: audit.Row, text: str) -> bool:
    said = " ".join((row.actor_name, row.object, str(row.before or ""), str(row.after or ""), row.why, row.address, row.request)).lower()
    return all(word.lower() in said for word in text.split())


def found_as_python_finds(house: Whole) -> None:
    """The promise: the log's search finds the rows that hold the words, and no other."""
    every = audit.search(house.centre, SYSTEM, Filters(), most=1000)
    for text in ("%", "_", "\\", "%_%", "'", *sql_texts().values()):
        rows = {row.seq for row in audit.search(house.centre, SYSTEM, Filters(text=text), most=1000)}
        why = {row.seq for row in every if row.why == text}
        assert why <= rows, text
        assert all(holds(row, text) or "\\" in text for row in every if row.seq in rows), text
        assert len(rows) < len(every), text
        for name in ("act", "object", "school", "area", "actor_kind"):
            same = [audit.total(house.centre, SYSTEM, Filters(**{name: one})) for one in (text, plain(text))]
            assert same[0] == same[1], (name, text)


def test_the_logs_search_finds_the_letters_that_were_typed(house: Whole, troubles: list[str]) -> None:
    with house.centre.db.write() as conn:
        for text in ("thứ hai", *sql_texts().values()):
            record(house.centre.db, conn, SYSTEM, Act(what="person.changed", object="person:1", why=text))
    found_as_python_finds(house)


def test_mutant_that_takes_a_percent_for_any_letters_is_caught(house: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_reading, "_says", lambda word: audit_reading.audit.c.why.like(f"%{word}%"))
    with pytest.raises(AssertionError):
        found_as_python_finds(house)


@pytest.mark.parametrize("number", [19, 66])
def test_what_no_database_holds_is_asked_without_a_word_of_the_database(house: Whole, troubles: list[str], number: int) -> None:
    text = TEXTS[number]
    for name in ("act", "object", "area", "actor_kind"):
        assert audit.search(house.centre, SYSTEM, Filters(**{name: text})) == ()
    assert audit.total(house.centre, SYSTEM, Filters(school=text)) == audit.total(house.centre, SYSTEM, Filters(school="abc"))
    with house.centre.db.write() as conn:  # what holds its place in the log is found by it
        record(house.centre.db, conn, SYSTEM, Act(what="person.changed", object="person:1", why=text))
    assert audit.search(house.centre, SYSTEM, Filters(text=text))[0].act == "person.changed"


# --- no SQL from strings ---

BUILT = {  # where SQL has a name put into it: why no text of anybody's can be that name
    "store/inspecting.py": "SHOW takes no parameter; the names are the constant ASKED above it",
    "store/database.py": "PRAGMA takes no parameter; the names are constants of the line above it",
}
RUNS = ("text", "exec_driver_sql", "execute", "scalar", "scalars", "literal_column")


def built(call: ast.Call) -> bool:
    """Is the first argument a string put together?"""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in first.values)
    if isinstance(first, ast.BinOp):
        return isinstance(first.op, ast.Add | ast.Mod) and any(isinstance(n, ast.JoinedStr) or isinstance(n, ast.Constant) and isinstance(n.value, str) for n in ast.walk(first))
    return isinstance(first, ast.Call) and name_of(first.func) in {"format", "join", "replace", "format_map"}


def test_no_sql_is_put_together_from_strings() -> None:
    where = {str(path) for path in product(".py") for call in ast.walk(tree(path)) if isinstance(call, ast.Call) and name_of(call.func) in RUNS and built(call)}
    assert where == BUILT.keys(), where ^ BUILT.keys()


@pytest.mark.parametrize("line", ['sa.text(f"SELECT {x}")', 'conn.execute("SELECT " + x)', 'text("a %s" % x)', 'conn.exec_driver_sql("a {}".format(x))', 'sa.literal_column(f"{x}")'])
def test_sql_that_is_put_together_is_recognised(line: str) -> None:
    assert any(built(call) for call in ast.walk(ast.parse(line)) if isinstance(call, ast.Call))


def test_every_select_is_looked_at_by_ruff_too() -> None:
    told = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    assert '"S"' in told.partition("select = [")[2].partition("]")[0]
    assert "S608" not in told
