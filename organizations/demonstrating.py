"""Acts of showing and keeping in touch: name a demonstration site, let a leader keep in touch with a unit."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, refuse_invalid
from organizations.building import closing_of, last_day, locked
from organizations.models import DemonstrationSite, Liaison, Organization, Unit


def name_site(site: DemonstrationSite, by: Actor) -> DemonstrationSite:
    """Name an organization a demonstration site from a day on; refused outside its life or when it is one."""
    with transaction.atomic():
        site.organization = locked(site.organization)
        check_life_of_organization(site.organization, site.starts_on)
        site.ends_on = last_day(site.organization)
        refuse_invalid(site)
        return add(site, by)


def liaise(liaison: Liaison, by: Actor) -> Liaison:
    """Let a leader keep in touch with a unit from a day on; refused outside its life or when he does."""
    with transaction.atomic():
        liaison.unit = Unit.objects.select_for_update(no_key=True).get(pk=liaison.unit_id)
        check_life_of_unit(liaison.unit, liaison.starts_on)
        liaison.ends_on = closing_of(liaison.unit, liaison.starts_on)
        refuse_invalid(liaison)
        return add(liaison, by)


def check_life_of_organization(organization: Organization, on: datetime.date) -> None:
    if not organization.is_open(on):
        life = f"{organization.established_on.isoformat()} 至 {organization.closed_on or '今'}"
        raise Refused(f"{on.isoformat()}不在“{organization}”存续期内（{life}），请核对。")


def check_life_of_unit(unit: Unit, on: datetime.date) -> None:
    if unit.opened_on and on < unit.opened_on:
        raise Refused(f"{unit}成立于{unit.opened_on.isoformat()}，起始日期不能更早。")
    closing = closing_of(unit, on)
    if closing and on > closing:
        raise Refused(f"{unit}已于{closing.isoformat()}注销或迁出，起始日期不能更晚。")
