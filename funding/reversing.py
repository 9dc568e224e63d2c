"""The act that mends a mistake in the ledger: a dated entry that takes back another, once."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add
from funding.models import Entry


def reverse(entry: Entry, on: datetime.date, reason: str, by: Actor) -> Entry:
    """Add the entry that takes back `entry`; it may be dated after the organization has closed.

    Raises Refused when the entry reverses another, was reversed before, or is younger than the day.
    """
    with transaction.atomic():
        check_reversible(entry, on)
        taken_back = Entry(
            organization=entry.organization,
            source=entry.source,
            kind=entry.kind,
            day=on,
            amount=entry.amount,
            purpose=entry.purpose,
            voucher_number=entry.voucher_number,
            note=reason,
            reverses=entry,
        )
        return add(taken_back, by, reason)


def check_reversible(entry: Entry, on: datetime.date) -> None:
    if entry.reverses_id is not None:
        raise Refused("这条记录本身就是冲正，不能再冲正。请按实际情况重新登记一笔。")
    earlier = Entry.objects.filter(reverses=entry).first()
    if earlier is not None:
        raise Refused(f"这条记录已于{earlier.day.isoformat()}冲正，不能重复冲正。")
    if on < entry.day:
        raise Refused(f"冲正日期不能早于原记录日期（{entry.day.isoformat()}）。")
