"""iDesk: does a school send and sign its documents electronically? Secret ones are counted apart, never among them."""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, flag, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = (
    "eoffice.in_use", "eoffice.documents", "eoffice.electronic", "eoffice.signed", "eoffice.secret",
    "eoffice.days_since_exchange",
)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the last 30 days; `documents` are without the secret ones. Raises BadRow."""
    documents, electronic = whole(row, "documents", 100_000), whole(row, "electronic", 100_000)
    signed = whole(row, "signed", 100_000)
    if electronic > documents or signed > electronic:
        raise BadRow("more_signed_than_documents")
    return (
        float(flag(row, "in_use")), documents, electronic, signed, whole(row, "secret", 100_000),
        whole(row, "days_since_exchange", 3_650),
    )


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. No document anywhere at once is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 1, 2))


SOURCE = Source(
    key="eoffice",
    label=Words("Văn phòng điện tử iDesk", "E-office iDesk"),
    owner=Words("Văn phòng Sở", "Office of the department"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
