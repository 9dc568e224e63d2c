"""An indicator, declared once: who counts, who hits; rate, rows and table by area follow from it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When

NOTHING_TO_COUNT = "—"
Condition = Callable[[datetime.date], Q]


@dataclass(frozen=True)
class Rate:
    """Hits of a total; percent is rounded half-up to two places, absent when there is nothing to count."""

    hits: int
    total: int

    @property
    def percent(self) -> Decimal | None:
        if self.total == 0:
            return None
        exact = Decimal(self.hits * 100) / Decimal(self.total)
        return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    @property
    def impossible(self) -> bool:
        return self.hits > self.total

    def __str__(self) -> str:
        if self.total == 0:
            return NOTHING_TO_COUNT
        if self.impossible:
            return f"{self.hits}/{self.total}"
        return f"{self.percent}%"

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.hits + other.hits, self.total + other.total)


@dataclass(frozen=True)
class Indicator:
    """Two pure functions of a day: `counted` says who should be there, `hit` who is.

    `finding` marks a quality rule, whose hits are a list to work through and not a success.
    """

    key: str
    label: str
    definition: str
    subjects: Callable
    counted: Condition
    hit: Condition
    finding: bool = False
    numerator: str = ""
    denominator: str = ""

    def base(self, subjects, day: datetime.date):
        return subjects.filter(self.counted(day))

    def hits(self, subjects, day: datetime.date):
        return self.base(subjects, day).filter(self.hit(day))

    def gaps(self, subjects, day: datetime.date):
        return self.base(subjects, day).exclude(self.hit(day))

    def rate(self, subjects, day: datetime.date) -> Rate:
        row = self.base(subjects, day).aggregate(total=Count("pk"), hits=Sum(_one_when(self.hit(day))))
        return Rate(row["hits"] or 0, row["total"])

    def rates_by(self, group, subjects, day: datetime.date) -> dict:
        """Return {group value: Rate} in one query; `group` is an expression such as `area_on(day)`."""
        rows = (
            self.base(subjects, day)
            .annotate(_group=group, _hit=_one_when(self.hit(day)))
            .order_by()
            .values("_group")
            .annotate(total=Count("pk"), hits=Sum("_hit"))
        )
        return {row["_group"]: Rate(row["hits"] or 0, row["total"]) for row in rows}


def _one_when(condition: Q):
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
