"""The two faces of the monthly report: the list of who owes one, and the months of a secretary."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from core import posts
from core.scoping import narrow_choices
from core.views import ListPage
from core.views.lists import PAGE_SIZE
from reports.choices import ReportState, ReportStatus
from reports.expected import counts_of, expected_in
from reports.filters import ExpectedFilter
from reports.lines import cards_of, lines_of
from reports.models import Period
from reports.models.periods import MONTH_PATTERN, month_of
from reports.opening import month_to_report, period_of, recent_months
from reports.sheets import EXPECTED, STATUS_LOOKS
from reports.wording import day_text
from reports.workflow import ACCEPT_AS_COUNTY, ACCEPT_AS_TOWN, SUBMIT

VIEW = "reports.view_monthlyreport"
MONTHS_OFFERED = 24


def report_list(request):
    """Show reviewers who owes a report, and everybody else the months of their own organization."""
    if not request.scope.allows(VIEW):
        raise PermissionDenied
    reviews = request.scope.allows(ACCEPT_AS_TOWN) or request.scope.allows(ACCEPT_AS_COUNTY)
    return ExpectedList.as_view()(request) if reviews else my_reports(request)


def my_reports(request):
    """The page of a secretary: what to do now, in one card, and the months before."""
    lines = lines_of(request.scope.granting(VIEW), request.today)
    cards = cards_of(lines)
    past = [line for line in lines if line.is_opened and line not in cards]
    organizations = {line.organization for line in lines}
    coming = next((line.period for line in reversed(lines) if not line.is_opened), None)
    context = {
        "cards": cards,
        "page_obj": Paginator(past, PAGE_SIZE).get_page(request.GET.get("page")),
        "total": len(past),
        "several": len(organizations) > 1,
        "whose": next(iter(organizations)) if len(organizations) == 1 else "",
        "coming": coming,
        "coming_day": day_text(coming.opens_on) if coming else "",
        "post_key": posts.new_key(),
    }
    return render(request, "reports/monthly_list.html", context)


class ExpectedList(ListPage):
    """One line for each organization that owes a report of the month, with or without one."""

    sheet = EXPECTED
    filterset_class = ExpectedFilter
    permission = VIEW
    template_name = "reports/monthly_expected.html"

    def get(self, request, *args, **kwargs):
        self.period = asked_period(request)
        self.day = self.period.last_day
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return expected_in(self.period, self.scope, self.request.today)

    def filtered(self, queryset):
        filterset = self.filterset_class(self.request.GET or None, queryset=queryset, request=self.request)
        filterset.day = self.day
        filterset.offer_months(months_offered(self.period, self.request.today), self.period.due_on)
        narrow_choices(filterset.form, self.scope)
        return filterset.qs, filterset

    def get_title(self):
        return f"{self.period.month_text}月报"

    def get_subtitle(self):
        clock = (self.period.opens_on, self.period.due_on, self.period.locks_on)
        return "{}开始，{}截止，{}锁定".format(*map(day_text, clock))

    def get_actions(self):
        return self.action("月报期间", reverse("reports:period-list"), "reports.view_period")

    def row_url(self, row):
        """Lead to what this person can do with the line: read, file for them, open again, or look them up."""
        if row.report_id and row.report_state != ReportState.DRAFT:
            return reverse("reports:report-detail", args=[row.report_id])
        if self.allows(SUBMIT):
            return reverse("reports:report-edit", args=[self.period.month, row.pk])
        if self.allows(ACCEPT_AS_COUNTY) and self.period.is_locked_on(self.request.today):
            return reverse("reports:report-reopen", args=[self.period.month, row.pk])
        return row.get_absolute_url()

    def get_context(self, rows, columns, filterset):
        counts = counts_of(self.get_queryset())
        return super().get_context(rows, columns, filterset) | {
            "period": self.period,
            "expected": sum(counts.values()),
            "counts": [self.count_link(status, number) for status, number in counts.items() if number],
        }

    def count_link(self, status, number) -> dict:
        status = ReportStatus(status)
        return {
            "label": status.label,
            "number": number,
            "look": STATUS_LOOKS[status],
            "url": f"?month={self.period.month}&status={status}",
        }


def asked_period(request) -> Period:
    """Return the period of ?month=, else the newest that has opened."""
    month = request.GET.get("month", "")
    if re.match(MONTH_PATTERN, month):
        return period_of(month)
    if month:
        messages.warning(request, f"“{month[:20]}”不是有效月份，已显示最近的月份。请按 2026-11 的格式填写。")
    return period_of(month_to_report(request.today))


def months_offered(period: Period, today) -> list[str]:
    """Return the months of the drop-down, the one on the page first among them."""
    months = recent_months(month_of(today), MONTHS_OFFERED)
    return months if period.month in months else [period.month, *months]
