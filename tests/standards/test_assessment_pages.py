"""Pages of assessments: who assesses at which level, who sees what, and what is refused."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse as url_of
from django.utils import timezone

from standards.choices import Level
from standards.models import Assessment, Item, Mark
from tests.factories import make_organization
from tests.standards.factories import DAY, make_assessment, standard

pytestmark = pytest.mark.django_db
LIST, CHOOSE, CREATE = "/standards/", "/standards/new/", "/standards/new/venue_six/"


def posted(organization, **values) -> dict:
    """What the page sends for 场所六有 when every item is met."""
    results = {f"result_{item.pk}": "met" for item in standard("venue_six").items.all()}
    plain = {"organization": organization.pk, "made_on": "2026-05-08", "note": "", "_post_key": "key-1"}
    return plain | results | values


def field(name: str, item_key: str) -> str:
    return f"{name}_{Item.objects.get(standard__key='venue_six', key=item_key).pk}"


def detail(assessment) -> str:
    return url_of("standards:assessment-detail", args=[assessment.pk])


def texts(row) -> list[str]:
    return [cell["text"] for cell in row["cells"]]


@pytest.mark.parametrize(
    ("role", "level", "title"),
    [
        ("secretary", Level.SELF, "场所六有：自评"),
        ("town_clerk", Level.TOWN, "场所六有：乡镇评定"),
        ("county_clerk", Level.COUNTY, "场所六有：县级评定"),
    ],
)
def test_an_assessment_is_made_at_the_level_of_the_role(request, organization, role, level, title):
    client = request.getfixturevalue(role)
    assert client.get(CREATE).context["title"] == title
    unmet = {field("result", "flag"): "unmet", field("remark", "flag"): "党旗尺寸不足"}
    response = client.post(CREATE, posted(organization, **unmet))
    assessment = Assessment.objects.get()
    assert response.url == detail(assessment)
    assert (assessment.level, assessment.made_by, assessment.made_on) == (level, client.user, DAY)
    assert list(assessment.marks.values_list("item__key", "result", "remark")) == [
        ("place", "met", ""), ("equipment", "met", ""), ("signs", "met", ""),
        ("flag", "unmet", "党旗尺寸不足"), ("reading", "met", ""), ("rules", "met", ""),
    ]  # fmt: skip


def test_an_assessment_posted_twice_is_made_once(secretary, organization):
    answers = [secretary.post(CREATE, posted(organization)).url for _ in range(2)]
    assert answers == [detail(Assessment.objects.get())] * 2
    assert Mark.objects.count() == 6


def test_a_secretary_need_not_choose_the_only_organization(secretary, organization):
    assert secretary.get(CREATE).context["form"]["organization"].value() == organization.pk


def test_the_lists_to_choose_from_are_those_of_today(secretary):
    Item.objects.filter(key="reading").update(ends_on=datetime.date(2026, 5, 7))
    rows = secretary.get(CHOOSE).context["rows"]
    assert [texts(row)[0] for row in rows] == ["机制六有", "三化", "场所六有", "一室两栏三图"]
    assert (rows[2]["url"], texts(rows[2])[1]) == (CREATE, "有场所、有设施、有标志、有党旗、有制度")
    assert secretary.get("/standards/new/four_norms/").status_code == 404


def test_the_form_asks_for_the_items_of_the_day_that_was_typed(secretary, organization):
    Item.objects.filter(key="reading").update(ends_on=datetime.date(2026, 5, 7))
    assert len(secretary.get(CREATE).context["form"].lines) == 5
    response = secretary.post(CREATE, posted(organization, made_on="2026-05-07"))
    assert response.status_code == 302
    assert Assessment.objects.get().marks.count() == 6


def test_bad_input_says_why_and_leaves_nothing(secretary, organization):
    tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    outside = "“近处玻璃党支部”在2015-12-31尚未成立或已经撤销，请核对日期。"
    for values, errors in (
        ({field("result", "flag"): ""}, {field("result", "flag"): ["请选择结果。"]}),
        (
            {field("result", "flag"): "perfect"},
            {field("result", "flag"): ["选择一个有效的选项。 perfect 不在可用的选项中。"]},
        ),
        ({"made_on": tomorrow}, {"made_on": ["日期不能晚于今天，请核对。"]}),
        ({"made_on": ""}, {"made_on": ["请填写评定日期。"]}),
        ({"made_on": "2015-12-31"}, {"made_on": [outside]}),
        ({"made_on": "1980-01-01"}, {"made_on": ["这一天还没有这项标准，请核对日期。"]}),
    ):
        response = secretary.post(CREATE, posted(organization, **values))
        assert response.status_code == 422
        assert {name: list(found)[:1] for name, found in response.context["form"].errors.items()} == errors
    assert (Assessment.objects.count(), Mark.objects.count()) == (0, 0)


def test_a_neighbours_organization_cannot_be_assessed(town_clerk, far_organization):
    response = town_clerk.post(CREATE, posted(far_organization))
    assert list(response.context["form"].errors) == ["organization"]
    assert Assessment.objects.count() == 0


def test_the_list_says_what_was_found(town_clerk, organization, far_organization):
    make_assessment(organization, unmet=["flag", "rules"])
    make_assessment(organization, "three_norms", level=Level.SELF)
    make_assessment(far_organization)
    rows = town_clerk.get(LIST).context["rows"]
    assert [texts(row)[1:5] for row in rows] == [
        ["近处玻璃党支部", "三化", "自评", "全部达标"],
        ["近处玻璃党支部", "场所六有", "县级评定", "2项未达标"],
    ]
    assert [row["cells"][4]["state"] for row in rows] == ["ok", "warn"]


@pytest.mark.parametrize(
    ("query", "found"),
    [({"level": "self"}, ["三化"]), ({"on": "2026-05-07"}, []), ({"standard": "venue_six"}, ["场所六有"])],
)
def test_filters(county_clerk, organization, query, found):
    make_assessment(organization)
    make_assessment(organization, "three_norms", level=Level.SELF)
    if "standard" in query:
        query["standard"] = standard(query["standard"]).pk
    assert [texts(row)[2] for row in county_clerk.get(LIST, query).context["rows"]] == found


def test_the_list_costs_the_same_for_any_number_of_rows(county_clerk):
    costs, made = [], 0
    for rows in (1, 6, 60):
        while made < rows:
            make_assessment(make_organization())
            made += 1
        with CaptureQueriesContext(connection) as queries:
            county_clerk.get(LIST)
        costs.append(len(queries))
    assert costs == [costs[0]] * 3


def test_the_page_shows_the_three_levels_side_by_side(secretary, organization):
    make_assessment(organization, level=Level.SELF, day=datetime.date(2026, 3, 5))
    old = make_assessment(organization, unmet=["flag"], made_by=secretary.user)
    make_assessment(organization, day=datetime.date(2026, 6, 1), skipped=["flag"])
    own, latest, compared = secretary.get(detail(old)).context["sections"]
    assert texts(own["rows"][3]) == ["有党旗", "未达标", ""]
    assert [texts(row)[:3] for row in latest["rows"]] == [
        ["自评", "2026-03-05", "全部达标"],
        ["县级评定", "2026-06-01", "全部达标"],
    ]
    assert latest["rows"][1]["url"] == detail(Assessment.objects.first())
    assert [column["label"] for column in compared["columns"]] == ["条目", "自评", "乡镇评定", "县级评定"]
    flag = [(cell["text"], cell["state"]) for cell in compared["rows"][3]["cells"]]
    assert flag == [("有党旗", ""), ("达标", "ok"), ("未评定", "muted"), ("不适用", "muted")]


def test_side_by_side_says_when_no_level_has_assessed_by_the_day(secretary, organization):
    page = secretary.get(detail(make_assessment(organization)), {"on": "2026-05-07"})
    assert page.context["sections"][2]["rows"] == []


def test_another_assessment_begins_with_the_organization(county_clerk, organization):
    make_organization()
    action = county_clerk.get(detail(make_assessment(organization))).context["actions"][0]
    assert action["url"] == f"{CREATE}?organization={organization.pk}"
    assert county_clerk.get(action["url"]).context["form"]["organization"].value() == str(organization.pk)


def test_neighbours_find_nothing(stranger, organization):
    assessment = make_assessment(organization)
    assert stranger.get(LIST).context["rows"] == []
    assert stranger.get(detail(assessment)).status_code == 404
    assert list(stranger.get(CREATE).context["form"].fields["organization"].queryset) == []


@pytest.mark.parametrize("role", ["leader", "officer", "auditor", "sysadmin", "nobody"])
def test_assessments_are_closed_to_everybody_else(request, role, organization):
    assessment = make_assessment(organization)
    client = request.getfixturevalue(role)
    assert [client.get(page).status_code for page in (LIST, CHOOSE, CREATE, detail(assessment))] == [403] * 4


def test_signed_out_people_are_led_to_the_sign_in(organization):
    pages = (LIST, CHOOSE, CREATE, detail(make_assessment(organization)))
    assert [Client().get(page).url for page in pages] == [f"/accounts/sign-in/?next={page}" for page in pages]


def test_the_export_holds_the_rows_in_view(county_clerk, organization):
    make_assessment(organization)
    response = county_clerk.get(LIST, {"export": "xlsx"})
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert county_clerk.get(CHOOSE, {"export": "xlsx"}).status_code == 200


def test_the_admin_keeps_lists_and_reads_assessments(county_clerk, organization):
    assessment = make_assessment(organization)
    pages = ("standard/", "item/", "assessment/", f"assessment/{assessment.pk}/change/", "assessment/add/")
    assert [county_clerk.get(f"/admin/standards/{page}").status_code for page in pages] == [
        200,
        200,
        200,
        200,
        403,
    ]
