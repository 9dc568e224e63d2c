"""The tables of guidance: officers, where they are sent, their visits and what they advised."""

from django.db.models import Case, CharField, F, Value, When

from core.sheets import Column, Sheet
from organizations import conditions as c
from organizations import duties
from organizations.choices import AdviceState
from organizations.models import AdviceItem, Assignment, Officer, Visit
from organizations.sheets import CONTACT, period_text

LEFT, OVERLOADED, IN_OFFICE = "已离任", "超额", "在任"
OFFICER_LOOKS = {LEFT: "muted", OVERLOADED: "warn", IN_OFFICE: "ok"}
KEPT = "已到位"
ADVICE_LOOKS = {
    AdviceState.OPEN.label: "info",
    AdviceState.OVERDUE.label: "bad",
    AdviceState.CLOSED.label: "ok",
}


def officer_state_on(day) -> Case:
    """Expression on officers: 已离任, 超额 or 在任 on the day."""
    return Case(
        When(~duties.in_office(day), then=Value(LEFT)),
        When(duties.overloaded(day), then=Value(OVERLOADED)),
        default=Value(IN_OFFICE),
        output_field=CharField(),
    )


def advice_state_on(day) -> Case:
    """Expression on advice: open, overdue or closed on the day."""
    return Case(
        When(duties.advice_closed(day), then=Value(AdviceState.CLOSED)),
        When(due_on__lt=day, then=Value(AdviceState.OVERDUE)),
        default=Value(AdviceState.OPEN),
        output_field=CharField(),
    )


def visits_text(row) -> str:
    return KEPT if row.made >= row.needed else f"还差{row.needed - row.made}次"


def visits_look(text: str) -> str:
    return "ok" if text == KEPT else "warn"


OFFICERS = Sheet(
    title="党建工作指导员",
    model=Officer,
    related=("area",),
    columns=(
        Column("name"),
        Column("employer", width=30),
        Column("area"),
        Column("service"),
        Column("grade", width=24),
        Column("assigned_units", "派驻单位（家）", annotation=c.assigned_units_on, numeric=True),
        Column("load_limit", "一般不超过（家）", annotation=duties.load_limit_on, numeric=True),
        Column("visits_of_month", "当月走访（次）", annotation=duties.visits_of_officer, numeric=True),
        Column("officer_state", "状态", annotation=officer_state_on, state=OFFICER_LOOKS.get),
        Column("phone", private=CONTACT),
        Column("left_on", default=False),
    ),
    empty_text="没有符合条件的指导员。可以放宽筛选条件，或新增指导员。",
)

VISITS = Sheet(
    title="走访记录",
    model=Visit,
    related=("assignment__unit", "assignment__officer"),
    ordering=("-held_on", "-pk"),
    columns=(
        Column("held_on"),
        Column("unit_name", "走访单位", text=lambda row: row.assignment.unit.name, width=34),
        Column("officer_name", "指导员", text=lambda row: row.assignment.officer.name),
        Column("manner"),
        Column("content", width=40),
        Column("advice", width=40),
    ),
    empty_text="还没有走访记录。",
)

DUE_VISITS = Sheet(
    title="应走访",
    model=Assignment,
    related=("unit", "officer"),
    ordering=((F("made") - F("needed")).asc(), "officer__pk", "unit__pk", "pk"),
    columns=(
        Column("unit_name", "走访单位", text=lambda row: row.unit.name, width=34),
        Column("visits_state", "走访情况", text=visits_text, state=visits_look),
        Column("made", "已走访（次）", annotation=duties.visits_made, numeric=True),
        Column("needed", "应走访（次）", annotation=duties.visits_needed, numeric=True),
        Column("officer_name", "指导员", text=lambda row: row.officer.name),
        Column("area_name", "管理区域", annotation=duties.area_name_of_assignment),
        Column("period", "派驻起止", text=period_text, width=24),
    ),
    empty_text="这个月没有应走访的单位。",
)

ADVICE = Sheet(
    title="走访建议",
    model=AdviceItem,
    related=("visit__assignment__unit", "visit__assignment__officer"),
    ordering=(F("closed_on").desc(nulls_first=True), "due_on", "pk"),
    columns=(
        Column("text", width=40),
        Column("unit_name", "单位", text=lambda row: row.visit.assignment.unit.name, width=34),
        Column("officer_name", "指导员", text=lambda row: row.visit.assignment.officer.name),
        Column("held_on", "走访日期", text=lambda row: row.visit.held_on, kind="date"),
        Column("owner"),
        Column("due_on"),
        Column(
            "advice_state",
            "状态",
            annotation=advice_state_on,
            text=lambda row: AdviceState(row.advice_state).label,
            state=ADVICE_LOOKS.get,
        ),
        Column("closed_on"),
        Column("result", width=40),
    ),
    empty_text="没有符合条件的走访建议。",
)

# Small lists under a detail page.
OFFICER_UNITS = Sheet(
    title="派驻单位",
    model=Assignment,
    related=("unit",),
    ordering=("-starts_on", "pk"),
    columns=(
        Column("unit", width=34),
        Column("period", "起止日期", text=period_text),
        Column("document"),
        Column("end_document"),
    ),
    empty_text="没有派驻单位。",
)
UNIT_ADVICE = Sheet(
    title="走访建议",
    model=AdviceItem,
    related=("visit__assignment__officer",),
    ordering=ADVICE.ordering,
    columns=tuple(column for column in ADVICE.columns if column.name != "unit_name"),
    empty_text="没有走访建议。",
)
