"""The log as it is read: a question typed into the URL becomes filters, rows become words with names in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.admin_view import AuditBoard, AuditLine, Change, Seen
from domain.area import Tree
from domain.audit_words import INNER, NOBODY, SYSTEM, THINGS, VALUES, WAYS, act_words
from domain.errors import BadInput
from domain.given_names import reader_name
from domain.person import Actor, ActorKind, Role
from domain.school import SchoolKind
from domain.wording import LOCAL, Words, day, read_day, stamp
from services import audit, keys, pairing, people
from services.audit import Filters, Row
from services.centre import Centre
from services.desk import Desk
from services.register import Register
from store.import_acts import BULK

MOMENT = 1e9  # a larger number is a time, a smaller one the number of a thing
PAGE = 25  # each row is some twenty components, and Dash asks every one of them at every change of the page
MOST_ASKED = 1000
WHOLE = Words("toàn địa bàn", "the whole province")
NO_DAY = "Hãy gõ ngày như 22/11/2026.", "Type a day like 22/11/2026."
_KEY, _SCREEN = Words("khoá", "key"), Words("màn hình", "screen")
_FROM, _TO = Words("từ {day}", "from {day}"), Words("đến hết {day}", "until {day}")
_BETWEEN = Words("từ {since} đến hết {until}", "{since} to {until}")
_EVER = Words("từ trước đến nay", "ever")
_OLD = Words("trước 7/2025", "before 7/2025")
_LINKS = {"person": "/admin/people?person={}", "screen": "/admin/screens?screen={}", "key": "/admin/keys?key={}",
          "school": "/schools/{}", "incident": "/incidents/{}"}
_KINDS = frozenset({"person", "client", "screen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids and codes are called, as far as the actor may know."""

    things: Mapping[str, str]
    register: Register

    def of(self, thing: str) -> str:
        """"person:7" -> a name, "" -> ""."""
        kind, _, ident = thing.partition(":")
        if kind == "school" and ident in self.register.index:
            return f"{self.register.schools[self.register.index[ident]].name} ({ident})"
        if kind == "area":
            return self.area(ident)
        if thing in self.things:
            return self.things[thing]
        return THINGS[kind].text.format(id=ident) if kind in THINGS else thing

    def area(self, code: str) -> str:
        """An area's name, or its code when it is not there (any more)."""
        for areas in self.register.trees.values():
            for area in areas:
                if area.code == code:
                    return area.name
        province = self.register.province
        return province.name if province is not None and province.code == code else code


def names(desk: Desk, actor: Actor) -> Names:
    """Read anew: a person may have another name since. Raises NotAllowed."""
    centre = desk.centre
    things = {f"person:{one.id}": reader_name(one.name) for one in people.listing(centre, actor)}
    things |= {f"screen:{one.screen.id}": one.screen.name for one in pairing.listing(centre, actor)}
    things |= {f"key:{one.key.id}": one.key.name for one in keys.listing(centre, actor)}
    return Names(things=things, register=desk.viewer.picture.register)


def asked_of(query: Mapping[str, str]) -> Filters:
    """The question in the URL. Raises BadInput for a day that is none."""
    kind, _, ident = query.get("person", "").rpartition("-")
    kind = kind if kind in _KINDS else "person"
    who = int(ident) if ident.isascii() and ident.isdecimal() and len(ident) < 10 else None
    since, until = _day(query, "since"), _day(query, "until")
    if since is not None and until is not None and until < since:
        raise BadInput("Ngày kết thúc phải sau ngày bắt đầu.", "The last day comes before the first.", code="until")
    return Filters(
        text=query.get("text", "")[:200], act=query.get("act", "")[:60], object=query.get("object", "")[:60],
        school=query.get("school", "")[:40], area=query.get("area", "")[:40],
        actor_kind=kind if who is not None else "", actor_id=who, since=_midnight(since),
        until=_midnight(None if until is None else until + timedelta(days=1)),
    )


def _day(query: Mapping[str, str], key: str) -> date | None:
    text = query.get(key, "").strip()
    if not text:
        return None
    found = read_day(text)
    if found is None or not 1900 < found.year < 9000:
        raise BadInput(*NO_DAY, code=key)
    return found


def _midnight(at: date | None) -> float | None:
    return None if at is None else datetime(at.year, at.month, at.day, tzinfo=LOCAL).timestamp()


def board(desk: Desk, actor: Actor, query: Mapping[str, str]) -> AuditBoard:
    """One page of the log and, when a school was asked for, who saw and changed it. Raises NotAllowed, BadInput."""
    asked, called = asked_of(query), names(desk, actor)
    before = int(query["before"]) if query.get("before", "").isdecimal() and len(query["before"]) < 16 else 0
    rows = audit.search(desk.centre, actor, asked, before=before, most=PAGE + 1)
    shown = rows[:PAGE]
    every = audit.search(desk.centre, actor, asked, most=MOST_ASKED) if asked.school else ()
    school = called.of(f"school:{asked.school}") if asked.school else ""
    return AuditBoard(
        lines=tuple(line(row, called) for row in shown), older=shown[-1].seq if len(rows) > PAGE else 0,
        newer=_newer(desk, actor, asked, before), asked_school=school, asked_days=_days_of(query),
        answer=who_touched(every), answer_whole=len(every) < MOST_ASKED,
    )


def _days_of(query: Mapping[str, str]) -> str:
    since, until = _day(query, "since"), _day(query, "until")
    if since and until:
        return _BETWEEN.text.format(since=day(since), until=day(until))
    return _FROM.text.format(day=day(since)) if since else _TO.text.format(day=day(until)) if until else _EVER.text


