"""The people page's own: who is shown, and what can be asked for."""

from dash.development.base_component import Component

from components.admin_frame import ONCE, secret_line
from components.admin_people import person_sheet
from domain.admin_view import PeopleList, PersonLine, PersonState
from domain.given_names import reader_name
from domain.person import PERSON_ROLES, SECOND_FACTOR
from domain.wording import Words, number
from pages._admin_reach import parts_of, place_names
from pages._admin_wish import Acts, Done, Wish
from services import accounts, granting, people
from services.accounts import Welcome
from services.acting import acting
from services.audit_telling import Names
from services.desk import desk
from services.people import PersonRow
from services.sessions import today

MOST = 50  # rows drawn; the search finds the others
CREATED = Words("Đã tạo tài khoản của {name}. Hãy gửi đường dẫn dưới đây cho người đó; dùng được trong 72 giờ.",
                "{name} has an account. Send this link; it works for 72 hours.")
NEW_ENTRY = Words("Đã cấp lối vào mới; mật khẩu cũ không dùng được nữa. Đường dẫn dùng được trong 72 giờ.",
                  "A new entry; the old password is void. The link works for 72 hours.")
LINK = Words("Đường dẫn vào lần đầu", "Link for the first entry")
CHANGED = Words("Đã lưu thay đổi.", "Saved.")
DISABLED = Words("Đã khoá tài khoản; mọi phiên đã kết thúc.", "Disabled; every session has ended.")
ENABLED = Words("Đã mở khoá tài khoản.", "Enabled.")
ENDED = Words("Đã kết thúc {n} phiên.", "{n} sessions ended.")
GIVEN = Words("Đã giao phạm vi; có hiệu lực từ yêu cầu kế tiếp.", "Given; it acts on the next request.")
TAKEN = Words("Đã thu hồi phạm vi; có hiệu lực từ yêu cầu kế tiếp.", "Taken back; it acts on the next request.")
HANDED = Words("Đã bàn giao; người nhận thấy phạm vi này trong những ngày đã chọn.", "Cover is arranged.")
NO_TAKER = Words("Hãy chọn người nhận.", "Choose who covers.")


def found(query: str, role: str) -> PeopleList:
    """Who fits the words and the role; roles are counted before the role is looked at."""
    centre, actor, called = desk().centre, acting(), place_names(desk())
    rows = people.listing(centre, actor, query)
    counts = [("", len(rows)), *((r.value, sum(row.role is r for row in rows)) for r in PERSON_ROLES)]
    wanted = [row for row in rows if role in ("", row.role.value)]
    return PeopleList(lines=tuple(_line(row, called) for row in wanted[:MOST]), more=max(0, len(wanted) - MOST),
                      counts=tuple(counts), now=centre.clock())


def _line(row: PersonRow, called: Names) -> PersonLine:
    state = PersonState.DISABLED if row.disabled_at is not None else (
        PersonState.ACTIVE if row.can_enter else PersonState.WAITING)
    return PersonLine(
        id=row.id, login=row.login, name=row.name, role=row.role, state=state,
        parts=parts_of(row.grants, called, today(desk().centre)), second_since=row.second_factor_since,
        second_needed=row.role in SECOND_FACTOR and not row.demo, seen_at=row.seen_at, created_at=row.created_at,
        demo=row.demo, one_click=row.demo and row.can_enter and not row.has_password, sessions=row.live_sessions,
        self=row.id == acting().id,
    )


def sheet(person_id: int) -> Component:
    """One person, and whom cover can be arranged with. Raises NotFound."""
    centre, actor = desk().centre, acting()
    row = people.person(centre, actor, person_id)
    others = [(one.id, f"{reader_name(one.name)} · {one.role.words.text}") for one in people.listing(centre, actor)
              if one.id != person_id and one.disabled_at is None and one.demo == row.demo]
    return person_sheet(_line(row, place_names(desk())), others, centre.clock())


def _link(welcome: Welcome) -> Component:
    """Where the browser stands now, unless the centre has an address of its own.

    The code stands behind "#": that part never leaves the browser, so that no proxy's log keeps it.
    """
    base = desk().centre.door.public_url.rstrip("/") or "{origin}"
    return secret_line(Words(f"{LINK.vi}. {ONCE.vi}", f"{LINK.en}. {ONCE.en}"), "",
                       origin=f"{base}/welcome#code={welcome.code}")


def _create(wish: Wish) -> Done:
    welcome = accounts.create(
        desk().centre, acting(), login=wish.text("login"), name=wish.text("name"), role=wish.role(),
        parts=wish.parts(), since=wish.day("since"), until=wish.day("until"))
    return Done(words=_with(CREATED, name=wish.text("name")), then=f"new=&person={welcome.person_id}",
                secret=_link(welcome))


def _change(wish: Wish) -> Done:
    accounts.change(desk().centre, acting(), wish.ident(), name=wish.text("name"), role=wish.role(),
                    login=wish.text("login"))
    return Done(words=CHANGED)


def _disable(wish: Wish) -> Done:
    accounts.disable(desk().centre, acting(), wish.ident())
    return Done(words=DISABLED)


def _enable(wish: Wish) -> Done:
    accounts.enable(desk().centre, acting(), wish.ident())
    return Done(words=ENABLED)


def _reset(wish: Wish) -> Done:
    return Done(words=NEW_ENTRY, secret=_link(accounts.reset(desk().centre, acting(), wish.ident())))


def _end_sessions(wish: Wish) -> Done:
    return Done(words=_with(ENDED, n=number(accounts.end_sessions(desk().centre, acting(), wish.ident()))))


def _give(wish: Wish) -> Done:
    granting.give(desk().centre, acting(), holder_id=wish.ident(), parts=wish.parts(), since=wish.day("since"),
                  until=wish.day("until"))
    return Done(words=GIVEN)


def _take_back(wish: Wish) -> Done:
    granting.take_back(desk().centre, acting(), wish.numbers("grants"))
    return Done(words=TAKEN)


def _hand_over(wish: Wish) -> Done:
    since, until = wish.needed_day("since"), wish.needed_day("until")
    to = wish.ident("to", empty=NO_TAKER)
    granting.delegate(desk().centre, acting(), from_id=wish.ident(), to_id=to, since=since, until=until,
                      why=wish.text("why"))
    return Done(words=HANDED)


def _with(words: Words, **values: str) -> Words:
    return Words(words.vi.format(**values), words.en.format(**values))


ACTS: Acts = {"create": _create, "change": _change, "disable": _disable, "enable": _enable, "reset": _reset,
              "end_sessions": _end_sessions, "give": _give, "take_back": _take_back, "hand_over": _hand_over}
