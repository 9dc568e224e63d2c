"""Indicators of monthly reports: of the organizations that owe one, who has handed in, and who on time."""

import datetime

from django.db.models import Exists, OuterRef, Q

from core.indicators import Indicator
from organizations.models import Organization
from organizations.models.organizations import is_open_on
from reports.models import MonthlyReport
from reports.models.periods import last_day_of, month_of


def owes_report(day: datetime.date) -> Q:
    """Organizations open on the last day of the month that holds the day."""
    return is_open_on(last_day_of(month_of(day)))


def has_reported(day: datetime.date) -> Q:
    """Organizations whose report of that month was handed in, late or not."""
    return Q(Exists(_reports_of(day).received()))


def has_reported_on_time(day: datetime.date) -> Q:
    return Q(Exists(_reports_of(day).on_time()))


def _reports_of(day):
    return MonthlyReport.objects.of_month(month_of(day)).filter(organization=OuterRef("pk"))


REPORTS_RECEIVED = Indicator(
    key="reports_received",
    label="月报报送率",
    definition="当月已报送月报的党组织数 ÷ 当月应报送的党组织数（月末未撤销的党组织）；逾期报送的计入",
    subjects=Organization.objects.all,
    counted=owes_report,
    hit=has_reported,
    numerator="已报送月报的党组织",
    denominator="应报送月报的党组织",
)
REPORTS_ON_TIME = Indicator(
    key="reports_on_time",
    label="月报按时报送率",
    definition="当月首次报送不晚于截止日期的党组织数 ÷ 当月应报送的党组织数（月末未撤销的党组织）",
    subjects=Organization.objects.all,
    counted=owes_report,
    hit=has_reported_on_time,
    numerator="按时报送月报的党组织",
    denominator="应报送月报的党组织",
)
