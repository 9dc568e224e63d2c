"""The tables of posts and terms, each declared once for page, export and admin."""

from core.sheets import Column, Sheet
from organizations import post_conditions as p
from organizations.choices import TermState
from organizations.conditions import seat_name_on, secretary_on
from organizations.models import Organization, Post, Term
from organizations.sheets import CONTACT, period_text
from organizations.term_conditions import term_on, term_state_on

TERM_LOOKS = {
    TermState.RUNNING.label: "ok",
    TermState.SIX_MONTHS.label: "info",
    TermState.THREE_MONTHS.label: "warn",
    TermState.ONE_MONTH.label: "warn",
    TermState.OVERDUE.label: "bad",
    TermState.NONE.label: "bad",
    TermState.NOT_ELECTED.label: "muted",
}
PERIOD = Column("period", "起止日期", text=period_text)


def term_day(name: str, label: str, field: str) -> Column:
    """A column of organizations that shows a day of the term that runs."""
    return Column(name, label, annotation=lambda day: term_on(day, field), kind="date")


POSTS = Sheet(
    title="任职名册",
    model=Post,
    related=("organization",),
    columns=(
        Column("name"),
        Column("role"),
        Column("organization", width=40),
        Column("area_name", "管理区域", annotation=p.seat_name_of_parent),
        Column("source"),
        Column("unit_position"),
        Column("unit_post", width=20),
        Column("both_ways", "双向进入", annotation=p.says(p.entered_both_ways)),
        Column("crossed", "交叉任职", annotation=p.says(p.cross_posted)),
        Column("full_time"),
        Column("phone", private=CONTACT),
        Column("starts_on"),
        Column("ends_on"),
    ),
    empty_text="没有符合条件的任职。可以放宽筛选条件，或在党组织页面任命。",
)

TERMS = Sheet(
    title="届次",
    model=Organization,
    columns=(
        Column("name", width=40),
        Column("type"),
        Column("seat_name", "管理区域", annotation=seat_name_on),
        Column("secretary_name", "书记", annotation=secretary_on),
        term_day("term_from", "选举日期", "starts_on"),
        term_day("term_due", "届满日期", "due_on"),
        term_day("term_extended", "批准延期至", "extended_to"),
        Column(
            "term_state",
            "届次情况",
            annotation=term_state_on,
            text=lambda row: TermState(row.term_state).label,
            state=TERM_LOOKS.get,
        ),
    ),
    empty_text="没有符合条件的党组织。",
)

# Small lists under the page of an organization.
ORGANIZATION_POSTS = Sheet(
    title="任职",
    model=Post,
    ordering=("-starts_on", "pk"),
    columns=(
        Column("name"),
        Column("role"),
        Column("source"),
        Column("unit_position"),
        Column("unit_post"),
        Column("phone", private=CONTACT),
        PERIOD,
    ),
    empty_text="没有登记任职。",
)
ORGANIZATION_TERMS = Sheet(
    title="届次",
    model=Term,
    ordering=("-starts_on",),
    columns=(
        PERIOD,
        Column("due_on"),
        Column("extended_to"),
        Column("attendance", "到会", text=lambda row: row.attendance_text),
        Column("document"),
    ),
    empty_text="没有登记届次。",
)
