"""The list of incidents: its head, its filters (the address is their state), the grid's place, a phone's cards.

Everything that moves is written by assets/incidents*.js: `data-f="severity" data-v="high"` is a choice that toggles,
`data-pick` a list of choices, `data-count-of="state.live"` a number beside a choice.
"""

from dash import dcc, html
from dash.development.base_component import Component

from components.incident_list_boxes import boxes
from components.incident_list_grid import NAME, grid_file
from components.incident_list_words import ACKNOWLEDGE, ASSIGN, SEVERITIES, browser_words
from components.report_button import report_button
from components.school_map import MapConfig, attrs, feed_config
from domain.incident import Kind
from domain.snapshot import Template
from domain.wording import Words

TITLE = Words("Sự cố", "Incidents")
STATES = (("live", Words("Chưa khắc phục", "Open")), ("resolved", Words("Đã khắc phục", "Resolved")),
          ("closed", Words("Đã đóng", "Closed")), ("all", Words("Tất cả", "All")))
STATES_NAME = Words("Tình trạng", "State")
SEVERITIES_NAME = Words("Mức độ", "Severity")
KINDS = Words("Loại sự cố", "Kind")
AREA, CARRIER = Words("Địa bàn", "Area"), Words("Nhà mạng", "Carrier")
FIND = Words("Tìm trong sự cố: trường, mã, địa bàn, người…", "Search: school, code, area, person…")
MINE = Words("Của tôi", "Mine")
NOBODYS = Words("Chưa giao ai", "Nobody's")
HIDE_QUIET = Words("Ẩn việc không báo động", "Hide quiet ones")
CLEAR = Words("Bỏ lọc", "Clear filters")
NEW = Words("Báo sự cố", "Report")
KEYS = Words("Phím tắt", "Keys")
DEFAULT_ORDER = Words("Xếp lại như cũ", "Our order")
FILTERS = Words("Lọc sự cố", "Filters")
MORE_FILTERS = Words("Lọc", "Filter")
LOADING = Words("Đang lấy danh sách…", "Loading…")
NONE_CHOSEN = Words("Bỏ chọn", "Choose none")
CHOSEN = Words("Việc với các dòng đã chọn", "With the chosen")
HINTS = (
    (("J", "K"), Words("đi", "move")), (("Enter",), Words("mở", "open")), (("A",), Words("tiếp nhận", "acknowledge")),
    (("E",), Words("giao", "assign")), (("N",), Words("ghi chú", "note")), (("R",), Words("khắc phục", "resolve")),
    (("X",), Words("chọn", "choose")), (("/",), Words("tìm", "search")), (("?",), Words("mọi phím", "all keys")),
)


def incident_frame(*, slot: str, wish: str, grid: str, area: str, new: bool) -> Component:
    """`slot`, `wish`: where the grid comes and the store that asks for it; `grid`: its id; `area`: whose feed tells
    the time; `new`: there is a page for reporting by hand."""
    table = html.Div(id=slot, className="incident-slot",
                     **attrs(data_grid_wish=wish, data_grid_file=grid_file(), data_grid_id=grid))
    lines = [table, html.Ul(className="incident-cards leased", **attrs(data_incident_cards="", aria_label=NAME.text)),
             html.Div(className="incident-empty", hidden=True, **attrs(data_incident_empty="")),
             html.Div([html.Span(LOADING.text, className="sr-only"),
                       *(html.Div(className="skeleton incident-skeleton") for _ in range(8))],
                      className="incident-loading", **attrs(data_incident_loading=""))]
    return html.Div(
        [_head(new), _filters(), html.P("", hidden=True, className="incident-reach", role="status",
                                        **attrs(data_incident_reach="")),
         html.Div(lines, className="incident-place"), _chosen(), _hints(), *boxes(), dcc.Store(id=wish)],
        className="incident-page", **attrs(data_incidents=browser_words()), **feed_config(MapConfig(area=area)),
    )


