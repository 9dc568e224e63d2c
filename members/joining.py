"""The act by which members come to belong to an organization."""

import datetime
from collections.abc import Iterable
from operator import attrgetter

from django.db import transaction

from core.audit import Actor
from core.batches import batches, turns
from core.checking import add_all_valid
from core.saving import Refused, refusals_about
from members.choices import JoinReason
from members.models import ID_NUMBER_TAKEN, Member, Membership
from organizations.models import Organization


def admit(
    member: Member,
    organization: Organization,
    on: datetime.date,
    by: Actor,
    reason: str = JoinReason.REGISTERED,
    document: str = "",
) -> Membership:
    """Let a member, new to the register or not, belong to an organization from the day on.

    Raises Refused when the member still belongs to another, or when the day lies outside the life of the
    organization or before the member joined the Party.
    """
    return admit_all([(member, organization, on)], by, reason, document)[0]


def admit_all(
    entries: Iterable[tuple[Member, Organization, datetime.date]],
    by: Actor,
    reason: str = JoinReason.REGISTERED,
    document: str = "",
) -> list[Membership]:
    """Let each member belong to an organization from a day on, as `admit` does; one refused, none admitted.

    A refusal is about the member.
    """
    entries = list(entries)
    with transaction.atomic():
        new = list(_new_members(entries))
        _refuse_taken(new)
        add_all_valid(new, by)
        told = {"entry_reason": reason, "entry_document": document}
        memberships = [Membership(member=m, organization=o, starts_on=on, **told) for m, o, on in entries]
        for turn in turns(memberships, lambda one: (one.member_id,)):
            add_all_valid(turn, by, about=attrgetter("member"))
    return memberships


def _refuse_taken(members: list[Member]) -> None:
    """Refuse the number of somebody who is in the register, whatever key its print is of."""
    for batch in batches(member for member in members if member.id_number_sealed):
        numbers = {member.id_number: member for member in batch}
        for other in Member.objects.with_id_numbers(numbers):
            with refusals_about(numbers[other.id_number]):
                raise Refused(ID_NUMBER_TAKEN)


def _new_members(entries) -> Iterable[Member]:
    """Members not yet in the register, each once."""
    return {id(member): member for member, _, _ in entries if member.pk is None}.values()
