"""Conditions that rest on plans: what is planned for a unit, whether it is there, and what is overdue."""

import datetime
from functools import reduce

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When

from organizations import conditions as c
from organizations.choices import Measure, PlanState
from organizations.models import CoveragePlan, Placement, Unit

DONE = {
    Measure.STANDALONE: c.standalone,
    Measure.JOINT: c.covered,
    Measure.OFFICER: c.worked_in,
}


def planned(day: datetime.date, **asked) -> Q:
    """Units with a plan in force on the day."""
    return Q(Exists(CoveragePlan.objects.on(day).filter(unit=OuterRef("pk"), **asked)))


def done(measure: str, day: datetime.date) -> Q:
    """Units that have on the day what the measure would bring, or more."""
    return DONE[Measure(measure)](day)


def plan_overdue(day: datetime.date) -> Q:
    """Units of the base whose planned day is over and which still lack what was planned."""
    lacking = [planned(day, measure=measure) & ~done(measure, day) for measure in DONE]
    # One plan a day: asked first and for every measure, it leaves few units to look at.
    return c.in_base(day) & planned(day, planned_on__lt=day) & reduce(Q.__or__, lacking)


def plan_on(day: datetime.date, field: str) -> Subquery:
    """Expression on units: a value of the plan in force on the day."""
    return Subquery(CoveragePlan.objects.on(day).filter(unit=OuterRef("pk")).values(field)[:1])


def plan_done(day: datetime.date) -> Q:
    """Plans whose unit has on the day what was planned, or more."""
    kinds = [Q(measure=measure, unit__in=Unit.objects.filter(done(measure, day))) for measure in DONE]
    return reduce(Q.__or__, kinds)


def plan_state_on(day: datetime.date) -> Case:
    """Expression on plans: where the plan stands on the day."""
    overdue = Q(unit__in=Unit.objects.filter(plan_overdue(day)))
    return Case(
        When(starts_on__gt=day, then=Value(PlanState.LATER)),
        When(ends_on__lt=day, then=Value(PlanState.ENDED)),
        When(plan_done(day), then=Value(PlanState.DONE)),
        When(overdue, then=Value(PlanState.OVERDUE)),
        default=Value(PlanState.RUNNING),
        output_field=CharField(),
    )


def area_name_of_plan(day: datetime.date) -> Subquery:
    """Expression on plans: the name of the managing area of the unit on the day."""
    return Subquery(Placement.objects.on(day).filter(unit=OuterRef("unit")).values("area__name")[:1])
