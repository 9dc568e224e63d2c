"""Invented activities for the demo county."""

import datetime
from random import Random

from activities.choices import ActivityKind
from activities.models import Activity, Element
from activities.recording import record_activity
from core.audit import Actor
from members.models import Member
from organizations.models import Organization

THEMES = (
    "学习贯彻党的创新理论",
    "安全生产示范岗行动",
    "技术攻关党员先锋队",
    "重温入党誓词",
    "走访慰问困难职工",
)
OTHERS = (
    (ActivityKind.LECTURE, "书记讲党课"),
    (ActivityKind.TALK, ""),
    (ActivityKind.VOLUNTEERING, "清洁家园志愿服务"),
    (ActivityKind.CONTEST, "岗位技能比武"),
)
KEPT = 0.9  # of the months; the others show as a finding


class Builder:
    """Builds by the same act as the pages."""

    def __init__(self, random: Random, by: Actor):
        self.random, self.by = random, by
        self.elements = list(Element.objects.all())

    def month(self, organization: Organization, first: datetime.date, running: bool) -> None:
        """One month of an organization; of a month that still runs only the first day is surely over."""
        if running:
            self._hold(organization, first, ActivityKind.COMMITTEE_MEETING, "")
            return
        if self.random.random() < KEPT:
            self._hold(organization, self._day(first), ActivityKind.THEME_DAY, self.random.choice(THEMES))
        if first.month % 3 == 0:
            self._hold(organization, self._day(first), ActivityKind.GENERAL_MEETING, "")
        if self.random.random() < 0.4:
            self._hold(organization, self._day(first), *self.random.choice(OTHERS))

    def _day(self, first: datetime.date) -> datetime.date:
        return first + datetime.timedelta(days=self.random.randrange(28))

    def _hold(self, organization, day, kind, title) -> None:
        if not organization.is_open(day):
            return
        expected = Member.objects.of_organization_on(organization, day).count()
        activity = Activity(
            organization=organization, kind=kind, held_on=day, title=title, place="党员活动室"
        )
        activity.expected = expected or None
        activity.present = max(expected - self.random.randrange(3), 0) or None
        record_activity(activity, self.random.sample(self.elements, self.random.randrange(4)), self.by)


def build(
    organizations: list[Organization], months: list[datetime.date], random_source: Random, by: Actor
) -> None:
    """Record what the organizations held; `months` are first days, oldest first, the last may still run."""
    builder = Builder(random_source, by)
    for organization in organizations:
        for first in months:
            builder.month(organization, first, running=first == months[-1])
