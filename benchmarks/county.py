"""An invented county of any size, written in bulk."""

import datetime
from random import Random

from django.core.management import call_command
from django.db import transaction

from organizations.choices import Formation, PostSource, UnitKind
from organizations.models import (
    Area,
    Assignment,
    BaseSpell,
    Coverage,
    Officer,
    Organization,
    Placement,
    Post,
    Seat,
    Survey,
    Unit,
)

START = datetime.date(2016, 1, 1)
UNITS_PER_JOINT = 5
UNITS_PER_OFFICER = 5


def build(number: int, seed: int = 130582) -> None:
    """Migrate the empty database and fill it with so many units."""
    call_command("migrate", interactive=False, verbosity=0)
    random = Random(seed)
    areas = list(Area.objects.leaves())
    with transaction.atomic():
        units = Unit.objects.bulk_create(_unit(index, random) for index in range(number))
        placed = [(unit, random.choice(areas)) for unit in units]
        Placement.objects.bulk_create(Placement(unit=u, area=a, starts_on=START) for u, a in placed)
        Survey.objects.bulk_create(
            Survey(unit=u, formal_members=u.formal_members, starts_on=START) for u in units
        )
        BaseSpell.objects.bulk_create(
            BaseSpell(unit=u, starts_on=START) for u in units if random.random() < 0.95
        )
        _cover(placed, random)


def _unit(index: int, random: Random) -> Unit:
    kind = UnitKind.ENTERPRISE if random.random() < 0.9 else UnitKind.SOCIAL_ORG
    surveyed = START if random.random() < 0.9 else None
    return Unit(name=f"试验单位{index}", kind=kind, formal_members=random.randrange(6), surveyed_on=surveyed)


def _cover(placed: list, random: Random) -> None:
    """Half of the units get an organization of their own, a quarter a joint one, a tenth an officer."""
    shuffled = random.sample(placed, len(placed))
    half, quarter, tenth = len(placed) // 2, len(placed) // 4, len(placed) // 10
    alone, together = shuffled[:half], shuffled[half : half + quarter]
    guided = shuffled[half + quarter : half + quarter + tenth]
    _found(Formation.STANDALONE, [[pair] for pair in alone], random)
    _found(Formation.JOINT, _groups(together, UNITS_PER_JOINT), random)
    for group in _groups(guided, UNITS_PER_OFFICER):
        officer = Officer.objects.create(name="试验指导员", area=group[0][1])
        Assignment.objects.bulk_create(Assignment(officer=officer, unit=u, starts_on=START) for u, _ in group)


def _found(formation: str, groups: list, random: Random) -> None:
    organizations = Organization.objects.bulk_create(
        Organization(name=f"试验党支部{index}", formation=formation, established_on=START)
        for index in range(len(groups))
    )
    pairs = list(zip(organizations, groups, strict=True))
    Seat.objects.bulk_create(Seat(organization=o, area=group[0][1], starts_on=START) for o, group in pairs)
    Coverage.objects.bulk_create(
        Coverage(unit=u, organization=o, starts_on=START) for o, group in pairs for u, _ in group
    )
    Post.objects.bulk_create(
        Post(organization=o, name="某同志", source=random.choice(PostSource.values), starts_on=START)
        for o in organizations
    )


def _groups(rows: list, size: int) -> list[list]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
