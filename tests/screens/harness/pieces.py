"""The wall and a sheet of every piece, for the eye and for pixel tests."""

from typing import Any

from dash import html

from components import school_map as m
from domain.measurement import Status


def tile(label: str, key: str, foot: str, tone: str = "", trend: str = "") -> Any:
    """One big figure."""
    return html.Div(
        [
            html.Div(label, className="tile-label"),
            html.Div(m.live(key), className="tile-figure"),
            html.Div([m.live(foot) if foot else "", html.Span(trend, className="trend")], className="tile-foot"),
        ],
        className=f"tile leased {tone}",
    )


def wall(config: m.MapConfig) -> Any:
    """The wall as the product composes it."""
    head = html.Header(
        [
            html.Span(html.I(className="icon i-school"), className="brand"),
            html.H1("Trung tâm điều hành giáo dục thông minh"),
            m.simulated_badge(),
            html.Div(className="grow"),
            html.Span([html.I(className="icon i-refresh"), " dữ liệu ", m.live("data.age")], className="freshness"),
            html.Span([m.live("date"), m.live("now", className="time")], className="wall-clock"),
        ],
        className="wall-head",
    )
    tiles = html.Div(
        [
            tile("Đang kết nối", "counts.good", "of"),
            tile("Báo động", "counts.bad", "share.of.bad", "bad", "nhiều hơn 6 so với hôm qua"),
            tile("Cần chú ý", "counts.watch", "share.of.watch", "watch"),
            tile("Dữ liệu cũ", "counts.stale", "share.of.stale", "stale"),
            tile("Chưa có dữ liệu", "counts.unknown", "share.of.unknown", "unknown"),
        ],
        className="tiles",
    )
    incidents = [
        html.Div(
            [
                m.mark(Status.BAD),
                html.Span(f"Trường THCS Tân Lạc {i} mất kết nối", className="incident-title"),
                html.Span(f"{3 + i} phút", className="num dim"),
                html.Span([html.Span("Nguyễn An", className="incident-owner") if i % 2 else html.Span("chưa ai nhận", className="incident-owner none"),
                           html.Span("Viettel"), html.Span("Quận 3")], className="incident-meta"),
            ],
            className="incident",
        )
        for i in range(7)
    ]  # fmt: skip
    side = html.Div(
        [
            _card("Địa bàn nhiều sự cố nhất", "số trường báo động / tổng số", m.area_rank(10)),
            _card("Sự cố mới nhất", "", html.Div(incidents, className="fit-rows")),
            _card("Nguồn dữ liệu", "", m.source_list()),
        ],
        className="wall-side",
    )
    legend = html.Div(m.legend(), className="at-bottom-left")
    body = html.Div([html.Div(m.school_map("wall-map", config, [legend]), className="wall-map"), side], className="wall-body")
    return html.Div([m.lease_banner(), head, tiles, body], className="wall")


def _card(title: str, about: str, body: Any) -> Any:
    head = html.Div([html.H2(title), html.Span(about, className="dim")], className="card-head")
    return html.Section([head, html.Div(body, className="card-body")], className="card leased")


def pieces() -> Any:
    """Every piece once."""
    pills = [html.Span([m.mark(s), s.words.vi], className=f"pill {s}") for s in m.WORST_FIRST]
    rows = [
        html.Div(
            [
                m.mark(status),
                html.Span(name, className="indicator-name"),
                html.Span(value, className=f"indicator-value num {status}"),
                html.Span([html.Span("12 giây trước"), html.Span("đo trực tiếp"), html.Span("TT 26/2020")], className="indicator-meta"),
            ],
            className="indicator",
        )
        for status, name, value in (
            (Status.GOOD, "Kết nối Internet", "đang nối"), (Status.WATCH, "Tốc độ so với hợp đồng", "62,5 %"),
            (Status.BAD, "Máy phòng máy trực tuyến", "11 / 48"), (Status.STALE, "Thanh toán không tiền mặt", "78,2 %"),
            (Status.UNKNOWN, "Uptime 24 giờ", "–"))
    ]  # fmt: skip
    table = html.Table([html.Thead(html.Tr([html.Th("Trường"), html.Th("Địa bàn"), html.Th("Học sinh", className="num")])),
                        html.Tbody([html.Tr([html.Td("Trường THPT Chu Văn An"), html.Td("Tân Lạc"), html.Td("1.234", className="num")])] * 3)], className="table")  # fmt: skip
    return html.Div(
        [
            html.Div(**m.feed_config(m.MapConfig())),
            html.H1("Bảng mẫu"),
            html.Div(pills, className="pills", style={"display": "flex", "gap": "8px"}),
            html.Div([tile("Đang kết nối", "counts.good", "of"), tile("Báo động", "counts.bad", "share.of.bad", "bad")], className="grid two"),
            html.Div([_card("Chỉ số", "của một trường", html.Div(rows)), _card("Bảng", "", table)], className="grid two"),
            html.Div([m.legend(), html.Div([html.Div(className="skeleton", style={"height": f"{h}px"}) for h in (24, 60, 60)], className="grid")], className="grid two"),
            html.Div([html.I(className="icon i-alert"), html.Div(["Không đọc được số liệu. Mã lỗi ", html.Code("E-7F2A")])], className="error"),
            html.Div([html.Button("Tiếp nhận", className="button primary"), html.Button("Phân công", className="button"), html.Button("Hủy", className="button quiet")]),
            html.P("Chưa có sự cố nào", className="empty"),
        ],
        className="page-body",
    )  # fmt: skip
