"""Invented income and expense of the demo county, with a mistake that was mended."""

import datetime
from decimal import Decimal
from random import Random

from core.audit import Actor
from core.saving import add
from funding.choices import EntryKind, Purpose
from funding.models import Entry, Source
from funding.reversing import reverse
from organizations.models import Organization

QUARTER_ENDS = (3, 6, 9, 12)
WEEKS = datetime.timedelta(weeks=4)
PURPOSES = (Purpose.ACTIVITY, Purpose.TRAINING, Purpose.READING, Purpose.OFFICE, Purpose.VENUE)


class Ledger:
    """Writes the ledger of one organization so that no source is overspent."""

    def __init__(self, organization: Organization, sources: dict, random: Random, by: Actor):
        self.organization, self.sources, self.random, self.by = organization, sources, random, by
        self.left: dict[str, Decimal] = {}

    def month(self, first: datetime.date) -> None:
        """Put an allotment once a year, dues returned once a quarter and some spending into the month."""
        if first.month == 1 or not self.left:
            self._write(EntryKind.INCOME, "special_fund", self._amount(2000, 5000), first)
        if first.month in QUARTER_ENDS:
            self._write(EntryKind.INCOME, "dues_returned", self._amount(300, 900), first)
        for _ in range(self.random.randrange(3)):
            self._spend(first)

    def _spend(self, first: datetime.date) -> None:
        source = max(self.left, key=self.left.get)
        amount = min(self._amount(100, 800), self.left[source])
        if amount > 0:
            self._write(EntryKind.EXPENSE, source, amount, first, self.random.choice(PURPOSES))

    def _amount(self, least: int, most: int) -> Decimal:
        return Decimal(self.random.randrange(least * 100, most * 100)).scaleb(-2)

    def _write(self, kind, source, amount, first, purpose="") -> Entry:
        """Income comes in the first ten days, expense later, so that no day is overspent either."""
        late = kind == EntryKind.EXPENSE
        day = first + datetime.timedelta(days=self.random.randrange(10) + 10 * late)
        number = f"{day:%Y%m}-{self.random.randrange(1, 200):03}"
        entry = Entry(
            organization=self.organization,
            source=self.sources[source],
            kind=kind,
            day=day,
            amount=amount,
            purpose=purpose,
            voucher_number=number,
        )
        self.left[source] = self.left.get(source, 0) + (-amount if late else amount)
        return add(entry, self.by)


def build(organizations, months: list[datetime.date], random_source: Random, by: Actor) -> None:
    """Write ledgers for the months (their first days, oldest first); the last is not over and stays empty."""
    sources = {source.key: source for source in Source.objects.on(months[0])}
    for organization in organizations:
        ledger = Ledger(organization, sources, random_source, by)
        for first in months[:-1]:
            if organization.is_open(first) and organization.is_open(first + WEEKS):
                ledger.month(first)
    mend_first_expense(organizations, months[-1], by)


def mend_first_expense(organizations, on: datetime.date, by: Actor) -> None:
    spent = Entry.objects.filter(organization__in=organizations, kind=EntryKind.EXPENSE)
    wrong = spent.order_by("day", "pk").first()
    if wrong is not None:
        reverse(wrong, on, "票据重复登记", by)
