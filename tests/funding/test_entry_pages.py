"""Pages of the ledger: who sees what, what is refused, and that nothing is posted twice."""

import datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse as url_of
from django.utils import timezone

from core.models import AuditEntry
from funding.models import Entry
from funding.reversing import reverse
from tests.factories import BY, make_organization
from tests.funding.factories import DAY, make_entry, source

pytestmark = pytest.mark.django_db
LIST, CREATE = "/funding/", "/funding/new/"


def posted(organization, **values) -> dict:
    plain = {
        "organization": organization.pk,
        "kind": "income",
        "source": source().pk,
        "day": "2026-05-08",
        "amount": "1200.50",
        "purpose": "",
        "voucher_number": "记-12",
        "note": "",
        "_post_key": "key-1",
    }
    return plain | values


def detail(entry) -> str:
    return url_of("funding:entry-detail", args=[entry.pk])


def reversal(entry) -> str:
    return url_of("funding:entry-reverse", args=[entry.pk])


def amounts(response) -> list[str]:
    return [row["cells"][1]["text"] or row["cells"][2]["text"] for row in response.context["rows"]]


def test_the_list_shows_the_rows_of_ones_own_area_and_what_they_add_up_to(
    town_clerk, organization, far_organization
):
    make_entry(organization, "2000.00")
    make_entry(organization, "500.25", "expense")
    make_entry(far_organization, "77.00")
    response = town_clerk.get(LIST)
    assert amounts(response) == ["500.25", "2,000.00"]
    assert response.context["totals"] == {"income": "2,000.00", "expense": "500.25", "balance": "1,499.75"}
    assert response.context["by_source"] == [
        {"label": "党费返还", "income": "2,000.00", "expense": "500.25", "balance": "1,499.75"}
    ]


def test_totals_are_those_of_all_pages_in_view(county_clerk, organization):
    for _ in range(60):
        make_entry(organization, "10.00")
    response = county_clerk.get(LIST)
    assert (len(response.context["rows"]), response.context["total"]) == (50, 60)
    assert response.context["totals"]["income"] == "600.00"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "expense"}, ["30.00"]),
        ({"year": "2025"}, ["10.00"]),
        ({"source": "donation"}, ["20.00"]),
        ({"on": "2025-12-31"}, ["10.00"]),
        ({"year": "99999"}, ["30.00", "20.00", "10.00"]),
    ],
)
def test_filters(county_clerk, organization, query, found):
    make_entry(organization, "10.00", day=datetime.date(2025, 5, 8))
    make_entry(organization, "20.00", key="donation")
    make_entry(organization, "30.00", "expense")
    if "source" in query:
        query["source"] = source(query["source"]).pk
    assert amounts(county_clerk.get(LIST, query)) == found


def test_filter_by_organization_offers_only_ones_own(town_clerk, organization, far_organization):
    make_entry(organization, "10.00")
    make_entry(far_organization, "20.00")
    response = town_clerk.get(LIST, {"organization": far_organization.pk})
    assert amounts(response) == ["10.00"]
    offered = response.context["filter"].form.fields["organization"].queryset
    assert list(offered) == [organization]


def test_the_list_costs_the_same_for_any_number_of_rows(county_clerk):
    costs, made = [], 0
    for rows in (1, 6, 60):
        while made < rows:
            reverse(make_entry(make_organization()), DAY, "记错", BY)
            made += 1
        with CaptureQueriesContext(connection) as queries:
            county_clerk.get(LIST)
        costs.append(len(queries))
    assert costs == [costs[0]] * 3


def test_the_export_holds_the_rows_in_view_as_numbers(county_clerk, organization):
    make_entry(organization, "1234.56")
    response = county_clerk.get(LIST, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response))).active
    rows = [row for row in sheet.iter_rows(values_only=True)]
    assert rows[-1][1:5] == (1234.56, None, "近处玻璃党支部", "党费返还")
    assert {dimension.hidden for dimension in sheet.column_dimensions.values()} == {False}
    assert AuditEntry.objects.filter(act="导出").count() == 1


def test_a_line_is_added(town_clerk, organization):
    response = town_clerk.post(CREATE, posted(organization))
    entry = Entry.objects.get()
    assert response.url == detail(entry)
    assert (entry.amount, entry.kind, entry.day) == (Decimal("1200.50"), "income", datetime.date(2026, 5, 8))
    told = AuditEntry.objects.get(model="funding.entry")
    assert (told.act, told.user) == ("新增", town_clerk.user)


def test_a_line_posted_twice_is_added_once(town_clerk, organization):
    answers = [town_clerk.post(CREATE, posted(organization)).url for _ in range(2)]
    assert answers == [detail(Entry.objects.get())] * 2


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"amount": "0"}, {"amount": ["金额须大于0元；记错的账请用冲正更正。"]}),
        ({"amount": "1.005"}, {"amount": ["金额最多两位小数，精确到分。"]}),
        ({"amount": "一百元"}, {"amount": ["请填写金额，例如 1200.50。"]}),
        ({"day": "2015-12-31"}, {"day": ["“近处玻璃党支部”在2015-12-31尚未成立或已经撤销，请核对日期。"]}),
        ({"day": "2026-13-01"}, {"day": ["请填写有效日期，例如 2017-06-30。"]}),
        ({"kind": "expense"}, {"__all__": ["支出请选择用途。"]}),
    ],
)
def test_bad_input_says_why_and_leaves_nothing(town_clerk, organization, values, errors):
    response = town_clerk.post(CREATE, posted(organization, **values))
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert Entry.objects.count() == 0


