"""Ready bytes of the board's layers, made one at a time when somebody takes them: all at once they are 50 MB.

What was spoilt in a memory is healed in turns: one part of the layers with each pulse, all within `WHOLE_S`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from services import changes
from services.board import Board, Layer
from services.centre import Centre
from services.pulse import PULSE_S, Pulse
from services.scribe import Scribe, Sheet

WHOLE_S = 30.0  # each layer is sent again, moved or not, this often; the database's copy is brought up this often
TURNS = int(WHOLE_S / PULSE_S)


class Bodies(Mapping[str, bytes]):
    """Layers as they are at this moment, packed when they are read. `versions`: which they are."""

    def __init__(self, board: Board, keys: set[str]) -> None:
        self._layers: dict[str, Layer] = {key: replace(board.layers[key]) for key in sorted(keys)}
        self.versions = {key: layer.version for key, layer in self._layers.items()}

    def __getitem__(self, key: str) -> bytes:
        return self._layers[key].pack()

    def __iter__(self) -> Iterator[str]:
        return iter(self._layers)

    def __len__(self) -> int:
        return len(self._layers)


class Turns:
    """Which layers are sent again though they did not move. `every`: seconds between two turns."""

    def __init__(self, every: float = PULSE_S) -> None:
        self._every, self._at, self._turn = every, 0.0, 0

    def due(self, board: Board, now: float) -> set[str]:
        """The layers whose turn it is; none when it is too early."""
        if 0 <= now - self._at < self._every:
            return set()
        self._at, self._turn = now, (self._turn + 1) % TURNS
        return set(sorted(board.layers)[self._turn::TURNS])


class Copies:
    """The database's copy of the picture: what moved since the copy that is known to be written, and one turn."""

    def __init__(self, centre: Centre, scribe: Scribe) -> None:
        self._centre, self._scribe = centre, scribe
        self._turns = Turns(WHOLE_S)
        self._written: dict[str, int] = {}
        self._given: dict[str, int] = {}

    def keep(self, board: Board, pulse: Pulse) -> None:
        """Only the newest copy is worth writing; it takes along what an unwritten one before it would have said."""
        if not self._scribe.keeps("copy"):
            self._written.update(self._given)
        moved = {key for key, layer in board.layers.items() if self._written.get(key) != layer.version}
        bodies = Bodies(board, moved | self._turns.due(board, pulse.at))
        self._given = bodies.versions
        self._scribe.keep("copy", self._sheet(pulse, bodies))

    def _sheet(self, pulse: Pulse, bodies: Bodies) -> Sheet:
        live, told = self._centre.live, pulse.to_json()
        return changes.boards_sheet(self._centre.db, pulse.version, lambda: live.sealed(told, bodies))
