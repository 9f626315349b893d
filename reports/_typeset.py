"""The one place that starts the typesetter: our own templates, our own fonts, everything else as JSON."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from reports._letters import FONTS

TEMPLATES = Path(__file__).parent / "_typst"
STANDARDS: Any = ["a-2a", "ua-1"]
PICTURE = b"""#let told = json(bytes(sys.inputs.told))
#set page(width: told.wide * 1pt, height: told.high * 1pt, margin: 0pt)
#image(bytes(told.svg), format: "svg", width: 100%, height: 100%, alt: "-")
"""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _compiler(source: Any) -> typst.Compiler:
    return typst.Compiler(source, root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True)


def pdf(told: dict[str, Any], made_at: float) -> bytes:
    """An accessible, archivable document; the same bytes for the same `told`."""
    compiler = _compiler(str(TEMPLATES / "report.typ"))
    at = datetime.fromtimestamp(int(made_at), UTC)
    set_ = compiler.compile(format="pdf", sys_inputs={"told": json.dumps(told)}, pdf_standards=STANDARDS, timestamp=at)
    assert isinstance(set_, bytes)
    return set_


def pages_png(told: dict[str, Any], ppi: float) -> list[bytes]:
    """Every page of a document as a picture."""
    drawn = _compiler(str(TEMPLATES / "report.typ")).compile(
        format="png", ppi=ppi, sys_inputs={"told": json.dumps(told)}
    )
    return [drawn] if isinstance(drawn, bytes) else list(drawn or ())


def poster_png(told: dict[str, Any], ppi: float) -> bytes:
    """The one page of poster.typ as a picture."""
    compiler = _compiler(str(TEMPLATES / "poster.typ"))
    drawn = compiler.compile(format="png", ppi=ppi, sys_inputs={"told": json.dumps(told)})
    return drawn if isinstance(drawn, bytes) else list(drawn or ())[0]


def png(svg: bytes, wide: float, high: float, ppi: float) -> bytes:
    """A drawing of so many points as a picture."""
    told = json.dumps({"svg": svg.decode(), "wide": wide, "high": high})
    drawn = _compiler(PICTURE).compile(format="png", ppi=ppi, sys_inputs={"told": told})
    assert isinstance(drawn, bytes)
    return drawn
