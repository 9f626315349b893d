"""What screens need, as frozen values: one `Picture` per version and worker, however many screens ask."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import structlog
from numpy.typing import NDArray

from domain.area import Area, Tree
from domain.errors import StoreDown
from domain.indicator import Indicator, Reading, RollUp
from domain.measurement import STATUSES, Code, Status
from domain.person import EVERYTHING
from services import register as registers
from services._concern import asked
from services._rolling import area_status, rolled
from services.board import Layer
from services.centre import Centre
from services.pulse import LEASE_S, PULSE_S, Pulse
from services.register import NONE, Register
from store import history

log = structlog.get_logger()
LOOK_S = 0.5  # how often a worker looks for a new version
RECHECK_S = 5.0  # how often it asks whether the register changed, when no collector tells it
KEPT = 64  # versions a client may be behind and still get a delta


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything now. `pulse` None = no collector has ever spoken. `from_database`: the cache is away.

    `unproved`: layers the pulse speaks of that could not be read whole; they show as STALE.
    """

    register: Register
    pulse: Pulse | None
    layers: dict[str, Layer]
    past: dict[str, dict[int, NDArray[np.uint8]]] = field(default_factory=dict)
    unproved: frozenset[str] = frozenset()
    from_database: bool = False
    store_down: bool = False

    @property
    def version(self) -> int:
        """The version of the newest commit, 0 = none yet."""
        return self.pulse.version if self.pulse else 0

    def believed(self, now: float) -> bool:
        """False when the collector's proof is older than its lease, or from the future: nothing may look healthy."""
        return self.pulse is not None and self.pulse.at - LEASE_S <= now <= self.pulse.valid_until

    def status(self, key: str, now: float) -> NDArray[np.uint8]:
        """Statuses of one layer; known ones turn STALE together when the proof is too old."""
        layer = self.layers.get(key)
        if layer is None:
            return np.zeros(len(self.register.schools), np.uint8)
        if self.believed(now):
            return layer.status
        return np.where(layer.status == Code.UNKNOWN, Code.UNKNOWN, Code.STALE).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """An indicator over some schools. `value` None = nobody reports; `reporting` of `schools` have a fresh reading.

    `numerator`, `denominator`: what `value` is made of, over those that report: good ones / all of a SHARE, both sums
    of a RATIO, sum / schools of a MEAN; a SUM is its own numerator and has no denominator.
    """

    value: float | None
    status: Status
    numerator: float | None = None
    denominator: float | None = None
    counts: dict[Status, int]
    reporting: int
    schools: int
    taken_at: float | None


class Viewer:
    """Follows the commits, of the whole house. `refresh` is single-flight; requests only read `picture`."""

    scope = EVERYTHING

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self._lock = threading.Lock()
        self._checked_at = 0.0
        self.picture = Picture(register=registers.load(centre.db), pulse=None, layers={})
        self.refresh()

    def follow(self, stop: threading.Event, then: Callable[[], None] = lambda: None) -> None:
        """Look for new versions until told to stop; `then` after every look."""
        while not stop.wait(LOOK_S):
            try:
                self.refresh()
                then()
            except Exception:  # noqa: BLE001 - screens grey by their lease; the next look may succeed
                log.exception("viewer broke")

    def refresh(self) -> Picture:
        """Read the pulse, and of the layers only those that moved. Older never replaces newer."""
        with self._lock:
            fields, from_database, down = self._read(["pulse"])
            pulse = _pulse(fields.get("pulse"))
            picture = replace(self._register(self.picture, pulse), store_down=down, from_database=from_database)
            if pulse is not None and not _older(pulse, picture.pulse):
                picture = self._seen(picture, pulse)
            self.picture = picture
            return picture

    def _seen(self, picture: Picture, pulse: Pulse) -> Picture:
        """The picture that `pulse` proves; the one before when its layers cannot be read yet."""
        known = {k: v for k, v in pulse.layers.items() if k in self.centre.indicators}
        if pulse.register != picture.register.version:
            return replace(picture, pulse=pulse, layers={}, past={}, unproved=frozenset())
        moved = [k for k, v in known.items() if k in picture.unproved or _version(picture, k) < v]
        layers, past = dict(picture.layers), dict(picture.past)
        for key, body in (self._read(moved)[0] if moved else {}).items():
            layer = Layer.unpack(body, len(picture.register.schools))
            if layer is not None and layer.version >= known[key]:
                if key in layers and np.array_equal(layers[key].status, layer.status):
                    layer.status = layers[key].status  # one column for as many versions as it stands
                layers[key] = layer
                past[key] = _remember(past.get(key, {}), layer)
        unproved = frozenset(k for k in moved if k not in layers or layers[k] is picture.layers.get(k))
        if unproved and picture.pulse is not None and self.centre.clock() - picture.pulse.at < PULSE_S + LOOK_S:
            return picture  # flushed between two reads: the next look finds it whole
        for key in unproved - picture.unproved:
            if key in layers:
                layers[key] = _doubted(layers[key], known[key])
                past[key] = _remember(past.get(key, {}), layers[key])
        return replace(picture, pulse=pulse, layers=layers, past=past, unproved=unproved)

    def _read(self, fields: list[str]) -> tuple[dict[str, bytes], bool, bool]:
        """(bodies, came from the database, database down)."""
        found = self.centre.live.read(fields)
        if len(found) == len(fields):
            return found, False, False
        try:
            with self.centre.db.read() as conn:
                return self.centre.live.opened({**history.read_boards(conn, fields)}), True, False
        except StoreDown:
            return found, True, True

    def _register(self, picture: Picture, pulse: Pulse | None) -> Picture:
        """The collector says which register its layers are made for; only without one do we look ourselves."""
        known, now = picture.register.version, self.centre.clock()
        told = pulse.register if pulse else known
        if told == known and (picture.believed(now) or 0 <= now - self._checked_at < RECHECK_S):
            return picture
        if told != known and 0 <= now - self._checked_at < LOOK_S:
            return picture
        self._checked_at = now
        try:
            if registers.current_version(self.centre.db) == known:
                return picture
            return Picture(register=registers.load(self.centre.db), pulse=None, layers={})
        except StoreDown:
            return picture


