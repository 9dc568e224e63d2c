"""Acts that make a unit known: register it, take it into the base and out of it, close it."""

import datetime

from django.db import transaction

from core.audit import Actor, record
from core.pinyin import search_text
from core.saving import Refused, add, change
from organizations.choices import ExitReason
from organizations.models import Area, Assignment, BaseSpell, Coverage, Placement, Unit

DAY = datetime.timedelta(days=1)


def search_text_of(unit: Unit) -> str:
    """Return what a unit is found by: its name, its former names and its credit code."""
    former = list(unit.names.values_list("name", flat=True)) if unit.pk else []
    return search_text(unit.name, *former, unit.credit_code or "")


def register_unit(unit: Unit, area: Area, on: datetime.date, by: Actor, *, in_base: bool = True) -> Unit:
    """Add a unit with its managing area and, unless told otherwise, its place in the base from the day on."""
    with transaction.atomic():
        unit.search_text = search_text_of(unit)
        add(unit, by)
        add(Placement(unit=unit, area=area, starts_on=on), by)
        if in_base:
            add(BaseSpell(unit=unit, starts_on=on, approved_by=by.user), by)
    return unit


def save_unit(unit: Unit, by: Actor, version: int | None = None) -> Unit:
    """Save the plain facts of a known unit; raises Conflict when somebody else was faster."""
    unit.search_text = search_text_of(unit)
    return change(unit, by, version=version)


def leave_base(unit: Unit, on: datetime.date, reason: str, document: str, by: Actor) -> BaseSpell:
    """Take a unit out of the base; the day given is its last day in the base.

    Raises Refused when the unit is not in the base on that day.
    """
    with transaction.atomic():
        spell = BaseSpell.objects.select_for_update().on(on).filter(unit=unit).first()
        if spell is None:
            raise Refused(f"{unit}在{on.isoformat()}不在基数内，不能移出。请核对日期。")
        spell.ends_on, spell.exit_reason, spell.exit_document = on, reason, document
        spell.approved_by = by.user
        return change(spell, by, act=f"移出基数（{ExitReason(reason).label}）")


def enter_base(unit: Unit, on: datetime.date, document: str, by: Actor) -> BaseSpell:
    """Take a unit into the base again from the day on; refused when it already counts or is closed."""
    with transaction.atomic():
        if unit.closed_on:
            raise Refused(f"{unit}已于{unit.closed_on.isoformat()}注销或迁出，不能再纳入基数。")
        spell = BaseSpell(unit=unit, starts_on=on, entry_document=document, approved_by=by.user)
        if BaseSpell.objects.filter(unit=unit).during(on, datetime.date.max).exists():
            raise Refused(f"{unit}在{on.isoformat()}或以后已纳入基数，请核对日期。")
        return add(spell, by)


def close_unit(unit: Unit, on: datetime.date, reason: str, document: str, by: Actor) -> Unit:
    """Close a unit on its last day: base, coverage and assignments end that day, what was before stays.

    Raises Refused when a fact begins only after that day, because closing would have to erase it.
    """
    with transaction.atomic():
        for model in (BaseSpell, Placement, Coverage, Assignment):
            later = model.objects.filter(unit=unit, starts_on__gt=on).first()
            if later is not None:
                raise Refused(
                    f"{unit}在{later.starts_on.isoformat()}还有新的{model._meta.verbose_name}，注销日期不能更早。"
                )
        if BaseSpell.objects.on(on).filter(unit=unit).exists():
            leave_base(unit, on, reason, document, by)
        for model in (Coverage, Assignment):
            for span in model.objects.on(on).filter(unit=unit):
                end_span(span, on, by)
        unit.closed_on, unit.close_reason, unit.close_document = on, reason, document
        return change(unit, by, act="注销或迁出")


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
