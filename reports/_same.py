"""The same snapshot gives the same bytes: an office document's archive without the hour it was packed at."""

import io
import re
import zipfile
from datetime import UTC, datetime

_DATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_STILL = (1980, 1, 1, 0, 0, 0)


def same(document: bytes, made_at: float) -> bytes:
    """`document` packed again: every entry of one date, its own dates those of the snapshot, workbooks inside alike."""
    at = datetime.fromtimestamp(made_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = same(content, made_at)
            elif name == "docProps/core.xml":
                content = _DATED.sub(rb"\g<1>" + at + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, _STILL)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            new.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()
