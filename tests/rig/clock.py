"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime

SCHOOL_MORNING = datetime(2026, 9, 9, 2, 15, tzinfo=UTC)  # Wednesday 09:15 in Ho Chi Minh City, lessons are on


class Clock:
    """Callable: epoch seconds UTC."""

    def __init__(self, at: datetime = SCHOOL_MORNING) -> None:
        self._now = at.timestamp()

    def __call__(self) -> float:
        return self._now

    now = __call__

    def forward(self, seconds: float) -> float:
        """Move on, return the new now."""
        self._now += seconds
        return self._now
