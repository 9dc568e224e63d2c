"""The act by which a member leaves an organization: never deleted, always with a reason."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, change, refuse_invalid
from members.choices import LeaveReason, MemberStatus
from members.models import Member, Membership


def leave(member: Member, on: datetime.date, reason: str, document: str, by: Actor) -> Membership:
    """End the membership of a member; the day given is its last day.

    Raises Refused when the member belongs to no organization on that day, or has left already.
    """
    with transaction.atomic():
        membership = _open_membership(member, on)
        if reason == LeaveReason.DISQUALIFIED and member.status == MemberStatus.FORMAL:
            raise Refused(f"{member}是正式党员，不能按“取消预备党员资格”办理，请另选原因。")
        membership.ends_on, membership.exit_reason, membership.exit_document = on, reason, document
        refuse_invalid(membership)
        return change(membership, by, act="离开党组织")


def _open_membership(member, on):
    membership = Membership.objects.select_for_update().on(on).filter(member=member).first()
    if membership is None:
        raise Refused(f"{member}在{on}没有组织关系，请核对离开日期。")
    if membership.ends_on is not None:
        raise Refused(f"{member}已于{membership.ends_on}离开“{membership.organization}”，无需再办。")
    return membership
