"""LibreOffice opens what we make, page for page, without repair; asked for with --drills, where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from tests.rig.papers import made_elsewhere, struck
from tests.rig.snapshots import sample

SAID = {"xlsx": "Tình hình theo địa bàn", "pptx": "Nguồn số liệu", "docx": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}


@pytest.mark.drill
@pytest.mark.parametrize("payload", ["", "=1+1 <b>&"])
@pytest.mark.parametrize("key", list(SAID))
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
    assert SAID[key] in told
    assert snapshot.id in told
    assert "\ufffd" not in told
