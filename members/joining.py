"""The act by which a member comes to belong to an organization."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import add, refuse_invalid
from members.choices import JoinReason
from members.models import Member, Membership
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
    with transaction.atomic():
        if member.pk is None:
            refuse_invalid(member)
            add(member, by)
        membership = Membership(
            member=member,
            organization=organization,
            starts_on=on,
            entry_reason=reason,
            entry_document=document,
        )
        refuse_invalid(membership)
        return add(membership, by)
