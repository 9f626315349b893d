"""What the calendar page shows, and what can be asked for there."""

from datetime import date, time
from typing import TypeVar

from dash.development.base_component import Component

from components.calendar import school_year, year_board
from components.calendar_forms import lesson_form, span_form
from domain.calendar import Session, Span, SpanKind, local_day, read_clock
from domain.calendar_facts import EVER
from domain.errors import BadInput, NotFound
from domain.school import SchoolKind
from domain.wording import Words
from pages._admin_wish import UNREAD, Acts, Done, Wish
from services import calendar as verbs
from services.acting import acting
from services.desk import desk

SAVED, DROPPED = Words("Đã lưu. Có hiệu lực trong nửa phút.", "Saved; it holds within half a minute."), Words(
    "Đã bỏ khỏi lịch. Có hiệu lực trong nửa phút.", "Taken back; it holds within half a minute.")
NO_CLOCK = Words("Hãy gõ giờ như 07:30.", "Type an hour like 07:30.")
FIRST, LAST = 2000, 2099
T = TypeVar("T")


def board(at: dict[str, str]) -> Component:
    """The school year the URL asks for."""
    centre = desk().centre
    now, text, kind = centre.clock(), at.get("year", ""), at.get("kind", "")
    year = int(text) if text.isascii() and text.isdecimal() and FIRST <= int(text[:6]) <= LAST else school_year(
        local_day(now))
    return year_board(verbs.calendar(centre), now, year, SchoolKind(kind) if kind in set(SchoolKind) else None)


def one(at: dict[str, str]) -> Component | None:
    """The form the URL asks for; None = none. Raises NotFound."""
    found = verbs.calendar(desk().centre)
    if at.get("lesson"):
        here = {key: s for s in found.sessions for key in (str(s.id), s.key)}
        return lesson_form(None if at["lesson"] == "new" else _known(here.get(at["lesson"])))
    if at.get("span"):
        years = {part[:4] for part in at["span"].split(":")[1:] if part[:4].isdecimal() and part[:4].isascii()}
        spans = (*found.spans, *(s for year in years for s in found.spans_of(int(year))))
        return span_form(_known({key: s for s in spans for key in (str(s.id), s.key)}.get(at["span"])))
    return span_form(None, _day(at.get("day", ""))) if at.get("new") else None


def _known(thing: T | None) -> T:
    if thing is None:
        raise NotFound(*verbs.GONE)
    return thing


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def clock_field(wish: Wish, name: str) -> time | None:
    """An hour as people write it, None when nothing is typed. Raises BadInput."""
    text = wish.text(name)
    found = read_clock(text)
    if text and found is None:
        raise BadInput(*NO_CLOCK, code=name)
    return found


def kinds_of(wish: Wish) -> frozenset[SchoolKind]:
    """The kinds of school that were chosen. Raises BadInput."""
    chosen = wish.many("kinds")
    if any(kind not in set(SchoolKind) for kind in chosen):
        raise BadInput(*UNREAD, code="kinds")
    return frozenset(SchoolKind(kind) for kind in chosen)


def weekdays_of(wish: Wish) -> frozenset[int]:
    """The weekdays that were chosen, Monday = 0. Raises BadInput."""
    chosen = wish.many("weekdays")
    if any(one not in tuple("0123456") for one in chosen):
        raise BadInput(*UNREAD, code="weekdays")
    return frozenset(int(one) for one in chosen)


def _span(wish: Wish) -> Done:
    if (what := wish.text("what")) not in set(SpanKind):
        raise BadInput(*UNREAD, code="what")
    exam, since, name = what == SpanKind.EXAM, wish.needed_day("since"), wish.text("name")
    made = Span(what=SpanKind(what), name=Words(name, name), since=since, until=wish.day("until") or since,
                kinds=kinds_of(wish), start=clock_field(wish, "start") if exam else None,
                stop=clock_field(wish, "stop") if exam else None)
    number = verbs.add_span(desk().centre, acting(), made, replaces=wish.text("key"))
    return Done(words=SAVED, then=f"new=&day=&span={number}")


def _lesson(wish: Wish) -> Done:
    start, stop = clock_field(wish, "start"), clock_field(wish, "stop")
    if start is None or stop is None:
        raise BadInput(*NO_CLOCK, code="start" if start is None else "stop")
    key = wish.text("key")
    first = wish.day("since") or (EVER if key else local_day(desk().centre.clock()))
    made = Session(start=start, stop=stop, weekdays=weekdays_of(wish), since=first, until=wish.day("until"),
                   kinds=kinds_of(wish))
    number = verbs.add_session(desk().centre, acting(), made, replaces=key)
    return Done(words=SAVED, then=f"lesson={number}")


def _drop(wish: Wish) -> Done:
    verbs.revoke_span(desk().centre, acting(), wish.text("key"))
    return Done(words=DROPPED, then="span=")


def _drop_lesson(wish: Wish) -> Done:
    verbs.revoke_session(desk().centre, acting(), wish.text("key"))
    return Done(words=DROPPED, then="lesson=")


ACTS: Acts = {"span": _span, "lesson": _lesson, "drop": _drop, "drop_lesson": _drop_lesson}
