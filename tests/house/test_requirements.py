"""What is installed is exactly what was judged: pinned, hashed, one line per library with its room."""

import re
import tomllib

import pytest

from tests.house.reading import ROOT, files, text

LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(source: str) -> list[tuple[str, str]]:
    """(library, comment) of every line people edit."""
    lines = [line for line in (ROOT / source).read_text("utf-8").splitlines() if line.strip() and not line.startswith(("#", "-"))]
    return [(canonical(re.match(r"[\w.-]+", line).group()), line.partition("#")[2].strip()) for line in lines]  # type: ignore[union-attr]


def locked(lock: str) -> dict[str, tuple[str, list[str]]]:
    """library -> (version, hashes); fails on a line that is neither pinned nor a comment."""
    found: dict[str, tuple[str, list[str]]] = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text("utf-8").replace("\\\n", " ")):
        line = re.sub(r"#.*", "", entry).strip()
        if line:
            pinned = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", line)
            assert pinned, f"{lock}: not pinned: {line[:80]}"
            found[canonical(pinned[1])] = (pinned[2], re.findall(r"--hash=sha256:[0-9a-f]{64}", line))
    return found


@pytest.mark.parametrize("lock", LOCKS.values())
def test_every_line_is_pinned_and_hashed(lock: str) -> None:
    naked = [name for name, (_, hashes) in locked(lock).items() if not hashes]
    assert not naked


@pytest.mark.parametrize(("source", "lock"), LOCKS.items())
def test_every_wanted_library_is_locked_and_has_one_line_with_its_room(source: str, lock: str) -> None:
    names = [name for name, _ in wanted(source)]
    assert len(names) == len(set(names)), "one line per library"
    assert set(names) <= set(locked(lock)), f"compile {source} again: {sorted(set(names) - set(locked(lock)))}"
    silent = [name for name, comment in wanted(source) if not comment]
    assert not silent, f"say the room of {silent}"


def test_both_locks_agree() -> None:
    product, dev = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {n: (product[n][0], dev[n][0]) for n in product.keys() & dev.keys() if product[n][0] != dev[n][0]} == {}


@pytest.mark.parametrize(("library", "least"), [("dash", (4, 4, 1)), ("sqlalchemy", (2, 1, 9)), ("pytest", (9, 2))])
def test_floors_of_versions(library: str, least: tuple[int, ...]) -> None:
    version = (locked("requirements.txt") | locked("requirements-dev.txt"))[library][0]
    assert tuple(int(n) for n in version.split(".")[: len(least)]) >= least


def test_no_library_is_imported_that_is_not_asked_for() -> None:
    """Every top-level import of the product is ours, the standard library's, or has its own line in requirements.in."""
    import ast
    import sys

    from tests.house.reading import DOORS, ROOMS, product, tree

    modules = {"psycopg": "psycopg", "pydantic": "pydantic-settings", "starlette": "fastapi", "pandas": "geopandas", "flask": "dash",
               "pyproj": "geopandas", "httpcore2": "httpx2", "joserfc": "authlib",
               "argon2": "argon2-cffi", "anyio": "fastapi", "dash_ag_grid": "dash-ag-grid",
               "PIL": "pillow", "pptx": "python-pptx", "docx": "python-docx", "lxml": "python-pptx"}
    asked = {name for name, _ in wanted("requirements.in")}
    unasked = set()
    for path in product(".py"):
        for node in ast.walk(tree(path)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for top in {n.partition(".")[0] for n in names} - set(sys.stdlib_module_names) - set(ROOMS) - {d[:-3] for d in DOORS}:
                if canonical(modules.get(top, top)) not in asked:
                    unasked.add(f"{path}: {top}")
    assert not unasked, "\n".join(sorted(unasked))


def test_tools_are_strict() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert settings["mypy"]["strict"] is True
    assert {"DTZ", "S", "B", "T20"} <= set(settings["ruff"]["lint"]["select"])
    assert "-p no:dash" in settings["pytest"]["ini_options"]["addopts"]


def test_no_file_names_a_host_packages_come_from() -> None:
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|index-url|unpkg\.com|jsdelivr|cdnjs|googleapis|gstatic", re.IGNORECASE)
    wrong = [
        f"{path}:{n}" for path in files(".py", ".sh", ".txt", ".in", ".toml", ".md", ".js", ".css", ".html", ".cfg", ".json", ".yml")
        if path.name != "test_requirements.py" for n, line in enumerate(text(path).splitlines(), 1) if hosts.search(line)
    ]
    assert not wrong
