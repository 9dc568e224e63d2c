"""The act of assessing: at which level a person does it, and how an assessment is put on record."""

from dataclasses import dataclass

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add
from core.scoping import Scope
from organizations.models import Organization
from standards.choices import Level, Result
from standards.models import Assessment, Item, Mark

LEVEL_PERMISSIONS = (
    (Level.COUNTY, "standards.assess_as_county"),
    (Level.TOWN, "standards.assess_as_town"),
    (Level.SELF, "standards.add_assessment"),
)


@dataclass(frozen=True)
class Finding:
    result: Result
    remark: str = ""


def level_of(organization: Organization, scope: Scope) -> Level:
    """Return the highest level at which this scope may assess the organization; Refused when at none."""
    for level, permission in LEVEL_PERMISSIONS:
        if Organization.objects.within(scope.granting(permission)).filter(pk=organization.pk).exists():
            return level
    raise Refused(f"您不能评定“{organization}”。")


def assess(assessment: Assessment, findings: dict[Item, Finding], by: Actor) -> Assessment:
    """Put the assessment on record with its marks, all or nothing.

    Raises Refused unless there is one finding for every item in force on the day, and for no other.
    """
    expected = set(assessment.standard.items.on(assessment.made_on))
    if set(findings) != expected or not expected:
        raise Refused("评定条目与当日标准不一致，请重新打开本页逐项填写。")
    with transaction.atomic():
        results = {item.label: [None, finding.result.label] for item, finding in findings.items()}
        add(assessment, by, also=results)
        Mark.objects.bulk_create(
            Mark(assessment=assessment, item=item, result=finding.result, remark=finding.remark)
            for item, finding in findings.items()
        )
    return assessment
