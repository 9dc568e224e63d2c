"""Conditions on posts: 双向进入 (also in a body of the enterprise) and 交叉任职 (also a post of its own)."""

import datetime

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Subquery, Value, When

from core.spans import holds_on
from organizations.choices import PositionClass, PostRole
from organizations.models import Area, Seat

BODIES = (PositionClass.BOARD, PositionClass.SUPERVISORS, PositionClass.MANAGEMENT)
HEADS = (PostRole.SECRETARY, PostRole.DEPUTY)
CROSSED = (PositionClass.UNION, PositionClass.MANAGEMENT)


def entered_both_ways(day: datetime.date) -> Q:
    """Posts held on the day by somebody who sits on the board, among the supervisors or in the management."""
    return holds_on(day) & Q(unit_position__in=BODIES)


def cross_posted(day: datetime.date) -> Q:
    """Posts of a secretary or deputy who on the day also leads the trade union or manages the enterprise."""
    return holds_on(day) & Q(role__in=HEADS, unit_position__in=CROSSED)


def says(condition):
    """Return a function of a day: an expression that is true where the condition holds."""

    def annotation(day: datetime.date) -> Case:
        return Case(When(condition(day), then=Value(True)), default=Value(False), output_field=BooleanField())

    return annotation


def _seats_of_parent(day: datetime.date):
    return Seat.objects.on(day).filter(organization=OuterRef("organization"))


def seated_there(area: Area, day: datetime.date) -> Q:
    """Rows with an `organization` whose managing area on the day is the area or below it."""
    return Q(Exists(_seats_of_parent(day).filter(area__path__startswith=area.path)))


def seat_name_of_parent(day: datetime.date) -> Subquery:
    """Expression on rows with an `organization`: the name of its managing area on the day."""
    return Subquery(_seats_of_parent(day).values("area__name")[:1])
