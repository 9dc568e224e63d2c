"""Acts of guidance: officers are sent to units, replaced there, leave, and record visits with advice."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, change
from organizations import conditions as c
from organizations.building import assign, assign_all
from organizations.duties import limit_of
from organizations.models import AdviceItem, Assignment, Officer, Unit, Visit
from organizations.registration import DAY, end_span

NAMED_AT_MOST = 10


def assign_units(
    officer: Officer, units: Iterable[Unit], on: datetime.date, by: Actor, document: str = ""
) -> list[Assignment]:
    """Send an officer to several units from the day on: all of them, or none when one refuses."""
    new = {"officer": officer, "starts_on": on, "document": document}
    return assign_all((Assignment(unit=unit, **new) for unit in units), by)


def end_assignment(assignment: Assignment, on: datetime.date, document: str, by: Actor) -> Assignment:
    """End an assignment on its last day; refused when a visit was recorded after it."""
    with transaction.atomic():
        later = assignment.visits.filter(held_on__gt=on).order_by("held_on").first()
        if later is not None and on >= assignment.starts_on:
            raise Refused(
                f"{assignment.officer}在{later.held_on.isoformat()}走访过{assignment.unit}，"
                "派驻不能在这一天以前结束。请核对日期。"
            )
        assignment.end_document = document
        return end_span(assignment, on, by)


def replace_officer(
    assignment: Assignment, officer: Officer, on: datetime.date, document: str, by: Actor
) -> Assignment:
    """Let another officer look after the unit from the day on; the former assignment ends the day before.

    The new one lasts as long as the old one would have. Raises Refused, naming both, when the old one does
    not hold on that day and the day before, or when the new officer cannot be sent.
    """
    unit, former = assignment.unit, assignment.officer
    if officer.pk == former.pk:
        raise Refused(f"{former}就是{unit}现在的指导员，请选择另一名指导员。")
    if not assignment.is_on(on) or on == assignment.starts_on:
        raise Refused(
            f"{former}派驻{unit}的起止日期为{assignment.period_text}，"
            "更换日期应晚于起始日期，并在派驻期内。请核对。"
        )
    until = assignment.ends_on
    with transaction.atomic():
        end_assignment(assignment, on - DAY, document, by)
        return assign(officer, unit, on, by, document, until=until)


def leave(officer: Officer, on: datetime.date, reason: str, by: Actor) -> Officer:
    """Let an officer leave after a last day; every assignment that runs then ends that day.

    Raises Refused when he has left already, or when an assignment begins only after that day.
    """
    with transaction.atomic():
        officer = Officer.objects.select_for_update().get(pk=officer.pk)
        if officer.left_on:
            raise Refused(f"{officer}已于{officer.left_on.isoformat()}离任，无需重复办理。")
        later = officer.assignments.filter(starts_on__gt=on).select_related("unit").first()
        if later is not None:
            raise Refused(
                f"{officer}从{later.starts_on.isoformat()}起派驻{later.unit}，离任日期不能早于这一天。"
            )
        for assignment in officer.assignments.on(on).select_related("unit", "officer"):
            if assignment.ends_on != on:
                end_assignment(assignment, on, f"指导员离任：{reason}", by)
        officer.left_on, officer.left_reason = on, reason
        return change(officer, by, act="离任")


def record_visit(visit: Visit, items: Iterable[AdviceItem], by: Actor) -> Visit:
    """Add a visit and what it advised."""
    with transaction.atomic():
        add(visit, by)
        for item in items:
            item.visit = visit
            add(item, by)
    return visit


# What to look at before confirming


def load_of(officer: Officer, day: datetime.date) -> int:
    return officer.assignments.on(day).count() if officer.pk else 0


def load_warnings(officer: Officer, more: int, days: Iterable[datetime.date]) -> list[str]:
    """Return a sentence when so many more units are over the limit of the officer on one of the days."""
    for day in days:
        limit, load = limit_of(officer, day), load_of(officer, day) + more
        if limit is not None and load > limit:
            kind = officer.get_service_display() or "未登记专兼职的"
            return [
                f"{officer}是{kind}指导员，派驻后在{day.isoformat()}共{load}家，一般不超过{limit}家。请确认。"
            ]
    return []


def left_alone(assignments, on: datetime.date) -> list[Unit]:
    """Units of the base that have neither organization nor officer once these assignments end on the day."""
    after = on + DAY
    others = Assignment.objects.on(after).exclude(pk__in=assignments.values("pk"))
    units = Unit.objects.filter(c.in_base(after), pk__in=assignments.values("unit"))
    return list(units.exclude(c.covered(after)).exclude(pk__in=others.values("unit")))


def left_alone_warnings(assignments, on: datetime.date) -> list[str]:
    """Return a sentence that names the units which fall out of work coverage after the day."""
    units = left_alone(assignments, on)
    if not units:
        return []
    names = "、".join(map(str, units[:NAMED_AT_MOST])) + ("等" if len(units) > NAMED_AT_MOST else "")
    return [f"{on.isoformat()}以后，{names}{len(units)}家单位既无党组织也无指导员，将列入待补派。"]
