"""The rules of REST questions: D1 total deadline, D5 bounded, D6 no redirects, D11 patience."""

import gzip
import resource
import time
import traceback
import zlib

import httpx2
import pytest

from data_sources._breaker import Breaker
from data_sources._http import Http
from domain.errors import SourceError
from tests.probes import outside
from tests.probes.outside import http, nobody, places, say, say_json

TOKEN = "canary-7f3a91-token"


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def client(**more) -> Http:
    return Http(breaker=more.pop("breaker", Breaker()), rows_before={}, deadline=more.pop("deadline", 0.5), **more)


def reason_of(behave, **more) -> str:
    with places(behave) as opened, pytest.raises(SourceError) as caught:
        client(**more).json(opened[0].url, token=TOKEN)
    return caught.value.code


def took(fetch, behave) -> float:
    with places(behave) as opened:
        began = time.monotonic()
        fetch(opened[0].url)
        return time.monotonic() - began


HANGS = [outside.hang_before, outside.hang_after_headers, outside.drip, outside.endless_chunks]


@pytest.mark.parametrize("behave", HANGS)
def test_the_deadline_is_total(behave):
    """D1: hang before or after headers, one byte at a time, never-ending chunks."""
    assert took(lambda url: client().fetch(url), behave) < 0.5 + 0.3
    assert reason_of(behave) == "timeout"


@pytest.mark.parametrize("behave", [outside.drip, outside.endless_chunks])
def test_the_mutant_without_a_total_deadline_would_be_caught(behave):
    def patient(url):
        with httpx2.Client(timeout=0.5) as naive, naive.stream("GET", url) as answer:
            began = time.monotonic()
            for _ in answer.iter_raw():
                if time.monotonic() - began > 1.0:
                    return

    assert took(patient, behave) > 0.5 + 0.3


def test_a_name_that_cannot_be_resolved_in_time_is_ours():
    slow = client(lookup=lambda host: time.sleep(3))
    began = time.monotonic()
    assert slow.fetch("http://school.example:80/").reason == "timeout" or time.monotonic() - began < 0.8
    assert client(lookup=lambda host: None).fetch("http://school.example:80/").reason == "no_dns"
    assert time.monotonic() - began < 1.0


