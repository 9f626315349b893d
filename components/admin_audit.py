"""The audit page: the ready question on top, the search, the rows with what changed, and whether the log is whole."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.admin_frame import field, go, select, submit, text
from components.admin_scope import DAY_FORM, SINCE, TO, school_field
from components.school_map import attrs, mark
from domain.admin_view import AuditBoard, AuditLine, Change, Seen
from domain.measurement import Status
from domain.wording import Words, number, stamp

TITLE = Words("Nhật ký", "Audit log")
ABOUT = Words("Ai đã vào, xem và thay đổi gì. Không ai sửa hay xoá được dòng nào.",
              "Who entered, saw and changed what. Nobody can change or delete a row.")
QUESTION = Words("Ai đã xem hoặc sửa trường này?", "Who saw or changed this school?")
SCHOOL, ANSWER = Words("Trường", "School"), Words("Trả lời", "Answer")
SEARCH = Words("Tìm trong nhật ký", "Search the log")
TEXT, TEXT_LIKE = Words("Có chữ", "Text"), Words("tên, mã, địa chỉ, lý do…", "name, code, address, reason…")
ACT, WHO, AREA = Words("Việc", "Act"), Words("Người", "Person"), Words("Địa bàn", "Area")
ANY = Words("bất kỳ", "any")
FIND, CLEAR = Words("Tìm", "Search"), Words("Bỏ mọi điều kiện", "Clear")
EXPORT, PRINT = Words("Tải CSV", "CSV"), Words("In", "Print")
INTACT = Words("Chuỗi nguyên vẹn, {n} dòng", "The chain is whole, {n} rows")
BROKEN = Words("Chuỗi gãy từ dòng {seq}: dòng này hoặc dòng trước nó đã bị sửa hay xoá ngoài chương trình.",
               "The chain breaks at row {seq}: it or the one before was changed from outside.")
CHECKING = Words("Đang kiểm tra chuỗi…", "Walking the chain…")
NOTHING = Words("Không có dòng nào khớp với điều kiện tìm.", "No row fits.")
LIMITED = Words("Vai mô phỏng chỉ thấy nhật ký của tỉnh mô phỏng; việc của người thật không hiện ở đây.",
                "A simulated role reads the simulated province's log only; what real people did is left out.")
HEADS = (Words("Lúc", "When"), Words("Ai", "Who"), Words("Việc", "Act"), Words("Đối tượng", "Object"),
         Words("Thay đổi", "What changed"), Words("Từ đâu", "From"))
OUTCOMES = {"refused": Words("bị từ chối", "refused"), "failed": Words("không thành", "failed")}
NOTHING_SAID = Words("–", "–")
FROM_TO = Words("{before} → {after}", "{before} → {after}")
EMPTY = Words("trống", "nothing")
WHY = Words("Lý do: {why}", "Reason: {why}")
REACHED = Words("địa bàn: {areas}", "areas: {areas}")
AND_MORE = Words("và {n} nơi khác", "and {n} more")
ROW = Words("dòng {seq}", "row {seq}")
NEWER, OLDER = Words("Mới hơn", "Newer"), Words("Cũ hơn", "Older")
NOBODY_SAW = Words("Không ghi nhận ai đã xem hoặc sửa trường này trong thời gian đó.",
                   "Nobody saw or changed it in that time.")
SUM = Words("{seen} người đã xem, {changed} người đã sửa", "{seen} saw it, {changed} changed it")
COUNTS_LISTS = Words("Tính cả người đã mở bản đồ hoặc danh sách có trường này.",
                     "Includes whoever opened a map or list that shows it.")
NOT_WHOLE = Words("Chỉ tính 1.000 dòng mới nhất: hãy chọn khoảng ngày hẹp hơn.",
                  "Only the newest 1,000 rows: choose fewer days.")
SAW_N, CHANGED_N = Words("xem {n} lần", "saw {n} times"), Words("sửa {n} lần", "changed {n} times")
LAST = Words("lần cuối {at}", "last {at}")
KEYS = ("text", "act", "person", "object", "school", "area", "since", "until", "before")
Choices = Sequence[tuple[str, str]]


def audit_tools(query: Mapping[str, str]) -> list[Component]:
    """Out of the page: as a file, on paper. The link follows the URL (assets/admin_audit.js)."""
    export = html.A([html.I(className="icon i-download"), EXPORT.text], href=export_link(query), className="button",
                    **attrs(data_export=""))
    paper = html.Button([html.I(className="icon i-print"), PRINT.text], type="button", className="button",
                        **attrs(data_press="print"))
    return [html.Div([export, paper], className="acts")]


def export_link(query: Mapping[str, str]) -> str:
    """The same question to the file."""
    asked = urlencode({key: query[key] for key in KEYS if query.get(key) and key != "before"})
    return f"/api/v1/audit.csv?{asked}" if asked else "/api/v1/audit.csv"


def question(query: Mapping[str, str]) -> Component:
    """"Who saw or changed school X between … and …", ready to be asked."""
    school = school_field(query.get("school", ""), words=SCHOOL, error="school")
    fields = [school, _day(SINCE, "since", query), _day(TO, "until", query), submit(ANSWER)]
    return html.Form([html.H2(QUESTION.text), html.Div(fields, className="ask-line")], className="card ask",
                     noValidate=True, **attrs(data_ask=" ".join(KEYS)))


def search_form(query: Mapping[str, str], acts: Choices, people: Choices, areas: Choices) -> Component:
    """Every condition; the URL holds them all."""
    first = [field(TEXT, "text", text("text", query.get("text", ""), placeholder=TEXT_LIKE.text)),
             field(ACT, "act", select("act", [("", ANY.text), *acts], query.get("act", ""))),
             field(WHO, "person", select("person", [("", ANY.text), *people], query.get("person", ""))),
             field(AREA, "area", select("area", [("", ANY.text), *areas], query.get("area", ""))),
             _day(SINCE, "since", query), _day(TO, "until", query), submit(FIND, ""),
             html.A(CLEAR.text, href="/admin/audit", className="button quiet")]
    asked = any(query.get(key) for key in ("text", "act", "person", "area"))
    return html.Details([html.Summary([html.I(className="icon i-filter"), SEARCH.text]), html.Form(
        html.Div(first, className="ask-line"), noValidate=True, **attrs(data_ask=" ".join(KEYS)))],
        className="card ask fold", open=asked)


def _day(words: Words, name: str, query: Mapping[str, str]) -> Component:
    return field(words, name, text(name, query.get(name, ""), placeholder=DAY_FORM.text, inputMode="numeric"),
                 className="date")


def chain(rows: int, broken: int | None) -> Component:
    """Is the log whole?"""
    if broken is not None:
        words = BROKEN.text.format(seq=number(broken))
        return html.P([mark(Status.BAD), words], className="chain bad tone", role="alert")
    return html.P([mark(Status.GOOD), INTACT.text.format(n=number(rows))], className="chain good tone")


def audit_rows(board: AuditBoard, *, limited: bool = False) -> Component:
    """The answer to the ready question, then the rows. `limited`: what real people did is left out of both."""
    answer = [_answer(board)] if board.asked_school else []
    if limited:
        answer.insert(0, html.P(LIMITED.text, className="quiet"))
    if not board.lines:
        return html.Div([*answer, html.P(NOTHING.text, className="card empty")], className="admin-list")
    head = html.Thead(html.Tr([html.Th(words.text, scope="col") for words in HEADS]))
    table = html.Table([head, html.Tbody([_row(line) for line in board.lines])],
                       className="table admin-table audit-table")
    steps = [go(NEWER.text, f"before={board.newer or ''}")] if board.newer >= 0 else []
    steps += [go(OLDER.text, f"before={board.older}")] if board.older else []
    return html.Div([*answer, html.Div(table, className="card table-wrap"), html.Nav(steps, className="acts paging")],
                    className="admin-list")


def _answer(board: AuditBoard) -> Component:
    if not board.answer:
        body: list[Component] = [html.P(NOBODY_SAW.text)]
    else:
        seen, changed = (sum(n > 0 for n in ns) for ns in ([p.seen for p in board.answer],
                                                           [p.changed for p in board.answer]))
        body = [html.P(html.B(SUM.text.format(seen=number(seen), changed=number(changed)))),
                html.Ul([_seen(one) for one in board.answer], className="answer-people"),
                html.P(COUNTS_LISTS.text, className="quiet")]
    if not board.answer_whole:
        body.append(html.P(NOT_WHOLE.text, className="tone watch"))
    head = html.H2([board.asked_school, html.Span(f" · {board.asked_days}", className="dim")])
    return html.Section([head, *body], className="card answer-card", role="status")


def _seen(one: Seen) -> Component:
    did = [words.text.format(n=number(n)) for words, n in ((SAW_N, one.seen), (CHANGED_N, one.changed)) if n]
    return html.Li([html.B(one.who), html.Span(one.role, className="dim"), html.Span(", ".join(did)),
                    html.Span(LAST.text.format(at=stamp(one.last)), className="dim num")])


def _row(line: AuditLine) -> Component:
    when = html.Span([html.Span(stamp(line.at, seconds=True), className="num"),
                      html.Span(ROW.text.format(seq=number(line.seq)), className="dim num")], className="two-lines")
    who = html.Span([html.B(line.who), html.Span(line.role, className="dim")], className="two-lines")
    outcome = OUTCOMES.get(line.outcome)
    act: list[Any] = [html.Span(line.act)]
    if outcome:
        act.append(html.Span([mark(Status.WATCH), outcome.text], className="pill watch"))
    target: Any = html.A(line.target, href=line.target_link) if line.target_link else line.target or NOTHING_SAID.text
    source = html.Span([html.Span(line.address or NOTHING_SAID.text, className="num"),
                        html.Span(line.request, className="dim num request")], className="two-lines")
    cells: list[Any] = [when, who, html.Span(act, className="two-lines"), html.Div([target, *_reach(line)]),
                        _changes(line), source]
    return html.Tr([html.Td(cell, **attrs(data_label=words.text)) for words, cell in zip(HEADS, cells, strict=True)],
                   className=f"row is-{line.outcome}", **attrs(data_seq=str(line.seq)))


def _reach(line: AuditLine, most: int = 4) -> list[Component]:
    if not line.reach:
        return []
    names = ", ".join(line.reach[:most])
    more = f" {AND_MORE.text.format(n=number(len(line.reach) - most))}" if len(line.reach) > most else ""
    return [html.Div(REACHED.text.format(areas=names + more), className="dim")]


def _changes(line: AuditLine) -> Component:
    rows = [html.Li(_change(one)) for one in line.changes]
    if line.why:
        rows.append(html.Li(WHY.text.format(why=line.why), className="dim"))
    return html.Ul(rows, className="changes") if rows else html.Span(NOTHING_SAID.text, className="dim")


def _change(one: Change) -> list[Any]:
    """Before struck out, after plain: what is not there is not drawn."""
    parts: list[Any] = [html.Span(f"{one.what}: ", className="dim")]
    if one.before:
        parts.append(html.Del(one.before))
    if one.before and one.after:
        parts.append(" → ")
    if one.after:
        parts.append(html.Ins(one.after))
    elif not one.before:
        parts.append(EMPTY.text)
    return parts
