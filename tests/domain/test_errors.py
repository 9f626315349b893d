"""Every error a person can meet says a Vietnamese and an English sentence."""

import pytest

from domain import errors
from domain.errors import CentreError, SourceError

KINDS = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, CentreError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_an_error_carries_both_sentences_and_a_code(kind: type[CentreError]) -> None:
    error = kind("Không đọc được nguồn.", "The source could not be read.")
    assert error.words == ("Không đọc được nguồn.", "The source could not be read.")
    assert error.code
    assert error.code.replace("_", "").isalnum()
    assert kind("a", "b", code="special").code == "special"


def test_codes_tell_errors_apart() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_a_source_may_wish_for_patience() -> None:
    assert SourceError("a", "b", retry_after_s=120).retry_after_s == 120
    assert SourceError("a", "b").retry_after_s is None
