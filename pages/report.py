"""A year later somebody opens the same figures again: a snapshot as a page, its papers, and what changed since."""

import dash
from dash.development.base_component import Component

from components.report_page import report_page
from components.report_words import browser_words
from domain.paper import Paper
from domain.person import Permission
from domain.registry import discover
from domain.wording import Words
from services.acting import acting
from services.desk import desk
from services.ground import ground
from services.snapshots import known

TITLE = Words("Báo cáo {ident} · Trung tâm điều hành", "Report {ident} · Operations centre")


def title(ident: str = "") -> str:
    """The browser tab's title, until the snapshot's own is known."""
    return TITLE.text.format(ident=ident)


def there(ident: str = "") -> bool:
    """Is it a snapshot within reach?"""
    return known(desk().centre, acting(), ident)


dash.register_page(__name__, path_template="/reports/<ident>", title=title, permission=Permission.REPORTS, there=there)


def layout(ident: str = "", **_: str) -> Component:
    """A skeleton; the frozen document is fetched by the browser."""
    papers = discover("reports", "PAPER", Paper).values()
    return report_page(ground(desk()), browser_words(papers, plans=False, simulated=desk().centre.simulated), ident)
