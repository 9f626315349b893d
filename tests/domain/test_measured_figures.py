"""A manager puts the documents' figures beside ours: 465/595, 2,052 rooms, 12,312 machines, 6.0 of a doubtful kind."""

import math

import pytest

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import Status
from domain.registry import discover

INDICATORS = discover("indicators", "INDICATOR", Indicator)
GROUPS = {
    "connectivity": ["connectivity", "uptime_24h", "download", "upload", "latency", "loss", "flaps", "bandwidth", "mbps_per_100",
                     "carrier_share", "rooms_online", "last_contact"],
    "labs": ["lab_rooms", "standard_machines", "labs", "machines_per_room", "pupils_per_machine", "smart_rooms", "modern_labs",
             "projector_rooms", "broken_devices", "ai_labs"],
    "epayment": ["epayment", "fees_cashless", "transactions", "payment_failures", "reconciliation_lag", "payment_channels",
                 "parents_enrolled", "no_transactions_30d"],
}
MINE = [key for keys in GROUPS.values() for key in keys]


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_stands_in_the_order_of_the_catalogue(group):
    assert [one.key for one in sorted(INDICATORS.values(), key=lambda one: one.order) if one.group == group] == GROUPS[group]


@pytest.mark.parametrize("key", MINE)
def test_each_says_what_is_divided_by_what(key):
    one = INDICATORS[key]
    assert one.formula.vi
    assert one.formula.en
    assert (one.weight is not None) == (one.roll_up is RollUp.RATIO)


def press(key: str) -> list[tuple[float | None, bool]]:
    return [(figure.value, figure.doubt is not None) for figure in INDICATORS[key].press]


def test_the_documents_figures_stand_there_with_their_doubts():
    assert press("lab_rooms")[0] == (2052, True)
    assert press("standard_machines") == [(12312, True)]
    assert press("machines_per_room") == [(12312 / 2052, True)] == [(6.0, True)]
    assert "6,0" in INDICATORS["machines_per_room"].press[0].doubt.vi
    value, doubted = press("epayment")[0]
    assert round(value, 4) == 0.7815
    assert doubted
    assert "Tiền Giang" in INDICATORS["epayment"].press[0].doubt.vi
    assert all(doubted for key in MINE for _, doubted in press(key)), "none of these figures is without a note"
    for key in ("connectivity", "download", "mbps_per_100", "bandwidth", "smart_rooms", "modern_labs", "fees_cashless"):
        assert press(key), f"A5, A8, D2, E4: {key}"


def status(key: str, **metrics: float) -> tuple[float, Status]:
    one = INDICATORS[key]
    value = float(one.value({need: metrics[need.split(".")[1]] for need in one.needs}))
    return value, one.bands.status(value)


def test_what_a_school_is_told():
    assert status("mbps_per_100", download_mbps=150, pupils=1000) == (15, Status.GOOD)
    assert status("mbps_per_100", download_mbps=40, pupils=1000) == (4, Status.BAD)
    assert status("loss", loss_pct=2.0) == (0.02, Status.WATCH)
    assert status("flaps", drops_24h=7) == (7, Status.BAD)
    assert status("last_contact", contact_hours=0) == (0, Status.GOOD)
    assert status("carrier_share", carrier_share=0.9) == (0.9, Status.BAD)
    assert status("smart_rooms", smart_rooms=0) == (0, Status.BAD)
    assert status("smart_rooms", smart_rooms=1) == (1, Status.GOOD)
    assert status("broken_devices", devices_broken=8, devices=100) == (0.08, Status.WATCH)
    assert status("fees_cashless", fees_cashless_m=450, fees_due_m=900) == (0.5, Status.BAD)
    assert status("payment_channels", channels=1) == (1, Status.WATCH)
    assert status("no_transactions_30d", transactions_30d=0) == (1, Status.BAD)
    assert status("no_transactions_30d", transactions_30d=3) == (0, Status.GOOD)
    assert status("no_transactions_30d", transactions_30d=math.nan)[1] is Status.UNKNOWN


def test_a_fact_is_judged_by_nobody():
    for key in ("lab_rooms", "standard_machines", "ai_labs", "transactions"):
        assert INDICATORS[key].bands == FACT
        assert INDICATORS[key].bands.status(0.0) is Status.GOOD


def test_an_area_is_all_of_the_top_over_all_of_the_bottom():
    """A small school with much and a large one with little: the area is no mean of two shares."""
    one = INDICATORS["mbps_per_100"]
    schools = [{"netspeed.download_mbps": 100.0, "school.pupils": 100.0}, {"netspeed.download_mbps": 100.0, "school.pupils": 1900.0}]
    top = sum(one.value(m) * one.weight(m) for m in schools)
    assert top / sum(one.weight(m) for m in schools) == pytest.approx(10.0)
