"""What officers owe on a day: their load and its limit, and the visits of the calendar month of the day.

An assignment owes visits in a month when it holds on at least DAYS_OF_A_MONTH days of it. Visits count from
the first of the month up to the day, in whatever manner; the rule of the day says how many are needed.
"""

import calendar
import datetime

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan

from organizations.choices import OfficerService
from organizations.conditions import assigned_units_on
from organizations.models import DatedRule, Officer, Placement, Visit

LOAD, LOAD_FULL_TIME, LOAD_PART_TIME, VISITS = (
    "officer_load",
    "officer_load_full_time",
    "officer_load_part_time",
    "officer_visits",
)
LOAD_OF_CLASS = {
    OfficerService.FULL_TIME.value: LOAD_FULL_TIME,
    OfficerService.PART_TIME.value: LOAD_PART_TIME,
}
DAYS_OF_A_MONTH = 15


def first_of_month(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def last_of_month(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


# Load, over officers


def rule_on(key: str, day: datetime.date) -> Subquery:
    """Expression: the value of the rule in force on the day, NULL where there is none."""
    return Subquery(DatedRule.objects.on(day).filter(key=key).values("value")[:1])


def load_limit_on(day: datetime.date) -> Case:
    """Expression on officers: how many units one of this class generally looks after at most."""
    general = rule_on(LOAD, day)
    classes = [
        When(service=service, then=Coalesce(rule_on(key, day), general))
        for service, key in LOAD_OF_CLASS.items()
    ]
    return Case(*classes, default=general, output_field=IntegerField())


def overloaded(day: datetime.date) -> Q:
    """Officers with more units on the day than the limit of their class."""
    return Q(GreaterThan(assigned_units_on(day), load_limit_on(day)))


def in_office(day: datetime.date) -> Q:
    """Officers who had not left before the day; the day of leaving is their last."""
    return Q(left_on__isnull=True) | Q(left_on__gte=day)


def limit_of(officer: Officer, day: datetime.date) -> int | None:
    """Return the limit that holds for one officer on the day, None where no rule was in force."""
    values = DatedRule.objects
    special = values.value_on(LOAD_OF_CLASS.get(officer.service, LOAD), day)
    return values.value_on(LOAD, day) if special is None else special


def visits_of_officer(day: datetime.date) -> Coalesce:
    """Expression on officers: visits from the first of the month up to the day."""
    return _counted(Visit.objects.filter(assignment__officer=OuterRef("pk")), "assignment__officer", day)


# Visits, over assignments


def visits_made(day: datetime.date) -> Coalesce:
    """Expression on assignments: visits from the first of the month up to the day."""
    return _counted(Visit.objects.filter(assignment=OuterRef("pk")), "assignment", day)


def visits_needed(day: datetime.date) -> Subquery:
    return rule_on(VISITS, day)


def visits_due(day: datetime.date) -> Q:
    """Assignments begun by the day that hold on enough days of its month, while a rule is in force."""
    more = datetime.timedelta(days=DAYS_OF_A_MONTH - 1)
    long_enough = Q(ends_on__isnull=True) | Q(GreaterThanOrEqual(F("ends_on") - F("starts_on"), more))
    return (
        long_enough
        & Q(starts_on__lte=min(day, last_of_month(day) - more))
        & (Q(ends_on__isnull=True) | Q(ends_on__gte=first_of_month(day) + more))
        & Q(Exists(DatedRule.objects.on(day).filter(key=VISITS)))
    )


def visits_kept(day: datetime.date) -> Q:
    return Q(GreaterThanOrEqual(visits_made(day), visits_needed(day)))


def visits_missing(day: datetime.date) -> Q:
    return Q(LessThan(visits_made(day), visits_needed(day)))


def advice_closed(day: datetime.date) -> Q:
    """Advice seen to by the end of the day."""
    return Q(closed_on__lte=day)


def area_of_assignment(day: datetime.date, field: str = "area") -> Subquery:
    """Expression on assignments: the managing area of the unit on the day."""
    return Subquery(Placement.objects.on(day).filter(unit=OuterRef("unit")).values(field)[:1])


def area_name_of_assignment(day: datetime.date) -> Subquery:
    return area_of_assignment(day, "area__name")


def _counted(visits, parent: str, day: datetime.date) -> Coalesce:
    held = visits.filter(held_on__range=(first_of_month(day), day))
    counted = held.order_by().values(parent).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
