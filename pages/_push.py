"""What the page of pushed figures shows, and what can be asked for there."""

from dash.development.base_component import Component

from components.push_page import held_sheet, new_sender, push_board, sender_sheet, token_lines
from domain.errors import BadInput, NotFound
from domain.person import Permission
from domain.wording import Words
from pages._admin_wish import UNREAD, Acts, Done, Wish, number
from services import push_board as boards
from services import push_senders
from services.acting import acting
from services.desk import desk

MADE = Words("Đã thêm bên gửi. Khoá chỉ hiện một lần: hãy chép lại trước khi đóng.",
             "The sender is made. Its key is shown once: copy it before you close this.")
GONE = Words("Đã thu hồi.", "Revoked.")
RELEASED = Words("Đã cho đọc lại {n} dòng; bộ thu thập đọc trong vài giây.", "{n} rows are read again within seconds.")
DROPPED = Words("Đã bỏ {n} dòng; hồ sơ vẫn giữ.", "{n} rows are dropped and stay on record.")
ABSENT = Words("Không tìm thấy bên gửi này.", "No such sender.")


def whole() -> Component:
    """Everything the person may know of."""
    return push_board(boards.board(desk(), acting()))


def sheet(at: dict[str, str]) -> Component | None:
    """What the URL opens; None = nothing. Raises NotFound."""
    may_act = acting().may(Permission.SETTINGS)
    if (batch := number(at, "batch")) is not None:
        return held_sheet(boards.evidence(desk(), acting(), batch, at.get("reason", "")), may_act=may_act)
    if (sender := number(at, "sender")) is not None:
        for line in boards.board(desk(), acting()).senders:
            if line.id == sender:
                return sender_sheet(line, may_act=may_act)
        raise NotFound(*ABSENT)
    return new_sender(push_senders.sources(desk().centre, boards.names(desk()))) if at.get("new") and may_act else None


def _make(wish: Wish) -> Done:
    source = wish.text("source")
    made = push_senders.make(desk().centre, acting(), name=wish.text("name"), source=source, school=wish.text("school"))
    return Done(words=MADE, then=f"new=&sender={made.id}", secret=token_lines(made.id, source, made.token))


def _revoke(wish: Wish) -> Done:
    push_senders.revoke(desk().centre, acting(), wish.ident())
    return Done(words=GONE)


def _decide(wish: Wish) -> Done:
    if (word := wish.text("word")) not in ("release", "drop"):
        raise BadInput(*UNREAD, code="word")
    release = word == "release"
    words = RELEASED if release else DROPPED
    count = boards.decide(desk().centre, acting(), wish.ident("batch"), wish.text("reason"), release=release,
                          why=wish.text("why"))
    return Done(words=Words(words.vi.format(n=count), words.en.format(n=count)), then="batch=&reason=")


ACTS: Acts = {"make": _make, "revoke": _revoke, "decide": _decide}
