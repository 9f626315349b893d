"""The grid of the list: AG Grid's columns, theme, texts. Its rows come by assets/incidents.js, never through Dash."""

from pathlib import Path
from typing import Any

import dash_ag_grid as dag
from dash.development.base_component import Component
from dash.fingerprint import build_fingerprint

from components.incident_list_words import GRID
from domain.wording import Words

NAME = Words("Danh sách sự cố", "List of incidents")
CHOOSE = Words("Chọn", "Select")
SEVERITY = Words("Mức độ", "Severity")
WHAT = Words("Chuyện gì", "What")
WHERE = Words("Ở đâu", "Where")
STATE = Words("Tình trạng", "State")
SINCE = Words("Kéo dài", "Since")
OWNER = Words("Người lo", "Owner")
CLOCK = Words("Đồng hồ", "Clock")
ORDER = Words("Thứ tự của trung tâm", "The centre's order")
# (column, field of a row, header, least width in px, share of the width, comparator): shares, so that a larger screen
# with larger letters gives each what it needs
COLUMNS = (
    ("severity", "sev", SEVERITY, 138, 1.5, ""), ("text", "text", WHAT, 320, 7, "incidentWords"),
    ("where", "place", WHERE, 130, 2, "incidentWords"), ("state", "stage", STATE, 165, 2, ""),
    ("since", "started_at", SINCE, 100, 1.2, ""), ("owner", "holder", OWNER, 110, 1.7, "incidentWords"),
    ("clock", "due", CLOCK, 190, 2.3, ""),
)
# Dash puts the file of every known library into every document; 1.3 MB of this one belong to this page only, which
# asks for it itself (assets/incidents_grid.js).
FILE = "dash_ag_grid.min.js"
for _one in dag._js_dist:
    if _one["relative_package_path"] == FILE:
        _one["dynamic"] = True


def grid_file() -> str:
    """The address of the grid's script, as Dash serves it: for ever under its version and time."""
    changed = int((Path(dag.__file__).parent / FILE).stat().st_mtime)
    return f"/_dash-component-suites/dash_ag_grid/{build_fingerprint(FILE, dag.__version__, changed)}"


def incident_grid(ident: str) -> Component:
    """The empty grid."""
    grid: Component = dag.AgGrid(
        id=ident, className="incident-grid leased", style={"height": "100%"}, getRowId="params.data.key",
        columnDefs=[_order(), *map(_column, COLUMNS)],
        defaultColDef={"sortable": True, "resizable": True, "sortingOrder": ["asc", "desc"],
                       "suppressHeaderMenuButton": True, "suppressKeyboardEvent": {"function": "incidentKeys(params)"}},
        rowClassRules={"row-quiet": "incidentQuiet(params)", "row-over": "incidentOver(params)",
                       "row-fresh": "incidentFresh(params)", "stood-on": "incidentAt(params)"},
        dashGridOptions={
            "theme": {"function": "incidentTheme(themeQuartz)"}, "components": {"function": "incidentCells"},
            "isExternalFilterPresent": {"function": "incidentFiltered(params)"},
            "doesExternalFilterPass": {"function": "incidentPasses(params)"},
            "rowSelection": {"mode": "multiRow", "checkboxes": True, "headerCheckbox": True, "selectAll": "filtered",
                             "enableClickSelection": False},
            "selectionColumnDef": {"headerName": CHOOSE.text, "width": 52, "resizable": False, "lockPosition": "left"},
            "localeText": {key: words.text for key, words in GRID.items()}, "animateRows": False, "rowBuffer": 4,
            "suppressNoRowsOverlay": True, "suppressMovableColumns": False, "suppressDragLeaveHidesColumns": True,
            "suppressScrollOnNewData": True, "ensureDomOrder": True, "enableCellTextSelection": False,
        },
    )
    return grid


def _order() -> dict[str, Any]:
    return {"colId": "order", "field": "id", "headerName": ORDER.text, "hide": True, "sort": "asc",
            "comparator": {"function": "incidentOrder"}, "lockVisible": True}


def _column(told: tuple[str, str, Words, int, float, str]) -> dict[str, Any]:
    name, field, words, width, share, comparator = told
    room = {"flex": share, "minWidth": width}
    order = {"comparator": {"function": comparator}} if comparator else {}
    return {"colId": name, "field": field, "headerName": words.text, "headerTooltip": words.text,
            "cellRenderer": f"incident_{'what' if name == 'text' else name}", **room, **order}
