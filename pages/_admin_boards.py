"""What the pages of screens and keys show, and what can be asked for there."""

from dash.development.base_component import Component

from components.admin_keys import token_lines
from components.admin_screens import screen_sheet
from domain.admin_view import KeyBoard, KeyLine, ScreenBoard, ScreenLine, WaitingScreen
from domain.errors import NotFound
from domain.person import Part
from domain.wording import Words
from pages._admin_reach import place_names, plain_parts
from pages._admin_wish import Acts, Done, Wish
from services import keys, pairing
from services.acting import acting
from services.audit_telling import Names
from services.desk import desk
from services.ground import ground
from services.keys import KeyRow
from services.pairing import Screen
from services.sessions import today
from services.showing import SCREEN_PAGES

ABSENT_SCREEN = Words("Không tìm thấy màn hình này.", "No such screen.")
ABSENT_KEY = Words("Không tìm thấy khoá này.", "No such key.")
PAIRED = Words("Đã nhận màn hình; trong vài giây màn hình sẽ tự chiếu.", "Accepted; the screen shows within seconds.")
CHANGED = Words("Đã lưu thay đổi.", "Saved.")
SENT = Words("Màn hình chuyển trang ở nhịp kế tiếp.", "The screen goes there with its next beat.")
CUT = Words("Đã ngắt màn hình.", "Revoked.")
REACHES = Words("Đã đổi phạm vi; có hiệu lực từ yêu cầu kế tiếp.", "Another reach, from the next request on.")
MADE = Words("Đã tạo khoá. Khoá chỉ hiện một lần: hãy chép lại trước khi đóng.",
             "The key is made. It is shown once: copy it before you close this.")
KEY_GONE = Words("Đã thu hồi khoá.", "Revoked.")


def screens() -> ScreenBoard:
    """Those that wait."""
    centre = desk().centre
    waits = pairing.waiting(centre, acting())
    return ScreenBoard(
        waiting=tuple(WaitingScreen(code=f"{one.code[:4]}-{one.code[4:]}", address=one.address,
                                    created_at=one.created_at, expires_at=one.expires_at) for one in waits),
        now=centre.clock(),
    )


def _screen(row: Screen, called: Names) -> ScreenLine:
    one, day = row.screen, today(desk().centre)
    return ScreenLine(
        id=one.id, name=one.name, parts=plain_parts(row.parts, called, day, day), seen_at=one.seen_at,
        created_at=one.created_at, page=one.page, version=one.version, frame_age_s=one.frame_age_s,
        revoked_at=one.revoked_at,
    )


def one_screen(screen_id: int) -> Component:
    """The sheet of one screen. Raises NotFound."""
    for row in pairing.listing(desk().centre, acting()):
        if row.screen.id == screen_id:
            pages = tuple((path, words.text) for path, (_, words) in SCREEN_PAGES.items())
            return screen_sheet(_screen(row, place_names(desk())), pages, row.screen.wanted, desk().centre.clock())
    raise NotFound(*ABSENT_SCREEN)


def _accept(wish: Wish) -> Done:
    made = pairing.accept(desk().centre, acting(), wish.text("code"), wish.text("name"), wish.parts())
    return Done(words=PAIRED, then=f"accept=&screen={made}")


def _rename(wish: Wish) -> Done:
    pairing.rename(desk().centre, acting(), wish.ident(), wish.text("name"))
    return Done(words=CHANGED)


def _send(wish: Wish) -> Done:
    pairing.want_page(desk().centre, acting(), wish.ident(), wish.text("page"))
    return Done(words=SENT)


def _reach(wish: Wish) -> Done:
    pairing.reach(desk().centre, acting(), wish.ident(), wish.parts())
    return Done(words=REACHES)


def _cut(wish: Wish) -> Done:
    pairing.revoke(desk().centre, acting(), wish.ident())
    return Done(words=CUT)


SCREEN_ACTS: Acts = {"accept": _accept, "rename": _rename, "send": _send, "reach": _reach, "revoke": _cut}


def key_list() -> KeyBoard:
    """Every key ever made."""
    called = place_names(desk())
    rows = keys.listing(desk().centre, acting())
    return KeyBoard(keys=tuple(_key(row, called) for row in rows), now=desk().centre.clock())


def _key(row: KeyRow, called: Names) -> KeyLine:
    one, day = row.key, today(desk().centre)
    return KeyLine(id=one.id, name=one.name, role=one.role, parts=plain_parts(row.parts, called, day, day),
                   hint=one.hint, maker=one.created_by_name, created_at=one.created_at, expires_at=one.expires_at,
                   used_at=one.used_at, revoked_at=one.revoked_at)


def one_key(key_id: int) -> KeyLine:
    """One key. Raises NotFound."""
    for line in key_list().keys:
        if line.id == key_id:
            return line
    raise NotFound(*ABSENT_KEY)


def _make(wish: Wish) -> Done:
    parts = wish.parts()
    made = keys.make(desk().centre, acting(), name=wish.text("name"), role=wish.role(), parts=parts,
                     days=wish.ident("days") if wish.text("days") else None)
    return Done(words=MADE, then=f"new=&key={made.id}", secret=token_lines(made.token, _example_area(parts)))


def _example_area(parts: tuple[Part, ...]) -> str:
    """An area the key really reaches, so that the example answers."""
    return next((part.area for part in parts if part.area), ground(desk()).area)


def _revoke(wish: Wish) -> Done:
    keys.revoke(desk().centre, acting(), wish.ident())
    return Done(words=KEY_GONE)


KEY_ACTS: Acts = {"make": _make, "revoke": _revoke}
