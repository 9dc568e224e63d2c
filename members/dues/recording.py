"""Acts of dues: telling by what a member owes, relief, paying, handing up, returning, and taking back."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, add_all, change, refuse_invalid
from members.dues.choices import PaymentKind
from members.dues.months import Months
from members.dues.owing import owed_to
from members.dues_models import DuesBase, DuesPayment, Movement, Relief, month_text
from members.models import Member
from organizations.duties import first_of_month
from organizations.models import Organization

ONE = datetime.timedelta(days=1)


def tell_base(
    member: Member,
    organization: Organization,
    month: datetime.date,
    category: str,
    base: Decimal | None,
    by: Actor,
) -> DuesBase:
    """Let a member owe by this category and base from the month on; what held before ends on its eve.

    Raises Refused when something was told for a later month already.
    """
    first = first_of_month(month)
    with transaction.atomic():
        told = DuesBase.objects.select_for_update().filter(member=member, organization=organization)
        if told.filter(starts_on__gt=first).exists():
            raise Refused("已登记了以后月份的党费计算依据，请从更晚的月份起登记。")
        same = told.filter(starts_on=first).first()
        if same is None:
            _end(told.on(first).first(), first - ONE, by)
        row = same or DuesBase(member=member, organization=organization, starts_on=first)
        row.category, row.base_text = category, "" if base is None else str(base)
        refuse_invalid(row)
        return change(row, by, act="更正党费计算依据") if same else add(row, by)


def _end(row: DuesBase | None, on: datetime.date, by: Actor) -> None:
    if row is not None:
        row.ends_on = on
        change(row, by, act="结束党费计算依据")


def relieve(relief: Relief, by: Actor) -> Relief:
    """Put a decision of the branch on record; it counts in whole months."""
    refuse_invalid(relief)
    return add(relief, by)


def pay(
    organization: Organization,
    month: datetime.date,
    amounts: Iterable[tuple[Member, Decimal]],
    on: datetime.date,
    by: Actor,
    kind: str = PaymentKind.MONTHLY,
    note: str = "",
) -> list[DuesPayment]:
    """Write down what members paid for a month to the organization to which they owe it.

    Raises Refused for the first who owes this month elsewhere or not at all; then nothing is written.
    """
    first = first_of_month(month)
    owing = {owed.member for owed in owed_to(Organization.objects.filter(pk=organization.pk), (first,))}
    told = {"organization": organization, "month": first, "day": on, "kind": kind, "note": note}
    rows = [DuesPayment(member=member, amount=amount, **told) for member, amount in amounts]
    for row in rows:
        if row.member_id not in owing:
            raise Refused(f"{row.member}{month_text(first)}的党费不在“{organization}”交纳，请核对组织关系。")
        refuse_invalid(row)
    return add_all(rows, by)


def move(movement: Movement, by: Actor) -> Movement:
    """Write down what was handed up or returned."""
    refuse_invalid(movement)
    return add(movement, by)


def take_back(line: Movement, on: datetime.date, reason: str, by: Actor) -> Movement:
    """Add the line that takes back `line`, dated `on`; raises Refused when that makes no sense."""
    model = type(line)
    with transaction.atomic():
        _check_standing(line, on)
        same = {name: getattr(line, name) for name in ("organization", "amount", *line.copied)}
        return add(model(**same, day=on, note=reason, reverses=line), by, reason)


def _check_standing(line: Movement, on: datetime.date) -> None:
    if line.reverses_id is not None:
        raise Refused("这条记录本身就是冲正，不能再冲正。请按实际情况重新登记一笔。")
    earlier = type(line).objects.filter(reverses=line).first()
    if earlier is not None:
        raise Refused(f"这条记录已于{earlier.day.isoformat()}冲正，不能重复冲正。")
    if on < line.day:
        raise Refused(f"冲正日期不能早于原记录日期（{line.day.isoformat()}）。")


def handed_up_twice(organization: Organization, months: Months, rows) -> bool:
    """Say whether something that still stands was handed up for one of these months."""
    span = (months.first, months.last)
    return rows.filter(
        organization=organization, month__range=span, reverses=None, reversal__isnull=True
    ).exists()
