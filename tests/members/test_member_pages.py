"""Pages of members: who sees whom, what is refused and why."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.joining import admit
from members.leaving import leave
from members.models import Member, Membership
from tests.factories import BY, make_unit
from tests.members.factories import make_member, make_probationary

pytestmark = pytest.mark.django_db
LIST, FORMER, CREATE = "/members/", "/members/former/", "/members/new/"
LAST = datetime.date(2020, 3, 31)
NEXT = datetime.date(2020, 4, 1)


def page(name, member) -> str:
    return reverse(f"members:member-{name}", args=[member.pk])


def pages_of(member) -> list[str]:
    return [page(name, member) for name in ("detail", "edit", "leave", "rejoin")]


def texts(response, column=0) -> list[str]:
    return [row["cells"][column]["text"] for row in response.context["rows"]]


def headings(response) -> list[str]:
    return [column["label"] for column in response.context["columns"]]


def posted(organization, **values) -> dict:
    plain = {
        "organization": organization.pk,
        "from_day": "2026-03-01",
        "entry_reason": "transferred_in",
        "name": "试验 党员",
        "sex": "male",
        "birth_date": "1990-02-03",
        "education": "bachelor",
        "phone": "120 0000 0001",
        "status": "formal",
        "joined_on": "2015-06-30",
        "full_member_on": "2016-06-30",
        "floating": "none",
        "on_site": "on",
        "_post_key": "key-1",
    }
    return plain | values


def edited(**values) -> dict:
    return posted_without_organization() | {"_version": "1"} | values


def posted_without_organization() -> dict:
    class Nothing:
        pk = ""

    left_out = ("organization", "from_day", "entry_reason")
    return {name: value for name, value in posted(Nothing).items() if name not in left_out}


def test_the_list_shows_who_belongs_to_ones_own_area_today(town_clerk, organization, far_organization):
    make_member(organization, "甲")
    make_member(far_organization, "乙")
    leave(make_member(organization, "丙"), LAST, "died", "", BY)
    response = town_clerk.get(LIST)
    assert (texts(response), texts(response, 1)) == (["甲"], ["近处玻璃党支部"])
    assert texts(town_clerk.get(LIST, {"on": "2020-03-31"})) == ["甲", "丙"]
    assert texts(town_clerk.get(FORMER)) == ["丙"]


def test_a_secretary_sees_the_members_of_the_branch(secretary, organization, far_organization):
    mine, other = make_member(organization, "甲"), make_member(far_organization, "乙")
    assert texts(secretary.get(LIST)) == ["甲"]
    assert [secretary.get(page("detail", member)).status_code for member in (mine, other)] == [200, 404]


def test_who_moved_on_is_seen_there_and_no_longer_here(town_clerk, stranger, organization, far_organization):
    member = make_member(organization)
    leave(member, LAST, "transferred_out", "介绍信1号", BY)
    assert [client.get(page("detail", member)).status_code for client in (town_clerk, stranger)] == [200, 404]
    admit(member, far_organization, NEXT, BY)
    assert [client.get(page("detail", member)).status_code for client in (town_clerk, stranger)] == [404, 200]
    answer = stranger.get(page("detail", member))
    assert answer.context["subtitle"] == "远处矿业党支部（2020-04-01 至 今）"
    history = answer.context["sections"][0]["rows"]
    assert [row["cells"][0]["text"] for row in history] == ["远处矿业党支部", "近处玻璃党支部"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "玉兰"}, ["王玉兰"]),
        ({"q": "WYL"}, ["王玉兰"]),
        ({"status": "probationary"}, ["李明远"]),
        ({"status": "probationary", "on": "2026-02-28"}, []),
        ({"status": "formal"}, ["王玉兰"]),
        ({"floating": "out"}, ["王玉兰"]),
    ],
)
def test_filters(county_clerk, organization, query, found):
    make_member(organization, "王玉兰", floating="out")
    make_probationary(organization, "李明远", joined_on=datetime.date(2026, 3, 1))
    assert texts(county_clerk.get(LIST, query)) == found


def test_the_filter_offers_only_ones_own_organizations(town_clerk, organization, far_organization):
    make_member(organization, "甲")
    assert texts(town_clerk.get(LIST, {"organization": organization.pk})) == ["甲"]
    response = town_clerk.get(LIST, {"organization": far_organization.pk})
    assert list(response.context["filter"].form.fields["organization"].queryset) == [organization]


def test_former_members_are_found_by_reason(town_clerk, organization):
    leave(make_member(organization, "甲"), LAST, "died", "", BY)
    leave(make_member(organization, "乙"), LAST, "transferred_out", "介绍信1号", BY)
    response = town_clerk.get(FORMER, {"reason": "transferred_out"})
    assert [cell["text"] for cell in response.context["rows"][0]["cells"][:5]] == [
        "乙", "近处玻璃党支部", "2020-03-31", "转出组织关系", "介绍信1号",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("address", [LIST, FORMER])
@pytest.mark.parametrize("rows", [1, 6, 60])
def test_lists_cost_the_same_for_few_and_many(county_clerk, organization, address, rows):
    for number in range(rows):
        member = make_member(organization, f"党员{number}", unit=organization.coverages.get().unit)
        if address == FORMER:
            leave(member, LAST, "died", "", BY)
    with CaptureQueriesContext(connection) as queries:
        assert county_clerk.get(address).context["total"] == rows
    assert len(queries) == {LIST: 9, FORMER: 7}[address]


def test_the_workbook_holds_the_rows_in_view(town_clerk, organization, far_organization):
    make_member(organization, "甲", phone="12000000001")
    make_member(far_organization, "乙")
    response = town_clerk.get(LIST, {"export": "xlsx"})
    rows = list(openpyxl.load_workbook(BytesIO(response.getvalue())).active.values)
    assert [row[0] for row in rows if row[1] == "近处玻璃党支部"] == ["甲"]
    assert [row for row in rows if "乙" in row] == []


def test_personal_columns_need_their_permission(settings, town_clerk, organization):
    member = make_member(organization, phone="12000000001")
    assert "联系电话" in headings(town_clerk.get(LIST))
    rights = settings.ROLE_PERMISSIONS["town_clerk"] - {"members.view_personal"}
    settings.ROLE_PERMISSIONS = settings.ROLE_PERMISSIONS | {"town_clerk": rights}
    answer = town_clerk.get(LIST)
    assert {"联系电话", "出生日期"} & set(headings(answer)) == set()
    assert [
        address for address in (LIST, page("detail", member)) if "1980-05-04" in shown(town_clerk, address)
    ] == []
    assert [
        address for address in (LIST, page("detail", member)) if "12000000001" in shown(town_clerk, address)
    ] == []


def shown(client, address) -> str:
    return client.get(address).content.decode()


def test_a_member_is_added_with_the_organization(town_clerk, organization):
    response = town_clerk.post(CREATE, posted(organization))
    member = Member.objects.get()
    assert response.url == page("detail", member)
    assert (member.name, member.phone, member.search_text) == ("试验党员", "12000000001", "试验党员 sydy")
    membership = Membership.objects.get()
    assert (membership.organization, membership.entry_reason) == (organization, "transferred_in")


def test_a_member_posted_twice_is_added_once(town_clerk, organization):
    answers = [town_clerk.post(CREATE, posted(organization)).url for _ in range(2)]
    assert answers == [page("detail", Member.objects.get())] * 2


def test_a_secretary_is_not_asked_for_the_only_organization(
    secretary, county_clerk, organization, far_organization
):
    assert secretary.get(CREATE).context["form"]["organization"].value() == organization.pk
    assert county_clerk.get(CREATE).context["form"]["organization"].value() is None
    assert secretary.post(CREATE, posted(organization)).status_code == 302


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"name": ""}, {"name": ["请填写姓名。"]}),
        ({"full_member_on": ""}, {"full_member_on": ["正式党员请填写转为正式党员日期。"]}),
        (
            {"joined_on": "2008-02-02"},
            {"joined_on": ["加入党组织时未满18周岁，请核对出生日期和加入党组织日期。"]},
        ),
        ({"phone": "没有号码"}, {"phone": ["“没有号码”不是电话号码，请填写11位手机号或带区号的固定电话。"]}),
        ({"from_day": "2015-06-29"}, {"__all__": ["组织关系不能早于加入党组织日期（2015-06-30），请核对。"]}),
        ({"from_day": "2999-01-01"}, {"from_day": ["日期不能晚于今天，请核对。"]}),
        ({"full_member_on": "2999-01-01"}, {"full_member_on": ["日期不能晚于今天，请核对。"]}),
    ],
)
def test_bad_input_says_why_and_leaves_nothing(town_clerk, organization, values, errors):
    response = town_clerk.post(CREATE, posted(organization, **values))
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert (Member.objects.count(), Membership.objects.count()) == (0, 0)


def test_an_odd_phone_asks_for_a_confirmation(town_clerk, organization):
    odd = posted(organization, phone="12345")
    response = town_clerk.post(CREATE, odd)
    assert response.context["warnings"] == ["联系电话“12345”不是11位手机号，也不是带区号的固定电话，请核对。"]
    assert Member.objects.count() == 0
    assert town_clerk.post(CREATE, odd | {"_confirm": "1"}).status_code == 302


def test_a_neighbours_organization_or_unit_cannot_be_chosen(
    town_clerk, organization, far_organization, far_unit
):
    response = town_clerk.post(CREATE, posted(far_organization, unit=far_unit.pk))
    assert set(response.context["form"].errors) == {"organization", "unit"}
    assert Member.objects.count() == 0


def test_a_member_is_edited_and_a_slower_colleague_is_told(town_clerk, organization):
    member = make_member(organization)
    assert town_clerk.post(page("edit", member), edited(name="新名", _post_key="a")).url == page(
        "detail", member
    )
    response = town_clerk.post(page("edit", member), edited(name="旧名", education="", _post_key="b"))
    assert response.status_code == 409
    assert response.context["conflicts"][:2] == [
        {"label": "姓名", "mine": "旧名", "theirs": "新名"},
        {"label": "学历", "mine": "", "theirs": "大学本科"},
    ]
    member.refresh_from_db()
    assert (member.name, member.version) == ("新名", 2)


def test_a_unit_outside_the_scope_survives_an_edit(secretary, organization):
    elsewhere = make_unit("桥东街道", name="沙河市别处商贸有限公司")
    member = make_member(organization, unit=elsewhere)
    offered = secretary.get(page("edit", member)).context["form"].fields["unit"].queryset
    assert set(offered) == {elsewhere, organization.coverages.get().unit}
    assert secretary.post(page("edit", member), edited(unit=elsewhere.pk)).status_code == 302
    member.refresh_from_db()
    assert member.unit == elsewhere


def leaving(**values) -> dict:
    return {
        "on": "2026-03-31",
        "reason": "transferred_out",
        "document": "介绍信1号",
        "_post_key": "k",
    } | values


def test_a_member_leaves_with_a_reason_and_comes_again(town_clerk, organization):
    member = make_member(organization)
    assert labels(town_clerk, member) == ["登记为党务工作者", "登记三培养一推荐", "办理离开", "修改"]
    assert town_clerk.post(page("leave", member), leaving()).url == page("detail", member)
    assert labels(town_clerk, member) == ["登记三培养一推荐", "重新编入", "修改"]
    subtitle = town_clerk.get(page("detail", member)).context["subtitle"]
    assert subtitle == "近处玻璃党支部（2016-01-01 至 2026-03-31，转出组织关系）"
    again = {"organization": organization.pk, "on": "2026-04-01", "reason": "restored", "document": "批复"}
    assert town_clerk.post(page("rejoin", member), again).url == page("detail", member)
    assert labels(town_clerk, member) == ["登记为党务工作者", "登记三培养一推荐", "办理离开", "修改"]


def labels(client, member) -> list[str]:
    return [action["label"] for action in client.get(page("detail", member)).context["actions"]]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"reason": ""}, {"reason": ["请选择离开原因。"]}),
        ({"document": ""}, {"document": ["请填写依据；只有去世可以不填。"]}),
        ({"on": "2999-01-01"}, {"on": ["日期不能晚于今天，请核对。"]}),
        ({"on": "2015-12-31"}, {"__all__": ["试验党员甲在2015-12-31没有组织关系，请核对离开日期。"]}),
    ],
)
def test_a_bad_leave_says_why(town_clerk, organization, values, errors):
    member = make_member(organization)
    response = town_clerk.post(page("leave", member), leaving(**values))
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert Membership.objects.get().ends_on is None


def test_a_death_needs_no_document_and_may_be_told_today(town_clerk, organization):
    member = make_member(organization)
    today = timezone.localdate().isoformat()
    answer = town_clerk.post(page("leave", member), leaving(reason="died", document="", on=today))
    assert answer.status_code == 302
    assert texts(town_clerk.get(LIST)) == ["试验党员甲"]
    assert labels(town_clerk, member) == ["登记三培养一推荐", "重新编入", "修改"]


def test_neighbours_find_nothing(stranger, organization):
    member = make_member(organization)
    assert texts(stranger.get(LIST)) == texts(stranger.get(FORMER)) == []
    assert [stranger.get(address).status_code for address in pages_of(member)] == [404] * 4
    assert stranger.post(page("leave", member), leaving()).status_code == 404
    assert stranger.post(page("edit", member), edited()).status_code == 404


@pytest.mark.parametrize("role", ["leader", "officer", "auditor", "sysadmin", "nobody"])
def test_members_are_closed_to_everybody_else(request, role, organization):
    member = make_member(organization)
    client = request.getfixturevalue(role)
    addresses = [LIST, FORMER, CREATE, *pages_of(member)]
    assert [client.get(address).status_code for address in addresses] == [403] * 7


def test_signed_out_people_are_led_to_the_sign_in(organization):
    addresses = [LIST, FORMER, CREATE, *pages_of(make_member(organization))]
    assert [Client().get(address).url for address in addresses] == [
        f"/accounts/sign-in/?next={address}" for address in addresses
    ]


def test_the_admin_is_scoped_and_audited(town_clerk, organization, far_organization):
    mine, other = make_member(organization, "甲"), make_member(far_organization, "乙")
    rows = town_clerk.get("/admin/members/member/").context["cl"].queryset
    assert list(rows) == [mine]
    found = [
        town_clerk.get(f"/admin/members/member/{member.pk}/change/").status_code for member in (mine, other)
    ]
    assert found == [200, 302]
    assert town_clerk.get("/admin/members/member/add/").status_code == 403
    assert town_clerk.get("/admin/members/membership/").status_code == 200
    answer = town_clerk.post(f"/admin/members/member/{mine.pk}/change/", edited(full_member_on="2999-01-01"))
    assert answer.context["adminform"].form.errors == {"full_member_on": ["日期不能晚于今天，请核对。"]}
