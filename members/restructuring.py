"""Acts on organizations that their members follow: one act closes the old one and moves everybody."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from core.audit import Actor
from core.saving import Refused
from members.choices import JoinReason, LeaveReason
from members.models import Membership
from organizations import restructuring
from organizations.carrying import carry_over, lasting
from organizations.models import Organization, Unit
from organizations.registration import DAY

FOLLOWED = "随党组织调整转接"


def rebuild(
    old: Organization, new: Organization, on: datetime.date, by: Actor, document: str = ""
) -> Organization:
    """Rebuild an organization; its members belong to the new one from the day on."""
    with transaction.atomic():
        restructuring.rebuild(old, new, on, by, document)
        follow(Membership.objects.filter(organization=old), new, on, by, document)
    return new


def merge(
    target: Organization,
    others: Iterable[Organization],
    on: datetime.date,
    by: Actor,
    document: str = "",
) -> Organization:
    """Merge organizations into one that goes on; the members of the others come along."""
    others = list(others)
    with transaction.atomic():
        restructuring.merge(target, others, on, by, document)
        follow(Membership.objects.filter(organization__in=others), target, on, by, document)
    return target


def merge_anew(
    new: Organization, merged: list[Organization], on: datetime.date, by: Actor, document: str = ""
) -> Organization:
    """Merge organizations into a new one; the members of all of them belong to it from the day on."""
    with transaction.atomic():
        restructuring.merge_anew(new, merged, on, by, document)
        follow(Membership.objects.filter(organization__in=merged), new, on, by, document)
    return new


def split(
    old: Organization,
    new: Organization,
    units: Iterable[Unit],
    on: datetime.date,
    by: Actor,
    document: str = "",
) -> Organization:
    """Split an organization; members who work at the units of the new one belong to that."""
    units = list(units)
    with transaction.atomic():
        restructuring.split(old, new, units, on, by, document)
        leaving = Membership.objects.filter(organization=old, member__unit__in=units)
        follow(leaving, new, on, by, document)
    return new


def close_organization(
    organization: Organization,
    on: datetime.date,
    reason: str,
    by: Actor,
    document: str = "",
    successor: Organization | None = None,
) -> Organization:
    """Close an organization on its last day; its members go to the successor from the next day on.

    Raises Refused, saying how many they are, when members stay and nobody takes them.
    """
    memberships = Membership.objects.filter(organization=organization)
    with transaction.atomic():
        staying = memberships.during(on + DAY, datetime.date.max).count()
        if staying and successor is None:
            raise Refused(f"“{organization}”还有{staying}名党员，请先转出，或选择承接党员的党组织。")
        if staying:
            restructuring.check_goes_on(successor, on + DAY)
            follow(memberships, successor, on + DAY, by, document)
        return restructuring.close_organization(organization, on, reason, by, document)


def follow(memberships, successor: Organization, on: datetime.date, by: Actor, document: str = "") -> None:
    """Move the memberships to the successor: they end the day before and go on there, facts unchanged."""
    ended = {"exit_reason": LeaveReason.TRANSFERRED_OUT, "exit_document": document or FOLLOWED}
    begun = {"entry_reason": JoinReason.TRANSFERRED_IN, "entry_document": document or FOLLOWED}
    for membership in lasting(memberships.select_related("member", "organization"), on, "组织调整"):
        carry_over(membership, on, by, act="转接", ended=ended, organization=successor, **begun)
