"""Two boards of a wall about the centre itself: the way of a figure from school to screen, and every source."""

from typing import Any

import numpy as np

from domain.errors import StoreDown
from domain.measurement import Status
from domain.source import SourceStatus
from domain.source_view import SourceBoard, SourceLine
from domain.wording import Words, number, span
from services.acting import acting
from services.desk import Desk
from services.source_board import board
from services.view import tally
from store import screens

LIVING_S = 120.0  # a screen beats twice a minute
SCHOOLS, LINE = Words("Trường học", "Schools"), Words("Đường truyền của trung tâm", "The centre's own line")
SOURCES, SCREENS = Words("Nguồn dữ liệu", "Sources"), Words("Màn hình lớn", "Wall screens")
REPORT = Words("{n} / {all} trường báo cáo", "{n} of {all} schools report")
NOBODY = Words("chưa trường nào báo cáo", "no school reports yet")
OPEN, BLIND = Words("thông", "open"), Words("đứt: không trường nào bị xét", "down: no school is judged")
NOT_KNOWN = Words("chưa biết: bộ thu thập im lặng", "not known: the collector is silent")
SENT = Words("{n} / {all} nguồn đang gửi", "{n} of {all} sources deliver")
NO_SOURCE = Words("chưa nguồn nào báo về", "no source has reported")
ALIVE = Words("{n} / {all} màn hình đang sống", "{n} of {all} screens are alive")
NO_SCREEN = Words("chưa ghép màn hình nào", "no screen is paired")
NOT_ASKED = Words("chưa biết: cơ sở dữ liệu không trả lời", "not known: the database does not answer")
EVERY, STREAM = Words("mỗi {t}", "every {t}"), Words("liên tục", "continuous")
FAILING = Words("lỗi đã {t}", "failing for {t}")
TROUBLE = (SourceStatus.FAILING, SourceStatus.LATE, SourceStatus.WAITING, SourceStatus.OFF, SourceStatus.OK)


def systems(desk: Desk, now: float) -> dict[str, Any]:
    """`parts`: in the order a figure travels: schools, sources, the own line, collector, cache, database, screens."""
    told, picture = board(desk), desk.viewer.picture
    up = tally(picture, desk.centre.indicators["connectivity"], np.arange(len(picture.register.schools)), now)
    heard = picture.believed(now) and picture.pulse is not None
    blind = heard and picture.pulse is not None and picture.pulse.blind_since is not None
    says = REPORT.text.format(n=number(up.reporting), all=number(up.schools)) if up.reporting else NOBODY.text
    line = (Status.BAD, BLIND) if blind else (Status.GOOD, OPEN) if heard else (Status.UNKNOWN, NOT_KNOWN)
    parts = [
        _part("schools", SCHOOLS, up.status, says, since=up.taken_at),
        _sources(told), _part("line", LINE, line[0], line[1].text),
        *(_part(p.key, p.name, p.status, p.says.text, list(p.facts), p.since) for p in told.parts if p.key != "origin"),
    ]
    if desk.scope.everything:
        parts.append(_screens(desk, now))
    origin = [p for p in told.parts if p.key == "origin"]
    return {"parts": parts, "past_known": told.past_known,
            "origin": [{"says": p.says.text, "status": p.status} for p in origin]}


def sources(desk: Desk, now: float) -> dict[str, Any]:
    """Trouble first. `bars`: the newest polls, 0..1 of the most rows, null = nothing came."""
    told = board(desk)
    lines = sorted(told.sources, key=lambda line: TROUBLE.index(line.status))
    return {"past_known": told.past_known, "rows": [_source(line, now) for line in lines]}


def _source(line: SourceLine, now: float) -> dict[str, Any]:
    every = STREAM.text if line.every_s is None else EVERY.text.format(t=span(line.every_s))
    why = line.error.text if line.error else ""
    if why and line.failing_since:
        why = f"{FAILING.text.format(t=span(now - line.failing_since))}: {why}"
    bars = [None if bar.rows is None and not bar.came else round(bar.share, 2) if bar.rows is not None else 1
            for bar in line.bars]
    return {"key": line.key, "name": line.name.text, "status": line.status.tone, "state": line.status.words.text,
            "every": every, "last_at": line.last_success_at, "rows": line.rows, "rejected": line.rejected, "why": why,
            "bars": bars}


def _part(key: str, name: Words, status: Status, says: str, facts: list[str] | None = None,
          since: float | None = None) -> dict[str, Any]:
    return {"key": key, "name": name.text, "status": status, "says": says, "facts": facts or [], "since": since}


def _sources(told: SourceBoard) -> dict[str, Any]:
    meant = [line for line in told.sources if line.status is not SourceStatus.OFF]
    good = sum(line.status is SourceStatus.OK for line in meant)
    failing = any(line.status in (SourceStatus.FAILING, SourceStatus.LATE) for line in meant)
    status = Status.UNKNOWN if not meant else Status.BAD if failing else Status.GOOD if good == len(meant) else (
        Status.UNKNOWN)
    says = SENT.text.format(n=number(good), all=number(len(meant))) if meant else NO_SOURCE.text
    names = [line.name.text for line in meant if line.status is not SourceStatus.OK]
    return _part("sources", SOURCES, status, says, names)


def _screens(desk: Desk, now: float) -> dict[str, Any]:
    """Somebody of the simulated province is told of its own screens alone."""
    demo = acting().demo
    try:
        with desk.centre.db.read() as conn:
            known = [one for one in screens.read_all(conn) if one.revoked_at is None and (one.demo or not demo)]
    except StoreDown:
        return _part("screens", SCREENS, Status.UNKNOWN, NOT_ASKED.text)
    if not known:
        return _part("screens", SCREENS, Status.UNKNOWN, NO_SCREEN.text)
    alive = sum(one.seen_at is not None and now - one.seen_at < LIVING_S for one in known)
    silent = [one.name for one in known if one.seen_at is None or now - one.seen_at >= LIVING_S]
    return _part("screens", SCREENS, Status.GOOD if alive == len(known) else Status.WATCH,
                 ALIVE.text.format(n=number(alive), all=number(len(known))), silent[:3])

