"""What the portal knows of the people, organizations and units of a roster, asked for in few queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, Q

from core.batches import batches
from core.intake.rows import RowPreview
from core.scoping import Scope
from core.sealing import fingerprints
from members.models import HAS_ID_NUMBER, Member, Membership
from organizations.intake.register import name_key
from organizations.models import Area, Coverage, Organization, Unit


class Register:
    """Members, organizations and units within a scope, as far as the lines of one day name them."""

    def __init__(self, scope: Scope, on: datetime.date, area: Area | None):
        self.scope = scope
        self.on = on
        organizations = list(Organization.objects.within(scope))
        self.organizations = {organization.pk: organization for organization in organizations}
        self.by_name = defaultdict(list)
        for organization in organizations:
            self.by_name[name_key(organization.name)].append(organization)
        seated = Organization.objects.seated_in(area, on).values_list("pk", flat=True) if area else ()
        self.preferred = set(seated)
        self.units: dict[str, list[Unit]] = defaultdict(list)
        self.covering: dict[int, Organization] = {}
        self.by_print: dict[str, Member] = {}
        self.foreign_prints: set[str] = set()
        self.namesakes: dict[tuple, dict[int, Member]] = defaultdict(dict)

    def load(self, rows: list[RowPreview]) -> None:
        """Look up everything that the lines name."""
        self._load_units({row.values["unit"] for row in rows} - {None})
        self._load_coverages()
        self._load_numbers({row.values["id_number"] for row in rows} - {None})
        self._load_namesakes(rows)

    def _load_units(self, names: set[str]) -> None:
        for some in batches(sorted(names)):
            named = Q(name__in=some) | Q(credit_code__in=some)
            for unit in Unit.objects.within(self.scope).filter(named):
                self.units[name_key(unit.name)].append(unit)
                if unit.credit_code:
                    self.units[name_key(unit.credit_code)].append(unit)

    def _load_coverages(self) -> None:
        """Which organization of the scope covers a named unit on the day."""
        numbers = {unit.pk for units in self.units.values() for unit in units}
        for some in batches(sorted(numbers)):
            running = Coverage.objects.on(self.on).filter(unit__in=some)
            for unit, by in running.values_list("unit", "organization"):
                if by in self.organizations:
                    self.covering[unit] = self.organizations[by]

    def _load_numbers(self, numbers: set[str]) -> None:
        """Who has one of the numbers; of those outside the scope only that there is somebody."""
        for some in batches(sorted(numbers)):
            prints = [found for number in some for found in fingerprints(number)]
            holders = Member.objects.filter(HAS_ID_NUMBER, id_number_print__in=prints)
            everybody = dict(holders.values_list("pk", "id_number_print"))
            mine = self._within(everybody)
            self.by_print |= {member.id_number_print: member for member in mine}
            self.foreign_prints |= set(everybody.values()) - self.by_print.keys()

    def _load_namesakes(self, rows: list[RowPreview]) -> None:
        """Who has a name and a birth date of lines whose number is not known."""
        wanted = {person_of(row) for row in rows if self.holder_of(row) is None}
        for some in batches(sorted(pair for pair in wanted if all(pair))):
            names, days = {name for name, _ in some}, {day for _, day in some}
            alike = Member.objects.filter(name__in=names, birth_date__in=days)
            found = alike.values_list("pk", "name", "birth_date")
            for member in self._within(pk for pk, *person in found if tuple(person) in wanted):
                self.namesakes[member.name, member.birth_date][member.pk] = member

    def _within(self, numbers: Iterable[int]) -> list[Member]:
        """Those of the members who are in the scope, each with unit and memberships, oldest first."""
        numbers = list(numbers)
        if not numbers:
            return []
        held = Membership.objects.select_related("organization").order_by("starts_on")
        known = Member.objects.within(self.scope).filter(pk__in=numbers).select_related("unit")
        return list(known.prefetch_related(Prefetch("memberships", held)))

    # Found

    def holder_of(self, row: RowPreview) -> Member | None:
        """The member within the scope who has the number of the line."""
        number = row.values["id_number"]
        found = (self.by_print.get(one) for one in fingerprints(number)) if number else ()
        return next(filter(None, found), None)

    def is_foreign(self, row: RowPreview) -> bool:
        number = row.values["id_number"]
        return bool(number) and not self.foreign_prints.isdisjoint(fingerprints(number))

    def alike(self, row: RowPreview) -> list[Member]:
        """Members with name and birth date of the line whom no other number tells apart from it."""
        same = self.namesakes.get(person_of(row), {})
        return [m for m in same.values() if not (m.id_number_print and row.values["id_number"])]

    def home_of(self, member: Member) -> Membership | None:
        """The membership of the as-of day, else one that begins later; None for who has left."""
        held = member.memberships.all()
        return next((m for m in held if m.ends_on is None or m.ends_on >= self.on), None)

    def unit_of(self, name: str) -> Unit | None:
        """The one unit that goes by this name or code."""
        same = {unit.pk: unit for unit in self.units.get(name_key(name), ())}
        return next(iter(same.values())) if len(same) == 1 else None

    def organizations_named(self, name: str) -> list[Organization]:
        """Organizations of the name: those still open, of them those in the chosen area."""
        same = self.by_name.get(name_key(name), [])
        standing = [o for o in same if o.closed_on is None] or same
        return [o for o in standing if o.pk in self.preferred] or standing


def person_of(row: RowPreview) -> tuple:
    return row.values["name"], row.values["birth_date"]
