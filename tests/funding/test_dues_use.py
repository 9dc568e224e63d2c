"""What became of dues: month by month, no money twice, and only for who may see the organization."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEntry
from funding.dues_use import total_of, use_of
from members.dues.months import year_of
from tests.funding.factories import make_entry
from tests.members.dues import paid, returned
from tests.members.factories import make_member

pytestmark = pytest.mark.django_db
YEAR = year_of(datetime.date(2026, 1, 1))
END = datetime.date(2026, 6, 30)


def on(month: int, year=2026) -> datetime.date:
    return datetime.date(year, month, 10)


@pytest.fixture
def moved(organization):
    """Dues that came back and were spent, a gift, and what was allotted; some of it the year before."""
    member = make_member(organization)
    paid(member, organization, "15.00", month=datetime.date(2026, 3, 1), on=on(3))
    paid(member, organization, "2000.00", month=datetime.date(2026, 3, 1), on=on(3), kind="voluntary")
    returned(organization, "100.00", day=on(12, 2025))
    returned(organization, "40.00", day=on(3))
    make_entry(organization, "40.00", key="dues_returned", day=on(3))
    make_entry(organization, "30.00", "expense", key="dues_returned", day=on(4))
    make_entry(organization, "500.00", key="donation", day=on(4))
    make_entry(organization, "70.00", key="superior_support", day=on(4))
    make_entry(organization, "20.00", "expense", key="dues_subsidy", day=on(5))
    make_entry(organization, "999.00", key="special_fund", day=on(4))
    return organization


def numbers(use) -> list[str]:
    return [str(number) for number in use.numbers]


def test_months_add_up_and_money_returned_is_counted_once(moved):
    uses = use_of(moved, YEAR, END)
    assert [numbers(use) for use in uses[2:5]] == [
        ["15.00", "40.00", "0.00", "0.00", "0.00", "0.00", "0.00", "140.00"],
        ["0.00", "0.00", "500.00", "70.00", "30.00", "0.00", "0.00", "680.00"],
        ["0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "20.00", "660.00"],
    ]
    assert (len(uses), numbers(uses[0])[-1]) == (6, "100.00")
    assert numbers(total_of(uses)) == [
        "15.00",
        "40.00",
        "500.00",
        "70.00",
        "30.00",
        "0.00",
        "20.00",
        "660.00",
    ]


def test_form_costs_the_same_for_few_and_for_many(moved, django_assert_num_queries):
    with django_assert_num_queries(3):
        use_of(moved, YEAR, END)


@pytest.mark.parametrize(
    ("role", "code"),
    [("secretary", 200), ("town_clerk", 200), ("county_clerk", 200), ("stranger", 404), ("leader", 403)],
)
def test_who_opens_the_form(request, moved, role, code):
    url = reverse("funding:organization-dues-use", args=[moved.pk])
    assert request.getfixturevalue(role).get(f"{url}?year=2026").status_code == code


def test_form_as_a_workbook_has_the_head_of_the_printed_one(town_clerk, moved):
    url = reverse("funding:organization-dues-use", args=[moved.pk])
    answer = town_clerk.get(f"{url}?year=2026&on=2026-06-30&export=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.getvalue())).active.values)
    assert rows[2][:6] == ("月份", "缴纳党费", "收入", None, None, "支出")
    assert rows[3][2:8] == ("党费返还", "捐助", "上级下拨") * 2
    assert (rows[6][0], rows[6][1], rows[6][8]) == ("2026-03", 15, 140)
    assert AuditEntry.objects.filter(act="导出").count() == 1
