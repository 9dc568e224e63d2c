"""What is shown and kept in time at a household: term, demonstration site, liaison, centre, department."""

import datetime

from organizations.models import (
    CentreService,
    DemonstrationSite,
    Department,
    Liaison,
    ServiceCentre,
    Term,
)
from tests.factories import EARLY, area

DUE = datetime.date(2019, 1, 1)


def make_centre(place: str, name: str, *, on=EARLY) -> ServiceCentre:
    return ServiceCentre.objects.create(name=name, area=area(place), opened_on=on)


def make_showcase(unit, organization, place: str, number: int) -> tuple:
    """One row of each table that belongs to the unit or its organization."""
    centre = make_centre(place, f"{place}{number}号中心")
    return (
        Term.objects.create(organization=organization, starts_on=EARLY, due_on=DUE),
        DemonstrationSite.objects.create(organization=organization, level="county", starts_on=EARLY),
        Liaison.objects.create(unit=unit, leader=f"{place}{number}号领导", starts_on=EARLY),
        centre,
        CentreService.objects.create(centre=centre, unit=unit, starts_on=EARLY),
        Department.objects.create(name=f"{place}{number}号部门", starts_on=EARLY),
    )
