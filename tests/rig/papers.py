"""What papers are tried with: hostile texts (promises, section 6) in every place of a snapshot, rendered as the maker does."""

import json
import os
import subprocess
import sys
from typing import Any

from domain.snapshot import Snapshot, opened
from tests.rig.product import ROOT

HOSTILE = (
    '=HYPERLINK("http://127.0.0.1:9/?"&A1,"xem")', "=cmd|' /C calc'!A0", "+84912345678", "-1+2", "@SUM(A1)", "\t=1+1", "\r\n=1+1", "＝1+1", '"=1+1',
    '=WEBSERVICE("http://127.0.0.1:9/")', "<img src=x onerror=window.__x=1>", "</script><script>window.__x=1</script>", "{{7*7}}${7*7}<%=7*7%>",
    "&lt;img src=x&gt;", "' OR '1'='1' --", "../../../../etc/passwd", "CON.xlsx", "\x00\x07\x1b[2J", "a\u202etxt.exe", "zero\u200bwidth", "%s%n{0.__class__}",
    "#set page(width: 1pt)", "<w:p/>", "]]>", "&L&G", "_x000D_",
)
SAID = {"title", "label", "name", "note", "text", "basis", "agency", "made_by", "bands", "empty", "compared", "unit"}


def struck(snapshot: Snapshot, payload: str) -> Snapshot:
    """`payload` before every text a person or a source may have written."""
    def walk(told: Any, key: str = "") -> Any:
        if isinstance(told, dict):
            return {name: walk(value, name) for name, value in told.items()}
        if isinstance(told, list):
            return [walk(value, "cell" if key == "rows" else key) for value in told]
        return payload + told if isinstance(told, str) and (key in SAID or (key == "cell" and told.startswith(("Trường", "Thầy", "Quận", "Huyện")))) else told

    document = json.loads(snapshot.body)
    document["sections"] = [{**walk(section), "findings": [payload + one for one in section["findings"]]} for section in document["sections"]]
    for section in document["sections"]:
        for chart in section["charts"]:
            chart["places"] = [payload + place for place in chart["places"]]
    return opened(json.dumps(walk({k: v for k, v in document.items() if k != "sections"}) | {"sections": document["sections"]}).encode())


def made_elsewhere(key: str, snapshot: Snapshot, *options: str, **environment: str) -> bytes:
    """The paper as the maker has it made: a child of its own, here in another time and with other chances."""
    told = {"PATH": os.environ.get("PATH", ""), **environment}
    return subprocess.run([sys.executable, "-m", "reports", key, *options], input=snapshot.body, capture_output=True, check=True, cwd=ROOT, env=told).stdout
