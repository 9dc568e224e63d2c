"""The months of one secretary: what is to be filed now, and how the months before ended."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse

from core.scoping import Scope
from organizations.models import Organization
from reports.choices import ReportState, ReportStatus
from reports.expected import is_overdue, standing
from reports.models import MonthlyReport, Period, Remark
from reports.models.periods import month_of
from reports.opening import is_closed_to, periods_of, recent_months
from reports.sheets import STATUS_LOOKS
from reports.wording import day_text, due_text

MONTHS_SHOWN = 13
NEXT_TEXTS = {
    ReportState.SUBMITTED: "已经报送，等待乡镇审核。",
    ReportState.TOWN_ACCEPTED: "乡镇已审核，等待县级审核。",
    ReportState.ACCEPTED: "县级已审核，本月办结。",
}


@dataclass(frozen=True)
class Line:
    """One month of one organization, with its report when somebody has begun it."""

    organization: Organization
    period: Period
    report: MonthlyReport | None
    today: datetime.date

    @property
    def state(self) -> str | None:
        return self.report.state if self.report else None

    @property
    def status(self) -> ReportStatus:
        return standing(self.state, is_overdue(self.period, self.today))

    @property
    def look(self) -> str:
        return STATUS_LOOKS[self.status]

    @property
    def is_opened(self) -> bool:
        return self.period.is_open_on(self.today)

    @property
    def is_closed(self) -> bool:
        return is_closed_to(self.report or MonthlyReport(), self.period, self.today)

    @property
    def can_be_filed(self) -> bool:
        in_hand = self.report is None or self.report.is_in_hand
        return in_hand and self.is_opened and not self.is_closed

    @property
    def is_returned(self) -> bool:
        return self.state == ReportState.RETURNED

    @property
    def status_text(self) -> str:
        return self.status.label

    @property
    def edit_url(self) -> str:
        return reverse("reports:report-edit", args=[self.period.month, self.organization.pk])

    @property
    def mend_url(self) -> str:
        """Return where the first remark of the last return stands."""
        return f"{self.edit_url}#question-{self.report.first_remark}"

    @property
    def handed_in_text(self) -> str:
        """Return what happens next with a report that was handed in."""
        if self.is_returned:
            return "退回后没有在期限内重新上报，请联系县级工作人员。"
        return NEXT_TEXTS[self.state]

    @property
    def closed_text(self) -> str:
        return f"已于{day_text(self.period.locks_on)}锁定，没有报送。如需补报请联系县级工作人员。"

    @property
    def due_text(self) -> str:
        """Return until when this line is to be filed, in words."""
        if self.is_returned:
            return f"请修改后重新上报，{due_text(self._last_day(), self.today)}"
        if is_overdue(self.period, self.today):
            last = self._last_day()
            return f"已于{day_text(self.period.due_on)}截止，{day_text(last)}前仍可补报"
        return due_text(self.period.due_on, self.today)

    def _last_day(self) -> datetime.date:
        last = self.period.locks_on - datetime.timedelta(days=1)
        until = self.report.open_until if self.report else None
        return max(last, until or last)


def lines_of(scope: Scope, today: datetime.date) -> list[Line]:
    """Return the months of the organizations within the scope, newest first, this month included."""
    organizations = list(Organization.objects.within(scope).order_by("path"))
    periods = periods_of(recent_months(month_of(today), MONTHS_SHOWN))
    reports = _reports(organizations, periods)
    return [
        Line(organization, period, reports.get((organization.pk, period.month)), today)
        for period in periods
        for organization in organizations
        if organization.is_open(period.last_day)
    ]


def _reports(organizations, periods) -> dict:
    """Return the reports, each with the remarks of its last return: how many, and where the first is."""
    asked = Q(remarks__revision=F("revision"))
    first = Remark.objects.filter(report=OuterRef("pk"), revision=OuterRef("revision")).order_by("pk")
    reports = (
        MonthlyReport.objects.filter(
            organization__in=organizations, period__month__in=[period.month for period in periods]
        )
        .select_related("period", "organization")
        .annotate(
            remark_count=Count("remarks", filter=asked), first_remark=Subquery(first.values("field")[:1])
        )
    )
    return {(report.organization_id, report.period.month): report for report in reports}


def cards_of(lines: list[Line]) -> list[Line]:
    """Return what can be filed today, returned reports first; else the newest month of each organization."""
    to_do = [line for line in lines if line.can_be_filed]
    if to_do:
        return sorted(to_do, key=lambda line: (not line.is_returned, line.period.due_on))
    newest = {}
    for line in lines:
        if line.is_opened:
            newest.setdefault(line.organization.pk, line)
    return list(newest.values())
