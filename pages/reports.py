"""A manager freezes what is known, reads out its figures in a meeting, and finds the same figures a year later."""

import dash
from dash.development.base_component import Component

from components.report_page import reports_page
from components.report_words import browser_words
from domain.paper import Paper
from domain.person import Permission
from domain.registry import discover
from domain.wording import Words
from services.acting import acting
from services.desk import desk
from services.ground import ground

TITLE = Words("Báo cáo · Trung tâm điều hành", "Reports · Operations centre")
dash.register_page(__name__, path="/reports", title=TITLE.told, permission=Permission.REPORTS)


def layout(**_: str) -> Component:
    """A skeleton: what is asked for stands in the address, and the browser reads it there."""
    plans = Permission.SCHEDULES in acting().permissions
    papers = discover("reports", "PAPER", Paper).values()
    words = browser_words(papers, plans=plans, simulated=desk().centre.simulated)
    return reports_page(ground(desk()), words, plans=plans)
