"""Who owes a month to whom: first months, transfers, new wages, relief, and incomes that nobody told."""

import datetime
from decimal import Decimal

import pytest

from core.saving import Refused
from members.choices import JoinReason, LeaveReason
from members.dues.ledger import lines_of
from members.dues.months import month_of, year_of
from members.dues.owing import owed_to
from members.dues.sums import Due, dues_by
from members.dues_models import DuesBase
from members.joining import admit
from members.leaving import leave
from organizations.models import Organization
from tests.factories import BY, make_organization
from tests.members.dues import paid, relieved, told
from tests.members.factories import make_member, make_probationary

pytestmark = pytest.mark.django_db

YEAR = year_of(datetime.date(2026, 1, 1))
NOW = datetime.date(2026, 12, 31)


def first(month: int, year=2026) -> datetime.date:
    return datetime.date(year, month, 1)


@pytest.fixture
def member(organization):
    return make_member(organization)


def owed(organization, months=YEAR.months) -> list[tuple]:
    """(month, amount due) of everything owed to the organization."""
    found = owed_to(Organization.objects.filter(pk=organization.pk), months)
    return [(one.month.month, None if one.due is None else str(one.due)) for one in found]


def dues(organization, months=YEAR.months) -> list:
    return [due for _, due in owed(organization, months)]


def transfer(member, organization, target, on):
    leave(member, on - datetime.timedelta(days=1), LeaveReason.TRANSFERRED_OUT, "介绍信5号", BY)
    admit(member, target, on, BY, JoinReason.TRANSFERRED_IN)


def test_everybody_owes_every_month_of_the_year(organization, member):
    told(member, organization, "4000", month=first(1))
    assert owed(organization) == [(number, "40.00") for number in range(1, 13)]


def test_the_first_month_is_that_of_the_meeting_that_admitted_the_member(organization):
    member = make_probationary(organization, joined_on=datetime.date(2026, 3, 31))
    told(member, organization, "4000", month=first(1))
    assert owed(organization)[0] == (3, "40.00")
    assert len(owed(organization)) == 10


def test_a_new_wage_counts_from_its_month(organization, member):
    told(member, organization, "3000", month=first(1))
    told(member, organization, "6000", month=first(7))
    assert dues(organization) == ["15.00"] * 6 + ["90.00"] * 6
    assert [row.period_text for row in DuesBase.objects.order_by("starts_on")] == [
        "2026-01-01 至 2026-06-30",
        "2026-07-01 至 今",
    ]


def test_what_was_told_for_the_same_month_is_put_right_and_no_later_one_is_overrun(organization, member):
    told(member, organization, "3000", month=first(1))
    told(member, organization, "4000", month=first(1))
    assert (dues(organization)[0], DuesBase.objects.count()) == ("40.00", 1)
    told(member, organization, "6000", month=first(7))
    with pytest.raises(Refused, match="以后月份"):
        told(member, organization, "5000", month=first(6))


def test_who_told_no_income_owes_what_nobody_can_name(organization, member):
    assert dues(organization) == [None] * 12
    told(member, organization, None, month=first(1))
    assert dues(organization) == [None] * 12
    sums = dues_by(Organization.objects.all(), YEAR.months)
    assert sums[organization.pk] == Due(Decimal("0.00"), 12, 12)
    assert sums[organization.pk].amount is None


def test_a_month_is_owed_where_the_member_was_first_in_it(organization, member):
    target = make_organization(name="转入的党支部")
    transfer(member, organization, target, datetime.date(2026, 5, 15))
    told(member, organization, "3000", month=first(1))
    told(member, target, "4000", month=first(5))
    assert [month for month, _ in owed(organization)] == [1, 2, 3, 4, 5]
    assert owed(target) == [(number, "40.00") for number in range(6, 13)]


def test_a_transfer_on_the_first_of_a_month_takes_the_month_along(organization, member):
    target = make_organization(name="转入的党支部")
    transfer(member, organization, target, first(5))
    assert [len(owed(one)) for one in (organization, target)] == [4, 8]


