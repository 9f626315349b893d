"""PPTX: a deck 16:9 with charts and tables the program draws itself, one message a slide, its sources in the notes."""

import io
from datetime import UTC, datetime

from domain.paper import Paper
from domain.snapshot import Snapshot
from domain.wording import Words
from reports._said import clean
from reports._same import same


def render(snapshot: Snapshot) -> bytes:
    """A deck to be shown in a meeting."""
    from reports._deck import Deck
    from reports._deck_slides import add_slides

    deck, file = Deck(snapshot), io.BytesIO()
    about, at = deck.file.core_properties, datetime.fromtimestamp(snapshot.made_at, UTC).replace(tzinfo=None)
    about.title, about.author = clean(snapshot.title, 250), clean(snapshot.made_by or snapshot.agency, 250)
    about.last_modified_by, about.language, about.keywords = about.author, "vi-VN", snapshot.id
    about.comments, about.subject = f"SHA-256 {snapshot.sha256}", snapshot.template.words.vi
    about.created = about.modified = at
    add_slides(deck)
    deck.file.save(file)
    return same(file.getvalue(), snapshot.made_at)


PAPER = Paper(
    key="pptx", label=Words("PowerPoint (PPTX)", "PowerPoint (PPTX)"),
    what=Words("Trình chiếu trong cuộc họp", "To show in a meeting"), order=3, render=render,
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
)
