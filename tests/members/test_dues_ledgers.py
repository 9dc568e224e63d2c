"""The ledgers of dues: what is refused, how mistakes are mended, the four numbers, the rate, the finding."""

import datetime
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, InternalError, transaction

from core.indicators import Rate
from core.models import AuditEntry
from core.saving import Refused
from core.sealing import unseal
from members.dues.indicators import DUES_RETURNED, DUES_UNPAID
from members.dues.months import month_of, quarter_of, year_of
from members.dues.recording import take_back
from members.dues.sums import Four, four_numbers
from members.dues_models import DuesBase, DuesPayment
from members.models import Member
from organizations.conditions import seat_name_on
from organizations.models import Organization
from reports.catalogue import entry
from reports.figures import count_figures
from reports.places import county_scope
from tests.factories import BY, area
from tests.members.dues import DAY, MONTH, handed_up, paid, relieved, returned, told
from tests.members.factories import make_member

pytestmark = pytest.mark.django_db

LATER = datetime.date(2026, 6, 10)
END = datetime.date(2026, 12, 31)


@pytest.fixture
def member(organization):
    return make_member(organization)


def four(organization, months=None, day=END) -> Four:
    found = four_numbers(Organization.objects.all(), months or year_of(MONTH), day)
    return found.get(organization.pk, Four())


def plain(numbers: Four) -> tuple:
    return tuple(map(str, (numbers.paid, numbers.handed_up, numbers.returned, numbers.gap)))


# What is written stays


def lines_of_every_ledger(member, organization):
    return [paid(member, organization), handed_up(organization), returned(organization)]


def test_lines_can_be_neither_changed_nor_deleted(member, organization):
    for line in lines_of_every_ledger(member, organization):
        rows = type(line)._base_manager.filter(pk=line.pk)
        for act in (lambda rows=rows: rows.update(note="改"), lambda line=line: line.delete()):
            with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
                act()


def test_a_mistake_is_taken_back_once_by_a_line_of_its_own_day(member, organization):
    for line in lines_of_every_ledger(member, organization):
        back = take_back(line, LATER, "重复登记", BY)
        assert (back.signed_amount, back.day, back.standing) == (-line.amount, LATER, "冲正记录")
        with pytest.raises(Refused, match="不能重复冲正"):
            take_back(line, LATER, "重复登记", BY)
        with pytest.raises(Refused, match="本身就是冲正"):
            take_back(back, LATER, "重复登记", BY)
    assert plain(four(organization)) == ("0.00",) * 4
    assert plain(four(organization, day=DAY))[:3] == ("15.00", "100.00", "100.00")


def test_a_line_is_not_taken_back_before_its_day(member, organization):
    with pytest.raises(Refused, match="不能早于"):
        take_back(handed_up(organization), MONTH, "重复登记", BY)


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_amounts_are_more_than_nothing(amount, member, organization):
    for act in (paid, lambda _, *rest: handed_up(*rest), lambda _, *rest: returned(*rest)):
        with pytest.raises(Refused, match="大于0元"):
            act(member, organization, amount)


def test_a_gift_that_is_kept_apart_is_a_thousand_at_least(member, organization):
    with pytest.raises(Refused, match="1000元以上"):
        paid(member, organization, "999.99", kind="voluntary")
    paid(member, organization, "1000.00", kind="voluntary")
    assert (four(organization).voluntary, four(organization).paid) == (Decimal("1000.00"), Decimal("0.00"))


def test_dues_are_paid_where_the_month_is_owed(member, organization, far_organization):
    with pytest.raises(Refused, match="请核对组织关系"):
        paid(member, far_organization)
    assert DuesPayment.objects.count() == 0


def test_nothing_is_handed_up_before_the_organization_was_set_up(organization):
    with pytest.raises(Refused, match="尚未成立"):
        handed_up(organization, day=datetime.date(2015, 12, 31))


# What is told to nobody


def test_income_is_sealed_and_the_audit_trail_tells_neither_income_nor_payment(member, organization):
    row = told(member, organization, "4321.50")
    told(member, organization, "8765.43")
    paid(member, organization, "131.48")
    kept = DuesBase.objects.values_list("base_sealed", flat=True).get(pk=row.pk)
    assert (kept.startswith("sealed1."), unseal(kept)) == (True, "8765.43")
    trail = json.dumps([[one.changes, one.object_label] for one in AuditEntry.objects.all()])
    assert [text for text in ("4321.5", "8765.43", "131.48") if text in trail] == []


def test_income_that_cannot_be_opened_is_unknown(member, organization):
    told(member, organization, "4000")
    DuesBase.objects.update(base_sealed="sealed1.lost.AAAA")
    assert four(organization, month_of(MONTH)).due.unknown == 1


# Four numbers


def test_four_numbers_of_a_month_a_quarter_and_a_year(member, organization):
    told(member, organization, "4000", month=datetime.date(2026, 1, 1))
    for number in (1, 4, 5):
        day = datetime.date(2026, number, 10)
        paid(member, organization, f"{40 + number}.00", month=day.replace(day=1), on=day)
    handed_up(organization, "85.00", day=datetime.date(2026, 5, 20))
    returned(organization, "80.00", day=datetime.date(2026, 7, 1))
    may = datetime.date(2026, 5, 1)
    found = [four(organization, make(may)) for make in (month_of, quarter_of, year_of)]
    assert [str(one.due.amount) for one in found] == ["40.00", "120.00", "480.00"]
    assert [plain(one) for one in found] == [
        ("45.00", "85.00", "0.00", "85.00"),
        ("89.00", "85.00", "0.00", "85.00"),
        ("130.00", "85.00", "80.00", "5.00"),
    ]


