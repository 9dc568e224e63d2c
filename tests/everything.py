"""Everything there is, for the house rules: our models, a row of each in any place, and every address."""

import datetime
import itertools
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver, reverse

from core.models import AuditEntry, PostKey, SavedView
from core.sealing import seal_bytes
from members.demo import invented_id_number
from members.development_models import StepKind, WaitingRule
from members.training_models import TrainingTarget
from organizations.models import (
    AdviceItem,
    Assignment,
    CoveragePlan,
    DatedRule,
    Exclusion,
    ImportBatch,
    ImportedFact,
    ImportLine,
    Jurisdiction,
    Post,
    RegistryLine,
    RegistryList,
    Reopening,
    SenderWord,
    Succession,
    UnitName,
    Visit,
)
from reports.models import Figure, Remark
from reports.opening import begin, period_of
from reports.views.monthly import ExpectedList
from tests.activities.factories import element, make_activity
from tests.factories import BY, EARLY, area, make_officer, make_organization, make_unit, make_user
from tests.funding.factories import make_entry
from tests.members.development_factories import make_course as begin_development
from tests.members.dues import handed_up, paid, relieved, returned, told
from tests.members.factories import BORN, make_member
from tests.members.training import attended, make_course, works_for_the_party
from tests.organizations.ledgers import ledger, line
from tests.organizations.showcase import make_showcase
from tests.standards.factories import make_assessment

OUR_APPS = (
    "core", "accounts", "organizations", "members", "activities", "funding", "standards", "reports", "intake",
)  # fmt: skip
MONTH = "2026-10"
DAY = datetime.date(2026, 5, 8)
numbers = itertools.count(1)


def our_models() -> list[type]:
    return [model for label in OUR_APPS for model in apps.get_app_config(label).get_models()]


# A row of every model


def settle(place: str) -> dict[type, object]:
    """One household in the place: a unit with all that hangs on it; return a row of every model."""
    number = next(numbers)
    unit = make_unit(place, name=f"{place}{number}号公司", contact_phone="13800000000", employees=number)
    organization = make_organization(place, name=f"{place}{number}号支部", covers=[unit])
    officer = make_officer(place, name=f"{place}{number}号指导员", assigned_to=[unit])
    batch = make_batch(place)
    rows = [
        *(unit, organization, officer, batch, area(place), area(place).names.first()),
        *(unit.placements.get(), unit.base_spells.get(), unit.coverages.get(), organization.seats.get()),
        unit.surveys.get(),
        make_reopening(unit),
        make_plan(unit),
        make_succession(organization, place, number),
        UnitName.objects.create(unit=unit, name=f"{place}{number}号老厂", starts_on=EARLY),
        *make_lines(batch, unit),
        SenderWord.objects.create(area=batch.area, field="area", written=f"东{number}区", meaning=place),
        Post.objects.create(organization=organization, name=f"{place}{number}号书记", starts_on=EARLY),
        *make_visit(officer, number),
        *make_showcase(unit, organization, place, number),
        *make_registry(unit, place),
        *(DatedRule.objects.first(), StepKind.objects.first(), WaitingRule.objects.first()),
        *facts_about(organization, place, number),
        *reports_of(organization, number),
    ]
    return {type(row): row for row in [*rows, *people_of(organization, number)]}


def make_lines(batch: ImportBatch, unit) -> list:
    """A line that was applied, and the unit it made."""
    told = {"cells": {"name": unit.name}, "read": [], "issues": [], "changes": []}
    made = {"batch": batch, "object_id": unit.pk, "model": "organizations.unit"}
    return [
        ImportLine.objects.create(sheet="台账", row=2, verdict="new", label=unit.name, told=told, **made),
        ImportedFact.objects.create(**made),
    ]


def make_batch(place: str) -> ImportBatch:
    batch = ImportBatch(file_name=f"{place}台账.csv", area=area(place))
    batch.file = ContentFile(seal_bytes(ledger(line(area=place))), name="workbook")
    batch.save()
    return batch


