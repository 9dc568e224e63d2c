"""The table of 三培养一推荐."""

from core.sheets import Column, Sheet
from members.cultivation_models import Cultivation
from organizations.post_conditions import seat_name_of_parent

CULTIVATIONS = Sheet(
    title="三培养一推荐",
    model=Cultivation,
    related=("member", "organization", "unit"),
    ordering=("-held_on", "-pk"),
    columns=(
        Column("person", "姓名"),
        Column("step", width=30),
        Column("held_on"),
        Column("organization", width=34),
        Column("unit", width=34),
        Column("post", width=24),
        Column("document", width=24),
        Column("area_name", "管理区域", annotation=seat_name_of_parent, default=False),
    ),
    empty_text="没有符合条件的记录。可以放宽筛选条件，或登记一项。",
)
