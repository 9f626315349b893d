"""Reading short HTTP answers: however the bytes are cut, the verdict is the same, and nothing is believed twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources._answer import LIMIT, parse
from data_sources._reasons import Reason
from data_sources._status_page import download_mbps
from tests.probes.outside import http

GOOD = [
    http(b'{"a": 1}'),
    http(b"", status="503 No"),
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 200\r\nCONTENT-LENGTH:  2 \r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n",
]
BAD = [
    b"HTTP/2 200 OK\r\n\r\n",
    b"HTTP/1.1 20x OK\r\n\r\n",
    b"HTTP/1.1 2000 OK\r\n\r\n",
    b"<html>login</html>\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 1e9\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcXX0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
    b"",
]


def read_in_pieces(data: bytes, cuts: list[int]) -> tuple:
    """As the engine does: parse after every piece, then the end."""
    for cut in sorted(cuts):
        early = parse(data[:cut], False)
        if early is not None:
            return early
    return parse(data, False) or parse(data, True)


@pytest.mark.parametrize("data", BAD)
def test_a_malformed_answer_is_never_ok(data):
    reason, _, body = parse(data, True)
    assert reason is Reason.BAD_ANSWER
    assert body == b""


@given(st.sampled_from(GOOD), st.lists(st.integers(0, 120), max_size=6))
def test_cuts_do_not_change_the_answer(data, cuts):
    assert read_in_pieces(data, cuts) == parse(data, True)
    assert parse(data, True)[0] is Reason.OK


@given(st.binary(max_size=300))
def test_any_bytes_end_with_a_verdict(noise):
    for head in (b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"):
        assert parse(head + noise, True) is not None


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n",
                                  b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n"])
def test_nothing_grows_without_end(head):
    assert parse(head + b" " * 3 * LIMIT, False)[0] is Reason.TOO_BIG


@pytest.mark.parametrize("body", [
    b"", b"{}", b"<html>", b'{"download_mbps": NaN}', b'{"download_mbps": Infinity}', b'{"download_mbps": 1e999}',
    b'{"download_mbps": "87"}', b'{"download_mbps": true}', b'{"download_mbps": -1}', b'{"download_mbps": 1e7}',
    b'{"download_mbps": 5', b'{"school": "OTHER", "download_mbps": 5}', b"[" * 16000, b'\xff\xfe{"download_mbps": 5}',
    b'{"download_mbps": ' + b"9" * 5000 + b"}", b"[1]", b"null", b'{"school": 7, "download_mbps": 5}',
])
def test_an_insane_status_page_says_nothing(body):
    rate = download_mbps(body, "S1")
    assert rate != rate


@pytest.mark.parametrize(("body", "rate"), [
    (b'{"school": "S1", "download_mbps": 87.5}', 87.5), (b'{"download_mbps": 0}', 0.0),
    (b'\xef\xbb\xbf{"download_mbps": 5}', 5.0),
])
def test_a_sane_status_page_is_believed(body, rate):
    assert download_mbps(body, "S1") == rate
