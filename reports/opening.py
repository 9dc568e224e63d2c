"""Acts that set the clock of a month: open it, and let one organization file after the lock."""

import datetime

from django.db import IntegrityError, transaction

from core.audit import Actor
from core.saving import Refused, add, change
from organizations.models import DatedRule, Organization
from reports.models import MonthlyReport, Period
from reports.models.periods import first_day_of, last_day_of, month_after, month_before, month_of

OPENS, DUE, LOCKS, REPAIR = "report_opens", "report_due", "report_locks", "report_repair"


def period_of(month: str) -> Period:
    """Return the period of the month: as it was set, else (not yet stored) as the dated rules have it."""
    return Period.objects.filter(month=month).first() or planned(month)


def periods_of(months: list[str]) -> list[Period]:
    """Return the periods of several months, in the order asked for."""
    stored = {period.month: period for period in Period.objects.filter(month__in=months)}
    rules = list(DatedRule.objects.filter(key__in=(OPENS, DUE, LOCKS, REPAIR)))
    return [stored.get(month) or planned(month, rules) for month in months]


def planned(month: str, rules: list[DatedRule] | None = None) -> Period:
    """Return an unsaved period whose days follow the rules in force at the end of the month."""
    last = last_day_of(month)
    rules = DatedRule.objects.on(last) if rules is None else rules
    values = {rule.key: rule.value for rule in rules if rule.is_on(last)}
    following = month_after(month)
    return Period(
        month=month,
        first_day=first_day_of(month),
        last_day=last,
        opens_on=_day_in(month, values[OPENS]),
        due_on=_day_in(following, values[DUE]),
        locks_on=_day_in(following, values[LOCKS]),
        repair_days=values[REPAIR],
    )


def _day_in(month: str, number: int) -> datetime.date:
    """Return that day of the month; a month too short for it gives its last day."""
    last = last_day_of(month)
    return last.replace(day=min(number, last.day))


def open_period(month: str, by: Actor) -> Period:
    """Store the period of the month by the rules; a month that is stored already stays as it is."""
    period = period_of(month)
    if period.pk is not None:
        return period
    try:
        with transaction.atomic():
            return add(period, by)
    except IntegrityError:
        return Period.objects.get(month=month)


def month_to_report(today: datetime.date) -> str:
    """Return the newest month that has opened: this one towards its end, else the one before."""
    this = month_of(today)
    return this if period_of(this).is_open_on(today) else month_before(this)


def recent_months(month: str, count: int) -> list[str]:
    """Return the month and those before it, newest first."""
    months = [month]
    while len(months) < count:
        months.append(month_before(months[-1]))
    return months


def begin(organization: Organization, period: Period, by: Actor) -> MonthlyReport:
    """Store an empty draft for the organization and month, or return the report there is, locked."""
    with transaction.atomic():
        period = open_period(period.month, by)
        known = MonthlyReport.objects.select_for_update().filter(period=period, organization=organization)
        return known.first() or add(MonthlyReport(period=period, organization=organization), by)


def reopen(
    organization: Organization,
    period: Period,
    until: datetime.date,
    reason: str,
    by: Actor,
    today: datetime.date,
) -> MonthlyReport:
    """Let one organization file one month until a day after the lock; refuses what was handed in."""
    with transaction.atomic():
        report = begin(organization, period, by)
        if not report.is_in_hand:
            raise Refused(f"{report}现在是“{report.get_state_display()}”，不需要补报。")
        if until < today:
            raise Refused("补报截止日期不能早于今天。")
        report.open_until = until
        return change(report, by, version=report.version, act="同意补报", reason=reason)


def is_closed_to(report: MonthlyReport, period: Period, today: datetime.date) -> bool:
    """Say whether the month no longer takes this report: locked, and not opened again for it."""
    if not period.is_locked_on(today):
        return False
    return report.open_until is None or report.open_until < today


def reopened_until(report: MonthlyReport, today: datetime.date) -> datetime.date:
    """Return the day up to which a report handed back today may be handed in again."""
    until = today + datetime.timedelta(days=report.period.repair_days)
    return max(until, report.open_until or until)
