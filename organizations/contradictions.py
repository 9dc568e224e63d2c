"""What cannot be true as recorded: facts outside the life of their owner, figures beyond their base."""

import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from core.findings import Finding
from organizations import conditions as c
from organizations.choices import Formation
from organizations.models import (
    Area,
    Assignment,
    BaseSpell,
    Coverage,
    Organization,
    Placement,
    Post,
    Reopening,
    Seat,
    Unit,
)
from organizations.models.organizations import is_open_on

DAYS = "平台数据规则：起止日期应在存续期内"
SUMS = "平台数据规则：分子不能多于分母"
ONE_PLACE = "平台数据规则：每天有且只有一个管理区域"


def outside_life(owner: str, opens: str) -> Q:
    """Spans that begin before the owner opened, or last beyond the day it closed."""
    begins, closes = f"{owner}__{opens}", f"{owner}__closed_on"
    endless = Q(ends_on__isnull=True, **{f"{closes}__isnull": False})
    return Q(starts_on__lt=F(begins)) | Q(ends_on__gt=F(closes)) | endless


def while_closed() -> Q:
    """Spans of a unit that share a day with the time between a closing and the reopening after it."""
    reopened = Q(unit__in=Reopening.objects.values("unit"))  # few are; the others need no second look
    gaps = Reopening.objects.filter(unit=OuterRef("unit"), reopened_on__gt=OuterRef("starts_on"))
    ended = gaps.filter(closed_on__lt=OuterRef("ends_on"))
    return reopened & (Q(Exists(ended)) | Q(Exists(gaps), ends_on__isnull=True))


def begun(model, day: datetime.date):
    return model.objects.filter(starts_on__lte=day)


def _of_unit(spans) -> Q:
    wrong = spans.filter(outside_life("unit", "opened_on") | while_closed())
    return Q(Exists(wrong.filter(unit=OuterRef("pk"))))


def coverage_outside_unit(day: datetime.date) -> Q:
    """Units covered while they did not exist."""
    return _of_unit(begun(Coverage, day))


def coverage_outside_organization(day: datetime.date) -> Q:
    """Units covered by an organization while that did not exist."""
    wrong = begun(Coverage, day).filter(outside_life("organization", "established_on"))
    return Q(Exists(wrong.filter(unit=OuterRef("pk"))))


def assignment_outside_unit(day: datetime.date) -> Q:
    return _of_unit(begun(Assignment, day))


def assignment_after_leaving(day: datetime.date) -> Q:
    """Units with an officer who had left office by then."""
    left = Q(officer__left_on__isnull=False)
    late = Q(ends_on__isnull=True) | Q(ends_on__gt=F("officer__left_on"))
    return Q(Exists(begun(Assignment, day).filter(left & late, unit=OuterRef("pk"))))


def base_outside_unit(day: datetime.date) -> Q:
    """Units that count in the base on a day on which they do not exist."""
    closed = Q(closed_on__lt=day) | Q(opened_on__gt=day)
    gap = Reopening.objects.filter(unit=OuterRef("pk"), closed_on__lt=day, reopened_on__gt=day)
    return c.in_base(day) & (closed | Q(Exists(gap)))


def unit_without_area(day: datetime.date) -> Q:
    placements = Placement.objects.on(day).filter(unit=OuterRef("pk"))
    return c.in_base(day) & ~Q(Exists(placements))


def organization_without_area(day: datetime.date) -> Q:
    return is_open_on(day) & ~Q(Exists(Seat.objects.on(day).filter(organization=OuterRef("pk"))))


def post_outside_organization(day: datetime.date) -> Q:
    wrong = begun(Post, day).filter(outside_life("organization", "established_on"))
    return Q(Exists(wrong.filter(organization=OuterRef("pk"))))


def standalone_covers_many(day: datetime.date) -> Q:
    """Organizations formed for one unit alone that cover several on the day."""
    return Q(formation=Formation.STANDALONE) & c.covers_several(day)


