"""Acts on coverage: an organization covers a unit from a day on, until it ends."""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from core.audit import Actor
from core.batches import rows_by, turns
from core.saving import Refused, add_all, refusals_about
from core.spans import FOREVER
from organizations.building.lives import check_between, closings, earliest, locked_all
from organizations.choices import Formation
from organizations.models import Coverage, Organization, Unit
from organizations.registration import end_span


def cover(
    unit: Unit, organization: Organization, on: datetime.date, by: Actor, document: str = ""
) -> Coverage:
    """Let an organization cover a unit from the day on.

    Raises Refused, naming both, when another organization covers the unit on or after that day, when a
    standalone organization already covers another unit, or when the day lies outside the life of either.
    """
    new = Coverage(unit=unit, organization=organization, starts_on=on, document=document)
    return cover_all([new], by)[0]


def cover_all(coverages: Iterable[Coverage], by: Actor) -> list[Coverage]:
    """Add coverages, each refused for what `cover` refuses, or by one before it; one refused, none added.

    A coverage ends with its unit or organization, and on the last day it has if that is earlier.
    """
    coverages = list(coverages)
    with transaction.atomic():
        organizations = locked_all(one.organization_id for one in coverages)
        for coverage in coverages:
            coverage.organization = organizations[coverage.organization_id]
        for turn in turns(coverages, _ground):
            _check(turn)
            _store(turn, by)
    return coverages


def _ground(coverage: Coverage) -> tuple:
    """What a coverage has for itself: its unit, and its organization when that stands alone."""
    unit, organization = ("unit", coverage.unit_id), ("organization", coverage.organization_id)
    return (unit, organization) if coverage.organization.is_standalone else (unit,)


def _check(turn: list[Coverage]) -> None:
    covered, alone = _held_by_unit(turn), _held_alone(turn)
    for coverage, closing in zip(turn, closings(turn), strict=True):
        unit, organization, on = coverage.unit, coverage.organization, coverage.starts_on
        with refusals_about(coverage):
            check_between(unit, organization, on, closing)
            coverage.ends_on = earliest(coverage.ends_on, closing, organization.closed_on)
            _refuse_second(coverage, covered[unit.pk])
            _refuse_company(unit, organization, on, alone[organization.pk])


def _held_by_unit(coverages: list[Coverage]) -> dict[int, list[Coverage]]:
    held = Coverage.objects.select_related("organization").order_by("starts_on")
    return rows_by(held, "unit_id", (one.unit_id for one in coverages))


def _held_alone(coverages: list[Coverage]) -> dict[int, list[Coverage]]:
    alone = (one.organization_id for one in coverages if one.organization.is_standalone)
    return rows_by(Coverage.objects.select_related("unit").order_by("pk"), "organization_id", alone)


def _refuse_second(coverage: Coverage, held: list[Coverage]) -> None:
    other = next(filter(coverage.overlaps, held), None)
    if other is not None:
        unit, organization = coverage.unit, coverage.organization
        raise Refused(
            f"{unit}在{other.period_text}已由“{other.organization}”覆盖，不能同时由“{organization}”覆盖。"
            "请先结束原来的覆盖关系。"
        )


def _store(turn: list[Coverage], by: Actor) -> None:
    """Add what was checked; the database refuses what somebody else has added since."""
    try:
        add_all(turn, by)
    except IntegrityError as error:
        covered = _held_by_unit(turn)
        beaten = next((one for one in turn if any(map(one.overlaps, covered[one.unit_id]))), None)
        if beaten is None:
            raise
        with refusals_about(beaten):
            raise Refused(f"刚才有人登记了{beaten.unit}的覆盖关系，请刷新后核对。") from error


def check_alone(unit: Unit, organization: Organization, on: datetime.date) -> None:
    """A standalone organization covers one unit at a time."""
    if organization.is_standalone:
        held = Coverage.objects.filter(organization=organization).select_related("unit")
        _refuse_company(unit, organization, on, held.during(on, FOREVER).order_by("pk"))


def _refuse_company(
    unit: Unit, organization: Organization, on: datetime.date, held: Iterable[Coverage]
) -> None:
    lasting = (one for one in held if (one.ends_on or FOREVER) >= on)
    other = next((one for one in lasting if one.unit_id != unit.pk), None)
    if other is not None:
        raise Refused(f"“{organization}”是单独组建的党组织，已覆盖{other.unit}，不能再覆盖{unit}。")


def contradictions(organization: Organization, opens, closes, formation) -> dict[str, str]:
    """Return {field: sentence} where other days or another formation contradict the coverages on record."""
    held = list(organization.coverages.select_related("unit").order_by("starts_on"))
    found = {}
    if held and opens and held[0].starts_on < opens:
        day = held[0].starts_on.isoformat()
        found["established_on"] = f"从{day}起已覆盖{held[0].unit}，成立日期不能更晚。"
    beyond = [c for c in held if closes and (c.ends_on is None or c.ends_on > closes)]
    if beyond:
        found["closed_on"] = f"仍覆盖{beyond[0].unit}等{len(beyond)}家单位，请先结束覆盖再撤销。"
    if formation == Formation.STANDALONE and any(map(Coverage.overlaps, held, held[1:])):
        found["formation"] = "同时覆盖几家单位，不能登记为单独组建。"
    return found


def end_coverage(coverage: Coverage, on: datetime.date, by: Actor, document: str = "") -> Coverage:
    """End a coverage on its last day."""
    coverage.end_document = document or coverage.end_document
    return end_span(coverage, on, by)
