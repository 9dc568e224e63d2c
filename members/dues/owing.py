"""Who owes dues to which organization for a month, and how much.

A month is owed to one organization only: the one to which the member belonged first in that month. Who is
transferred in the middle of a month pays it where he was; who is admitted or moves in pays from that month.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from members.dues.rules import due_of, standard_text
from members.dues_models import DuesBase, Relief
from members.models import Membership
from organizations.duties import last_of_month

FOREVER = datetime.date.max


@dataclass(frozen=True)
class Told:
    """What a member told the organization: a category, perhaps an income, from a day to a day."""

    starts_on: datetime.date
    ends_on: datetime.date | None
    category: str
    base: Decimal | None

    def due(self, day: datetime.date) -> Decimal | None:
        return due_of(self.category, self.base, day)

    def standard(self, day: datetime.date) -> str:
        return standard_text(self.category, self.base, day)


@dataclass(frozen=True)
class Owed:
    """One member's month: to whom it is owed, and by what; `due` is None where no income is known."""

    member: int
    organization: int
    month: datetime.date
    told: Told | None
    relief: Relief | None

    @property
    def due(self) -> Decimal | None:
        computed = self.told.due(last_of_month(self.month)) if self.told else None
        if self.relief is None:
            return computed
        return self.relief.amount if computed is None else min(computed, self.relief.amount)


def owed_to(organizations: QuerySet, months: Sequence[datetime.date]) -> Iterator[Owed]:
    """Yield every month that members owe to the organizations, in four queries however many there are."""
    if not months:
        return
    first, last = months[0], last_of_month(months[-1])
    keys = organizations.order_by().values("pk")
    asked = set(organizations.order_by().values_list("pk", flat=True))
    told, reliefs = _told(keys, first, last), _reliefs(keys, first, last)
    for member, stays in _stays(keys, first, last).items():
        for month in months:
            place = first_place(stays, month)
            if place in asked:
                found = (_in_month(facts[member, place], month) for facts in (told, reliefs))
                yield Owed(member, place, month, *found)


def first_place(stays, month: datetime.date) -> int | None:
    """Return the first organization of the month; stays are (organization, first day, last day), in order."""
    end = last_of_month(month)
    return next(
        (place for place, starts, ends in stays if starts <= end and (ends or FOREVER) >= month), None
    )


def _stays(keys, first, last) -> dict:
    """Where everybody was who belonged to one of the organizations in these months."""
    here = Membership.objects.during(first, last)
    rows = here.filter(member__in=here.filter(organization__in=keys).values("member"))
    stays = defaultdict(list)
    for member, *stay in rows.order_by("member", "starts_on").values_list(
        "member_id", "organization_id", "starts_on", "ends_on"
    ):
        stays[member].append(stay)
    return stays


def _told(keys, first, last) -> dict:
    told = defaultdict(list)
    for row in DuesBase.objects.during(first, last).filter(organization__in=keys).order_by("starts_on"):
        fact = Told(row.starts_on, row.ends_on, row.category, row.base)
        told[row.member_id, row.organization_id].append(fact)
    return told


def _reliefs(keys, first, last) -> dict:
    reliefs = defaultdict(list)
    for row in Relief.objects.during(first, last).filter(organization__in=keys).order_by("starts_on"):
        reliefs[row.member_id, row.organization_id].append(row)
    return reliefs


def _in_month(spans, month: datetime.date):
    """Return the last of the spans that holds on some day of the month: a new wage counts at once."""
    end = last_of_month(month)
    held = [span for span in spans if span.starts_on <= end and (span.ends_on or FOREVER) >= month]
    return held[-1] if held else None
