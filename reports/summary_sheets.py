"""The lists that prove the numbers of the summary: every unit of the base, every open organization."""

import datetime

from django.db.models import OuterRef, Subquery

from core.sheets import Column, Sheet
from core.spans import holds_on
from organizations import conditions as c
from organizations.choices import PostRole, UnitKind
from organizations.models import Organization, Post, Unit
from organizations.sheets import AREA, COVERED_BY, GUIDED_BY, STATE
from reports.subjects import kind_of_organization

NO_KIND = "未覆盖过单位"


def secretary_of_unit_on(day: datetime.date) -> Subquery:
    """Expression on units: the secretary of the organization that covers the unit on the day."""
    posts = Post.objects.on(day).filter(
        holds_on(day, "organization__coverages__"),
        role=PostRole.SECRETARY,
        organization__coverages__unit=OuterRef("pk"),
    )
    return Subquery(posts.values("name")[:1])


def kind_text(row) -> str:
    return UnitKind(row.counted_kind).label if row.counted_kind else NO_KIND


BASE_UNITS = Sheet(
    title="明细",
    model=Unit,
    columns=(
        AREA,
        Column("kind", width=10),
        Column("name", width=36),
        Column("credit_code", width=22),
        STATE,
        COVERED_BY,
        Column("covering_secretary", "党组织书记", annotation=secretary_of_unit_on),
        GUIDED_BY,
    ),
    ordering=("area_position", "kind", "pk"),
)
OPEN_ORGANIZATIONS = Sheet(
    title="党组织明细",
    model=Organization,
    columns=(
        Column("seat_name", "管理区域", annotation=c.seat_name_on),
        Column("counted_kind", "计入类别", annotation=kind_of_organization, text=kind_text),
        Column("name", width=40),
        Column("type"),
        Column("formation"),
        Column("covered_units", "覆盖单位（家）", annotation=c.covered_units_on, numeric=True),
        Column("secretary_name", "书记", annotation=c.secretary_on),
        Column("established_on"),
    ),
)
