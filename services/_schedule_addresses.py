"""An address outside of the house that gets a report: read, and told by a hint alone."""

import re

from domain.errors import BadInput

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?\.[A-Za-z]{2,24}")


def read_address(text: str) -> str:
    """As it is kept. Raises BadInput."""
    address = text.strip()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise BadInput("Hãy gõ địa chỉ e-mail như lan.nguyen@so.edu.vn.", "Type an address like lan@so.edu.vn.",
                       code="recipients")
    return address.lower()


def hint_of(address: str) -> str:
    """What may be shown of it: l…@so.edu.vn."""
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}"
