"""Tables somebody put into a folder of the centre: the newest whole file of each source, read as the importer reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_sources._troubles import trouble
from domain.errors import BadInput
from domain.source import Ask
from services._import_sheet import read_sheet

KINDS = frozenset({".csv", ".xlsx"})
SETTLED_S = 3.0  # a file that was touched a moment ago may still be on its way
_MOST = 200  # files looked at in one folder
_SCHOOL = ("school", "Mã trường", "mã trường", "ma_truong")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One file: the source it feeds and when it was written."""

    key: str
    path: Path
    at: float


def newest(ask: Ask) -> list[Found]:
    """The newest settled file of each source's folder. Raises SourceError. Links that lead out are not followed."""
    home = Path(ask.config["home"]).resolve()
    folder = (home / ask.config["folder"]).resolve()
    if folder == home or not folder.is_relative_to(home) or not folder.is_dir():
        raise trouble("no_folder")
    found = []
    for inner in sorted(folder.iterdir()):
        if inner.is_dir() and not inner.is_symlink():
            files = [one for one in _files(inner) if one.at <= ask.now() - SETTLED_S]
            if files:
                found.append(max(files, key=lambda one: (one.at, one.path.name)))
    return found


def _files(inner: Path) -> Iterator[Found]:
    for path in sorted(inner.iterdir())[:_MOST]:
        plain = path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~"))
        if plain and path.suffix.lower() in KINDS:
            yield Found(key=inner.name, path=path, at=path.stat().st_mtime)


def rows(ask: Ask, found: Found, school: str) -> list[dict[str, Any]] | None:
    """Its rows by heading; None = it cannot be read, which is counted. `school`: their heading of a school's code."""
    try:
        sheet = read_sheet(found.path, [school, *_SCHOOL])
    except (BadInput, OSError):
        ask.reject("bad_file", found.path.name)
        return None
    heads = ["school" if head in _SCHOOL else head for head in sheet.headings]
    return [dict(zip(heads, sheet.lines[index], strict=False)) for index in sheet.body]
