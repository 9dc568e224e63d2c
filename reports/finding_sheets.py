"""The tables of rows that findings list: what is needed to decide what to do with each."""

from dataclasses import replace

from core.sheets import Column, Sheet
from members import heads
from organizations import conditions as c
from organizations.choices import Measure, UncoveredReason
from organizations.models import Area, Organization, Unit
from organizations.plan_conditions import plan_on
from organizations.quality import posts_held_on
from organizations.sheets import AREA, COVERED_BY, CREDIT_CODE, GUIDED_BY, KIND, NAME, STATE
from organizations.term_conditions import term_on

NOTHING_TO_MEND = "当日没有需要核对的记录。"
PLANNED = "plan_measure"


def word_of(choices, name: str):
    """Return how a column reads a stored word that the query brings along."""
    return lambda row: choices(getattr(row, name)).label if getattr(row, name) else ""


def of_plan(field: str):
    return lambda day: plan_on(day, field)


UNITS_TO_MEND = Sheet(
    title="单位核对",
    model=Unit,
    columns=(
        NAME,
        KIND,
        AREA,
        STATE,
        COVERED_BY,
        GUIDED_BY,
        Column("heads", "正式党员", annotation=heads.formal_members_on, numeric=True),
        Column("heads_source", "人数来源", annotation=heads.heads_source_on),
        Column(
            "plan_reason",
            "未组建原因",
            annotation=of_plan("reason"),
            text=word_of(UncoveredReason, "plan_reason"),
            width=24,
        ),
        Column(
            PLANNED, "拟采取方式", annotation=of_plan("measure"), text=word_of(Measure, PLANNED), width=16
        ),
        Column("planned_for", "计划完成日期", annotation=of_plan("planned_on"), kind="date"),
        replace(CREDIT_CODE, default=False),
        Column("opened_on", default=False),
        Column("closed_on", default=False),
    ),
    empty_text=NOTHING_TO_MEND,
)

ORGANIZATIONS_TO_MEND = Sheet(
    title="党组织核对",
    model=Organization,
    columns=(
        Column("name", width=40),
        Column("type"),
        Column("formation"),
        Column("seat_name", "管理区域", annotation=c.seat_name_on),
        Column("covered_units", "覆盖单位（家）", annotation=c.covered_units_on, numeric=True),
        Column("formal_heads", "正式党员", annotation=heads.formal_enrolled_on, numeric=True),
        Column("all_heads", "党员", annotation=heads.enrolled_on, numeric=True),
        Column("heads_source", "人数来源", annotation=heads.enrolled_source_on),
        Column("people", "任职（人）", annotation=posts_held_on, numeric=True),
        Column("secretary_name", "书记", annotation=c.secretary_on),
        Column("term_due", "届满日期", annotation=lambda day: term_on(day, "last"), kind="date"),
        Column("established_on", default=False),
        Column("closed_on", default=False),
    ),
    empty_text=NOTHING_TO_MEND,
)

AREAS_TO_MEND = Sheet(
    title="区域核对",
    model=Area,
    columns=(Column("name"), Column("kind"), Column("code")),
    ordering=("position", "pk"),
    empty_text=NOTHING_TO_MEND,
)
