"""Rows that others send: who sends is proven by a key or a signature, the same sending counts once, and nothing of it
becomes a figure here: it waits in the database for the collector."""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from domain.errors import BadInput, IllegalMove, NoEntry, NotFound, StoreDown
from domain.push import SCHEME, WINDOW_S, signature
from services._push_forms import FORMS
from services._push_rows import kept, rows_of
from services._secrets import digest
from services.centre import Centre
from services.push_senders import PREFIX, unsealed
from store import push, push_held
from store.push import Batch, Sender

MOST_WAITING = 20_000
_PART = re.compile(r"(sender|time|nonce|signature)=([A-Za-z0-9_-]{1,80})")
_KEY = re.compile(r"[\x21-\x7e]{1,80}")
STRANGER = ("Khoá hoặc chữ ký không hợp lệ.", "The key or the signature is not valid.")
OTHER_TIME = ("Đồng hồ bên gửi lệch quá 5 phút.", "The sender's clock is more than 5 minutes off.")
SEEN = ("Yêu cầu này đã được gửi rồi.", "This request was sent before.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came. `key`: Idempotency-Key; `form`: of which other program the body is."""

    method: str
    path: str
    authorization: str
    body: bytes = b""
    key: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Who sends. `nonce`: of a signature, to be used once."""

    sender: Sender
    nonce: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is answered. `again`: it was here already and counts once."""

    batch: Batch
    refused: int
    again: bool


def prove(centre: Centre, asked: Asked) -> Proven:
    """Who sends this. Raises NoEntry, IllegalMove for a signature outside its window."""
    if asked.key and not _KEY.fullmatch(asked.key):
        raise BadInput("Idempotency-Key không hợp lệ.", "The Idempotency-Key is not valid.", code="bad_key")
    scheme, _, rest = asked.authorization.partition(" ")
    found = _signed(centre, asked, rest) if scheme == SCHEME else _keyed(centre, scheme, rest.strip())
    if found is None or found.sender.revoked_at is not None:
        raise NoEntry(*STRANGER)
    return found


def receive(centre: Centre, proven: Proven, source: str, asked: Asked, told: Any) -> Receipt:
    """Keep a sending for the collector. Raises NotFound, BadInput, IllegalMove, StoreDown."""
    sender, now = proven.sender, centre.clock()
    if sender.source != source:
        raise NotFound("Khoá này không gửi cho nguồn này.", "This key does not send for this source.")
    if asked.form and asked.form not in FORMS:
        raise BadInput("Không biết dạng nội dung này.", "This form of body is not known.", code="bad_form")
    rows = kept(rows_of(FORMS[asked.form](told) if asked.form else told), sender.school)
    values = {"sender_id": sender.id, "source": source, "key": asked.key or None, "received_at": now,
              "digest": sha256(asked.form.encode() + b"\n" + asked.body).hexdigest(), "count": len(rows),
              "rows": json.dumps(rows, ensure_ascii=False)}
    with centre.db.write() as conn:
        if proven.nonce and not push.see_nonce(centre.db, conn, sender.id, proven.nonce, now):
            raise IllegalMove(*SEEN, code="replayed")
        if push.count_waiting(conn) >= MOST_WAITING:
            raise StoreDown("Bộ thu thập chưa nhận kịp; hãy gửi lại sau.", "The collector is behind; send it later.")
        batch_id = push.add_batch(centre.db, conn, values)
        found = push.batch(conn, batch_id) if batch_id else push.batch_by_key(conn, sender.id, asked.key)
    if found is None or found.digest != values["digest"]:
        raise IllegalMove("Idempotency-Key này đã dùng cho nội dung khác.",
                          "This Idempotency-Key was used for another body.", code="key_reused")
    return Receipt(batch=found, refused=sum(bool(why) for _, why in rows), again=batch_id is None)


def outcome(centre: Centre, proven: Proven, batch_id: int) -> tuple[Batch, Mapping[str, int]]:
    """What became of one of the sender's own sendings. Raises NotFound, IllegalMove."""
    with centre.db.write() as conn:
        if proven.nonce and not push.see_nonce(centre.db, conn, proven.sender.id, proven.nonce, centre.clock()):
            raise IllegalMove(*SEEN, code="replayed")
        found = push.batch(conn, batch_id) if 0 < batch_id < 2**31 else None
        if found is None or found.sender_id != proven.sender.id:
            raise NotFound("Không có lô này.", "No such batch.")
        return found, push_held.by_reason(conn, batch_id)


def _keyed(centre: Centre, scheme: str, token: str) -> Proven | None:
    if scheme != "Bearer" or not token.startswith(PREFIX) or len(token) > 100:
        return None
    with centre.db.read() as conn:
        found = push.sender_by_hash(conn, digest(token))
    return Proven(sender=found) if found else None


def _signed(centre: Centre, asked: Asked, rest: str) -> Proven | None:
    parts = dict(_PART.findall(rest))
    if parts.keys() != {"sender", "time", "nonce", "signature"} or not _small(parts["sender"]) or not _small(
            parts["time"]) or len(parts["nonce"]) < 8:
        return None
    with centre.db.read() as conn:
        found = push.sender(conn, int(parts["sender"]))
    secret = unsealed(centre, found.sealed) if found else None
    if found is None or secret is None:
        return None
    ours = signature(secret, method=asked.method, path=asked.path, at=parts["time"], nonce=parts["nonce"],
                     key=asked.key, body=asked.body)
    if not hmac.compare_digest(ours, parts["signature"]):
        return None
    if abs(centre.clock() - int(parts["time"])) > WINDOW_S:  # told only to whoever holds the secret
        raise OutOfTime(*OTHER_TIME)
    return Proven(sender=found, nonce=parts["nonce"])


class OutOfTime(NoEntry):
    """A good signature of another time: a replay, or a clock that is off."""

    code = "out_of_time"


def _small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) < 2**31


