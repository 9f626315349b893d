"""How is every linked system, and how whole are the six components of the department's data? One body for the page
`/systems`, the wall's board of systems and `GET /api/v1/systems`, so that they can never say different things.

A system's state is the worst of: its exchange (the states of its sources) and its service checks. An exchange nobody
configured, or that has not begun, is unknown, never well; of a source that fails nothing further is concluded.
"""

from collections.abc import Iterable
from typing import Any

from domain.linked import SYSTEMS
from domain.measurement import Status
from domain.source import SourceStatus
from domain.systems import COMPONENTS, TROUBLES, Circle, Linked
from domain.wording import Words, number
from services._systems_checks import check, figure
from services._systems_parts import component
from services._systems_past import Past, past
from services.desk import Desk
from services.health import status_now
from services.incident_marks import shown
from services.pulse import SourceState

WORST = (Status.BAD, Status.STALE, Status.WATCH, Status.UNKNOWN, Status.GOOD)
ABSENT = Words("chưa có nguồn này", "no such source here")
EXCHANGES = Words("đang trao đổi", "exchanging")
BEYOND = Words("{n} trường vượt ngưỡng", "{n} schools beyond the bands")
NO_WORD = Words("chưa có số đo dịch vụ nào", "no measure of the service yet")


def systems(desk: Desk, now: float) -> dict[str, Any]:
    """{now, past_known, counts, troubles, circles, systems, components}; systems in the declared order."""
    known, picture = past(desk), desk.viewer.picture
    states = {state.key: state for state in (picture.pulse.sources if picture.pulse else ())}
    rules = _live_by_rule(desk)
    tiles = [_tile(desk, one, states, known, rules, now) for one in SYSTEMS]
    counts = {status.value: sum(tile["status"] == status for tile in tiles) for status in WORST}
    return {
        "now": now, "past_known": known.at > 0, "counts": counts,
        "troubles": [{**check(desk, key, now), "incidents": _count(rules, key)} for key in TROUBLES],
        "circles": [[circle.value, circle.words.text] for circle in Circle],
        "systems": tiles, "components": [component(desk, one, states, now) for one in COMPONENTS],
    }


def _tile(desk: Desk, one: Linked, states: dict[str, SourceState], known: Past,
          rules: dict[str, int] | None, now: float) -> dict[str, Any]:
    heard = [_source(desk, key, states.get(key), known, now) for key in one.sources]
    checks = [check(desk, key, now) for key in one.checks]
    figures = [figure(found, known, now) for found in one.figures]
    exchange = _worst(source["tone"] for source in heard)
    judged = [told for told in (*checks, *figures) if told["judges"]]
    status = exchange
    if exchange is Status.GOOD:  # unmeasured checks do not make a system unknown that exchanges well
        status = _worst((Status.GOOD, *(Status(told["status"]) for told in judged if told["known"])))
    return {
        "key": one.key, "name": one.words.text, "about": one.about.text, "circle": one.circle.value,
        "owner": one.owner.text, "status": status.value,
        "says": _says(status, exchange, heard, judged), "sources": heard, "checks": checks, "figures": figures,
        "last_at": min((source["last_at"] for source in heard if source["last_at"]), default=None),
        **_failures(heard), **_incidents(one, rules),
        "indicators": [{"key": key, "label": desk.centre.indicators[key].label.text} for key in (
            *one.checks, *one.indicators) if key in desk.centre.indicators],
    }


def _source(desk: Desk, key: str, state: SourceState | None, known: Past, now: float) -> dict[str, Any]:
    """One of the sources a system is heard through. `why`: of one that fails, in words."""
    if state is None:
        return {"key": key, "name": key, "state": ABSENT.text, "tone": Status.UNKNOWN, "last_at": None, "why": "",
                "polls": None, "failed": None, "failing_since": None}
    status, made = status_now(state, desk.viewer.picture, now), known.polls.get(key)
    why = Words(state.error_vi, state.error_en or state.error_vi).text if state.error_vi else ""
    told = made is not None and made.made > 0
    return {
        "key": key, "name": Words(state.name_vi or key, state.name_en or state.name_vi or key).text,
        "state": status.words.text, "tone": status.tone, "last_at": state.last_success_at,
        "why": why if status is SourceStatus.FAILING else "",
        "failing_since": state.failing_since if status is SourceStatus.FAILING else None,
        "polls": made.made if made and told else None, "failed": made.failed if made and told else None,
    }


def _says(status: Status, exchange: Status, heard: list[dict[str, Any]], judged: list[dict[str, Any]]) -> str:
    """Why it is as it is, in one short line."""
    if exchange is not Status.GOOD:
        ill = next(source for source in heard if source["tone"] is exchange)
        return str(ill["why"] or ill["state"])
    if status is Status.GOOD:
        silent = bool(judged) and not any(told["known"] for told in judged)
        return f"{EXCHANGES.text}; {NO_WORD.text}" if silent else EXCHANGES.text
    ill = next(told for told in judged if told["status"] == status)
    beyond = f" · {BEYOND.text.format(n=number(ill['bad'] + ill['watch']))}" if ill.get("bad", 0) else ""
    return f"{ill['label']}: {ill['text']}{beyond}"


def _failures(heard: list[dict[str, Any]]) -> dict[str, Any]:
    """Polls of the last 24 hours over all its sources; null where none is asked in polls, or nobody can say."""
    told = [source for source in heard if source["polls"] is not None]
    return {"polls": sum(source["polls"] for source in told) if told else None,
            "failed": sum(source["failed"] for source in told) if told else None}


def _incidents(one: Linked, rules: dict[str, int] | None) -> dict[str, Any]:
    """Live incidents of its indicators and its sources, and where to read them; null = not known now."""
    if rules is None:
        return {"incidents": None, "incident_links": []}
    asked = [key for key in (*one.checks, *one.indicators, *(f"source:{key}" for key in one.sources)) if rules.get(key)]
    return {"incidents": sum(rules[key] for key in asked),
            "incident_links": [{"q": key.removeprefix("source:"), "count": rules[key],
                                "kind": "source" if key.startswith("source:") else ""} for key in asked]}


def _live_by_rule(desk: Desk) -> dict[str, int] | None:
    """How many live incidents each rule has within reach; a failing source counts under its own name."""
    pressing = desk.incidents.pressing()
    if pressing.version <= 0:
        return None
    found: dict[str, int] = {}
    for row, _ in pressing.rows:
        if shown(row):
            key = row.subject if row.rule == "source" else row.rule
            found[key] = found.get(key, 0) + 1
    return found


def _count(rules: dict[str, int] | None, key: str) -> int | None:
    return None if rules is None else rules.get(key, 0)


def _worst(found: Iterable[Status]) -> Status:
    told = set(found)
    return next(status for status in WORST if status in told)


def well(tiles: list[dict[str, Any]]) -> str:
    """"n / N", for a heading."""
    return f"{number(sum(tile['status'] == Status.GOOD for tile in tiles))} / {number(len(tiles))}"
