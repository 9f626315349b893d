"""Snapshots: freeze, open, list, compare, verify. Never edited; each reaches as far as it did when it was taken."""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from domain.errors import NotFound
from domain.person import Actor, Permission, Scope
from domain.section import Figure
from domain.snapshot import Snapshot, opened
from domain.wording import LOCAL, fold
from services import audit as looks
from services._named import reach_of
from services._snapshot_ground import Ground, ground
from services._snapshot_making import made
from services._snapshot_verify import NUMBER, digests, numbers
from services._snapshot_wish import Wish
from services.centre import Centre
from services.desk import seeing
from store import audit, papers
from store import snapshots as store
from store.audit import Act
from store.database import Connection
from store.incident_events import ref
from store.scoping import local_day
from store.snapshots import Row

__all__ = ["Compared", "Row", "Verdict", "Wish", "compared", "draft", "frozen", "known", "listed", "take", "verified"]
MOST = 200  # rows of one answer
PREFIX = "AC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure in two snapshots, None = that one does not have it. `step`: second minus first, None = not known."""

    section: str
    key: str
    label: str
    first: Figure | None
    second: Figure | None
    step: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`known`: it is ours and within reach; `same`: and unchanged. `paper`: which one the file is, "" = the document.
    """

    known: bool
    same: bool
    paper: str = ""
    row: Row | None = None


def take(centre: Centre, actor: Actor, wish: Wish) -> Snapshot:
    """Freeze, store, write into the log. Raises NotAllowed, NotFound, BadInput, StoreDown."""
    actor.must(Permission.REPORTS)
    before = _of_client(centre, actor, wish)
    if before is not None:
        return frozen(centre, actor, before)
    told = ground(centre, actor, wish)
    mark = secrets.token_hex(16)  # the number is known only when it is written, and all but that is slow
    snapshot = made(told, mark)
    body, year = snapshot.body, datetime.fromtimestamp(snapshot.made_at, LOCAL).year
    with centre.db.write() as conn:
        number = store.next_number(centre.db, conn, year)
        if (again := _again(conn, centre, actor, wish)) is None:
            done = replace(snapshot, id=f"{PREFIX}-{year}-{number:06}")
            body = body.replace(f'"id":"{mark}"'.encode(), f'"id":"{done.id}"'.encode(), 1)
            _keep(conn, centre, told, done, body, wish, number)
    return done if again is None else frozen(centre, actor, again)


def _keep(conn: Connection, centre: Centre, told: Ground, done: Snapshot, body: bytes, wish: Wish, n: int) -> None:
    actor, sealed = told.actor, digest(body)
    parts = [part.text for part in done.parts]
    values = {
        "id": done.id, "year": datetime.fromtimestamp(done.made_at, LOCAL).year, "n": n, "title": done.title,
        "template": done.template.value, "parts": json.dumps(parts, ensure_ascii=False), "as_of": done.as_of,
        "begins": done.begins, "ends": done.ends, "made_at": done.made_at, "made_by": done.made_by,
        "person": ref(actor), "visitors": int(done.visitors), "simulated": int(done.simulated),
        "marks": json.dumps(done.marks, ensure_ascii=False), "software": done.software,
        "client": _client(actor, wish) or None, "sha256": sealed,
        "folded": fold(" ".join((done.id, done.title, *parts, done.made_by, done.template.words.vi)))}
    store.insert(conn, values, body, told.parts, told.register.ids, whole=told.scope.everything)
    audit.record(centre.db, conn, actor, Act(
        what="snapshot.taken", object=f"snapshot:{done.id}", reach=reach_of(told.scope),
        after={"template": done.template.value, "visitors": done.visitors, "sha256": sealed}))


def draft(centre: Centre, actor: Actor, wish: Wish) -> Snapshot:
    """What `take` would freeze now, stored nowhere: for a preview. Its id is empty."""
    actor.must(Permission.REPORTS)
    return made(ground(centre, actor, wish), "")


def frozen(centre: Centre, actor: Actor, id: str) -> Snapshot:  # noqa: A002
    """Raises NotFound when there is none, or it exceeds the actor's reach."""
    return opened(document(centre, actor, id))


def document(centre: Centre, actor: Actor, id: str) -> bytes:  # noqa: A002
    """The frozen document, byte for byte; who opened it is written down. Raises NotAllowed, NotFound."""
    actor.must(Permission.REPORTS)
    with centre.db.read() as conn:
        body = store.body(conn, reach_today(centre, actor), _id(id), _today(centre))
    if body is None:
        raise _no_such()
    looks.saw(centre, actor, f"snapshot:{id}", reach_of(actor.scope))
    return body


