"""One more indicator, source, page or router is one more file, and nothing else."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.house.reading import copy_house
from tests.rig.product import ROOT

INDICATOR = '''"""Phòng thông minh: how many smart rooms does a school have?"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="one_more", label=Words("Thêm một", "One more"), question=Words("Có thêm không?", "Is there one more?"), unit="",
    group="labs", order=999, needs=("one_more.value",), value=lambda m: m["one_more.value"], bands=Bands(good=2, watch=1),
    roll_up=RollUp.MEAN, stale_after=minutes(5), source_class=SourceClass.COLLECTED, legal_basis="Quyết định 131/QĐ-TTg",
    owner=Words("Sở GD-ĐT", "Department"),
)
'''
SOURCE = '''"""Thêm một nguồn: one more."""

from collections.abc import Iterator

from domain.measurement import Measurement
from domain.source import Ask, Source, seconds
from domain.wording import Words


def collect(ask: Ask) -> Iterator[Measurement]:
    """Two of it in every school."""
    for target in ask.targets:
        yield Measurement(school=target.code, metric="one_more.value", value=2.0, taken_at=ask.now())


SOURCE = Source(key="one_more", label=Words("Thêm một", "One more"), every=seconds(60), collect=collect, metrics=("one_more.value",))
'''
PAGE = '''"""A newcomer adds a page."""

import dash
from dash import html

from domain.person import Permission

dash.register_page(__name__, path="/one-more", title="Thêm một", permission=Permission.MAP)


def layout(**_: str) -> html.Div:
    """One more."""
    return html.Div()
'''
ROUTER = '''"""One more router."""

from fastapi import APIRouter

from api._allow import allow
from domain.person import Permission

ROUTER = APIRouter(prefix="/api/v1")


@ROUTER.get("/one-more")
@allow(Permission.MAP)
async def one_more() -> dict[str, int]:
    """One."""
    return {"one": 1}
'''
CALLBACK = '''

from dash import Input, Output  # noqa: E402

from pages._callback import cb  # noqa: E402


@cb(Output("a", "children"), Input("b", "n_clicks"))
def count(_: int) -> str:
    """It says nothing of who may."""
    return ""
'''
SYSTEM = '''"""One more system at the other end."""

from simulator.systems._system import System

SYSTEM = System(item=lambda seed, school, now: {"rain": 2}, daily=True)
'''
FILES = {"indicators": INDICATOR, "data_sources": SOURCE, "pages": PAGE, "api": ROUTER}
Take = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house to build in."""
    return copy_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def grown(house: Path, take_census: Take) -> dict[str, Any]:
    """The census of the copy with four files more, and no other edit."""
    for room, source in FILES.items():
        (house / room / "one_more.py").write_text(source)
    found = take_census(house, "/api/v1/one-more", "/one-more")
    for room in FILES:
        (house / room / "one_more.py").unlink()
    return found


def test_one_more_indicator_is_one_file(census: dict[str, Any], grown: dict[str, Any]) -> None:
    assert [k for k in grown["indicators"] if k != "one_more"] == census["indicators"]
    assert "one_more" in grown["layers"], "the map offers it as a layer"


def test_one_more_source_is_one_file_and_its_metric_is_nothing(census: dict[str, Any], grown: dict[str, Any]) -> None:
    assert grown["sources"] == {**census["sources"], "one_more": ["one_more.value"]}


def test_one_more_page_is_one_file(census: dict[str, Any], grown: dict[str, Any]) -> None:
    assert set(grown["pages"]) - set(census["pages"]) == {"one_more"}
    assert grown["pages"]["one_more"]["path"] == "/one-more"
    assert grown["asked"]["/one-more"] == 200


def test_one_more_router_is_one_file(census: dict[str, Any], grown: dict[str, Any]) -> None:
    assert set(grown["routers"]) - set(census["routers"]) == {"one_more"}
    assert grown["asked"]["/api/v1/one-more"] == 200


def test_one_more_figure_of_the_simulator_is_one_file(house: Path) -> None:
    """An indicator with a metric nobody measures yet: its file, and the system that would tell it."""
    file = house / "simulator" / "systems" / "one_more.py"
    file.write_text(SYSTEM)
    told = subprocess.run([sys.executable, "-c", "from simulator.upstream import SOURCES; print(SOURCES['/upstream/one_more/schools'])"],
                          cwd=house, capture_output=True, text=True, check=False, timeout=60)
    file.unlink()
    assert told.stdout.strip() == "one_more", told.stderr[-2000:]


@pytest.mark.parametrize(
    ("room", "source", "sentence"),
    [
        ("indicators", "NOTHING = 1\n", "indicators/one_more.py must declare INDICATOR"),
        ("indicators", INDICATOR.replace('key="one_more"', 'key="another"'), "the file is named 'one_more'"),
        ("data_sources", "SOURCE = None\n", "data_sources/one_more.py must declare SOURCE"),
        ("api", "ROUTER = 1\n", "api/one_more.py must declare ROUTER"),
        ("api", ROUTER.replace("@allow(Permission.MAP)\n", ""), "api/one_more.py: /api/v1/one-more asks for no permission"),
        ("pages", PAGE.replace(", permission=Permission.MAP", ""), "pages/one_more.py asks for no permission"),
        ("pages", PAGE + CALLBACK, "pages/one_more.py: callback count asks for no permission"),
    ],
    ids=["nothing declared", "key is not the name", "source of another kind", "router of another kind", "router that asks for nothing",
         "page that asks for nothing", "callback that asks for nothing"],
)
def test_a_file_out_of_order_stops_the_start_with_a_sentence(house: Path, take_census: Take, room: str, source: str, sentence: str) -> None:
    (house / room / "one_more.py").write_text(f'"""One more."""\n\n{source}' if '"""' not in source else source)
    try:
        with pytest.raises(AssertionError) as stopped:
            take_census(house)
    finally:
        (house / room / "one_more.py").unlink()
    assert "HouseError" in str(stopped.value)
    assert sentence in str(stopped.value)


def test_the_copy_is_the_house(house: Path) -> None:
    assert (house / "app.py").read_text() == (ROOT / "app.py").read_text()
