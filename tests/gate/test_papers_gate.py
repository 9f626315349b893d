"""Papers and schedules at the gate: who gets a file, who a place in the queue, and for whom there is no such thing."""

import threading
from typing import Any
from unittest.mock import patch

import pytest

from api import reports
from domain.person import Part, Role
from services import report_preview
from services.paper_press import Press
from tests.gate.whole import Whole
from tests.rig.paperroom import keep

BASE = "/api/v1/snapshots/AC-2026-000001"
OWN = "/api/v1/snapshots/AC-2026-000002"  # of Quận 1 only
HANH, MINH, LAN = "officer", "operator", "manager"


@pytest.fixture(scope="module", autouse=True)
def register(whole: Whole) -> None:
    """One snapshot of everything, one of Hạnh's own district."""
    keep(whole.centre, 1)
    keep(whole.centre, 2, (Part(area="760"),))


def press(whole: Whole) -> None:
    """Whatever waits is made."""
    maker = Press(whole.centre, lambda words, body, *, step: f"{words[0]} of {len(body)}".encode())
    while maker.turn():
        pass


def test_a_paper_is_queued_then_taken_with_a_name_a_type_and_nothing_kept_between(whole: Whole) -> None:
    waits = whole.ask(MINH, f"{BASE}/pdf?wait=0")
    assert (waits.status, waits.json["state"], waits.json["place"], waits.headers["retry-after"]) == (202, "queued", 1, "2")
    (job,) = whole.ask(MINH, "/api/v1/papers").json["jobs"]
    assert (job["snapshot"], job["key"], job["href"]) == ("AC-2026-000001", "pdf", f"{BASE}/pdf")
    press(whole)
    taken = whole.ask(MINH, f"{BASE}/pdf")
    assert (taken.status, taken.headers["content-type"]) == (200, "application/pdf")
    assert taken.body.startswith(b"pdf of ")
    assert taken.headers["content-disposition"].startswith('attachment; filename="Tinh hinh 1 (AC-2026-000001).pdf"; filename*=UTF-8')
    assert taken.headers["cache-control"] == "private, no-store"
    assert taken.headers["x-content-type-options"] == "nosniff"


def test_every_key_there_is_may_be_asked_for_and_no_other(whole: Whole) -> None:
    kinds = [one["key"] for one in whole.ask(MINH, "/api/v1/papers/kinds").json["kinds"]]
    assert set(kinds) >= {"pdf", "xlsx", "pptx", "docx", "png", "csv", "geojson", "json"}
    for key in kinds:
        assert whole.ask(MINH, f"{BASE}/{key}?wait=0").status in (200, 202), key
    for key in ("exe", "..%2f..%2fetc%2fpasswd", "pdf%00", "__main__", "_pictures", "PDF"):
        assert whole.ask(MINH, f"{BASE}/{key}?wait=0").status in (400, 404), key
    assert whole.ask(MINH, f"{BASE}/png?width=999999&wait=0").status == 400


def test_what_exceeds_her_reach_does_not_exist_for_her_made_or_not(whole: Whole) -> None:
    whole.ask(MINH, f"{BASE}/pdf?wait=0")
    press(whole)
    for key in ("pdf", "json", "xlsx", "nothing"):
        foreign, absent = whole.ask(HANH, f"{BASE}/{key}?wait=0"), whole.ask(HANH, f"/api/v1/snapshots/AC-2026-999999/{key}?wait=0")
        assert foreign.status == absent.status == 404, key
        assert foreign.body == absent.body
    assert whole.ask(HANH, f"{OWN}/json").status == 200
    assert whole.ask(HANH, "/api/v1/papers").json["jobs"] == []


@pytest.mark.parametrize("who", ["anonymous", "half", "screen", "school_contact"])
def test_whoever_reads_no_reports_gets_nothing_of_them(whole: Whole, who: str) -> None:
    for path in (f"{BASE}/pdf", f"{BASE}/json", "/api/v1/papers", "/api/v1/papers/kinds", "/api/v1/schedules"):
        assert whole.ask(who, path).status in {401, 403, 404}, path
    assert whole.ask(who, "/api/v1/reports/preview", body={"template": "daily"}).status in {401, 403, 404}


@pytest.mark.parametrize("who", ["officer", "operator", "client"])
def test_schedules_are_for_managers_and_administrators(whole: Whole, who: str) -> None:
    assert whole.ask(who, "/api/v1/schedules").status in {403, 404}
    assert whole.ask(who, "/api/v1/schedules", body={"template": "daily"}).status in {403, 404}


