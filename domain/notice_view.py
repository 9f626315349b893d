"""What the page of one's own notices shows."""

from dataclasses import dataclass

from domain.notice import Channel, Wants


@dataclass(frozen=True, slots=True, kw_only=True)
class WayLine:
    """One way. `hint`: what is shown of its target; `open`: the centre can send by it."""

    id: int
    channel: Channel
    hint: str
    rank: int
    created_at: float
    proved_at: float | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBoard:
    """One person's. `channels`: what the settings open; `hosts`: where webhooks may go."""

    ways: tuple[WayLine, ...]
    wants: Wants
    channels: tuple[Channel, ...]
    hosts: tuple[str, ...]
    now: float
