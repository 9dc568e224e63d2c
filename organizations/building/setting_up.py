"""The act by which an organization comes to be."""

from collections.abc import Iterable

from django.db import transaction

from core.audit import Actor
from core.saving import add_all
from organizations.models import Area, Organization, Seat


def set_up(organization: Organization, area: Area, by: Actor) -> Organization:
    """Add an organization with its managing area from the day it was established."""
    return set_up_all([(organization, area)], by)[0]


def set_up_all(
    organizations_with_areas: Iterable[tuple[Organization, Area]], by: Actor
) -> list[Organization]:
    """Add organizations, each with its managing area; a superior must have been added before."""
    pairs = list(organizations_with_areas)
    with transaction.atomic():
        add_all((organization for organization, _ in pairs), by)
        add_all((Seat(organization=o, area=area, starts_on=o.established_on) for o, area in pairs), by)
    return [organization for organization, _ in pairs]
