"""Whoever answers for the figures sees which cannot be true, with their evidence, and dismisses one with a reason."""

import dash
from dash.development.base_component import Component

from components.claims_page import findings_frame
from domain.person import Permission
from domain.wording import Words

TITLE = Words("Điểm đáng ngờ · Trung tâm điều hành", "Findings · Operations centre")
dash.register_page(__name__, path="/findings", title=TITLE.told, permission=Permission.INCIDENTS)


def layout(**_: str) -> Component:
    """A skeleton; the findings are fetched by the browser."""
    return findings_frame()
