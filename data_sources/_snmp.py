"""SNMP v2c on the wire, as much of it as one question needs: a GETBULK to send, and what may be believed of an answer.

Nothing here trusts a datagram: lengths are checked against what came, numbers are bounded, an odd one is a ValueError.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Oid = tuple[int, ...]
UPTIME: Oid = (1, 3, 6, 1, 2, 1, 1, 3)
KIND: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 3)  # ifType
WANTED: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 7)  # ifAdminStatus
STATE: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 8)  # ifOperStatus
SPEED: Oid = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 15)  # ifHighSpeed, Mbps
_LOOPBACK = 24  # no line of anybody's
_PORTS = 12  # of a device: its answer stays in one datagram
_SEQUENCE, _INTEGER, _OCTETS, _NULL, _OID, _ANSWER, _BULK = 0x30, 0x02, 0x04, 0x05, 0x06, 0xA2, 0xA5
_NUMBERS = (_INTEGER, 0x41, 0x42, 0x43, 0x46)  # Counter32, Gauge32, TimeTicks, Counter64


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device said. `uptime_s` None: it keeps that to itself."""

    ident: int
    uptime_s: float | None
    up: int
    down: int
    speed_mbps: float | None


def question(community: str, ident: int) -> bytes:
    """How long are you up; which ports should be up, which are, and how fast are they?"""
    names = b"".join(_tlv(_SEQUENCE, _oid(name) + _tlv(_NULL, b"")) for name in (UPTIME, KIND, WANTED, STATE, SPEED))
    asked = _tlv(_BULK, _number(ident) + _number(1) + _number(_PORTS) + _tlv(_SEQUENCE, names))
    return _tlv(_SEQUENCE, _number(1) + _tlv(_OCTETS, community.encode()) + asked)


def answer(datagram: bytes, community: str) -> Answer:
    """The device's answer. Raises ValueError on anything that is none."""
    version, said, pdu = _three(_only(datagram, _SEQUENCE))
    if _int(version) != 1 or said != (_OCTETS, community.encode()) or pdu[0] != _ANSWER:
        raise ValueError("not an answer of ours")
    ident, error, _, listed = _parts(pdu[1], 4)
    if _int(error) != 0 or listed[0] != _SEQUENCE:
        raise ValueError("the device says no")
    found: dict[Oid, int] = {}
    for tag, body in _each(listed[1]):
        name, value = _parts(body, 2)
        if tag != _SEQUENCE or name[0] != _OID:
            raise ValueError("not a list of names")
        if value[0] in _NUMBERS:
            found[_name(name[1])] = _int(value, _NUMBERS)
    return _read(_int(ident), found)


def _read(ident: int, found: dict[Oid, int]) -> Answer:
    sort, wanted, state, speed = (_table(found, name) for name in (KIND, WANTED, STATE, SPEED))
    state = {port: said for port, said in state.items() if sort.get(port) != _LOOPBACK}
    up = [port for port, said in state.items() if said == 1]
    down = [port for port, said in state.items() if said != 1 and wanted.get(port, 1) == 1]
    ticks = found.get((*UPTIME, 0))
    fast = [speed[port] for port in up if 0 < speed.get(port, 0) <= 1_000_000]
    return Answer(ident, None if ticks is None else ticks / 100, len(up), len(down), max(fast, default=None))


def _table(found: dict[Oid, int], column: Oid) -> dict[Oid, int]:
    size = len(column)
    return {name[size:]: value for name, value in found.items() if name[:size] == column and len(name) == size + 1}


# --- bytes ---


def _tlv(tag: int, body: bytes) -> bytes:
    size = len(body)
    told = bytes([size]) if size < 128 else bytes([0x82, size >> 8, size & 255])
    return bytes([tag]) + told + body


def _number(value: int) -> bytes:
    return _tlv(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(name: Sequence[int]) -> bytes:
    body = bytearray([name[0] * 40 + name[1]])
    for part in name[2:]:  # none of ours needs more than one byte
        body.append(part)
    return _tlv(_OID, bytes(body))


def _each(body: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(body):
        if at + 2 > len(body):
            raise ValueError("cut")
        tag, size, at = body[at], body[at + 1], at + 2
        if size >= 128:
            more = size & 127
            if not 1 <= more <= 3 or at + more > len(body):
                raise ValueError("length")
            size, at = int.from_bytes(body[at:at + more], "big"), at + more
        if at + size > len(body):
            raise ValueError("cut")
        yield tag, body[at:at + size]
        at += size


def _parts(body: bytes, count: int) -> list[tuple[int, bytes]]:
    found = list(_each(body))
    if len(found) != count:
        raise ValueError("parts")
    return found


def _three(body: bytes) -> list[tuple[int, bytes]]:
    return _parts(body, 3)


def _only(body: bytes, tag: int) -> bytes:
    (found,) = _parts(body, 1)
    if found[0] != tag:
        raise ValueError("tag")
    return found[1]


def _int(part: tuple[int, bytes], tags: Sequence[int] = (_INTEGER,)) -> int:
    if part[0] not in tags or not 1 <= len(part[1]) <= 9:
        raise ValueError("number")
    return int.from_bytes(part[1], "big", signed=part[0] == _INTEGER)


def _name(body: bytes) -> Oid:
    if not body or len(body) > 128 or body[-1] & 128:
        raise ValueError("name")
    parts, value = [body[0] // 40, body[0] % 40], 0
    for byte in body[1:]:
        value = value << 7 | byte & 127
        if not byte & 128:
            parts.append(value)
            value = 0
    return tuple(parts)
