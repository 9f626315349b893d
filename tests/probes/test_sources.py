"""labs, epayment, helpdesk: recorded answers become columns, and what is wrong with an answer becomes nothing."""

import importlib
import json
import random
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources import _inventory, epayment, helpdesk, labs
from domain.errors import SourceError
from tests.probes.asking import CODES, NOW, SOURCES, Ask, lab, page, poll

RECORDED = Path(__file__).parents[1] / "data" / "sources"


@pytest.mark.parametrize("key", SOURCES)
def test_a_recorded_answer_becomes_columns(key):
    said = json.loads((RECORDED / f"{key}.json").read_text(encoding="utf-8"))
    codes = sorted({row["school"] for row in said["items"]})
    ask = Ask(codes)
    found = poll(SOURCES[key], said, ask)
    assert set(found) == set(SOURCES[key].METRICS) == set(SOURCES[key].SOURCE.metrics)
    assert ask.rejected == []
    for metric, values in found.items():
        assert set(values) == set(codes), metric
    if key == "helpdesk":
        assert sum(value for value, _ in found["helpdesk.open"].values()) == said["total"]
    if key == "labs":
        assert sum(value for value, _ in found["labs.rooms"].values()) == sum(row["rooms"] for row in said["items"])


WRONG = [
    {"school": None}, {"school": 7}, {"school": ""}, {"school": "  "}, {"school": "x" * 65}, {"school": "a\u0000b"},
    {"rooms": "2"}, {"rooms": 2.0}, {"rooms": True}, {"rooms": -1}, {"rooms": 501}, {"rooms": None}, {"rooms": [2]},
    {"machines_online": 71}, {"as_of": "hôm qua"}, {"as_of": 5}, {"as_of": "2026-11-22T07:58:00"}, {"projectors": {}},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_one_bad_row_does_not_lose_the_batch(wrong):
    """D3: it is counted, the other 99 are taken."""
    rows = [lab(code) for code in CODES]
    rows[50] = {**rows[50], **wrong}
    ask = Ask(CODES)
    found = poll(labs, page(rows), ask)
    assert len(ask.rejected) == 1
    assert set(found["labs.rooms"]) == set(CODES) - {"S0050"}


def held(memory, rows, source=labs) -> str | None:
    ask = Ask(CODES, memory)
    try:
        poll(source, page(rows), ask)
    except SourceError as error:
        return error.code
    return None


def odd_batches_pass() -> list[str | None]:
    good = [lab(code) for code in CODES]
    return [
        held({"u": 100}, [lab(code, rooms="x") if n < 6 else lab(code) for n, code in enumerate(CODES)]),
        held({"u": 100}, good[:79]),
        held({"u": 100}, good[:40]),
        held({}, []),
        held({"u": 100}, [lab(code, rooms=0, machines=0, online=0) for code in CODES]),
    ]


def test_a_bad_batch_waits_for_a_human(monkeypatch):
    """D3: over 5 % invalid, over 20 % gone, nothing at all, all zero. The mutants: without each threshold."""
    assert odd_batches_pass() == ["many_bad_rows", "many_gone", "many_gone", "empty", "all_zero"]
    assert held({"u": 100}, [lab(code) for code in CODES[:81]]) is None
    assert held({"u": 100}, [lab(code, online=0) for code in CODES]) is None, "all machines off is a night"
    monkeypatch.setattr(_inventory, "BAD_SHARE", 1.0)
    monkeypatch.setattr(_inventory, "GONE_SHARE", 1.0)
    assert odd_batches_pass()[:3] == [None, None, None]


def test_a_held_batch_does_not_become_the_new_measure():
    memory = {"u": 100}
    ask = Ask(CODES, memory)
    for _ in range(3):
        with pytest.raises(SourceError):
            poll(labs, page([lab(code) for code in CODES[:50]]), ask)
    assert list(ask.http.rows_before.values()) == [100]


NOBODY = Ask(CODES)
SPELLINGS = ["S0007", " S0007", "S0007\u00a0", "s0007", "Ｓ0007".replace("Ｓ", "S")]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(SPELLINGS), st.integers(1, 9), st.integers(0, 3)), min_size=1, max_size=6),
       st.randoms(use_true_random=False))