def test_what_is_returned_in_january_closes_the_gap_of_december(organization):
    handed_up(organization, "60.00", day=datetime.date(2025, 12, 20))
    assert four(organization, year_of(MONTH), datetime.date(2026, 1, 2)).gap == Decimal("60.00")
    returned(organization, "60.00", day=datetime.date(2026, 1, 15))
    assert plain(four(organization)) == ("0.00", "0.00", "60.00", "0.00")


def test_months_to_come_are_not_due_yet(member, organization):
    told(member, organization, "4000", month=datetime.date(2026, 1, 1))
    assert str(four(organization, day=DAY).due.amount) == "200.00"


def test_four_numbers_cost_the_same_for_few_and_for_many(member, organization, django_assert_num_queries):
    for number in range(5):
        other = make_member(organization, f"党员{number}号")
        told(other, organization)
        paid(other, organization)
    with django_assert_num_queries(9):
        four(organization)


# The rate


def rates(day=END) -> dict:
    return DUES_RETURNED.rates_by(seat_name_on(day), Organization.objects.all(), day)


def test_rate_is_the_sum_returned_over_the_sum_handed_up(organization, far_organization):
    handed_up(organization, "300.00")
    returned(organization, "100.00", day=LATER)
    handed_up(far_organization, "100.00")
    returned(far_organization, "100.00")
    rate = DUES_RETURNED.rate(Organization.objects.all(), END)
    assert (rate, str(rate)) == (Rate(Decimal("200.00"), Decimal("400.00")), "50.00%")
    assert rates() == {
        "桥东街道": Rate(Decimal("100.00"), Decimal("300.00")),
        "桥西街道": Rate(Decimal("100.00"), Decimal("100.00")),
    }
    assert DUES_RETURNED.rate(Organization.objects.all(), DAY).hits == Decimal("100.00")
    assert list(DUES_RETURNED.hits(Organization.objects.all(), END)) == [far_organization]
    assert list(DUES_RETURNED.gaps(Organization.objects.all(), END)) == [organization]


def test_rate_counts_the_year_to_date(organization):
    handed_up(organization, "300.00", day=datetime.date(2025, 12, 31))
    returned(organization, "300.00", day=datetime.date(2026, 1, 1))
    everywhere = Organization.objects.all()
    assert str(DUES_RETURNED.rate(everywhere, datetime.date(2025, 12, 31))) == "0.00%"
    assert str(DUES_RETURNED.rate(everywhere, datetime.date(2027, 1, 1))) == "—"


def test_more_returned_than_handed_up_is_flagged_and_no_percentage(organization):
    handed_up(organization, "100.00")
    returned(organization, "120.00")
    rate = DUES_RETURNED.rate(Organization.objects.all(), END)
    assert (rate.impossible, str(rate)) == (True, "120.00/100.00")


def test_what_was_taken_back_is_in_neither_sum(organization):
    take_back(handed_up(organization, "100.00"), LATER, "重复登记", BY)
    assert str(DUES_RETURNED.rate(Organization.objects.all(), END)) == "—"


def test_rate_is_counted_with_the_catalogue_by_area_and_kind(organization, far_organization):
    handed_up(organization, "300.00")
    returned(organization, "150.00")
    handed_up(far_organization, "100.00")
    counted = count_figures([entry("dues_returned")], county_scope(END), END)
    assert str(counted.rate("dues_returned")) == "37.50%"
    assert str(counted.rate("dues_returned", "enterprise", {area("桥东街道").pk})) == "50.00%"
    assert str(counted.rate("dues_returned", "social_org")) == "—"


def test_command_line_tells_amounts(organization):
    handed_up(organization, "300.00")
    returned(organization, "150.50")
    out = StringIO()
    call_command("indicators", "--on", "2026-11-01", "--kind", "all", "--json", stdout=out)
    found = next(one for one in json.loads(out.getvalue())["indicators"] if one["key"] == "dues_returned")
    assert (found["hits"], found["total"], found["text"]) == (150.5, 300.0, "50.17%")


# The finding


def unpaid(day=DAY) -> list[str]:
    return [member.name for member in DUES_UNPAID.rows(Member.objects.order_by("pk"), day)]


def test_who_has_no_payment_for_six_months_deserves_a_look(member, organization):
    other = make_member(organization, "试验党员丙")
    paid(other, organization, month=datetime.date(2026, 1, 1))
    assert unpaid() == ["试验党员甲"]
    line = paid(member, organization, month=datetime.date(2025, 11, 1), on=MONTH)
    assert unpaid() == []
    take_back(line, DAY, "登记错人", BY)
    assert unpaid() == ["试验党员甲"]


def test_nobody_is_named_where_no_dues_are_on_record_or_were_remitted(member, organization):
    assert unpaid() == []
    paid(make_member(organization, "试验党员丙"), organization, month=datetime.date(2026, 1, 1))
    relieved(member, organization, "0.00", on=datetime.date(2026, 2, 1))
    assert unpaid() == []


def test_payments_before_the_six_months_do_not_count(member, organization):
    paid(make_member(organization, "试验党员丙"), organization, month=datetime.date(2026, 4, 1))
    paid(member, organization, month=datetime.date(2025, 10, 1), on=MONTH)
    assert unpaid() == ["试验党员甲"]
