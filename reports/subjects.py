"""What figures count: units, organizations, members; each with its sheet, and its area and kind on a day."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, F, OuterRef, Subquery, Value, When

from core.sheets import Sheet
from members.models import Membership
from members.sheets import MEMBERS
from organizations.choices import UnitKind
from organizations.models import Coverage, Seat
from organizations.models.organizations import seat_on
from organizations.models.units import area_on
from organizations.sheets import ORGANIZATIONS, UNITS


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


def area_of_member(day: datetime.date) -> Subquery:
    """Expression: the managing area of the organization the member belongs to on the day."""
    seats = Seat.objects.on(day).filter(organization=OuterRef("organization"))
    return _of_membership(day, Subquery(seats.values("area")[:1]))


def kind_of_member(day: datetime.date) -> Subquery:
    return _of_membership(day, kind_of_organization(day, outer="organization"))


def _of_membership(day: datetime.date, expression) -> Subquery:
    held = Membership.objects.on(day).filter(member=OuterRef("pk")).annotate(_asked=expression)
    return Subquery(held.values("_asked")[:1])


UNIT = Subject(UNITS, "organizations.view_unit", area_on, kind_of_unit, "家")
ORGANIZATION = Subject(ORGANIZATIONS, "organizations.view_organization", seat_on, kind_of_organization, "个")
MEMBER = Subject(MEMBERS, "members.view_member", area_of_member, kind_of_member, "名")
