"""How fresh the figures are: what has come in for the last month that was due by a day."""

import datetime

from django.db.models import Count, Q

from core.scoping import Scope
from reports.choices import ReportState
from reports.expected import expected_in, is_overdue
from reports.models import Period
from reports.models.periods import month_before, month_of
from reports.opening import periods_of, recent_months

MONTHS_LOOKED_AT = 3


def last_due(day: datetime.date) -> Period:
    """Return the newest month whose due day was over by the day."""
    periods = periods_of(recent_months(month_before(month_of(day)), MONTHS_LOOKED_AT))
    return next((period for period in periods if is_overdue(period, day)), periods[-1])


def freshness_text(period: Period, scope: Scope, day: datetime.date) -> str:
    """Return one line: how many reports of the month are expected, received and accepted."""
    received, accepted = Q(received_on__isnull=False), Q(report_state=ReportState.ACCEPTED)
    counts = expected_in(period, scope, day).aggregate(
        expected=Count("pk"), received=Count("pk", filter=received), accepted=Count("pk", filter=accepted)
    )
    if not counts["expected"]:
        return f"{period.month_text}没有应报月报的党组织。"
    return (
        f"{period.month_text}月报：应报 {counts['expected']} 个党组织，已报送 {counts['received']} 个，"
        f"县级已审 {counts['accepted']} 个。"
    )
