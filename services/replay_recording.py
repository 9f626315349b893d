"""The collector's memory of what screens showed: once a minute, the statuses of every layer that moved.

The state of a minute is the one of the first commit in it. A collector that commits nothing within the lease after a
minute began leaves that minute without proof: whoever looks back is told that nothing is known of it.
"""

from functools import partial

import numpy as np

from services.board import Board, Bytes
from services.pulse import LEASE_S
from services.scribe import Scribe, Sheet
from store import replaying
from store.database import Connection, Database
from store.replaying import BLIND, DELTA, FULL, PROOF, Row

MINUTE_S, HOUR_S = 60.0, 3600.0


class Recorder:
    """One per collector and register: full rows at its start, after a minute it missed and at each hour; between them
    only what moved."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe
        self._minute = 0.0
        self._known: dict[str, tuple[float, Bytes]] = {}

    def note(self, board: Board, now: float, *, blind: bool) -> None:
        """After every judgement; does nothing but once a minute."""
        minute = now // MINUTE_S * MINUTE_S
        if minute == self._minute or now - minute > LEASE_S:
            return
        whole = minute != self._minute + MINUTE_S or minute % HOUR_S == 0
        self._minute = minute
        flags = BLIND if blind else 0
        rows = [Row("", minute, PROOF, 0.0, flags, b"")]
        rows += [row for key, layer in board.layers.items()
                 if (row := self._row(key, layer.status, board, minute, flags, whole=whole)) is not None]
        db = self._scribe.centre.db
        self._scribe.add(Sheet(write=partial(_write, db, rows), weight=len(rows), span=(minute, minute + MINUTE_S)))

    def _row(self, key: str, status: Bytes, board: Board, minute: float, flags: int, *, whole: bool) -> Row | None:
        base, before = self._known.get(key, (0.0, None))
        if whole or before is None:
            self._known[key] = (minute, status)
            return Row(key, minute, FULL, 0.0, flags, replaying.packed(board.register.ids, status))
        which = np.flatnonzero(status != before)
        if not len(which):
            return None
        self._known[key] = (minute, status)
        return Row(key, minute, DELTA, base, flags, replaying.packed(board.register.ids[which], status[which]))


def _write(db: Database, rows: list[Row], conn: Connection) -> None:
    replaying.write_frames(db, conn, rows)
