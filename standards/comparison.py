"""What the three levels last found at an organization by one list, side by side."""

import datetime
from dataclasses import dataclass

from organizations.models import Organization
from standards.choices import Level
from standards.models import Assessment, Item, Mark


@dataclass(frozen=True)
class Line:
    item: Item
    marks: dict[str, Mark]


@dataclass(frozen=True)
class Comparison:
    """The latest assessment of each level, and the items any of them judged."""

    latest: dict[str, Assessment]
    lines: list[Line]


def side_by_side(organization: Organization, standard_key: str, day: datetime.date) -> Comparison:
    rows = Assessment.objects.latest_on(day).filter(organization=organization, standard__key=standard_key)
    latest = {assessment.level: assessment for assessment in rows.prefetch_related("marks__item")}
    found: dict[Item, dict[str, Mark]] = {}
    for level in Level.values:
        for mark in latest[level].marks.all() if level in latest else ():
            found.setdefault(mark.item, {})[level] = mark
    ordered = sorted(found.items(), key=lambda pair: (pair[0].position, pair[0].pk))
    return Comparison(latest, [Line(item, marks) for item, marks in ordered])
