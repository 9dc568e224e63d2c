"""Amounts of money: kept to the 分, rounded half-up, added up in whole 分 so that no database rounds them."""

from decimal import ROUND_HALF_UP, Decimal

from django.db.models import BigIntegerField, Case, F, When
from django.db.models.functions import Cast, Round

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


def to_cents(yuan: Decimal) -> Decimal:
    """Return the amount to the 分; half a 分 goes up."""
    return yuan.quantize(CENT, rounding=ROUND_HALF_UP)


def in_yuan(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def signed_cents() -> Case:
    """Expression on lines of a ledger: `amount` in 分; a line that `reverses` another takes it away."""
    return Case(When(reverses__isnull=False, then=_cents(-100)), default=_cents(100))


def _cents(factor: int) -> Cast:
    return Cast(Round(F("amount") * factor), BigIntegerField())
