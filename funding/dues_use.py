"""What became of dues: the columns of the printed form 党费收支、使用情况表, a line for every month.

Dues returned are what the organization above returned; gifts, what was allotted, and all that was spent stand
in the ledger. Income of the ledger from returned dues is the same money and is not counted a second time.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from core.money import NOTHING
from funding.models import Entry
from funding.money import Totals
from members.dues.choices import PaymentKind
from members.dues.months import Months
from members.dues.sums import payments_for, sums_by
from members.dues_models import Returned
from organizations.duties import first_of_month
from organizations.models import Organization

RETURNED, GIFTS, ALLOTTED = "returned", "gifts", "allotted"
HEADS = {RETURNED: "党费返还", GIFTS: "捐助", ALLOTTED: "上级下拨"}
SOURCES = {
    "dues_returned": RETURNED,
    "donation": GIFTS,
    "superior_support": ALLOTTED,
    "dues_subsidy": ALLOTTED,
}


@dataclass
class Use:
    """A month: dues paid, what came in and was spent by where it came from, and what is left after it."""

    month: datetime.date
    paid: Decimal = NOTHING
    income: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(HEADS, NOTHING))
    expense: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(HEADS, NOTHING))
    left: Decimal = NOTHING

    @property
    def numbers(self) -> list[Decimal]:
        """The numbers in the order of the form."""
        return [self.paid, *self.income.values(), *self.expense.values(), self.left]

    @property
    def change(self) -> Decimal:
        return sum(self.income.values()) - sum(self.expense.values())


def use_of(organization: Organization, months: Months, day: datetime.date) -> list[Use]:
    """Return the months that have begun by the day, as known on it."""
    uses = defaultdict(lambda: Use(months.first))
    _add_returned(uses, organization, day)
    _add_ledger(uses, organization, day)
    payments = payments_for(months, day).filter(organization=organization, kind=PaymentKind.MONTHLY)
    for (month,), amount in sums_by(payments, "month").items():
        uses[month].paid = amount
    left = sum((use.change for month, use in uses.items() if month < months.first), NOTHING)
    found = []
    for month in months.until(day):
        use = uses[month]
        left += use.change
        use.month, use.left = month, left
        found.append(use)
    return found


def _add_returned(uses, organization, day) -> None:
    rows = Returned.objects.up_to(day).filter(organization=organization)
    for (on,), amount in sums_by(rows, "day").items():
        uses[first_of_month(on)].income[RETURNED] += amount


def _add_ledger(uses, organization, day) -> None:
    rows = Entry.objects.up_to(day).filter(organization=organization, source__key__in=SOURCES)
    for (on, key), totals in rows.totals_by("day", "source__key").items():
        _add_entry(uses[first_of_month(on)], SOURCES[key], totals)


def _add_entry(use: Use, head: str, totals: Totals) -> None:
    if head != RETURNED:
        use.income[head] += totals.income
    use.expense[head] += totals.expense


def total_of(uses: list[Use]) -> Use:
    """Add up the months; what is left is that after the last of them."""
    total = Use(uses[0].month, left=uses[-1].left)
    for use in uses:
        total.paid += use.paid
        for head in HEADS:
            total.income[head] += use.income[head]
            total.expense[head] += use.expense[head]
    return total
