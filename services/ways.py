"""One's own ways of being told: add with a check, try, order, take back; how loud, when not, gathered or at once."""

import re
import secrets
import threading
from datetime import time
from urllib.parse import urlsplit

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.incident import SEVERITIES
from domain.notice import DIGESTS, NEVER, Channel, Wants
from domain.notice_view import NoticeBoard, WayLine
from domain.person import Actor, ActorKind, Permission
from services import _notify_post
from services._notify_post import NotSent, hook_parts
from services._notify_words import trial
from services._way_secrets import sealed, unsealed
from services.centre import Centre
from services.outlets import Outlets
from store import audit, ways
from store.audit import Act
from store.database import Connection
from store.ways import Way

MOST = 6  # ways of one person
BETWEEN_S = 20.0  # between two trials of one person
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?\.[A-Za-z]{2,24}")
_CHAT = re.compile(r"-?[0-9]{4,20}")
_ZALO = re.compile(r"[A-Za-z0-9._-]{4,64}")
_trying = threading.BoundedSemaphore(4)  # a hung server holds four threads, never all of the web process
_tried: dict[int, float] = {}


def board(centre: Centre, actor: Actor) -> NoticeBoard:
    """What is set up for the actor. Raises NotAllowed, StoreDown."""
    person, opened = _own(actor), centre.outlets.open
    with centre.db.read() as conn:
        found, wants = ways.read_ways(conn, [person])[person], ways.read_wants(conn, person)
    return NoticeBoard(
        ways=tuple(WayLine(id=w.id, channel=w.channel, hint=w.hint, rank=rank, created_at=w.created_at,
                           proved_at=w.proved_at, open=w.channel in opened) for rank, w in enumerate(found, start=1)),
        wants=wants, channels=opened, hosts=tuple(sorted(centre.outlets.hosts)), now=centre.clock())


def add(centre: Centre, actor: Actor, channel: str, target: str) -> int:
    """One more way, tried after the others; its number. Raises NotAllowed, BadInput, IllegalMove."""
    person = _own(actor)
    if channel not in set(centre.outlets.open):
        raise BadInput("Hãy chọn một kênh mà trung tâm đã cài đặt.", "Choose a channel that is set up.", code="channel")
    by = Channel(channel)
    clean = _checked(centre.outlets, by, target.strip())
    with centre.db.write() as conn:
        known = ways.read_ways(conn, [person])[person]
        if len(known) >= MOST:
            raise IllegalMove(f"Mỗi người có tối đa {MOST} kênh; hãy gỡ bớt.", f"At most {MOST} ways; remove one.")
        if any(way.channel is by and _same(centre, way, clean) for way in known):
            raise BadInput("Kênh này đã có.", "This way is there already.", code="target")
        new = ways.insert_way(conn, person, by, sealed(centre, clean), _hint(by, clean), centre.clock())
        _note(centre, conn, actor, "way.added", after={"channel": by.value, "text": _hint(by, clean)})
    return new


def remove(centre: Centre, actor: Actor, way_id: int) -> None:
    """Nothing goes there any more. Raises NotAllowed, NotFound."""
    person = _own(actor)
    with centre.db.write() as conn:
        way = _find(conn, person, way_id)
        ways.revoke_way(conn, person, way_id, centre.clock())
        _note(centre, conn, actor, "way.removed", before={"channel": way.channel.value, "text": way.hint})


def put_first(centre: Centre, actor: Actor, way_id: int) -> None:
    """From now on it is tried before the others. Raises NotAllowed, NotFound."""
    person = _own(actor)
    with centre.db.write() as conn:
        _find(conn, person, way_id)
        others = [way.id for way in ways.read_ways(conn, [person])[person] if way.id != way_id]
        ways.order_ways(conn, person, [way_id, *others])


def send_trial(centre: Centre, actor: Actor, way_id: int) -> None:
    """A message to oneself, now. Raises NotAllowed, NotFound, IllegalMove, NotSent."""
    person, now = _own(actor), centre.clock()
    if now - _tried.get(person, float("-inf")) < BETWEEN_S:
        raise IllegalMove("Vừa gửi thử xong; hãy chờ 20 giây rồi gửi lại.", "Wait 20 seconds between two trials.")
    with centre.db.read() as conn:
        way = _find(conn, person, way_id)
    if not _trying.acquire(blocking=False):
        raise NotSent("Nhiều người đang gửi thử cùng lúc; hãy thử lại sau ít giây.", "Busy; try again in seconds.")
    try:
        _tried[person] = now
        said = trial(centre, f"trial-{secrets.token_hex(6)}-person-{person}")
        _notify_post.post(centre.outlets, way.channel, unsealed(centre, way.target_sealed), said)
    finally:
        _trying.release()
    with centre.db.write() as conn:
        ways.prove_way(conn, person, way_id, centre.clock())


