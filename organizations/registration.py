"""Acts that make a unit known: register it, take it into the base and out of it, close and reopen it."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from core.audit import Actor, record
from core.batches import rows_by
from core.pinyin import search_text
from core.saving import Refused, add, add_all, change, change_all
from organizations.choices import ExitReason
from organizations.models import (
    Area,
    Assignment,
    BaseSpell,
    CentreService,
    Coverage,
    CoveragePlan,
    Liaison,
    Placement,
    Reopening,
    Unit,
    UnitName,
)

DAY = datetime.timedelta(days=1)
ENDING_WITH_UNIT = (Coverage, Assignment, CoveragePlan, Liaison, CentreService)


def search_text_of(unit: Unit) -> str:
    """Return what a unit is found by: its name, its former names and its credit code."""
    return _search_text(unit, unit.names.all() if unit.pk else [])


def _search_text(unit: Unit, former: Iterable[UnitName]) -> str:
    return search_text(unit.name, *(one.name for one in former), unit.credit_code or "")


def read_again(unit: Unit) -> None:
    """Lock the unit and take over what a colleague may have saved since it was read."""
    unit.refresh_from_db(from_queryset=Unit.objects.select_for_update())


def register_unit(unit: Unit, area: Area, on: datetime.date, by: Actor, *, in_base: bool = True) -> Unit:
    """Add a unit with its managing area and, unless told otherwise, its place in the base from the day on."""
    return register_units([(unit, area)], on, by, in_base=in_base)[0]


def register_units(
    units_with_areas: Iterable[tuple[Unit, Area]], on: datetime.date, by: Actor, *, in_base: bool = True
) -> list[Unit]:
    """Add units, each with its managing area and, unless told otherwise, its place in the base."""
    pairs = list(units_with_areas)
    units = [unit for unit, _ in pairs]
    for unit in units:
        unit.search_text = search_text_of(unit)
    with transaction.atomic():
        add_all(units, by)
        add_all((Placement(unit=unit, area=area, starts_on=on) for unit, area in pairs), by)
        if in_base:
            add_all((BaseSpell(unit=unit, starts_on=on, approved_by=by.user) for unit in units), by)
    return units


def save_unit(unit: Unit, by: Actor, version: int | None = None) -> Unit:
    """Save the plain facts of a known unit; raises Conflict when somebody else was faster."""
    unit.search_text = search_text_of(unit)
    return change(unit, by, version=version)


def save_units(units: Iterable[Unit], by: Actor) -> list[Unit]:
    """Save the plain facts of known units, each with the version it carries; returns those that differed.

    Raises Conflict with the first that somebody else saved meanwhile.
    """
    units = list(units)
    former = rows_by(UnitName.objects.all(), "unit_id", (unit.pk for unit in units))
    for unit in units:
        unit.search_text = _search_text(unit, former[unit.pk])
    return change_all(units, by)


def leave_base(
    unit: Unit, on: datetime.date, reason: str, document: str, by: Actor, *, closing: bool = False
) -> BaseSpell:
    """Take a unit out of the base; the day given is its last day in the base.

    Raises Refused when the unit is not in the base on that day, or leaves it later already; a closing comes
    before that leaving.
    """
    with transaction.atomic():
        spell = BaseSpell.objects.select_for_update().on(on).filter(unit=unit).first()
        if spell is None:
            raise Refused(f"{unit}在{on.isoformat()}不在基数内，不能移出。请核对日期。")
        if spell.ends_on and not closing:
            raise Refused(f"{unit}已于{spell.ends_on.isoformat()}移出基数，无需再办。")
        spell.ends_on, spell.exit_reason, spell.exit_document = on, reason, document
        spell.approved_by = by.user
        return change(spell, by, act=f"移出基数（{ExitReason(reason).label}）")


def enter_base(unit: Unit, on: datetime.date, document: str, by: Actor) -> BaseSpell:
    """Take a unit into the base again from the day on; refused when it already counts or is closed."""
    with transaction.atomic():
        read_again(unit)
        if unit.closed_on:
            raise Refused(f"{unit}已于{unit.closed_on.isoformat()}注销或迁出，不能再纳入基数。")
        _check_entry(unit, on)
        spell = BaseSpell(unit=unit, starts_on=on, entry_document=document, approved_by=by.user)
        if BaseSpell.objects.filter(unit=unit).during(on, datetime.date.max).exists():
            raise Refused(f"{unit}在{on.isoformat()}或以后已纳入基数，请核对日期。")
        return add(spell, by)


def _check_entry(unit: Unit, on: datetime.date) -> None:
    """Refuse a day before the opening or a reopening: the spell would run on while the unit was closed."""
    if unit.opened_on and on < unit.opened_on:
        raise Refused(f"{unit}成立于{unit.opened_on.isoformat()}，纳入日期不能更早。")
    gap = unit.reopenings.filter(reopened_on__gt=on).first()
    if gap is not None:
        closed, reopened = gap.closed_on.isoformat(), gap.reopened_on.isoformat()
        raise Refused(f"{unit}于{closed}注销或迁出、{reopened}恢复，纳入日期不能早于恢复日期。")


def close_unit(unit: Unit, on: datetime.date, reason: str, document: str, by: Actor) -> Unit:
    """Close a unit on its last day: base, coverage, assignments and all that serves it end that day.

    What was before stays, and so does the managing area: its clerks go on seeing the closed unit. Raises
    Refused when a fact begins only after that day, because closing would have to erase it.
    """
    with transaction.atomic():
        read_again(unit)
        _check_closing(unit, on)
        if BaseSpell.objects.on(on).filter(unit=unit).exists():
            leave_base(unit, on, reason, document, by, closing=True)
        for model in ENDING_WITH_UNIT:
            for span in model.objects.on(on).filter(unit=unit).exclude(ends_on=on):
                if hasattr(span, "end_document"):
                    span.end_document = document
                end_span(span, on, by)
        unit.closed_on, unit.close_reason, unit.close_document = on, reason, document
        return change(unit, by, act="注销或迁出")


def _check_closing(unit: Unit, on: datetime.date) -> None:
    if unit.closed_on:
        raise Refused(f"{unit}已于{unit.closed_on.isoformat()}注销或迁出，无需再办。")
    if unit.opened_on and on < unit.opened_on:
        raise Refused(f"{unit}成立于{unit.opened_on.isoformat()}，注销日期不能更早。")
    reopened = unit.reopenings.filter(reopened_on__gt=on).first()
    if reopened is not None:
        raise Refused(f"{unit}于{reopened.reopened_on.isoformat()}恢复，注销日期不能更早。")
    for model in (BaseSpell, Placement, *ENDING_WITH_UNIT):
        later = model.objects.filter(unit=unit, starts_on__gt=on).first()
        if later is not None:
            noun = model._meta.verbose_name
            raise Refused(f"{unit}在{later.starts_on.isoformat()}还有新的{noun}，注销日期不能更早。")


def reopen_unit(
    unit: Unit,
    on: datetime.date,
    document: str,
    by: Actor,
    *,
    area: Area | None = None,
    in_base: bool = False,
) -> Unit:
    """Open a closed unit again from a day after its closing; what ended with the closing stays ended.

    The managing area runs on where there is one; else, or to change it, an area is named. The unit counts
    in the base again only when told so.
    """
    with transaction.atomic():
        read_again(unit)
        add(_reopening(unit, on, document), by)
        unit.closed_on, unit.close_reason, unit.close_document = None, "", ""
        change(unit, by, act="恢复登记")
        _place_again(unit, area, on, document, by)
        if in_base:
            enter_base(unit, on, document, by)
    return unit


def _reopening(unit: Unit, on: datetime.date, document: str) -> Reopening:
    if unit.closed_on is None:
        raise Refused(f"{unit}没有注销或迁出，无需恢复。")
    if on <= unit.closed_on:
        raise Refused(f"{unit}于{unit.closed_on.isoformat()}注销或迁出，恢复日期应晚于这一天。")
    return Reopening(
        unit=unit,
        closed_on=unit.closed_on,
        close_reason=unit.close_reason,
        close_document=unit.close_document,
        reopened_on=on,
        document=document,
    )


def _place_again(unit: Unit, area: Area | None, on: datetime.date, document: str, by: Actor) -> None:
    now = Placement.objects.on(on).filter(unit=unit).first()
    if now is None and area is None:
        raise Refused(f"{unit}在{on.isoformat()}没有管理区域，请选择管理区域。")
    if area is not None and (now is None or now.area_id != area.pk):
        move_unit(unit, area, on, document, by)


def end_span(span, on: datetime.date, by: Actor, act: str = "结束"):
    """End a span on its last day; a day before its first or after the end it already has is refused."""
    if on < span.starts_on:
        raise Refused(f"结束日期不能早于起始日期（{span.starts_on.isoformat()}），请核对。")
    if span.ends_on and on > span.ends_on:
        raise Refused(f"已于{span.ends_on.isoformat()}结束，不能再延后，请核对。")
    span.ends_on = on
    return change(span, by, act=act)


def move_unit(unit: Unit, area: Area, on: datetime.date, document: str, by: Actor) -> Placement:
    """Place a unit in another area from the day on; days before keep their area.

    Raises Refused when it is there already, or when a placement begins on that day or later.
    """
    with transaction.atomic():
        read_again(unit)
        if unit.closed_on and on > unit.closed_on:
            raise Refused(f"{unit}已于{unit.closed_on.isoformat()}注销或迁出，不能再变更管理区域。")
        now = Placement.objects.select_for_update().on(on).filter(unit=unit).first()
        if now is not None and now.area_id == area.pk:
            raise Refused(f"{unit}在{on.isoformat()}已由{area}管理，无需变更。")
        later = Placement.objects.filter(unit=unit, starts_on__gte=on).order_by("starts_on").first()
        if later is not None:
            day = later.starts_on.isoformat()
            raise Refused(f"{unit}从{day}起由{later.area}管理，变更日期应晚于这一天。")
        if now is not None:
            end_span(now, on - DAY, by)
        moved = add(Placement(unit=unit, area=area, starts_on=on, document=document), by)
        record(by, "变更管理区域", unit, {"area": [str(now.area) if now else None, str(area)]})
        return moved
