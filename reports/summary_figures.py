"""What the summary of a month counts: a line for each area, with a block for each kind of unit."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count

from core.indicators import NOTHING_TO_COUNT, Rate
from core.scoping import Scope
from organizations import indicators as ground
from organizations.choices import AreaKind, CoverageState, Formation, UnitKind
from organizations.models import Area, Organization
from reports.catalogue import CATALOGUE
from reports.figures import Tally, by_cell, cell_of, count_figures
from reports.models.periods import last_day_of, month_of
from reports.places import Places, places_of
from reports.subjects import ORGANIZATION

COUNTED = (ground.ORG_COVERAGE, ground.STANDALONE_SHARE, ground.JOINT_SHARE, ground.WORK_COVERAGE)
ZONE_NOTE = "单独管理，不计入所在乡镇"


def as_of(month: str, today: datetime.date) -> datetime.date:
    """Return the day a month is counted on: its last, or today while the month is not over."""
    return min(last_day_of(month), today)


@dataclass(frozen=True)
class Line:
    """One area of the summary, with the numbers of the areas that count in it."""

    label: str
    areas: frozenset[int]
    asked: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Summary:
    """Units by coverage and organizations by way of forming, of one day, by area and kind."""

    on: datetime.date
    places: Places
    tally: Tally
    formations: Tally

    @property
    def is_unfinished(self) -> bool:
        """Whether the month has days to come, so that its figures are not final."""
        return self.on < last_day_of(month_of(self.on))

    @property
    def lines(self) -> list[Line]:
        """The areas in their fixed order; the county itself only where something hangs on it directly."""
        lines = [self._line(area) for area in self.places.rows]
        direct = Line(f"{self.places.county}本级", frozenset({self.places.county.pk}))
        return [*lines, direct] if self.places.is_county and self._counts_in(direct) else lines

    def _line(self, area: Area) -> Line:
        note = ZONE_NOTE if area.kind == AreaKind.ZONE else ""
        return Line(area.name, frozenset(self.places.below(area)), area.pk, note)

    def _counts_in(self, line: Line) -> bool:
        units = self.tally.rate(ground.ORG_COVERAGE.key, areas=line.areas).total
        return bool(
            units + sum(self.formations.in_state(way, areas=line.areas) for way in self.formations.states)
        )

    @property
    def without_units(self) -> int:
        """Organizations that never covered a unit, and so belong to neither kind."""
        return sum(self.formations.in_state(way, kind="") for way in self.formations.states)

    def numbers(self, areas: Collection[int] | None = None) -> list[int | Decimal | str]:
        """Return the figures of a line, or of all areas, in the order of the columns."""
        return [number for kind in UnitKind for number in self._block(kind, areas)]

    def _block(self, kind: str, areas: Collection[int] | None) -> list:
        org, solo, joint, work = (self.tally.rate(i.key, kind, areas) for i in COUNTED)
        return [
            org.total,
            self.formations.in_state(Formation.STANDALONE, kind, areas),
            self.formations.in_state(Formation.JOINT, kind, areas),
            org.hits,
            solo.hits,
            joint.hits,
            self.tally.in_state(CoverageState.GUIDANCE, kind, areas),
            percent(org),
            percent(work),
        ]


def percent(rate: Rate) -> Decimal | str:
    return NOTHING_TO_COUNT if rate.percent is None else rate.percent


def summary_of(scope: Scope, on: datetime.date) -> Summary:
    """Count the summary of a day in a fixed number of queries."""
    entries = [known for known in CATALOGUE if known.indicator in COUNTED]
    tally = count_figures(entries, scope, on)
    return Summary(on, places_of(scope, since=on), tally, count_formations(scope, on))


def count_formations(scope: Scope, on: datetime.date) -> Tally:
    """Count the organizations open on the day as formed 单独, or in any other way, which is 联合 here."""
    rows = Organization.objects.open_on(on).within(replace(scope, on=on))
    ways = defaultdict(dict)
    for row in by_cell(rows, ORGANIZATION, on, "formation").annotate(_total=Count("pk")):
        way = ways[Formation.STANDALONE if row["formation"] == Formation.STANDALONE else Formation.JOINT]
        way[cell_of(row)] = way.get(cell_of(row), 0) + row["_total"]
    return Tally({}, dict(ways))
