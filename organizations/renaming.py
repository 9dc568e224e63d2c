"""A unit takes another name on a day; the former one is kept with its days and stays searchable."""

import datetime

from django.db import transaction
from django.db.models import Min

from core.audit import Actor
from core.saving import Refused, add, change
from organizations.models import Unit, UnitName
from organizations.registration import DAY, read_again, search_text_of


def named_since(unit: Unit) -> datetime.date | None:
    """The first known day of the present name: after the last former one, else the first day on record."""
    last = unit.names.filter(ends_on__isnull=False).order_by("-ends_on").first()
    if last is not None:
        return last.ends_on + DAY
    known = (unit.opened_on, unit.placements.aggregate(first=Min("starts_on"))["first"])
    return min((day for day in known if day), default=None)


def rename_unit(unit: Unit, name: str, on: datetime.date, document: str, by: Actor) -> Unit:
    """Give a unit another name from the day on; the days before keep the former one.

    Raises Refused for the name it has, for the name of another unit, and for a day on which the present
    name was not yet in use. The document is kept as the reason of both entries of the audit trail.
    """
    with transaction.atomic():
        read_again(unit)
        since = named_since(unit)
        _check_rename(unit, name, on, since)
        former = UnitName(unit=unit, name=unit.name, starts_on=since or on - DAY, ends_on=on - DAY)
        add(former, by, reason=document)
        unit.name = name
        unit.search_text = search_text_of(unit)
        return change(unit, by, act="更名", reason=document)


def _check_rename(unit: Unit, name: str, on: datetime.date, since: datetime.date | None) -> None:
    if name == unit.name:
        raise Refused(f"单位现在的名称就是“{name}”，无需更名。")
    if unit.closed_on and on > unit.closed_on:
        raise Refused(f"{unit}已于{unit.closed_on.isoformat()}注销或迁出，更名日期不能更晚。")
    if since is not None and on <= since:
        raise Refused(f"{unit}从{since.isoformat()}起使用现在的名称，更名日期应晚于这一天。")
    if Unit.objects.filter(name=name, closed_on=None).exclude(pk=unit.pk).exists():
        raise Refused(f"已有单位名为“{name}”，{unit}不能更名为同一名称。请核对是否为同一家单位。")
