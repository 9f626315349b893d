"""What people wrote about incidents, planted unit by unit: notes, reasons of silences, the book of shifts, tickets, pictures, ways of being told."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from api._incidents import row_json
from api._silences import line_json
from api.incident_story import _page
from domain.notice import Channel
from domain.person import EVERYTHING, Actor, ActorKind, Part, Permission, Role, Scope
from domain.silence import SilenceKind
from services import handover, silence_telling, silences
from services.acting import acting
from services.centre import Centre
from services.clocks import board as clock_board
from services.desk import Desk
from services.incident_board import line
from services.incident_list import listing
from services.search import search
from services.work import sign, work
from store import handover as book
from store import incident_events, ways

ANSWERS = ("administrator", "manager", "operator", "officer", "client")  # who may read incidents at all
SILENCED = (0, 10, 17, 31)
MOVED = (9, 28)  # the sweep acts on these
ABSENT = 10**9
STRANGER = Actor(kind=ActorKind.PERSON, id=9_999, name="Văn", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area="none")})))
CENTRES = Actor(kind=ActorKind.PERSON, id=9_998, name="Thảo", role=Role.OPERATOR, scope=EVERYTHING)
Mark = Callable[[str], str]


def ids(centre: Centre) -> dict[str, int]:
    """subject -> incident, of the planted ones."""
    with centre.db.read() as conn:
        return {row.subject: row.id for row in conn.execute(sa.text("SELECT subject, id FROM incidents WHERE rule IN ('labs', 'source') ORDER BY id DESC"))}


def write(centre: Centre, mark: Mark, code: Callable[[int], str], schools: range, d0: str) -> None:
    """Every incident its note and its picture; some their silence; each school a ticket; the book of shifts its entry."""
    known, db, now = ids(centre), centre.db, centre.clock()
    with db.write() as conn:
        for n in schools:
            which = known[f"school:{code(n)}"]
            event = incident_events.append(db, conn, which, at=now, what="noted", actor=CENTRES, text=f"Ghi {mark(f'note {n}')}")
            conn.execute(sa.text("INSERT INTO incident_pictures (incident_id, event_id, media_type, width, height, sha256, body) VALUES (:i, :e, 'image/png', 1, 1, '', :body)"),
                         {"i": which, "e": event, "body": mark(f"picture {n}").encode()})
            conn.execute(sa.text("INSERT INTO tickets (source, ref, school_id, incident_id, title, opened_at) SELECT 'helpdesk', :ref, id, :i, :title, :at FROM schools WHERE code = :code"),
                         {"ref": str(n), "i": which, "title": f"Vé {mark(f'ticket {n}')}", "at": now, "code": code(n)})
        wide = known[f"area:{d0}/viettel"]
        incident_events.append(db, conn, wide, at=now, what="noted", actor=STRANGER, text=f"Ghi {mark('wide note')}")
        incident_events.append(db, conn, known["source:labs"], at=now, what="noted", actor=CENTRES, text=f"Ghi {mark('source note')}")
        book.add(conn, at=now, actor="person:9998", actor_name="Thảo", taker="", text=f"Ca sau {mark('handover')}", body="[]", client=None)
    for n in SILENCED:
        silences.silence(centre, CENTRES, what=SilenceKind.MAINTENANCE, school=code(n), until=now + 7200, reason=f"Thay {mark(f'silence {n}')}")
    silences.silence(centre, CENTRES, area=d0, until=now + 7200, reason=f"Cả quận {mark('silence d0')}")


def own_ways(centre: Centre, people: dict[str, int], mark: Mark) -> None:
    """Each person one way of being told, with a hint that is nobody else's to read."""
    with centre.db.write() as conn:
        for who, person in people.items():
            ways.insert_way(conn, person, Channel.EMAIL, "sealed", mark(f"way {who}"), centre.clock())


