"""The table of plans, declared once for page and export."""

from core.sheets import Column, Sheet
from organizations.choices import PlanState
from organizations.models import CoveragePlan
from organizations.plan_conditions import area_name_of_plan, plan_state_on

LOOKS = {
    PlanState.RUNNING.label: "info",
    PlanState.DONE.label: "ok",
    PlanState.OVERDUE.label: "bad",
    PlanState.ENDED.label: "muted",
    PlanState.LATER.label: "muted",
}

PLANS = Sheet(
    title="组建计划",
    model=CoveragePlan,
    related=("unit",),
    ordering=("planned_on", "pk"),
    columns=(
        Column("unit", width=34),
        Column("area_name", "管理区域", annotation=area_name_of_plan),
        Column("reason", width=24),
        Column("measure"),
        Column("planned_on"),
        Column(
            "plan_state",
            "落实情况",
            annotation=plan_state_on,
            text=lambda row: PlanState(row.plan_state).label,
            state=LOOKS.get,
        ),
        Column("starts_on", "计划起始日期"),
        Column("ends_on", "计划截止日期"),
        Column("note", width=30),
    ),
    empty_text="没有符合条件的组建计划。在单位页面点“组建计划”可以制定。",
)
