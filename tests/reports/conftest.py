"""The month and the report that the tests of the pages share."""

import pytest
from django.utils import timezone

from reports.models import MonthlyReport, Period
from tests.reports.monthly import handed_in, open_now


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def period(today) -> Period:
    """The month of today, open for filing."""
    return open_now(today)


@pytest.fixture
def report(organization, secretary, period, today) -> MonthlyReport:
    """Handed in by the secretary, waiting for the township."""
    return handed_in(organization, secretary, period.month, today)
