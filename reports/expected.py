"""Who owes a report of a month: one line for each organization, with or without a report."""

import datetime
from dataclasses import replace

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, Value, When

from core.scoping import Scope
from organizations.models import Organization
from reports.choices import ReportState, ReportStatus
from reports.models import Period


def standing(state: str | None, overdue: bool) -> str:
    """Return where an organization stands: the state of its report, or what the lack of one means by now."""
    if state in (None, ReportState.DRAFT):
        return ReportStatus.OVERDUE if overdue else ReportStatus(state or ReportStatus.MISSING)
    return ReportStatus(state)


def is_overdue(period: Period, today: datetime.date) -> bool:
    return today > period.due_on


def expected_in(period: Period, scope: Scope, today: datetime.date):
    """Return the organizations open on the last day of the month, within the scope as it was that day.

    Each carries `report_id`, `report_state`, `received_on`, `filed_for`, `submitted_by_name` and `status`.
    """
    then = replace(scope, on=period.last_day)
    organizations = Organization.objects.open_on(period.last_day).within(then)
    report = FilteredRelation("monthly_reports", condition=Q(monthly_reports__period=period.pk or 0))
    return organizations.annotate(
        report=report,
        report_id=F("report__pk"),
        report_state=F("report__state"),
        received_on=F("report__received_on"),
        filed_for=F("report__filed_for"),
        submitted_by_name=F("report__submitted_by__full_name"),
        status=_standing_of("report__state", is_overdue(period, today)),
    )


def _standing_of(state_field: str, overdue: bool) -> Case:
    """Return `standing` as an expression."""
    cases = (
        When(**{state_field: state}, then=Value(standing(state, overdue))) for state in ReportState.values
    )
    return Case(*cases, default=Value(standing(None, overdue)), output_field=CharField())


def counts_of(expected) -> dict[str, int]:
    """Return how many stand where, for every status in its fixed order."""
    counted = expected.order_by().values("status").annotate(n=Count("pk"))
    numbers = {row["status"]: row["n"] for row in counted}
    return {status: numbers.get(status, 0) for status in ReportStatus.values}
