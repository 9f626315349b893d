"""Snapshots: freeze, open, list, compare, verify. Never edited; each is as far reaching as it was when it was taken."""

from dataclasses import dataclass

from domain.person import Actor
from domain.snapshot import Snapshot, Template
from services._snapshot_wish import Wish
from services.centre import Centre

__all__ = ["Compared", "Row", "Verdict", "Wish", "compared", "draft", "frozen", "listed", "take", "verified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A snapshot in the register. `parts`: the words of its scope."""

    id: str
    template: Template
    title: str
    parts: tuple[str, ...]
    as_of: float
    begins: float | None
    ends: float | None
    made_at: float
    made_by: str
    sha256: str
    visitors: bool
    simulated: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure in two snapshots."""

    section: str
    key: str
    label: str
    first: str
    second: str
    step: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`known`: it is ours and within reach; `same`: and unchanged. `paper`: which one the file is, "" = the document.
    """

    known: bool
    same: bool
    paper: str = ""
    row: Row | None = None


def take(centre: Centre, actor: Actor, wish: Wish) -> Snapshot:
    """Freeze, store, write into the log. Raises NotAllowed, NotFound, BadInput, StoreDown."""
    raise NotImplementedError


def draft(centre: Centre, actor: Actor, wish: Wish) -> Snapshot:
    """What `take` would freeze now, stored nowhere: for a preview. Its id is empty."""
    raise NotImplementedError


def frozen(centre: Centre, actor: Actor, id: str) -> Snapshot:  # noqa: A002
    """Raises NotFound when there is none, or it exceeds the actor's reach."""
    raise NotImplementedError


def listed(centre: Centre, actor: Actor, *, search: str = "", template: str = "", before: str = "",
           most: int = 50) -> tuple[Row, ...]:
    """Newest first, only what is within reach. `before`: the id of the last row seen."""
    raise NotImplementedError


def compared(centre: Centre, actor: Actor, first: str, second: str) -> tuple[Compared, ...]:
    """Every figure of two snapshots side by side."""
    raise NotImplementedError


def verified(centre: Centre, actor: Actor, *, id: str = "", body: bytes = b"",  # noqa: A002
             paper: bytes = b"") -> Verdict:
    """Is it ours and unchanged? By number, by the frozen document, or by a file of any format."""
    raise NotImplementedError