def make_reopening(unit) -> Reopening:
    """The unit closed and came back before everything else that is known of it."""
    closed, reopened = datetime.date(2014, 6, 30), datetime.date(2015, 1, 1)
    return Reopening.objects.create(
        unit=unit, closed_on=closed, close_reason="deregistered", reopened_on=reopened, document="恢复通知"
    )


def make_succession(organization, place, number) -> Succession:
    """The organization took the place of another, whose life was over on the eve."""
    eve = EARLY - datetime.timedelta(days=1)
    ended = {"closed_on": eve, "close_reason": "replaced"}
    former = make_organization(place, name=f"{place}{number}号旧支部", on=datetime.date(2010, 7, 1), **ended)
    return Succession.objects.create(organization=organization, predecessor=former, kind="rebuilt", on=EARLY)


def make_plan(unit) -> CoveragePlan:
    """What was planned for the unit, and done."""
    reason = {"reason": "should_have", "measure": "standalone"}
    return CoveragePlan.objects.create(unit=unit, starts_on=EARLY, planned_on=DAY, **reason)


def make_visit(officer, number) -> tuple:
    assignment = Assignment.objects.get(officer=officer)
    visit = Visit.objects.create(assignment=assignment, held_on=DAY, content=f"{officer}第{number}次走访")
    item = AdviceItem.objects.create(visit=visit, text=f"第{number}条建议", owner="经理", due_on=DAY)
    return assignment, visit, item


def make_registry(unit, place) -> tuple:
    """A list of the place with a line of the unit, and a body that is not taken in."""
    there = area(place)
    registry = RegistryList.objects.create(
        source="market", listed_on=DAY, file_name=f"{unit}名单.csv", digest=str(unit.pk), area=there
    )
    exclusion = Exclusion.objects.create(
        name=f"{unit}门市", name_key=f"{unit}门市", area=there, reason="个体", excluded_on=DAY
    )
    line = RegistryLine.objects.create(
        list=registry, row=2, name=unit.name, area=there, unit=unit, exclusion=exclusion
    )
    return registry, exclusion, line


def facts_about(organization, place, number) -> list:
    own = invented_id_number(BORN, "female", number)
    member = make_member(organization, f"{place}{number}号党员", id_number=own)
    activity = make_activity(organization, elements=["亮身份"], title=f"{place}第{number}次主题党日")
    entry = make_entry(organization, note=f"{place}第{number}笔")
    assessment = make_assessment(organization)
    mark = assessment.marks.first()
    sign = element()
    course = begin_development(organization, member, f"{place}{number}号申请人")
    facts = [*course, member, member.memberships.get(), activity, sign, sign.initiative, entry, entry.source]
    judged = [assessment, assessment.standard, mark, mark.item]
    return [*facts, *judged, *dues_of(member, organization), *training_of(member, place, number)]


def dues_of(member, organization) -> list:
    """What one member owes by and paid, and what his organization did with it."""
    made = [act(member, organization) for act in (told, relieved, paid)]
    return [*made, handed_up(organization, "15.00"), returned(organization, "15.00")]


def training_of(member, place, number) -> list:
    """A course of the place with the member on its list, who works for the Party."""
    course = make_course(place, topic=f"{place}第{number}期培训")
    return [course, attended(course, member), works_for_the_party(member), TrainingTarget.objects.first()]


def reports_of(organization, number) -> list:
    report = begin(organization, period_of(MONTH), BY)
    reviewer = get_user_model().objects.first() or make_user(get_user_model())
    remark = Remark.objects.create(
        report=report, revision=1, field="work", text=f"第{number}条", made_by=reviewer
    )
    figure = Figure.objects.create(report=report, revision=1, key="members", label="党员", text=str(number))
    return [report, report.period, remark, figure]