def promised(centre: Centre, actor: Actor, id: str) -> str:  # noqa: A002
    """The SHA-256 the register wrote down when it was frozen. Raises NotAllowed, NotFound."""
    actor.must(Permission.REPORTS)
    with centre.db.read() as conn:
        row = store.row(conn, reach_today(centre, actor), _id(id), _today(centre))
    if row is None:
        raise _no_such()
    return row.sha256


def known(centre: Centre, actor: Actor, id: str) -> bool:  # noqa: A002
    """Is there one within reach? Costs no document, and is no look."""
    if not actor.may(Permission.REPORTS):
        return False
    reach = reach_today(centre, actor)
    with centre.db.read() as conn:
        return bool(NUMBER.fullmatch(id) and store.visible(conn, reach, [id], _today(centre)))


def listed(centre: Centre, actor: Actor, *, search: str = "", template: str = "", before: str = "",
           most: int = 50) -> tuple[Row, ...]:
    """Newest first, only what is within reach. `search`: words, with or without diacritics; `before`: the id of the
    last row seen."""
    actor.must(Permission.REPORTS)
    with centre.db.read() as conn:
        return tuple(store.read_list(conn, reach_today(centre, actor), words=fold(search).split(), template=template,
                                     before=before, most=min(most, MOST), today=_today(centre)))


def compared(centre: Centre, actor: Actor, first: str, second: str) -> tuple[Compared, ...]:
    """Every figure of two snapshots side by side, in the order of the second. Raises NotFound."""
    sides = [frozen(centre, actor, one) for one in (first, second)]
    figures = [{(s.key, f.key): f for s in one.sections for f in s.figures} for one in sides]
    titles = {s.key: s.title for one in sides for s in one.sections}
    found = []
    for section, key in dict.fromkeys((*figures[1], *figures[0])):
        a, b = (side.get((section, key)) for side in figures)
        known_ = a is not None and b is not None and a.value is not None and b.value is not None
        step = b.value - a.value if known_ else None  # type: ignore[union-attr, operator]
        found.append(Compared(section=titles[section], key=key, label=(b or a).label,  # type: ignore[union-attr]
                              first=a, second=b, step=step))
    return tuple(found)


def verified(centre: Centre, actor: Actor, *, id: str = "", body: bytes = b"",  # noqa: A002
             paper: bytes = b"") -> Verdict:
    """Is it ours and unchanged? By number, by the frozen document, or by a file of any format.

    A number alone proves that the stored document is as it was written. Foreign and absent are one: not known.
    """
    actor.must(Permission.REPORTS)
    scope, today, given = reach_today(centre, actor), _today(centre), body or paper
    with centre.db.read() as conn:
        if given:
            for one in digests(given):
                if (row := store.of_hash(conn, scope, one, today)) is not None:
                    return Verdict(known=True, same=True, row=row)
            made_ = papers.of_hash(conn, sha256(given).hexdigest())
            if made_ is not None and (row := store.row(conn, scope, made_.snapshot, today)) is not None:
                return Verdict(known=True, same=True, paper=made_.key, row=row)
            found = (store.row(conn, scope, number, today) for number in numbers(given)[:20])
            row = next((named for named in found if named is not None), None)
            return Verdict(known=row is not None, same=False, row=row)
        row = store.row(conn, scope, id.strip().upper(), today)
        stored = store.body(conn, scope, row.id, today) if row else None
        whole = row is not None and stored is not None and sha256(stored).hexdigest() == row.sha256
        return Verdict(known=row is not None, same=whole, row=row)


def reach_today(centre: Centre, actor: Actor) -> Scope:
    """Whoever was given the province by its code was given everything."""
    return actor.scope if actor.scope.everything else seeing(centre, actor.scope).scope


def _client(actor: Actor, wish: Wish) -> str:
    """Each actor's own ids never meet another's."""
    return f"{ref(actor)} {wish.client}" if wish.client else ""


def _of_client(centre: Centre, actor: Actor, wish: Wish) -> str | None:
    with centre.db.read() as conn:
        return _again(conn, centre, actor, wish)


def _again(conn: Connection, centre: Centre, actor: Actor, wish: Wish) -> str | None:
    reach, mine = reach_today(centre, actor), _client(actor, wish)
    return store.of_client(conn, reach, mine, _today(centre)) if wish.client else None


def _id(text: str) -> str:
    if not NUMBER.fullmatch(text):
        raise _no_such()
    return text


def _today(centre: Centre) -> str:
    return local_day(centre.clock())


def _no_such() -> NotFound:
    return NotFound("Không tìm thấy ảnh chụp này.", "No such snapshot.")


def digest(body: bytes) -> str:
    """SHA-256 of a frozen document, as the register, every paper and its QR code say it."""
    return sha256(body).hexdigest()
