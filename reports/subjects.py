"""What figures count: units, organizations, members; each with its sheet, and its area and kind on a day."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from core.scoping import NOBODY, Scope
from core.sheets import Sheet
from core.spans import joined_through
from members.dues.sheets import RETURNS
from members.sheets import MEMBERS
from organizations.choices import UnitKind
from organizations.duties import area_of_assignment
from organizations.models import Area, Coverage
from organizations.sheets import ORGANIZATIONS, UNITS
from organizations.sheets.officers import DUE_VISITS


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
    """What is counted: the sheet of its rows, the permission to open them, its area and kind on a day.

    `area` names the dated relations that lead to the area, each from the one before, or is a function from
    the day to an expression.
    """

    sheet: Sheet
    permission: str
    area: Callable | tuple[str, ...]
    kind: Callable
    measure: str

    def with_area(self, rows, day: datetime.date):
        """Put the managing area of the day on each row, as `_area`, unless it stands there."""
        if "_area" in rows.query.annotations:
            return rows
        if isinstance(self.area, tuple):
            return joined_through(rows, self.area, day, "area", "_area")
        return rows.annotate(_area=self.area(day))

    def with_kind(self, rows, day: datetime.date):
        """Put the kind of the day on each row, as `_kind`; it may be told by what leads to the area."""
        return self.with_area(rows, day).annotate(_kind=self.kind(day))

    def within(self, rows, scope: Scope):
        """Keep the rows within the scope; where all branches are areas, by the area that is joined anyway."""
        if not isinstance(self.area, tuple) or any(grant.kind != "area" for grant in scope.grants):
            return rows.within(scope)
        inside = NOBODY
        for path in scope.paths("area"):
            inside |= Q(path__startswith=path)
        return self.with_area(rows, scope.on).filter(_area__in=Area.objects.filter(inside).values("pk"))


def kind_of_member(day: datetime.date) -> Case:
    """Expression: the kind of the organization that is joined as the first step to the area."""
    return kind_of_organization(day, outer="_area_0__organization")


def kind_of_assignment(day: datetime.date) -> F:
    return F("unit__kind")


UNIT = Subject(UNITS, "organizations.view_unit", ("placements",), kind_of_unit, "家")
ORGANIZATION = Subject(
    ORGANIZATIONS, "organizations.view_organization", ("seats",), kind_of_organization, "个"
)
MEMBER = Subject(MEMBERS, "members.view_member", ("memberships", "organization__seats"), kind_of_member, "名")
DUES = Subject(RETURNS, "organizations.view_organization", ("seats",), kind_of_organization, "元")
ASSIGNMENT = Subject(
    DUE_VISITS, "organizations.view_assignment", area_of_assignment, kind_of_assignment, "项"
)
