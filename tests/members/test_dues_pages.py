"""Pages of dues: what each role sees and does, that no income leaves the organization, what is refused."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.dues_models import DuesBase, DuesPayment, HandedUp, Relief, Returned
from organizations.duties import first_of_month
from tests.factories import make_organization
from tests.members.dues import handed_up, paid, returned, told
from tests.members.dues_pages import cells, page, posted, text_of, workbook
from tests.members.factories import make_member

pytestmark = pytest.mark.django_db

LIST = "/dues/"
INCOME, DUE = "7654.32", "114.81"


@pytest.fixture
def month(db):
    return first_of_month(timezone.localdate())


@pytest.fixture
def member(organization):
    return make_member(organization)


@pytest.fixture
def known(member, organization, month):
    """A member whose income the secretary wrote down, and who paid by it."""
    told(member, organization, INCOME, month=month)
    paid(member, organization, DUE, month=month, on=timezone.localdate())
    return member


# The form of a month


def test_form_of_a_month_is_filled_with_what_is_due_and_written_at_once(
    secretary, organization, member, month
):
    told(member, organization, "4000", month=month)
    silent = make_member(organization, "未报收入的党员")
    url = page("organization-month", organization)
    rows = secretary.get(url).context["form"].rows()
    assert [(str(line.member), line.due, field.value()) for line, field in rows] == [
        ("试验党员甲", Decimal("40.00"), Decimal("40.00")),
        ("未报收入的党员", None, None),
    ]
    answers = {f"amount_{member.pk}": "40.00", f"amount_{silent.pk}": "3.00"}
    answer = secretary.post(url, posted(**answers), follow=True)
    assert "已登记" in text_of(answer)
    assert sorted(DuesPayment.objects.values_list("member__name", "amount", "month")) == [
        ("未报收入的党员", Decimal("3.00"), month),
        ("试验党员甲", Decimal("40.00"), month),
    ]
    assert [field.value() for _, field in answer.context["form"].rows()] == [None, None]
    assert "应缴 40.00，已缴 40.00" in text_of(answer)


def test_the_same_post_again_writes_nothing(secretary, organization, member, month):
    told(member, organization, "4000", month=month)
    for _ in range(2):
        secretary.post(page("organization-month", organization), posted(**{f"amount_{member.pk}": "40.00"}))
    assert DuesPayment.objects.count() == 1


def test_another_amount_than_the_one_due_asks_for_a_confirmation(secretary, organization, member, month):
    told(member, organization, "4000", month=month)
    url, answers = page("organization-month", organization), {f"amount_{member.pk}": "50"}
    assert "试验党员甲应缴40.00元，填写的是50元。" in text_of(secretary.post(url, posted(**answers)))
    assert DuesPayment.objects.count() == 0
    assert secretary.post(url, posted(**answers, _confirm="1")).status_code == 302
    assert DuesPayment.objects.get().amount == Decimal("50.00")


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("", "请至少填写一名党员的交纳金额。"),
        ("-1", "金额须大于0元。"),
        ("0", "金额须大于0元。"),
        ("1.005", "金额最多两位小数"),
        ("十元", "请填写金额"),
        ("1100", "登记自愿多交"),
    ],
)
def test_bad_amounts_say_why(secretary, organization, member, month, amount, sentence):
    url = page("organization-month", organization)
    answer = secretary.post(url, posted(**{f"amount_{member.pk}": amount}))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert DuesPayment.objects.count() == 0


def test_a_month_to_come_and_a_day_to_come_are_refused(secretary, organization, member):
    url = page("organization-month", organization)
    assert [secretary.get(f"{url}?month={text}").status_code for text in ("2999-01", "x", "2024-13")] == [
        404
    ] * 3
    late = timezone.localdate() + datetime.timedelta(days=1)
    answer = secretary.post(url, posted(on=late.isoformat(), **{f"amount_{member.pk}": "5"}))
    assert "日期不能晚于今天" in text_of(answer)


def test_a_gift_is_kept_apart(secretary, organization, member):
    url = page("organization-voluntary", organization)
    few = secretary.post(url, posted(member=member.pk, amount="999", note=""))
    assert "一次不足1000元的" in text_of(few)
    secretary.post(url, posted(member=member.pk, amount="3000", note="七一"))
    answer = secretary.get(page("organization-year", organization))
    assert DuesPayment.objects.get().kind == "voluntary"
    assert "3,000.00" in text_of(answer)


# By what a member owes


def test_secretary_tells_by_what_a_member_owes_and_sees_it_again(secretary, organization, member, month):
    url = page("member-base", member)
    answers = {"month": f"{month:%Y-%m}", "category": "wage", "base": INCOME, "_post_key": "key-2"}
    answer = secretary.post(url, answers, follow=True)
    assert INCOME in text_of(answer).replace(",", "")
    assert DuesBase.objects.get().base == Decimal(INCOME)
    ledger = cells(secretary.get(page("organization-ledger", organization)))
    assert ledger[0][:4] == ["试验党员甲", "7,654.32", "1.5%", DUE]


@pytest.mark.parametrize(
    ("category", "base", "sentence"),
    [("farmer", "3", "0.20元至1.00元"), ("wage", "-1", "收入不能小于0元"), ("", "10", "请选择人员类型")],
)
def test_bad_bases_say_why(secretary, member, month, category, base, sentence):
    answers = {"month": f"{month:%Y-%m}", "category": category, "base": base}
    answer = secretary.post(page("member-base", member), answers)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_categories_of_a_fixed_amount_keep_no_income(secretary, member, month):
    answers = {"month": f"{month:%Y-%m}", "category": "student", "base": "900", "_post_key": "key-3"}
    secretary.post(page("member-base", member), answers)
    assert DuesBase.objects.get().base is None


def test_relief_is_put_on_record_with_its_document(secretary, organization, member):
    url = page("member-relief", member)
    answers = {
        "amount": "0",
        "starts_on": "2026-01-01",
        "ends_on": "",
        "document": "纪要2号",
        "_post_key": "k",
    }
    assert "请填写依据" in text_of(secretary.post(url, answers | {"document": ""}))
    secretary.post(url, answers)
    assert Relief.objects.get().organization == organization


# Handing up and returning


def test_clerk_writes_what_was_handed_up_and_returned(town_clerk, organization, month):
    today = timezone.localdate().isoformat()
    up = {"period": "quarter", "month": f"{month:%Y-%m}", "amount": "60", "day": today, "document": "缴款单"}
    answer = town_clerk.post(page("organization-handup", organization), up | {"_post_key": "a"})
    assert "实缴0.00元，上缴60.00元，请核对。" in text_of(answer)
    confirmed = up | {"_post_key": "a", "_confirm": "1", "note": ""}
    town_clerk.post(page("organization-handup", organization), confirmed)
    line = HandedUp.objects.get()
    assert (line.amount, line.month.month % 3, line.month <= month) == (Decimal("60.00"), 1, True)
    back = {"amount": "60", "day": today, "document": "通知1号", "note": "", "_post_key": "b"}
    assert town_clerk.post(page("organization-return", organization), back).status_code == 302
    assert Returned.objects.get().amount == Decimal("60.00")
    assert cells(town_clerk.get(LIST))[0][4:7] == ["60.00", "60.00", "0.00"]


def test_handing_up_twice_and_returning_too_much_ask_for_a_confirmation(town_clerk, organization, month):
    handed_up(organization, "10.00", day=timezone.localdate(), month=month)
    today = timezone.localdate().isoformat()
    up = {"period": "month", "month": f"{month:%Y-%m}", "amount": "1", "day": today, "document": "缴款单"}
    assert "已经登记过上缴" in text_of(town_clerk.post(page("organization-handup", organization), up))
    back = {"amount": "11", "day": today, "document": "通知1号"}
    answer = town_clerk.post(page("organization-return", organization), back)
    assert "累计未返还10.00元，本次返还11.00元" in text_of(answer)
    assert (HandedUp.objects.count(), Returned.objects.count()) == (1, 0)


def test_document_and_amount_are_asked(town_clerk, organization):
    answer = town_clerk.post(page("organization-return", organization), {"amount": "", "day": ""})
    assert answer.status_code == 422
    assert {"amount", "day", "document"} <= set(answer.context["form"].errors)


def test_a_line_is_taken_back_on_its_page(town_clerk, organization):
    line = handed_up(organization)
    assert "冲正" in text_of(town_clerk.get(page("handedup-detail", line)))
    answers = {"on": timezone.localdate().isoformat(), "reason": "金额登记错", "_post_key": "c"}
    answer = town_clerk.post(page("handedup-reverse", line), answers, follow=True)
    assert ("冲正记录" in text_of(answer), HandedUp.objects.count()) == (True, 2)
    assert town_clerk.post(page("handedup-reverse", line), answers | {"_post_key": "d"}).status_code == 422


# The list


def test_list_shows_the_four_numbers_of_the_months_asked_for(town_clerk, organization, known, month):
    handed_up(organization, "100.00", day=month, month=month)
    returned(organization, "40.00", day=month)
    answer = town_clerk.get(LIST)
    row = ["近处玻璃党支部", "桥东街道", DUE, DUE, "100.00", "40.00", "60.00", "0.00", "0"]
    assert cells(answer) == [row]
    assert [item["text"] for item in answer.context["totals"]] == row[2:7]
    exported = workbook(town_clerk.get(f"{LIST}?export=xlsx"))
    assert [str(value) for value in exported[-1][2:4]] == [DUE, DUE]
    year_ago = f"{LIST}?span=month&month={month.replace(year=month.year - 1):%Y-%m}"
    assert cells(town_clerk.get(year_ago))[0][2:5] == ["—", "0.00", "0.00"]


def test_nothing_is_said_to_be_due_where_no_income_is_known(town_clerk, organization, member):
    assert cells(town_clerk.get(LIST))[0][2:4] == ["—", "0.00"]
    assert cells(town_clerk.get(LIST))[0][-1] == "1"


def test_list_is_narrowed_by_area_and_name(county_clerk, organization, far_organization, area):
    url = f"{LIST}?span=year&area={area('桥西街道').pk}"
    assert [row[0] for row in cells(county_clerk.get(url))] == ["远处矿业党支部"]
    assert [row[0] for row in cells(county_clerk.get(f"{LIST}?q=近处"))] == ["近处玻璃党支部"]


def test_year_of_an_organization_adds_up_by_month(town_clerk, organization, known, month):
    handed_up(organization, "100.00", day=month, month=month)
    answer = town_clerk.get(page("organization-year", organization))
    rows = [[cell["text"] for cell in row["cells"]] for row in answer.context["sections"][0]["rows"]]
    assert rows[0][:4] == ["合计", DUE, DUE, "100.00"]
    assert (rows[month.month][0], rows[month.month][2]) == (f"{month.year}年{month.month}月", DUE)
    assert len(rows) == month.month + 1


@pytest.mark.parametrize("year", ["2007", "2999", "x", "99999"])
def test_a_year_that_is_none_leads_nowhere_or_to_this_one(town_clerk, organization, year):
    code = town_clerk.get(f"{page('organization-year', organization)}?year={year}").status_code
    assert code == (404 if year.isdecimal() and len(year) == 4 else 200)


def test_list_and_year_cost_the_same_for_few_and_for_many(county_clerk, organization, known, month):
    def costs():
        found = []
        for url in (LIST, page("organization-year", organization)):
            with CaptureQueriesContext(connection) as queries:
                assert county_clerk.get(url).status_code == 200
            found.append(len(queries))
        return found

    before = costs()
    for number in range(5):
        other = make_organization(name=f"试验{number}号支部")
        for place in (other, organization):
            person = make_member(place, f"{place}{number}号党员")
            told(person, place, "3000", month=month)
            paid(person, place, "15.00", month=month, on=month)
            handed_up(place, "15.00", day=month, month=month)
    assert costs() == before
