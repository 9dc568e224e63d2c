"""Numbers by managing area: counted in one query, in the order of the areas, each with its list."""

import datetime
from collections import Counter
from collections.abc import Callable

from django.db.models import Count, OuterRef, Q, Subquery

from core.scoping import Scope
from members.models import Membership
from organizations.models import Area, Seat

# From column and number of the area (None: all) to the address of the list; empty where it may not be opened.
Link = Callable[[str, int | None], str]


def area_of_organization(day: datetime.date) -> Subquery:
    """Expression on rows with an `organization`: its managing area on the day."""
    return Subquery(Seat.objects.on(day).filter(organization=OuterRef("organization")).values("area")[:1])


def area_of_member(day: datetime.date) -> Subquery:
    """Expression on members: the managing area of the organization the member belongs to on the day."""
    held = Membership.objects.on(day).filter(member=OuterRef("pk"))
    return Subquery(held.annotate(_seated=area_of_organization(day)).values("_seated")[:1])


def counted(rows, area, column) -> Counter:
    """Return {(number of the area, value of the column): count} of the rows."""
    groups = rows.annotate(_area=area, _column=column).order_by().values_list("_area", "_column")
    return Counter({(place, name): number for place, name, number in groups.annotate(n=Count("pk"))})


def areas_of(scope: Scope, day: datetime.date) -> list[Area]:
    """Return the areas that report within the scope, those merged before the day left out."""
    stands = Q(closed_on__isnull=True) | Q(closed_on__gte=day)
    return list(Area.objects.leaves_ever().within(scope).filter(stands))


def table(counts: Counter, areas: list[Area], columns: list[tuple[str, str]], link: Link) -> dict:
    """Return heads and rows for the page: the areas, what lies in none of them, the total."""
    names = [name for name, _ in columns]
    rows = [_row(str(area), [counts[area.pk, n] for n in names], names, area.pk, link) for area in areas]
    total = [sum(number for (_, name), number in counts.items() if name == n) for n in names]
    listed = [sum(counts[area.pk, n] for area in areas) for n in names]
    elsewhere = [whole - part for whole, part in zip(total, listed, strict=True)]
    if areas and any(elsewhere):
        rows.append(_row("市本级", elsewhere, names, None, lambda name, area: ""))
    rows.append(_row("合计", total, names, None, link) | {"total": True})
    return {"columns": [label for _, label in columns], "rows": rows}


def _row(label: str, numbers: list[int], names: list[str], area: int | None, link: Link) -> dict:
    cells = [{"text": number, "url": link(name, area)} for name, number in zip(names, numbers, strict=True)]
    return {"label": label, "cells": cells, "total": False}
