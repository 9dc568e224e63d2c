"""The four numbers of dues: due, paid, handed up, returned; never mixed.

What is due and paid counts in the month it is for, what was handed up and returned on its day. Lines count
from their own day on, so a past day keeps its figures.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core.money import NOTHING, in_yuan, signed_cents
from members.dues.choices import PaymentKind
from members.dues.months import Months
from members.dues.owing import Owed, owed_to
from members.dues_models import DuesPayment, HandedUp, Returned


@dataclass(frozen=True)
class Due:
    """A sum of what is due, and of how many member's months nothing is known."""

    known: Decimal = NOTHING
    months: int = 0
    unknown: int = 0

    @property
    def amount(self) -> Decimal | None:
        """The sum of what is known; None where members owe and nothing at all is known."""
        return None if self.unknown and self.unknown == self.months else self.known

    def __add__(self, other: "Due") -> "Due":
        return Due(self.known + other.known, self.months + other.months, self.unknown + other.unknown)

    @classmethod
    def of(cls, owed: Owed) -> "Due":
        due = owed.due
        return cls(due or NOTHING, 1, int(due is None))


@dataclass(frozen=True)
class Four:
    """The four numbers of an organization, what was given to the centre beside them, and the gap.

    The gap is what was handed up ever and is not returned yet at the end of the months: a return in January
    may well be of what was handed up in December. Below nothing, more came back than was handed up.
    """

    due: Due = Due()
    paid: Decimal = NOTHING
    handed_up: Decimal = NOTHING
    returned: Decimal = NOTHING
    voluntary: Decimal = NOTHING
    gap: Decimal = NOTHING

    def __add__(self, other: "Four") -> "Four":
        return Four(
            self.due + other.due,
            self.paid + other.paid,
            self.handed_up + other.handed_up,
            self.returned + other.returned,
            self.voluntary + other.voluntary,
            self.gap + other.gap,
        )


def payments_for(months: Months, day: datetime.date):
    """Lines of payments for these months, as known on the day."""
    return DuesPayment.objects.up_to(day).filter(month__range=(months.first, months.last))


def moved_in(model: type, months: Months, day: datetime.date):
    """Lines handed up or returned in these months, up to the day."""
    return model.objects.filter(day__range=(months.first, min(months.last, day)))


def sums_by(rows: QuerySet, *fields: str) -> dict:
    """Return {values of the fields: amount} in one query; what was reversed is no longer in it."""
    summed = rows.order_by().values(*fields).annotate(_cents=Sum(signed_cents()))
    return {tuple(row[name] for name in fields): in_yuan(row["_cents"]) for row in summed}


def dues_by(organizations: QuerySet, months: Iterable[datetime.date], *, by_month: bool = False) -> dict:
    """Return {organization, or (organization, month): Due}."""
    dues = defaultdict(Due)
    for owed in owed_to(organizations, tuple(months)):
        dues[(owed.organization, owed.month) if by_month else owed.organization] += Due.of(owed)
    return dues


def four_numbers(organizations: QuerySet, months: Months, day: datetime.date) -> dict[int, Four]:
    """Return {number of the organization: its four numbers}, in a fixed number of queries."""
    keys = organizations.order_by().values("pk")
    dues = dues_by(organizations, months.until(day))
    paid = sums_by(payments_for(months, day).filter(organization__in=keys), "organization", "kind")
    handed_up, returned = (
        sums_by(moved_in(model, months, day).filter(organization__in=keys), "organization")
        for model in (HandedUp, Returned)
    )
    gaps = gaps_on(keys, min(months.last, day))
    places = {*dues, *gaps, *(key[0] for key in paid)}
    return {
        place: Four(
            dues.get(place, Due()),
            paid.get((place, PaymentKind.MONTHLY), NOTHING),
            handed_up.get((place,), NOTHING),
            returned.get((place,), NOTHING),
            paid.get((place, PaymentKind.VOLUNTARY), NOTHING),
            gaps.get(place, NOTHING),
        )
        for place in places
    }


def gaps_on(keys, day: datetime.date) -> dict[int, Decimal]:
    """Return {number of the organization: what it handed up by the day, less what was returned}."""
    handed_up, returned = (
        sums_by(model.objects.up_to(day).filter(organization__in=keys), "organization")
        for model in (HandedUp, Returned)
    )
    return {
        key: handed_up.get((key,), NOTHING) - returned.get((key,), NOTHING)
        for (key,) in {**handed_up, **returned}
    }


def year_to_date(model: type, day: datetime.date) -> Coalesce:
    """Expression on organizations: what was handed up or returned this year up to the day, in 分."""
    begun = (datetime.date(day.year, 1, 1), day)
    rows = model.objects.filter(organization=OuterRef("pk"), day__range=begun).order_by()
    summed = rows.values("organization").annotate(_cents=Sum(signed_cents())).values("_cents")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)


def handed_up_on(day: datetime.date) -> Coalesce:
    return year_to_date(HandedUp, day)


def returned_on(day: datetime.date) -> Coalesce:
    return year_to_date(Returned, day)
