"""Lines of a ledger become facts, many at once, by the same acts as the pages."""

import datetime
from collections.abc import Iterable, Iterator

from core.audit import Actor
from core.intake.kinds import Tick
from core.intake.rows import RowPreview, Verdict
from core.saving import Refused, add_all
from organizations.building import appoint_all, assign_all, cover_all, set_up_all
from organizations.choices import CoverageState, Formation, OrganizationType, PostRole
from organizations.intake.register import Register, name_key
from organizations.intake.verdicts import COVERED, PLAIN_FIELDS
from organizations.models import Assignment, Coverage, Officer, Organization, Post, Unit
from organizations.registration import register_units, save_units

FORMATION_WORDS = {"区域": Formation.REGIONAL, "行业": Formation.TRADE, "挂靠": Formation.ATTACHED}
AT_ONCE = 1000


class Applier:
    """Applies lines as of one day; organizations and officers named twice are made once."""

    def __init__(self, register: Register, by: Actor, tick: Tick):
        self.register = register
        self.on = register.on
        self.by = by
        self.tick = tick

    def apply(self, rows: list[RowPreview]) -> None:
        """Apply the lines in the order in which they stand; a refusal names its line."""
        for first in range(0, len(rows), AT_ONCE):
            chunk = rows[first : first + AT_ONCE]
            try:
                self._apply_chunk(chunk)
            except Refused as refusal:
                raise Refused(f"{place_of(refusal, chunk)}{refusal}没有导入任何内容。") from refusal
            self.tick(len(chunk))

    def _apply_chunk(self, rows: list[RowPreview]) -> None:
        self._units(rows)
        covered = [row for row in rows if row.values["coverage"] in COVERED]
        self._organizations(covered)
        cover_all(list(self._coverages(covered)), self.by)
        appoint_all(list(self._posts(covered)), self.by)
        guided = [row for row in rows if row.values["officer"]]
        self._officers(guided)
        assign_all(list(self._assignments(guided)), self.by)

    def _units(self, rows: list[RowPreview]) -> None:
        new = [row for row in rows if row.verdict == Verdict.NEW]
        for row in new:
            row.known = Unit(kind=row.values["kind"])
        for row in rows:
            self._fill(row.known, row)
        register_units([(row.known, row.area) for row in new], self.on, self.by)
        save_units([row.known for row in rows if row.verdict != Verdict.NEW], self.on, self.by)

    def _fill(self, unit: Unit, row: RowPreview) -> None:
        for field, attribute in PLAIN_FIELDS.items():
            if row.values.get(field) not in (None, ""):
                setattr(unit, attribute, row.values[field])
        unit.credit_code = unit.credit_code or row.values["credit_code"]
        if row.values["coverage"] != CoverageState.UNKNOWN and unit.surveyed_on is None:
            unit.surveyed_on = self.on

    def _organizations(self, rows: list[RowPreview]) -> None:
        """Set up what is not known yet, once for all lines that name it."""
        missing: dict[tuple, RowPreview] = {}
        for row in rows:
            if self._organization(row) is None:
                missing.setdefault((row.area.pk, name_key(row.values["organization"])), row)
        made = [(self._new_organization(row), row.area) for row in missing.values()]
        set_up_all(made, self.by)
        for key, (organization, _) in zip(missing, made, strict=True):
            self.register.organizations[key] = organization

    def _organization(self, row: RowPreview) -> Organization | None:
        return self.register.find_organization(row.area, row.values["organization"])

    def _new_organization(self, row: RowPreview) -> Organization:
        return Organization(
            name=row.values["organization"],
            formation=formation_of(row),
            type=type_of(row),
            established_on=row.values["organization_established_on"] or self.on,
        )

    def _coverages(self, rows: list[RowPreview]) -> Iterator[Coverage]:
        for row in rows:
            organization = self._organization(row)
            held = self.register.coverages[row.known.pk]
            running = [c for c in held if c.ends_on is None or c.ends_on >= self.on]
            if any(c.organization_id == organization.pk for c in running):
                continue
            coverage = Coverage(unit=row.known, organization=organization)
            coverage.starts_on = self._covered_from(row, organization, held)
            held.append(coverage)
            yield coverage

    def _covered_from(self, row: RowPreview, organization: Organization, held: list) -> datetime.date:
        """The day in the workbook, or the as-of day when the unit has a history of its own."""
        day = row.values["organization_established_on"] or self.on
        if any(c.ends_on is None or c.ends_on >= day for c in held):
            day = self.on
        return max(day, organization.established_on)

    def _posts(self, rows: list[RowPreview]) -> Iterator[Post]:
        for row in rows:
            organization, name = self._organization(row), row.values["secretary"]
            now = self.register.secretaries.get(organization.pk)
            day = max(self.on, organization.established_on)
            known = now is not None and (name_key(now.name) == name_key(name or "") or now.starts_on >= day)
            if not name or known:
                continue
            post = Post(organization=organization, role=PostRole.SECRETARY, name=name, starts_on=day)
            post.unit_post = row.values["secretary_post"] or ""
            self.register.secretaries[organization.pk] = post
            yield post

    def _officers(self, rows: list[RowPreview]) -> None:
        missing: dict[tuple, RowPreview] = {}
        for row in rows:
            if self.register.find_officer(row.area, row.values["officer"]) is None:
                missing.setdefault((row.area.pk, name_key(row.values["officer"])), row)
        made = [
            Officer(name=row.values["officer"], area=row.area, employer=row.values["officer_post"] or "")
            for row in missing.values()
        ]
        for key, officer in zip(missing, add_all(made, self.by), strict=True):
            self.register.officers[key] = officer

    def _assignments(self, rows: list[RowPreview]) -> Iterator[Assignment]:
        for row in rows:
            officer = self.register.find_officer(row.area, row.values["officer"])
            sent = self.register.sent[row.known.pk]
            if officer.pk not in sent:
                sent.add(officer.pk)
                yield Assignment(officer=officer, unit=row.known, starts_on=self.on)


def place_of(refusal: Refused, rows: Iterable[RowPreview]) -> str:
    """Name the line that the refused row came from, as far as the refusal tells."""
    about = getattr(refusal, "about", None)
    unit = getattr(about, "unit", about)
    for row in rows:
        if row.known is not None and row.known is unit:
            return f"“{row.sheet}”第{row.row}行："
    return ""


def formation_of(row: RowPreview) -> Formation:
    """The way of forming, from the word in the cell."""
    if row.values["coverage"] == CoverageState.STANDALONE:
        return Formation.STANDALONE
    word = str(row.raw.get("coverage") or "")
    return next((formation for text, formation in FORMATION_WORDS.items() if text in word), Formation.JOINT)


def type_of(row: RowPreview) -> OrganizationType:
    """The type of organization, from its name."""
    name = row.values["organization"]
    if "总支" in name:
        return OrganizationType.GENERAL_BRANCH
    if "支部" not in name and ("党委" in name or name.endswith("委员会")):
        return OrganizationType.COMMITTEE
    if row.values["coverage"] == CoverageState.JOINT:
        return OrganizationType.JOINT_BRANCH
    return OrganizationType.BRANCH
