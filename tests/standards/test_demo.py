"""The demo assessments: three levels for every open organization, most items met."""

import datetime
from random import Random

import pytest

from organizations.models import Organization
from standards import demo
from standards.indicators import VENUE_SHARE
from standards.models import Assessment
from tests.factories import BY, make_organization

pytestmark = pytest.mark.django_db
MONTHS = [datetime.date(2026, month, 1) for month in range(1, 12)]


@pytest.mark.slow
def test_the_demo_assesses_at_three_levels():
    young = make_organization(on=datetime.date(2026, 11, 20))
    demo.build([make_organization() for _ in range(12)] + [young], MONTHS, Random(1), BY)
    assert Assessment.objects.count() == 12 * 4 * 3
    assert max(Assessment.objects.values_list("made_on", flat=True)) < MONTHS[-1]
    rate = VENUE_SHARE.rate(Organization.objects.all(), datetime.date(2026, 11, 22))
    assert (rate.total, rate.hits > 8) == (13, True)
