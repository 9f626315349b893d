"""A new collector believes what the database says is open, and whom people have just resolved."""

from typing import TYPE_CHECKING

import numpy as np

from domain.person import EVERYTHING
from services._watch_people import BELIEVED_S, cover
from services._watch_silent import RULE as PARTIAL
from services._watch_streaks import Held
from services._watch_wide import codes_at
from store import incident_events, incidents
from store.database import Connection
from store.incidents import Incident

if TYPE_CHECKING:
    from services.watch import Watch

LATELY = 500  # of the newest incidents, those that a person has just resolved are looked for


def restore(watch: "Watch", conn: Connection) -> None:
    """Fill a fresh `Watch`."""
    watch.ears.last = incident_events.newest(conn)
    now = watch.centre.clock()
    watch.works.heard = watch.works.read(conn, now)
    for incident in incidents.read_open(conn, EVERYTHING):
        what, _, name = incident.subject.partition(":")
        if incident.rule == PARTIAL:
            watch.partial |= {key for key in watch.rules if watch.source_of(key) == name}
        elif what == "source":
            watch.failing.add(name)
        elif what == "centre":
            watch.blind = True
        else:
            _restore(watch, conn, incident, now)
    for incident in incidents.read_list(conn, EVERYTHING, state="all", limit=LATELY):
        streak, at = watch.streaks.get(incident.rule), incident.resolved_at
        by_hand = incident.resolved_by and not incident.resolved_by.startswith("system:")
        if streak is not None and by_hand and at is not None and now - at < BELIEVED_S and incident.state == "resolved":
            members = incidents.read_members(conn, EVERYTHING, [incident.id])[incident.id]
            streak.held[incident.subject] = Held(codes_at(watch.register.index, members), at + BELIEVED_S)


def _restore(watch: "Watch", conn: Connection, incident: Incident, now: float) -> None:
    key, _, silent = incident.rule.partition(".")
    streak = watch.streaks.get(key)
    if streak is None:
        return
    index = watch.register.index
    if incident.subject.startswith("school:"):
        members = codes_at(index, [incident.subject.partition(":")[2]])
    else:
        members = codes_at(index, incidents.read_members(conn, EVERYTHING, [incident.id])[incident.id])
        steps = incident_events.read_events(conn, EVERYTHING, incident.id)
        apart = {index[code] for step in steps if step.what == "split" for code in step.codes if code in index}
        streak.apart[incident.subject] = apart - set(members.tolist())
        streak.start[incident.subject] = incident.started_at
    if silent:
        streak.silent[members] = True
        return
    cover(streak, incident.subject, members, flapping=incident.kind == "flapping")
    if incident.kind == "flapping":
        streak.turned[members] = now  # the hour without a change begins anew
        streak.since[members] = np.maximum(streak.since[members], incident.started_at)
