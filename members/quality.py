"""Findings on members: rows that deserve a look, and no score."""

import datetime

from django.db.models import Exists, OuterRef, Q

from core.indicators import Indicator
from members.models import Member, Membership, years_after

PROBATION_YEARS = 1


def on_probation(day: datetime.date) -> Q:
    """Members of some organization who are not yet formal on the day."""
    not_formal = Q(full_member_on__isnull=True) | Q(full_member_on__gt=day)
    return not_formal & Q(Exists(Membership.objects.on(day).filter(member=OuterRef("pk"))))


def probation_over(day: datetime.date) -> Q:
    """Joined more than the probationary year before the day."""
    return Q(joined_on__lt=years_after(day, -PROBATION_YEARS))


PROBATION_OVERDUE = Indicator(
    key="probation_overdue",
    label="预备期满未转正",
    definition="预备期（一般1年）已满、未登记转正或延长的预备党员数 ÷ 预备党员数",
    subjects=Member.objects.all,
    counted=on_probation,
    hit=probation_over,
    finding=True,
    numerator="预备期满未转正的预备党员",
    denominator="预备党员",
)
