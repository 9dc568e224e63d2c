"""The ledger of a year, a line for every member, in the columns of the printed form 党费收缴台账."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from core.money import NOTHING
from core.sheets import Column, Sheet
from members.dues.choices import PaymentKind
from members.dues.months import MONTHS_OF_A_YEAR, Months
from members.dues.owing import Owed, Told, owed_to
from members.dues.sheets import or_dash
from members.dues.sums import Due, payments_for, sums_by
from members.models import Member
from organizations.duties import last_of_month
from organizations.models import Organization

# What the printed form repeats under its table.
NOTES = (
    "按月领取工资的党员，每月以税后工资收入为基数：3000元以下（含3000元）交纳0.5%；3000元以上至5000元（含5000元）交纳1%；"
    "5000元以上至10000元（含10000元）交纳1.5%；10000元以上交纳2%。",
    "离退休党员：5000元以下（含5000元）交纳0.5%；5000元以上交纳1%。农民党员每月0.2元至1元；学生、下岗失业、领取救济或低保的党员每月0.2元。",
    "月应缴为当年最后一个应交月份的数额；未登记计算依据的月份不计入全年应缴。",
)


@dataclass(frozen=True)
class Line:
    """A member's year: what the last month owed rests on, and the sums of the year."""

    number: int
    member: Member
    months: tuple[Owed, ...]
    paid: Decimal

    @property
    def last(self) -> Owed | None:
        """The last month owed; None where something was paid that is no longer owed here."""
        return self.months[-1] if self.months else None

    @property
    def told(self) -> Told | None:
        return self.last.told if self.last else None

    @property
    def income(self) -> Decimal | None:
        return self.told.base if self.told else None

    @property
    def standard(self) -> str | None:
        return self.told.standard(last_of_month(self.last.month)) if self.told else None

    @property
    def month_due(self) -> Decimal | None:
        return self.last.due if self.last else None

    @property
    def due(self) -> Due:
        return sum(map(Due.of, self.months), start=Due())

    @property
    def remark(self) -> str:
        """Why the year is not simply twelve times the month."""
        if self.last is None:
            return "有交纳记录，但按组织关系不在本党组织交纳，请核对"
        told = []
        if len(self.months) < MONTHS_OF_A_YEAR:
            told.append(f"{self.months[0].month.month}至{self.last.month.month}月在本党组织交纳")
        if 0 < self.due.unknown < len(self.months):
            told.append(f"{self.due.unknown}个月未登记计算依据")
        if self.last.relief is not None:
            told.append(f"减免：{self.last.relief.document}")
        return "；".join(told)


def lines_of(organization: Organization, months: Months, day: datetime.date) -> list[Line]:
    """Return the lines of everybody who owes a month of the year to the organization."""
    owed = defaultdict(list)
    for one in owed_to(Organization.objects.filter(pk=organization.pk), months.months):
        owed[one.member].append(one)
    rows = payments_for(months, day).filter(organization=organization, kind=PaymentKind.MONTHLY)
    paid = sums_by(rows, "member")
    members = Member.objects.filter(pk__in={*owed, *(key for (key,) in paid)}).order_by("pk")
    return [
        Line(number, member, tuple(owed.get(member.pk, ())), paid.get((member.pk,), NOTHING))
        for number, member in enumerate(members, 1)
    ]


LEDGER = Sheet(
    title="党费收缴台账",
    model=Member,
    columns=(
        Column("number", "序号", text=lambda line: line.number, kind="integer", width=6),
        Column("name", "党员姓名", text=lambda line: line.member.name),
        Column("income", "月工资收入", text=lambda line: or_dash(line.income), kind="decimal"),
        Column("standard", "执行标准", text=lambda line: or_dash(line.standard or None)),
        Column("month_due", "月应缴党费", text=lambda line: or_dash(line.month_due), kind="decimal"),
        Column("year_due", "全年应缴党费", text=lambda line: or_dash(line.due.amount), kind="decimal"),
        Column("year_paid", "全年实缴党费", text=lambda line: line.paid, kind="decimal"),
        Column("remark", "备注", width=34),
    ),
    empty_text="这一年没有应在本党组织交纳党费的党员。",
)
