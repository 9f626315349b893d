"""How is each source, and how is the centre itself? One frozen board for the sources page, whatever is away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.errors import StoreDown
from domain.measurement import Status
from domain.source_view import CentrePart, GapLine, PollBar, SourceBoard, SourceLine
from domain.wording import Words, number
from services.desk import Desk
from services.health import culprit, status_now
from services.pulse import SourceState
from services.scribe import LEASE
from services.view import Picture
from store import inspecting
from store.inspecting import Lease, Poll, Server

BARS = 48
GAPS = 8
COLLECTOR, CACHE = Words("Bộ thu thập", "Collector"), Words("Bộ nhớ đệm", "Cache")
DATABASE, ORIGIN = Words("Cơ sở dữ liệu", "Database"), Words("Nguồn gốc số liệu", "Origin of the figures")
ANSWERS, AWAY = Words("trả lời", "answers"), Words("không trả lời", "does not answer")
COLLECTS = Words("đang thu thập", "collecting")
FROM_DATABASE = Words("không trả lời: màn hình đang đọc từ cơ sở dữ liệu", "away: screens read the database")
WAITS = Words("chậm: lịch sử đang chờ ghi", "slow: history is waiting")
SIMULATED = Words("dữ liệu mô phỏng", "simulated data")
REAL = Words("số liệu thật", "real figures")
WHY = {
    "stopped": Words("bộ thu thập ngừng", "the collector was stopped"),
    "paused": Words("bộ thu thập bị treo", "the collector was paused"),
    "clock set back": Words("đồng hồ bị chỉnh lùi", "the clock was set back"),
    "spool full": Words("cơ sở dữ liệu ngừng trả lời quá lâu, hàng chờ đầy", "the database was away for too long"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """What only the database knows."""

    server: Server
    lease: Lease | None
    polls: dict[str, tuple[Poll, ...]]
    gaps: list[tuple[str, float, float, str]]


def board(desk: Desk) -> SourceBoard:
    """Everything now; a database that is away leaves sparklines and gaps empty and says so."""
    centre, picture, now = desk.centre, desk.viewer.picture, desk.centre.clock()
    states = picture.pulse.sources if picture.pulse else ()
    try:
        with centre.db.read() as conn:
            past = _Past(
                server=inspecting.server(centre.db, conn), lease=inspecting.lease(conn, LEASE),
                polls={s.key: inspecting.polls(conn, s.key, BARS) for s in states if s.every_s},
                gaps=inspecting.newest_gaps(conn, GAPS),
            )
    except StoreDown:
        past = None
    lines = tuple(_line(s, past.polls.get(s.key, ()) if past else (), picture, now) for s in states)
    return SourceBoard(
        now=now, past_known=past is not None,
        sources=lines if desk.scope.everything else tuple(_uncounted(line) for line in lines),
        parts=(_collector(picture, past, now, centre.version), _cache(picture), _database(picture, past),
               _origin(picture, centre.simulated)),
        gaps=tuple(GapLine(since=since, until=until, why=WHY.get(why, Words(why, why)))
                   for _, since, until, why in (past.gaps if past else ())),
    )


def _line(state: SourceState, polls: Sequence[Poll], picture: Picture, now: float) -> SourceLine:
    asked = picture.believed(now) and state.every_s is not None and state.last_attempt_at is not None
    error = Words(state.error_vi, state.error_en or state.error_vi) if state.error_vi else None
    return SourceLine(
        key=state.key, name=Words(state.name_vi or state.key, state.name_en or state.key),
        status=status_now(state, picture, now),
        every_s=state.every_s, last_success_at=state.last_success_at,
        next_at=(state.last_attempt_at or 0.0) + (state.every_s or 0.0) if asked else None, took_s=state.took_s,
        rows=state.rows, rejected=state.rejected, failing_since=state.failing_since, error=error,
        error_code=state.error_code or "", bars=bars(polls, state.every_s or 0.0, now),
        settings=tuple(f"SOURCE_{state.key}_{need}".upper() for need in state.needs),
    )


def _uncounted(line: SourceLine) -> SourceLine:
    """For a limited reader: a source counts the schools of everybody."""
    told = tuple(PollBar(at=bar.at, rows=None, came=bar.rows is not None) for bar in line.bars)
    return replace(line, rows=None, rejected=None, bars=told)


def bars(polls: Sequence[Poll], every_s: float, now: float) -> tuple[PollBar, ...]:
    """Polls as equal slots, oldest first, at most BARS; a slot in which nothing came is there and empty.

    `share`: rows of the poll to the most rows of any. `every_s`: seconds between two polls, 0 = no slots.
    """
    if not polls or every_s <= 0:
        return ()
    most = max(1, *(poll.rows for poll in polls))
    made: list[PollBar] = []
    last = polls[0].finished_at
    for poll in polls:
        made += _missed(last, poll.finished_at, every_s)
        rows = None if poll.failed else poll.rows
        made.append(PollBar(at=poll.finished_at, rows=rows, share=0.0 if poll.failed else poll.rows / most))
        last = poll.finished_at
    made += _missed(last, now + every_s / 2, every_s)
    return tuple(made[-BARS:])


def _missed(last: float, following: float, every_s: float) -> list[PollBar]:
    count = min(BARS, round((following - last) / every_s) - 1)
    return [PollBar(at=last + every_s * (n + 1), rows=None) for n in range(count)]


def _collector(picture: Picture, past: _Past | None, now: float, version: str) -> CentrePart:
    alive = picture.believed(now)
    facts = [f"{Words('phiên bản', 'version').text} {version}"]
    if past and past.lease:
        facts.append(f"{Words('giữ phiên', 'lease').text}: {past.lease.holder}")
    said = None if alive else culprit(picture, now)
    blind = picture.pulse is not None and picture.pulse.blind_since is not None
    if alive and blind:
        said = Words("mất tầm nhìn: đường truyền của trung tâm không thông", "blind: the centre's own line is down")
    return CentrePart(key="collector", name=COLLECTOR, says=said or COLLECTS, facts=tuple(facts),
                      status=Status.GOOD if alive and not blind else Status.BAD,
                      since=picture.pulse.at if picture.pulse else None)


def _cache(picture: Picture) -> CentrePart:
    away = picture.from_database
    return CentrePart(key="cache", name=CACHE, status=Status.WATCH if away else Status.GOOD,
                      says=FROM_DATABASE if away else ANSWERS)


def _database(picture: Picture, past: _Past | None) -> CentrePart:
    if past is None:
        return CentrePart(key="database", name=DATABASE, status=Status.BAD, says=AWAY)
    slow = picture.pulse is not None and picture.pulse.spooling
    server = past.server
    facts = (f"{'SQLite' if server.sqlite else 'PostgreSQL'} {server.version}",
             f"{Words('bản', 'revision').text} {server.revision}", size(server.size))
    return CentrePart(key="database", name=DATABASE, status=Status.WATCH if slow else Status.GOOD,
                      says=WAITS if slow else ANSWERS, facts=facts)


def _origin(picture: Picture, simulated: bool) -> CentrePart:
    made_up = simulated or picture.register.simulated
    schools = f"{number(len(picture.register.schools))} {Words('trường', 'schools').text}"
    return CentrePart(key="origin", name=ORIGIN, status=Status.WATCH if made_up else Status.GOOD,
                      says=SIMULATED if made_up else REAL, facts=(schools,))


def size(count: int | None) -> str:
    """Bytes for a person: "12,4 MB"."""
    if count is None:
        return "–"
    return f"{number(count / 1e9, 1)} GB" if count >= 1e9 else f"{number(count / 1e6, 1)} MB"
