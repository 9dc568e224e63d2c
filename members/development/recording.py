"""The act by which a step of a candidate is recorded or mended: in order, with the people it asks for."""

from collections.abc import Iterable

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, change, refuse_invalid
from members.development.course import Course
from members.development.files import locked
from members.development_models import (
    APPROVED,
    CONFIRMED,
    CONTACTS,
    FULL_MEETING,
    INTRODUCERS,
    MEETING,
    TRAINED,
    Candidate,
    DevelopmentStep,
)
from members.models import Member
from organizations.choices import OrganizationType
from organizations.models import DatedRule

ASKS_FOR_PEOPLE = (CONTACTS, INTRODUCERS)
OF_THE_REGISTER = (MEETING, APPROVED, FULL_MEETING, CONFIRMED)


def record_step(step: DevelopmentStep, people: Iterable[Member], by: Actor) -> DevelopmentStep:
    """Record that a candidate took a step.

    Raises Refused when the file is at rest, when the day contradicts the other steps or a strict rule, and
    when a step asks for other people than those named.
    """
    people = sorted(people, key=lambda member: member.pk)
    with transaction.atomic():
        step.candidate = locked(step.candidate)
        refuse_at_rest(step.candidate, step)
        Course(step.candidate, step.held_on).refuse(step.kind, step.held_on)
        _refuse_people(step, people)
        refuse_temporary(step.candidate, step)
        refuse_invalid(step)
        add(step, by, also=_told([], people))
        step.people.set(people)
    return step


def mend_step(
    step: DevelopmentStep, people: Iterable[Member], by: Actor, version: int | None = None
) -> DevelopmentStep:
    """Save another day, document or people of a known step; as strict as when it was recorded."""
    people = sorted(people, key=lambda member: member.pk)
    with transaction.atomic():
        candidate = locked(step.candidate)
        before = DevelopmentStep.objects.get(pk=step.pk)
        if before.held_on != step.held_on:
            if candidate.member_id and step.kind.key in OF_THE_REGISTER:
                raise Refused(
                    f"党员名册已按{before.held_on}登记，日期不能在这里改；请联系县级工作人员在后台更正。"
                )
            Course(candidate, step.held_on, without=step.pk).refuse(step.kind, step.held_on)
        _refuse_people(step, people)
        refuse_invalid(step)
        known = list(step.people.order_by("pk"))
        change(step, by, version=version, also=_told(known, people) if known != people else {})
        step.people.set(people)
    return step


def refuse_at_rest(candidate: Candidate, step: DevelopmentStep) -> None:
    resting = candidate.withdrawals.on(step.held_on).first()
    if resting is not None:
        raise Refused(f"{candidate}在{step.held_on}已终止培养，请先恢复培养或核对日期。")


def refuse_temporary(candidate: Candidate, step: DevelopmentStep) -> None:
    """A temporary organization admits nobody."""
    admits = step.kind.key in (MEETING, APPROVED)
    if admits and candidate.organization.type == OrganizationType.TEMPORARY:
        raise Refused(
            f"“{candidate.organization}”是临时党组织，不能接收预备党员，请由有接收权限的党组织办理。"
        )


def _refuse_people(step: DevelopmentStep, people: list[Member]) -> None:
    if step.kind.key not in ASKS_FOR_PEOPLE:
        return
    on = step.held_on
    not_formal = [str(one) for one in people if one.full_member_on is None or one.full_member_on > on]
    if not_formal:
        raise Refused(f"{'、'.join(not_formal)}在{on}不是正式党员，请另选（{step.kind.article}）。")
    if step.kind.key == INTRODUCERS:
        needed = _limit("development_introducers", on)
        if needed and len(people) != needed.value:
            raise Refused(f"入党介绍人应为{needed.value}名正式党员，现选{len(people)}名（{needed.source}）。")
    else:
        most = _limit("development_contacts", on)
        if not people or (most and len(people) > most.value):
            raise Refused(f"培养联系人应选1至{most.value if most else 2}名正式党员（{step.kind.article}）。")


def training_warnings(step: DevelopmentStep) -> list[str]:
    """Say when the trainings of a candidate, with this one, are shorter than the rule of the day asks."""
    if step.kind.key != TRAINED:
        return []
    days, hours = (_limit(f"development_training_{name}", step.held_on) for name in ("days", "hours"))
    known = step.candidate.steps.filter(kind__key=TRAINED).exclude(pk=step.pk)
    held = [step, *known]
    enough = [days and sum(one.days or 0 for one in held) >= days.value]
    enough.append(hours and sum(one.hours or 0 for one in held) >= hours.value)
    if days is None or hours is None or any(enough):
        return []
    return [f"集中培训合计不足{days.value}天，也不足{hours.value}学时（{days.source}）。"]


def _limit(key: str, on) -> DatedRule | None:
    return DatedRule.objects.on(on).filter(key=key).first()


def _told(before, after) -> dict:
    if not (before or after):
        return {}
    return {"people": ["、".join(map(str, before)), "、".join(map(str, after))]}
