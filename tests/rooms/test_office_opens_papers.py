"""LibreOffice opens what we make, page for page, without repair; asked for with --drills, where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from tests.rig.papers import made_elsewhere, struck
from tests.rig.snapshots import sample

PAGES = {"xlsx": 8, "pptx": 8, "docx": 6}  # at least; letters with two marks are taken apart by the reader of the test


@pytest.mark.drill
@pytest.mark.parametrize("payload", ["", "=1+1 <b>&"])
@pytest.mark.parametrize("key", list(PAGES))
def test_the_office_opens_it(key: str, payload: str, tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("soffice is not installed")
    snapshot = sample(schools=120)
    paper = tmp_path / f"paper.{key}"
    paper.write_bytes(made_elsewhere(key, struck(snapshot, payload) if payload else snapshot))
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(paper)],
                   check=True, capture_output=True, timeout=300)
    pages = pypdfium2.PdfDocument(str(tmp_path / "paper.pdf"))
    told = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert len(pages) >= PAGES[key]
    assert snapshot.figure("overview", "connected").text.replace("\u00a0", " ") in told.replace("\u00a0", " ")
    assert snapshot.id in told
    assert "\ufffd" not in told
