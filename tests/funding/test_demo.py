"""The demo ledger: every line could have been written by a clerk, and nothing is overspent."""

import datetime
from random import Random

import pytest

from funding import demo
from funding.choices import EntryKind
from funding.models import Entry
from tests.factories import BY, make_organization
from tests.funding.factories import make_entry

pytestmark = pytest.mark.django_db
MONTHS = [datetime.date(2026, month, 1) for month in range(1, 12)]


def test_the_demo_never_overspends_and_mends_one_mistake():
    closing = make_organization(closed_on=datetime.date(2026, 6, 15), close_reason="merged")
    real = make_entry(make_organization(), "1.00", "expense", day=datetime.date(2020, 1, 1))
    demo.build([make_organization() for _ in range(5)] + [closing], MONTHS, Random(1), BY)
    written = Entry.objects.exclude(pk=real.pk)
    for entry in written.filter(reverses=None):
        entry.full_clean(exclude=["reverses"], validate_constraints=False)
    month_ends = [day + datetime.timedelta(days=30) for day in MONTHS]
    assert min(min(written.balances_on(day).values()) for day in month_ends) >= 0
    assert [row.reverses.kind for row in written.exclude(reverses=None)] == [EntryKind.EXPENSE]
    assert {kind for kind in written.values_list("kind", flat=True)} == {"income", "expense"}
