"""Every figure the portal shows, in the order of the page; nothing else says what is shown."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, F, OuterRef, Value, When

from core.indicators import Indicator
from core.sheets import Sheet
from organizations import indicators as ground
from organizations.choices import UnitKind
from organizations.models import Coverage
from organizations.models.organizations import seat_on
from organizations.models.units import area_on
from organizations.sheets import ORGANIZATIONS, UNITS
from reports import indicators as monthly
from standards import indicators as judged

ALL_KINDS = "all"
KIND_LABELS = {ALL_KINDS: "全部", **dict(UnitKind.choices)}


def kind_of_unit(day: datetime.date) -> F:
    return F("kind")


def kind_of_organization(day: datetime.date, outer: str = "pk") -> Case:
    """Expression: the kind of the units an organization covers on the day, else of those it covered before.

    One that covers both kinds counts as 非公企业; one that never covered a unit, such as a 党委, has no kind.
    """
    ever = Coverage.objects.filter(organization=OuterRef(outer), starts_on__lte=day)
    now = ever.on(day)
    return Case(
        *(
            When(Exists(coverages.filter(unit__kind=kind)), then=Value(kind.value))
            for coverages in (now, ever)
            for kind in UnitKind
        ),
        default=Value(""),
        output_field=CharField(),
    )


@dataclass(frozen=True, eq=False)
class Subject:
    """What is counted: the sheet of its rows, the permission to open them, its area and kind on a day."""

    sheet: Sheet
    permission: str
    area: Callable
    kind: Callable
    measure: str


@dataclass(frozen=True)
class Entry:
    """One indicator with its subject; `on_tile` puts it on the dashboard.

    `monthly` is about whole months: the dashboard shows it for the last month that was due by the day.
    `is_share` is a part of a whole and no target: its other rows have missed nothing.
    """

    indicator: Indicator
    subject: Subject
    on_tile: bool = False
    monthly: bool = False
    is_share: bool = False

    @property
    def key(self) -> str:
        return self.indicator.key

    @property
    def is_finding(self) -> bool:
        return self.indicator.finding

    @property
    def gap_words(self) -> str:
        return "其余" if self.is_share or self.is_finding else "未达到"


UNIT = Subject(UNITS, "organizations.view_unit", area_on, kind_of_unit, "家")
ORGANIZATION = Subject(ORGANIZATIONS, "organizations.view_organization", seat_on, kind_of_organization, "个")

CATALOGUE = (
    Entry(ground.ORG_COVERAGE, UNIT, on_tile=True),
    Entry(ground.STANDALONE_SHARE, UNIT, on_tile=True, is_share=True),
    Entry(ground.JOINT_SHARE, UNIT, on_tile=True, is_share=True),
    Entry(ground.WORK_COVERAGE, UNIT, on_tile=True),
    Entry(ground.UNCOVERED, UNIT, on_tile=True),
    Entry(ground.SHOULD_HAVE_BUILT, UNIT, on_tile=True),
    Entry(ground.MEMBER_PRESENCE, UNIT),
    Entry(ground.ABOVE_SCALE_COVERAGE, UNIT),
    Entry(ground.SECRETARY_IN_POST, ORGANIZATION, on_tile=True),
    Entry(ground.SECRETARY_FROM_MANAGEMENT, ORGANIZATION),
    Entry(judged.VENUE_SHARE, ORGANIZATION, on_tile=True),
    Entry(judged.VENUE_SIX_MET, ORGANIZATION),
    Entry(judged.SIX_THREE_MET, ORGANIZATION, on_tile=True),
    Entry(monthly.REPORTS_RECEIVED, ORGANIZATION, on_tile=True, monthly=True),
    Entry(monthly.REPORTS_ON_TIME, ORGANIZATION, monthly=True),
)


def entry(key: str) -> Entry | None:
    return next((known for known in CATALOGUE if known.key == key), None)


def on_tiles() -> tuple[Entry, ...]:
    return tuple(known for known in CATALOGUE if known.on_tile)
