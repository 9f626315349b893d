"""The assembled house: memory, words and clock in one value, opened once per process."""

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from domain.catalogue import Catalogue
from domain.errors import CentreError
from domain.indicator import Indicator
from domain.registry import discover
from services.bands import keep_up
from services.origins import Origins
from services.outlets import Outlets
from store import embedded, migrating
from store.database import Database
from store.live import Live

VERSION = "0.1.0"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How the centre is reached. `hosts`: Host names that are ours; `demo`: one-click roles of the simulated province.
    """

    public_url: str = ""
    hosts: frozenset[str] = LOOPBACK
    proxies: tuple[str, ...] = ()
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_label: str = ""
    demo: bool = False

    @classmethod
    def at(cls, host: str, *further: str, public_url: str, **fields: Any) -> "Door":
        """Reached as `host`, as every name of `further`, and as the host of `public_url`."""
        named = {name.lower() for name in (host, urlsplit(public_url).hostname or "", *further) if name}
        return cls(public_url=public_url, hosts=LOOPBACK | named, **fields)

    @property
    def secure(self) -> bool:
        """Behind TLS: cookies travel nowhere else."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """`clock`: epoch seconds UTC; tests inject their own. `simulated`: the badge must show.

    `place`: where papers are signed, "" = the province; `coverage`: of fewer schools than this share of those in scope
    no figure passes without a mark.
    """

    home: Path
    db: Database
    live: Live
    indicators: dict[str, Indicator]
    clock: Callable[[], float] = time.time
    simulated: bool = False
    title: str = ""
    place: str = ""
    coverage: float = 0.8
    tile_url: str = ""
    version: str = field(default=VERSION)
    door: Door = field(default_factory=Door)
    outlets: Outlets = field(default_factory=Outlets)
    origins: Origins = field(default_factory=Origins)

    @classmethod
    def open(
        cls, *, home: Path, database_url: str, redis_url: str = "", simulated: bool = False, title: str = "",
        place: str = "", coverage: float = 0.8, tile_url: str = "", clock: Callable[[], float] = time.time,
        door: Door | None = None, outlets: Outlets | None = None, origins: Origins | None = None,
    ) -> "Centre":
        """Open what is there. Raises CentreError when the database was never migrated to today's tables."""
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        db = Database(database_url)
        stands, wanted = migrating.revision(db), migrating.head()
        if stands != wanted:
            raise CentreError(
                f"Cơ sở dữ liệu đang ở bản {stands or 'trống'}, cần bản {wanted}: hãy chạy ./run.sh migrate",
                f"The database is at revision {stands or 'none'}, needs {wanted}: run ./run.sh migrate",
            )
        found = Catalogue(discover("indicators", "INDICATOR", Indicator))
        keep_up(db, found, clock())  # before anything is judged
        return cls(
            home=home, db=db, live=Live(redis_url or embedded.url(home), secret(home)),
            indicators=found, clock=clock, simulated=simulated,
            title=title, place=place, coverage=coverage, tile_url=tile_url, door=door or Door(),
            outlets=outlets or Outlets(), origins=origins or Origins(),
        )

    def close(self) -> None:
        """Give every connection back."""
        self.live.close()
        self.db.close()


def secret(home: Path, name: str = "cache.key") -> bytes:
    """A key of this home, made once, readable by its owner only. cache.key seals cached values, gate.key the gate's."""
    path = home / name
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(32))
        try:
            os.link(fresh, path)  # atomic: the first process wins, the others read its key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
