"""Acts on plans: what is intended for a unit and by when; a plan ends when it is done or replaced."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add
from organizations.models import CoveragePlan, Unit
from organizations.plan_conditions import done
from organizations.registration import DAY, end_span

WHAT_IS_THERE = {
    "standalone": "已单独组建党组织",
    "joint": "已有党组织覆盖",
    "officer": "已有党组织或指导员",
}


def make_plan(plan: CoveragePlan, by: Actor) -> CoveragePlan:
    """Let a plan hold from its first day on; the plan before it ends the day before.

    Raises Refused when the unit does not exist that day, has already what is planned, when the planned day
    lies before the first day, or when another plan begins on that day or later.
    """
    unit, on = plan.unit, plan.starts_on
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        check_open(unit, on)
        if plan.planned_on < on:
            raise Refused(f"计划完成日期不能早于计划起始日期（{on.isoformat()}），请核对。")
        if Unit.objects.filter(done(plan.measure, on), pk=unit.pk).exists():
            raise Refused(f"{unit}在{on.isoformat()}{WHAT_IS_THERE[plan.measure]}，无需再作计划。")
        end_former(plan, by)
        return add(plan, by)


def check_open(unit: Unit, on: datetime.date) -> None:
    if unit.closed_on and on > unit.closed_on:
        raise Refused(f"{unit}已于{unit.closed_on.isoformat()}注销或迁出，不能再作计划。")
    if unit.opened_on and on < unit.opened_on:
        raise Refused(f"{unit}成立于{unit.opened_on.isoformat()}，计划起始日期不能更早。")


def end_former(plan: CoveragePlan, by: Actor) -> None:
    """End the plan that holds the day before; a plan that begins later stands in the way."""
    held = CoveragePlan.objects.filter(unit=plan.unit).during(plan.starts_on, datetime.date.max)
    for former in held.order_by("-starts_on"):
        if former.starts_on >= plan.starts_on:
            raise Refused(
                f"{plan.unit}从{former.starts_on.isoformat()}起已有计划（{former.get_measure_display()}），"
                "新计划的起始日期应晚于这一天。"
            )
        end_span(former, plan.starts_on - DAY, by, act="由新计划代替")


def end_plan(plan: CoveragePlan, on: datetime.date, by: Actor) -> CoveragePlan:
    """End a plan on its last day, because it is done or given up."""
    return end_span(plan, on, by)