def test_a_manager_writes_one_sees_it_and_ends_it(whole: Whole) -> None:
    told: dict[str, Any] = {"name": "Báo cáo sáng", "template": "daily", "areas": ["760"], "rhythm": "weekly", "weekday": 0, "clock": "7h30", "papers": ["pdf", "xlsx"],
                            "people": [whole.ids["operator"]], "addresses": ["phong@hcm.edu.vn"]}
    made = whole.ask(LAN, "/api/v1/schedules", body=told)
    assert made.status == 200, made.body
    (row,) = whole.ask(LAN, "/api/v1/schedules").json["rows"]
    assert (row["clock"], row["areas"], row["papers"], row["addresses"], row["paused"]) == ("07:30", ["760"], ["pdf", "xlsx"], ["p…@hcm.edu.vn"], False)
    assert [one["id"] for one in row["people"]] == [whole.ids["operator"]]
    number = made.json["id"]
    again = whole.ask(LAN, "/api/v1/schedules", body=told | {"id": number, "addresses": row["addresses"]})
    assert again.json["id"] == number
    assert whole.ask(LAN, "/api/v1/schedules").json["rows"][0]["addresses"] == ["p…@hcm.edu.vn"]
    assert whole.ask(LAN, f"/api/v1/schedules/{number}/pause", body={"paused": True}).status == 200
    assert whole.ask(LAN, "/api/v1/schedules").json["rows"][0]["paused"]
    assert whole.ask(LAN, f"/api/v1/schedules/{number}/runs").json == {"rows": []}
    assert whole.ask(LAN, f"/api/v1/schedules/{number}/end", body={}).status == 200
    assert whole.ask(LAN, f"/api/v1/schedules/{number}/end", body={}).status == 404
    assert whole.ask(LAN, "/api/v1/schedules", body=told | {"clock": "25:99"}).status == 400
    assert whole.ask(LAN, "/api/v1/schedules", body=told | {"addresses": ["x@y"]}).status == 400


def test_page_one_is_of_what_she_reaches_and_nothing_is_frozen(whole: Whole) -> None:
    seen: list[bytes] = []

    def paint(words: list[str], body: bytes, **_: Any) -> bytes:
        seen.append(body)
        return b"\x89PNG"

    before = whole.ask(MINH, "/api/v1/snapshots").json
    with patch.object(reports, "PLACES", threading.BoundedSemaphore(1)), reports.PLACES:
        busy = whole.ask(HANH, "/api/v1/reports/preview", body={"template": "daily"})
        assert (busy.status, busy.json["code"], seen) == (429, "busy", [])
    with patch.object(report_preview._paper_child, "make", paint):
        shown = whole.ask(HANH, "/api/v1/reports/preview", body={"template": "daily"})
        assert (shown.status, shown.headers["content-type"], shown.headers["cache-control"]) == (200, "image/png", "no-store")
        assert whole.ask(HANH, "/api/v1/reports/preview", body={"template": "nothing"}).status == 400
        assert whole.ask(HANH, "/api/v1/reports/preview", body={"template": "daily", "area": "764"}).status in {400, 404}
    assert len(seen) == 1
    assert "Gò Vấp" not in seen[0].decode()
    assert "BẢN XEM TRƯỚC" in seen[0].decode()
    assert whole.ask(MINH, "/api/v1/snapshots").json == before


def test_whoever_waits_for_twenty_papers_is_asked_to_wait_in_both_languages(whole: Whole) -> None:
    whole.ids["eager"] = whole.gatehouse.person("Dung", Role.OPERATOR, (Part(),))
    sizes = [f"{BASE}/png?width={800 + 160 * n}&height={480 + 120 * m}&wait=0" for n in range(7) for m in range(3)]
    assert [whole.ask("eager", path).status for path in sizes] == [202] * 20 + [429]
    refused = whole.ask("eager", sizes[20])
    assert refused.json["code"] == "queue_full"
    assert "20 giấy tờ" in refused.body.decode()
    assert "20 papers" in refused.body.decode()
    assert whole.ask(MINH, f"{BASE}/png?width=1120&height=480&wait=0").status == 202
    press(whole)
    assert whole.ask("eager", sizes[20]).status == 202
    press(whole)


def test_a_manager_of_one_district_writes_no_schedule_of_another(whole: Whole) -> None:
    whole.ids["hoa"] = whole.gatehouse.person("Hoa", Role.MANAGER, (Part(area="760"),))
    told = {"name": "Báo cáo quận", "template": "daily", "papers": ["pdf"], "people": [whole.ids["hoa"]]}
    own = whole.ask("hoa", "/api/v1/schedules", body=told | {"areas": ["760"]})
    assert own.status == 200, own.body
    for number in (0, own.json["id"]):
        foreign, absent = (whole.ask("hoa", "/api/v1/schedules", body=told | {"id": number, "areas": ["760", area]}) for area in ("764", "999"))
        assert foreign.status == absent.status == 404
        assert foreign.json["code"] == absent.json["code"]
    (row,) = whole.ask("hoa", "/api/v1/schedules").json["rows"]
    assert row["areas"] == ["760"]
    assert whole.ask("hoa", f"/api/v1/schedules/{row['id']}/end", body={}).status == 200
