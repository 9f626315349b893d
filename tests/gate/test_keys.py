"""A program of the department reads with a key: shown once, with its own reach and days, dead at once when revoked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound, StoreDown
from domain.person import CLIENT_MAY, SYSTEM, ActorKind, Part, Permission, Role
from domain.school import SchoolKind
from services import accounts, keys, later
from services._secrets import digest
from store import gate_tables
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, stranger
from tests.promises.office import found, school
from tests.rig.product import ROOT

DAY = 86400.0
PRIMARY = Part(area="760", kinds=frozenset({SchoolKind.TIEU_HOC}))


def make(gatehouse: Gatehouse, role: Role = Role.OFFICER, **options: object) -> keys.Made:
    return keys.make(gatehouse.centre, SYSTEM, **{"name": "Kho dữ liệu", "role": role, "parts": [PRIMARY], **options})  # type: ignore[arg-type]


def test_a_key_reads_with_its_roles_eyes_and_its_own_reach(gatehouse: Gatehouse) -> None:
    found = keys.find_key(gatehouse.centre, make(gatehouse).token)
    assert found is not None
    actor = found.actor
    assert (actor.kind, actor.name, actor.role, actor.scope.parts) == (ActorKind.CLIENT, "Kho dữ liệu", Role.OFFICER, {PRIMARY})


@pytest.mark.parametrize("role", keys.ROLES)
def test_no_key_enters_or_administers(gatehouse: Gatehouse, role: Role) -> None:
    part = Part(school="79000001") if role is Role.SCHOOL_CONTACT else PRIMARY
    found = keys.find_key(gatehouse.centre, make(gatehouse, role, parts=[part]).token)
    assert found is not None
    assert found.actor.permissions <= CLIENT_MAY
    for permission in (Permission.ENTERING, Permission.PEOPLE, Permission.SCREENS, Permission.KEYS, Permission.AUDIT, Permission.BEAT):
        assert not found.actor.may(permission)


def test_a_token_is_shown_once_and_kept_nowhere(gatehouse: Gatehouse) -> None:
    made = make(gatehouse)
    assert made.token.startswith("ttdh_")
    assert len(made.token) == 48
    stored = gatehouse.everything_stored() + str(keys.listing(gatehouse.centre, SYSTEM))
    assert made.token not in stored
    assert made.token[5:] not in stored
    assert digest(made.token) in stored
    assert keys.find_key(gatehouse.centre, "ttdh_" + digest(made.token)) is None  # who reads the table cannot enter with it


NONSENSE = ["", "ttdh_", "ttdh_" + "a" * 43, "ttdh_\0", "ttdh_" + "x" * 9999, "ttdh_ăâ\ud800", "Bearer x", "' OR 1=1 --"]


def test_nonsense_is_nobodys(gatehouse: Gatehouse) -> None:
    make(gatehouse)
    assert [keys.find_key(gatehouse.centre, one) for one in NONSENSE] == [None] * len(NONSENSE)


def revoked_is_dead(gatehouse: Gatehouse) -> None:
    made = make(gatehouse)
    assert keys.find_key(gatehouse.centre, made.token) is not None
    keys.revoke(gatehouse.centre, SYSTEM, made.id, why="lộ khoá")
    assert keys.find_key(gatehouse.centre, made.token) is None
    with pytest.raises(IllegalMove):
        keys.revoke(gatehouse.centre, SYSTEM, made.id)
    with pytest.raises(NotFound):
        keys.revoke(gatehouse.centre, SYSTEM, 4711)


def test_a_revoked_key_is_dead_at_once(gatehouse: Gatehouse) -> None:
    revoked_is_dead(gatehouse)
    assert gatehouse.acts()[-2:] == ["key.made", "key.revoked"]


def test_mutant_who_forgets_revoked_at_is_caught(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from store import keys as stored

    right = stored.by_hash
    monkeypatch.setattr(stored, "by_hash", lambda conn, key: (one := right(conn, key)) and replace(one, revoked_at=None))
    with pytest.raises(AssertionError):
        revoked_is_dead(gatehouse)


def test_a_key_ends_by_its_days(gatehouse: Gatehouse) -> None:
    made, forever = make(gatehouse, days=3), make(gatehouse)
    gatehouse.clock.forward(3 * DAY - 1)
    assert keys.find_key(gatehouse.centre, made.token) is not None
    gatehouse.clock.forward(1)
    assert keys.find_key(gatehouse.centre, made.token) is None
    gatehouse.clock.forward(3650 * DAY)
    assert keys.find_key(gatehouse.centre, forever.token) is not None


def test_another_reach_is_there_at_the_next_request(gatehouse: Gatehouse) -> None:
    made = make(gatehouse)
    given = accounts.give(gatehouse.centre, SYSTEM, holder_kind="client", holder_id=made.id, parts=[Part(area="787")])
    found = keys.find_key(gatehouse.centre, made.token)
    assert found is not None
    assert found.actor.scope.parts == {PRIMARY, Part(area="787")}
    accounts.take_back(gatehouse.centre, SYSTEM, given)
    found = keys.find_key(gatehouse.centre, made.token)
    assert found is not None
    assert found.actor.scope.parts == {PRIMARY}


def test_last_use_is_written_a_little_later(gatehouse: Gatehouse) -> None:
    made = make(gatehouse)
    assert keys.listing(gatehouse.centre, SYSTEM)[0].key.used_at is None
    keys.find_key(gatehouse.centre, made.token)
    at = gatehouse.clock.forward(5)
    keys.find_key(gatehouse.centre, made.token)
    later.flush(gatehouse.centre)
    assert keys.listing(gatehouse.centre, SYSTEM)[0].key.used_at == at


WRONG: list[dict[str, object]] = [
    {"name": ""}, {"name": "\0"}, {"role": Role.SCREEN}, {"role": Role.PUBLIC}, {"parts": []}, {"parts": [Part(area="99999")]}, {"days": 0}, {"days": -3}, {"days": 10**9},
]


def test_what_cannot_be_used_is_said_and_no_key_is_made(gatehouse: Gatehouse) -> None:
    for wrong in WRONG:
        with pytest.raises(BadInput):
            make(gatehouse, **wrong)  # type: ignore[arg-type]
    assert gatehouse.rows("SELECT * FROM keys") == gatehouse.rows("SELECT * FROM grants") == gatehouse.rows("SELECT * FROM audit") == []


def test_only_administrators_make_list_and_revoke(gatehouse: Gatehouse) -> None:
    made = make(gatehouse)
    for role in (r for r in Role if r is not Role.ADMINISTRATOR):
        for act in (lambda a: keys.make(gatehouse.centre, a, name="x", role=Role.OFFICER, parts=EVERYWHERE), lambda a: keys.listing(gatehouse.centre, a), lambda a: keys.revoke(gatehouse.centre, a, made.id)):
            with pytest.raises(NotAllowed):
                act(stranger(role))
    assert keys.find_key(gatehouse.centre, made.token) is not None


def test_a_visitor_of_one_click_sees_no_real_key(gatehouse: Gatehouse) -> None:
    made = make(gatehouse)
    visitor = gatehouse.actor(accounts.demo_person(gatehouse.centre, Role.ADMINISTRATOR).id)
    own = keys.make(gatehouse.centre, visitor, name="thử", role=Role.OPERATOR, parts=EVERYWHERE)
    assert [row.key.id for row in keys.listing(gatehouse.centre, visitor)] == [own.id]
    with pytest.raises(NotFound):
        keys.revoke(gatehouse.centre, visitor, made.id)
    with pytest.raises(NotFound):
        accounts.give(gatehouse.centre, visitor, holder_kind="client", holder_id=made.id, parts=EVERYWHERE)


def test_a_silent_database_is_said_not_guessed(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make(gatehouse)
    monkeypatch.setattr(gatehouse.centre.db, "_silent_until", float("inf"))
    with pytest.raises(StoreDown):
        keys.find_key(gatehouse.centre, made.token)


# --- ./run.sh token ---


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CENTRE_HOME": str(home), "DATABASE_URL": f"sqlite:///{home}/centre.db"}
    return subprocess.run([sys.executable, str(ROOT / "doors.py"), *words], env=environment, capture_output=True, text=True, timeout=60)


@pytest.fixture
def home(tmp_path: Path, migrated_sqlite: Path) -> Path:
    import shutil

    from store.database import Database

    shutil.copy(migrated_sqlite, tmp_path / "centre.db")
    db = Database(f"sqlite:///{tmp_path}/centre.db")
    found(db, [school(i) for i in range(8)])
    db.close()
    return tmp_path


def test_the_door_prints_a_token_alone(home: Path) -> None:
    done = run(home, "token", "--name", "Kho dữ liệu", "--role", "officer", "--area", "760", "--kinds", "thpt", "tieu_hoc", "--days", "30")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ttdh_")
    assert done.stdout.count("\n") == 1
    engine = sa.create_engine(f"sqlite:///{home}/centre.db")
    with engine.connect() as conn:
        assert conn.scalars(sa.select(gate_tables.keys.c.hash)).all() == [digest(done.stdout.strip())]
        assert conn.execute(sa.text("SELECT area, kinds FROM grants")).all() == [("760", "thpt tieu_hoc")]
        assert conn.execute(sa.text("SELECT actor_kind, actor_name, act FROM audit")).all() == [("system", "centre", "key.made")]
    engine.dispose()


def test_the_door_says_what_is_wrong_and_makes_nothing(home: Path) -> None:
    done = run(home, "token", "--name", "BI", "--role", "officer", "--area", "99999")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Không có địa bàn mã 99999" in done.stderr
    assert "Traceback" not in done.stderr
    assert run(home, "token", "--name", "BI", "--role", "screen").returncode == 2


@pytest.mark.parametrize(("words", "told"), [
    (("token",), "thiếu --name, --role"), (("token", "--name", "BI", "--role", "screen"), "--role: không có lựa chọn 'screen'; hãy chọn một trong "),
    (("token", "--name", "BI", "--role", "officer", "--days", "x"), "--days: 'x' không phải số nguyên"), (("token", "--name"), "--name: thiếu giá trị"),
    (("heartbeat-token",), "thiếu school"), (("import-schools", "a.csv", "--nope"), "không có tham số --nope"),
])
def test_a_word_that_does_not_fit_is_said_in_vietnamese_first(home: Path, words: tuple[str, ...], told: str) -> None:
    done = run(home, *words)
    assert (done.returncode, done.stdout) == (2, "")
    first, english, usage = done.stderr.splitlines()
    assert first.startswith(f"Tham số chưa đúng: {told}"), first
    assert english.startswith("Wrong arguments: ")
    assert usage.startswith(f"Cách dùng: ./run.sh {words[0]} ")


def test_an_officers_key_never_reaches_the_whole_province(home: Path) -> None:
    done = run(home, "token", "--name", "BI", "--role", "officer")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Chuyên viên địa bàn cần ít nhất một địa bàn" in done.stderr
    assert "An area officer needs an area" in done.stderr
    for words in (("--role", "operator"), ("--role", "officer", "--kinds", "thpt")):  # THPT are the department's own
        given = run(home, "token", "--name", "BI", *words)
        assert given.returncode == 0, given.stderr


def test_the_door_gives_the_first_administrators_code_until_there_is_one(home: Path) -> None:
    done = run(home, "first")
    assert done.returncode == 0, done.stderr
    assert "/first  mã " in done.stdout
    engine = sa.create_engine(f"sqlite:///{home}/centre.db")
    with engine.begin() as conn:
        conn.execute(sa.text("INSERT INTO people (login, name, role, password_hash, created_at) VALUES ('ha', 'Hà', 'administrator', 'x', 1.0)"))
    engine.dispose()
    done = run(home, "first")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Đã có quản trị viên" in done.stderr
