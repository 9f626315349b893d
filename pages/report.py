"""A year later somebody opens the same figures again: a snapshot as a page, its papers, and what changed since."""

import dash
from dash.development.base_component import Component

from components.report_page import report_page
from components.report_words import browser_words
from domain.paper import Paper
from domain.person import Permission
from domain.registry import discover
from domain.wording import Words
from services.desk import desk
from services.ground import ground

TITLE = Words("Báo cáo {ident} · Trung tâm điều hành", "Report {ident} · Operations centre")

LONGEST = 24


def title(ident: str = "") -> str:
    """The browser tab's title, until the snapshot's own is known."""
    return TITLE.text.format(ident=ident)


def there(ident: str = "") -> bool:
    """Could it be a number of the register? Whether it is one, and within reach, the register says."""
    return 0 < len(ident) <= LONGEST and ident.isascii() and ident.replace("-", "").isalnum()


dash.register_page(__name__, path_template="/reports/<ident>", title=title, permission=Permission.REPORTS, there=there)


def layout(ident: str = "", **_: str) -> Component:
    """A skeleton; the frozen document is fetched by the browser."""
    papers = discover("reports", "PAPER", Paper).values()
    return report_page(ground(desk()), browser_words(papers, plans=False, simulated=desk().centre.simulated), ident)
