"""Who may send rows of a source: each program has a secret of its own, shown once, kept as a hash and under seal."""

import base64
from collections.abc import Mapping
from hashlib import blake2b

from cryptography.fernet import Fernet, InvalidToken

from domain.errors import BadInput, IllegalMove, NotFound
from domain.person import Actor, Permission
from domain.wording import Words
from services._named import clean_name
from services._secrets import digest, fresh
from services.centre import Centre, secret
from services.keys import Made
from store import audit, push, registers
from store.audit import Act

PREFIX = "ttdg_"
FACT = "push_sources"  # keys of the sources that can read a row somebody sends; the collector writes it down


def make(centre: Centre, actor: Actor, *, name: str, source: str, school: str = "") -> Made:
    """A new sender. `school` "" = of any school. Raises NotAllowed, BadInput."""
    actor.must(Permission.SETTINGS)
    called, token = clean_name(name), PREFIX + fresh()
    with centre.db.write() as conn:
        if source not in (registers.fact(conn, FACT) or "").split():
            raise BadInput("Hãy chọn một nguồn.", "Choose a source.", code="source")
        if school and not registers.school_exists(conn, school):
            raise BadInput("Không có trường này trong danh bạ.", "No such school in the register.", code="school")
        sender_id = push.add_sender(conn, {
            "name": called, "source": source, "school": school, "hash": digest(token), "sealed": sealed(centre, token),
            "hint": token[:len(PREFIX) + 4], "created_at": centre.clock(), "created_by": actor.name})
        audit.record(centre.db, conn, actor, Act(what="sender.made", object=f"sender:{sender_id}",
                                                 after={"name": called, "source": source, "school": school}))
    return Made(id=sender_id, token=token)


def revoke(centre: Centre, actor: Actor, sender_id: int) -> None:
    """It sends nothing from the next request on. Raises NotAllowed, NotFound, IllegalMove."""
    actor.must(Permission.SETTINGS)
    with centre.db.write() as conn:
        known = push.sender(conn, sender_id)
        if known is None:
            raise NotFound("Không tìm thấy bên gửi này.", "No such sender.")
        if not push.revoke_sender(conn, sender_id, centre.clock()):
            raise IllegalMove("Bên gửi này đã bị thu hồi.", "This sender is revoked already.")
        audit.record(centre.db, conn, actor, Act(what="sender.revoked", object=f"sender:{sender_id}",
                                                 before={"name": known.name, "source": known.source}))


def sources(centre: Centre, names: Mapping[str, Words]) -> list[tuple[str, Words]]:
    """What rows may be sent for. `names`: as the collector told them."""
    with centre.db.read() as conn:
        keys = (registers.fact(conn, FACT) or "").split()
    return [(key, names.get(key, Words(key, key))) for key in keys]


def sealed(centre: Centre, token: str) -> str:
    """What is stored beside the hash: a signature is checked with the secret itself."""
    return _vault(centre).encrypt(token.encode()).decode()


def unsealed(centre: Centre, kept: str) -> str | None:
    """The secret; None when gate.key is another one now: only its key still works."""
    try:
        return _vault(centre).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _vault(centre: Centre) -> Fernet:
    key = blake2b(b"secrets of senders", digest_size=32, key=secret(centre.home, "gate.key")).digest()
    return Fernet(base64.urlsafe_b64encode(key))
