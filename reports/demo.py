"""Invented months: the past ones reviewed, this one in every state, so that each page has something."""

import datetime
from random import Random

from django.contrib.auth import get_user_model
from django.utils import timezone

from core.audit import Actor
from core.saving import add, change
from organizations.jurisdiction import whole_county
from organizations.models import Organization
from reports.choices import ReportState
from reports.models import MonthlyReport, Period
from reports.models.periods import month_of
from reports.opening import open_period
from reports.workflow import STEPS, DraftPage, freeze, save_draft, take

PEOPLE = {"filer": "书记（演示）", "town": "乡镇审核人（演示）", "county": "县级审核人（演示）"}
WORK = (
    "召开支部党员大会一次，学习党的创新理论。",
    "开展主题党日，组织党员到车间排查安全隐患。",
    "走访慰问困难职工 3 户。",
    "党员示范岗带头完成设备检修。",
    "",
)
HELP = ("", "", "", "希望组织一次党务工作者培训。")
CHANGES = ("", "", "转入 1 人。")
REMARK = {"work": "请写明参加人数和日期。"}
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
NEVER_CAME, CAME_LATE = 0.03, 0.1
STEPS_TO = {
    "draft": (),
    "submitted": ("submit",),
    "returned": ("submit", "town_return"),
    "town_accepted": ("submit", "town_accept"),
    "accepted": ("submit", "town_accept", "county_accept"),
}
ACTORS = {"submit": "filer", "town_accept": "town", "town_return": "town", "county_accept": "county"}
# The first organization and the seventh have secretaries who sign in: one has it to do, one has it back.
THIS_MONTH = ("", "submitted", "draft", "town_accepted", "submitted", "", "returned", "submitted", "accepted")


class Builder:
    """Moves the reports of this month by the steps of the portal; those before are written as they ended."""

    def __init__(self, random: Random, by: Actor):
        self.random, self.by = random, by
        self.actors = {key: Actor(_account(key, name)) for key, name in PEOPLE.items()}

    def past(self, organization: Organization, period: Period, by_day: datetime.date) -> None:
        """One report in ten was late, one in thirty never came; the rest went all the way in time."""
        chance = self.random.random()
        if chance < NEVER_CAME:
            return
        late = chance < NEVER_CAME + CAME_LATE
        day = min(by_day, period.due_on + DAY * (self.random.randrange(6) * (1 if late else -1) + late))
        report = self.answers(organization)
        report.period, report.revision, report.received_on = period, 1, day
        report.state = ReportState.ACCEPTED
        self.sign(report, day)
        freeze(add(report, self.by))

    def sign(self, report: MonthlyReport, day: datetime.date) -> None:
        """Write who handed in that morning, and who accepted in the course of the day."""
        morning = timezone.make_aware(datetime.datetime.combine(day, datetime.time(9, 30)))
        report.submitted_by, report.submitted_at = self.actors["filer"].user, morning
        report.town_accepted_by, report.town_accepted_at = self.actors["town"].user, morning + HOUR
        report.accepted_by, report.accepted_at = self.actors["county"].user, morning + 5 * HOUR

    def file(self, organization: Organization, period: Period, day: datetime.date, state: str) -> None:
        report = save_draft(self.answers(organization), period, self.by, day, DraftPage())
        scope = whole_county(day)
        for name in STEPS_TO[state]:
            remarks = REMARK if STEPS[name].needs_remark else {}
            take(name, report, self.actors[ACTORS[name]], scope, day, remarks)

    def answers(self, organization: Organization) -> MonthlyReport:
        work, changes = self.random.choice(WORK), self.random.choice(CHANGES)
        return MonthlyReport(
            organization=organization,
            unchanged=not (work or changes),
            work=work,
            member_changes=changes,
            help_wanted=self.random.choice(HELP),
        )


def _account(key: str, name: str):
    """Return somebody who did the steps of the past and cannot sign in."""
    user = get_user_model()(username=f"demo-{key}", full_name=name, is_active=False)
    user.set_unusable_password()
    return add(user, Actor())


def build(organizations: list[Organization], months: list[datetime.date], random: Random, by: Actor) -> None:
    """Build the months given by their first days; the last is this one, open from its first day."""
    builder = Builder(random, by)
    *past, this = [open_period(month_of(month), by) for month in months]
    this.opens_on = this.first_day
    change(this, by)
    for period in past:
        for organization in open_in(organizations, period):
            builder.past(organization, period, this.first_day)
    for organization, state in zip(open_in(organizations, this), THIS_MONTH, strict=False):
        if state:
            builder.file(organization, this, this.first_day, state)


def open_in(organizations: list[Organization], period: Period) -> list[Organization]:
    return [organization for organization in organizations if organization.is_open(period.last_day)]
