"""Rows of the ledger for tests."""

import datetime
from decimal import Decimal

from core.saving import add
from funding.models import Entry, Source
from tests.factories import BY

DAY = datetime.date(2026, 5, 8)


def source(key="dues_returned") -> Source:
    return Source.objects.get(key=key)


def make_entry(
    organization, amount="100.00", kind="income", *, key="dues_returned", day=DAY, **values
) -> Entry:
    values.setdefault("purpose", "activity")
    entry = Entry(
        organization=organization, source=source(key), kind=kind, day=day, amount=Decimal(amount), **values
    )
    return add(entry, BY)
