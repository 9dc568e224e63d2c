"""Acts that build coverage: set up an organization, let it cover a unit, appoint, assign an officer."""

import datetime

from django.db import IntegrityError, transaction

from core.audit import Actor
from core.saving import Refused, add, change
from core.spans import FOREVER
from organizations.choices import Formation, PostRole
from organizations.models import Area, Assignment, Coverage, Officer, Organization, Post, Seat, Unit
from organizations.registration import DAY, end_span


def set_up(organization: Organization, area: Area, by: Actor) -> Organization:
    """Add an organization with its managing area from the day it was established."""
    with transaction.atomic():
        add(organization, by)
        add(Seat(organization=organization, area=area, starts_on=organization.established_on), by)
    return organization


def cover(
    unit: Unit, organization: Organization, on: datetime.date, by: Actor, document: str = ""
) -> Coverage:
    """Let an organization cover a unit from the day on.

    Raises Refused, naming both, when another organization covers the unit on or after that day, when a
    standalone organization already covers another unit, or when the day lies outside the life of either.
    """
    with transaction.atomic():
        organization = locked(organization)
        check_lives(unit, organization, on)
        last = min(filter(None, (closing_of(unit, on), organization.closed_on)), default=None)
        known = Coverage.objects.filter(unit=unit).select_related("organization")
        other = known.during(on, last or datetime.date.max).order_by("starts_on").first()
        if other is not None:
            raise Refused(
                f"{unit}在{other.period_text}已由“{other.organization}”覆盖，不能同时由“{organization}”覆盖。"
                "请先结束原来的覆盖关系。"
            )
        check_alone(unit, organization, on)
        try:
            with transaction.atomic():
                span = {"starts_on": on, "ends_on": last}
                return add(Coverage(unit=unit, organization=organization, document=document, **span), by)
        except IntegrityError as error:
            raise Refused(f"刚才有人登记了{unit}的覆盖关系，请刷新后核对。") from error


def locked(organization: Organization) -> Organization:
    """Return the row as it stands now, locked: an act on it may have changed it since it was read."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)


def check_lives(unit: Unit, organization: Organization, on: datetime.date) -> None:
    """Refuse a day outside the life of unit or organization."""
    if on < organization.established_on:
        day = organization.established_on.isoformat()
        raise Refused(f"“{organization}”成立于{day}，覆盖起始日期不能更早。")
    if organization.closed_on and on > organization.closed_on:
        raise Refused(f"“{organization}”已于{organization.closed_on.isoformat()}撤销，不能再覆盖单位。")
    if unit.opened_on and on < unit.opened_on:
        raise Refused(f"{unit}成立于{unit.opened_on.isoformat()}，覆盖起始日期不能更早。")
    closing = closing_of(unit, on)
    if closing and on > closing:
        raise Refused(f"{unit}已于{closing.isoformat()}注销或迁出，不能再登记覆盖。")


def last_day(*closing) -> datetime.date | None:
    """The day on which the first of these closes: a fact about them cannot last longer."""
    return min((one.closed_on for one in closing if one.closed_on), default=None)


def check_alone(unit: Unit, organization: Organization, on: datetime.date) -> None:
    """A standalone organization covers one unit at a time."""
    if not organization.is_standalone:
        return
    others = (
        Coverage.objects.filter(organization=organization).exclude(unit=unit).during(on, datetime.date.max)
    )
    other = others.select_related("unit").first()
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


def appoint(post: Post, by: Actor) -> Post:
    """Let a person hold a post from a day on; a new secretary ends the former one's post the day before."""
    organization = post.organization
    if not organization.is_open(post.starts_on):
        life = f"{organization.established_on.isoformat()} 至 {organization.closed_on or '今'}"
        raise Refused(f"任职日期不在“{organization}”存续期内（{life}），请核对。")
    post.ends_on = post.ends_on or last_day(organization)
    with transaction.atomic():
        if post.role == PostRole.SECRETARY:
            _end_former_secretary(post, by)
        else:
            _refuse_twice(post)
        return add(post, by)


def _refuse_twice(post: Post) -> None:
    """Nobody holds one role of one organization twice at a time."""
    held = Post.objects.filter(organization=post.organization, role=post.role, name=post.name)
    same = held.during(post.starts_on, post.ends_on or datetime.date.max).first()
    if same is not None:
        role = post.get_role_display()
        raise Refused(f"{post.name}在{same.period_text}已任“{post.organization}”{role}，无需重复登记。")


def _end_former_secretary(post: Post, by: Actor) -> None:
    held = Post.objects.filter(organization=post.organization, role=PostRole.SECRETARY)
    for former in held.during(post.starts_on, datetime.date.max).order_by("-starts_on"):
        if former.starts_on >= post.starts_on:
            raise Refused(
                f"{former.name}从{former.starts_on.isoformat()}起任书记，新任书记的任职日期应晚于这一天。"
            )
        former.ends_on = post.starts_on - DAY
        change(former, by, act="卸任")


def closing_of(unit: Unit, on: datetime.date) -> datetime.date | None:
    """Return the closing that bounds the life of the unit around the day: it may have been reopened since."""
    over = unit.reopenings.filter(reopened_on__gt=on).order_by("reopened_on").first()
    return over.closed_on if over else unit.closed_on


def assign(
    officer: Officer,
    unit: Unit,
    on: datetime.date,
    by: Actor,
    document: str = "",
    until: datetime.date | None = None,
) -> Assignment:
    """Send an officer to a unit from the day on, until a last day if one is given.

    Raises Refused, naming both, beyond the closing of the unit, after the officer has left, or when he is
    there already.
    """
    with transaction.atomic():
        officer = Officer.objects.select_for_update().get(pk=officer.pk)
        closing = closing_of(unit, on)
        if closing and on > closing:
            raise Refused(f"{unit}已于{closing.isoformat()}注销或迁出，不能再派指导员{officer}。")
        if officer.left_on and on > officer.left_on:
            raise Refused(f"指导员{officer}已于{officer.left_on.isoformat()}离任，不能再派驻{unit}。")
        last = min(filter(None, (until, closing, officer.left_on)), default=None)
        now = Assignment.objects.filter(officer=officer, unit=unit).during(on, last or FOREVER).first()
        if now is not None:
            raise Refused(f"指导员{officer}在{now.period_text}已派驻{unit}，无需重复登记。")
        span = {"starts_on": on, "ends_on": last}
        return add(Assignment(officer=officer, unit=unit, document=document, **span), by)
