"""Scripts and styles leave from memory: in order, once, and never a wrong answer kept."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from api._static import MOST, Bundle, Static

SUITE = "/_dash-component-suites/x.js"


class Behind:
    """What the middleware stands before: counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.app = Starlette(routes=[Route("/{path:path}", self.answer)])

    async def answer(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        return PlainTextResponse(request.url.path, 404 if "absent" in request.url.path else 200)


@pytest.fixture
def behind() -> Behind:
    return Behind()


def test_own_files_are_one_in_the_order_of_their_names(tmp_path: Path, behind: Behind) -> None:
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.js").write_text(f"// {name} đ", encoding="utf-8")
    (tmp_path / "a.css").write_text("p {}", encoding="utf-8")
    bundle = Bundle(tmp_path, "js")
    client = TestClient(Static(behind.app, (bundle,)))
    for accepted in ("gzip", "identity"):
        reply = client.get(bundle.path, headers={"accept-encoding": accepted})
        assert reply.text == "// a đ\n// b đ\n// c đ"
        assert "immutable" in reply.headers["cache-control"]
        assert "javascript" in reply.headers["content-type"]
    assert behind.asked == []
    (tmp_path / "a.js").write_text("// other", encoding="utf-8")
    assert Bundle(tmp_path, "js").path != bundle.path


def test_a_suite_is_made_once_and_a_miss_is_never_kept(behind: Behind) -> None:
    client = TestClient(Static(behind.app, ()))
    assert [client.get(SUITE).text for _ in range(3)] == [SUITE] * 3
    assert behind.asked == [SUITE]
    for _ in range(2):
        assert client.get("/_dash-component-suites/absent.js").status_code == 404
    assert len(behind.asked) == 3
    client.get(SUITE, headers={"range": "bytes=0-1"})
    client.get("/api/v1/live/frame")
    client.get("/api/v1/live/frame")
    assert len(behind.asked) == 6


def test_memory_has_an_end(behind: Behind) -> None:
    wall = Static(behind.app, ())
    client = TestClient(wall)
    for number in range(MOST + 20):
        assert client.get(f"/_dash-component-suites/{number}.js").status_code == 200
    assert len(wall.kept) == MOST
