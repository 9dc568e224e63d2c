"""Acts that change an organization itself: rebuild, split, merge, close. None of them changes the past.

A way of forming is never changed in place: the old organization closes and another one goes on, so the
figures of every past month stay what they were. The seat of a closed organization stays, for without it
nobody would find it any more.
"""

import datetime
from collections.abc import Iterable
from itertools import pairwise

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, change
from organizations.building import locked, set_up
from organizations.carrying import carry_over, lasting
from organizations.choices import CloseReason, SuccessionKind
from organizations.models import Coverage, DemonstrationSite, Organization, Post, Seat, Succession, Term, Unit
from organizations.registration import DAY, end_span

LAPSING = (Term, DemonstrationSite)


def rebuild(
    old: Organization, new: Organization, on: datetime.date, by: Actor, document: str = ""
) -> Organization:
    """Let a new organization take the place of the old one: its units, posts, seat and subordinates go on."""
    with transaction.atomic():
        old = locked(old)
        check_may_end(old, on, "改建")
        found_after(new, old, on, by, document)
        for post in lasting(old.posts, on, "改建"):
            carry_over(post, on, by, act="卸任", organization=new)
        _dissolve(old, new, on, by, (SuccessionKind.REBUILT, CloseReason.REPLACED, document))
        refuse_crowd(new, on)
    return new


def merge(
    target: Organization,
    others: Iterable[Organization],
    on: datetime.date,
    by: Actor,
    document: str = "",
) -> Organization:
    """Merge organizations into one that goes on; the others close the day before."""
    with transaction.atomic():
        target = locked(target)
        check_goes_on(target, on)
        for other in others:
            _merge_away(other, target, on, by, document)
        refuse_crowd(target, on)
    return target


def merge_anew(
    new: Organization, merged: list[Organization], on: datetime.date, by: Actor, document: str = ""
) -> Organization:
    """Merge organizations into a new one, which gets seat and superior of the first; all of them close."""
    with transaction.atomic():
        check_may_end(merged[0], on, "合并")
        found_after(new, merged[0], on, by, document)
        return merge(new, merged, on, by, document)


def split(
    old: Organization,
    new: Organization,
    units: Iterable[Unit],
    on: datetime.date,
    by: Actor,
    document: str = "",
) -> Organization:
    """Let a new organization take some units of the old one, which goes on with the others."""
    with transaction.atomic():
        old = locked(old)
        check_may_end(old, on, "分设")
        chosen = {unit.pk for unit in units}
        held = lasting(old.coverages.select_related("unit", "organization"), on, "分设")
        leaving = [coverage for coverage in held if coverage.unit_id in chosen]
        if len(leaving) != len(chosen):
            raise Refused(f"选中的单位在{on.isoformat()}并非都由“{old}”覆盖，请核对。")
        if not leaving or len(leaving) == len(held):
            raise Refused(f"分设后“{old}”和“{new}”都要有单位；整体变更请办理改建。")
        found_after(new, old, on, by, document)
        _carry_coverages(leaving, new, on, by, document)
        _note_succession(old, new, SuccessionKind.SPLIT, on, by, document)
        refuse_crowd(new, on)
    return new


def close_organization(
    organization: Organization, on: datetime.date, reason: str, by: Actor, document: str = ""
) -> Organization:
    """Close an organization on its last day: coverages, posts, terms and demonstration sites end that day.

    Raises Refused when something begins only after that day or an organization below it is still open.
    """
    with transaction.atomic():
        organization = locked(organization)
        if organization.closed_on:
            raise Refused(f"“{organization}”已于{organization.closed_on.isoformat()}撤销，无需再办。")
        if on < organization.established_on:
            raise Refused(f"“{organization}”成立于{organization.established_on.isoformat()}，撤销不能更早。")
        below = subordinates(organization, on + DAY)
        if below:
            raise Refused(
                f"“{organization}”还有下级党组织“{below[0]}”等{len(below)}个，请先变更它们的上级党组织。"
            )
        for rows in (organization.coverages.select_related("unit", "organization"), organization.posts):
            _end_all(rows, on, by, "撤销", document)
        return _close(organization, on, reason, by, document)


