"""Assessments for tests."""

import datetime

from standards.assessing import Finding, assess
from standards.choices import Level, Result
from standards.models import Assessment, Standard
from tests.factories import BY

DAY = datetime.date(2026, 5, 8)


def standard(key: str) -> Standard:
    return Standard.objects.get(key=key)


def make_assessment(
    organization, key="venue_six", level=Level.COUNTY, *, day=DAY, unmet=(), skipped=(), **values
):
    """Assess every item of the list of the day as met, but for those named by their keys."""
    by_list = standard(key)
    looks = dict.fromkeys(unmet, Result.UNMET) | dict.fromkeys(skipped, Result.NOT_APPLICABLE)
    findings = {item: Finding(looks.get(item.key, Result.MET)) for item in by_list.items.on(day)}
    assessment = Assessment(organization=organization, standard=by_list, level=level, made_on=day, **values)
    return assess(assessment, findings, BY)
