"""The course of one candidate: which steps were taken, what comes next and when, and what is refused."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from core.saving import Refused
from members.choices import Standing, WaitingMeasure
from members.development_models import (
    APPLIED,
    CONFIRMED,
    FULL_MEETING,
    MEETING,
    TRAINED,
    Candidate,
    DevelopmentStep,
    ProbationExtension,
    StepKind,
    WaitingRule,
)
from organizations.models import DatedRule
from organizations.term_conditions import months_after

Day = datetime.date


@dataclass(frozen=True)
class StepState:
    """Where a candidate stands with one step on a day.

    `earliest` is None while a step that must come before is missing, `due` where nothing sets a limit.
    """

    kind: StepKind
    taken: tuple[DevelopmentStep, ...]
    held_on: Day | None
    earliest: Day | None
    due: Day | None
    day: Day

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be done: never taken, or due again."""
        return self.held_on is None or self.due is not None

    @property
    def overdue(self) -> bool:
        return self.is_open and self.due is not None and self.day > self.due


class Course:
    """The steps of a candidate beside the kinds and the rules in force on a day.

    `until` leaves out the steps after that day, `without` one step that is about to change.
    """

    def __init__(self, candidate: Candidate, day: Day, until: Day | None = None, without: int | None = None):
        self.candidate, self.day = candidate, day
        self.kinds = list(StepKind.objects.on(day).select_related("needs"))
        self.rules = list(WaitingRule.objects.on(day))
        self.taken: dict[str, list[DevelopmentStep]] = defaultdict(list)
        steps = candidate.steps.select_related("kind").prefetch_related("people").exclude(pk=without)
        for step in steps.filter(held_on__lte=until) if until else steps:
            self.taken[step.kind.key].append(step)
        self.extension = self._extension(until)

    def _extension(self, until) -> ProbationExtension | None:
        decided = ProbationExtension.objects.filter(member=self.candidate.member_id)
        return decided.filter(decided_on__lte=until or Day.max).first() if self.candidate.member_id else None

    def days_of(self, key: str) -> list[Day]:
        """Return the days of a step; the day of the application is a fact of the file itself."""
        return [self.candidate.applied_on] if key == APPLIED else [step.held_on for step in self.taken[key]]

    def first(self, key: str) -> Day | None:
        return next(iter(self.days_of(key)), None)

    def kind(self, key: str) -> StepKind | None:
        return next((kind for kind in self.kinds if kind.key == key), None)

    @property
    def standing(self) -> Standing:
        """The standing by steps alone."""
        reached = [kind.becomes for kind in self.kinds if kind.becomes and self.first(kind.key)]
        return Standing(reached[-1]) if reached else Standing.APPLICANT

    @property
    def stage(self) -> str:
        """The stage of the step furthest on."""
        return [kind.stage for kind in self.kinds if self.first(kind.key)][-1]

    def states(self) -> list[StepState]:
        return [self.state(kind) for kind in self.kinds]

    def state(self, kind: StepKind) -> StepState:
        days = self.days_of(kind.key)
        held_on = days[-1] if days else None
        earliest = None if self.missing(kind) else self.earliest(kind)
        return StepState(kind, tuple(self.taken[kind.key]), held_on, earliest, self.due(kind), self.day)

    def missing(self, kind: StepKind) -> StepKind | None:
        """Return the step that must come before and was not taken."""
        return kind.needs if kind.needs_id and not self.first(kind.needs.key) else None

    def earliest(self, kind: StepKind) -> Day:
        """Return the first day on which the step may be taken, by the steps before it and by the rules."""
        before = [self.first(one.key) for one in self.kinds if one.number < kind.number]
        waits = [last for _, last in self._limits(kind.key, WaitingMeasure.AT_LEAST)]
        prolonged = [self.extension.extended_to] if kind.key == FULL_MEETING and self.extension else []
        return max(day for day in [self.candidate.applied_on, *before, *waits, *prolonged] if day)

    def due(self, kind: StepKind) -> Day | None:
        """Return the day by which the step should be taken; None once it is, or where no rule says."""
        if kind.key == FULL_MEETING:
            return None if self.missing(kind) or self._confirmed_meeting() else self.earliest(kind)
        if self.days_of(kind.key):
            return self._due_again(kind)
        limits = self._limits(kind.key, WaitingMeasure.AT_MOST)
        return min((last for _, last in limits), default=self._due_again(kind))

    def _confirmed_meeting(self) -> bool:
        """Say whether a meeting was held since the probation was over, an extension included."""
        since = self.extension.decided_on if self.extension else Day.min
        return any(day > since for day in self.days_of(FULL_MEETING)) or bool(self.taken[CONFIRMED])

    def _due_again(self, kind: StepKind) -> Day | None:
        """A step of every so many months is due as long as the standing lasts from which they count."""
        for rule in self.rules:
            if rule.step == kind.key and rule.measure == WaitingMeasure.EVERY and self._stands(rule.after):
                days = self.days_of(kind.key) or self.days_of(rule.after)
                return months_after(days[-1], rule.months)
        return None

    def _stands(self, key: str) -> bool:
        kind = self.kind(key)
        return bool(kind and self.first(key) and self.standing == kind.becomes)

    def _limits(self, key: str, measure: WaitingMeasure) -> list[tuple[WaitingRule, Day]]:
        """Return the rules on a step whose months have begun, each with the day it leads to."""
        begun = ((rule, self.first(rule.after)) for rule in self.rules)
        return [
            (rule, months_after(day, rule.months))
            for rule, day in begun
            if day and rule.step == key and rule.measure == measure
        ]

    # What contradicts itself, and what is only unusual

    def refuse(self, kind: StepKind, on: Day) -> None:
        """Raise Refused when the step cannot have been taken on the day."""
        self._refuse_second(kind, on)
        if missing := self.missing(kind):
            raise Refused(f"请先登记第{missing.number}步“{missing.label}”，再登记“{kind.label}”。")
        self._refuse_order(kind, on)
        for rule, limit in self._limits(kind.key, WaitingMeasure.AT_LEAST):
            if rule.strict and on < limit:
                raise Refused(
                    f"“{kind.label}”最早可在{limit}：{rule.label}{rule.months}个月（{rule.article}）。"
                )
        if (
            kind.key == FULL_MEETING
            and self.extension
            and self.extension.decided_on < on < self.extension.extended_to
        ):
            raise Refused(f"预备期已延长至{self.extension.extended_to}，支部大会讨论转正不能更早。")
        for rule, limit in self._limits(kind.key, WaitingMeasure.AT_MOST):
            if rule.strict and on > limit:
                raise Refused(f"“{kind.label}”不能晚于{limit}（{rule.article}），请核对日期。")

    def _refuse_second(self, kind: StepKind, on: Day) -> None:
        """A step is taken once; an extension lets those of the confirmation be taken again."""
        days = self.days_of(kind.key)
        again = self.extension and max(days, default=Day.min) <= self.extension.decided_on < on
        if kind.key == APPLIED or (days and not kind.repeats and not again):
            raise Refused(f"“{kind.label}”已于{days[-1]}登记，日期有误请修改原记录。")

    def _refuse_order(self, kind: StepKind, on: Day) -> None:
        days = {one: self.first(one.key) for one in self.kinds if one.key != kind.key and self.first(one.key)}
        for other, day in days.items():
            if other.number < kind.number and on < day:
                raise Refused(f"第{other.number}步“{other.label}”在{day}，“{kind.label}”不能早于这一天。")
        if kind.repeats or self.days_of(kind.key):
            return
        for other, day in days.items():
            if other.number > kind.number and on > day:
                raise Refused(f"第{other.number}步“{other.label}”在{day}，“{kind.label}”不能晚于这一天。")

    def warnings(self, kind: StepKind, on: Day) -> list[str]:
        """Say what is unusual about the step on the day, each with its article."""
        told = [
            f"{rule.label}：一般不晚于{limit}（{rule.article}）。"
            for rule, limit in self._limits(kind.key, WaitingMeasure.AT_MOST)
            if not rule.strict and on > limit
        ]
        if kind.key == MEETING and not self.taken[TRAINED]:
            article = DatedRule.objects.on(on).filter(key="development_training_days").values_list("source")
            told += [f"未登记集中培训，未经培训的一般不能接收（{source}）。" for (source,) in article]
        skipped = [one.label for one in self.kinds if one.number < kind.number and not self.first(one.key)]
        if skipped and not kind.repeats:
            told.append(f"尚未登记的前面步骤：{'、'.join(skipped)}。")
        return told


def next_steps(candidate: Candidate, day: Day) -> list[StepState]:
    """Return the steps open to a candidate on a day, each with its earliest day and whether it is overdue."""
    if candidate.withdrawals.on(day).exists():
        return []
    states = Course(candidate, day, until=day).states()
    return [state for state in states if state.is_open and state.earliest is not None]