def readable(who: str, reach: tuple[int, ...], mark: Mark) -> set[str]:
    """Told by hand: notes, pictures and tickets of one's own schools; the rest only by whoever reaches all it speaks of."""
    if who not in ANSWERS:
        return set()
    words = {mark(f"{what} {n}") for n in reach for what in ("note", "picture", "ticket")}
    words |= {mark(f"silence {n}") for n in SILENCED if n in reach}
    words |= {mark("wide"), mark("wide note"), mark("silence d0")} if set(range(16)) <= set(reach) else set()
    return words | ({mark("handover"), mark("source note")} if who == "administrator" else set())


def elsewhere(schools: range, mark: Mark) -> set[str]:
    """Words that only an address of its own tells, or nobody: bytes of pictures, titles of tickets."""
    return {mark(f"{what} {n}") for n in schools for what in ("picture", "ticket")}


# --- asked for without a socket ---

View = Callable[[Desk], Any]


def gated(make: View) -> View:
    """As the gate: nothing for whoever may read no incident."""
    return lambda desk: make(desk) if acting().may(Permission.INCIDENTS) else None


def told(subject: str, make: Callable[[Desk, int], Any] = _page) -> View:
    """The story of the planted incident about this subject."""
    return gated(lambda desk: make(desk, ids(desk.centre).get(subject, ABSENT)))


def views(code: Callable[[int], str], d0: str) -> Iterator[tuple[str, View]]:
    """The list, stories, silences, the book, the clocks: of whoever may read incidents at all."""
    yield "incidents all", gated(lambda desk: [row_json(row) for row in listing(desk, state="all").rows])
    for subject in (f"school:{code(0)}", f"school:{code(31)}", f"area:{d0}/viettel", "source:labs"):
        yield f"story of {subject}", told(subject)
    yield "silences", gated(lambda desk: [line_json(line) for line in silence_telling.board(desk, acting()).lines])
    yield "handover", gated(lambda desk: repr(handover.book(desk, acting())))
    yield "clocks", gated(lambda desk: repr(clock_board(desk, acting(), 30)))
    yield "work", gated(lambda desk: repr((work(desk, acting()), sign(desk, acting()))))
    every = [*(f"school:{code(n)}" for n in range(32)), *(f"incident:{n}" for n in range(1, 60)), f"area:{d0}", "person:1"]
    for text in ("su co", "truong", "quan", "phuong", "nguon", "1", code(0), code(31), d0, "none", "a"):
        yield f"search {text}", lambda desk, text=text: repr(search(desk, acting(), text, every[:12]))  # type: ignore[misc]
    for start in range(0, len(every), 12):
        yield f"search {start}", lambda desk, start=start: repr(search(desk, acting(), "", every[start:start + 12]))  # type: ignore[misc]
    yield "pressing", lambda desk: [*(line(*told) for told in desk.incidents.pressing().rows), *desk.incidents.pressing().calls()]


# --- asked for over HTTP ---

ID = re.compile(r"\{(incident_id|entry|silence_id|picture_id|number)(:int)?\}|<number>")


def asked(centre: Centre, code: Callable[[int], str], d0: str) -> list[int]:
    """Incidents that everybody asks for: foreign to most."""
    known = ids(centre)
    return [*(known[f"school:{code(n)}"] for n in (0, 31)), known[f"area:{d0}/viettel"], known["source:labs"], ABSENT]


def addresses(templates: list[str], which: list[int]) -> Iterator[str]:
    """Every template with a number in it, for each of these incidents; pictures, entries and silences are counted from 1."""
    for template in templates:
        found = ID.findall(template)
        if not found or "{" in ID.sub("", template):
            continue
        about = found[0][0] in ("incident_id", "number", "")
        for n, incident in enumerate(which, start=1):
            yield _filled(template, incident if about else n, n)


def _filled(template: str, first: int, second: int) -> str:
    """The first number, then the second."""
    return ID.sub(str(second), ID.sub(str(first), template, count=1))


ASKING = ("incident", "calls", "silence", "handover", "clocks", "notices", "calendar")  # pages whose callbacks may be told a number
BODY: dict[str, Any] = {
    "text": "ghi", "to": "me", "cause": "cable", "severity": "low", "school": "79none", "schools": ["79none"], "result": "x", "parent": ABSENT, "hours": 1.0, "why": "xong"}
