"""Pictures: exactly the size asked for, every status with its own shape, the same bytes, nothing hostile in the drawing."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from domain.section import Chart, Series, Shape
from reports._pictures import chart_png, chart_svg, map_png, map_svg
from reports._preview import preview
from reports._svg import outline
from reports.png import render
from tests.rig.product import ROOT
from tests.rig.snapshots import STATUSES, sample

SMALL = sample(areas=6, schools=50)
HOSTILE = '</text><script>window.__x=1</script>"\'&<image href="/etc/passwd"/>'


def size(picture: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(picture)).size


@pytest.mark.parametrize(("width", "height"), [(1600, 1200), (1920, 1080), (900, 1600), (640, 480), (3840, 2160)])
def test_the_picture_is_as_large_as_was_asked_for_and_not_blank(width: int, height: int) -> None:
    picture = Image.open(io.BytesIO(render(SMALL, width, height)))
    assert picture.size == (width, height)
    assert len(picture.convert("L").resize((80, 60)).getcolors(5000) or ()) > 20


def test_the_same_snapshot_gives_the_same_picture() -> None:
    assert render(SMALL) == render(SMALL)
    assert size(map_png(SMALL.sections[0].maps[0], 1000, 700)) == (1000, 700)
    assert {size(chart_png(chart, 900))[0] for chart in SMALL.sections[0].charts} == {900}


def test_page_one_is_there_at_once_as_a_child_makes_it() -> None:
    child = subprocess.run([sys.executable, "-m", "reports", "preview", "width=600"], input=SMALL.body, cwd=ROOT, capture_output=True, check=True, timeout=60)
    assert child.stdout == preview(SMALL, 600)
    wide, high = size(child.stdout)
    assert wide in (600, 601)
    assert abs(high / wide - 297 / 210) < 0.01


def test_every_status_has_a_shape_of_its_own() -> None:
    assert len({re.sub(r"[\d.-]+", "", outline(status, 10, 10, 4)) for status in STATUSES if status != "unknown"}) == 4
    drawn = map_svg(SMALL.sections[0].maps[0]).decode()
    assert 'fill="url(#stale)"' in drawn  # once known: hatched
    assert re.search(r'<path d="M[^"]+a[^"]+" fill="#FFFFFF" stroke="#7D8B98"', drawn)  # never known: hollow


def test_names_are_text_in_the_drawing_and_nothing_else() -> None:
    hostile = sample(areas=3, schools=5, hostile=HOSTILE).sections[0]
    for drawn in (map_svg(hostile.maps[0]), *(chart_svg(chart) for chart in hostile.charts)):
        kinds = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawn).iter()}
        assert kinds <= {"svg", "defs", "pattern", "rect", "path", "text", "circle"}


def test_what_is_not_known_is_a_gap_in_a_line_and_a_dash_beside_a_bar() -> None:
    line = Chart(key="l", title="", shape=Shape.LINE, unit="%", places=("1", "2", "3", "4", "5"), series=(Series(label="a", values=(0.9, 0.8, None, 0.85, 0.9)),))
    drawn = chart_svg(line).decode()
    assert 'fill="url(#unknown)"' in drawn
    path = max(re.findall(r'<path d="([^"]+)" fill="none" stroke="#[0-9A-F]{6}" stroke-width="1.5"', drawn), key=len)
    assert path.count("M") == 2
    bars = Chart(key="b", title="", shape=Shape.BAR, places=("Quận 1", "Quận 2"), series=(Series(label="a", values=(None, 0.0)),))
    assert re.findall(r">([–\d]+)</text>", chart_svg(bars).decode()) == ["–", "0"]


def test_numbers_are_vietnamese_and_a_small_part_keeps_its_number() -> None:
    stack = Chart(key="s", title="", shape=Shape.STACK, places=("Mầm non",), series=(
        Series(label="good", values=(1308.0,), status="good"), Series(label="bad", values=(3.0,), status="bad")))
    said = re.findall(r">([^<>]+)</text>", chart_svg(stack).decode())
    assert "1.308" in said
    assert "1.311" in said
    assert "3 báo động" in said
    shares = Chart(key="p", title="", shape=Shape.BAR, unit="%", places=("Quận 1",), series=(Series(label="a", values=(0.625,)),))
    assert "62,5\u00a0%" in re.findall(r">([^<>]+)</text>", chart_svg(shares).decode())


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("values", [(), (None,), (0.0,), (5.0,), (-3.0, 4.0)])
def test_a_chart_of_little_is_still_a_chart(shape: Shape, values: tuple[float | None, ...]) -> None:
    places = tuple(str(n) for n in range(len(values)))
    assert size(chart_png(Chart(key="x", title="", shape=shape, places=places, series=(Series(label="a", values=values),)), 640))[0] == 640


def test_a_map_without_areas_or_schools_is_still_a_map() -> None:
    whole = SMALL.sections[0].maps[0]
    for areas, schools in (((), ()), (whole.areas, ()), ((), whole.schools), (whole.areas[:1], whole.schools[:1])):
        bare = type(whole)(key="m", title="", areas=areas, schools=schools)
        assert size(map_png(bare, 640, 480)) == (640, 480)


def test_the_mark_of_one_school_lies_clear_of_the_name_of_its_ward() -> None:
    ward = replace(SMALL.sections[0].maps[0].areas[0], name="Phường Bảy Hiền", text="0,0 %", status="bad", rings=(((106.64, 10.78), (106.66, 10.78), (106.66, 10.80), (106.64, 10.80)),))
    school = replace(SMALL.sections[0].maps[0].schools[0], at=(106.65, 10.79), status="bad")
    alone = replace(SMALL.sections[0].maps[0], areas=(ward,), schools=(school,))
    pixels = Image.open(io.BytesIO(map_png(alone, 936, 620))).convert("RGB").crop((0, 0, 936, 540)).getcolors(1 << 20) or []
    red = sum(many for many, (r, g, b) in pixels if r > 180 and g < 80 and b < 90)
    assert red > 60, "the whole diamond is seen"
    drawn = map_svg(alone).decode()
    named, marked = drawn.index("Phường Bảy Hiền"), drawn.index("#", drawn.index("Phường Bảy Hiền"))
    assert named < marked, "whatever is still in its way lies below it"
    y = float(re.findall(r'y="([\d.]+)"[^>]*>Phường Bảy Hiền', drawn)[0])
    middle = re.findall(r'y="([\d.]+)"[^>]*>0,0 %', drawn)
    assert abs((y + float(middle[0])) / 2 - (310 - 34) / 2) > 9
