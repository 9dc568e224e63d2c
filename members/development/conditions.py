"""Conditions on candidates on a day: where they stand, what they may do, what is overdue."""

import datetime
from functools import reduce
from operator import or_

from django.db.models import Case, CharField, Exists, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from core.scoping import NOBODY
from members.choices import Standing, WaitingMeasure
from members.development_models import (
    APPLIED,
    FULL_MEETING,
    MEETING,
    Candidate,
    DevelopmentStep,
    ProbationExtension,
    StepKind,
    WaitingRule,
    Withdrawal,
)
from members.models import Membership
from organizations.term_conditions import months_after

ONE_DAY = datetime.timedelta(days=1)
USUAL_PROBATION = 12


def latest_start(day: datetime.date, months: int) -> datetime.date:
    """Return the last day that lies at least so many months before the day, as `months_after` counts them."""
    start = months_after(day, -months)
    while months_after(start + ONE_DAY, months) <= day:
        start += ONE_DAY
    return start


def _steps(day: datetime.date, **wanted):
    return DevelopmentStep.objects.filter(candidate=OuterRef("pk"), held_on__lte=day, **wanted)


def took(key: str, day: datetime.date) -> Q:
    """Candidates who took the step by the day."""
    if key == APPLIED:
        return Q(applied_on__lte=day)
    return Q(Exists(_steps(day, kind__key=key)))


def reached(standing: str, day: datetime.date) -> Q:
    """Candidates whom a step had brought to the standing by the day, however far they came since."""
    return Q(Exists(_steps(day, kind__becomes=standing)))


def standing_on(day: datetime.date) -> Case:
    """Expression on candidates: how far they had come by the day; membership is told by the register."""
    return Case(
        When(member__full_member_on__lte=day, then=Value(Standing.FORMAL.value)),
        When(member__joined_on__lte=day, then=Value(Standing.PROBATIONARY.value)),
        When(reached(Standing.PROSPECT, day), then=Value(Standing.PROSPECT.value)),
        When(reached(Standing.ACTIVIST, day), then=Value(Standing.ACTIVIST.value)),
        default=Value(Standing.APPLICANT.value),
        output_field=CharField(),
    )


def stands(standing: str, day: datetime.date) -> Q:
    rows = Candidate.objects.annotate(_stands=standing_on(day)).filter(_stands=standing)
    return Q(pk__in=rows.values("pk"))


def withdrawn(day: datetime.date) -> Q:
    return Q(Exists(Withdrawal.objects.on(day).filter(candidate=OuterRef("pk"))))


def not_yet_member(day: datetime.date) -> Q:
    return Q(member__isnull=True) | Q(member__joined_on__gt=day)


def in_probation(day: datetime.date) -> Q:
    """Candidates admitted, not yet formal, who still belong to an organization."""
    enrolled = Q(Exists(Membership.objects.on(day).filter(member=OuterRef("member"))))
    not_formal = Q(member__full_member_on__isnull=True) | Q(member__full_member_on__gt=day)
    return Q(member__joined_on__lte=day) & not_formal & enrolled


def in_course(day: datetime.date) -> Q:
    """Candidates on their way on the day: applied, not ended, not yet formal members."""
    return Q(applied_on__lte=day) & ~withdrawn(day) & (not_yet_member(day) | in_probation(day))


def may_take(kind: StepKind, day: datetime.date) -> Q:
    """Candidates on their way to whom the step is open on the day: as `next_steps` tells of one."""
    rules = WaitingRule.objects.on(day).filter(step=kind.key, measure=WaitingMeasure.AT_LEAST)
    open_to = in_course(day)
    if kind.key == FULL_MEETING:
        open_to &= ~full_meeting_held(day) & ~extended_through(day + ONE_DAY, day)
    elif not kind.repeats:
        open_to &= ~took(kind.key, day)
    if kind.needs_id:
        open_to &= took(kind.needs.key, day)
    for rule in rules:
        open_to &= took(rule.after, latest_start(day, rule.months))
    return open_to


