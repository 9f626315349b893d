"""One file is one thing: what is found, and the sentence that stops the start when a file is not in order."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.registry import HouseError, discover
from domain.wording import Words

GOOD = "from domain.wording import Words\nTHING = Words('một', 'one')\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """room(name=source, …) -> the name of a package with these files."""
    monkeypatch.syspath_prepend(str(tmp_path))
    package = f"room_{tmp_path.name.replace('-', '_')}"

    def build(**files: str) -> str:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
        for name, source in files.items():
            (tmp_path / package / f"{name}.py").write_text(source)
        return package

    yield build
    for name in [m for m in sys.modules if m.split(".")[0] == package]:
        del sys.modules[name]


def test_every_plain_file_is_found_by_its_name_in_order(room: Callable[..., str]) -> None:
    found = discover(room(zebra=GOOD, apple=GOOD), "THING", Words)
    assert list(found) == ["apple", "zebra"]
    assert found["apple"] == Words("một", "one")


def test_plumbing_is_not_looked_at(room: Callable[..., str]) -> None:
    assert list(discover(room(apple=GOOD, _pipe="raise RuntimeError('never imported')"), "THING", Words)) == ["apple"]


def test_a_file_without_its_thing_stops_the_start_with_a_sentence(room: Callable[..., str]) -> None:
    with pytest.raises(HouseError, match=r"apple\.py must declare THING of type Words"):
        discover(room(apple="OTHER = 1"), "THING", Words)


def test_a_thing_of_another_kind_stops_the_start(room: Callable[..., str]) -> None:
    with pytest.raises(HouseError, match="THING"):
        discover(room(apple="THING = 'text'"), "THING", Words)


def test_a_key_that_is_not_the_file_name_stops_the_start(room: Callable[..., str]) -> None:
    source = "class K:\n key = 'pear'\nTHING = K()\n"
    package = room(apple=source)
    with pytest.raises(HouseError, match="key is 'pear', but the file is named 'apple'"):
        discover(package, "THING", object)
