"""How each source is set today: the environment wins, then what an administrator saved, then the simulator.

A source's address and its secrets come from one place together: a token of the environment never travels to an
address typed on a page. Interval, field names and on/off are decided one by one.
"""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

import structlog
from cryptography.fernet import Fernet, InvalidToken

from domain.errors import StoreDown
from domain.wording import Words
from services.centre import Centre, secret
from store import source_settings
from store.source_settings import Stored

TUNING = ("every", "map", "on")
PAGE = "from_page"  # in a collector's config: its address was typed on a page, so the allowlist holds
AGAIN_S = 3.0
LEAST_S, MOST_S = 5.0, 86_400.0
_NO = frozenset({"0", "no", "false", "off"})
log = structlog.get_logger()


class Origin(StrEnum):
    """Who said where a source is asked."""

    ENVIRONMENT = "environment"
    PAGE = "page"
    SIMULATOR = "simulator"
    NOBODY = "nobody"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _SAID[self]


_SAID = {
    Origin.ENVIRONMENT: Words("đặt bằng biến môi trường của máy chủ", "set by the server's environment"),
    Origin.PAGE: Words("đặt trên trang này", "set on this page"),
    Origin.SIMULATOR: Words("tỉnh mô phỏng trả lời", "the simulated province answers"),
    Origin.NOBODY: Words("chưa ai đặt", "not set"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How one source is set. `config` holds its needs, secrets too; `locked`: what the environment alone decides."""

    origin: Origin
    config: Mapping[str, str] = field(default_factory=dict, repr=False)
    whole: bool = False
    running: bool = True
    every_s: float | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    home: str = ""

    @property
    def told(self) -> dict[str, str] | None:
        """What the collector is given; None = it does not ask."""
        if not (self.whole and self.running):
            return None
        extra = {"every": f"{self.every_s:g}" if self.every_s else "", "map": written(self.names),
                 PAGE: "1" if self.origin is Origin.PAGE else "", "home": self.home}
        return {**self.config, **{name: value for name, value in extra.items() if value}}


def settle(centre: Centre, key: str, needs: tuple[str, ...], stored: Stored | None) -> Settled:
    """How this source is set now."""
    given = centre.origins.given(key, (*needs, *TUNING))
    kept = stored or Stored(source=key)
    origin, config = _whence(centre, key, needs, given, kept)
    return Settled(
        home=str(centre.home), origin=origin, config=config, whole=all(config.get(need) for need in needs),
        running=given["on"].lower() not in _NO if "on" in given else kept.running,
        every_s=interval(given["every"]) if "every" in given else kept.every_s,
        names=names(given["map"]) if "map" in given else kept.names,
        locked=frozenset(name for name in TUNING if name in given)
        | (frozenset(needs) if origin is Origin.ENVIRONMENT else frozenset()))


def _whence(centre: Centre, key: str, needs: tuple[str, ...], given: Mapping[str, str],
            kept: Stored) -> tuple[Origin, dict[str, str]]:
    simulated = centre.origins.simulated(key, needs)
    if any(need in given for need in needs):
        return Origin.ENVIRONMENT, {**simulated, **{need: given[need] for need in needs if need in given}}
    if kept.plain or kept.sealed:
        return Origin.PAGE, {**kept.plain, **unsealed(centre, kept.sealed)}
    return (Origin.SIMULATOR if simulated or not needs else Origin.NOBODY), dict(simulated)


class Settings:
    """What the collector asks: `settings(key, needs)`. One read of the database every few seconds serves all; while it
    is silent, what was last known holds."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self._rows: dict[str, Stored] = {}
        self._asked_at = float("-inf")

    def __call__(self, key: str, needs: tuple[str, ...]) -> dict[str, str] | None:
        if time.monotonic() - self._asked_at > AGAIN_S:
            self._asked_at = time.monotonic()
            try:
                with self.centre.db.read() as conn:
                    self._rows = source_settings.read(conn)
            except StoreDown as error:
                log.warning("settings of sources unread", error=error.words.en)
        return settle(self.centre, key, needs, self._rows.get(key)).told


def interval(text: str) -> float | None:
    """Seconds between two polls; nonsense is as delivered."""
    try:
        return min(MOST_S, max(LEAST_S, float(text)))
    except ValueError:
        return None


def names(text: str) -> dict[str, str]:
    """ "ours=theirs,ours=theirs" -> our field -> theirs."""
    pairs = (part.partition("=") for part in text.replace("\n", ",").split(","))
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs if ours.strip() and theirs.strip()}


def written(found: Mapping[str, str]) -> str:
    """The other way round."""
    return ",".join(f"{ours}={theirs}" for ours, theirs in found.items())


def sealed(centre: Centre, secrets: Mapping[str, str]) -> str:
    """What is stored of secrets; "" of none."""
    return _vault(centre).encrypt(json.dumps(dict(secrets)).encode()).decode() if secrets else ""


def unsealed(centre: Centre, kept: str) -> dict[str, str]:
    """Secrets again; none when the key is another one now: the source counts as not configured."""
    if not kept:
        return {}
    try:
        return {str(k): str(v) for k, v in json.loads(_vault(centre).decrypt(kept.encode())).items()}
    except InvalidToken:
        log.warning("secrets of a source cannot be opened: gate.key has changed")
        return {}


def _vault(centre: Centre) -> Fernet:
    key = blake2b(b"secrets of sources", digest_size=32, key=secret(centre.home, "gate.key")).digest()
    return Fernet(base64.urlsafe_b64encode(key))
