"""Bình, an administrator, sets sources: sealed, logged, allowed hosts only; the collector follows without a restart."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data_sources._breaker import Breaker
from data_sources._http import Http
from domain.errors import BadInput, IllegalMove, NotAllowed, SourceError
from domain.person import Actor, Part, Role
from services import register, source_saving, source_trial
from services.origins import Origins, inward
from services.source_saving import Wish
from services.source_settings import Origin, Settings
from store.database import Database
from tests.gate.gatehouse import Gatehouse
from tests.promises.office import code, found, school
from tests.rig.clock import Clock

NEEDS = ("url", "token")
URL = "https://labs.sogd.vn/api/rooms"
SECRET = "canary-labs-token-91c4"


@pytest.fixture
def house(db: Database, tmp_path: Path, clock: Clock) -> Gatehouse:
    """A house whose operator allows one host of the department and one of its ports."""
    made = Gatehouse(tmp_path / "home", db.url, clock)
    allow(made, "labs.sogd.vn", "pay.sogd.vn:8443", "127.0.0.1", "localhost", "[::1]", "::1", "10.1.2.3")
    return made


@pytest.fixture
def binh(house: Gatehouse) -> Actor:
    """The administrator."""
    return house.actor(house.person("Bình", Role.ADMINISTRATOR, (Part(),)))


def allow(house: Gatehouse, *hosts: str, simulator: str = "", **given: str) -> None:
    """What the environment says."""
    object.__setattr__(house.centre, "origins", Origins(
        hosts=frozenset(hosts), simulator=simulator,
        given=lambda key, names: {n: given[f"{key}_{n}"] for n in names if f"{key}_{n}" in given}))


def wish(url: str = URL, token: str = SECRET, **more: Any) -> Wish:
    return Wish(values={"url": url, "token": token}, **more)


def collectors(house: Gatehouse, key: str = "labs") -> dict[str, str] | None:
    """What a collector is told a few seconds later."""
    return Settings(house.centre)(key, NEEDS)


def test_what_is_saved_is_what_the_collector_is_told(house: Gatehouse, binh: Actor) -> None:
    assert collectors(house) is None, "nobody said where"
    source_saving.save(house.centre, binh, "labs", wish(every_s=120, names="school=truong.ma,rooms=so_phong"))
    told = collectors(house)
    assert told is not None
    assert (told["url"], told["token"], told["every"], told["map"]) == (URL, SECRET, "120", "school=truong.ma,rooms=so_phong")
    source_saving.save(house.centre, binh, "labs", Wish(running=False))
    assert collectors(house) is None, "switched off"
    source_saving.save(house.centre, binh, "labs", Wish())
    assert (collectors(house) or {})["token"] == SECRET, "an empty secret stays what it was"
    source_saving.save(house.centre, binh, "labs", Wish(clear=True))
    assert collectors(house) is None


def test_a_token_stands_nowhere_but_under_seal(house: Gatehouse, binh: Actor) -> None:
    source_saving.save(house.centre, binh, "labs", wish())
    assert SECRET not in house.everything_stored()
    ((before, after),) = house.rows("SELECT before, after FROM audit WHERE act = 'source.settings'")
    assert SECRET not in f"{before}{after}"
    assert json.loads(after)["url"] == URL
    assert SECRET not in repr(source_saving.now(house.centre, "labs"))


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MANAGER])
def test_others_may_neither_set_nor_try(house: Gatehouse, role: Role) -> None:
    other = house.actor(house.person("Lan", role, (Part(),)))
    for act in (lambda: source_saving.save(house.centre, other, "labs", wish()),
                lambda: source_trial.attempt(house.centre, register.load(house.centre.db), other, "labs", wish())):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("url", [
    "http://elsewhere.vn/x", "file:///etc/passwd", "ftp://labs.sogd.vn/", "https://a:b@labs.sogd.vn/", "https://labs.sogd.vn@evil.vn/",
    "https://pay.sogd.vn/", "http://127.0.0.1/", "http://localhost:8060/", "http://[::1]/", "https://labs.sogd.vn/ x", "https://labs.sogd.vn/#x",
    "https://labs.sogd.vn/đ", "labs.sogd.vn", "https://labs.sogd.vn:99999/", "http://2130706433/", "http://0x7f.1/"])
def test_an_address_outside_the_list_or_inward_is_refused_when_typed(house: Gatehouse, binh: Actor, url: str) -> None:
    with pytest.raises(BadInput) as refused:
        source_saving.save(house.centre, binh, "labs", wish(url=url))
    assert refused.value.code == "url"
    assert collectors(house) is None


@pytest.mark.parametrize("number", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "169.254.169.254", "0.0.0.0", "fe80::1", "224.0.0.1", "::", "240.0.0.1"])
def test_inward_addresses_are_known(number: str) -> None:
    assert inward(number)
    assert not Origins(hosts=frozenset({"labs.sogd.vn"})).may("labs.sogd.vn", number, 443), "a name that leads inward later (rebinding)"


def test_a_department_lies_on_a_private_network(house: Gatehouse, binh: Actor) -> None:
    assert Origins(hosts=frozenset({"labs.sogd.vn"})).may("LABS.sogd.vn", "10.1.2.3", 443)
    source_saving.save(house.centre, binh, "labs", wish(url="https://10.1.2.3/x"))
    assert collectors(house) is not None


def test_a_name_that_leads_to_this_machine_is_not_called(served: "Served") -> None:
    """The lock on the door is the number that is called, not the name that was typed; the mutant asks without it."""
    asked = {"lookup": lambda host: "127.0.0.1", "breaker": Breaker(), "rows_before": {}}
    url = f"http://labs.sogd.vn:{served.port}/list"
    with pytest.raises(SourceError) as refused:
        Http(may=Origins(hosts=frozenset({"labs.sogd.vn"})).may, **asked).json(url, token=SECRET)
    assert (refused.value.code, served.asked) == ("forbidden", [])
    Http(**asked).json(url)
    assert len(served.asked) == 1


def test_a_secret_does_not_follow_an_address_to_another_machine(house: Gatehouse, binh: Actor) -> None:
    source_saving.save(house.centre, binh, "labs", wish())
    allow(house, "labs.sogd.vn", "evil.vn")
    for act in (source_saving.save, lambda c, a, k, w: source_trial.attempt(c, register.load(c.db), a, k, w)):
        with pytest.raises(BadInput) as refused:
            act(house.centre, binh, "labs", Wish(values={"url": "https://evil.vn/"}))
        assert refused.value.code == "token"
    source_saving.save(house.centre, binh, "labs", Wish(values={"url": "https://labs.sogd.vn/other"}))
    assert (collectors(house) or {})["token"] == SECRET, "the same machine"


def test_the_environment_wins_and_says_so(house: Gatehouse, binh: Actor) -> None:
    source_saving.save(house.centre, binh, "labs", wish(every_s=120))
    allow(house, "labs.sogd.vn", labs_url="https://env.sogd.vn/", labs_token="env-token", labs_every="90")
    told = collectors(house)
    assert told is not None
    assert (told["url"], told["token"], told["every"]) == ("https://env.sogd.vn/", "env-token", "90")
    assert "from_page" not in told, "the operator of the machine is not bound by the list"
    one = source_saving.now(house.centre, "labs")[2]
    assert (one.origin, one.locked) == (Origin.ENVIRONMENT, {"url", "token", "every"})
    with pytest.raises(IllegalMove):
        source_saving.save(house.centre, binh, "labs", wish())
    allow(house, "labs.sogd.vn", labs_url="https://env.sogd.vn/")
    assert collectors(house) is None, "a token typed on the page never travels to an address of the environment"


def test_an_interval_under_which_figures_would_always_be_old_is_refused(house: Gatehouse, binh: Actor) -> None:
    for every in (4.0, 86_401.0, 86_000.0):
        with pytest.raises(BadInput) as refused:
            source_saving.save(house.centre, binh, "labs", wish(every_s=every))
        assert refused.value.code == "every"


class Served:
    """A department's labs system with its own names of fields: one row well, one spoilt, one of a school nobody knows."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.asked: list[str] = []
        outer, body = self, json.dumps({"page": 1, "pages": 1, "total": len(rows), "as_of": None, "items": rows}).encode()

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.headers.get("Authorization", ""))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def row(code: Any, issued: Any = 3) -> dict[str, Any]:
    return {"truong": {"ma": code}, "da_cap": issued, "requested": 5, "oldest_wait_days": 0, "hieu_truong": "Nguyễn Văn A"}


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served([*(row(code(n)) for n in range(24)), row(code(1), "ba"), row("79999999")])
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_the_test_button_explains_the_answer_row_by_row(house: Gatehouse, binh: Actor, served: Served) -> None:
    if not register.current_version(house.centre.db):
        found(house.centre.db, [school(n) for n in range(24)])
    allow(house, simulator=f"127.0.0.1:{served.port}")
    typed = wish(url=f"http://127.0.0.1:{served.port}/list", names="school=truong.ma,issued=da_cap")
    told = source_trial.attempt(house.centre, register.load(house.centre.db), binh, "signatures", typed)
    assert told["error"] is None
    assert (told["calls"][0]["status"], told["read"], told["schools"], told["rejected"]) == (200, 26, 24, 2)
    assert told["rows"][0] == {"school": code(0), "at": told["rows"][0]["at"],
                               "values": {"signatures.requested": 5, "signatures.issued": 3, "signatures.oldest_wait_days": 0}}
    assert [(one["reason"], one["school"]) for one in told["refused"]] == [("bad_issued", code(1)), ("unknown_school", "79999999")]
    assert "issued" in told["refused"][0]["vi"]
    assert "Nguyễn" not in json.dumps(told, ensure_ascii=False), "names of people are not repeated"
    assert served.asked == [f"Bearer {SECRET}"], "asked once"
    assert SECRET not in json.dumps(told)
    assert collectors(house, "signatures") is None, "nothing is kept"
    assert house.rows("SELECT count(*) FROM source_settings") == [(0,)]


def test_a_test_of_a_wrong_mapping_says_what_is_missing(house: Gatehouse, binh: Actor, served: Served) -> None:
    allow(house, simulator=f"127.0.0.1:{served.port}")
    told = source_trial.attempt(house.centre, register.load(house.centre.db), binh, "signatures", wish(url=f"http://127.0.0.1:{served.port}/list"))
    assert told["error"]["code"] == "many_bad_rows"
    assert {one["reason"] for one in told["refused"]} == {"bad_school"}
    assert set(told["fields"]) >= {"truong", "da_cap"}, "their own names, to write the mapping from"


def test_a_test_does_not_reach_where_the_list_does_not(house: Gatehouse, binh: Actor, served: Served) -> None:
    allow(house, "127.0.0.1")
    with pytest.raises(BadInput):
        source_trial.attempt(house.centre, register.load(house.centre.db), binh, "signatures", wish(url=f"http://127.0.0.1:{served.port}/list"))
    assert served.asked == []
