"""The way from a page to a report of what that page shows: its scope, its filters, its moment."""

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.snapshot import Template
from domain.wording import Words

EXPORT = Words("Xuất báo cáo", "Export a report")


def report_button(template: Template, className: str = "button", **further: str) -> Component:
    """Only who may make reports sees it (assets/report.css by the shell). The browser adds what the address of the page
    says when it is pressed (assets/report_start.js); `further`: what the page knows better, school="79000001"."""
    query = "&".join([f"new=1&template={template.value}", *(f"{key}={value}" for key, value in further.items())])
    return html.A([html.I(className="icon i-report"), html.Span(EXPORT.text)], href=f"/reports?{query}",
                  className=f"{className} report-start", title=EXPORT.text, **attrs(data_report_start=template.value))
