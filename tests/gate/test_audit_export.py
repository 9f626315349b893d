"""The log as a file: nothing in it is a formula, everything in it reads back, and taking it is a row of the log itself."""

import csv
import io
import re
from typing import Any

import pytest

from domain.cells import BOM, csv_line, plain_cell, safe_cell
from domain.person import SYSTEM
from services import audit
from services.audit import Filters
from store import audit as log
from store.audit import Act
from tests.gate.whole import Whole

# PROMISES section 6, formula set 21-29.
FORMULAS = (
    '=HYPERLINK("http://127.0.0.1:9/?"&A1,"xem")', "=cmd|' /C calc'!A0", "+84901234567", "-1+2", "@SUM(A1)", "\t=1+1", "\r\n=1+1", "\n=1+1",
    "＝1+1", '"=1+1', '=WEBSERVICE("http://127.0.0.1:9/")', " =1+1", "'=1+1", "\u200b=1+1", "+", "=",
)
PLAIN = ("Trường Tiểu học Nguyễn Huệ", "", "3,5; 4", "'tựa'", "a=b", 'nói "được"', "dòng\nhai", "1975")
LIVE = re.compile(r"^['\s\u200b]*[=+\-@\t\r\n＝＋－＠]")


def opened(text: str) -> list[list[str]]:
    """As a spreadsheet program would read it."""
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True))


@pytest.mark.parametrize("text", [*FORMULAS, *PLAIN])
def test_a_cell_is_text_and_reads_back(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
    assert safe_cell(text)[:1] not in set("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_line_is_one_record_whatever_is_in_it(text: str) -> None:
    line = csv_line([text, "giữa", text])
    assert line.endswith("\r\n")
    [[first, middle, last]] = list(csv.reader(io.StringIO(line, newline=""), strict=True))
    assert (plain_cell(first), middle, plain_cell(last)) == (text, "giữa", text)


def test_an_unmarked_formula_would_be_seen() -> None:
    """The mutant: a file written without the mark is what this test refuses."""
    assert [text for text in FORMULAS if LIVE.match(text)] == [text for text in FORMULAS if text != '"=1+1']


@pytest.fixture(scope="module")
def planted(whole: Whole) -> Whole:
    """Every formula as a reason and as a value in the log."""
    with whole.centre.db.write() as conn:
        for text in FORMULAS:
            log.record(whole.centre.db, conn, SYSTEM, Act(what="person.changed", object="person:1", before={"name": text}, after={"name": "An"}, why=text))
    return whole


def taken(whole: Whole, query: str = "", who: str = "administrator") -> Any:
    return whole.ask(who, f"/api/v1/audit.csv{query}")


def test_the_whole_log_leaves_with_no_live_cell_and_all_its_rows(planted: Whole) -> None:
    answer = taken(planted)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert re.fullmatch(r'attachment; filename="nhat-ky-\d{4}-\d\d-\d\d-\d{4}\.csv"', answer.headers["content-disposition"])
    assert answer.headers["cache-control"] == "no-store"
    head, *rows = opened(answer.body.decode("utf-8"))
    assert head[:4] == ["Dòng", "Lúc", "Loại", "Ai"]
    assert {len(row) for row in rows} == {len(head)}
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r\n＝＋－＠")]
    numbers = [int(row[0]) for row in rows]
    assert numbers == list(range(numbers[0], 0, -1)), "newest first, none left out"
    whys = {plain_cell(row[head.index("Lý do")]) for row in rows}
    assert set(FORMULAS) <= whys
    assert all(re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", row[1]) for row in rows)


def test_taking_it_is_a_row_of_it_with_the_question(planted: Whole) -> None:
    taken(planted, "?school=79000001&since=01/09/2026&until=30/09/2026")
    newest = audit.search(planted.centre, SYSTEM, Filters(act="audit.exported"), most=1)[0]
    assert newest.actor_name == "Thảo"
    assert newest.after is not None
    assert newest.after["school"] == "79000001"
    assert audit.verify(planted.centre).broken is None


def test_the_file_answers_the_question_of_the_page(planted: Whole) -> None:
    rows = opened(taken(planted, "?act=person.changed&text=An").body.decode())[1:]
    assert len(rows) == len(FORMULAS)
    assert {row[5] for row in rows} == {"person.changed"}
    assert opened(taken(planted, "?since=01/01/2199").body.decode())[1:] == []


@pytest.mark.parametrize("query", ["?since=31/02/2026", "?until=khi+n%C3%A0o", "?since=02/09/2026&until=01/09/2026"])
def test_a_day_that_is_none_is_said_before_a_byte_leaves(planted: Whole, query: str) -> None:
    before = audit.total(planted.centre, SYSTEM, Filters(act="audit.exported"))
    answer = taken(planted, query)
    assert answer.status == 400
    assert answer.json["code"] in {"since", "until"}
    assert audit.total(planted.centre, SYSTEM, Filters(act="audit.exported")) == before, "nothing left, nothing is written"


@pytest.mark.parametrize("query", ["?text=%27%20OR%20%271%27=%271%27%20--", "?text=%25_%25%5C", "?person=9999999999999", "?person=-1", "?object=%00", "?act=%3B%20DROP"])
def test_a_hostile_question_is_only_a_question(planted: Whole, query: str) -> None:
    answer = taken(planted, query)
    assert answer.status == 200
    assert answer.body.decode().startswith(BOM)


@pytest.mark.parametrize(("who", "status"), [("anonymous", 401), ("screen", 404), ("school_contact", 404), ("officer", 404), ("operator", 404), ("manager", 404), ("client", 404), ("half", 401)])
def test_nobody_else_finds_the_file(planted: Whole, who: str, status: int) -> None:
    answer = taken(planted, who=who)
    assert answer.status == status
    assert BOM.encode() not in answer.body
