"""The tables of demonstration sites, leaders' liaison, service centres and departments."""

import datetime

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.sheets import Column, Sheet
from organizations.models import (
    CentreService,
    DemonstrationSite,
    Department,
    Liaison,
    Placement,
    ServiceCentre,
)
from organizations.post_conditions import seat_name_of_parent
from organizations.sheets.posts import PERIOD


def placements_of_parent(day: datetime.date):
    """The managing area on the day of the `unit` of a row."""
    return Placement.objects.on(day).filter(unit=OuterRef("unit"))


def area_name_of_unit(day: datetime.date) -> Subquery:
    return Subquery(placements_of_parent(day).values("area__name")[:1])


def served_units_on(day: datetime.date) -> Coalesce:
    """Expression on centres: how many units it serves on the day."""
    services = CentreService.objects.on(day).filter(centre=OuterRef("pk")).order_by()
    return Coalesce(Subquery(services.values("centre").annotate(n=Count("pk")).values("n")), 0)


def centre_is_open(day: datetime.date) -> Q:
    return Q(opened_on__lte=day) & (Q(closed_on__isnull=True) | Q(closed_on__gte=day))


AREA_OF_UNIT = Column("area_name", "管理区域", annotation=area_name_of_unit)

SITES = Sheet(
    title="示范点",
    model=DemonstrationSite,
    related=("organization",),
    columns=(
        Column("organization", width=40),
        Column("level"),
        Column("area_name", "管理区域", annotation=seat_name_of_parent),
        Column("starts_on", "命名日期"),
        Column("ends_on"),
        Column("document", width=30),
    ),
    empty_text="没有符合条件的示范点。",
)
LIAISONS = Sheet(
    title="领导联系点",
    model=Liaison,
    related=("unit",),
    columns=(
        Column("unit", width=40),
        Column("leader"),
        Column("leader_post", width=24),
        AREA_OF_UNIT,
        Column("starts_on"),
        Column("ends_on"),
        Column("document", width=30),
    ),
    empty_text="没有符合条件的领导联系点。",
)
CENTRES = Sheet(
    title="党群服务中心",
    model=ServiceCentre,
    related=("area",),
    columns=(
        Column("name", width=40),
        Column("area"),
        Column("address", width=40),
        Column("served_units", "服务单位（家）", annotation=served_units_on, numeric=True),
        Column("opened_on"),
        Column("closed_on"),
    ),
    empty_text="没有符合条件的党群服务中心。",
)
SERVICES = Sheet(
    title="中心服务单位",
    model=CentreService,
    related=("centre", "unit"),
    columns=(
        Column("unit", width=40),
        Column("credit_code", "统一社会信用代码", text=lambda row: row.unit.credit_code or "", width=22),
        AREA_OF_UNIT,
        Column("centre", width=40),
        Column("starts_on"),
        Column("ends_on"),
    ),
    empty_text="没有符合条件的服务单位。",
)
DEPARTMENTS = Sheet(
    title="参与部门",
    model=Department,
    ordering=("starts_on", "pk"),
    columns=(Column("name", width=24), Column("duty", width=50), Column("starts_on"), Column("ends_on")),
    empty_text="没有登记参与部门。",
)

# Small lists under the page of an organization and of a centre.
ORGANIZATION_SITES = Sheet(
    title="示范点",
    model=DemonstrationSite,
    ordering=("-starts_on", "pk"),
    columns=(Column("level"), Column("document"), PERIOD),
    empty_text="没有命名为示范点。",
)
CENTRE_UNITS = Sheet(
    title="服务单位",
    model=CentreService,
    related=("unit",),
    ordering=("-starts_on", "pk"),
    columns=(
        Column("unit", width=40),
        Column("credit_code", "统一社会信用代码", text=lambda row: row.unit.credit_code or ""),
        AREA_OF_UNIT,
        PERIOD,
    ),
    empty_text="没有登记服务单位。",
)