def test_duplicates_merge_in_any_order(copies, dice: random.Random):
    """D4: one row per school, whatever the order; the newest wins."""
    rows = [lab(code, rooms=rooms, as_of=f"2026-11-22T07:5{minute}:00Z") for code, rooms, minute in copies]
    shuffled = dice.sample(rows, len(rows))

    def merged(listed):
        batch = _inventory.Batch(NOBODY, labs.read)
        for row in listed:
            batch.add(row, None, NOW.timestamp())
        return [repr(batch._row(slot)) for slot in range(len(batch))]  # as text: what nobody measured is equal to itself there

    assert merged(rows) == merged(shuffled)
    assert len(merged(rows)) == 1
    newest = max(minute for _, _, minute in copies)
    best = max(rooms for _, rooms, minute in copies if minute == newest)
    assert f", ({float(best)}, " in merged(rows)[0]


def test_a_conflict_is_counted_and_vietnamese_spellings_are_one_school():
    composed, split = "TRƯỜNG-ẤM", "TRƯỜNG-ẤM"
    ask = Ask([composed])
    found = poll(labs, page([lab(split, rooms=2), lab(composed, rooms=3)]), ask)
    assert found["labs.rooms"] == {composed: (3.0, NOW.timestamp() - 120)}
    assert ask.rejected == ["conflict"]


def ages(as_of) -> tuple[float, list[str]]:
    ask = Ask(CODES[:1])
    found = poll(labs, page([lab(CODES[0], as_of=as_of)]), ask)
    return NOW.timestamp() - found["labs.rooms"][CODES[0]][1], ask.rejected


def test_a_source_clock_cannot_make_old_data_fresh():
    """D8: -1 d, +1 d, +10 y, 1970; the future is receipt at best, and said."""
    assert ages((NOW - timedelta(days=1)).isoformat())[0] == 86_400
    assert ages("1970-01-01T00:00:00Z")[0] == NOW.timestamp()
    assert ages((NOW + timedelta(minutes=4)).isoformat()) == (0, [])
    for ahead in (timedelta(minutes=6), timedelta(days=1), timedelta(days=3650)):
        assert ages((NOW + ahead).isoformat()) == (0, ["clock_ahead"])
    assert ages("9999-12-31T23:59:59Z") == (0, ["clock_ahead"])
    assert ages("2026-11-22T14:58:00+07:00")[0] == 120


def test_many_moments_are_rounded_to_older_never_fresher():
    rows = [lab(code, as_of=(NOW - timedelta(seconds=n * 7)).isoformat()) for n, code in enumerate(CODES)]
    found = poll(labs, page(rows), Ask(CODES))["labs.rooms"]
    for n, code in enumerate(CODES):
        assert 0 <= NOW.timestamp() - n * 7 - found[code][1] < 60


def test_unknown_schools_are_counted_but_do_not_hold_the_batch():
    ask = Ask(CODES[:50])
    assert set(poll(labs, page([lab(code) for code in CODES]), ask)["labs.rooms"]) == set(CODES[:50])
    assert ask.rejected == ["unknown_school"] * 50


def test_share_cashless_is_unknown_where_nothing_is_due():
    row = {"school": "S0001", "enabled": True, "transactions_today": 5, "failed_today": 1, "fees_due": 0, "fees_cashless": 0}
    share, _ = poll(epayment, page([row]), Ask(CODES))["epayment.share_cashless"]["S0001"]
    assert share != share


def ticket(number, code="S0001"):
    return {"id": f"HD-{number}", "school": code, "category": "network", "title": "x", "severity": "high"}


def test_schools_without_tickets_are_zero_only_when_the_whole_list_was_read():
    found = poll(helpdesk, page([ticket(1), ticket(2), ticket(2), ticket(3, "S0002")]), Ask(CODES))["helpdesk.open"]
    assert {code: value for code, (value, _) in found.items() if value} == {"S0001": 2.0, "S0002": 1.0}
    assert len(found) == len(CODES)
    assert held({}, [], helpdesk) is None, "no ticket at all is possible"
    with pytest.raises(SourceError) as caught:
        poll(helpdesk, page([ticket(1)], total=400), Ask(CODES))
    assert caught.value.code == "incomplete"


def test_all_tickets_vanishing_at_once_is_believed_only_the_second_time():
    ask = Ask(CODES, {"u": 30})
    with pytest.raises(SourceError):
        poll(helpdesk, page([]), ask)
    assert {value for value, _ in poll(helpdesk, page([]), ask)["helpdesk.open"].values()} == {0.0}


def test_a_source_is_one_file_with_its_key():
    for key in (*SOURCES, "connectivity"):
        assert importlib.import_module(f"data_sources.{key}").SOURCE.key == key
