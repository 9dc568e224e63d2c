"""The areas a person looks at, in their fixed order, and what lies below each."""

import datetime
from dataclasses import dataclass

from core.scoping import Scope
from organizations.jurisdiction import whole_county
from organizations.models import Area


@dataclass(frozen=True)
class Places:
    """All areas, and the branches of them that a scope opens.

    `since` is the earliest day that is shown: areas merged into others before it have no row of their own.
    """

    areas: tuple[Area, ...]
    paths: tuple[str, ...]
    since: datetime.date = datetime.date.min

    @property
    def county(self) -> Area:
        return next(area for area in self.areas if area.parent_id is None)

    @property
    def is_county(self) -> bool:
        return any(self.county.path.startswith(path) for path in self.paths)

    @property
    def rows(self) -> list[Area]:
        """The townships and zones of a county; somebody who looks after one of them has that one."""
        if self.is_county:
            return [area for area in self.areas if area.parent_id == self.county.pk and self.stands(area)]
        return [area for area in self.areas if area.path in self.paths]

    def stands(self, area: Area) -> bool:
        return area.closed_on is None or area.closed_on >= self.since

    @property
    def label(self) -> str:
        return self.county.name if self.is_county else "、".join(area.name for area in self.rows)

    def below(self, area: Area) -> set[int]:
        """Return the numbers of the area and of all areas under it."""
        return {other.pk for other in self.areas if other.path.startswith(area.path)}

    def reached(self) -> set[int]:
        """Return the numbers of all areas inside, the county itself among them."""
        return {area.pk for area in self.areas if area.path.startswith(self.paths)}

    def within(self) -> list[int]:
        """Return the numbers of the areas that may be asked about, the county itself left out."""
        inside = (area for area in self.areas if area.path.startswith(self.paths))
        return [area.pk for area in inside if area.parent_id is not None]


def places_of(scope: Scope, since: datetime.date = datetime.date.min) -> Places:
    """Read all areas in one query; rows are for those that stood on the day or later."""
    return Places(tuple(Area.objects.all()), scope.paths("area"), since)


def county_scope(day: datetime.date) -> Scope:
    """The whole county with every permission: for commands and for the county's totals."""
    everything = whole_county(day)
    return Scope(day, tuple(grant for grant in everything.grants if grant.kind == "area"))
