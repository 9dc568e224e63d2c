"""The act of looking at an identity number in full: always with a reason, always on record."""

from django.db import transaction

from core.audit import Actor, record
from members.models import Member

LOOKED, TAKEN = "查看身份证号", "导出身份证号"


def reveal_id_number(member: Member, reason: str, by: Actor) -> str:
    """Return the number and record who looked and why; raise SealError when it cannot be opened."""
    number = member.id_number
    with transaction.atomic():
        record(by, LOOKED, member, reason=reason)
    return number
