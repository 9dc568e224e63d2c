"""The tables of dues, each declared once for page and workbook."""

from collections.abc import Callable
from decimal import Decimal

from core.indicators import NOTHING_TO_COUNT
from core.money import in_yuan
from core.sheets import Column, Sheet
from members.dues.sums import Four, handed_up_on, returned_on
from members.dues_models import DuesBase, DuesPayment, HandedUp, Relief, Returned, month_text
from organizations import conditions as c
from organizations.models import Organization

BASE = "members.view_duesbase"
STANDING_LOOKS = {"有效": "", "已冲正": "muted", "冲正记录": "warn"}
STANDING = Column("standing", "状态", state=STANDING_LOOKS.get)
MONTH = Column("month", "所属月份", text=lambda row: month_text(row.month))
AMOUNT = Column("signed_amount", "金额（元）", kind="decimal")
NAME = Column("name", width=40)
AREA = Column("seat_name", "管理区域", annotation=c.seat_name_on)
NO_ORGANIZATIONS = "没有符合条件的党组织。可以放宽筛选条件。"


def or_dash(amount: Decimal | None) -> Decimal | str:
    return NOTHING_TO_COUNT if amount is None else amount


def gap_look(gap: Decimal) -> str:
    """Nothing is wrong with a gap of nothing; more returned than handed up cannot be."""
    return "warn" if gap > 0 else "bad" if gap < 0 else ""


NUMBERS = (
    ("due", "应缴（元）", lambda four: or_dash(four.due.amount)),
    ("paid", "实缴（元）", lambda four: four.paid),
    ("handed_up", "上缴（元）", lambda four: four.handed_up),
    ("returned", "返还（元）", lambda four: four.returned),
    ("gap", "累计未返还（元）", lambda four: four.gap),
    ("voluntary", "自愿多交（元）", lambda four: four.voluntary),
    ("unknown", "未登记依据（人月）", lambda four: four.due.unknown),
)


def four_columns(found: Callable) -> tuple[Column, ...]:
    """Return the columns of the four numbers and what belongs to them; `found` gives those of a row."""
    return tuple(_number(name, label, told, found) for name, label, told in NUMBERS)


def _number(name, label, told, found) -> Column:
    return Column(
        name,
        label,
        text=lambda row: told(found(row)),
        kind="integer" if name == "unknown" else "decimal",
        state=gap_look if name == "gap" else None,
    )


def organizations_with(numbers: dict[int, Four]) -> Sheet:
    """The list of organizations with the numbers that were found for them."""
    none = Four()
    return Sheet(
        title="党费收缴情况",
        model=Organization,
        columns=(NAME, AREA, *four_columns(lambda row: numbers.get(row.pk, none))),
        empty_text=NO_ORGANIZATIONS,
    )


ORGANIZATIONS = organizations_with({})
RETURNS = Sheet(
    title="党费上缴和返还",
    model=Organization,
    columns=(
        NAME,
        AREA,
        Column(
            "handed_up_cents",
            "年初至今上缴（元）",
            annotation=handed_up_on,
            text=lambda row: in_yuan(row.handed_up_cents),
            kind="decimal",
        ),
        Column(
            "returned_cents",
            "年初至今返还（元）",
            annotation=returned_on,
            text=lambda row: in_yuan(row.returned_cents),
            kind="decimal",
        ),
        Column(
            "open_cents",
            "差额（元）",
            text=lambda row: in_yuan(row.handed_up_cents - row.returned_cents),
            kind="decimal",
            state=gap_look,
        ),
    ),
    empty_text=NO_ORGANIZATIONS,
)
PAYMENTS = Sheet(
    title="党费交纳记录",
    model=DuesPayment,
    related=("member", "organization", "reversal"),
    ordering=("-month", "-day", "-pk"),
    columns=(
        MONTH,
        AMOUNT,
        Column("day", "交纳日期"),
        Column("organization", width=34),
        Column("kind"),
        STANDING,
        Column("note", width=34),
    ),
    empty_text="没有党费交纳记录。",
)
GIFTS = Sheet(
    title="自愿多交党费",
    model=DuesPayment,
    related=("member", "reversal"),
    ordering=("-day", "-pk"),
    columns=(Column("member"), AMOUNT, Column("day", "交纳日期"), STANDING, Column("note", width=34)),
    empty_text="没有自愿一次多交1000元以上的党费。",
)
HANDED_UP = Sheet(
    title="党费上缴",
    model=HandedUp,
    related=("organization", "reversal"),
    ordering=("-day", "-pk"),
    columns=(
        Column("day", "上缴日期"),
        Column("period_text", "所属期"),
        AMOUNT,
        Column("document", width=24),
        STANDING,
        Column("note", width=34),
    ),
    empty_text="没有上缴记录。",
)
RETURNED = Sheet(
    title="党费返还",
    model=Returned,
    related=("organization", "reversal"),
    ordering=("-day", "-pk"),
    columns=(
        Column("day", "返还日期"),
        AMOUNT,
        Column("document", width=24),
        STANDING,
        Column("note", width=34),
    ),
    empty_text="没有返还记录。",
)
BASES = Sheet(
    title="党费计算依据",
    model=DuesBase,
    related=("organization",),
    ordering=("-starts_on",),
    columns=(
        Column("period", "起止日期", text=lambda row: row.period_text),
        Column("category"),
        Column("base", "计算基数（元/月）", private=BASE, text=lambda row: or_dash(row.base), kind="decimal"),
        Column("organization", width=34),
    ),
    empty_text="没有登记党费计算依据，应缴党费无法计算。",
)
RELIEFS = Sheet(
    title="党费减免",
    model=Relief,
    related=("organization",),
    ordering=("-starts_on",),
    columns=(
        Column("period", "起止日期", text=lambda row: row.period_text),
        Column("amount", "减免后每月应缴（元）"),
        Column("document", width=24),
        Column("organization", width=34),
    ),
    empty_text="没有党费减免。",
)