def people_of(organization, number) -> list:
    user = make_user(get_user_model(), "secretary", organization=organization)
    PostKey.objects.create(user=user, key=f"key-{number}", digest="0", location="/")
    view = SavedView.objects.create(user=user, page="/register/units/", name=f"第{number}个", query="q=a")
    rows = (Jurisdiction.objects.get(user=user), PostKey.objects.get(user=user), AuditEntry.objects.first())
    return [user, view, *rows]


# Every address

# Lists that a plain function chooses to show.
BEHIND = {"reports:report-list": ExpectedList}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, the names of its arguments, and what answers there."""

    name: str
    arguments: tuple[str, ...]
    view: object

    @property
    def noun(self) -> str:
        return self.name.rpartition(":")[2].partition("-")[0]

    @property
    def view_class(self):
        return BEHIND.get(self.name) or getattr(self.view, "view_class", None)


def addresses() -> list[Address]:
    """Every address of the portal but those of the back office."""
    return [one for one in walk(get_resolver().url_patterns) if not one.name.startswith("admin:")]


def walk(patterns, namespace="", arguments=()):
    for pattern in patterns:
        taken = (*arguments, *pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name or ''}", taken, pattern.callback)
        else:
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from walk(pattern.url_patterns, namespace + space, taken)


NOUNS = {
    "savedview": "core.SavedView",
    "unit": "organizations.Unit",
    "organization": "organizations.Organization",
    "post-create": "organizations.Organization",
    "post": "organizations.Post",
    "term": "organizations.Term",
    "site": "organizations.DemonstrationSite",
    "liaison": "organizations.Liaison",
    "centre": "organizations.ServiceCentre",
    "service": "organizations.CentreService",
    "department": "organizations.Department",
    "officer": "organizations.Officer",
    "coverage": "organizations.Coverage",
    "plan": "organizations.CoveragePlan",
    "assignment": "organizations.Assignment",
    "advice": "organizations.AdviceItem",
    "import": "organizations.ImportBatch",
    "registry": "organizations.RegistryList",
    "registryline": "organizations.RegistryLine",
    "exclusion": "organizations.Exclusion",
    "member": "members.Member",
    "duespayment": "members.DuesPayment",
    "handedup": "members.HandedUp",
    "returned": "members.Returned",
    "candidate": "members.Candidate",
    "step": "members.DevelopmentStep",
    "cultivation": "members.Cultivation",
    "course": "members.Course",
    "attendance": "members.Attendance",
    "work-create": "members.Member",
    "work": "members.PartyWork",
    "activity": "activities.Activity",
    "entry": "funding.Entry",
    "assessment": "standards.Assessment",
    "report": "reports.MonthlyReport",
    "period": "reports.Period",
}
PLAIN = {
    "intake:template": {"key": "units"},
    "development:candidate-record": {"key": "talk"},
    "reports:drill-down": {"key": "org_coverage"},
    "reports:finding-list": {"key": "without_credit_code"},
    "reports:bridge-list": {"measure": "base", "term": "new"},
    "standards:assessment-create": {"key": "venue_six"},
    "reports:report-act": {"step": "submit"},
    "reports:report-edit": {"month": MONTH},
    "reports:report-reopen": {"month": MONTH},
}


def model_of(address: Address) -> type:
    """The model whose row the address shows; a new noun has to be entered above."""
    plain = address.name.rpartition(":")[2]
    return apps.get_model(NOUNS.get(plain) or NOUNS[address.noun])


def has_row(address: Address) -> bool:
    return bool({"pk", "organization"} & set(address.arguments))


def url_of(address: Address, rows: dict) -> str:
    """The address with the rows of a household in the place of its arguments."""
    given = dict(PLAIN.get(address.name, {}))
    if "pk" in address.arguments:
        given["pk"] = rows[model_of(address)].pk
    if "organization" in address.arguments:
        given["organization"] = rows[apps.get_model("organizations.Organization")].pk
    return reverse(address.name, kwargs=given)
