"""The tables of candidates and their steps."""

from core.sheets import Column, Sheet
from members.choices import Standing
from members.development import conditions as c
from members.development_models import Candidate, DevelopmentStep, Withdrawal
from members.sheets import MASKED_ID_NUMBER, PERSONAL
from organizations.post_conditions import seat_name_of_parent


def standing_text(row: Candidate) -> str:
    return Standing(row.standing).label


def late_looks(value: str) -> str:
    return "warn" if value else ""


CANDIDATES = Sheet(
    title="发展党员",
    model=Candidate,
    related=("organization", "unit"),
    columns=(
        Column("name"),
        Column("organization", width=34),
        Column("standing", "当前阶段", annotation=c.standing_on, text=standing_text),
        Column("applied_on"),
        Column("last_step", "最近步骤", annotation=lambda day: c.last_step_on(day, "kind__label"), width=24),
        Column("last_day", "最近日期", annotation=lambda day: c.last_step_on(day, "held_on"), kind="date"),
        Column("next_step", "下一步", annotation=c.next_step_on, width=24),
        Column("overdue", "逾期事项", annotation=c.overdue_text, state=late_looks, width=24),
        Column("area_name", "管理区域", annotation=seat_name_of_parent, default=False),
        Column("unit", width=34, default=False),
        Column("sex", default=False),
        Column("birth_date", private=PERSONAL, default=False),
        Column("id_number_sealed", private=PERSONAL, text=MASKED_ID_NUMBER.text, width=16, default=False),
    ),
    empty_text="没有符合条件的档案。可以放宽筛选条件，或登记入党申请。",
)

STEPS = Sheet(
    title="发展步骤",
    model=DevelopmentStep,
    related=("kind",),
    columns=(
        Column("kind", width=30),
        Column("held_on"),
        Column("responsible"),
        Column("document"),
    ),
)

WITHDRAWALS = Sheet(
    title="终止培养",
    model=Withdrawal,
    ordering=("-starts_on",),
    columns=(
        Column("period", "起止日期", text=lambda row: row.period_text),
        Column("reason"),
        Column("document"),
        Column("reopening_document"),
    ),
    empty_text="没有终止过。",
)
