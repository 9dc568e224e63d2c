"""Months as Party dues are kept by: each is named by its first day."""

import datetime
from dataclasses import dataclass

from organizations.duties import first_of_month, last_of_month

MONTHS_OF_A_YEAR = 12
QUARTER = 3


def month_after(first: datetime.date, months: int = 1) -> datetime.date:
    """Return the first day of the month so many months later, or earlier."""
    year, month = divmod(first.year * MONTHS_OF_A_YEAR + first.month - 1 + months, MONTHS_OF_A_YEAR)
    return datetime.date(year, month + 1, 1)


@dataclass(frozen=True)
class Months:
    """Some whole months, named as people name them: a month, a quarter or a year."""

    first: datetime.date
    length: int

    @property
    def last(self) -> datetime.date:
        return last_of_month(month_after(self.first, self.length - 1))

    @property
    def months(self) -> tuple[datetime.date, ...]:
        return tuple(month_after(self.first, number) for number in range(self.length))

    def until(self, day: datetime.date) -> tuple[datetime.date, ...]:
        """Return the months that have begun by the day."""
        return tuple(month for month in self.months if month <= day)

    @property
    def label(self) -> str:
        if self.length == MONTHS_OF_A_YEAR:
            return f"{self.first.year}年"
        if self.length == QUARTER:
            return f"{self.first.year}年第{self.first.month // QUARTER + 1}季度"
        return f"{self.first.year}年{self.first.month}月"


def month_of(day: datetime.date) -> Months:
    return Months(first_of_month(day), 1)


def quarter_of(day: datetime.date) -> Months:
    return Months(datetime.date(day.year, (day.month - 1) // QUARTER * QUARTER + 1, 1), QUARTER)


def year_of(day: datetime.date) -> Months:
    return Months(datetime.date(day.year, 1, 1), MONTHS_OF_A_YEAR)
