"""K1, K2: the same result whatever time zone the host believes in; a day is a local day."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from domain.wording import moment
from services import health
from store import history
from store.history import local_midnight
from tests.promises.office import Office

ZONES = ["UTC", "America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati", ""]


def day(office: Office) -> str:
    """What a day of the office leaves behind, as text."""
    office.clock.forward(datetime(2026, 3, 8, 6, 0, tzinfo=UTC).timestamp() - office.clock())  # New York changes its clocks today
    office.lead()
    for n in range(30):
        office.tick(seconds=3600, down=[20] if n % 3 else [])
        office.ingest.housekeep()
    office.tick(6, down=[20])
    said = [office.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in ("daily", "hourly")]
    said += [office.rows("SELECT subject, says_vi, opened_at FROM incidents"), list(office.colours("labs").items())]
    return repr(said) + repr(health.health(office.centre, office.viewer.picture))


def k1(office_on: Callable[..., Office], urls: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, zones: list[str]) -> None:
    reports = {}
    for zone in zones:
        monkeypatch.setenv("TZ", zone) if zone else monkeypatch.delenv("TZ", raising=False)
        time.tzset()
        office = office_on(urls(zone.replace("/", "-") or "unset"))
        office.clock._now = datetime(2026, 3, 1, tzinfo=UTC).timestamp()
        reports[zone] = day(office)
    assert len(set(reports.values())) == 1, "the host's time zone showed through"
    assert len(reports["UTC"]) > 2000


@pytest.fixture
def urls(tmp_path: object, migrated_sqlite: object) -> Callable[[str], str]:
    import shutil

    def fresh(name: str) -> str:
        shutil.copy(str(migrated_sqlite), f"{tmp_path}/{name}.db")
        return f"sqlite:///{tmp_path}/{name}.db"

    return fresh


@pytest.fixture(autouse=True)
def _zone_put_back(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    yield
    monkeypatch.undo()
    time.tzset()


def test_k1_the_hosts_time_zone_is_irrelevant(office_on: Callable[..., Office], urls: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    k1(office_on, urls, monkeypatch, ZONES)


def test_k1_mutant_the_hosts_midnight(office_on: Callable[..., Office], urls: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(at: float) -> float:
        return datetime.fromtimestamp(at).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()  # noqa: DTZ006

    monkeypatch.setattr(history, "local_midnight", naive)
    with pytest.raises(AssertionError, match="showed through"):
        k1(office_on, urls, monkeypatch, ZONES[:2])


@pytest.mark.parametrize(("moment_utc", "local_day"), [
    ("2026-09-08T16:59:59", date(2026, 9, 8)), ("2026-09-08T17:00:00", date(2026, 9, 9)),
    ("2026-12-31T16:59:59", date(2026, 12, 31)), ("2026-12-31T17:00:00", date(2027, 1, 1)),
    ("2028-02-28T17:00:00", date(2028, 2, 29)), ("2028-02-29T17:00:00", date(2028, 3, 1)),
    ("2026-05-31T16:59:59", date(2026, 5, 31)), ("2026-05-31T17:00:00", date(2026, 6, 1)),
    ("1975-06-12T15:59:59", date(1975, 6, 12)), ("1975-06-13T17:00:00", date(1975, 6, 14)),
])
def test_k2_a_day_is_a_local_day(moment_utc: str, local_day: date) -> None:
    at = datetime.fromisoformat(moment_utc).replace(tzinfo=UTC)
    begins = local_midnight(at.timestamp())
    assert begins <= at.timestamp() < begins + 25 * 3600
    assert moment(datetime.fromtimestamp(begins, UTC)).startswith(local_day.strftime("%d/%m"))
    assert moment(datetime.fromtimestamp(begins, UTC)).endswith("00:00")
