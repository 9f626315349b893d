"""Errors that carry a sentence for the person who meets them, in Vietnamese and in English."""

from domain.wording import Words


class CentreError(Exception):
    """Something a person can understand and act on; `words` is what they read, `code` what support searches for."""

    code = "centre"

    def __init__(self, vi: str, en: str, *, code: str | None = None) -> None:
        super().__init__(en)
        self.words = Words(vi, en)
        if code is not None:
            self.code = code


class SourceError(CentreError):
    """A source could not be asked or understood; nothing of its answer became a value.

    `retry_after_s` is the source's own wish (HTTP Retry-After), in seconds.
    """

    code = "source"

    def __init__(self, vi: str, en: str, *, code: str | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(vi, en, code=code)
        self.retry_after_s = retry_after_s


class NotAllowed(CentreError):
    """The person may not do this."""

    code = "not_allowed"


class NotFound(CentreError):
    """No such thing, or not theirs: both read the same."""

    code = "not_found"


class IllegalMove(CentreError):
    """The thing is not in a state that allows this move."""

    code = "illegal_move"


class BadInput(CentreError):
    """What was given cannot be used; the sentence says what to change."""

    code = "bad_input"


class StoreDown(CentreError):
    """The database did not answer in time: reads show age, writes are refused."""

    code = "store_down"


class NoEntry(CentreError):
    """A wrong name, password or code, or too many of them: all read the same, so that nobody learns who exists."""

    code = "no_entry"


class TooManyTries(CentreError):
    """This source tried too often, whatever it tried."""

    code = "too_many"
