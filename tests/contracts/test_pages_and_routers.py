"""What every page and router promises: found by its file, fixed addresses, nothing of Dash left open."""

import ast
from pathlib import Path
from typing import Any

import pytest

from tests.house.reading import calls, product, text, tree

PAGES = [p for p in product(".py") if p.parts[0] == "pages" and not p.name.startswith("_")]
ROUTERS = [p for p in product(".py") if p.parts[0] == "api" and not p.name.startswith("_")]
FIXED = {"/": "/", "/wall": "/wall", "/sources": "/sources", "/schools/<code>": "/schools/79000001"}


def ids(paths: list[Path]) -> list[str]:
    return [p.stem for p in paths]


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_a_page_is_a_story_a_registration_and_a_layout(page: Path) -> None:
    story = ast.get_docstring(tree(page)) or ""
    assert len(story.split()) >= 4, "the docstring is the user story"
    assert len(calls(page, "register_page")) == 1
    assert any(isinstance(n, ast.FunctionDef) and n.name == "layout" for n in tree(page).body)


@pytest.mark.parametrize("router", ROUTERS, ids=ids(ROUTERS))
def test_a_router_declares_one_router(router: Path) -> None:
    declared = [n for n in tree(router).body if isinstance(n, ast.Assign | ast.AnnAssign) and "APIRouter(" in ast.unparse(n)]
    assert len(declared) == 1
    assert "ROUTER" in ast.unparse(declared[0])


def test_every_page_file_is_registered_once(census: dict[str, Any]) -> None:
    assert set(census["pages"]) == set(ids(PAGES))
    paths = [p["path_template"] or p["path"] for p in census["pages"].values()]
    assert len(paths) == len(set(paths))


def test_every_page_has_a_vietnamese_title(census: dict[str, Any]) -> None:
    titles = [p["title"] for p in census["pages"].values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", FIXED)
def test_fixed_pages_are_at_their_address(census: dict[str, Any], path: str) -> None:
    known = {(p["path_template"] or p["path"]) for p in census["pages"].values()}
    assert path in known
    assert census["asked"][FIXED[path]] == 200


def test_fixed_addresses_of_the_feed(census: dict[str, Any]) -> None:
    routes = {r for routes in census["routers"].values() for r in routes}
    assert {"GET /healthz", "GET /metrics", "GET /api/v1/live/directory", "GET /api/v1/live/frame", "GET /api/v1/live/pulse", "GET /api/v1/geo/areas"} <= routes
    assert census["asked"]["/api/v1/live/directory"] in {200, 307}


def test_no_route_is_declared_twice(census: dict[str, Any]) -> None:
    routes = [r for routes in census["routers"].values() for r in routes]
    assert len(routes) == len(set(routes))


def test_a_wrong_api_address_is_a_404_and_not_a_page(census: dict[str, Any]) -> None:
    assert census["asked"]["/api/no-such-thing"] == 404


def test_a_dead_cache_keeps_no_page_away(census: dict[str, Any]) -> None:
    """The census runs without any cache at all (B1)."""
    assert census["asked"]["/"] == 200
    assert census["asked"]["/metrics"] == 200
    assert census["asked"]["/healthz"] in {200, 503}


def test_no_callback_is_a_door_to_dashs_extras(census: dict[str, Any]) -> None:
    assert census["suppressed"] is False
    for path in product(".py"):
        for word in ("api_endpoint", "DiskcacheManager", "CeleryManager", "websocket_callback", "hot_reload"):
            assert word not in text(path), f"{path}: {word}"