REASONS = {
    "redirect": say(http(b"", status="302 Found", extra="Location: http://127.0.0.1/\r\n")),
    "credentials": say(http(b"{}", status="401 No")),
    "too_many": say(http(b"{}", status="429 Slow")),
    "server_error": say(http(b"{}", status="502 Bad")),
    "bad_status": say(http(b"{}", status="206 Part")),
    "empty": say(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "not_json": say(http(b"<html>Dang nhap</html>", kind="text/html")),
    "cut": say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"),
    "bad_json": say(http(b'{"a": ')),
    "bad_answer": say(http(b"not gzip", extra="Content-Encoding: gzip\r\n")),
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_bad_answer_has_its_own_word(reason):
    """D2: and never becomes a value."""
    assert reason_of(REASONS[reason]) == reason


def test_an_unknown_encoding_and_an_empty_body_are_refused():
    assert reason_of(say(http(b"{}", extra="Content-Encoding: br\r\n"))) == "bad_answer"
    assert reason_of(say(http(b"  "))) == "empty"
    assert reason_of(outside.reset) == "cut"


def test_nobody_there_is_said_so():
    ip, port = nobody()
    assert client().fetch(f"http://{ip}:{port}/").reason == "refused"


def test_gzip_is_read():
    with places(say(http(gzip.compress(b'{"a": 1}'), extra="Content-Encoding: gzip\r\n"))) as opened:
        assert client().json(opened[0].url) == {"a": 1}


def rss_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_a_bomb_and_a_flood_stop_at_the_limit():
    """D5: a gzip bomb of 512 MB in 0.5 MB, and a body without end; at most 32 MB are held."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(512)) + packer.flush()
    assert len(bomb) < 600_000
    before = rss_mb()
    with places(say(http(bomb, extra="Content-Encoding: gzip\r\n")), outside.endless_flood) as opened:
        assert client(deadline=8).fetch(opened[0].url).reason == "too_big"
        assert client(deadline=8).fetch(opened[1].url).reason == "too_big"
    assert rss_mb() - before < 100
    two = gzip.compress(b"{}") * 2
    with places(say(http(two, extra="Content-Encoding: gzip\r\n"))) as opened:
        assert client().fetch(opened[0].url).reason == "bad_answer", "a second answer behind the first"


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_no_redirect_is_followed_and_no_credential_leaves(status):
    """D6."""
    with places(say_json({})) as second:
        to = second[0].url
        with places(say(http(b"", status=status, extra=f"Location: {to}\r\n"))) as first:
            with pytest.raises(SourceError):
                client().json(first[0].url, token=TOKEN)
            assert TOKEN.encode() in first[0].questions[0]
            with httpx2.Client(follow_redirects=True) as naive:  # the mutant
                naive.get(first[0].url)
            assert second[0].hits == 1, "only the mutant arrived"


def test_proxies_and_credentials_of_the_environment_are_ignored(monkeypatch):
    with places(say_json({"a": 1}), say_json({"proxy": 1})) as (school, proxy):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.ip}:{proxy.port}")
        assert client().json(school.url) == {"a": 1}
        assert proxy.hits == 0


def test_no_token_in_any_error(caplog):
    """I8: not in the words, not in the traceback, not in a log; not even a token no header can carry."""
    for behave in (*REASONS.values(), outside.reset, outside.drip):
        for token in (TOKEN, TOKEN + "\n", TOKEN + "\u1ea1"):
            with places(behave) as opened, pytest.raises(SourceError) as caught:
                client(deadline=0.2).json(opened[0].url, token=token)
            said = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(caught.value.words)
            assert "canary" not in said
            assert opened[0].ip not in said
    assert "canary" not in caplog.text


def test_retry_after_is_honoured_without_a_single_call():
    """D11: 429 with 120 s."""
    clock = Clock()
    http_client = client(breaker=Breaker(clock=clock))
    with places(say(http(b"", status="429 Slow", extra="Retry-After: 120\r\n"))) as (source,):
        for moment in (0, 1, 60, 119):
            clock.now = 1000.0 + moment
            with pytest.raises(SourceError) as caught:
                http_client.json(source.url)
        assert caught.value.retry_after_s == pytest.approx(1)
        assert source.hits == 1
        clock.now = 1121.0
        with pytest.raises(SourceError):
            http_client.json(source.url)
        assert source.hits == 2


def test_a_storm_of_errors_opens_the_breaker_and_one_call_tries_it():
    """D11: half-open = 1 probe."""
    clock = Clock()
    breaker = Breaker(clock=clock, dice=lambda: 1.0)
    for _ in range(3):
        assert breaker.enter("h") == 0
        breaker.failed("h")
    assert breaker.enter("h") == pytest.approx(10)
    clock.now += 10.1
    assert [breaker.enter("h") > 0 for _ in range(5)] == [False, True, True, True, True]
    breaker.failed("h")
    assert breaker.enter("h") == pytest.approx(20)
    clock.now += 20.1
    assert breaker.enter("h") == 0
    breaker.worked("h")
    assert breaker.enter("h") == 0


@pytest.mark.parametrize(("said", "seconds"), [("5", 5), ("Thu, 01 Jan 1970 00:16:50 GMT", 10), ("99999999", 3600),
                                               ("-1", 0), ("soon", 0), ("", 0), ("1e9", 0)])
def test_retry_after_in_any_spelling(said, seconds):
    breaker = Breaker(clock=Clock(), wall=lambda: 1000.0)
    assert (breaker.failed("h", said) or 0) == pytest.approx(seconds)


def test_pages_that_do_not_fit_together_are_no_list():
    whole = {"page": 1, "pages": 1, "total": 2, "as_of": None, "items": [{}, {}]}
    with places(say_json(whole)) as (source,):
        assert len(list(client().pages(source.url))) == 1
    for change in ({"page": 2}, {"pages": "1"}, {"pages": 10**6}, {"total": 900}, {"items": {}}, {"total": True}):
        with places(say_json({**whole, **change})) as (source,), pytest.raises(SourceError):
            list(client().pages(source.url))
    with places(say_json([1])) as (source,), pytest.raises(SourceError):
        list(client().pages(source.url))


def test_no_connection_is_kept_for_the_next_question():
    with places(say_json({"a": 1})) as (source,):
        http_client = client()
        assert [http_client.json(source.url) for _ in range(3)] == [{"a": 1}] * 3
        assert source.hits == 3
