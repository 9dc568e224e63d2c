"""What the planner of joint branches reads: the units nobody covers on a day, and the rules in force."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from members.heads import formal_members_on, heads_source_on
from organizations.conditions import covered, covering_name_on, in_base, officer_name_on
from organizations.models import Area, DatedRule, Organization, Unit
from organizations.models.units import area_on
from organizations.planning import Candidate

ENOUGH, MOST = "own_branch_members", "joint_units"


@dataclass(frozen=True)
class Limits:
    """The dated rules of a day: formal members of a branch at least, units of a joint branch at most."""

    enough: int
    most: int


def limits_on(day: datetime.date) -> Limits | None:
    """Return the rules in force on the day, None when one is missing."""
    values = [DatedRule.objects.value_on(key, day) for key in (ENOUGH, MOST)]
    return None if None in values else Limits(*values)


def described(units, day: datetime.date):
    """Add to units what the planner shows: area, organization, officer and formal members of the day."""
    return units.annotate(
        place=area_on(day),
        covered_by=covering_name_on(day),
        officer_name=officer_name_on(day),
        heads=formal_members_on(day),
        heads_source=heads_source_on(day),
    )


def candidates_of(units, area: Area, day: datetime.date, enough: int):
    """Keep the units of the base in the area that nobody covers and that need no branch of their own.

    Units with too few members are among them, and those without any or with an unknown number.
    """
    few = Q(heads__isnull=True) | Q(heads__lt=enough)
    return described(units.placed_in(area, day).filter(in_base(day) & ~covered(day)), day).filter(few)


def as_candidate(unit: Unit) -> Candidate:
    return Candidate(unit.pk, unit.place, unit.heads, unit.industry.strip(), unit.employees)


def names_in_use(names, day: datetime.date) -> set[str]:
    """Which of these names an open organization has on the day."""
    return set(Organization.objects.open_on(day).filter(name__in=names).values_list("name", flat=True))


def names_for(plans: list[tuple[str, str]], day: datetime.date) -> list[str]:
    """A new name for each (area, trade): 桥东街道玻璃联合党支部1, counted on beyond the names in use."""
    stems = [f"{area}{trade}"[:100] + "联合党支部" for area, trade in plans]
    starting = Q(pk__in=[])
    for stem in set(stems):
        starting |= Q(name__startswith=stem)
    taken = set(Organization.objects.filter(starting).values_list("name", flat=True))
    return [_next_name(stem, taken) for stem in stems]


def _next_name(stem: str, taken: set[str]) -> str:
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    taken.add(f"{stem}{number}")
    return f"{stem}{number}"
