"""The ledger as a table."""

from core.sheets import Column, Sheet
from funding.models import Entry

STANDING_LOOKS = {"有效": "", "已冲正": "muted", "冲正记录": "warn"}
STANDING = Column("standing", "状态", state=STANDING_LOOKS.get)

ENTRIES = Sheet(
    title="经费台账",
    model=Entry,
    related=("organization", "source", "reversal"),
    ordering=("-day", "-pk"),
    columns=(
        Column("day"),
        Column("income", "收入（元）", kind="decimal"),
        Column("expense", "支出（元）", kind="decimal"),
        Column("organization", width=34),
        Column("source"),
        Column("purpose"),
        Column("voucher_number"),
        STANDING,
        Column("note", width=34),
    ),
    empty_text="没有符合条件的收支记录。可以放宽筛选条件，或登记一笔收支。",
)
