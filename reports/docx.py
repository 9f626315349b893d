"""DOCX: the report in the form of Nghị định 30/2020/NĐ-CP to be edited further, with real tables and native charts."""

import io
from datetime import UTC, datetime

from domain.paper import Paper
from domain.snapshot import Snapshot
from domain.wording import Words
from reports._said import clean
from reports._same import same


def render(snapshot: Snapshot) -> bytes:
    """A document whose every word can be changed; its id and hash say what it was made from."""
    from reports._document import paper
    from reports._document_body import add_body

    document, file = paper(snapshot), io.BytesIO()
    about, at = document.core_properties, datetime.fromtimestamp(snapshot.made_at, UTC).replace(tzinfo=None)
    about.title, about.author = clean(snapshot.title, 250), clean(snapshot.made_by or snapshot.agency, 250)
    about.last_modified_by, about.language, about.keywords = about.author, "vi-VN", snapshot.id
    about.comments, about.subject = f"SHA-256 {snapshot.sha256}", snapshot.template.words.vi
    about.created = about.modified = at
    add_body(document, snapshot)
    document.save(file)
    return same(file.getvalue(), snapshot.made_at)


PAPER = Paper(
    key="docx", label=Words("Word (DOCX)", "Word (DOCX)"), order=4, render=render,
    what=Words("Báo cáo để soạn tiếp và trình ký", "The report, to be edited and signed"),
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
