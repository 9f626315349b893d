"""The people page: the list, one person's sheet, and the form for a new one."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin_frame import MORE, button, field, form, go, select, submit, text
from components.admin_scope import (
    areas_field,
    days_fields,
    kinds_field,
    reach_line,
    reach_rows,
    school_field,
)
from components.school_map import attrs, mark
from domain.admin_view import PeopleList, PersonLine, PersonState
from domain.given_names import reader_name
from domain.measurement import Status
from domain.person import PERSON_ROLES, Role
from domain.wording import Words, ago, number, stamp

TITLE = Words("Người dùng", "People")
ABOUT = Words("Ai vào được trung tâm, với vai trò gì, trên địa bàn nào.", "Who may enter, as what, and how far.")
NEW = Words("Thêm người", "Add a person")
FIND = Words("Tìm theo tên hoặc tên đăng nhập", "Find by name or login")
ALL = Words("Tất cả", "All")
ROLES_NAME = Words("Lọc theo vai trò", "Filter by role")
HEADS = (Words("Người", "Person"), Words("Vai trò", "Role"), Words("Phạm vi", "Reach"),
         Words("Lớp xác thực thứ hai", "Second factor"), Words("Lần cuối", "Last seen"), Words("Trạng thái", "State"))
NOBODY = Words("Không tìm thấy ai khớp với điều kiện tìm.", "Nobody fits the search.")
NEVER = Words("chưa vào lần nào", "never")
SECOND_ON, SECOND_OFF = Words("đã bật", "on"), Words("chưa bật, vai trò này bắt buộc", "missing, the role demands it")
SECOND_NONE = Words("không bắt buộc", "not demanded")
DEMO, YOU = Words("vai mô phỏng", "simulated role"), Words("là bạn", "you")
ACCOUNT, REACH = Words("Tài khoản", "Account"), Words("Phạm vi", "Reach")
NAME, LOGIN, ROLE = Words("Họ và tên", "Name"), Words("Tên đăng nhập", "Login"), Words("Vai trò", "Role")
NAME_LIKE, LOGIN_LIKE = Words("Nguyễn Thị Lan", "Nguyen Thi Lan"), Words("lan.nt", "lan.nt")
LOGIN_HINT = Words("Chữ không dấu, chữ số và . _ - @", "Letters a–z, figures and . _ - @")
SAVE, CREATE = Words("Lưu thay đổi", "Save"), Words("Tạo và lấy đường dẫn vào", "Create and get the link")
SURE_ROLE = Words("Lưu thay đổi của {name}? Đổi vai trò hoặc tên đăng nhập sẽ kết thúc mọi phiên đang mở.",
                  "Save for {name}? Another role or login ends every open session.")
ENTRY = Words("Lối vào", "Entry")
RESET = Words("Cấp lại lối vào", "Give a new entry")
SURE_RESET = Words("Cấp lối vào mới cho {name}? Mật khẩu và lớp xác thực thứ hai hiện có bị bỏ, mọi phiên kết thúc.",
                   "A new entry for {name}? Password and second factor are void, every session ends.")
END = Words("Kết thúc mọi phiên", "End all sessions")
SURE_END = Words("Kết thúc {n} phiên đang mở của {name}? Người này phải đăng nhập lại ở mọi nơi.",
                 "End {n} open sessions of {name}?")
DISABLE, ENABLE = Words("Khoá tài khoản", "Disable"), Words("Mở khoá tài khoản", "Enable")
SURE_DISABLE = Words("Khoá tài khoản của {name}? Mọi phiên kết thúc ngay và người này không vào được nữa.",
                     "Disable {name}? Every session ends now.")
WHAT_CHANGED = Words("Xem những gì đã thay đổi", "See what changed")
WHAT_DONE = Words("Xem việc người này đã làm", "See what this person did")
SINCE, SEEN, SESSIONS = Words("Tạo lúc", "Created"), Words("Lần cuối", "Last seen"), Words("Phiên đang mở", "Sessions")
SECOND = Words("Lớp xác thực thứ hai", "Second factor")
ADD = Words("Thêm phạm vi", "Add a reach")
GIVE = Words("Giao phạm vi này", "Give this reach")
HAND = Words("Bàn giao khi nghỉ", "Leave cover")
HAND_ABOUT = Words("Người nhận thấy đúng những gì người giao thấy, chỉ trong những ngày này.",
                   "Whoever covers sees what the other one sees, on these days only.")
FROM_WHOM, TO_WHOM = Words("Người giao", "From"), Words("Người nhận", "To")
CHOOSE = Words("Chọn người…", "Choose…")
WHY = Words("Lý do", "Reason")
WHY_LIKE = Words("nghỉ phép, đi công tác…", "leave, business trip…")
HAND_DO = Words("Bàn giao", "Hand over")
ABSENT = Words("Không tìm thấy người này.", "No such person.")


def people_tools(query: str) -> list[Component]:
    """Search and the button for a new person."""
    find = html.Div([html.I(className="icon i-search"), text("q", query, placeholder=FIND.text)],
                    className="search admin-search", **attrs(data_q="q"))
    return [find, go([html.I(className="icon i-plus"), NEW.text], "new=1", className="button primary")]


def people_list(people: PeopleList, role: str) -> Component:
    """Roles with their counts, then everybody who was found."""
    words = {"": ALL.text, **{r.value: r.words.text for r in PERSON_ROLES}}
    chips = [html.Button([words[key], html.Span(number(n), className="count num")], type="button", className="choice",
                         **attrs(data_go=f"role={key}", aria_pressed="true" if key == role else "false"))
             for key, n in people.counts]
    roles = html.Div(chips, className="choices", role="group", **attrs(aria_label=ROLES_NAME.text))
    if not people.lines:
        return html.Div([roles, html.P(NOBODY.text, className="card empty")], className="admin-list")
    head = html.Thead(html.Tr([html.Th(words.text, scope="col") for words in HEADS]))
    table = html.Table([head, html.Tbody([_row(line, people.now) for line in people.lines])],
                       className="table admin-table people-table")
    more = [html.P(MORE.text.format(n=number(people.more)), className="quiet")] if people.more else []
    return html.Div([roles, html.Div(table, className="card table-wrap"), *more], className="admin-list")


def _row(line: PersonLine, now: float) -> Component:
    tags = [html.Span(DEMO.text, className="tag")] if line.demo else []
    tags += [html.Span(YOU.text, className="tag")] if line.self else []
    name = go(reader_name(line.name), f"person={line.id}", className="row-name")
    who = html.Div([html.Div([name, *tags], className="row-title"),
                    html.Span(line.login, className="dim")])
    seen = html.Span(ago(now - line.seen_at), title=stamp(line.seen_at)) if line.seen_at else html.Span(
        NEVER.text, className="dim")
    cells: list[Any] = [who, line.role.words.text, reach_line(line.parts), _second(line), seen, _state(line)]
    return html.Tr([html.Td(cell, **attrs(data_label=words.text)) for words, cell in zip(HEADS, cells, strict=True)],
                   className=f"row is-{line.state}", **attrs(data_go=f"person={line.id}", data_person=str(line.id)))


def _state(line: PersonLine) -> Component:
    return html.Span([mark(line.state.tone), line.state.words.text], className=f"pill {line.state.tone}")


def _second(line: PersonLine) -> Component:
    if line.second_since is not None:
        return html.Span(SECOND_ON.text, title=stamp(line.second_since))
    if line.second_needed:
        return html.Span([mark(Status.WATCH), " ", SECOND_OFF.text], className="tone watch")
    return html.Span(SECOND_NONE.text, className="dim")


def person_sheet(line: PersonLine, others: Sequence[tuple[int, str]], now: float) -> Component:
    """One person: account left, reach right. `others`: whom cover can be arranged with."""
    head = html.Header([html.H2(reader_name(line.name), tabIndex=-1), html.Div([_state(line), html.Span(
        f"{line.role.words.text} · {line.login}", className="dim")], className="pill-row")], className="sheet-head")
    left = html.Div([_facts(line, now), _account(line), _entry(line)], className="sheet-side")
    reach = html.Section([html.H3(REACH.text), reach_rows(line.parts, line.name, "take_back", {"id": line.id})])
    right = html.Div([reach, _more_reach(line), _cover(line, others)], className="sheet-main")
    return html.Div([head, html.Div([left, right], className="sheet-columns")], className="sheet-body",
                    **attrs(data_enter=str(line.id)))


def _facts(line: PersonLine, now: float) -> Component:
    seen = f"{stamp(line.seen_at)} ({ago(now - line.seen_at)})" if line.seen_at else NEVER.text
    rows: list[tuple[Words, Any]] = [(SEEN, seen), (SESSIONS, number(line.sessions)), (SECOND, _second(line)),
                                     (SINCE, stamp(line.created_at))]
    links = html.P([html.A(WHAT_CHANGED.text, href=f"/admin/audit?object=person:{line.id}"), " · ",
                    html.A(WHAT_DONE.text, href=f"/admin/audit?person={line.id}")], className="sheet-links")
    return html.Div([html.Dl([html.Div([html.Dt(words.text), html.Dd(value, className="num")]) for words,
                              value in rows],
                             className="fact-list"), links])


def _account(line: PersonLine) -> Component:
    roles = [(role.value, role.words.text) for role in PERSON_ROLES]
    fields = [field(NAME, "name", text("name", line.name)), field(LOGIN, "login", text("login", line.login)),
              field(ROLE, "role", select("role", roles, line.role.value)), submit(SAVE, "")]
    return html.Section([html.H3(ACCOUNT.text), form("change", fields, {"id": line.id}, verb=SAVE,
                                                   sure=SURE_ROLE.text.format(name=line.name))])


def _entry(line: PersonLine) -> Component:
    who = {"id": line.id}
    if line.state is PersonState.DISABLED:
        acts = [button("enable", ENABLE, who)]
    else:
        acts = [] if line.one_click else [button("reset", RESET, who, sure=SURE_RESET.text.format(name=line.name))]
        if line.sessions:
            asks = SURE_END.text.format(n=number(line.sessions), name=line.name)
            acts.append(button("end_sessions", END, who, sure=asks))
        acts.append(button("disable", DISABLE, who, sure=SURE_DISABLE.text.format(name=line.name),
                           className="danger-text"))
    return html.Section([html.H3(ENTRY.text), html.Div(acts, className="acts")])


def _more_reach(line: PersonLine) -> Component:
    what = [school_field()] if line.role is Role.SCHOOL_CONTACT else [areas_field(), kinds_field()]
    inside = form("give", [*what, days_fields(), submit(GIVE, "")], {"id": line.id})
    return html.Details([html.Summary([html.I(className="icon i-plus"), ADD.text]), inside], className="fold")


def _cover(line: PersonLine, others: Sequence[tuple[int, str]]) -> Component:
    people = [("", CHOOSE.text), *((str(i), name) for i, name in others)]
    fields = [html.P(HAND_ABOUT.text, className="quiet"), field(TO_WHOM, "to", select("to", people)),
              days_fields(needed=True), field(WHY, "why", text("why", placeholder=WHY_LIKE.text)), submit(HAND_DO, "")]
    face = html.Summary([html.I(className="icon i-users"), HAND.text])
    return html.Details([face, form("hand_over", fields, {"id": line.id})], className="fold")


def new_person() -> Component:
    """Name, login, role and a first reach; which reach is asked for depends on the role (assets/admin_role.js)."""
    roles = [(role.value, role.words.text) for role in PERSON_ROLES]
    left = html.Div([field(NAME, "name", text("name", placeholder=NAME_LIKE.text, first=True)),
                     field(LOGIN, "login", text("login", placeholder=LOGIN_LIKE.text), hint=LOGIN_HINT),
                     field(ROLE, "role", select("role", roles, Role.OFFICER.value))], className="sheet-side")
    area = html.Div([areas_field(), kinds_field()], className="field-group",
                    **attrs(data_unless_role=Role.SCHOOL_CONTACT.value))
    school = html.Div(school_field(), className="field-group", hidden=True,
                      **attrs(data_when_role=Role.SCHOOL_CONTACT.value))
    right = html.Div([html.H3(REACH.text), area, school, days_fields()], className="sheet-main")
    return html.Div([html.Header(html.H2(NEW.text, tabIndex=-1), className="sheet-head"),
                     form("create", [html.Div([left, right], className="sheet-columns"), html.Div(
                         submit(CREATE), className="sheet-foot")], className="role-form")],
                    className="sheet-body", **attrs(data_enter="new"))
