"""Lan takes the call list with her as a file: numbers keep their zero, no cell is a formula, of others' schools there is nothing."""

import csv
import io

import pytest
import sqlalchemy as sa

from api import calls
from api.calls import _body
from domain.cells import BOM
from domain.errors import NotFound
from domain.person import Part, Role
from domain.wording import Words
from services import respond
from services.acting import act_as
from services.desk import desk, sit
from store import incidents
from tests.gate.conftest import gatehouse  # noqa: F401  (a fixture)
from tests.gate.gatehouse import EVERYWHERE, Gatehouse
from tests.promises.office import code


def opened(house: Gatehouse, *numbers: int) -> int:
    with house.centre.db.write() as conn:
        conn.execute(sa.text("UPDATE schools SET phone = '02838221' || substr(code, 6)"))
        conn.execute(sa.text("UPDATE schools SET name = '=HYPERLINK(1)' WHERE code = :code"), {"code": code(1)})
        made = incidents.open_incident(
            house.centre.db, conn, kind="wide", rule="connectivity", subject="area:79/viettel", severity="high", area="79",
            says=Words("Mất mạng", "Down"), started_at=house.clock(), at=house.clock(), members=[code(n) for n in numbers])
    assert made is not None
    sit(house.centre)
    return made


def lines(house: Gatehouse, who: str, number: int, *parts: Part) -> list[list[str]]:
    actor = house.actor(house.person(who, Role.OFFICER if parts else Role.OPERATOR, parts or EVERYWHERE))
    with act_as(actor):
        body = _body(desk(), number)
    assert body.startswith(BOM)
    return list(csv.reader(io.StringIO(body.removeprefix(BOM))))


def check(house: Gatehouse) -> None:
    number = opened(house, 0, 1, 8)
    ha = house.actor(house.person("Hà", Role.OPERATOR, EVERYWHERE))
    respond.called(house.centre, ha, number, school=code(0), result="Đã có điện")
    head, *rows = lines(house, "Minh", number)
    assert head[:4] == ["Gọi cho", "Mã trường", "Địa bàn", "Điện thoại"]
    assert rows[0][:4] == ["Viettel", "", "", "1800 8119"]
    mine = {row[1]: row for row in rows}
    assert mine[code(0)][3] == "028 3822 1001"
    assert mine[code(0)][5:] == ["Đã có điện", mine[code(0)][6], "Hà"]
    assert mine[code(1)][0] == "'=HYPERLINK(1)"
    assert {row[1] for row in lines(house, "Lan", number, Part(area="760"))[1:]} == {"", code(0), code(1)}
    with pytest.raises(NotFound):
        lines(house, "Bình", number, Part(area="787"))


def test_a_call_list_as_a_file(gatehouse: Gatehouse) -> None:  # noqa: F811
    check(gatehouse)


def test_mutant_that_writes_cells_as_they_are_is_caught(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(calls, "csv_line", lambda cells: ",".join(f'"{cell}"' for cell in cells) + "\r\n")
    with pytest.raises(AssertionError):
        check(gatehouse)
