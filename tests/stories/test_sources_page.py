"""Bình opens the sources page: what comes from where, what is late and why, and how the centre itself is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.source_list import source_list
from domain.errors import StoreDown
from domain.measurement import Status
from domain.person import EVERYTHING
from domain.source import SourceStatus
from services.desk import Desk
from services.drill import Drill
from services.incident_board import IncidentBoard
from services.ingest import Taken
from services.pulse import SourceState
from services.source_board import BARS, board, size
from services.source_board import bars as slots
from services.wall import Wall
from store.inspecting import Poll
from tests.promises.office import Office, stage
from tests.rig.clock import Clock

LABS = SourceState(key="labs", status="ok", name_vi="Kiểm kê phòng máy", name_en="Labs", every_s=60.0, needs=("url", "token"))


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def desk(office: Office) -> Desk:
    return Desk(centre=office.centre, scope=EVERYTHING, viewer=office.viewer, feed=office.feed, wall=Wall(office.viewer),
                incidents=IncidentBoard(office.viewer), drill=Drill(office.viewer))


def told(office: Office, *states: SourceState) -> Any:
    """The board after these states were committed, and the page's text."""
    office.clock.forward(5)
    office.beat()
    office.ingest.commit(states)
    office.settle()
    office.viewer.refresh()
    return board(desk(office))


def text(board: Any) -> str:
    """Every word of the page."""
    def words(node: Any) -> str:
        if node is None or isinstance(node, str | int | float):
            return str(node or "")
        children = node if isinstance(node, list | tuple) else [node.children] if hasattr(node, "children") else []
        return " ".join(words(child) for child in children)

    return words(source_list(board))


def poll(at: float, rows: int = 24, *, failed: bool = False) -> Poll:
    return Poll(finished_at=at, took_s=1.0, rows=rows, rejected=0, failed=failed)


def test_a_well_source_says_when_how_much_and_when_again(office: Office) -> None:
    now = office.clock()
    office.ingest.note_sweep("labs", now - 60, now - 59, Taken(rows=24), 1)
    office.ingest.note_sweep("labs", now - 1, now, Taken(rows=24), 1)
    made = told(office, replace(LABS, last_attempt_at=now, last_success_at=now, rows=24, rejected=1, took_s=1.0))
    line = made.sources[0]
    assert (line.status, line.next_at, line.rows, line.rejected) == (SourceStatus.OK, now + 60, 24, 1)
    assert [bar.rows for bar in line.bars] == [24, 24]
    said = text(made)
    for words in ("Kiểm kê phòng máy", "đang thu thập", "mỗi 1 phút", "1,00 s", "5 giây trước", "Dòng bị loại"):
        assert words in said, words


def test_a_failing_source_says_why_since_when_and_comes_first(office: Office) -> None:
    now = office.clock()
    failing = replace(LABS, status="failing", failing_since=now - 120, error_vi="Nguồn báo lỗi máy chủ", error_en="Server error",
                      error_code="server_error")
    well = replace(LABS, key="helpdesk", name_vi="Tổng đài hỗ trợ", last_success_at=now)
    said = text(told(office, well, failing))
    assert said.index("Kiểm kê phòng máy") < said.index("Tổng đài hỗ trợ")
    for words in ("Nguồn báo lỗi máy chủ", "mã server_error", "đã 2 phút", "1 đang lỗi"):
        assert words in said, words


def test_a_source_that_is_not_configured_says_how(office: Office) -> None:
    said = text(told(office, replace(LABS, status="off")))
    assert "SOURCE_LABS_URL=…\nSOURCE_LABS_TOKEN=…" in said
    assert "Số dòng" not in said, "what was never asked has no figures"


def test_a_silent_collector_leaves_no_source_looking_well(office: Office) -> None:
    told(office, replace(LABS, last_attempt_at=office.clock(), last_success_at=office.clock()))
    office.clock.forward(16)
    made = board(desk(office))
    assert made.sources[0].status is SourceStatus.LATE
    assert made.sources[0].next_at is None, "nobody will ask"
    collector = next(part for part in made.parts if part.key == "collector")
    assert collector.status is Status.BAD
    assert "Bộ thu thập ngừng" in text(made)


def test_before_the_first_collector_the_page_says_what_to_do(office: Office) -> None:
    said = text(board(desk(office)))
    assert "./run.sh collect" in said
    assert "Chưa ghi nhận khoảng trống nào" in said


def test_a_database_that_is_away_is_said_and_the_rest_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told(office, replace(LABS, last_success_at=office.clock()))

    def away(_: object) -> Any:
        raise StoreDown("vắng mặt", "away")

    monkeypatch.setattr(type(office.centre.db), "read", away)
    made = board(desk(office))
    assert not made.past_known
    assert next(part for part in made.parts if part.key == "database").status is Status.BAD
    assert "Kiểm kê phòng máy" in text(made)


def test_gaps_say_from_when_to_when_and_why(office: Office) -> None:
    office.ingest.scribe.add_gap(office.clock() - 600, office.clock() - 300, "stopped")
    said = text(told(office, LABS))
    assert "5 phút" in said
    assert "bộ thu thập ngừng" in said


def test_a_slot_in_which_nothing_came_is_there_and_empty() -> None:
    made = slots([poll(0), poll(61, 12), poll(240, failed=True)], 60, 260)
    assert [bar.rows for bar in made] == [24, 12, None, None, None]
    assert [bar.share for bar in made[:2]] == [1.0, 0.5]
    assert slots([], 60, 0) == ()
    assert slots([poll(0)], 0, 100) == (), "a stream has no slots"
    assert len(slots([poll(0), poll(1e9)], 60, 1e9)) == BARS, "a year of absence is still one picture"


@pytest.mark.parametrize(("count", "said"), [(None, "–"), (9_500_000, "9,5 MB"), (2_400_000_000, "2,4 GB")])
def test_sizes_are_for_people(count: int | None, said: str) -> None:
    assert size(count) == said


def test_a_poll_that_failed_leaves_a_row_with_its_code_and_an_empty_bar(office: Office) -> None:
    now = office.clock()
    office.ingest.note_sweep("labs", now - 61, now - 60, Taken(rows=24), 0)
    office.ingest.note_sweep("labs", now - 1, now, Taken(), 0, "timeout")
    made = told(office, replace(LABS, status="failing", last_attempt_at=now))
    assert [bar.rows for bar in made.sources[0].bars] == [24, None]
    assert office.rows("SELECT error FROM sweeps ORDER BY finished_at") == [(None,), ("timeout",)]
