"""Invented candidates and 三培养一推荐 for the demo county: at every stage, some behind."""

import datetime
from random import Random

from core.audit import Actor
from core.saving import add
from members.choices import CultivationStep, Sex, WithdrawalReason
from members.cultivation_models import Cultivation
from members.development.admission import admit_candidate, kind_on
from members.development.files import open_file, withdraw
from members.development.recording import record_step
from members.development_models import Candidate, DevelopmentStep
from members.models import Member
from organizations.demo import person
from organizations.models import Organization

DAY = datetime.timedelta(days=1)
# Days after the application on which each step is taken.
COURSE = (
    ("talk", 20),
    ("activist", 150),
    ("activist_filed", 160),
    ("contacts", 170),
    ("examined", 320),
    ("prospect", 530),
    ("prospect_filed", 540),
    ("introducers", 550),
    ("reviewed", 570),
    ("trained", 590),
    ("committee_review", 600),
    ("prereviewed", 615),
    ("volunteer_form", 620),
    ("meeting", 635),
)
# How many days ago each of the candidates applied, and whether the talk was forgotten.
AGES = ((15, False), (45, True), (200, False), (400, False), (560, False), (640, False), (700, False))
PEOPLE_OF = {"contacts": 1, "introducers": 2}
ADMITTED_AFTER = 690
ORGANIZATIONS = 14
# So long must an organization stand to have held the meeting of its oldest candidate.
LONG_ENOUGH = 66 * DAY


class Builder:
    """Builds by the acts of the pages, as of today."""

    def __init__(self, today: datetime.date, random: Random, by: Actor):
        self.today, self.random, self.by = today, random, by

    def candidate(self, organization: Organization, number: int) -> Candidate:
        ago, forgotten = AGES[number % len(AGES)]
        candidate = self._apply(organization, self.today - ago * DAY)
        formal = list(Member.objects.of_organization_on(organization, self.today).formal_on(self.today)[:2])
        for key, after in COURSE:
            on = candidate.applied_on + after * DAY
            if on > self.today or (key in PEOPLE_OF and len(formal) < PEOPLE_OF[key]):
                continue
            if not (forgotten and key == "talk"):
                self._take(candidate, key, on, formal[: PEOPLE_OF.get(key, 0)])
        if ago >= ADMITTED_AFTER:
            approved = candidate.applied_on + ADMITTED_AFTER * DAY
            admit_candidate(candidate, approved, "", f"批复第{number + 1:03}号", self.by)
        return candidate

    def _apply(self, organization, on) -> Candidate:
        coverage = organization.coverages.on(self.today).select_related("unit").order_by("pk").first()
        born = datetime.date(self.random.randrange(1975, 2000), self.random.randrange(1, 13), 15)
        candidate = Candidate(name=person(self.random), sex=self.random.choice(Sex.values), birth_date=born)
        candidate.organization, candidate.applied_on = organization, on
        candidate.unit = coverage.unit if coverage else None
        return open_file(candidate, self.by)

    def _take(self, candidate, key, on, people):
        step = DevelopmentStep(candidate=candidate, kind=kind_on(key, on), held_on=on)
        step.document = f"支部会议纪要{on:%Y-%m}"
        step.days = 3 if key == "trained" else None
        record_step(step, people, self.by)

    def cultivation(self, organization: Organization, number: int) -> None:
        """One step a year ago, one this year: of somebody of the register where the step is for members."""
        steps = list(CultivationStep)
        member = Member.objects.of_organization_on(organization, self.today).formal_on(self.today).first()
        for offset, ago in enumerate((30, 395)):
            step = steps[(number + offset) % len(steps)]
            who = {"member": member} if member and step != steps[0] else {"name": person(self.random)}
            if "name" in who and step in steps[1:3]:
                continue
            day = self.today - ago * DAY
            add(Cultivation(step=step, organization=organization, held_on=day, **who), self.by)


def build(
    organizations: list[Organization], months: list[datetime.date], random_source: Random, by: Actor
) -> None:
    """Build what is on its way as of the first day of this month."""
    builder = Builder(months[-1], random_source, by)
    standing = [one for one in organizations if one.is_open(builder.today - LONG_ENOUGH)][:ORGANIZATIONS]
    for number, organization in enumerate(standing):
        candidate = builder.candidate(organization, number)
        builder.cultivation(organization, number)
        if number == len(AGES):
            withdraw(candidate, builder.today, WithdrawalReason.MOVED, "介绍信", by)
