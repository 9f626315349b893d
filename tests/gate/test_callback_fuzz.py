"""H2: Hạnh, officer of Quận 1, sends ten thousand forged callback bodies: nothing of anybody else's comes back, nothing changes."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from api import _callbacks, _gate
from services.acting import acting
from tests.gate.forging import FOREIGN, PATHS, Forger
from tests.gate.gatehouse import Gatehouse
from tests.gate.whole import Whole, asked_as_declared
from tests.promises.office import NAMES
from tests.rig.clock import Clock
from tests.rig.postgres import Postgres

pytestmark = pytest.mark.timeout(170)
# Names of schools and districts out of Hạnh's reach, and of colleagues: what must never come back to her.
CANARIES = [f"{name} {number}" for name in NAMES for number in (2, 3)] + ["Gò Vấp", "Cần Giờ", "Thảo"]
SEEN = re.compile(b"|".join(re.escape(form) for word in CANARIES for form in {word.encode(), json.dumps(word)[1:-1].encode()}))
REFUSALS = {400, 403, 404, 413, 415}
MOVING = {"audit": None, "sessions": {"seen_at"}, "keys": {"used_at"}, "people": {"seen_at"}, "screens": {"seen_at"}}


def stored(whole: Whole) -> dict[str, list[Any]]:
    """Every row of every table, without the log and without when things were last used."""
    with whole.centre.db.read() as conn:
        found = {}
        for table in sa.inspect(conn).get_table_names():
            drop = MOVING.get(table, set())
            if drop is not None:
                rows = conn.execute(sa.text(f'SELECT * FROM "{table}"')).mappings()
                found[table] = sorted(str({k: v for k, v in row.items() if k not in drop}) for row in rows)
        return found


def forged(whole: Whole, hanh: dict[str, str], count: int, seed: int = 1) -> tuple[Counter[int], list[bytes]]:
    """(how often each status, bodies whose answer held a canary) of forged callbacks sent by Hạnh."""
    forger = Forger(seed, {n: e for n, e in whole.dash.callback_map.items() if "callback" in e})
    counted: Counter[int] = Counter()
    leaks = []
    bodies = list(forger.bodies(count))
    with structlog.testing.capture_logs():
        for start in range(0, count, 100):
            batch = bodies[start:start + 100]
            answers = whole.all(whole.asking(hanh, "/_dash-update-component", body=body) for body in batch)
            counted.update(answer.status for answer in answers)
            leaks += [b for b, a in zip(batch, answers, strict=True) if SEEN.search(a.body)]
    return counted, leaks


def test_ten_thousand_forged_bodies_leak_nothing_and_change_nothing(whole: Whole) -> None:
    hanh = whole.credential("officer")
    before = stored(whole)
    counted, leaks = forged(whole, hanh, 10_000)
    assert not leaks, leaks[:3]
    assert set(counted) <= {200, 204} | REFUSALS, counted
    assert counted[200] > 800, counted
    assert sum(counted[status] for status in REFUSALS) > 4_000, counted
    assert stored(whole) == before


def test_what_hanh_may_not_call_is_as_if_it_were_not_there(whole: Whole) -> None:
    known = asked_as_declared(whole.dash.callback_map["pages-sources-slot.children"], "pages-sources-slot.children")
    foreign = whole.ask("officer", "/_dash-update-component", body=known)
    absent = whole.ask("officer", "/_dash-update-component", body={**known, "output": "pages-nothing-slot.children"})
    assert (foreign.status, foreign.body) == (absent.status, absent.body)
    assert foreign.status == 404
    told = {one["output"] for one in whole.ask("officer", "/_dash-dependencies").json}
    assert "pages-sources-slot.children" not in told
    assert "pages-school-slot" in str(told)


@pytest.mark.parametrize("path", PATHS)
def test_a_forged_path_of_a_page_shows_what_any_unknown_path_shows(whole: Whole, path: str) -> None:
    """Officers have no /sources and no /admin/*; whatever is written instead of it shows no more."""
    answer = whole.page("officer", path)
    if answer.status == 200 and "schools" not in path and path not in {"/", ""}:
        assert answer.body == whole.page("officer", "/hoàn-toàn-không-có").body
    assert answer.status in {200, 400}


def test_refusals_are_in_the_log_once_a_minute(whole: Whole) -> None:
    from services.later import flush

    hanh = whole.credential("officer")
    body = asked_as_declared(whole.dash.callback_map["pages-sources-slot.children"], "pages-sources-slot.children")
    flush(whole.centre)
    before = whole.gatehouse.acts().count("access.refused")
    whole.gatehouse.clock.forward(61)
    for _ in range(50):
        assert whole.ask(hanh, "/_dash-update-component", body=body).status == 404
        assert whole.ask(hanh, "/_dash-update-component", body={**body, "output": "x.y"}).status == 404
    flush(whole.centre)
    rows = whole.gatehouse.rows("SELECT object, outcome FROM audit WHERE act = 'access.refused' ORDER BY seq")[before:]
    assert sorted(rows) == [("callback:", "refused"), ("callback:pages-sources-slot.children", "refused")]


def test_mutant_without_the_declared_shape_a_school_of_others_is_asked_for(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard itself is what refuses: without it other components than declared reach the callback."""
    name = "pages-school-slot.children"
    body = asked_as_declared(whole.dash.callback_map[name], name, {"pages-school-code.data": FOREIGN[0]})
    body["inputs"][0]["id"] = "somebody-elses-store"
    assert whole.ask("officer", "/_dash-update-component", body=body).status == 404
    monkeypatch.setattr(_callbacks, "_as_declared", lambda *_: None)
    before = whole.inside
    whole.ask("officer", "/_dash-update-component", body=body)
    assert whole.inside == before + 1


def test_mutant_without_the_actor_the_fuzz_sees_leaks(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate that forgets who asks gives Hạnh the whole house: the canaries are real."""
    from services.acting import act_as
    from tests.gate.whole import everyone

    monkeypatch.setattr(_gate, "act_as", lambda actor: act_as(everyone()))
    _, leaks = forged(whole, whole.credential("officer"), 3_000)
    assert leaks
    assert acting().name == ""


@pytest.mark.postgres
def test_postgres_is_asked_nothing_it_cannot_read(tmp_path: Path, postgres: Postgres, migrated_postgres: str) -> None:
    """NUL, halves of letters, numbers without end: SQLite takes what PostgreSQL answers with an error."""
    url = postgres.database(migrated_postgres)
    opened = Whole(Gatehouse(tmp_path / "home", url, Clock()))
    try:
        hanh = opened.credential("officer")
        before = stored(opened)
        counted, leaks = forged(opened, hanh, 1_000, seed=2)
        assert not leaks
        assert set(counted) <= {200, 204} | REFUSALS, counted
        assert stored(opened) == before
    finally:
        opened.close()
        opened.centre.close()
        postgres.drop(url)
