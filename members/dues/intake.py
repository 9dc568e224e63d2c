"""The ledger of dues of a year, as organizations file it: a line for every member.

An income is taken down, sealed, where none is known of that year; what the year brought fills the months in
their order. What differs from the rule is said with both numbers and changes nothing.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.audit import Actor
from core.intake.fields import Field, tidy_amount
from core.intake.kinds import HEAD_STAYS, Desk, Ground, Kind, Place, Tick
from core.intake.links import Linker
from core.intake.rows import RowPreview
from core.money import NOTHING
from core.tables import Line, reporting_unit
from core.texts import without_blanks
from core.values import Tidy, written, wrong
from members.dues.choices import DuesCategory, PaymentKind
from members.dues.months import year_of
from members.dues.owing import Owed, owed_to
from members.dues.recording import pay, tell_base
from members.dues.rules import due_of, rule_on, standard_text
from members.dues.sums import payments_for, sums_by
from members.models import Member
from organizations.duties import last_of_month
from organizations.intake.links import ORGANIZATION
from organizations.models import Organization

YEAR = re.compile(r"(20\d{2})\s*年")
RIGHT = "members.import_dues"
# No rate is so low in per cent, and none so high as a share.
LEAST_PERCENT = Decimal("0.1")
NOBODY = "“{organization}”{year}年应交党费的党员中没有{name}，请核对姓名和组织关系。"
SEVERAL = "“{organization}”有{count}名党员叫{name}，看不出是哪一名，请在页面上登记。"
NO_ORGANIZATION = "请写明党组织：表中的“党组织”一列、“填报单位”或工作表名称。"
NO_YEAR = "{year}年还没有到，或早于2008年，请核对年度。"
OTHER_RATE = "按收入计算，执行标准应为{right}，表中是{told}。"
OTHER_AMOUNT = "按平台计算应为{right}元，表中是{told}元，请核对。"
PAID_LESS = "平台已登记实缴{right}元，表中是{told}元，比平台少，未改动；登记错的请冲正。"
BY_AMOUNT = "没有收入，按农民党员每月{amount}元登记，请书记核对人员类型。"
TOLD_OTHERWISE = "平台已登记这一年的党费计算依据，与表中收入不同，未改动。"


@dataclass
class Year:
    """What an organization knows of a year: who owes it, by name, and what each has paid."""

    owed: Mapping[int, list[Owed]]
    members: Mapping[str, list[Member]]
    paid: Mapping[tuple, Decimal]

    @classmethod
    def of(cls, organization: Organization, year: int, today: datetime.date) -> "Year":
        months = year_of(datetime.date(year, 1, 1))
        owed, members = defaultdict(list), defaultdict(list)
        for one in owed_to(Organization.objects.filter(pk=organization.pk), months.until(today)):
            owed[one.member].append(one)
        for member in Member.objects.filter(pk__in=owed).order_by("pk"):
            members[without_blanks(member.name)].append(member)
        lines = payments_for(months, today).filter(organization=organization, kind=PaymentKind.MONTHLY)
        return cls(owed, members, sums_by(lines, "member", "month"))

    def paid_by(self, member: Member) -> Decimal:
        return sum((amount for (who, _), amount in self.paid.items() if who == member.pk), NOTHING)


@dataclass
class Entry:
    """A line that was judged: whose it is, by what he owes from now on, and what is to be written down."""

    member: Member
    organization: Organization
    months: list[Owed]
    category: str = ""
    base: Decimal | None = None
    amounts: dict[datetime.date, Decimal] = field(default_factory=dict)


class DuesDesk(Desk):
    """Lines of ledgers of dues, known by organization, year and name."""

    noun = "党费"

    def __init__(self, ground: Ground):
        super().__init__(ground)
        self.scope = ground.scope.granting(RIGHT)
        self.linker = Linker({"organization": ORGANIZATION}, self.scope, ground.learned.word_for)
        self.years: dict[tuple[int, int], Year] = {}
        self.seen: dict[tuple, RowPreview] = {}
        self.entries: dict[tuple[str, int], Entry] = {}

    def tidy(self, row: RowPreview, declared: Field, cell):
        """The name of an organization stays as it is written until the whole line is read."""
        return cell if declared.name == "organization" else super().tidy(row, declared, cell)

    def read_line(self, line: Line, place: Place, typed: Mapping[str, str]) -> RowPreview:
        row = super().read_line(line, place, typed)
        values, fields = row.values, place.kind.fields
        values["organization"] = self.linker.resolve(
            row, fields["organization"], values["organization"]
        ) or self.organization_around(place)
        if values["organization"] is None and not row.errors_on("organization"):
            row.error("organization", fields["organization"].heading, NO_ORGANIZATION)
        values["year"] = values["year"] or year_of_place(place)
        if not 2008 <= values["year"] <= self.ground.today.year:
            row.error("year", fields["year"].heading, NO_YEAR.format(year=values["year"]))
        return row

    def organization_around(self, place: Place) -> Organization | None:
        """The organization that the 填报单位 or the name of the sheet says."""
        find = self.linker.finders["organization"]
        named = (reporting_unit(place.context) or "", place.sheet)
        found = (rows[0] for rows in (find(text, {}) for text in named) if len(rows) == 1)
        return next(found, None)

    def judge(self, rows: list[RowPreview], place: Place) -> None:
        for row in rows:
            member = None if row.errors else self.member_of(row, place.kind)
            if member is None:
                row.settle()
            else:
                self.judge_once(row, member, place)

    def judge_once(self, row: RowPreview, member: Member, place: Place) -> None:
        first = self.seen.setdefault((row.values["organization"].pk, row.values["year"], member.pk), row)
        if first is row:
            self.judge_member(row, member, place)
        else:
            row.repeats(first, "name", place.kind.headings["name"], "党员")

    def year(self, row: RowPreview) -> Year:
        organization, year = row.values["organization"], row.values["year"]
        key = organization.pk, year
        if key not in self.years:
            self.years[key] = Year.of(organization, year, self.ground.today)
        return self.years[key]

    def member_of(self, row: RowPreview, kind: Kind) -> Member | None:
        """The one member of that name who owes a month of the year; else an error of the line."""
        name = row.values["name"] or ""
        found = self.year(row).members.get(without_blanks(name), [])
        if len(found) == 1:
            return found[0]
        told = {key: row.values[key] for key in ("organization", "year")}
        sentence = (SEVERAL if found else NOBODY).format(count=len(found), name=name or "这个人", **told)
        row.error("name", kind.headings["name"], sentence)
        return None

    def judge_member(self, row: RowPreview, member: Member, place: Place) -> None:
        year = self.year(row)
        entry = Entry(member, row.values["organization"], year.owed[member.pk])
        row.known, self.entries[row.sheet, row.row] = member, entry
        for judge in (look_at_base, look_at_amounts, look_at_payments):
            judge(row, entry, year, place.kind.headings)
        row.settle()

    def apply(self, rows: list[RowPreview], place: Place, by: Actor, tick: Tick) -> None:
        """Take down incomes, then what was paid, a month of an organization at a time."""
        paid = defaultdict(list)
        for row in rows:
            entry = self.entries[row.sheet, row.row]
            if entry.category:
                first = datetime.date(row.values["year"], 1, 1)
                tell_base(entry.member, entry.organization, first, entry.category, entry.base, by)
            for month, amount in entry.amounts.items():
                paid[entry.organization, month].append((entry.member, amount))
            tick(1)
        for (organization, month), amounts in paid.items():
            pay(organization, month, amounts, place.on, by, note="党费收缴台账导入")


def year_of_place(place: Place) -> int:
    """The year that the title says, else that of the day of the table."""
    found = (YEAR.search(text) for text in (*place.context, place.sheet))
    return next((int(match[1]) for match in found if match), place.on.year)


def day_of(entry: Entry) -> datetime.date:
    return last_of_month(entry.months[-1].month)


def look_at_base(row: RowPreview, entry: Entry, year: Year, headings: Mapping[str, str]) -> None:
    """Take down by what the member owes, unless something is known of this year."""
    income, amount, told = row.values["income"], row.values["month_due"], entry.months[-1].told
    if told is not None:
        if income is not None and told.base != income:
            row.warning("income", headings["income"], TOLD_OTHERWISE)
        return
    if income is not None:
        entry.category, entry.base = category_of(row, day_of(entry)), income
    elif amount is not None and is_fixed(amount, day_of(entry)):
        entry.category, entry.base = DuesCategory.FARMER, amount
        row.warning("month_due", headings["month_due"], BY_AMOUNT.format(amount=amount))
    if entry.category:
        row.changes["党费计算依据"] = ["", str(DuesCategory(entry.category).label)]


def category_of(row: RowPreview, day: datetime.date) -> str:
    """Whose rate the line applies: that of pensions only where that of wages does not fit."""
    income, standard, amount = (row.values[name] for name in ("income", "standard", "month_due"))
    for category in (DuesCategory.WAGE, DuesCategory.RETIRED):
        by_rate = standard and plain_rate(standard) == standard_text(category, income, day)
        if by_rate or (not standard and amount == due_of(category, income, day)):
            return category
    return DuesCategory.WAGE


def plain_rate(text: str) -> str:
    """A rate as the rule writes it: "1.5%", whether it stands as 1.50％ or as 0.015."""
    plain = without_blanks(text).replace("％", "%")
    try:
        percent = Decimal(plain.rstrip("%"))
    except ArithmeticError:
        return plain
    is_share = not plain.endswith("%") and percent < LEAST_PERCENT
    percent = percent * 100 if is_share else percent
    return f"{percent.normalize():f}%"


def is_fixed(amount: Decimal, day: datetime.date) -> bool:
    fixed = rule_on(day).fixed[DuesCategory.FARMER]
    return fixed.least <= amount <= fixed.most


def look_at_amounts(row: RowPreview, entry: Entry, year: Year, headings: Mapping[str, str]) -> None:
    """Hold what the line says is due against the rule."""
    standard, dues = row.values["standard"], dues_of(entry)
    if entry.category and standard and entry.category != DuesCategory.FARMER:
        right = standard_text(entry.category, entry.base, day_of(entry))
        if plain_rate(standard) != right:
            row.warning("standard", headings["standard"], OTHER_RATE.format(right=right, told=standard))
    if None in dues:
        return
    for name, right in (("month_due", dues[-1]), ("year_due", sum(dues, NOTHING))):
        told = row.values[name]
        if told is not None and told != right:
            row.warning(name, headings[name], OTHER_AMOUNT.format(right=right, told=told))


def dues_of(entry: Entry) -> list[Decimal | None]:
    """What the member owes each month, by what is known or by what the line says."""
    if not entry.category:
        return [one.due for one in entry.months]
    return [due_of(entry.category, entry.base, last_of_month(one.month)) for one in entry.months]


def look_at_payments(row: RowPreview, entry: Entry, year: Year, headings: Mapping[str, str]) -> None:
    """Write down what the line says was paid beyond what is on record."""
    told, known = row.values["year_paid"], year.paid_by(entry.member)
    if told is None or told == known:
        return
    if told < known:
        row.warning("year_paid", headings["year_paid"], PAID_LESS.format(right=known, told=told))
        return
    row.changes[headings["year_paid"]] = [known, told]
    entry.amounts = spread(told - known, entry, year)


def spread(amount: Decimal, entry: Entry, year: Year) -> dict[datetime.date, Decimal]:
    """Fill the months in their order up to what is due; what is left over goes to the last."""
    amounts: dict[datetime.date, Decimal] = {}
    for one, due in zip(entry.months, dues_of(entry), strict=True):
        lacking = max((due or NOTHING) - year.paid.get((entry.member.pk, one.month), NOTHING), NOTHING)
        if part := min(lacking, amount):
            amounts[one.month] = part
            amount -= part
    if amount:
        last = entry.months[-1].month
        amounts[last] = amounts.get(last, NOTHING) + amount
    return amounts


def tidy_year(value: object) -> Tidy:
    """A year as a number: 2026 or 2026年."""
    text = without_blanks(written(value)).removesuffix("年度").removesuffix("年")
    if not text:
        return Tidy()
    return Tidy(int(text)) if text.isdecimal() else wrong(f"“{text}”不是年度，请写成 2026。")


def _amount(name: str, heading: str, *labels: str, **given) -> Field:
    return Field(name, heading, labels, rule=lambda value, today: tidy_amount(value), kind="decimal", **given)


FIELDS = (
    Field(
        "organization",
        "党组织",
        ("党组织名称", "党支部", "党支部名称", "所在党支部"),
        example="示例玻璃党支部",
    ),
    Field("year", "年度", ("年份",), rule=lambda value, today: tidy_year(value), kind="integer"),
    Field("name", "党员姓名", ("姓名", "党员"), required=True, example="示例党员"),
    _amount("income", "月工资收入", "税后月工资收入", "月收入", "税后工资总额", secret=True, example="4200"),
    Field("standard", "执行标准", ("交纳比例", "缴纳比例", "党费比例"), example="1%"),
    _amount("month_due", "月应缴党费", "月应交党费", "每月应交纳党费", "每月应缴党费", example="42.00"),
    _amount("year_due", "全年应缴党费", "全年应交党费", example="504.00"),
    _amount("year_paid", "全年实缴党费", "全年实交党费", "共交纳党费金额", example="504.00"),
    Field("note", "备注"),
)
DUES_LEDGER = Kind(
    key="dues",
    label="党费收缴台账",
    fields={one.name: one for one in FIELDS},
    key_fields=frozenset({"month_due", "year_due", "year_paid"}),
    desk_class=DuesDesk,
    permission=RIGHT,
    shown=("name", "organization", "year", "month_due", "year_paid"),
    needs=frozenset({"name"}),
    notes=(
        HEAD_STAYS,
        "没有党组织一列的，“填报单位”或工作表名称写党组织名称；没有年度一列的，标题里写年度。",
        "收入加密保存，只有本党组织书记能看到；平台已有计算依据的不改动。",
        "全年实缴党费按月抵充；平台已登记的部分不重复登记。导入后不能撤回，登记错的逐条冲正。",
    ),
)
