"""The demo dues: every line could have been written by a secretary; no more is handed up than was paid."""

import datetime
from random import Random

import pytest

from members.dues import demo
from members.dues.months import year_of
from members.dues.sums import four_numbers
from members.dues_models import DuesPayment
from organizations.models import Organization
from tests.factories import BY, make_organization
from tests.members.factories import make_member

pytestmark = pytest.mark.django_db
MONTHS = [datetime.date(2026, month, 1) for month in range(1, 12)]


def test_the_demo_hands_up_what_was_paid_and_one_in_four_waits_for_the_return():
    for place in range(4):
        organization = make_organization()
        for number in range(3):
            make_member(organization, f"演示{place}{number}")
    demo.build(Organization.objects.order_by("pk"), MONTHS, Random(1), BY)
    found = four_numbers(Organization.objects.all(), year_of(MONTHS[0]), MONTHS[-1])
    numbers = [found[key] for key in sorted(found)]
    assert all(0 < one.returned <= one.handed_up <= one.paid <= one.due.known for one in numbers[:3])
    assert [one.gap > 0 for one in numbers] == [False, False, False, True]
    assert DuesPayment.objects.filter(month=MONTHS[-1]).count() == 0
