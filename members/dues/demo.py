"""Invented dues of the demo county: most incomes are told, nearly all is paid, not all is returned yet."""

import datetime
from decimal import Decimal
from random import Random

from core.audit import Actor
from core.saving import add, add_all
from members.dues.choices import DuesCategory, HandedFor, PaymentKind
from members.dues.months import QUARTER, month_after, month_of, quarter_of
from members.dues.owing import owed_to
from members.dues.recording import move, pay
from members.dues.sums import payments_for, sums_by
from members.dues_models import DuesBase, HandedUp, Relief, Returned
from members.models import Member, Membership, years_after
from organizations.models import Organization

RETIRED_AT = 60
PAY_DAY, HAND_UP_DAY, RETURN_DAY = (datetime.timedelta(days=days) for days in (7, 24, 19))


class Builder:
    """Writes the dues of one organization month by month, as its secretary and the clerks would."""

    def __init__(self, organization: Organization, random: Random, by: Actor, slow: bool):
        self.organization, self.random, self.by, self.slow = organization, random, by, slow

    def build(self, months: list[datetime.date], today: datetime.date) -> None:
        self.tell(months[0])
        for first in months:
            self.month(first)
            if first.month % QUARTER == 0:
                self.quarter(first, today)

    def tell(self, first: datetime.date) -> None:
        """Let all but every tenth member say by what he owes."""
        held = Membership.objects.filter(organization=self.organization, ends_on=None)
        rows = [self._base(one.member, first) for one in held.select_related("member").order_by("pk")]
        add_all([row for number, row in enumerate(rows) if number % 10 != 9], self.by)
        if rows:
            relief = {"amount": Decimal("5.00"), "document": "支委会纪要第3号", "starts_on": first}
            add(Relief(member=rows[0].member, organization=self.organization, **relief), self.by)

    def _base(self, member: Member, first: datetime.date) -> DuesBase:
        retired = years_after(member.birth_date, RETIRED_AT) <= first
        category = DuesCategory.RETIRED if retired else DuesCategory.WAGE
        row = DuesBase(member=member, organization=self.organization, starts_on=first, category=category)
        row.base_text = str(self.random.randrange(2400, 12000, 10))
        return row

    def month(self, first: datetime.date) -> None:
        """Take in the month; somebody now and then forgets."""
        this = Organization.objects.filter(pk=self.organization.pk)
        owed = [one for one in owed_to(this, (first,)) if one.due and self.random.random() < 0.96]
        members = Member.objects.in_bulk([one.member for one in owed])
        amounts = [(members[one.member], one.due) for one in owed]
        pay(self.organization, first, amounts, first + PAY_DAY, self.by)

    def quarter(self, last_month: datetime.date, today: datetime.date) -> None:
        """Hand up what the quarter brought; it comes back in the month after, where nobody is slow."""
        months = quarter_of(last_month)
        paid = sums_by(payments_for(months, today).filter(organization=self.organization), "organization")
        amount = paid.get((self.organization.pk,))
        if not amount:
            return
        line = {"organization": self.organization, "amount": amount}
        number = f"{last_month:%Y%m}-{self.organization.pk:03}"
        period = {"period": HandedFor.QUARTER, "month": months.first, "document": f"党费缴款单{number}"}
        move(HandedUp(day=last_month + HAND_UP_DAY, **line, **period), self.by)
        back = month_after(last_month) + RETURN_DAY
        if back <= today and not self.slow:
            move(Returned(day=back, document=f"党费返还通知{number}", **line), self.by)

    def gift(self, first: datetime.date) -> None:
        member = Member.objects.of_organization_on(self.organization, first).order_by("pk").first()
        amounts, on = [(member, Decimal("2000.00"))], first + PAY_DAY
        pay(self.organization, first, amounts, on, self.by, PaymentKind.VOLUNTARY, "“七一”自愿多交")


def build(organizations, months: list[datetime.date], random: Random, by: Actor) -> None:
    """Write the dues of the months (their first days, oldest first); the last is left to be filled in."""
    *past, this = months
    lasting = [one for one in organizations if one.is_open(past[-1]) and one.is_open(month_of(this).last)]
    for number, organization in enumerate(lasting):
        builder = Builder(organization, random, by, slow=number % 4 == 3)
        builder.build([first for first in past if organization.is_open(first)], this)
    if lasting:
        Builder(lasting[0], random, by, slow=False).gift(past[-1])
