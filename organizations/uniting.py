"""The act of the planner: found several joint branches and let each cover its units, all of them or none."""

from dataclasses import dataclass

from django.db import transaction

from core.audit import Actor
from organizations.building import cover, set_up
from organizations.models import Area, Organization, Unit


@dataclass(frozen=True)
class Union:
    """A joint branch that is not founded yet, its managing area and the units that found it."""

    organization: Organization
    area: Area
    units: tuple[Unit, ...]


def unite(unions: list[Union], by: Actor) -> list[Organization]:
    """Found the branches on their day; Refused names the unit and organization that stand against it."""
    with transaction.atomic():
        for union in unions:
            organization = set_up(union.organization, union.area, by)
            document = organization.approval_number
            for unit in union.units:
                cover(unit, organization, organization.established_on, by, document)
        return [union.organization for union in unions]
