"""Findings on activities: months and quarters without a record, as a reminder and no score."""

import datetime

from django.db.models import Exists, OuterRef, Q

from activities.choices import ActivityKind
from activities.models import Activity
from core.indicators import Indicator
from organizations.choices import OrganizationType
from organizations.models import Organization
from organizations.models.organizations import is_open_on

BRANCHES = (OrganizationType.BRANCH, OrganizationType.JOINT_BRANCH)
Days = tuple[datetime.date, datetime.date]
DAY = datetime.timedelta(days=1)


def last_full_months(day: datetime.date, months: int) -> Days:
    """Return first and last day of the latest period of so many months (1, 3, 12) that is over by the day."""
    end = day + DAY
    over = (end.year * 12 + end.month - 1) // months * months
    return _first_of(over - months), _first_of(over) - DAY


def _first_of(month_number: int) -> datetime.date:
    year, month = divmod(month_number, 12)
    return datetime.date(year, month + 1, 1)


def branch_through(months: int):
    """Return the condition: a branch that existed through the latest full period before the day."""

    def condition(day: datetime.date) -> Q:
        first, last = last_full_months(day, months)
        return Q(type__in=BRANCHES) & is_open_on(first) & is_open_on(last)

    return condition


def without(kind: str, months: int):
    """Return the condition: nothing of the kind is recorded in the latest full period before the day."""

    def condition(day: datetime.date) -> Q:
        held = Activity.objects.during(*last_full_months(day, months)).filter(kind=kind)
        return ~Q(Exists(held.filter(organization=OuterRef("pk"))))

    return condition


THEME_DAY_MISSING = Indicator(
    key="theme_day_missing",
    label="主题党日未登记",
    definition="最近一个完整月份没有登记主题党日的党支部数 ÷ 当月存续的党支部数（主题党日每月相对固定1天）",
    subjects=Organization.objects.all,
    counted=branch_through(1),
    hit=without(ActivityKind.THEME_DAY, 1),
    finding=True,
    numerator="上月没有登记主题党日的党支部",
    denominator="当月存续的党支部",
)
GENERAL_MEETING_MISSING = Indicator(
    key="general_meeting_missing",
    label="党员大会未登记",
    definition="最近一个完整季度没有登记党员大会的党支部数 ÷ 当季存续的党支部数（党员大会一般每季度召开1次）",
    subjects=Organization.objects.all,
    counted=branch_through(3),
    hit=without(ActivityKind.GENERAL_MEETING, 3),
    finding=True,
    numerator="上季度没有登记党员大会的党支部",
    denominator="当季存续的党支部",
)
