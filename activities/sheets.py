"""The table of activities, declared once for page and export."""

from activities.models import Activity
from core.sheets import Column, Sheet

ACTIVITIES = Sheet(
    title="活动记录",
    model=Activity,
    related=("organization",),
    ordering=("-held_on", "-pk"),
    columns=(
        Column("heading", "活动", text=str, width=30),
        Column("held_on"),
        Column("kind"),
        Column("organization", width=34),
        Column("expected", kind="integer"),
        Column("present", kind="integer"),
        Column("place", width=20),
        Column("elements_text", "载体内容", width=30),
        Column("title", width=30, default=False),
        Column("content", width=40, default=False),
    ),
    empty_text="没有符合条件的活动。可以放宽筛选条件，或登记活动。",
)
