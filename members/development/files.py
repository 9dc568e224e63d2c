"""The acts by which the file of an applicant is opened, comes to rest with a reason, and is opened again."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, change, refuse_invalid
from members.development_models import Candidate, Withdrawal
from members.models import Member

DAY = datetime.timedelta(days=1)
ALREADY_MEMBER = "这个身份证号登记在党员名册中，不需要发展党员档案。"


def locked(candidate: Candidate) -> Candidate:
    """Return the candidate as it stands now; nobody else acts on the file until this transaction is over."""
    return (
        Candidate.objects.select_for_update(of=("self",)).select_related("organization").get(pk=candidate.pk)
    )


def open_file(candidate: Candidate, by: Actor) -> Candidate:
    """Open the file of somebody who applied; who is a member already is refused."""
    with transaction.atomic():
        if is_member(candidate):
            raise Refused(ALREADY_MEMBER)
        refuse_invalid(candidate)
        return add(candidate, by)


def is_member(candidate: Candidate) -> bool:
    """Say whether somebody in the register of members has the identity number of the file."""
    number = candidate.id_number
    others = Member.objects.exclude(pk=candidate.member_id)
    return bool(number) and others.with_id_number(number).exists()


def withdraw(candidate: Candidate, on: datetime.date, reason: str, document: str, by: Actor) -> Withdrawal:
    """End the course of a candidate; the day given is the last on which it still runs."""
    with transaction.atomic():
        candidate = locked(candidate)
        if candidate.member_id:
            raise Refused(f"{candidate}已接收为预备党员，请在党员页办理离开。")
        last = max([candidate.applied_on, *candidate.steps.values_list("held_on", flat=True)])
        if on < last:
            raise Refused(f"最近一步登记在{last}，终止不能早于这一天。")
        resting = candidate.withdrawals.filter(ends_on__isnull=True).first()
        if resting is not None:
            raise Refused(f"{candidate}已于{resting.starts_on - DAY}终止培养，无需再办。")
        ending = Withdrawal(candidate=candidate, starts_on=on + DAY, reason=reason, document=document)
        refuse_invalid(ending)
        return add(ending, by)


def reopen(candidate: Candidate, on: datetime.date, document: str, by: Actor) -> Withdrawal:
    """Let the course of a candidate go on from a day."""
    with transaction.atomic():
        candidate = locked(candidate)
        resting = candidate.withdrawals.select_for_update().filter(ends_on__isnull=True).first()
        if resting is None:
            raise Refused(f"{candidate}没有终止培养，不需要恢复。")
        if on <= resting.starts_on:
            raise Refused(f"培养到{resting.starts_on - DAY}为止，恢复应晚于{resting.starts_on}。")
        resting.ends_on, resting.reopening_document = on - DAY, document
        refuse_invalid(resting)
        return change(resting, by, act="恢复培养")
