"""Acts of service centres: take units into their care on a day, close a centre with all it serves."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, change
from organizations.building import closing_of
from organizations.conditions import in_base
from organizations.demonstrating import check_life_of_unit
from organizations.models import Area, CentreService, ServiceCentre, Unit
from organizations.registration import end_span


def units_of_area(units, area: Area, on: datetime.date):
    """Keep the units that the area managed on the day and that counted in the base."""
    return units.placed_in(area, on).filter(in_base(on))


def serve(centre: ServiceCentre, units: Iterable[Unit], on: datetime.date, by: Actor) -> list[CentreService]:
    """Let the centre serve the units from the day on; those it serves already are passed over.

    Raises Refused outside the life of the centre or of a unit, when a unit is served from a later day on,
    or when nothing would be new.
    """
    with transaction.atomic():
        centre = _locked(centre)
        _check_life(centre, on)
        known = _known(centre, on)
        new = [unit for unit in units if not _served_on(known.get(unit.pk), unit, centre, on)]
        if not new:
            raise Refused(f"这些单位在{on.isoformat()}已由“{centre}”服务，无需重复登记。")
        return [_begin(centre, unit, on, by) for unit in new]


def _locked(centre: ServiceCentre) -> ServiceCentre:
    """Return the row as it stands now, locked: acts on one centre take turns."""
    return ServiceCentre.objects.select_for_update(no_key=True).get(pk=centre.pk)


def _known(centre: ServiceCentre, on: datetime.date) -> dict[int, CentreService]:
    """Return the service of each unit that holds on the day or begins after it, the earliest first."""
    services = centre.services.during(on, datetime.date.max).order_by("-starts_on")
    return {service.unit_id: service for service in services}


def _served_on(service, unit: Unit, centre: ServiceCentre, on: datetime.date) -> bool:
    if service is not None and service.starts_on > on:
        raise Refused(f"{unit}从{service.starts_on.isoformat()}起已由“{centre}”服务，起始日期不能更早。")
    return service is not None


def _begin(centre: ServiceCentre, unit: Unit, on: datetime.date, by: Actor) -> CentreService:
    check_life_of_unit(unit, on)
    last = min(filter(None, (centre.closed_on, closing_of(unit, on))), default=None)
    return add(CentreService(centre=centre, unit=unit, starts_on=on, ends_on=last), by)


def _check_life(centre: ServiceCentre, on: datetime.date) -> None:
    if on < centre.opened_on:
        raise Refused(f"“{centre}”启用于{centre.opened_on.isoformat()}，服务起始日期不能更早。")
    if centre.closed_on and on > centre.closed_on:
        raise Refused(f"“{centre}”已于{centre.closed_on.isoformat()}停用，不能再登记服务单位。")


def close_centre(centre: ServiceCentre, on: datetime.date, by: Actor) -> ServiceCentre:
    """Close a centre on its last day: every service ends that day, what was before stays."""
    with transaction.atomic():
        centre = _locked(centre)
        if centre.closed_on:
            raise Refused(f"“{centre}”已于{centre.closed_on.isoformat()}停用。")
        if on < centre.opened_on:
            raise Refused(f"“{centre}”启用于{centre.opened_on.isoformat()}，停用日期不能更早。")
        later = centre.services.filter(starts_on__gt=on).select_related("unit").first()
        if later is not None:
            day = later.starts_on.isoformat()
            raise Refused(f"“{centre}”从{day}起服务{later.unit}，停用日期不能更早。")
        for service in centre.services.on(on).select_related("unit", "centre"):
            end_span(service, on, by)
        centre.closed_on = on
        return change(centre, by, act="停用")
