"""What is returned of the dues handed up; and members of whom no payment is on record for half a year."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from core.findings import Finding
from core.indicators import AmountIndicator
from members.dues.choices import PaymentKind
from members.dues.months import month_after
from members.dues.sums import handed_up_on, returned_on
from members.dues_models import DuesPayment, Relief
from members.models import Member, Membership
from organizations.duties import first_of_month
from organizations.models import Organization

UNPAID_MONTHS = 6


def has_moved(day: datetime.date) -> Q:
    """Organizations that handed up dues this year by the day, or got some back."""
    return Q(GreaterThan(handed_up_on(day), 0)) | Q(GreaterThan(returned_on(day), 0))


def fully_returned(day: datetime.date) -> Q:
    return Q(GreaterThanOrEqual(returned_on(day), handed_up_on(day)))


def long_unpaid(day: datetime.date) -> Q:
    """Members of whom no payment stands for the six whole months before the day's month.

    They belonged to an organization all the time, were not remitted their dues, and their organization has
    payments of others on record: where nothing is kept, nothing is known.
    """
    this = first_of_month(day)
    first = month_after(this, -UNPAID_MONTHS)
    here = Membership.objects.on(day).filter(member=OuterRef("pk"))
    before = Membership.objects.on(first).filter(member=OuterRef("pk"))
    paid = standing_payments(day).filter(month__gte=first, month__lt=this)
    kept = here.filter(organization__in=paid.values("organization"))
    remitted = Relief.objects.during(first, day).filter(member=OuterRef("pk"), amount=0)
    return (
        Q(joined_on__lt=first)
        & Q(Exists(before))
        & Q(Exists(kept))
        & ~Q(Exists(paid.filter(member=OuterRef("pk"))))
        & ~Q(Exists(remitted))
    )


def standing_payments(day: datetime.date):
    """Monthly payments as known on the day that nobody had taken back by then."""
    taken_back = DuesPayment.objects.up_to(day).filter(reverses=OuterRef("pk"))
    rows = DuesPayment.objects.up_to(day).filter(kind=PaymentKind.MONTHLY, reverses=None)
    return rows.filter(~Exists(taken_back))


DUES_RETURNED = AmountIndicator(
    key="dues_returned",
    label="党费返还率",
    definition="年初至今返还党组织的党费金额 ÷ 年初至今党组织上缴的党费金额；冲正的、自愿多交给中央的不计",
    subjects=Organization.objects.all,
    counted=has_moved,
    hit=fully_returned,
    numerator="已足额返还党费的党组织",
    denominator="上缴过党费的党组织",
    part=returned_on,
    whole=handed_up_on,
)
DUES_UNPAID = Finding(
    key="dues_unpaid",
    label="六个月没有交纳党费记录",
    advice="平台上连续六个月没有党费交纳记录，请核实是漏登、困难减免还是确实未交，再按规定教育提醒。",
    source="《中国共产党章程》第九条",
    subjects=Member.objects.all,
    hit=long_unpaid,
)
