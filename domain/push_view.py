"""What the page of pushed figures shows."""

from dataclasses import dataclass

from domain.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One row as evidence. `told`: field and value, as sent."""

    school: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldGroup:
    """Rows of one batch, held for one reason."""

    batch: int
    source: Words
    sender: str
    reason: str
    count: int
    received_at: float
    rows: tuple[HeldRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderLine:
    """Who may send."""

    id: int
    name: str
    source: Words
    school: str
    hint: str
    created_at: float
    created_by: str
    used_at: float | None
    revoked_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One sending and what became of it. `counted`: this reader may know how many schools it told of."""

    id: int
    sender: str
    source: Words
    received_at: float
    rows: int
    waiting: bool
    taken: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PushBoard:
    """Everything of the page. `batches` empty for a limited reader: they count schools of everybody."""

    now: float
    held: tuple[HeldGroup, ...]
    senders: tuple[SenderLine, ...]
    batches: tuple[BatchLine, ...]
    may_act: bool
