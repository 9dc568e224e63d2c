"""Dues for tests, recorded by the acts of the portal."""

import datetime
from decimal import Decimal

from members.dues.recording import move, pay, tell_base
from members.dues_models import HandedUp, Relief, Returned
from tests.factories import BY

MONTH = datetime.date(2026, 5, 1)
DAY = datetime.date(2026, 5, 8)


def told(member, organization, base="3000", category="wage", month=MONTH):
    return tell_base(member, organization, month, category, Decimal(base) if base else None, BY)


def paid(member, organization, amount="15.00", month=MONTH, on=DAY, **values):
    return pay(organization, month, [(member, Decimal(amount))], on, BY, **values)[0]


def handed_up(organization, amount="100.00", day=DAY, month=MONTH, **values):
    values = {"period": "month", "document": "缴款单1号"} | values
    line = HandedUp(organization=organization, amount=Decimal(amount), day=day, month=month, **values)
    return move(line, BY)


def returned(organization, amount="100.00", day=DAY, **values):
    values = {"document": "返还通知1号"} | values
    return move(Returned(organization=organization, amount=Decimal(amount), day=day, **values), BY)


def relieved(member, organization, amount="0.00", on=MONTH, **values):
    values = {"document": "支委会纪要3号"} | values
    return Relief.objects.create(
        member=member, organization=organization, amount=Decimal(amount), starts_on=on, **values
    )
