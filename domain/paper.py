"""Giấy tờ: one way to set a snapshot – one file of reports/ each. The same snapshot gives the same bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`render(snapshot)` -> bytes; it imports its library itself, so that whoever only lists papers loads none.

    `options`: names of numbers a reader may choose (PNG: width), each with (least, usual, most).
    """

    key: str
    label: Words
    what: Words  # for whom and what for, one short line
    media_type: str
    order: int
    render: Callable[..., bytes]
    options: tuple[tuple[str, int, int, int], ...] = ()
