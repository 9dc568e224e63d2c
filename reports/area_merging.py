"""Areas are merged between months: not while one of their organizations has a report under way."""

import datetime

from django.db import transaction
from django.db.models import Q

from core.audit import Actor
from core.saving import Refused
from core.scoping import Grant, Scope
from organizations.area_merging import merge_area
from organizations.models import Area
from reports.choices import ReportState, ReportStatus
from reports.expected import expected_in
from reports.models import MonthlyReport, Period
from reports.models.periods import month_of
from reports.opening import periods_of, recent_months

MONTHS_LOOKED_AT = 3
UNDER_WAY = (ReportState.SUBMITTED, ReportState.TOWN_ACCEPTED, ReportState.RETURNED)


def merge_when_reported(
    area: Area, into: Area, on: datetime.date, by: Actor, document: str, today: datetime.date
) -> Area:
    """Merge the area unless a report of one of its organizations is still open."""
    with transaction.atomic():
        refuse_open_reports(area, today)
        return merge_area(area, into, on, by, document)


def refuse_open_reports(area: Area, today: datetime.date) -> None:
    """Refuse, naming month and organization, while a report of the area waits for somebody."""
    scope = Scope(today, (Grant("area", area.path),))
    for period in open_periods(today):
        waiting = expected_in(period, scope, today).exclude(status=ReportStatus.ACCEPTED)
        first = waiting.order_by("pk").first()
        if first is not None:
            refuse(area, period.month, first, ReportStatus(first.status).label, waiting.count())
    granted = Q(state=ReportState.DRAFT, open_until__gte=today)
    late = MonthlyReport.objects.within(scope).filter(Q(state__in=UNDER_WAY) | granted)
    report = late.select_related("organization", "period").order_by("period__month", "pk").first()
    if report is not None:
        count = late.of_month(report.period.month).count()
        refuse(area, report.period.month, report.organization, report.get_state_display(), count)


def refuse(area, month, organization, standing, count):
    raise Refused(
        f"“{area}”的{month}月报还有{count}个党组织没有审核完（“{organization}”：{standing}），"
        "请审核完再撤并区域。"
    )


def open_periods(today: datetime.date) -> list[Period]:
    """Return the months that may be filed today, oldest first: as set, else as the dated rules have them."""
    recent = periods_of(recent_months(month_of(today), MONTHS_LOOKED_AT))
    known = {period.month: period for period in [*recent, *Period.objects.filter(locks_on__gt=today)]}
    found = (known[month] for month in sorted(known))
    return [period for period in found if period.is_open_on(today) and not period.is_locked_on(today)]
