"""What the portal already knows, looked up once for a whole workbook and only within the scope."""

import datetime
from collections import defaultdict

from core.scoping import Scope
from core.texts import without_blanks
from organizations.choices import PostRole
from organizations.models import Assignment, Coverage, Officer, Organization, Placement, Post, Seat, Unit


class Register:
    """Known units, organizations and officers of a scope as they stand on the as-of day of a sheet."""

    def __init__(self, scope: Scope, on: datetime.date):
        self.on = on
        units = list(Unit.objects.within(scope))
        self.units = {unit.pk: unit for unit in units}
        self.by_code = {unit.credit_code: unit for unit in units if unit.credit_code}
        self.by_name = defaultdict(list)
        for unit in units:
            self.by_name[name_key(unit.name)].append(unit)
        self.foreign_codes = set(
            Unit.objects.exclude(credit_code=None)
            .exclude(pk__in=self.units)
            .values_list("credit_code", flat=True)
        )
        self._load_spans(scope)
        self._load_organizations(scope)
        self._load_officers(scope)

    def _load_spans(self, scope: Scope) -> None:
        placements = Placement.objects.within(scope).on(self.on).select_related("area")
        self.placements = {p.unit_id: p.area for p in placements}
        self.coverages, self.running = defaultdict(list), defaultdict(list)
        for coverage in Coverage.objects.within(scope).select_related("organization").order_by("starts_on"):
            self.coverages[coverage.unit_id].append(coverage)
            if coverage.ends_on is None:
                self.running[coverage.organization_id].append(coverage)
        self.assigned, self.sent = defaultdict(set), defaultdict(set)
        running = Assignment.objects.within(scope).during(self.on, datetime.date.max)
        for assignment in running.select_related("officer"):
            self.sent[assignment.unit_id].add(assignment.officer_id)
            if assignment.starts_on <= self.on:
                self.assigned[assignment.unit_id].add(name_key(assignment.officer.name))

    def _load_organizations(self, scope: Scope) -> None:
        organizations = {o.pk: o for o in Organization.objects.within(scope).filter(closed_on=None)}
        self.organizations = {}
        for seat in Seat.objects.filter(organization__in=organizations, ends_on=None):
            organization = organizations[seat.organization_id]
            self.organizations[seat.area_id, name_key(organization.name)] = organization
        posts = Post.objects.filter(organization__in=organizations, role=PostRole.SECRETARY, ends_on=None)
        self.secretaries = {post.organization_id: post for post in posts}

    def _load_officers(self, scope: Scope) -> None:
        self.officers = {(o.area_id, name_key(o.name)): o for o in Officer.objects.within(scope)}

    def find_unit(self, values: dict) -> Unit | None:
        """Find by credit code, else by a name that only one unit without a different code bears."""
        code = values["credit_code"]
        if code and code in self.by_code:
            return self.by_code[code]
        same = [
            u for u in self.by_name.get(name_key(values["name"] or ""), ()) if not (code and u.credit_code)
        ]
        return same[0] if len(same) == 1 else None

    def covered_by(self, unit: Unit) -> Coverage | None:
        """The coverage of the unit on the as-of day, else one that begins later."""
        return next((c for c in self.coverages[unit.pk] if c.ends_on is None or c.ends_on >= self.on), None)

    def find_organization(self, area, name: str) -> Organization | None:
        return self.organizations.get((area.pk, name_key(name)))

    def find_officer(self, area, name: str) -> Officer | None:
        return self.officers.get((area.pk, name_key(name)))


def name_key(name: str) -> str:
    return without_blanks(name).casefold()
