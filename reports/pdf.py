"""PDF: the official report in the form of Nghị định 30/2020/NĐ-CP, accessible (PDF/UA-1) and archivable (PDF/A-2a)."""

from domain.paper import Paper
from domain.snapshot import Snapshot
from domain.wording import Words


def render(snapshot: Snapshot) -> bytes:
    """The report with every annex; the same bytes for the same snapshot."""
    from reports._told import told
    from reports._typeset import pdf

    return pdf(told(snapshot), snapshot.made_at)


PAPER = Paper(
    key="pdf", label=Words("PDF", "PDF"), what=Words("Báo cáo để ký, in và lưu", "A report to sign, print and keep"),
    media_type="application/pdf", order=1, render=render,
)
