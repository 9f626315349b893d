"""Opens the house in the current folder on an empty home and prints, as JSON, every growing thing it found.

Run as a program (`python -m tests.contracts.census HOME [PATH …]`), because pages and callbacks register once per process.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any


def settle(url: str) -> None:
    """One province, one area of each tree, one school: the smallest register a directory can be drawn from."""
    import sqlalchemy as sa

    from store import registers, tables
    from store.database import Database
    from store.migrating import migrate

    db = Database(url)
    migrate(db)
    common: dict[str, Any] = {"sort_key": "", "folded": "", "valid_from": "0001-01-01", "valid_to": None, "parent": None}
    with db.write() as conn:
        conn.execute(sa.insert(tables.areas), [
            {**common, "code": "79", "name": "Thành phố Hồ Chí Minh", "level": "province"},
            {**common, "code": "760", "name": "Quận 1", "level": "district", "parent": "79", "valid_to": "2025-06-30"},
            {**common, "code": "26740", "name": "Phường Sài Gòn", "level": "ward", "parent": "79", "valid_from": "2025-07-01"},
        ])
        conn.execute(sa.insert(tables.schools).values(
            code="79000001", name="THPT Lê Quý Đôn", kind="thpt", lat=10.78, lon=106.69, old_area="760", new_area="26740",
            sort_key="", folded="",
        ))
        registers.set_fact(db, conn, "register_version", "1")
    db.close()


async def get(server: Any, path: str, token: str) -> int:
    """The status a GET of `path` answers to who holds `token`, without a socket."""
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await server({
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": [(b"host", b"127.0.0.1"), (b"authorization", f"Bearer {token}".encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }, receive, send)
    return statuses[0]


async def ask_all(server: Any, paths: tuple[str, ...], token: str) -> dict[str, int]:
    """{path: status}, between a proper start and a proper end: Dash lays its last routes at the start."""
    messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    await messages.put({"type": "lifespan.startup"})
    life = asyncio.create_task(server({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, messages.get, said.put))
    assert (await said.get())["type"] == "lifespan.startup.complete"
    found = {path: await get(server, path, token) for path in paths}
    await messages.put({"type": "lifespan.shutdown"})
    await life
    return found


def count(home: Path, *ask: str) -> dict[str, Any]:
    """Every thing of every growing room, and what the directory, the router and Dash know of it."""
    import dash
    from fastapi import APIRouter

    from app import build
    from domain.person import SYSTEM, Part, Role
    from domain.registry import discover
    from domain.source import Source
    from services.centre import Centre
    from services.desk import house
    from services.keys import make

    url = f"sqlite:///{home}/centre.db"
    settle(url)
    centre = Centre.open(home=home, database_url=url, redis_url="redis://127.0.0.1:1/0")
    server = build(centre)
    token = make(centre, SYSTEM, name="census", role=Role.ADMINISTRATOR, parts=[Part()]).token
    dash_app = dash.get_app()
    return {
        "indicators": list(centre.indicators),
        "sources": {k: list(s.metrics) for k, s in discover("data_sources", "SOURCE", Source).items()},
        "pages": {p["module"].rpartition(".")[2]: {k: p[k] for k in ("path", "path_template", "title", "name")} for p in dash.page_registry.values()},
        "routers": {
            key: sorted(f"{m} {r.path}" for r in router.routes for m in getattr(r, "methods", ()))
            for key, router in discover("api", "ROUTER", APIRouter).items()
        },
        "asked": asyncio.run(ask_all(server, ask, token)),
        "layers": [layer["key"] for layer in json.loads(house().feed.directory("79")[1])["layers"]],
        "callbacks": sorted(dash_app.callback_map) + sorted(c["output"] for c in dash._callback.GLOBAL_CALLBACK_LIST),
        "suppressed": dash_app.config.suppress_callback_exceptions,
    }


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    print(json.dumps(count(Path(sys.argv[1]), *sys.argv[2:]), ensure_ascii=False, default=str))
