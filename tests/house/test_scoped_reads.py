"""No read of the store reaches a school without a Scope: whoever asks says how far they may see, or is on a short list that says why."""

import ast
import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

from domain.person import Scope
from tests.house.reading import files, name_of, tree

# tables whose rows belong to schools
BOUND = {"schools", "latest", "history", "hourly", "daily", "incidents", "incident_events", "incident_schools", "incident_pictures", "tickets", "school_moves", "snapshots", "snapshot_parts"}
SCOPING = Path("store/scoping.py")  # the one place where a scope becomes SQL: it looks at every school to say which are within

# Who reads without a scope, and why no screen can ask for it.
UNSCOPED = {
    "store/audit_reading.py:_areas_of": "the log is read by whoever may read all of it: codes of areas to look for, never handed out",
    "store/history.py:roll_days": "the collector's own roll-up: hours become days inside the database, nothing is handed out",
    "store/history.py:prune_points": "retention: a row goes when a newer one was in force by then, decided inside the database; nothing is handed out",
    "store/importing.py:read_registers": "an import compares the whole register with a file; only ./run.sh imports",
    "store/import_acts.py:_before": "what the import's own row in the log says a school was; hands nothing else out",
    "store/importing.py:_write_moves": "part of the import's own transaction, hands nothing out",
    "store/incident_moves.py:_current": "a write looks at the row it is about to change; whoever moves by hand was judged by read_one before",
    "store/incident_moves.py:_new_members": "a write: codes of its own members become ids",
    "store/incident_events.py:newest": "one number for the change feed: says that something moved somewhere, not what",
    "store/snapshots.py:next_number": "one number, inside the writer's own transaction: says how many there are, of whom it says nothing",
    "store/snapshots.py:_told": "only the columns of a query; every caller adds the condition of its reach",
    "store/registers.py:school_exists": "whoever gives rights may name any school of the house; answers yes or no to them alone",
    "store/registers.py:areas_with_schools": "finds an area for the one-click officer of the simulated province; hands out codes of areas",
    "store/registers.py:token_owner": "a school shows its own secret; the answer is that school's own code",
}


