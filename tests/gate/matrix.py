"""Who may do what, asked of the whole product. `python -m tests.gate.matrix > tests/gate/matrix.txt` writes the table anew, to be read
line by line before it is committed."""

import json
import re
import sys
import tempfile
from pathlib import Path

import dash

from tests.gate.gatehouse import Gatehouse
from tests.gate.whole import ACTORS, Whole, asked_as_declared
from tests.rig.clock import Clock

SAMPLES = {"{package_name}": "dash_renderer", "{path:path}": "none", "<code>": "79000001", "<number>": "7", "none": "none"}
NO_ROUTE = {"/_reload-hash", "/_dash-ws-callback"}
TITLES = {"anonymous": "anonymous", "half": "half", "screen": "screen", "school_contact": "contact", "officer": "officer", "operator": "operator",
          "manager": "manager", "administrator": "admin", "client": "client"}
HEAD = f"{'':74}" + "".join(f"{TITLES[who]:>10}" for who in ACTORS)


def filled(path: str) -> str:
    """A real address of a template."""
    for part, value in SAMPLES.items():
        path = path.replace(part, value)
    path = re.sub(r"\{\w+:int\}", "7", path)
    return path if path.startswith("/") else f"/{path}"


def verdict(whole: Whole, who: str, path: str, method: str) -> str:
    """GET: the status. Others: "in" when the gate lets `{}` through to the endpoint, else the status."""
    before = whole.inside
    answer = whole.ask(whole.same(who) if method == "GET" else who, path, method=method, **({} if method == "GET" else {"body": {}}))
    return str(answer.status) if method == "GET" or whole.inside == before else "in"


def routes(whole: Whole) -> list[tuple[str, str]]:
    """(method, path) of every route."""
    found = []
    for route in whole.gate.addresses.routes:
        path = getattr(route, "path", "")
        methods = sorted(getattr(route, "methods", None) or ["GET"])
        found += [(method, path) for method in methods if method != "HEAD" and path not in NO_ROUTE]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def suite(whole: Whole) -> str:
    """The address of one real component suite."""
    html = whole.ask("operator", "/").body.decode()
    return re.search(r'"(/_dash-component-suites/[^"]+)"', html)[1]  # type: ignore[index]


def lines(whole: Whole) -> list[str]:
    """The table."""
    told = [HEAD]

    def row(name: str, verdicts: list[str]) -> None:
        told.append(f"{name:74}" + "".join(f"{one:>10}" for one in verdicts))

    for method, path in routes(whole):
        real = "/assets/none" if path == "/assets" else suite(whole) if "component-suites" in path else filled(path)
        if path != "/_dash-update-component":
            row(f"{method} {path}", [verdict(whole, who, real, method) for who in ACTORS])
    for page in sorted(dash.page_registry.values(), key=lambda p: p["module"]):
        path = filled(page["path_template"] or page["path"])
        row(f"document {page['path_template'] or path}", [str(whole.ask(whole.same(who), path).status) for who in ACTORS])
        row(f"page {page['path_template'] or path}", [shown(whole, who, path) for who in ACTORS])
    for name, entry in sorted(whole.dash.callback_map.items()):
        if "callback" in entry and not name.startswith(".._pages_content"):
            row(f"callback {name[:60]}", [called(whole, who, asked_as_declared(entry, name)) for who in ACTORS])
    return told


def shown(whole: Whole, who: str, path: str) -> str:
    """What Dash's page callback shows: the page, or the very answer of a path that nobody ever had."""
    known = whole.same(who)
    answer, unknown = whole.page(known, path), whole.page(known, "/hoàn-toàn-không-có")
    if answer.status != 200:
        return str(answer.status)
    return "none" if json.loads(answer.body) == json.loads(unknown.body) else "page"


def called(whole: Whole, who: str, body: dict[str, object]) -> str:
    """Whether a callback is reached."""
    before = whole.inside
    answer = whole.ask(whole.same(who), "/_dash-update-component", body=body)
    return "in" if whole.inside > before else str(answer.status)


def main() -> None:
    """Print the table."""
    import shutil

    from store.database import Database
    from store.migrating import migrate

    home = Path(tempfile.mkdtemp())
    url = f"sqlite:///{home}/centre.db"
    db = Database(url)
    migrate(db)
    db.close()
    whole = Whole(Gatehouse(home / "home", url, Clock()))
    print("\n".join(lines(whole)))
    whole.close()
    shutil.rmtree(home)


if __name__ == "__main__":
    sys.exit(main())
