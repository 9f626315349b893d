"""Speed agents, equipment and the use of e-payment: what a school is not asked is unknown, what does not add up is refused."""

import math

import pytest

from data_sources import epayment, labs, netspeed
from tests.probes.asking import CODES, NOW, Ask, lab, page, poll

MODERN = {"smart_rooms": 2, "modern_labs": 3, "technology_labs": 2, "ar_labs": 0, "vr_labs": 1, "ai_labs": 2}
ROOMS = {"classrooms": 20, "projector_rooms": 12, "devices": 120, "devices_broken": 5}


def speed(code, **more):
    return {"school": code, "download_mbps": 93.5, "upload_mbps": 40, "loss_pct": 0.2, "jitter_ms": 2.5, "rooms": 30,
            "rooms_online": 28, "as_of": "2026-11-22T07:50:00Z", **more}


def paid(code, **more):
    return {"school": code, "enabled": True, "transactions_today": 5, "failed_today": 1, "fees_due": 900_000_000,
            "fees_cashless": 450_000_000, "transactions_30d": 140, "reconciliation_lag_h": 7, "channels": 3,
            "parents_asked": 800, "parents_enrolled": 600, "as_of": "2026-11-22T07:58:00Z", **more}


def one_bad_row(source, good, wrong) -> list[str]:
    """A hundred schools, one of which says something wrong: it alone is missing; the reason it was refused for."""
    rows = [good(code) for code in CODES]
    rows[50] |= wrong
    ask = Ask(CODES)
    found = poll(source, page(rows), ask)
    assert all(set(CODES) - {"S0050"} == set(values) for values in found.values())
    return ask.rejected


@pytest.mark.parametrize(("wrong", "reason"), [
    ({"download_mbps": "93"}, "bad_download_mbps"), ({"download_mbps": True}, "bad_download_mbps"), ({"upload_mbps": -1}, "bad_upload_mbps"),
    ({"upload_mbps": None}, "bad_upload_mbps"), ({"loss_pct": 100.1}, "bad_loss_pct"), ({"download_mbps": 1e9}, "bad_download_mbps"),
    ({"rooms_online": 31}, "more_online_than_rooms"), ({"rooms": 30.0}, "bad_rooms"), ({"jitter_ms": []}, "bad_jitter_ms"),
])
def test_a_speed_that_cannot_be_is_refused(wrong, reason):
    assert one_bad_row(netspeed, speed, wrong) == [reason]


def test_a_test_is_as_old_as_it_says():
    found = poll(netspeed, page([speed(CODES[0])]), Ask(CODES))
    assert found["netspeed.download_mbps"] == {CODES[0]: (93.5, NOW.timestamp() - 600)}, "schools without an agent have no row"


@pytest.mark.parametrize(("wrong", "reason"), [
    ({"projector_rooms": 21}, "more_projector_rooms_than_rooms"), ({"devices_broken": 121}, "more_broken_than_devices"),
    ({"technology_labs": 4}, "labs_do_not_add_up"), ({"ai_labs": 3}, "labs_do_not_add_up"), ({"vr_labs": 0, "ai_labs": 1}, "labs_do_not_add_up"),
    ({"smart_rooms": 1.0}, "bad_smart_rooms"), ({"devices": "120"}, "bad_devices"), ({"modern_labs": -1}, "bad_modern_labs"),
])
def test_equipment_that_does_not_add_up_is_refused(wrong, reason):
    assert one_bad_row(labs, lambda code: lab(code, **ROOMS, **MODERN), wrong) == [reason]


def test_what_a_preschool_is_not_asked_is_unknown_not_zero():
    rows = [lab("S0001", **ROOMS, **MODERN), lab("S0002", **ROOMS, **dict.fromkeys(MODERN)), lab("S0003")]
    found = poll(labs, page(rows), Ask(CODES))
    assert found["labs.smart_rooms"]["S0001"][0] == 2
    assert all(math.isnan(found[f"labs.{key}"]["S0002"][0]) for key in MODERN)
    assert found["labs.devices"]["S0002"][0] == 120
    assert math.isnan(found["labs.devices"]["S0003"][0]), "an inventory that does not know the field"
    assert found["labs.rooms"]["S0003"][0] == 2, "and what it does know is still believed"


@pytest.mark.parametrize(("wrong", "reason"), [
    ({"transactions_30d": 4}, "more_today_than_in_30_days"), ({"parents_enrolled": 801}, "more_enrolled_than_asked"),
    ({"channels": "3"}, "bad_channels"), ({"reconciliation_lag_h": -1}, "bad_reconciliation_lag_h"),
])
def test_a_use_that_cannot_be_is_refused(wrong, reason):
    assert one_bad_row(epayment, paid, wrong) == [reason]


def test_where_it_is_switched_off_its_use_is_unknown():
    off = paid("S0002", enabled=False, transactions_today=0, failed_today=0, fees_cashless=0, transactions_30d=None,
               reconciliation_lag_h=None, channels=None, parents_asked=None, parents_enrolled=None)
    found = poll(epayment, page([paid("S0001"), off]), Ask(CODES))
    assert found["epayment.fees_cashless_m"] == {"S0001": (450.0, NOW.timestamp() - 120), "S0002": (0.0, NOW.timestamp() - 120)}
    assert found["epayment.transactions_30d"]["S0001"][0] == 140
    assert all(math.isnan(found[f"epayment.{key}"]["S0002"][0]) for key in ("transactions_30d", "channels", "parents_enrolled"))
