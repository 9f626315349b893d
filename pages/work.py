"""An area officer sees on a telephone what waits for them, calls from the list and presses what came of it."""

from typing import Any

import dash
from dash.development.base_component import Component

from components.work import work_frame
from domain.person import Permission
from domain.wording import Words
from pages._callback import page_of

TITLE = Words("Việc của tôi · Trung tâm điều hành", "My work · Operations centre")
dash.register_page(__name__, path="/work", title=TITLE.told, permission=Permission.INCIDENTS)


def layout(**_: Any) -> Component:
    """The frame; the work comes by the browser's own small loop."""
    return work_frame(new=page_of("/incidents/new") is not None)
