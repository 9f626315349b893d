"""A province whose areas begin, end, split and merge, and whose schools move between them, each on its day."""

from dataclasses import replace

import sqlalchemy as sa

from domain.person import Part, Scope
from store import importing, scoping
from store.database import Database
from store.importing import AreaRow, Changes, SchoolRow
from store.migrating import migrate

LAST, FIRST, TODAY = "2026-06-30", "2026-07-01", "2026-11-22"  # the old areas' last day, the new ones' first


class Province:
    """A small province whose register changes by imports, each on its day."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        migrate(self.db)
        self.version = 0
        self.schools: dict[str, SchoolRow] = {}
        self.areas: dict[tuple[str, str], AreaRow] = {}
        self.area("79", "province", "Thành phố Hồ Chí Minh")

    def area(self, code: str, level: str = "ward", name: str = "", since: str = "2025-07-01", parent: str = "79") -> None:
        """A new area, or a new version of one."""
        row = AreaRow(code=code, name=name or f"Phường {code}", level=level, valid_from=since, parent=None if level == "province" else parent)
        self.areas[row.key] = row
        self.version = importing.commit(self.db, Changes(areas_new=[row]), self.version)

    def end(self, code: str, last: str = LAST) -> None:
        """This area's newest version ended."""
        key = max(key for key in self.areas if key[0] == code)
        self.areas[key] = replace(self.areas[key], valid_to=last)
        self.version = importing.commit(self.db, Changes(areas_changed=[(key, self.areas[key])]), self.version)

    def open(self, code: str, new: str = "", old: str = "", kind: str = "thpt", day: str = "2025-09-01") -> None:
        """A school that the register did not know."""
        self.schools[code] = SchoolRow(code=code, name=f"Trường {code}", kind=kind, old_area=old, new_area=new)
        self.version = importing.commit(self.db, Changes(schools_new=[self.schools[code]]), self.version, today=day)

    def move(self, code: str, new: str | None = None, old: str | None = None, day: str = FIRST) -> None:
        """The register says that this school lies elsewhere."""
        row = self.schools[code]
        self.schools[code] = replace(row, new_area=row.new_area if new is None else new, old_area=row.old_area if old is None else old)
        self.version = importing.commit(self.db, Changes(schools_changed=[self.schools[code]]), self.version, today=day)

    def reach(self, *parts: Part, today: str = TODAY) -> str:
        """Codes of the schools within reach, one text."""
        scope = Scope(parts=frozenset(parts))
        with self.db.read() as conn:
            ids = scoping.school_ids(conn, scope, today)
            names = {row.id: row.code for row in conn.execute(sa.text("SELECT id, code FROM schools"))}
        return " ".join(names[i] for i in ids)

    def of(self, *codes: str, today: str = TODAY) -> str:
        """What the officer of these areas reaches."""
        return self.reach(*(Part(area=code) for code in codes), today=today)
