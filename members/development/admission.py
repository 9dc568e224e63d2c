"""The acts by which a candidate becomes a probationary member, and a probationary member formal."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, change, refuse_invalid
from members.choices import JoinReason, MemberStatus
from members.development.conditions import probation_months
from members.development.recording import record_step
from members.development_models import (
    APPROVED,
    CONFIRMED,
    MEETING,
    Candidate,
    DevelopmentStep,
    ProbationExtension,
    StepKind,
)
from members.joining import admit
from members.models import Member, Membership
from organizations.models import DatedRule
from organizations.term_conditions import months_after


def kind_on(key: str, day: datetime.date) -> StepKind:
    """Return the step of that key in force on the day; raise Refused where there was none."""
    kind = StepKind.objects.on(day).filter(key=key).select_related("needs").first()
    if kind is None:
        raise Refused(f"{day}没有这一步骤的规定，请核对日期。")
    return kind


def admit_candidate(
    candidate: Candidate, on: datetime.date, responsible: str, document: str, by: Actor
) -> Member:
    """Record the approval of the committee above: a probationary member since the meeting of the branch."""
    with transaction.atomic():
        step = DevelopmentStep(candidate=candidate, kind=kind_on(APPROVED, on), held_on=on)
        step.responsible, step.document = responsible, document
        candidate = record_step(step, [], by).candidate
        since = candidate.steps.get(kind__key=MEETING).held_on
        member = _member_of(candidate, since)
        admit(member, candidate.organization, since, by, JoinReason.ADMITTED, document)
        candidate.member = member
        change(candidate, by, act="接收为预备党员")
    return member


def _member_of(candidate: Candidate, since: datetime.date) -> Member:
    member = Member(
        name=candidate.name,
        sex=candidate.sex,
        birth_date=candidate.birth_date,
        unit=candidate.unit,
        status=MemberStatus.PROBATIONARY,
        joined_on=since,
    )
    if candidate.id_number_sealed:
        member.id_number = candidate.id_number
    return member


def probation_end(member: Member, day: datetime.date) -> datetime.date:
    """Return the day on which the probation is over, by the rule of the day and with its extension."""
    extension = ProbationExtension.objects.filter(member=member).first()
    usual = months_after(member.joined_on, probation_months(day))
    return max(usual, extension.extended_to) if extension else usual


def confirm(
    member: Member, on: datetime.date, full_on: datetime.date, responsible: str, document: str, by: Actor
) -> Member:
    """Make a probationary member formal since `full_on`; `on` is the day on which the committee approved.

    Where the member has a file, the approval is its step 24. Raises Refused before the probation is over.
    """
    with transaction.atomic():
        member = _locked_in_probation(member, on)
        end = probation_end(member, on)
        if full_on < end:
            raise Refused(f"{member}的预备期到{end}才满，转正日期不能更早。")
        if on < full_on:
            raise Refused(f"审批日期{on}早于转正日期{full_on}，请核对。")
        candidate = Candidate.objects.filter(member=member).first()
        if candidate is not None:
            step = DevelopmentStep(candidate=candidate, kind=kind_on(CONFIRMED, on), held_on=on)
            step.responsible, step.document = responsible, document
            record_step(step, [], by)
        member.status, member.full_member_on = MemberStatus.FORMAL, full_on
        refuse_invalid(member)
        return change(member, by, act="转为正式党员", reason=document)


def extend(
    member: Member, on: datetime.date, until: datetime.date, document: str, by: Actor
) -> ProbationExtension:
    """Extend the probation of a member once, by no less and no more than the rules of the day allow."""
    with transaction.atomic():
        member = _locked_in_probation(member, on)
        if ProbationExtension.objects.filter(member=member).exists():
            raise Refused(f"{member}的预备期已延长过一次，不能再次延长。")
        end = probation_end(member, on)
        least, most = (_limit(key, on) for key in ("extension_least", "extension_most"))
        if least and until < months_after(end, least.value):
            raise Refused(
                f"延长不能少于{least.value}个月，至少到{months_after(end, least.value)}（{least.source}）。"
            )
        if most and until > months_after(end, most.value):
            raise Refused(
                f"延长最长{most.value}个月，最晚到{months_after(end, most.value)}（{most.source}）。"
            )
        extension = ProbationExtension(member=member, decided_on=on, extended_to=until, document=document)
        extension.organization = Membership.objects.on(on).get(member=member).organization
        refuse_invalid(extension)
        return add(extension, by)


def _limit(key: str, on: datetime.date) -> DatedRule | None:
    return DatedRule.objects.on(on).filter(key=key).first()


def _locked_in_probation(member: Member, on: datetime.date) -> Member:
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.status == MemberStatus.FORMAL:
        raise Refused(f"{member}已于{member.full_member_on}转正，无需再办。")
    if not Membership.objects.on(on).filter(member=member).exists():
        raise Refused(f"{member}在{on}没有组织关系，请核对日期。")
    return member
