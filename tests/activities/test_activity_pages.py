"""Pages of activities: who sees what, what is refused and why."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from core.models import AuditEntry
from tests.activities.factories import DAY, element, make_activity
from tests.members.factories import make_member

pytestmark = pytest.mark.django_db
LIST, CREATE = "/activities/", "/activities/new/"


def page(name, activity) -> str:
    return reverse(f"activities:activity-{name}", args=[activity.pk])


def texts(response) -> list[str]:
    return [row["cells"][0]["text"] for row in response.context["rows"]]


def posted(organization, **values) -> dict:
    plain = {
        "organization": organization.pk,
        "kind": "theme_day",
        "held_on": "2026-05-08",
        "title": "重温入党誓词",
        "place": "党员活动室",
        "expected": "12",
        "present": "11",
        "content": "全体党员重温入党誓词。",
        "elements": [element("亮身份").pk, element("比干劲").pk],
        "_post_key": "key-1",
    }
    return plain | values


def test_the_list_shows_the_activities_of_ones_own_area(town_clerk, organization, far_organization):
    make_activity(organization, title="近的", elements=["亮身份"])
    make_activity(organization, title="更近的", held_on=datetime.date(2026, 5, 9))
    make_activity(far_organization, title="远的")
    response = town_clerk.get(LIST)
    assert texts(response) == ["更近的", "近的"]
    assert response.context["rows"][1]["cells"][-1]["text"] == "亮身份"
    numeric = [column["label"] for column in response.context["columns"] if column["numeric"]]
    assert numeric == ["应到人数", "实到人数"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "誓词"}, ["誓词"]),
        ({"kind": "lecture"}, ["党课"]),
        ({"element": "亮身份"}, ["誓词"]),
        ({"first": "2026-05"}, ["党课", "誓词"]),
        ({"last": "2026-04"}, ["旧的"]),
        ({"first": "2026-05", "last": "2026-05"}, ["誓词"]),
        ({"last": "2026-12"}, ["党课", "誓词", "旧的"]),
        ({"first": "五月"}, ["党课", "誓词", "旧的"]),
    ],
)
def test_filters(town_clerk, organization, query, found):
    make_activity(organization, title="旧的", held_on=datetime.date(2026, 4, 30))
    make_activity(
        organization, title="誓词", held_on=datetime.date(2026, 5, 31), elements=["亮身份", "比干劲"]
    )
    make_activity(organization, kind="lecture", held_on=datetime.date(2026, 6, 1))
    if "element" in query:
        query = {"element": element(query["element"]).pk}
    assert texts(town_clerk.get(LIST, query)) == found


def test_a_month_that_is_none_says_so(town_clerk):
    response = town_clerk.get(LIST, {"first": "五月"})
    assert response.context["filter"].form.errors == {"first": ["请按 2017-06 的格式填写月份。"]}


def test_the_filter_offers_only_ones_own_organizations(town_clerk, organization, far_organization):
    response = town_clerk.get(LIST, {"organization": far_organization.pk})
    assert list(response.context["filter"].form.fields["organization"].queryset) == [organization]


@pytest.mark.slow
@pytest.mark.parametrize("rows", [1, 6, 60])
def test_the_list_costs_the_same_for_few_and_many(county_clerk, organization, rows):
    for number in range(rows):
        make_activity(organization, title=f"活动{number}", elements=["亮身份", "比干劲"])
    with CaptureQueriesContext(connection) as queries:
        assert county_clerk.get(LIST).context["total"] == rows
    assert len(queries) == 10


def test_an_activity_is_recorded_from_a_phone(secretary, organization):
    response = secretary.post(CREATE, posted(organization))
    activity = Activity.objects.get()
    assert response.url == page("detail", activity)
    assert (activity.kind, activity.present, activity.elements_text) == ("theme_day", 11, "亮身份、比干劲")
    told = AuditEntry.objects.get(model="activities.activity")
    assert (told.act, told.user, told.changes["elements"]) == ("新增", secretary.user, ["", "亮身份、比干劲"])


def test_little_is_enough(secretary, organization):
    plain = {"organization": organization.pk, "kind": "theme_day", "held_on": "2026-05-08"}
    assert secretary.post(CREATE, plain).status_code == 302
    assert str(Activity.objects.get()) == "主题党日"


def test_the_form_asks_nothing_the_portal_knows(secretary, county_clerk, organization, far_organization):
    make_member(organization)
    form = secretary.get(CREATE).context["form"]
    today = timezone.localdate()
    assert [form[name].value() for name in ("organization", "expected", "held_on")] == [
        organization.pk,
        1,
        today,
    ]
    form = county_clerk.get(CREATE).context["form"]
    assert [form[name].value() for name in ("organization", "expected")] == [None, None]


def test_elements_are_offered_by_initiative_while_in_force(secretary, organization):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    type(element()).objects.filter(label="亮职责").update(ends_on=yesterday)
    choices = list(secretary.get(CREATE).context["form"].fields["elements"].choices)
    assert [label for label, group in choices] == ["五亮", "五比", "五创", "四有", "四无"]
    assert [label for value, label in choices[0][1]] == ["亮身份", "亮承诺", "亮点评", "亮评议"]
    old = make_activity(organization, held_on=yesterday, elements=["亮职责"])
    choices = list(secretary.get(page("edit", old)).context["form"].fields["elements"].choices)
    assert len(choices[0][1]) == 5


def test_an_activity_posted_twice_is_recorded_once(town_clerk, organization):
    answers = [town_clerk.post(CREATE, posted(organization)).url for _ in range(2)]
    assert answers == [page("detail", Activity.objects.get())] * 2


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"kind": ""}, {"kind": ["请选择活动类型。"]}),
        ({"held_on": "2999-01-01"}, {"held_on": ["日期不能晚于今天，请核对。"]}),
        (
            {"held_on": "2015-12-31"},
            {"held_on": ["“近处玻璃党支部”在2015-12-31尚未成立或已经撤销，请核对日期。"]},
        ),
        ({"present": "13"}, {"present": ["实到人数不能多于应到人数（12人）。"]}),
        ({"kind": "other", "title": ""}, {"title": ["活动类型为“其他”时，请填写主题。"]}),
    ],
)
def test_bad_input_says_why_and_leaves_nothing(town_clerk, organization, values, errors):
    response = town_clerk.post(CREATE, posted(organization, **values))
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert Activity.objects.count() == 0


def test_a_neighbours_organization_cannot_be_chosen(town_clerk, far_organization):
    response = town_clerk.post(CREATE, posted(far_organization))
    assert list(response.context["form"].errors) == ["organization"]
    assert Activity.objects.count() == 0


def test_an_activity_is_edited_and_a_slower_colleague_is_told(town_clerk, organization):
    activity = make_activity(organization, title="旧名", elements=["亮身份"])
    first = posted(organization, title="新名", elements=[element("比干劲").pk], _version="1", _post_key="a")
    assert town_clerk.post(page("edit", activity), first).url == page("detail", activity)
    second = posted(organization, title="新名", elements=[], kind="lecture", _version="1", _post_key="b")
    response = town_clerk.post(page("edit", activity), second)
    assert response.status_code == 409
    assert response.context["conflicts"] == [
        {"label": "活动类型", "mine": "党课", "theirs": "主题党日"},
        {"label": "对应的载体内容", "mine": "", "theirs": "比干劲"},
    ]
    assert activity.elements_text == "比干劲"


def test_the_detail_page_tells_everything(town_clerk, organization):
    activity = make_activity(organization, title="主题", elements=["亮身份"], content="一\n二", present=3)
    response = town_clerk.get(page("detail", activity))
    facts = {item["label"]: item["text"] for group in response.context["groups"] for item in group["items"]}
    assert facts == {
        "党组织": "近处玻璃党支部",
        "活动类型": "主题党日",
        "活动日期": DAY.isoformat(),
        "地点": "",
        "应到人数": "",
        "实到人数": "3",
        "活动内容": "一\n二",
        "对应的载体内容": "亮身份",
    }


def pages_of(activity) -> list[str]:
    return [page(name, activity) for name in ("detail", "edit")]


def test_neighbours_find_nothing(stranger, organization):
    activity = make_activity(organization)
    assert texts(stranger.get(LIST)) == []
    assert [stranger.get(address).status_code for address in pages_of(activity)] == [404, 404]
    assert stranger.post(page("edit", activity), posted(organization)).status_code == 404


@pytest.mark.parametrize("role", ["leader", "officer", "auditor", "sysadmin", "nobody"])
def test_activities_are_closed_to_everybody_else(request, role, organization):
    addresses = [LIST, CREATE, *pages_of(make_activity(organization))]
    client = request.getfixturevalue(role)
    assert [client.get(address).status_code for address in addresses] == [403] * 4


def test_signed_out_people_are_led_to_the_sign_in(organization):
    addresses = [LIST, CREATE, *pages_of(make_activity(organization))]
    assert [Client().get(address).url for address in addresses] == [
        f"/accounts/sign-in/?next={address}" for address in addresses
    ]


def test_the_admin_is_scoped_and_tells_of_elements(town_clerk, organization, far_organization):
    mine, other = make_activity(organization), make_activity(far_organization)
    assert list(town_clerk.get("/admin/activities/activity/").context["cl"].queryset) == [mine]
    address = "/admin/activities/activity/{}/change/"
    found = [town_clerk.get(address.format(row.pk)).status_code for row in (mine, other)]
    assert found == [200, 302]
    town_clerk.post(address.format(mine.pk), posted(organization))
    told = AuditEntry.objects.get(model="activities.activity", act="修改")
    assert told.changes["elements"] == ["", "亮身份、比干劲"]


def test_the_county_keeps_the_lists_and_a_town_reads_them(county_clerk, town_clerk):
    new = {"key": "three_hearts", "label": "三心", "position": "6", "starts_on": "2026-01-01"}
    assert county_clerk.post("/admin/activities/initiative/add/", new).status_code == 302
    assert town_clerk.get("/admin/activities/initiative/add/").status_code == 403
    assert town_clerk.get("/admin/activities/element/").status_code == 200
