"""The language of a request: a cookie, spoken by everything inside it, and by nothing kept for somebody else."""

import pytest

from domain.given_names import reader_name
from domain.wording import Words, moment, number, speak, speaking
from services._watch_words import SILENT, school_says, wide_says
from tests.gate.doorstep import browser
from tests.gate.gatehouse import Gatehouse


def test_words_are_spoken_inside_and_nowhere_else() -> None:
    told = Words("trường", "school")
    with speak("en"):
        assert (told.text, told.told(number="7"), number(1234.5, 1)) == ("school", "school", "1,234.5")
    assert (told.text, told.told(), number(1234.5, 1), speaking()) == ("trường", "trường", "1.234,5", "vi")
    assert moment(None, "en") == "–"


@pytest.mark.parametrize(("cookie", "query", "lang"), [("", "", "vi"), ("en", "", "en"), ("en", "?lang=vi", "vi"), ("", "?lang=en", "en"),
                                                       ("fr", "", "vi"), ("en; lang=vi", "", "vi"), ("", "?lang=<x>", "vi")])
def test_the_door_speaks_what_was_asked(gatehouse: Gatehouse, cookie: str, query: str, lang: str) -> None:
    with browser(gatehouse.centre) as somebody:
        answer = somebody.get(f"/login{query}", headers={"cookie": f"lang={cookie}"} if cookie else {})
    assert f'<html lang="{lang}">' in answer.text
    kept = answer.headers.get("set-cookie", "")
    assert kept.startswith(f"lang={lang}; Max-Age=31536000; Path=/; SameSite=lax") if query else not kept


def test_what_is_stored_names_its_own_language() -> None:
    """An English reader's request writes the same two sentences as anybody's."""
    with speak("en"):
        wide, one = wide_says(1234, "Quận 1", "vnpt"), school_says(SILENT, "THPT 1", 1_795_000_000.0)
    assert (wide, one) == (wide_says(1234, "Quận 1", "vnpt"), school_says(SILENT, "THPT 1", 1_795_000_000.0))
    assert wide.vi.startswith("1.234 trường ở Quận 1")
    assert wide.en.startswith("1,234 schools in Quận 1")


def test_names_the_house_gave_are_read_and_kept_apart() -> None:
    assert reader_name("Quản trị (mô phỏng)") == "Quản trị (mô phỏng)"
    with speak("en"):
        assert reader_name("Quản trị (mô phỏng)") == "Administrator (simulated)"
        assert reader_name("Nguyễn Thị Lan") == "Nguyễn Thị Lan"
