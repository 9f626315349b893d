"""An administrator sets a source: address, token, interval, names of fields, on or off; checked, sealed, logged."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from domain.errors import BadInput, IllegalMove, NotFound
from domain.person import Actor, Permission
from domain.registry import discover
from domain.source import Source
from domain.source_needs import need
from domain.wording import Words, span
from services.centre import Centre
from services.origins import inward
from services.source_settings import LEAST_S, MOST_S, Origin, Settled, sealed, settle
from services.source_settings import names as pairs
from store import audit, source_settings
from store.audit import Act
from store.source_settings import Stored

MOST_LETTERS, MOST_NAMES = 20_000, 100
ADDRESSES = frozenset({"url", "api"})
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants. `values`: needs that were typed, a secret left empty stays as it is; `clear`: forget address
    and secrets; `every_s` None = as delivered; `names`: "ours=theirs,…"."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    clear: bool = False
    every_s: float | None = None
    names: str = ""
    running: bool = True


def sources() -> dict[str, Source]:
    """Every source of the house."""
    return discover("data_sources", "SOURCE", Source)


def found(key: str) -> Source:
    """The source of this key. Raises NotFound."""
    known = sources()
    if key not in known:
        raise NotFound("Không tìm thấy nguồn này.", "No such source.")
    return known[key]


def now(centre: Centre, key: str) -> tuple[Source, Stored, Settled]:
    """How it is set. Raises NotFound, StoreDown."""
    source = found(key)
    with centre.db.read() as conn:
        stored = source_settings.read(conn).get(key)
    return source, stored or Stored(source=key), settle(centre, key, source.needs, stored)


def save(centre: Centre, actor: Actor, key: str, wish: Wish) -> Settled:
    """From now on it is so; the collector follows in a few seconds. Raises NotAllowed, NotFound, BadInput,
    IllegalMove, StoreDown."""
    actor.must(Permission.SETTINGS)
    source = found(key)
    with centre.db.write() as conn:
        before = source_settings.read(conn).get(key) or Stored(source=key)
        was = settle(centre, key, source.needs, before)
        config = wanted(centre, source, was, wish)
        secrets = {name: value for name, value in config.items() if need(name).secret}
        after = Stored(
            source=key, running=wish.running, every_s=_every(centre, source, wish.every_s), names=_names(wish.names),
            plain={name: value for name, value in config.items() if name not in secrets},
            sealed=sealed(centre, secrets), at=centre.clock(), actor=f"{actor.kind.value}:{actor.id}")
        source_settings.put(centre.db, conn, after)
        now_set = settle(centre, key, source.needs, after)
        audit.record(centre.db, conn, actor, Act(
            what="source.settings", object=f"source:{key}", before=_told(source, was, {}),
            after=_told(source, now_set, wish.values)))
    return now_set


def wanted(centre: Centre, source: Source, was: Settled, wish: Wish) -> dict[str, str]:
    """The needs as they would be kept; empty = none are. Raises BadInput, IllegalMove."""
    typed = {name: value.strip() for name, value in wish.values.items() if name in source.needs and value.strip()}
    if was.origin is Origin.ENVIRONMENT:
        if typed:
            raise IllegalMove("Nguồn này đặt bằng biến môi trường của máy chủ; chỉ đổi được ở đó.",
                              "This source is set by the server's environment; change it there.")
        return {}
    if wish.clear or not (typed or was.origin is Origin.PAGE):
        return {}
    old = dict(was.config) if was.origin is Origin.PAGE else {}
    config = {name: typed.get(name) or old.get(name, "") for name in source.needs}
    for name in source.needs:
        config[name] = checked(centre, name, config[name])
    if any(place(config[name]) != place(old[name]) for name in ADDRESSES & config.keys() & old.keys()):
        for name in source.needs:  # a secret never travels to another machine than it was given for
            if need(name).secret and not typed.get(name):
                raise BadInput("Địa chỉ đã sang máy khác: hãy nhập lại mã truy cập.",
                               "The address is another machine now: type the token again.", code=name)
    return config


def checked(centre: Centre, name: str, value: str) -> str:
    """One need as it is kept. Raises BadInput."""
    if not value:
        raise BadInput(f"Còn thiếu: {need(name).label.vi}.", f"Missing: {need(name).label.en}.", code=name)
    plain = value.replace("\n", "").replace("\r", "").replace("\t", "") if need(name).long else value
    if len(value) > MOST_LETTERS or not plain.isprintable():
        raise BadInput("Có ký tự lạ hoặc dài quá.", "Too long, or strange characters.", code=name)
    if name in ADDRESSES:
        _address(centre, name, value)
    if name == "token" and not value.isascii():
        raise BadInput("Mã truy cập có ký tự lạ.", "The token has strange characters.", code=name)
    if name == "folder" and not _FOLDER.fullmatch(value):
        raise BadInput("Tên thư mục chỉ gồm chữ không dấu, số, - và _.", "A folder is letters, digits, - and _.",
                       code=name)
    if name == "database":
        _database(centre, value)
    return value


def place(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: where a secret goes."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme)


def _address(centre: Centre, name: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise BadInput("Địa chỉ không đọc được.", "The address cannot be read.", code=name) from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password or parts.fragment:
        raise BadInput("Hãy nhập địa chỉ http:// hoặc https:// không kèm mật khẩu.",
                       "Give an http:// or https:// address without a password.", code=name)
    if not url.isascii() or any(letter <= " " for letter in url):
        raise BadInput("Địa chỉ có ký tự lạ.", "The address has strange characters.", code=name)
    _host(centre, name, parts.hostname, port)


def _host(centre: Centre, name: str, host: str, port: int) -> None:
    """It stands in SOURCE_HOSTS, and does not lead inward. Where a name leads is looked at again at each asking."""
    if not centre.origins.lists(host, port):
        raise BadInput(f"Máy {host} chưa được cho phép: thêm vào SOURCE_HOSTS ở máy chủ.",
                       f"{host} is not allowed: add it to SOURCE_HOSTS on the server.", code=name)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        number = "127.0.0.1" if host.lower() == "localhost" else ""
    else:
        number = host
    if number and inward(number) and not centre.origins.may(host, number, port):
        raise BadInput("Địa chỉ này dẫn vào chính máy chủ; không được phép.",
                       "This address leads to the server itself; it is not allowed.", code=name)


def _database(centre: Centre, url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or (5432 if parts.scheme.startswith("postgresql") else 0)
    except ValueError:
        raise BadInput("Địa chỉ không đọc được.", "The address cannot be read.", code="database") from None
    if not parts.hostname or "sqlite" in parts.scheme or parts.query or parts.fragment or "," in parts.netloc:
        raise BadInput("Cần địa chỉ dạng loại://người:mật-khẩu@máy/tên, một máy, không tham số. Tệp SQLite chỉ đặt "
                       "được bằng biến môi trường.", "Give kind://user:password@host/name, one host, no parameters. "
                       "SQLite files are set by the environment only.", code="database")
    _host(centre, "database", parts.hostname, port)


def _every(centre: Centre, source: Source, every_s: float | None) -> float | None:
    """As it is kept. Raises BadInput: figures that would always be too old are not asked for."""
    if every_s is None or source.every is None:
        return None
    if not LEAST_S <= every_s <= MOST_S:
        raise BadInput("Chu kỳ từ 5 giây đến 24 giờ.", "An interval is 5 s to 24 h.", code="every")
    held = [(one.stale_after.total_seconds(), one.label) for one in centre.indicators.values()
            if any(name.startswith(f"{source.key}.") for name in one.needs)]
    if held and every_s > min(held, key=lambda pair: pair[0])[0] / 2:
        longest, label = min(held, key=lambda pair: pair[0])
        told = Words(f"Chu kỳ này quá dài: “{label.vi}” chỉ được tin trong {span(longest)}, cần ít nhất hai lượt trong "
                     "thời gian đó.", f"Too long: “{label.en}” is believed for {longest:g} s only and needs two polls.")
        raise BadInput(*told, code="every")
    return every_s


def _names(text: str) -> dict[str, str]:
    found_pairs = pairs(text)
    for ours, theirs in found_pairs.items():
        if not _FIELD.fullmatch(ours) or len(theirs) > 100 or not theirs.isprintable():
            raise BadInput(f"Tên trường “{ours[:40]}” không dùng được.", f"The field “{ours[:40]}” cannot be used.",
                           code="map")
    if len(found_pairs) > MOST_NAMES:
        raise BadInput("Nhiều tên trường quá.", "Too many names.", code="map")
    return found_pairs


def _told(source: Source, one: Settled, typed: Mapping[str, str]) -> dict[str, Any]:
    """As the log says it: of a secret only that it is there, and whether it is new."""
    config = {} if one.origin is not Origin.PAGE else {
        name: (("đặt mới" if typed.get(name) else "đã đặt") if need(name).secret else one.config.get(name, "")[:500])
        for name in source.needs}
    return {"origin": one.origin.words.vi, "running": one.running, "every_s": one.every_s,
            "names": ", ".join(f"{ours}={theirs}" for ours, theirs in one.names.items()), **config}


