"""The act that merges an area into another on a day; figures of days before stay with the old area."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, change
from organizations.carrying import carry_over, lasting
from organizations.choices import AreaKind
from organizations.models import Area, AreaName, Jurisdiction, Officer, Placement, Seat, ServiceCentre
from organizations.registration import DAY, end_span


def merge_area(area: Area, into: Area, on: datetime.date, by: Actor, document: str = "") -> Area:
    """Close an area, and all below it, the day before; what it managed is managed by the other from the day.

    Units and organizations get a new placement or seat, officers still in office and open centres go along,
    roles over the area end. Raises Refused, naming both, when a fact begins only on that day or later.
    """
    with transaction.atomic():
        area, into = locked(area), locked(into)
        check_merging(area, into)
        branch = list(Area.objects.below(area).filter(closed_on=None).order_by("pk"))
        for model, noun in ((Placement, "unit"), (Seat, "organization")):
            rows = model.objects.filter(area__in=branch).select_related("area", noun)
            for span in lasting(rows, on, "并入"):
                carry_over(span, on, by, area=into, document=document)
        for model in (Officer, ServiceCentre):
            take_along(model, branch, into, on, by)
        for rows in (running_roles(branch), AreaName.objects.filter(area__in=branch)):
            for span in lasting(rows, on, "并入"):
                end_span(span, on - DAY, by)
        for one in branch:
            close_area(one, into, on, by, document)
    return into


def locked(area: Area) -> Area:
    return Area.objects.select_for_update(no_key=True).get(pk=area.pk)


def check_merging(area: Area, into: Area) -> None:
    """Refuse what cannot be merged; both areas are named."""
    for one in (area, into):
        if one.closed_on:
            raise Refused(f"“{one}”已于{one.closed_on.isoformat()}撤并，不能办理“{area}”并入“{into}”。")
        if one.kind == AreaKind.COUNTY:
            raise Refused(f"“{one}”是县（市）本级，不能办理“{area}”并入“{into}”。")
    if into.path.startswith(area.path):
        raise Refused(f"“{into}”是“{area}”自己或其下级，不能并入。")


def running_roles(areas):
    """Return the roles held over one of the areas."""
    return Jurisdiction.objects.filter(area__in=areas).select_related("user")


def take_along(model, branch, into: Area, on: datetime.date, by: Actor) -> None:
    """Give officers still in office, and open centres, their new area; who left before keeps the old one."""
    over = "left_on" if model is Officer else "closed_on"
    for row in model.objects.filter(area__in=branch).exclude(**{f"{over}__lt": on}).order_by("pk"):
        row.area = into
        change(row, by, act="变更管理区域")


def close_area(area: Area, into: Area, on: datetime.date, by: Actor, document: str) -> None:
    area.closed_on, area.merged_into = on - DAY, into
    change(area, by, act="撤并", reason=document)
