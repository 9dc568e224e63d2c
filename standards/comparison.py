"""What the three levels last found at an organization by one list, side by side."""

import datetime
from dataclasses import dataclass

from organizations.models import Organization
from standards.models import Assessment, Item, Mark


@dataclass(frozen=True)
class Line:
    """An item that any level judged, with the mark of each level that did."""

    item: Item
    marks: dict[str, Mark]


def latest_of_each_level(organization: Organization, standard_key: str, day: datetime.date):
    """The last assessment of each level up to the day."""
    latest = Assessment.objects.latest_on(day)
    return latest.filter(organization=organization, standard__key=standard_key)


def side_by_side(assessments) -> list[Line]:
    """Return the items of these assessments, one of each level, in the order of the list."""
    found: dict[Item, dict[str, Mark]] = {}
    marks = Mark.objects.filter(assessment__in=assessments).select_related("item", "assessment")
    for mark in marks.order_by("item__position", "item"):
        found.setdefault(mark.item, {})[mark.assessment.level] = mark
    return [Line(item, by_level) for item, by_level in found.items()]