def tables(path: Path) -> set[str]:
    """Names under which a file knows school-bound tables."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module in {"store.tables", "store.gate_tables", "store.incident_tables", "store.snapshot_tables"}:
            found |= {alias.asname or alias.name for alias in node.names if alias.name in BOUND}
    return found


def reads(function: ast.FunctionDef, bound: set[str]) -> bool:
    """Does it select, and does it name a school-bound table (or say a school-bound table's name in plain SQL)?"""
    selects = any(isinstance(n, ast.Call) and name_of(n.func) in {"select", "exists"} for n in ast.walk(function))
    named = any(isinstance(n, ast.Name) and n.id in bound for n in ast.walk(function))
    plain = any(
        isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value.upper().startswith(("SELECT ", "WITH ")) and BOUND & set(n.value.split())
        for n in ast.walk(function)
    )
    return (selects and named) or plain


def takes_scope(function: ast.FunctionDef) -> bool:
    """A parameter annotated Scope, without a default, and handed on to something."""
    words = function.args
    asked = [*words.posonlyargs, *words.args]
    bare = asked[: len(asked) - len(words.defaults)]
    scoped = {a.arg for a in bare if isinstance(a.annotation, ast.Name) and a.annotation.id == "Scope"}
    return any(
        isinstance(n, ast.Call) and any(isinstance(a, ast.Name) and a.id in scoped for a in n.args) for n in ast.walk(function)
    )


def readers() -> dict[str, ast.FunctionDef]:
    """Every function of the store that reads school-bound rows, as "file:function"."""
    found = {}
    for path in files(".py"):
        if path.parts[0] != "store" or "migrations" in path.parts or path == SCOPING:
            continue
        bound = tables(path)
        classes = [n for n in tree(path).body if isinstance(n, ast.ClassDef)]
        for node in [*tree(path).body, *(n for c in classes for n in c.body)]:
            if isinstance(node, ast.FunctionDef) and reads(node, bound):
                found[f"{path}:{node.name}"] = node
    return found


def test_every_read_of_schools_takes_a_scope() -> None:
    open_ = sorted(name for name, function in readers().items() if name not in UNSCOPED and not takes_scope(function))
    assert not open_, f"read schools without a Scope: {open_}"


def test_the_list_of_exceptions_is_short_reasoned_and_needed() -> None:
    assert len(UNSCOPED) <= 14
    for name, why in UNSCOPED.items():
        assert len(why) > 20, name
        assert name in readers(), f"{name} does not read schools any more: take it off the list"
        assert not takes_scope(readers()[name]), f"{name} takes a scope now: take it off the list"


def test_the_reading_finds_what_it_must() -> None:
    """A list that finds nothing proves nothing."""
    assert {"store/school_history.py:read_points", "store/incidents.py:_read", "store/history.py:mean_of_hour",
            "store/registers.py:read_schools", "store/inspecting.py:counts"} <= readers().keys()
    slip = ast.parse("def peek(conn: Connection) -> list[int]:\n    return list(conn.scalars(sa.select(schools.c.id)))\n").body[0]
    assert isinstance(slip, ast.FunctionDef)
    assert reads(slip, {"schools"})
    assert not takes_scope(slip)


def scoped() -> list[str]:
    """Every public function of the store that takes a Scope, as "file:function"."""
    found = []
    for path in files(".py"):
        if path.parts[0] == "store" and path != SCOPING:
            found += [f"{path}:{n.name}" for n in tree(path).body if isinstance(n, ast.FunctionDef) and takes_scope(n) and not n.name.startswith("_")]
    return found


SCOPED = scoped()


def test_every_read_with_a_scope_is_tried() -> None:
    assert len(SCOPED) >= 12
    assert {name for name in readers() if name not in UNSCOPED and ":_" not in name} <= set(SCOPED)


@pytest.mark.parametrize("name", SCOPED)
@pytest.mark.parametrize("scope", [None, "all", {"parts": ()}], ids=["None", "text", "dict"])
def test_what_is_no_scope_is_refused_before_the_database_is_asked(name: str, scope: Any) -> None:
    """Types are checked at run time too: a forgotten scope never means everything."""
    path, _, function = name.partition(":")
    act = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), function)
    words = {
        key: scope if p.annotation is Scope or p.annotation == "Scope" else _something(key)
        for key, p in inspect.signature(act).parameters.items() if p.default is inspect.Parameter.empty
    }
    with pytest.raises(TypeError, match="no Scope"):
        act(**words)


class _NoDatabase:
    """Whoever asks it anything has gone too far."""

    def __getattr__(self, name: str) -> Any:
        def refuse(*_: Any) -> Any:
            raise AssertionError(f"the database was asked: {name}")

        return refuse


def _something(key: str) -> Any:
    return {"conn": _NoDatabase(), "metrics": ("m",), "which": [1], "metric": "m", "subject": "school:1"}.get(key, 1)


def test_no_page_component_or_route_looks_at_the_whole_house() -> None:
    """`house()` is for health, entering and the start; `Viewer` for the desk. What draws or answers asks `desk()`."""
    allowed = {"api/health.py", "api/heartbeat.py", "api/ingest.py", "services/desk.py"} | NEEDED.keys()
    wrong = []
    for path in files(".py"):
        if path.parts[0] in {"pages", "components", "api", "services"} and str(path) not in allowed:
            wrong += [f"{path}:{n.lineno}" for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and name_of(n.func) == "house"]
    assert not wrong, wrong


NEEDED = {
    "api/pairing.py": "a screen that is not in yet has no scope: only the centre is taken",
    "api/screen.py": "a beat writes what the screen itself says: only the centre is taken",
    "api/_entering.py": "nobody is in yet: only the centre is taken",
    "api/_entering_roles.py": "says which area the simulated province's one-click officer has",
    "services/who.py": "the names of the person's own parts, also of areas without a school",
}


def test_who_looks_at_the_whole_house_says_why_and_still_does() -> None:
    for name, why in NEEDED.items():
        assert len(why) > 20
        assert any(name_of(n.func) == "house" for n in ast.walk(tree(Path(name))) if isinstance(n, ast.Call)), f"{name}: take it off the list"