def losing(organization: Organization, on: datetime.date) -> list[Unit]:
    """Return the units that no organization covers any more when this one closes on the day."""
    coverages = organization.coverages.during(on + DAY, datetime.date.max).select_related("unit")
    return [coverage.unit for coverage in coverages.order_by("pk")]


def subordinates(organization: Organization, day: datetime.date) -> list[Organization]:
    return list(organization.subordinates.exclude(closed_on__lt=day).order_by("pk"))


def check_may_end(organization: Organization, on: datetime.date, what: str) -> None:
    """Refuse an act that lets the organization end, or give something away, outside its life."""
    if organization.closed_on:
        raise Refused(f"“{organization}”已于{organization.closed_on.isoformat()}撤销，不能再{what}。")
    if on <= organization.established_on:
        day = organization.established_on.isoformat()
        raise Refused(f"“{organization}”成立于{day}，{what}日期应晚于这一天。")


def check_goes_on(target: Organization, on: datetime.date) -> None:
    if target.closed_on:
        raise Refused(f"“{target}”已于{target.closed_on.isoformat()}撤销，不能并入。")
    if on < target.established_on:
        raise Refused(f"“{target}”成立于{target.established_on.isoformat()}，承接日期不能更早。")


def refuse_crowd(organization: Organization, on: datetime.date) -> None:
    """Refuse a standalone organization that would cover two units at a time."""
    if not organization.is_standalone:
        return
    rows = organization.coverages.during(on, datetime.date.max).select_related("unit").order_by("starts_on")
    held = list(rows)
    for one, other in pairwise(held):
        if one.overlaps(other):
            raise Refused(
                f"“{organization}”是单独组建，一次只能覆盖一家单位，不能同时覆盖{one.unit}和{other.unit}。"
                "请选择其他组建方式成立新的党组织。"
            )


def found_after(new, old, on, by, document) -> None:
    """Set up the new organization on the day, in the area and below the superior of the old one."""
    seat = Seat.objects.on(on).filter(organization=old).select_related("area").first()
    if seat is None:
        raise Refused(f"“{old}”在{on.isoformat()}没有管理区域，请先登记。")
    new.established_on, new.approval_number = on, new.approval_number or document
    new.superior = new.superior or old.superior
    new.affiliation = new.affiliation or old.affiliation
    set_up(new, seat.area, by)


def _merge_away(other, target, on, by, document):
    if other == target:
        raise Refused(f"“{other}”不能与自己合并。")
    other = locked(other)
    check_may_end(other, on, "合并")
    for post in lasting(other.posts, on, "合并"):
        end_span(post, on - DAY, by, act="卸任")
    _dissolve(other, target, on, by, (SuccessionKind.MERGED, CloseReason.MERGED, document))


def _dissolve(old, successor, on, by, how) -> None:
    """Hand units and subordinates to the successor, and close the old one the day before."""
    kind, reason, document = how
    what = SuccessionKind(kind).label
    held = lasting(old.coverages.select_related("unit", "organization"), on, what)
    _carry_coverages(held, successor, on, by, document)
    for below in subordinates(old, on):
        below.superior = successor if below != successor else old.superior
        change(below, by, act="变更")
    _close(old, on - DAY, reason, by, document)
    _note_succession(old, successor, kind, on, by, document)


def _carry_coverages(coverages: Iterable[Coverage], successor, on, by, document) -> None:
    for coverage in coverages:
        ended = {"end_document": document}
        moved = {"organization": successor, "document": document}
        carry_over(coverage, on, by, act="结束", ended=ended, **moved)


def _close(organization, on, reason, by, document) -> Organization:
    """Write the closing on the organization; what nobody takes over ends with it."""
    for model in LAPSING:
        _end_all(model.objects.filter(organization=organization), on, by, "撤销", document)
    organization.closed_on, organization.close_reason = on, reason
    organization.close_document = document
    return change(organization, by, act="撤销")


def _end_all(rows, on, by, what, document) -> None:
    for span in lasting(rows, on + DAY, what):
        if isinstance(span, Coverage):
            span.end_document = document
        end_span(span, on, by, act="卸任" if isinstance(span, Post) else "结束")


def _note_succession(old, new, kind, on, by, document) -> Succession:
    return add(Succession(organization=new, predecessor=old, kind=kind, on=on, document=document), by)