def full_meeting_held(day: datetime.date) -> Q:
    """Candidates whose confirmation a meeting discussed, and not only to put it off."""
    put_off = ProbationExtension.objects.filter(
        member=OuterRef("candidate__member"), decided_on__gte=OuterRef("held_on"), decided_on__lte=day
    )
    return Q(Exists(_steps(day, kind__key=FULL_MEETING).filter(~Exists(put_off))))


def extended_through(last: datetime.date, day: datetime.date) -> Q:
    """Candidates whose probation still runs on the last day by an extension decided by the day."""
    extended = ProbationExtension.objects.filter(member=OuterRef("member"), decided_on__lte=day)
    return Q(Exists(extended.filter(extended_to__gte=last)))


def overdue_by(rule: WaitingRule, day: datetime.date) -> Q:
    """Candidates on their way who should have taken the step of the rule before the day."""
    start = latest_start(day - ONE_DAY, rule.months)
    late = in_course(day) & took(rule.after, start)
    if rule.measure != WaitingMeasure.EVERY:
        return late & ~took(rule.step, day)
    becomes = StepKind.objects.on(day).filter(key=rule.after).values_list("becomes", flat=True).first()
    recent = Q(Exists(_steps(day, kind__key=rule.step, held_on__gt=start)))
    return late & stands(becomes, day) & ~recent


def limits_on(day: datetime.date) -> list[WaitingRule]:
    """Return the rules in force that make a step overdue."""
    soft = WaitingRule.objects.on(day).filter(strict=False)
    return list(soft.filter(measure__in=(WaitingMeasure.AT_MOST, WaitingMeasure.EVERY)))


def probation_months(day: datetime.date) -> int:
    """Return how long a probation lasts by the rule of the day."""
    rules = WaitingRule.objects.on(day).filter(after=MEETING, step=FULL_MEETING)
    months = rules.filter(measure=WaitingMeasure.AT_LEAST).values_list("months", flat=True).first()
    return USUAL_PROBATION if months is None else months


def probation_over(day: datetime.date) -> Q:
    """Candidates whose probation, with its extension, was over before the day."""
    start = latest_start(day - ONE_DAY, probation_months(day))
    return in_probation(day) & Q(member__joined_on__lte=start) & ~extended_through(day, day)


def overdue(day: datetime.date) -> Q:
    return reduce(or_, (overdue_by(rule, day) for rule in limits_on(day)), probation_over(day))


def overdue_text(day: datetime.date) -> Case:
    """Expression on candidates: the name of the first rule they are behind."""
    late = [When(overdue_by(rule, day), then=Value(rule.label)) for rule in limits_on(day)]
    over = When(probation_over(day), then=Value("预备期满未转正"))
    return Case(over, *late, default=Value(""), output_field=CharField())


def overdue_for(step: str, day: datetime.date) -> Q:
    """Candidates overdue by the rules on one step; nobody where no rule is in force."""
    return reduce(or_, (overdue_by(rule, day) for rule in limits_on(day) if rule.step == step), NOBODY)


def last_step_on(day: datetime.date, lookup: str) -> Subquery:
    """Expression on candidates: a value of the step furthest on that was taken by the day."""
    return Subquery(_steps(day).order_by("-kind__number", "-held_on").values(lookup)[:1])


def next_step_on(day: datetime.date) -> Subquery:
    """Expression on candidates: the step that follows the one furthest on."""
    steps = DevelopmentStep.objects.filter(candidate=OuterRef(OuterRef("pk")), held_on__lte=day).order_by()
    furthest = Subquery(steps.values("candidate").annotate(n=Max("kind__number")).values("n"))
    following = StepKind.objects.on(day).filter(number__gt=Coalesce(furthest, Value(1))).order_by("number")
    return Subquery(following.values("label")[:1])
