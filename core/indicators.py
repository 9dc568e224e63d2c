"""An indicator, declared once: who counts, who hits; rate, rows and table by area follow from it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Aggregate, Count, Q, Sum

from core.money import in_yuan

NOTHING_TO_COUNT = "—"
Condition = Callable[[datetime.date], Q]
Expression = Callable[[datetime.date], object]


@dataclass(frozen=True)
class Rate:
    """Hits of a total; percent is rounded half-up to two places, absent when there is nothing to count.

    Both are numbers of rows, or both are amounts of money.
    """

    hits: int | Decimal
    total: int | Decimal

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

    def total_on(self, day: datetime.date) -> Aggregate:
        """Aggregate of rows of the base: the denominator."""
        return Count("pk")

    def hits_on(self, day: datetime.date) -> Aggregate:
        return Count("pk", filter=self.hit(day))

    def rate_of(self, hits: int | None, total: int | None) -> Rate:
        """Return the rate of two numbers that were counted so."""
        return Rate(hits or 0, total or 0)

    def rate(self, subjects, day: datetime.date) -> Rate:
        row = self.base(subjects, day).aggregate(_total=self.total_on(day), _hits=self.hits_on(day))
        return self.rate_of(row["_hits"], row["_total"])

    def rates_by(self, group, subjects, day: datetime.date) -> dict:
        """Return {group value: Rate} in one query; `group` is an expression such as `area_on(day)`."""
        grouped = self.base(subjects, day).annotate(_group=group).order_by().values("_group")
        rows = grouped.annotate(_total=self.total_on(day), _hits=self.hits_on(day))
        return {row["_group"]: self.rate_of(row["_hits"], row["_total"]) for row in rows}


@dataclass(frozen=True)
class AmountIndicator(Indicator):
    """An indicator whose rate is one sum of money over another.

    `part` and `whole` are expressions on a row, in 分. The lists behind it are still rows: those of the base,
    those of them that hit, which is to say are settled, and the others.
    """

    part: Expression = None
    whole: Expression = None

    def total_on(self, day: datetime.date) -> Aggregate:
        return Sum(self.whole(day))

    def hits_on(self, day: datetime.date) -> Aggregate:
        return Sum(self.part(day))

    def rate_of(self, hits: int | None, total: int | None) -> Rate:
        return Rate(in_yuan(hits or 0), in_yuan(total or 0))