def covered_over_base(day: datetime.date) -> Q:
    """Areas with more covered units than units in the base."""
    covered = Placement.objects.on(day).filter(Exists(_same_unit(Coverage, day)))
    based = Placement.objects.on(day).filter(Exists(_same_unit(BaseSpell, day)))
    return Q(GreaterThan(_units_of_area(covered), _units_of_area(based)))


def _same_unit(model, day):
    return model.objects.on(day).filter(unit=OuterRef("unit"))


def _units_of_area(placements) -> Coalesce:
    counted = placements.filter(area=OuterRef("pk")).order_by().values("area").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


COVERAGE_OUTSIDE_UNIT = Finding(
    key="coverage_outside_unit",
    label="覆盖超出单位存续期",
    advice="覆盖关系早于单位成立或晚于单位注销，请核对单位日期，更正覆盖的起止日期。",
    source=DAYS,
    subjects=Unit.objects.all,
    hit=coverage_outside_unit,
    contradiction=True,
)
COVERAGE_OUTSIDE_ORGANIZATION = Finding(
    key="coverage_outside_organization",
    label="覆盖超出党组织存续期",
    advice="覆盖关系早于党组织成立或晚于党组织撤销，请核对党组织日期，更正覆盖的起止日期。",
    source=DAYS,
    subjects=Unit.objects.all,
    hit=coverage_outside_organization,
    contradiction=True,
)
ASSIGNMENT_OUTSIDE_UNIT = Finding(
    key="assignment_outside_unit",
    label="派驻超出单位存续期",
    advice="派驻早于单位成立或晚于单位注销，请更正派驻的起止日期。",
    source=DAYS,
    subjects=Unit.objects.all,
    hit=assignment_outside_unit,
    contradiction=True,
)
ASSIGNMENT_AFTER_LEAVING = Finding(
    key="assignment_after_leaving",
    label="指导员离任后仍在派驻",
    advice="指导员已离任，请结束派驻并另派指导员。",
    source=DAYS,
    subjects=Unit.objects.all,
    hit=assignment_after_leaving,
    contradiction=True,
)
BASE_OUTSIDE_UNIT = Finding(
    key="base_outside_unit",
    label="已注销或尚未成立却在基数",
    advice="单位当日不存续却计入基数，请核对单位日期，或办理移出基数。",
    source=DAYS,
    subjects=Unit.objects.all,
    hit=base_outside_unit,
    contradiction=True,
)
UNIT_WITHOUT_AREA = Finding(
    key="unit_without_area",
    label="单位没有管理区域",
    advice="没有管理区域的单位不计入任何区域，也没有人能看到，请由系统管理员补登管理归属。",
    source=ONE_PLACE,
    subjects=Unit.objects.all,
    hit=unit_without_area,
    contradiction=True,
)
ORGANIZATION_WITHOUT_AREA = Finding(
    key="organization_without_area",
    label="党组织没有管理区域",
    advice="没有管理区域的党组织不计入任何区域，也没有人能看到，请由系统管理员补登党组织归属。",
    source=ONE_PLACE,
    subjects=Organization.objects.all,
    hit=organization_without_area,
    contradiction=True,
)
POST_OUTSIDE_ORGANIZATION = Finding(
    key="post_outside_organization",
    label="任职超出党组织存续期",
    advice="任职早于党组织成立或晚于党组织撤销，请更正任职的起止日期。",
    source=DAYS,
    subjects=Organization.objects.all,
    hit=post_outside_organization,
    contradiction=True,
)
STANDALONE_COVERS_MANY = Finding(
    key="standalone_covers_many",
    label="单独组建却覆盖几家单位",
    advice="单独组建的党组织当日只能覆盖一家单位，请更正组建方式或结束多余的覆盖。",
    source="《中国共产党支部工作条例（试行）》第四条、第五条",
    subjects=Organization.objects.all,
    hit=standalone_covers_many,
    contradiction=True,
)
COVERED_OVER_BASE = Finding(
    key="covered_over_base",
    label="已覆盖单位多于基数",
    advice="已覆盖的单位多于纳入基数的单位，请在“已覆盖却不在基数”中逐家核对。",
    source=SUMS,
    subjects=Area.objects.all,
    hit=covered_over_base,
    contradiction=True,
)
