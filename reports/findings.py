"""Every finding the portal lists, in the order of the page; nothing else says what is to be checked."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from activities import quality as held
from core.findings import Finding, found_on
from core.scoping import Grant, Scope
from core.sheets import Sheet
from members import quality as members
from members.dues.indicators import DUES_UNPAID
from members.sheets import MEMBERS
from organizations import contradictions as wrong
from organizations import quality as ground
from organizations.models import Area, Organization, Unit
from organizations.sheets.officers import OFFICERS
from reports.finding_sheets import AREAS_TO_MEND, ORGANIZATIONS_TO_MEND, UNITS_TO_MEND


@dataclass(frozen=True, eq=False)
class Subject:
    """What findings are about: the sheet of the rows, the permission to open them, the measure word."""

    label: str
    sheet: Sheet
    permission: str
    measure: str

    @property
    def model(self) -> type:
        return self.sheet.model


@dataclass(frozen=True, eq=False)
class Entry:
    """A finding with its subject; rows that are `nowhere` lie in no area: the whole county mends them."""

    finding: Finding
    subject: Subject
    nowhere: bool = False

    @property
    def key(self) -> str:
        return self.finding.key


UNIT = Subject("单位", UNITS_TO_MEND, "organizations.view_unit", "家")
ORGANIZATION = Subject("党组织", ORGANIZATIONS_TO_MEND, "organizations.view_organization", "个")
OFFICER = Subject("指导员", OFFICERS, "organizations.view_officer", "名")
MEMBER = Subject("党员", MEMBERS, "members.view_member", "名")
AREA = Subject("管理区域", AREAS_TO_MEND, "organizations.view_area", "个")
SUBJECTS = (UNIT, ORGANIZATION, OFFICER, MEMBER, AREA)

MEETINGS = "《中国共产党支部工作条例（试行）》"
THEME_DAY = Finding.of(
    held.THEME_DAY_MISSING,
    advice="请登记主题党日，没有开展的请尽快安排。",
    source=f"{MEETINGS}第十六条",
)
GENERAL_MEETING = Finding.of(
    held.GENERAL_MEETING_MISSING,
    advice="请登记党员大会，没有召开的请尽快安排。",
    source=f"{MEETINGS}第十一条",
)

FINDINGS = (
    Entry(wrong.COVERAGE_OUTSIDE_UNIT, UNIT),
    Entry(wrong.COVERAGE_OUTSIDE_ORGANIZATION, UNIT),
    Entry(wrong.ASSIGNMENT_OUTSIDE_UNIT, UNIT),
    Entry(wrong.ASSIGNMENT_AFTER_LEAVING, UNIT),
    Entry(wrong.BASE_OUTSIDE_UNIT, UNIT),
    Entry(wrong.UNIT_WITHOUT_AREA, UNIT, nowhere=True),
    Entry(members.SHOULD_BUILD, UNIT),
    Entry(members.SHOULD_JOIN, UNIT),
    Entry(members.SHOULD_SEND, UNIT),
    Entry(ground.WAITING_FOR_OFFICER, UNIT),
    Entry(ground.PLAN_OVERDUE, UNIT),
    Entry(members.ALONE_YET_JOINT, UNIT),
    Entry(members.FEW_YET_ALONE, UNIT),
    Entry(ground.UNSURVEYED, UNIT),
    Entry(ground.COVERED_OUTSIDE_BASE, UNIT),
    Entry(members.ROSTER_DIFFERS, UNIT),
    Entry(ground.SAME_UNIT_NAME, UNIT),
    Entry(ground.WITHOUT_CREDIT_CODE, UNIT),
    Entry(ground.WRONG_CHECK_CHARACTER, UNIT),
    Entry(wrong.STANDALONE_COVERS_MANY, ORGANIZATION),
    Entry(wrong.POST_OUTSIDE_ORGANIZATION, ORGANIZATION),
    Entry(wrong.ORGANIZATION_WITHOUT_AREA, ORGANIZATION, nowhere=True),
    Entry(ground.WITHOUT_SECRETARY, ORGANIZATION),
    Entry(ground.OVERDUE, ORGANIZATION),
    Entry(ground.ONE_MONTH, ORGANIZATION),
    Entry(ground.THREE_MONTHS, ORGANIZATION),
    Entry(ground.SIX_MONTHS, ORGANIZATION),
    Entry(ground.WITHOUT_TERM, ORGANIZATION),
    Entry(members.WITHOUT_COMMITTEE, ORGANIZATION),
    Entry(members.SHOULD_BE_GENERAL_BRANCH, ORGANIZATION),
    Entry(members.SHOULD_BE_PARTY_COMMITTEE, ORGANIZATION),
    Entry(ground.TOO_MANY_UNITS, ORGANIZATION),
    Entry(members.JOINT_UNDER_MEMBERS, ORGANIZATION),
    Entry(ground.COVERS_NOTHING, ORGANIZATION),
    Entry(ground.SAME_ORGANIZATION_NAME, ORGANIZATION),
    Entry(THEME_DAY, ORGANIZATION),
    Entry(GENERAL_MEETING, ORGANIZATION),
    Entry(ground.OVERLOADED, OFFICER),
    Entry(members.PROBATION, MEMBER),
    Entry(DUES_UNPAID, MEMBER),
    Entry(wrong.COVERED_OVER_BASE, AREA),
)


def entry(key: str) -> Entry | None:
    return next((known for known in FINDINGS if known.key == key), None)


def narrowed(scope: Scope, area: Area) -> Scope:
    """Return what the scope reaches in the area and below."""
    inside = (g for g in scope.grants if g.kind == "area" and area.path.startswith(g.path))
    return Scope(scope.on, tuple(Grant("area", area.path, g.permissions) for g in inside))


def rows_of(known: Entry, scope: Scope, day: datetime.date, whole: bool):
    """Return the rows of a finding within the scope as it reached that day; `whole` is the whole county."""
    then = replace(scope.granting(known.subject.permission), on=day)
    rows = known.finding.subjects()
    if not (known.nowhere and whole and then.grants):
        rows = rows.within(then)
    return known.finding.rows(rows, day)


def advice_for(row: Unit | Organization, day: datetime.date) -> list[Finding]:
    """Return what is found on a unit or an organization on the day, in the order of the page."""
    return found_on(row, findings_about(type(row)), day)


def findings_about(model: type) -> Iterable[Finding]:
    return [known.finding for known in FINDINGS if known.subject.model is model]
