"""The centre's own state in one value: ok, degraded or blind, and who is to blame."""

from typing import Any

import numpy as np
from prometheus_client import Gauge

from domain.measurement import STATUSES
from domain.source import SourceStatus
from domain.wording import Words, ago
from services._concern import asked
from services.centre import Centre
from services.pulse import SourceState
from services.view import Picture

_schools = Gauge("centre_schools", "Schools by status of an indicator", ["indicator", "status"])
_version = Gauge("centre_frame_version", "Version of the newest commit")
_age = Gauge("centre_pulse_age_seconds", "Age of the collector's last proof")
_source_up = Gauge("centre_source_up", "1 = the source answers", ["source"])
_source_age = Gauge("centre_source_age_seconds", "Age of the source's last success", ["source"])
_blind = Gauge("centre_blind", "1 = the centre's own line is down")


def health(centre: Centre, picture: Picture) -> dict[str, Any]:
    """The body of /healthz."""
    now, pulse = centre.clock(), picture.pulse
    sources = [
        {"key": s.key, "status": status_now(s, picture, now), "last_success_at": s.last_success_at,
         "age_s": None if s.last_success_at is None else round(now - s.last_success_at, 1)}
        for s in (pulse.sources if pulse else ())
    ]
    return {
        "status": verdict(picture, now), "version": centre.version,
        "simulated": picture.register.simulated or centre.simulated,
        "schools": len(picture.register.schools), "frame_version": picture.version, "sources": sources,
        "collector": {"alive": picture.believed(now), "age_s": None if pulse is None else round(now - pulse.at, 1)},
        "cache": "away" if picture.from_database else "ok", "database": "away" if picture.store_down else "ok",
    }


def status_now(state: SourceState, picture: Picture, now: float) -> SourceStatus:
    """What the collector said last is not true any more once the collector is silent."""
    status = SourceStatus(state.status)
    return SourceStatus.LATE if status is SourceStatus.OK and not picture.believed(now) else status


def verdict(picture: Picture, now: float) -> str:
    """blind: nothing on screen may be believed, or the centre's own line is down. degraded: a part is away."""
    pulse = picture.pulse
    if pulse is None or not picture.believed(now) or pulse.blind_since is not None:
        return "blind"
    failing = any(s.status in (SourceStatus.FAILING, SourceStatus.LATE) for s in pulse.sources)
    return "degraded" if failing or picture.from_database or picture.store_down or pulse.spooling else "ok"


def culprit(picture: Picture, now: float) -> Words | None:
    """One sentence that names who is to blame, None = all well."""
    pulse = picture.pulse
    if pulse is None:
        return Words("Bộ thu thập chưa chạy: chưa có số liệu nào", "The collector has never run: no data yet")
    age = now - pulse.at
    if not picture.believed(now) and picture.store_down:  # the collector may be well: nobody can hear it
        return Words(f"Bộ nhớ đệm và cơ sở dữ liệu không trả lời: số liệu mới nhất {ago(age, 'vi')}",
                     f"Cache and database away: newest data {ago(age, 'en')}")
    if not picture.believed(now):
        return Words(f"Bộ thu thập ngừng: số liệu mới nhất {ago(age, 'vi')}",
                     f"Collector stopped: newest data {ago(age, 'en')}")
    if pulse.blind_since is not None:
        return Words("Trung tâm mất tầm nhìn: đường truyền của trung tâm không thông, không trường nào bị kết luận",
                     "The centre is blind: its own line is down; no school is judged")
    if picture.store_down or pulse.spooling:
        return Words("Cơ sở dữ liệu không trả lời: lịch sử đang chờ ghi", "The database is away: history is waiting")
    if picture.from_database:
        return Words("Bộ nhớ đệm không trả lời: đang đọc từ cơ sở dữ liệu", "The cache is away: reading the database")
    return None


def measure(centre: Centre, picture: Picture) -> None:
    """Set the Prometheus gauges from the picture."""
    now, pulse = centre.clock(), picture.pulse
    _version.set(picture.version)
    _age.set(now - pulse.at if pulse else float("inf"))
    _blind.set(1 if pulse is None or pulse.blind_since is not None else 0)
    everybody = np.arange(len(picture.register.schools))
    for key, one in centre.indicators.items():
        statuses = picture.status(key, now)[asked(picture.register, one, everybody)]
        for status in STATUSES:
            _schools.labels(key, status.value).set(int((statuses == status.code).sum()))
    for source in pulse.sources if pulse else ():
        _source_up.labels(source.key).set(1 if status_now(source, picture, now) is SourceStatus.OK else 0)
        age = float("inf") if source.last_success_at is None else now - source.last_success_at
        _source_age.labels(source.key).set(age)
