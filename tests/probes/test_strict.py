"""D2: what is not plainly JSON never becomes a value, whichever source it comes from."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources import _strict
from domain.errors import SourceError
from tests.probes.asking import CODES, SOURCES, Ask, poll

BODIES = {
    "empty": b"", "null": b"null", "list": b"[]", "text": b'"x"', "number": b"1", "html": b"<html>login</html>",
    "cut": b'{"page": 1, "items": [', "nan": b'{"page": NaN}', "infinity": b'{"page": -Infinity}',
    "1e999": b'{"page": 1e999}', "5000 digits": b'{"page": ' + b"9" * 5000 + b"}",
    "4000 digits": b'{"page": ' + b"9" * 4000 + b"}", "deep": b"[" * 200_000, "deep and closed": b"[" * 40 + b"]" * 40,
    "deep objects": b'{"a":' * 33 + b"1" + b"}" * 33, "lone surrogate": b'{"page": "\\ud800"}',
    "lone surrogate key": b'{"\\uDFFF": 1}', "duplicate key": b'{"page": 1, "page": 2}', "NUL": b'{"a": "\x00"}',
    "raw newline": b'{"a": "\n"}', "utf-16": '{"page": 1}'.encode("utf-16"), "utf-16 le": '{"page": 1}'.encode("utf-16-le"),
    "latin-1": '{"a": "Qu\u00e2n"}'.encode("latin-1"), "overlong": b'{"a": "\xc0\xaf"}', "trailing": b"{} {}",
    "comma": b'{"a": 1,}', "single quotes": b"{'a': 1}", "comment": b"{} // x", "hex": b'{"a": 0x10}',
    "plus": b'{"a": +1}', "leading zero": b'{"a": 01}', "garbage": b'{"page": 1, "items": [{"school": "79\xff\xfe<html>',
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("key", SOURCES)
def test_a_bad_body_never_becomes_a_value(key, name):
    """D2."""
    with pytest.raises(SourceError) as caught:
        poll(SOURCES[key], BODIES[name], Ask(CODES))
    assert caught.value.words.vi != caught.value.words.en


def test_a_lenient_parser_would_be_caught():
    taken = []
    for name, body in BODIES.items():
        try:
            json.loads(body.decode("utf-8-sig"))
            taken.append(name)
        except (ValueError, RecursionError):
            continue
    assert {"nan", "infinity", "1e999", "duplicate key", "lone surrogate", "deep and closed"} <= set(taken)


@pytest.mark.parametrize("body", [b'\xef\xbb\xbf{"a": 1}', b' {"a": 1} ', '{"a": "Qu\u1eadn \U0001f600 \\ud83d\\ude00"}'.encode()])
def test_good_json_is_read(body):
    assert "a" in _strict.loads(body)


@given(st.recursive(st.none() | st.booleans() | st.integers(-10**17, 10**17) | st.floats(allow_nan=False, allow_infinity=False)
                    | st.text(st.characters(exclude_categories=["Cs"])), lambda inner: st.lists(inner, max_size=4)
                    | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4), max_leaves=12))
def test_all_sane_json_survives(value):
    assert _strict.loads(json.dumps(value, ensure_ascii=False).encode()) == value
