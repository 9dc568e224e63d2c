"""Sums of money: added up in whole 分, so that neither database rounds them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from core.money import in_yuan, signed_cents
from funding.choices import EntryKind

YUAN_IN_WAN = 10_000


def in_wan_text(yuan: Decimal) -> str:
    """The amount in 万元 with its unit, without zeros that say nothing: "120万元"."""
    return f"{(yuan / YUAN_IN_WAN).normalize():f}万元"


@dataclass(frozen=True)
class Totals:
    """Income and expense of some entries in 元; what was reversed is no longer in them."""

    income: Decimal = Decimal("0.00")
    expense: Decimal = Decimal("0.00")

    @property
    def balance(self) -> Decimal:
        return self.income - self.expense

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(self.income + other.income, self.expense + other.expense)

    @classmethod
    def of(cls, row: dict) -> "Totals":
        return cls(in_yuan(row["income_cents"]), in_yuan(row["expense_cents"]))


def total_expressions() -> dict:
    """Expressions on entries: income and expense in 分; a reversing entry takes away what it reverses."""
    signed = signed_cents()
    return {
        "income_cents": Sum(signed, filter=Q(kind=EntryKind.INCOME), default=0),
        "expense_cents": Sum(signed, filter=Q(kind=EntryKind.EXPENSE), default=0),
    }
