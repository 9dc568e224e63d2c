"""The months and reports of the tests, moved by the steps of the portal."""

import datetime

from core.audit import Actor
from core.saving import change
from organizations.jurisdiction import held_by, scope_of
from reports.models import MonthlyReport, Period
from reports.models.periods import first_day_of, month_of
from reports.opening import begin, open_period, period_of
from reports.workflow import DraftPage, save_draft, take
from tests.factories import BY

MONTH = "2026-10"
OPENED = datetime.date(2026, 10, 25)
DUE = datetime.date(2026, 11, 3)
LOCKED = datetime.date(2026, 11, 10)
UNCHANGED = {"unchanged": True}
CHANGED = {"unchanged": False, "work": "召开党员大会一次。"}


def scope_for(person, day):
    """The scope of a signed-in client's user on the day."""
    return scope_of(held_by(person.user, day), day)


def actor(person) -> Actor:
    return Actor(person.user)


def drafted(organization, month=MONTH, by=None, day=DUE, **answers) -> MonthlyReport:
    """A report as its draft was saved."""
    report = MonthlyReport(organization=organization, **(answers or CHANGED))
    return save_draft(report, period_of(month), by or BY, day, DraftPage())


def rewritten(report, day=DUE, **answers) -> MonthlyReport:
    """The same report with other answers in its draft."""
    report = MonthlyReport.objects.select_related("period", "organization").get(pk=report.pk)
    for name, value in answers.items():
        setattr(report, name, value)
    return save_draft(report, report.period, BY, day, DraftPage(version=report.version))


def step(name, report, person, day=DUE, **options) -> MonthlyReport:
    return take(name, report, actor(person), scope_for(person, day), day, **options)


def handed_in(organization, person, month=MONTH, day=DUE, **answers) -> MonthlyReport:
    return step("submit", drafted(organization, month, day=day, **answers), person, day)


def open_now(today) -> Period:
    """The month of today, open from its first day: so that pages, which know only today, can file it."""
    period = open_period(month_of(today), BY)
    period.opens_on = first_day_of(period.month)
    return change(period, BY)


def started(organization, month=MONTH) -> MonthlyReport:
    """A report without any answer."""
    return begin(organization, period_of(month), BY)
