"""How cells name areas, units, organizations and officers; kinds of table of any application use it."""

from collections.abc import Iterator

from core.intake.links import Finder, Link, link_by
from core.scoping import Scope
from organizations.intake.vocabulary import AreaBook
from organizations.models import Area, Officer, Organization, Unit


def find_areas(scope: Scope) -> Finder:
    """Find an area within the scope by any name it has or had."""
    book, mine = AreaBook(), set(Area.objects.within(scope).values_list("pk", flat=True))

    def find(text: str, values) -> list[Area]:
        area = book.find(text)
        return [area] if area is not None and area.pk in mine else []

    return find


def area_names(scope: Scope) -> Iterator[str]:
    return iter(Area.objects.within(scope).order_by("path").values_list("name", flat=True))


AREA = Link("区域", find_areas, area_names)
ORGANIZATION = link_by("党组织", Organization.objects.all, "name", over="closed_on")
OFFICER = link_by("党建工作指导员", Officer.objects.all, "name", over="left_on")
# There are too many units to choose from: the name of one is typed.
UNIT = link_by("单位", Unit.objects.all, "name", "credit_code", over="closed_on", words=None)
UNITS = link_by("单位", Unit.objects.all, "name", "credit_code", over="closed_on", words=None, several=True)