def _newer(desk: Desk, actor: Actor, asked: Filters, before: int) -> int:
    """Number to go on from towards now: 0 = the newest page, -1 = this is it."""
    if not before:
        return -1
    rows = [row.seq for row in audit.search(desk.centre, actor, asked, most=MOST_ASKED) if row.seq >= before]
    return rows[-PAGE - 1] if len(rows) > PAGE else 0


def who_touched(rows: Iterable[Row]) -> tuple[Seen, ...]:
    """One line per actor, whoever changed something first. What was refused touched nothing; a reach that was given
    or taken is no change of the school."""
    found: dict[tuple[str, int], Seen] = {}
    for row in rows:
        looked = row.act.endswith(".seen") or row.act == "audit.exported"
        changed = not looked and (row.object.startswith(("school:", "area:")) or _in_bulk(row))
        if row.outcome != "done" or not (looked or changed):
            continue
        was = found.get((row.actor_kind, row.actor_id))
        found[row.actor_kind, row.actor_id] = Seen(
            who=_who(row), role=_role(row.role), seen=(was.seen if was else 0) + looked,
            changed=(was.changed if was else 0) + changed, last=max(row.at, was.last if was else 0.0))
    return tuple(sorted(found.values(), key=lambda one: (-one.changed, -one.last)))


def _in_bulk(row: Row) -> bool:
    """An import of so many new schools that this row stands for each of them; otherwise each has its own."""
    new = (row.after or {}).get("new")
    return row.act == "schools.imported" and isinstance(new, int) and new >= BULK


def line(row: Row, called: Names) -> AuditLine:
    """One row in words."""
    kind, _, ident = row.object.partition(":")
    return AuditLine(
        seq=row.seq, at=row.at, who=_who(row), role=_role(row.role), act=act_words(row.act), outcome=row.outcome,
        target=called.of(row.object), target_link=_LINKS[kind].format(ident) if ident and kind in _LINKS else "",
        reach=tuple(_place(code, called) for code in row.reach if row.object not in (f"area:{code}", code)),
        changes=changes(row.before, row.after, called), why=row.why, address=row.address, request=row.request,
    )


def people_choices(centre: Centre, actor: Actor) -> list[tuple[str, str]]:
    """Whom one can ask after: people, then keys and screens."""
    found = [(str(one.id), reader_name(one.name)) for one in people.listing(centre, actor)]
    found += [(f"client-{one.key.id}", f"{_KEY.text} · {one.key.name}") for one in keys.listing(centre, actor)]
    return found + [(f"screen-{one.screen.id}", f"{_SCREEN.text} · {one.screen.name}")
                    for one in pairing.listing(centre, actor)]


def areas(desk: Desk) -> list[tuple[str, str]]:
    """Areas of both trees, present ones first."""
    trees = desk.viewer.picture.register.trees
    return [(area.code, area.name if tree is Tree.NEW else f"{area.name} ({_OLD.text})")
            for tree in (Tree.NEW, Tree.OLD) for area in trees.get(tree, ())]


def _who(row: Row) -> str:
    if row.actor_kind == ActorKind.SYSTEM:
        return SYSTEM.text
    return reader_name(row.actor_name) or NOBODY.text


def _role(role: str) -> str:
    return Role(role).words.text if role in set(Role) else role


def _place(code: str, called: Names) -> str:
    return called.of(code) if code.startswith("school:") else called.area(code)


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, called: Names) -> tuple[Change, ...]:
    """What is different, one line per value, in words."""
    old, new = before or {}, after or {}
    keys_in_order = [*new, *(key for key in old if key not in new)]
    found = (Change(what=VALUES[key].text if key in VALUES else key, before=_told(key, old.get(key), called),
                    after=_told(key, new.get(key), called)) for key in keys_in_order if key not in INNER)
    return tuple(one for one in found if one.before != one.after)


def _told(key: str, value: Any, called: Names) -> str:
    """One value for a reader: codes become names, days and moments are written out."""
    if value is None or value == "":
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(_told(key, one, called) for one in value)
    if isinstance(value, bool):
        return Words("có", "yes").text if value else Words("không", "no").text
    if key in {"parts", "part"}:
        return _part(str(value), called)
    if key == "by" and value in WAYS:
        return WAYS[value].text
    if key in {"since", "until"} or (key == "from" and value > MOMENT):
        return stamp(value) if isinstance(value, int | float) else day(read_day(str(value)))
    if key == "role":
        return _role(str(value))
    if key in {"from", "actor_id"}:
        return called.of(f"person:{value}")
    if key in {"school", "area", "old_area", "new_area"}:
        return called.of(f"{key.removeprefix('old_').removeprefix('new_')}:{value}")
    if key == "kind" and value in set(SchoolKind):
        return SchoolKind(value).words.text
    if key.endswith("_at") and isinstance(value, int | float):
        return stamp(value)
    if key == "act":
        return act_words(str(value))
    return called.of(str(value)) if key == "object" else reader_name(str(value))


def _part(text: str, called: Names) -> str:
    """"760 thpt" as the log has it -> "Quận 1 (THPT)"."""
    if text.startswith("school:"):
        return called.of(text)
    area, *kinds = text.split()
    known: Sequence[str] = [SchoolKind(kind).words.text if kind in set(SchoolKind) else kind for kind in kinds]
    name = WHOLE.text if area == "*" else called.area(area)
    return f"{name} ({', '.join(known)})" if known else name
