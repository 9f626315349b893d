"""Where schools lie: areas of both trees from their points; points from their area where they have none."""

from collections.abc import Sequence
from dataclasses import replace

from geo.placing import Placer, spread
from store.importing import AreaRow, SchoolRow


class Trees:
    """Both trees, ready to be asked. Former districts are `old`, wards still valid are `new`."""

    def __init__(self, areas: Sequence[AreaRow]) -> None:
        old = {a.code: a for a in areas if a.level == "district"}
        new = {a.code: a for a in areas if a.level == "ward" and a.valid_to is None}
        self.areas = {"old": old, "new": new}
        self.placers = {
            tree: Placer({c: a.outline for c, a in leaves.items() if a.outline}) for tree, leaves in self.areas.items()
        }

    def place(self, schools: Sequence[SchoolRow]) -> list[SchoolRow]:
        """The same schools with areas (and, where approximate, points) as these trees say."""
        seated = [self._seat(school) for school in schools]
        for tree in ("old", "new"):
            seated = self._assign(seated, tree)
        return seated

    def label(self, school: SchoolRow) -> tuple[str, AreaRow] | None:
        """The area whose label point stands for the school's own: (tree, area), the smaller tree first."""
        for tree, code in (("new", school.new_area), ("old", school.old_area)):
            area = self.areas[tree].get(code)
            if area is not None and area.label_lat is not None:
                return tree, area
        return None

    def _seat(self, school: SchoolRow) -> SchoolRow:
        if not school.approximate and school.lat is not None:
            return school
        found = self.label(school)
        if found is None:
            return school if school.lat is not None else replace(school, approximate=0)
        tree, area = found
        lat, lon = area.label_lat or 0.0, area.label_lon or 0.0
        lat, lon = spread(school.code, lat, lon, self.placers[tree].room_m(area.code, lat, lon))
        return replace(school, lat=lat, lon=lon, approximate=1)

    def _assign(self, schools: list[SchoolRow], tree: str) -> list[SchoolRow]:
        """A point decides, unless it lies so near the border that the declared area may be right."""
        placer = self.placers[tree]
        asked = [
            (i, s) for i, s in enumerate(schools) if s.lat is not None and not (s.approximate and self._area(s, tree))
        ]
        found = placer.place([(s.lat or 0.0, s.lon or 0.0) for _, s in asked])
        placed = list(schools)
        for (i, school), code in zip(asked, found, strict=True):
            declared = self._area(school, tree)
            if code is None or code == declared:
                continue
            if declared and placer.near(declared, school.lat or 0.0, school.lon or 0.0):
                continue
            placed[i] = replace(school, old_area=code) if tree == "old" else replace(school, new_area=code)
        return placed

    def _area(self, school: SchoolRow, tree: str) -> str:
        return school.old_area if tree == "old" else school.new_area
