"""The act by which officers are sent to units."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from core.audit import Actor
from core.batches import rows_by, turns
from core.saving import Refused, add_all, refusals_about
from organizations.building.lives import closings, earliest
from organizations.models import Assignment, Officer, Unit


def assign(
    officer: Officer,
    unit: Unit,
    on: datetime.date,
    by: Actor,
    document: str = "",
    until: datetime.date | None = None,
) -> Assignment:
    """Send an officer to a unit from the day on, until a last day if one is given.

    Raises Refused, naming both, beyond the closing of the unit, after the officer has left, or when he is
    there already.
    """
    new = Assignment(officer=officer, unit=unit, starts_on=on, ends_on=until, document=document)
    return assign_all([new], by)[0]


def assign_all(assignments: Iterable[Assignment], by: Actor) -> list[Assignment]:
    """Add assignments, each refused for what `assign` refuses, or by one before it; one refused, none added.

    An assignment ends with its unit, when its officer leaves, and on the last day it has if that is earlier.
    """
    assignments = list(assignments)
    with transaction.atomic():
        officers = _locked_officers(assignments)
        for assignment in assignments:
            assignment.officer = officers[assignment.officer_id]
        for turn in turns(assignments, lambda one: ((one.officer_id, one.unit_id),)):
            _check(turn)
            add_all(turn, by)
    return assignments


def refusal_of(assignment: Assignment) -> str:
    """Return the sentence with which `assign_all` would refuse it alone, empty where it would not."""
    try:
        _check([assignment])
    except Refused as refusal:
        return str(refusal)
    return ""


def _locked_officers(assignments: list[Assignment]) -> dict[int, Officer]:
    rows = Officer.objects.select_for_update().order_by("pk")
    found = rows_by(rows, "pk", (one.officer_id for one in assignments))
    return {pk: officer for pk, (officer,) in found.items()}


def _check(turn: list[Assignment]) -> None:
    posted = rows_by(Assignment.objects.order_by("pk"), "unit_id", (one.unit_id for one in turn))
    for assignment, closing in zip(turn, closings(turn), strict=True):
        with refusals_about(assignment):
            _keep_within_lives(assignment, closing)
            _refuse_twice(assignment, posted[assignment.unit_id])


def _keep_within_lives(assignment: Assignment, closing: datetime.date | None) -> None:
    officer, unit, on = assignment.officer, assignment.unit, assignment.starts_on
    if closing and on > closing:
        raise Refused(f"{unit}已于{closing.isoformat()}注销或迁出，不能再派指导员{officer}。")
    if officer.left_on and on > officer.left_on:
        raise Refused(f"指导员{officer}已于{officer.left_on.isoformat()}离任，不能再派驻{unit}。")
    assignment.ends_on = earliest(assignment.ends_on, closing, officer.left_on)


def _refuse_twice(assignment: Assignment, posted: list[Assignment]) -> None:
    there = (one for one in posted if one.officer_id == assignment.officer_id)
    now = next(filter(assignment.overlaps, there), None)
    if now is not None:
        officer, unit = assignment.officer, assignment.unit
        raise Refused(f"指导员{officer}在{now.period_text}已派驻{unit}，无需重复登记。")
