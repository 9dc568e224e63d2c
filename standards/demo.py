"""Invented assessments of the demo county at all three levels."""

import datetime
from random import Random

from core.audit import Actor
from standards.assessing import Finding, assess
from standards.choices import Level, Result
from standards.models import Assessment, Standard

# How often an item is met at each level, in percent; who looks from farther away finds more wanting.
MET_PERCENT = {Level.SELF: 99, Level.TOWN: 97, Level.COUNTY: 96}
REMARK = "正在整改"


def build(organizations, months: list[datetime.date], random_source: Random, by: Actor) -> None:
    """Let every organization open by then be assessed in the three months before the last one."""
    days = dict(zip(Level, months[-4:-1], strict=True))
    for organization in organizations:
        for standard in Standard.objects.on(months[-1]):
            for level, first in days.items():
                day = first + datetime.timedelta(days=random_source.randrange(28))
                if organization.is_open(day):
                    assessment = Assessment(
                        organization=organization, standard=standard, level=level, made_on=day
                    )
                    assess(assessment, findings(standard, day, level, random_source), by)


def findings(standard: Standard, day: datetime.date, level: Level, random_source: Random) -> dict:
    return {item: finding(level, random_source) for item in standard.items.on(day)}


def finding(level: Level, random_source: Random) -> Finding:
    if random_source.randrange(100) < MET_PERCENT[level]:
        return Finding(Result.MET)
    return Finding(Result.UNMET, REMARK)
