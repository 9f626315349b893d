"""The past of a simulated province, asked once through the same collectors: each source for each earlier week.

Only what the simulator can still say is asked; what we measure ourselves has no past before we were there. Days come
coarse first, so that the whole span is seen within a minute; a day that is kept is never asked again.
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from math import isnan
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from data_sources._http import Http
from data_sources._jobs import Asking
from domain.errors import SourceError
from domain.measurement import Column
from domain.person import EVERYTHING
from domain.registry import discover
from domain.source import Source, Target
from domain.wording import LOCAL
from services import trend_days
from services._claim_week import DAYS, WEEKLY
from services.centre import Centre
from services.register import Register, load
from store import claims, history
from store import trends as store
from store.history import DAY_S, local_midnight

WEEKS = 76  # back beyond the reform of 2025-07-01
AT_ONCE = 3
DEADLINE_S = 60.0
log = structlog.get_logger()
Floats = NDArray[np.float64]
Address = Callable[[str, str], Mapping[str, str] | None]


def fill(centre: Centre, address: Address, stopping: Callable[[], bool] = lambda: False, weeks: int = WEEKS) -> int:
    """How many days were added. `address(key, day)`: url and token of a source's past, None = it has none."""
    register = load(centre.db)
    if not register.simulated or not register.schools:
        return 0
    sources = [one for one in discover("data_sources", "SOURCE", Source).values() if one.needs == ("url", "token")]
    with centre.db.read() as conn:
        kept = {one.day for one in store.days(conn)}
    made, http = 0, Http(deadline=DEADLINE_S, rows_before={})
    _fill_week(centre, register, sources, address, http)
    for day in wanted(datetime.fromtimestamp(centre.clock(), LOCAL).date(), weeks):
        if stopping():
            break
        if day.isoformat() not in kept:
            made += _fill_day(centre, register, sources, address, http, day)
    http.close()
    log.info("past filled", days=made)
    return made


def wanted(today: date, weeks: int) -> list[date]:
    """The weekly days before today, every eighth first, then those between."""
    last = today - timedelta(days=(today.weekday() - trend_days.WEEKLY) % 7 or 7)
    back = [last - timedelta(weeks=n) for n in range(weeks)]
    return sorted(back, key=lambda day: (_rank((last - day).days // 7), -day.toordinal()))


def _rank(week: int) -> int:
    return 0 if week % 8 == 0 else 1 if week % 4 == 0 else 2 if week % 2 == 0 else 3


def _fill_day(centre: Centre, register: Register, sources: list[Source], address: Address, http: Http, day: date,
              ) -> bool:
    columns = _heard(register, sources, address, http, day)
    if not columns:
        return False
    layers = trend_days.past_layers(register, centre.indicators, columns)
    with centre.db.write() as conn:
        done = trend_days.write(centre.db, conn, register, layers, centre.indicators, _looked(day), simulated=True)
    time.sleep(0.05)  # whoever else waits to write comes between
    return done


def _fill_week(centre: Centre, register: Register, sources: list[Source], address: Address, http: Http) -> None:
    """What claims are measured by needs each day of a week (services/_claim_week.py): one look a day, as an hour of it.
    A day of which this house knows anything itself is left alone."""
    today = datetime.fromtimestamp(centre.clock(), LOCAL).date()
    for day in (today - timedelta(days=back) for back in range(1, DAYS)):
        at = _looked(day)
        with centre.db.read() as conn:
            first = {one: claims.first_hour(conn, EVERYTHING, one, local_midnight(at)) for one in WEEKLY}
        wanted = {one for one, hour in first.items() if hour is None or hour > at + DAY_S / 2}
        asked = [one for one in sources if wanted & set(one.metrics)]
        told = _heard(register, asked, address, http, day) if asked else {}
        hours = [history.Rolled(school, metric, at, 1, value, value, value) for metric in wanted & set(told)
                 for school, value in zip(register.ids.tolist(), told[metric].tolist(), strict=True)
                 if not isnan(value)]
        with centre.db.write() as conn:
            history.write_hours(centre.db, conn, hours)


def _looked(day: date) -> float:
    return datetime(day.year, day.month, day.day, trend_days.LOOKED_AT, tzinfo=LOCAL).timestamp()


def _heard(register: Register, sources: list[Source], address: Address, http: Http, day: date) -> dict[str, Floats]:
    """metric -> a value per school, NaN = not told, as the sources say it was at that day's hour."""
    at, columns = _looked(day), dict[str, Floats]()
    targets = tuple(Target(code=school.code, address="") for school in register.schools)

    def heard(source: Source) -> list[Any]:
        config = address(source.key, day.isoformat())
        if config is None:
            return []
        ask = Asking(targets=targets, config=config, sentinels=(), http=http, now=lambda: at, over=lambda: False)
        try:
            return list(source.collect(ask))
        except SourceError as error:
            log.warning("no past", source=source.key, day=day.isoformat(), why=error.code)
            return []

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for items in pool.map(heard, sources):
            for item in items:
                if isinstance(item, Column) and len(item.schools):
                    column = columns.setdefault(item.metric, np.full(len(register.schools), np.nan))
                    column[np.asarray(item.schools, np.intp)] = np.frombuffer(item.values, np.float64)
    return columns
