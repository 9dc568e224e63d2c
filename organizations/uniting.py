"""The act of the planner: found several joint branches and let each cover its units, all of them or none."""

from dataclasses import dataclass

from django.db import transaction

from core.audit import Actor
from organizations.handing_over import set_up_covering
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
            set_up_covering(union.organization, union.area, union.units, by)
        return [union.organization for union in unions]