def _head(new: bool) -> Component:
    report = [dcc.Link([html.I(className="icon i-plus"), html.Span(NEW.text)], href="/incidents/new",
                       className="button primary incident-new")] if new else []
    return html.Header(
        [html.H1(TITLE.text), html.P("", className="incident-summary", role="status",
                                   **attrs(aria_live="polite", data_incident_summary="")),
         html.Div(className="grow"),
         html.Button(DEFAULT_ORDER.text, type="button", hidden=True, className="button quiet",
                     **attrs(data_own_order="")),
         html.Button([html.I(className="icon i-keyboard"), html.Span(KEYS.text)], type="button",
                     className="button quiet incident-keys", **attrs(data_incident_help="")),
         report_button(Template.INCIDENTS), *report],
        className="incident-head",
    )


def _filters() -> Component:
    states = html.Div([_choice("state", key, words, f"state.{key}") for key, words in STATES], role="group",
                      className="choices incident-states", **attrs(aria_label=STATES_NAME.text))
    find = html.Label(
        [html.I(className="icon i-search"),
         html.Span(**attrs(data_field="q", data_hint=FIND.text)), html.Kbd("/")], className="search incident-search")
    severities = html.Div([_choice("severity", key.value, words, f"severity.{key.value}", mark=f"sev {key.value}")
                           for key, words in SEVERITIES.items()], role="group", className="choices incident-severities",
                          **attrs(aria_label=SEVERITIES_NAME.text))
    more = [
        _menu(KINDS, [_choice("kind", kind.value, kind.words, f"kind.{kind.value}") for kind in Kind]),
        _pick("area", AREA), _pick("carrier", CARRIER),
        _choice("owner", "me", MINE, "owner.me", solo=True), _choice("owner", "none", NOBODYS, "owner.none", solo=True),
        _choice("quiet", "0", HIDE_QUIET, "hush.1", solo=True),
        html.Button([html.I(className="icon i-close"), html.Span(CLEAR.text)], type="button", hidden=True,
                    className="button quiet incident-clear", **attrs(data_incident_clear="")),
    ]
    fold = html.Button([html.I(className="icon i-filter"), html.Span(MORE_FILTERS.text)], type="button",
                       className="button incident-fold", **attrs(data_incident_fold="", aria_expanded="false"))
    return html.Div([html.Div([states, find, fold], className="incident-bar"),
                     html.Div([severities, *more], className="incident-bar incident-more")],
                    className="incident-filters", role="search", **attrs(aria_label=FILTERS.text))


def _choice(key: str, value: str, words: Words, count: str, *, mark: str = "", solo: bool = False) -> Component:
    face = [html.Span(html.I(className="sev-mark"), className=mark)] if mark else []
    return html.Button([*face, html.Span(words.text), html.B("", className="choice-count num",
                                                           **attrs(data_count_of=count))],
                       type="button", className="choice solo incident-solo" if solo else "choice",
                       **attrs(data_f=key, data_v=value, aria_pressed="false"))


def _menu(words: Words, choices: list[Component]) -> Component:
    face = html.Summary([html.Span(words.text), html.I(className="icon i-chevron")],
                        className="choice solo incident-solo")
    return html.Details([face, html.Div(choices, className="menu-body card incident-choices")],
                        className="menu incident-menu", **attrs(data_menu=""))


def _pick(key: str, words: Words) -> Component:
    """A native list: its choices are what the rows name (assets/incidents_tools.js fills it)."""
    return html.Label([html.Span(words.text, className="sr-only"),
                       html.Span(**attrs(data_pick=key, data_name=words.text))],
                      className="incident-pick")


def _chosen() -> Component:
    return html.Div(
        [html.B("", className="num", role="status", **attrs(data_chosen_count="")), html.Div(className="grow"),
         html.Button([html.I(className="icon i-check"), html.Span(ACKNOWLEDGE.text), html.B("", className="num",
                      **attrs(data_chosen_fresh="")), html.Kbd("Shift A")], type="button",
                     className="button primary", **attrs(data_chosen_act="acknowledge")),
         html.Button([html.I(className="icon i-user-plus"), html.Span(ASSIGN.text)], type="button", className="button",
                     **attrs(data_chosen_act="assign")),
         html.Button(NONE_CHOSEN.text, type="button", className="button quiet", **attrs(data_chosen_act="none"))],
        hidden=True, className="incident-chosen card", role="region", **attrs(data_chosen="", aria_label=CHOSEN.text),
    )


def _hints() -> Component:
    told = [html.Span([*[html.Kbd(key) for key in keys], html.Span(words.text)]) for keys, words in HINTS]
    return html.Footer(told, className="incident-hints", **attrs(aria_hidden="true"))
