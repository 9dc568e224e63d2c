"""From which day to which units and organizations live: facts about them stay inside."""

import datetime
from collections.abc import Iterable
from operator import attrgetter

from core.batches import rows_by
from core.saving import Refused
from organizations.models import Organization, Reopening, Unit


def locked(organization: Organization) -> Organization:
    """Return the row as it stands now, locked: an act on it may have changed it since it was read."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)


def locked_all(keys: Iterable[int]) -> dict[int, Organization]:
    """Return the organizations of these numbers as they stand now, locked in one order."""
    rows = Organization.objects.select_for_update(no_key=True).order_by("pk")
    return {pk: row for pk, (row,) in rows_by(rows, "pk", keys).items()}


def closing_of(unit: Unit, on: datetime.date) -> datetime.date | None:
    """Return the closing that bounds the life of the unit around the day: it may have been reopened since."""
    return closing_among(unit, unit.reopenings.all(), on)


def closing_among(unit: Unit, reopenings: Iterable[Reopening], on: datetime.date) -> datetime.date | None:
    """Return the same for a unit whose reopenings have been read."""
    later = (one for one in reopenings if one.reopened_on > on)
    over = min(later, key=attrgetter("reopened_on"), default=None)
    return over.closed_on if over else unit.closed_on


def closings(facts: list) -> list[datetime.date | None]:
    """Return for each new fact the closing that bounds the life of its unit around its first day.

    The units are locked and read as they stand now: nobody can close one before the fact is there.
    """
    units = locked_units(fact.unit_id for fact in facts)
    reopenings = rows_by(Reopening.objects.all(), "unit_id", units)
    return [closing_among(units[one.unit_id], reopenings[one.unit_id], one.starts_on) for one in facts]


def locked_units(keys: Iterable[int]) -> dict[int, Unit]:
    """Return the units of these numbers as they stand now, locked in one order."""
    rows = Unit.objects.select_for_update(no_key=True).order_by("pk")
    return {pk: row for pk, (row,) in rows_by(rows, "pk", keys).items()}


def check_lives(unit: Unit, organization: Organization, on: datetime.date) -> None:
    """Refuse a day outside the life of unit or organization."""
    check_between(unit, organization, on, closing_of(unit, on))


def check_between(
    unit: Unit, organization: Organization, on: datetime.date, closing: datetime.date | None
) -> None:
    """Refuse the same when the closing of the unit is known."""
    if on < organization.established_on:
        day = organization.established_on.isoformat()
        raise Refused(f"“{organization}”成立于{day}，覆盖起始日期不能更早。")
    if organization.closed_on and on > organization.closed_on:
        raise Refused(f"“{organization}”已于{organization.closed_on.isoformat()}撤销，不能再覆盖单位。")
    if unit.opened_on and on < unit.opened_on:
        raise Refused(f"{unit}成立于{unit.opened_on.isoformat()}，覆盖起始日期不能更早。")
    if closing and on > closing:
        raise Refused(f"{unit}已于{closing.isoformat()}注销或迁出，不能再登记覆盖。")


def last_day(*closing) -> datetime.date | None:
    """The day on which the first of these closes: a fact about them cannot last longer."""
    return min((one.closed_on for one in closing if one.closed_on), default=None)


def earliest(*days: datetime.date | None) -> datetime.date | None:
    """Return the first of the days that are known."""
    return min(filter(None, days), default=None)
