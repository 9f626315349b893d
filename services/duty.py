"""The clockwork of incidents: acknowledgements run out, nobody answers, what is over is closed, silences begin and end,
what happened is told. One turn each two seconds, beside the collector and under its lease."""

import threading
from collections.abc import Callable

import structlog

from domain.errors import StoreDown
from services import _duty_steps as steps
from services._notify_send import Sender
from services._notify_spread import spread
from services.centre import Centre
from store.leases import LeaseLost

TURN_S = 2.0
Step = Callable[[Centre, int, float], int]
STEPS: tuple[tuple[str, Step], ...] = (
    ("recalled", steps.recall), ("hushed", steps.hush), ("escalated", steps.escalate), ("closed", steps.close),
    ("spread", spread),
)
log = structlog.get_logger()


class Duty:
    """`token`: fencing token of the collector's lease. What it misses while the database is silent it does later."""

    def __init__(self, centre: Centre, token: int, sender: Sender | None = None) -> None:
        self.centre, self.token = centre, token
        self.sender = sender or Sender(centre, token)
        self._ended = threading.Event()
        self._away = False

    def turn(self, now: float | None = None) -> dict[str, int]:
        """One whole turn; how many incidents each step moved. Raises LeaseLost, StoreDown."""
        at = self.centre.clock() if now is None else now
        return {name: step(self.centre, self.token, at) for name, step in STEPS}

    def start(self) -> None:
        """In the background until `stop`, or until somebody else leads."""
        threading.Thread(target=self._run, name="duty", daemon=True).start()
        self.sender.start()

    def stop(self) -> None:
        """No further turn; returns at once."""
        self._ended.set()
        self.sender.stop()

    def _run(self) -> None:
        while not self._ended.wait(TURN_S):
            try:
                self.turn()
                self._away = False
            except LeaseLost:
                return self.stop()
            except StoreDown as error:
                if not self._away:
                    log.warning("duty waits for the database", error=error.words.en)
                self._away = True
            except Exception:  # noqa: BLE001 - a fault of ours costs one turn, never the clockwork
                log.exception("duty broke")
        return None