def _older(pulse: Pulse, than: Pulse | None) -> bool:
    """Versions decide, since clocks can be set back; within one version, the time of the proof."""
    return than is not None and (pulse.version, pulse.at) < (than.version, than.at)


def _version(picture: Picture, key: str) -> int:
    return picture.layers[key].version if key in picture.layers else -1


def _doubted(layer: Layer, version: int) -> Layer:
    """A layer whose newer body cannot be read: nothing known of it may look healthy."""
    status = np.where(layer.status == Code.UNKNOWN, Code.UNKNOWN, Code.STALE).astype(np.uint8)
    return replace(layer, status=status, version=version)


def _pulse(body: bytes | None) -> Pulse | None:
    if body is None:
        return None
    try:
        return Pulse.from_json(json.loads(body))
    except (ValueError, KeyError, TypeError):
        return None


def _remember(past: dict[int, NDArray[np.uint8]], layer: Layer) -> dict[int, NDArray[np.uint8]]:
    kept = {**past, layer.version: layer.status}
    return dict(sorted(kept.items())[-KEPT:])


def tally(picture: Picture, indicator: Indicator, schools: NDArray[np.intp], now: float) -> Tally:
    """Schools -> one figure, by the indicator's roll-up, of those it concerns; absent and stale readings enter no
    average."""
    schools = asked(picture.register, indicator, schools)
    layer = picture.layers.get(indicator.key)
    status = picture.status(indicator.key, now)[schools]
    counts = np.bincount(status, minlength=len(STATUSES))
    by_status = {s: int(counts[s.code]) for s in STATUSES}
    fresh = np.isin(status, (Code.GOOD, Code.WATCH, Code.BAD))
    reporting = int(fresh.sum())
    taken, top, bottom = None, None, None
    if layer is not None and reporting:
        taken = float(layer.taken[schools][fresh].min())
        top, bottom = rolled(indicator, layer, schools[fresh], by_status[Status.GOOD])
    value = top / bottom if top is not None and bottom else top if indicator.roll_up is RollUp.SUM else None
    return Tally(value=value, status=area_status(by_status, reporting), counts=by_status, reporting=reporting,
                 schools=len(schools), taken_at=taken, numerator=top, denominator=bottom)


def by_area(picture: Picture, indicator: Indicator, tree: Tree, now: float) -> list[tuple[Area, Tally]]:
    """One tally per leaf area of the tree that has schools, worst share of bad first, then by name."""
    leaf = picture.register.leaf(tree)
    order = np.argsort(leaf, kind="stable")
    places, starts = np.unique(leaf[order], return_index=True)
    rows = []
    for place, schools in zip(places, np.split(order, starts[1:]), strict=True):
        if place != NONE:
            rows.append((picture.register.trees[tree][place], tally(picture, indicator, schools, now)))
    return sorted(rows, key=lambda row: -row[1].counts[Status.BAD] / max(1, row[1].reporting))


def readings(picture: Picture, indicators: dict[str, Indicator], i: int, now: float) -> list[Reading]:
    """The reading of every indicator that concerns this school, in the indicators' order."""
    rows, kind = [], picture.register.schools[i].kind
    for key, indicator in indicators.items():
        if not indicator.concerns(kind):
            continue
        layer = picture.layers.get(key)
        status = STATUSES[picture.status(key, now)[i]]
        taken = float(layer.taken[i]) if layer is not None and layer.taken[i] > 0 else None
        known = layer is not None and not np.isnan(layer.value[i])
        rows.append(Reading(
            indicator=key, value=float(layer.value[i]) if layer is not None and known else None, status=status,
            taken_at=taken, valid_until=None if taken is None else taken + indicator.stale_after.total_seconds(),
        ))
    return rows
