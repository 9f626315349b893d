"""`./run.sh snapshot`: freeze, and write every paper of it into a folder; each by a process of its own."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from domain.errors import BadInput
from domain.person import SYSTEM, Part
from domain.school import KINDS, SchoolKind
from domain.snapshot import Template
from services import papers, snapshots
from services._paper_child import make
from services._snapshot_when import COMPARED, read_moment
from services.centre import Centre
from services.snapshots import Wish


def arguments(parser: ArgumentParser) -> None:
    """What may stand behind the verb."""
    parser.add_argument("--template", required=True, choices=[one.value for one in Template], help="mẫu (template)")
    parser.add_argument("--out", required=True, type=Path, help="thư mục nhận giấy tờ (folder for the papers)")
    parser.add_argument("--area", action="append", default=[], help="mã địa bàn; bỏ trống = cả tỉnh (areas)")
    parser.add_argument("--school", action="append", default=[], help="mã trường (single schools)")
    parser.add_argument("--kinds", default=[], nargs="+", choices=[kind.value for kind in KINDS], metavar="KIND")
    parser.add_argument("--at", help="lúc đã qua, như 2026-11-20T14:05, giờ Việt Nam (a past moment, local)")
    parser.add_argument("--begins", help="kỳ: từ lúc (a period, from)")
    parser.add_argument("--ends", help="kỳ: đến lúc (until)")
    parser.add_argument("--compared", default="", choices=COMPARED, help="so với (compared with)")
    parser.add_argument("--visitors", action="store_true", help="không có tên người (without names)")
    parser.add_argument("--paper", action="append", default=[], choices=list(papers.kinds()),
                        help="chỉ loại này; bỏ trống = mọi loại (only this kind)")


def write(centre: Centre, given: Namespace) -> Iterator[str]:
    """One line for the snapshot and one for each file. Raises what `snapshots.take` raises, and NotMade."""
    try:
        given.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"Không tạo được thư mục {given.out}: {error.strerror}.",
                       f"Cannot make the folder {given.out}: {error.strerror}.") from error
    made = snapshots.take(centre, SYSTEM, wish_of(given))
    body = made.body
    yield f"{made.id}  sha256 {snapshots.digest(body)}  {made.title}"
    for mark in made.marks:
        yield f"LƯU Ý  {mark}"
    for key in given.paper or papers.kinds():
        path = given.out / f"{made.id}.{key}"
        path.write_bytes(body if key == "json" else make([key], body))
        yield str(path)


def wish_of(given: Namespace) -> Wish:
    """What the words ask for. Raises BadInput."""
    kinds = frozenset(SchoolKind(kind) for kind in given.kinds)
    parts = [Part(school=code) for code in given.school] + [Part(area=code, kinds=kinds) for code in given.area]
    return Wish(
        template=Template(given.template), parts=tuple(parts or ([Part(kinds=kinds)] if kinds else [])),
        at=read_moment(given.at, "at"), begins=read_moment(given.begins, "begins"),
        ends=read_moment(given.ends, "ends"), compared=given.compared, visitors=given.visitors)