def test_a_future_day_is_refused(town_clerk, organization):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    response = town_clerk.post(CREATE, posted(organization, day=tomorrow.isoformat()))
    assert response.context["form"].errors == {"day": ["日期不能晚于今天，请核对。"]}
    assert Entry.objects.count() == 0


def test_a_large_amount_asks_whether_it_is_yuan(town_clerk, organization):
    large = posted(organization, amount="1000000")
    response = town_clerk.post(CREATE, large)
    assert response.context["warnings"] == [
        "金额为1,000,000.00元，合100万元，数额较大。请核对单位是元，不是万元。"
    ]
    assert Entry.objects.count() == 0
    town_clerk.post(CREATE, large | {"_confirm": "1"})
    assert Entry.objects.get().amount == Decimal("1000000.00")
    assert (
        town_clerk.post(CREATE, posted(organization, amount="999999.99", _post_key="key-2")).status_code
        == 302
    )


def test_a_neighbours_organization_cannot_be_chosen(town_clerk, far_organization):
    response = town_clerk.post(CREATE, posted(far_organization))
    assert list(response.context["form"].errors) == ["organization"]
    assert Entry.objects.count() == 0


def test_an_organization_may_be_named_in_the_address(town_clerk, organization):
    response = town_clerk.get(CREATE, {"organization": organization.pk})
    assert response.context["form"]["organization"].value() == str(organization.pk)


def test_a_line_is_reversed_from_its_page(town_clerk, organization):
    entry = make_entry(organization, "300.00")
    assert [action["label"] for action in town_clerk.get(detail(entry)).context["actions"]] == ["冲正"]
    assert town_clerk.get(reversal(entry)).context["fieldsets"][0]["heading"] == str(entry)
    response = town_clerk.post(
        reversal(entry), {"on": "2026-06-01", "reason": "票据重复", "_post_key": "key-1"}
    )
    taken_back = Entry.objects.get(reverses=entry)
    assert response.url == detail(taken_back)
    page = town_clerk.get(detail(entry))
    assert (page.context["actions"], page.context["sections"][0]["heading"]) == ([], "冲正记录")
    assert town_clerk.get(detail(taken_back)).context["sections"][0]["rows"][0]["url"] == detail(entry)


def test_a_reversal_posted_twice_is_made_once(town_clerk, organization):
    entry = make_entry(organization)
    form = {"on": "2026-06-01", "reason": "票据重复", "_post_key": "key-1"}
    assert town_clerk.post(reversal(entry), form).url == town_clerk.post(reversal(entry), form).url
    response = town_clerk.post(reversal(entry), form | {"_post_key": "key-2"})
    assert response.context["form"].errors == {"__all__": ["这条记录已于2026-06-01冲正，不能重复冲正。"]}
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"reason": ""}, {"reason": ["请填写冲正原因。"]}),
        ({"on": "2999-01-01"}, {"on": ["日期不能晚于今天，请核对。"]}),
        ({"on": "2026-05-07"}, {"__all__": ["冲正日期不能早于原记录日期（2026-05-08）。"]}),
    ],
)
def test_a_bad_reversal_says_why_and_leaves_nothing(town_clerk, organization, values, errors):
    entry = make_entry(organization)
    response = town_clerk.post(
        reversal(entry), {"on": "2026-06-01", "reason": "记错", "_post_key": "k"} | values
    )
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert Entry.objects.count() == 1


def test_neighbours_find_nothing(stranger, organization):
    entry = make_entry(organization)
    assert amounts(stranger.get(LIST)) == []
    assert [stranger.get(page(entry)).status_code for page in (detail, reversal)] == [404, 404]
    assert stranger.post(reversal(entry), {"on": "2026-06-01", "reason": "x"}).status_code == 404


@pytest.mark.parametrize("role", ["leader", "officer", "auditor", "sysadmin", "nobody"])
def test_ledgers_are_closed_to_everybody_else(request, role, organization):
    entry = make_entry(organization)
    client = request.getfixturevalue(role)
    pages = (LIST, CREATE, detail(entry), reversal(entry))
    assert [client.get(page).status_code for page in pages] == [403] * 4


def test_a_secretary_reads_the_ledger_of_the_organization(secretary, organization, far_organization):
    mine, other = make_entry(organization), make_entry(far_organization)
    assert [secretary.get(page).status_code for page in (LIST, detail(mine), detail(other))] == [
        200,
        200,
        404,
    ]
    assert secretary.get(detail(mine)).context["actions"] == []
    assert [secretary.get(page).status_code for page in (CREATE, reversal(mine))] == [403, 403]


def test_signed_out_people_are_led_to_the_sign_in(organization):
    entry = make_entry(organization)
    pages = (LIST, CREATE, detail(entry), reversal(entry))
    assert [Client().get(page).url for page in pages] == [f"/accounts/sign-in/?next={page}" for page in pages]


def test_the_admin_only_reads_the_ledger(county_clerk, organization):
    entry = make_entry(organization)
    pages = ("", f"{entry.pk}/change/", "add/", f"{entry.pk}/delete/")
    found = [county_clerk.get(f"/admin/funding/entry/{page}").status_code for page in pages]
    assert found == [200, 200, 403, 403]
    assert county_clerk.post(f"/admin/funding/entry/{entry.pk}/change/", {"amount": "1"}).status_code == 403
    assert county_clerk.get("/admin/funding/source/").status_code == 200