def choose(centre: Centre, actor: Actor, wants: Wants) -> None:
    """How loud, when not, gathered or at once. Raises NotAllowed, BadInput."""
    person = _own(actor)
    if wants.least not in (*SEVERITIES, NEVER) or wants.digest_min not in DIGESTS:
        raise BadInput("Hãy chọn trong danh sách.", "Choose from the list.", code="least")
    for name in ("quiet_from", "quiet_to"):
        _check_clock(getattr(wants, name), name)
    if bool(wants.quiet_from) != bool(wants.quiet_to) or (wants.quiet_from and wants.quiet_from == wants.quiet_to):
        raise BadInput("Giờ yên tĩnh cần hai giờ khác nhau; để trống cả hai nếu không dùng.",
                       "Quiet hours have two different ends, or none.", code="quiet_to")
    with centre.db.write() as conn:
        ways.put_wants(centre.db, conn, person, wants, centre.clock())


def _own(actor: Actor) -> int:
    actor.must(Permission.NOTICES)
    if actor.kind is not ActorKind.PERSON:
        raise NotAllowed("Chỉ người dùng mới có kênh nhận tin.", "Only people have ways of being told.")
    return actor.id


def _find(conn: Connection, person: int, way_id: int) -> Way:
    for way in ways.read_ways(conn, [person])[person]:
        if way.id == way_id:
            return way
    raise NotFound("Không tìm thấy kênh này.", "No such way.")


def _same(centre: Centre, way: Way, target: str) -> bool:
    try:
        return unsealed(centre, way.target_sealed) == target
    except NotSent:
        return False


def _checked(outlets: Outlets, channel: Channel, target: str) -> str:
    """What was typed, as it is kept. Raises BadInput."""
    if channel is Channel.WEBHOOK:
        try:
            hook_parts(outlets, target)
        except NotSent as error:
            raise BadInput(*error.words, code="target") from None
        if len(target) > 500 or not target.isascii() or any(c <= " " for c in target):
            raise BadInput("Địa chỉ webhook dài quá hoặc có ký tự lạ.", "The address is too long.", code="target")
        return target
    shapes = {Channel.EMAIL: _EMAIL, Channel.TELEGRAM: _CHAT, Channel.ZALO: _ZALO}
    if len(target) > 254 or not shapes[channel].fullmatch(target):
        raise BadInput(*_LIKE[channel], code="target")
    return target.lower() if channel is Channel.EMAIL else target


_LIKE = {
    Channel.EMAIL: ("Hãy gõ địa chỉ e-mail như lan.nguyen@so.edu.vn.", "Type an address like lan@so.edu.vn."),
    Channel.TELEGRAM: ("Hãy gõ số chat Telegram, như 123456789 (gõ /start cho bot để biết).",
                       "Type the number of the Telegram chat, like 123456789."),
    Channel.ZALO: ("Hãy gõ mã chat Zalo mà bot đã trả lời bạn.", "Type the Zalo chat id that the bot told you."),
}


def _check_clock(text: str, name: str) -> None:
    try:
        good = not text or (len(text) == 5 and bool(time.fromisoformat(text)) is not None)
    except ValueError:
        good = False
    if not good:
        raise BadInput("Hãy gõ giờ như 22:00.", "Type an hour like 22:00.", code=name)


def _hint(channel: Channel, target: str) -> str:
    if channel is Channel.EMAIL:
        name, _, host = target.partition("@")
        return f"{name[:1]}…@{host}"
    if channel is Channel.WEBHOOK:
        return urlsplit(target).hostname or ""
    return f"…{target[-3:]}"


def _note(centre: Centre, conn: Connection, actor: Actor, what: str, *, before: dict[str, str] | None = None,
          after: dict[str, str] | None = None) -> None:
    audit.record(centre.db, conn, actor, Act(what=what, object=f"person:{actor.id}", before=before, after=after))
