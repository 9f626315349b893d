"""What the page of notices shows, and what can be asked for there."""

from dash.development.base_component import Component

from components.notices import way_sheet
from domain.errors import NotFound
from domain.notice import Wants
from domain.notice_view import NoticeBoard
from domain.wording import Words
from pages._admin_wish import Acts, Done, Wish
from services import ways
from services.acting import acting
from services.desk import desk

ABSENT = Words("Không tìm thấy kênh này.", "No such way.")
ADDED = Words("Đã thêm kênh. Hãy gửi thử để biết tin có đến không.", "Added. Send a trial to see that it arrives.")
TRIED = Words("Đã gửi thử: hãy xem tin có đến không.", "Sent: look whether it arrived.")
FIRST = Words("Kênh này được thử trước tiên.", "This way is tried first.")
GONE = Words("Đã gỡ kênh.", "Removed.")
SAVED = Words("Đã lưu.", "Saved.")


def board() -> NoticeBoard:
    """One's own."""
    return ways.board(desk().centre, acting())


def sheet(way_id: int) -> Component:
    """The sheet of one way. Raises NotFound."""
    for line in board().ways:
        if line.id == way_id:
            return way_sheet(line)
    raise NotFound(*ABSENT)


def _add(wish: Wish) -> Done:
    made = ways.add(desk().centre, acting(), wish.text("channel"), wish.text("target"))
    return Done(words=ADDED, then=f"new=&way={made}")


def _try(wish: Wish) -> Done:
    ways.send_trial(desk().centre, acting(), wish.ident())
    return Done(words=TRIED)


def _first(wish: Wish) -> Done:
    ways.put_first(desk().centre, acting(), wish.ident())
    return Done(words=FIRST)


def _remove(wish: Wish) -> Done:
    ways.remove(desk().centre, acting(), wish.ident())
    return Done(words=GONE, then="way=")


def _wants(wish: Wish) -> Done:
    digest = wish.ident("digest_min") if wish.text("digest_min") else 0
    ways.choose(desk().centre, acting(), Wants(
        least=wish.text("least"), quiet_from=wish.text("quiet_from"), quiet_to=wish.text("quiet_to"),
        digest_min=digest))
    return Done(words=SAVED)


ACTS: Acts = {"add": _add, "try": _try, "first": _first, "remove": _remove, "wants": _wants}
