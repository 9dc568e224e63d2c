"""Acts by which units come under another organization: hand over one, let several join, let some leave."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from core.audit import Actor
from core.saving import Refused
from organizations.building import check_alone, check_lives, cover_all, last_day, locked, set_up
from organizations.carrying import carry_over
from organizations.models import Area, Coverage, Organization, Unit
from organizations.registration import end_span


def coverage_of(unit: Unit, on: datetime.date) -> Coverage | None:
    """Return the coverage of the day with its organization; the unit is locked, so that clerks take turns."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    return Coverage.objects.on(on).filter(unit=unit).select_related("unit", "organization").first()


def hand_over(
    unit: Unit, organization: Organization, on: datetime.date, by: Actor, document: str = ""
) -> Coverage:
    """Let another organization cover the unit from the day on; the present coverage ends the day before.

    Raises Refused, naming both organizations, when nothing is there to hand over or the days contradict.
    """
    with transaction.atomic():
        present = coverage_of(unit, on)
        if present is None:
            raise Refused(f"{unit}在{on.isoformat()}没有党组织覆盖，请直接登记由“{organization}”覆盖。")
        organization = locked(organization)
        check_handing(present, organization, on)
        check_lives(unit, organization, on)
        check_alone(unit, organization, on)
        ended = {"end_document": document}
        ends = [day for day in (present.ends_on, last_day(unit, organization)) if day]
        moved = {"organization": organization, "document": document, "ends_on": min(ends, default=None)}
        return carry_over(present, on, by, act="移交", ended=ended, **moved)


def check_handing(present: Coverage, organization: Organization, on: datetime.date) -> None:
    """Refuse what the present coverage contradicts; both organizations are named."""
    unit, holder = present.unit, present.organization
    if holder == organization:
        raise Refused(f"{unit}在{on.isoformat()}已由“{organization}”覆盖，无需移交。")
    if present.starts_on >= on:
        day = present.starts_on.isoformat()
        raise Refused(f"“{holder}”从{day}起才覆盖{unit}，移交给“{organization}”的日期应晚于这一天。")
    later = Coverage.objects.filter(unit=unit, starts_on__gt=on).select_related("organization").first()
    if later is not None:
        day = later.starts_on.isoformat()
        raise Refused(
            f"{unit}从{day}起由“{later.organization}”覆盖，不能再从{on.isoformat()}起移交给“{organization}”。"
        )


def join(
    organization: Organization, units: Iterable[Unit], on: datetime.date, by: Actor, document: str = ""
) -> list[Coverage]:
    """Let an organization cover several units from the day on: all of them, or none."""
    new = {"organization": organization, "starts_on": on, "document": document}
    return cover_all((Coverage(unit=unit, **new) for unit in units), by)


def set_up_covering(organization: Organization, area: Area, units: Iterable[Unit], by: Actor) -> Organization:
    """Set up an organization together with the units it covers from its first day."""
    with transaction.atomic():
        set_up(organization, area, by)
        join(organization, units, organization.established_on, by, organization.approval_number)
    return organization


def release(
    organization: Organization, units: Iterable[Unit], on: datetime.date, by: Actor, document: str = ""
) -> list[Coverage]:
    """Let units leave an organization; the day given is the last of the coverage."""
    with transaction.atomic():
        return [_release(unit, organization, on, by, document) for unit in units]


def _release(unit, organization, on, by, document):
    coverage = coverage_of(unit, on)
    if coverage is None or coverage.organization_id != organization.pk:
        raise Refused(f"{unit}在{on.isoformat()}不由“{organization}”覆盖，不能办理退出。")
    coverage.end_document = document
    return end_span(coverage, on, by, act="退出")


def move_seat(
    organization: Organization, area: Area, on: datetime.date, by: Actor, document: str = ""
) -> None:
    """Let another area manage the organization from the day on; days before keep their area."""
    with transaction.atomic():
        now = organization.seats.on(on).select_related("area").first()
        if now is None or (organization.closed_on and on > organization.closed_on):
            raise Refused(f"“{organization}”在{on.isoformat()}没有管理区域或已撤销，不能变更。")
        if now.area_id == area.pk:
            raise Refused(f"“{organization}”在{on.isoformat()}已由{area}管理，无需变更。")
        later = organization.seats.filter(starts_on__gte=on).select_related("area").first()
        if later is not None:
            day = later.starts_on.isoformat()
            raise Refused(f"“{organization}”从{day}起由{later.area}管理，变更日期应晚于这一天。")
        carry_over(now, on, by, act="变更", area=area, document=document)
