"""A preview becomes facts, by the same acts as the pages, all or nothing."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add
from organizations.building import appoint, assign, cover, set_up
from organizations.choices import CoverageState, Formation, OrganizationType, PostRole
from organizations.intake.register import name_key
from organizations.intake.rows import APPLICABLE, Preview, RowPreview, Verdict
from organizations.intake.verdicts import COVERED, PLAIN_FIELDS
from organizations.models import (
    Assignment,
    Coverage,
    ImportBatch,
    ImportedRow,
    Officer,
    Organization,
    Post,
    Seat,
    Unit,
)
from organizations.registration import register_unit, save_unit

FORMATION_WORDS = {"区域": Formation.REGIONAL, "行业": Formation.TRADE, "挂靠": Formation.ATTACHED}


def apply_preview(preview: Preview, batch: ImportBatch, by: Actor, *, only_good: bool = False) -> int:
    """Apply the new and updated lines; return how many rows were touched.

    Raises Refused when a line is faulty (unless only the good ones are asked for) or when an act refuses:
    then nothing is saved.
    """
    if preview.error_rows and not only_good:
        raise Refused(
            f"有{len(preview.error_rows)}行有误，没有导入任何内容。请改正后再导入，或选择只导入无误的行。"
        )
    touched = 0
    with transaction.atomic():
        for sheet in preview.sheets:
            applier = Applier(sheet.on, by)
            for row in sheet.rows:
                if row.verdict in APPLICABLE:
                    _apply_one(applier, row, batch)
                    touched += 1
    return touched


def _apply_one(applier: "Applier", row: RowPreview, batch: ImportBatch) -> None:
    try:
        unit = applier.apply(row)
    except Refused as refusal:
        raise Refused(f"“{row.sheet}”第{row.row}行：{refusal}没有导入任何内容。") from refusal
    ImportedRow.objects.create(batch=batch, unit=unit, sheet=row.sheet[:60], row=row.row, verdict=row.verdict)


class Applier:
    """Applies lines as of one day; organizations and officers named twice are made once."""

    def __init__(self, on: datetime.date, by: Actor):
        self.on = on
        self.by = by

    def apply(self, row: RowPreview) -> Unit:
        unit = self._new_unit(row) if row.verdict == Verdict.NEW else self._known_unit(row)
        if row.values["coverage"] in COVERED:
            self._cover(unit, row)
        if row.values["officer"]:
            self._assign(unit, row)
        return unit

    def _fill(self, unit: Unit, row: RowPreview) -> Unit:
        for field, attribute in PLAIN_FIELDS.items():
            if row.values[field] not in (None, ""):
                setattr(unit, attribute, row.values[field])
        unit.credit_code = unit.credit_code or row.values["credit_code"]
        if row.values["coverage"] != CoverageState.UNKNOWN and unit.surveyed_on is None:
            unit.surveyed_on = self.on
        return unit

    def _new_unit(self, row: RowPreview) -> Unit:
        return register_unit(self._fill(Unit(kind=row.values["kind"]), row), row.area, self.on, self.by)

    def _known_unit(self, row: RowPreview) -> Unit:
        unit = Unit.objects.get(pk=row.unit.pk)
        return save_unit(self._fill(unit, row), self.by)

    def _cover(self, unit: Unit, row: RowPreview) -> None:
        organization = self._organization(row)
        if (
            not Coverage.objects.filter(unit=unit, organization=organization)
            .during(self.on, datetime.date.max)
            .exists()
        ):
            cover(unit, organization, self._covered_from(unit, organization, row), self.by)
        if row.values["secretary"]:
            self._appoint(organization, row)

    def _covered_from(self, unit: Unit, organization: Organization, row: RowPreview) -> datetime.date:
        """The day in the workbook, or the as-of day when the unit has a history of its own."""
        day = row.values["organization_established_on"] or self.on
        if Coverage.objects.filter(unit=unit).during(day, datetime.date.max).exists():
            day = self.on
        return max(day, organization.established_on)

    def _organization(self, row: RowPreview) -> Organization:
        name = row.values["organization"]
        seats = Seat.objects.filter(area=row.area, ends_on=None, organization__closed_on=None)
        for seat in seats.filter(organization__name__startswith=name[:2]).select_related("organization"):
            if name_key(seat.organization.name) == name_key(name):
                return seat.organization
        return set_up(self._new_organization(row), row.area, self.by)

    def _new_organization(self, row: RowPreview) -> Organization:
        return Organization(
            name=row.values["organization"],
            formation=formation_of(row),
            type=type_of(row),
            established_on=row.values["organization_established_on"] or self.on,
        )

    def _appoint(self, organization: Organization, row: RowPreview) -> None:
        now = Post.objects.filter(organization=organization, role=PostRole.SECRETARY, ends_on=None).first()
        if now is not None and name_key(now.name) == name_key(row.values["secretary"]):
            return
        day = max(self.on, organization.established_on)
        if now is not None and now.starts_on >= day:
            return
        post = Post(
            organization=organization,
            role=PostRole.SECRETARY,
            name=row.values["secretary"],
            unit_post=row.values["secretary_post"] or "",
            starts_on=day,
        )
        appoint(post, self.by)

    def _assign(self, unit: Unit, row: RowPreview) -> None:
        officer = self._officer(row)
        if (
            not Assignment.objects.filter(officer=officer, unit=unit)
            .during(self.on, datetime.date.max)
            .exists()
        ):
            assign(officer, unit, self.on, self.by)

    def _officer(self, row: RowPreview) -> Officer:
        for officer in Officer.objects.filter(area=row.area):
            if name_key(officer.name) == name_key(row.values["officer"]):
                return officer
        officer = Officer(
            name=row.values["officer"], area=row.area, employer=row.values["officer_post"] or ""
        )
        return add(officer, self.by)


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
