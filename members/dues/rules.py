"""What a member owes for a month by the rule that was in force: a function of category, base and day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.money import to_cents
from members.dues.choices import DuesCategory


@dataclass(frozen=True)
class Band:
    """A rate in per cent on the whole base, for bases up to a limit that still belongs to it."""

    up_to: Decimal | None
    percent: Decimal

    def holds(self, base: Decimal) -> bool:
        return self.up_to is None or base <= self.up_to


@dataclass(frozen=True)
class Fixed:
    """An amount a month; where `most` is more than `least`, the branch sets it in between."""

    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class DuesRule:
    """Rates and amounts by category, with their document, from a day to a day."""

    source: str
    starts_on: datetime.date
    ends_on: datetime.date | None
    bands: Mapping[str, tuple[Band, ...]]
    fixed: Mapping[str, Fixed]

    def is_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def band(self, category: str, base: Decimal) -> Band:
        return next(band for band in self.bands[category] if band.holds(base))


def bands(*pairs: tuple[str, str]) -> tuple[Band, ...]:
    """Return bands from pairs of (upper limit, per cent); the last has no limit."""
    return tuple(Band(Decimal(limit) if limit else None, Decimal(percent)) for limit, percent in pairs)


OF_INCOME = bands(("3000", "0.5"), ("5000", "1"), ("10000", "1.5"), ("", "2"))
OF_PENSION = bands(("5000", "0.5"), ("", "1"))
LEAST = Fixed(Decimal("0.20"), Decimal("0.20"))
RULES = (
    DuesRule(
        source="《关于中国共产党党费收缴、使用和管理的规定》（中组发〔2008〕3号）",
        starts_on=datetime.date(2008, 4, 1),
        ends_on=None,
        bands={
            DuesCategory.WAGE: OF_INCOME,
            DuesCategory.ANNUAL: OF_INCOME,
            DuesCategory.SELF_EMPLOYED: OF_INCOME,
            DuesCategory.RETIRED: OF_PENSION,
        },
        fixed={
            DuesCategory.FARMER: Fixed(Decimal("0.20"), Decimal("1.00")),
            DuesCategory.STUDENT: LEAST,
            DuesCategory.LAID_OFF: LEAST,
            DuesCategory.ON_RELIEF: LEAST,
        },
    ),
)


def rule_on(day: datetime.date) -> DuesRule | None:
    return next((rule for rule in RULES if rule.is_on(day)), None)


def due_of(category: str, base: Decimal | None, day: datetime.date) -> Decimal | None:
    """Return what is due for the month of the day; None where base or rule is unknown.

    Of a farmer the base is the amount the branch has set; it is kept within what the rule allows.
    """
    rule = rule_on(day)
    if rule is None:
        return None
    if category in rule.fixed:
        return _fixed(rule.fixed[category], base)
    if base is None:
        return None
    return to_cents(base * rule.band(category, base).percent / 100)


def _fixed(amount: Fixed, base: Decimal | None) -> Decimal | None:
    if amount.least == amount.most:
        return amount.least
    return None if base is None else to_cents(min(max(base, amount.least), amount.most))


def needs_base(category: str) -> bool:
    """Say whether a category owes by an amount that somebody has to name."""
    return category not in {DuesCategory.STUDENT, DuesCategory.LAID_OFF, DuesCategory.ON_RELIEF}


def standard_text(category: str, base: Decimal | None, day: datetime.date) -> str:
    """Return the rate that applies, as ledgers write it: "1.5%" or "定额"; empty where it is unknown."""
    rule = rule_on(day)
    if rule is None or (base is None and needs_base(category)):
        return ""
    return "定额" if category in rule.fixed else f"{rule.band(category, base).percent}%"
