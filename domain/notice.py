"""Telling people: by which ways, how loud, when not, and how many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.incident import SEVERITIES
from domain.wording import LOCAL, Words

NEVER = "never"
LOUDEST = "critical"
WINDOW_S, MOST = 600.0, 10  # nobody gets more messages than this in ten minutes
FREELY, SPACED_S = 5, 120.0  # so many come at once, then one each two minutes: 5 + 600 / 120 = 10
DIGESTS = (0, 15, 30, 60, 240)  # minutes people may choose


class Channel(StrEnum):
    """By which way."""

    EMAIL = "email"
    TELEGRAM = "telegram"
    ZALO = "zalo"
    WEBHOOK = "webhook"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _CHANNELS[self]


_CHANNELS = {
    Channel.EMAIL: Words("E-mail", "E-mail"), Channel.TELEGRAM: Words("Telegram", "Telegram"),
    Channel.ZALO: Words("Zalo", "Zalo"), Channel.WEBHOOK: Words("Webhook", "Webhook"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What somebody wants to hear. `quiet_from`, `quiet_to`: local "22:00"; `digest_min` 0 = at once."""

    least: str = "high"
    quiet_from: str = ""
    quiet_to: str = ""
    digest_min: int = 0

    def hears(self, severity: str) -> bool:
        """Is it grave enough?"""
        return self.least != NEVER and SEVERITIES.index(severity) >= SEVERITIES.index(self.least)

    def when(self, severity: str, now: float) -> float:
        """When a message may leave: what is critical at once, other things when neither quiet nor gathered."""
        if severity == LOUDEST:
            return now
        at = now
        if self.digest_min:
            step = self.digest_min * 60.0
            at = (now // step + 1) * step
        return self._after_quiet(at)

    def _after_quiet(self, at: float) -> float:
        if not self.quiet_from or not self.quiet_to or self.quiet_from == self.quiet_to:
            return at
        local = datetime.fromtimestamp(at, LOCAL)
        since, until, clock = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_to), local.time()
        inside = since <= clock < until if since < until else clock >= since or clock < until
        if not inside:
            return at
        day = local.date() + timedelta(days=1 if since > until and clock >= since else 0)
        return datetime.combine(day, until, LOCAL).timestamp()


def room_at(sent: Sequence[float], now: float) -> float:
    """When the next message may leave to somebody who got these; <= now: it may. Five at once, then one each two
    minutes, never more than ten in ten minutes."""
    recent = sorted(at for at in sent if at > now - WINDOW_S)
    if len(recent) < FREELY:
        return now
    spaced = recent[-1] + SPACED_S
    return max(spaced, recent[-MOST] + WINDOW_S) if len(recent) >= MOST else spaced


def key_of(event_id: int, person_id: int) -> str:
    """The idempotency key: the same for every try of one message to one person."""
    return f"event-{event_id}-person-{person_id}"