def test_every_month_of_a_member_is_owed_once(organization, member):
    target, last = make_organization(name="乙党支部"), make_organization(name="丙党支部")
    transfer(member, organization, target, datetime.date(2026, 2, 10))
    transfer(member, target, last, datetime.date(2026, 2, 20))
    transfer(member, last, organization, datetime.date(2026, 9, 30))
    months = sorted(month for one in (organization, target, last) for month, _ in owed(one))
    assert months == list(range(1, 13))


def test_the_month_of_leaving_is_still_owed(organization, member):
    leave(member, datetime.date(2026, 4, 1), LeaveReason.DIED, "", BY)
    assert len(owed(organization)) == 4


def test_relief_reduces_and_never_adds(organization, member):
    told(member, organization, "4000", month=first(1))
    relieved(member, organization, "5.00", on=first(2), ends_on=datetime.date(2026, 3, 31))
    relieved(member, organization, "0.00", on=first(4), ends_on=datetime.date(2026, 4, 30))
    relieved(member, organization, "900.00", on=first(5))
    assert dues(organization)[:5] == ["40.00", "5.00", "5.00", "0.00", "40.00"]


def test_relief_names_what_is_due_where_no_income_is_known(organization, member):
    relieved(member, organization, "2.00", on=first(1))
    assert dues(organization, (first(1),)) == ["2.00"]


def test_sums_of_month_and_year_leave_out_what_is_unknown_and_count_it(organization, member):
    told(member, organization, "4000", month=first(1))
    make_member(organization, "试验党员丙")
    this = Organization.objects.filter(pk=organization.pk)
    assert dues_by(this, month_of(first(3)).months)[organization.pk] == Due(Decimal("40.00"), 2, 1)
    assert dues_by(this, YEAR.months)[organization.pk] == Due(Decimal("480.00"), 24, 12)


def test_owing_costs_the_same_for_few_and_for_many(organization, django_assert_num_queries):
    for number in range(7):
        told(make_member(organization, f"党员{number}号"), organization, month=first(1))
    with django_assert_num_queries(4):
        assert len(owed(organization)) == 7 * 12


def test_ledger_of_a_year_tells_month_year_and_what_was_paid(organization, member):
    told(member, organization, "3000", month=first(1))
    told(member, organization, "5200", month=first(7))
    paid(member, organization, "15.00", month=first(1), on=first(1))
    paid(member, organization, "78.00", month=first(7), on=first(7))
    paid(member, organization, "2000.00", month=first(7), on=first(7), kind="voluntary")
    (line,) = lines_of(organization, YEAR, NOW)
    assert (line.income, line.standard, line.month_due) == (Decimal(5200), "1.5%", Decimal("78.00"))
    assert (line.due.amount, line.paid, line.remark) == (Decimal("558.00"), Decimal("93.00"), "")


def test_ledger_says_why_a_year_is_not_whole(organization, member):
    target = make_organization(name="转入的党支部")
    told(member, organization, "3000", month=first(3))
    transfer(member, organization, target, datetime.date(2026, 5, 15))
    (line,) = lines_of(organization, YEAR, NOW)
    assert (line.due.amount, line.remark) == (Decimal("45.00"), "1至5月在本党组织交纳；2个月未登记计算依据")
    (there,) = lines_of(target, YEAR, NOW)
    assert (there.due.amount, there.month_due, there.standard) == (None, None, None)


def test_ledger_shows_what_was_paid_where_nothing_is_owed_any_more(organization, member):
    paid(member, organization, "15.00", month=first(6), on=first(6))
    transfer(member, organization, make_organization(name="转入的党支部"), datetime.date(2025, 5, 15))
    (line,) = lines_of(organization, YEAR, NOW)
    assert (line.paid, line.due.amount, "请核对" in line.remark) == (Decimal("15.00"), Decimal("0.00"), True)
