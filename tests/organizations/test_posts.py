"""Posts: 双向进入 and 交叉任职 by hand, the list of a day, appointing, correcting and ending."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEntry
from core.saving import Refused
from organizations.building import appoint
from organizations.choices import PositionClass, PostRole
from organizations.models import Post
from organizations.post_conditions import cross_posted, entered_both_ways
from tests.factories import BY, make_organization
from tests.pages import confirmed

START, LAST = datetime.date(2019, 7, 1), datetime.date(2020, 6, 30)
DAY = datetime.timedelta(days=1)


def url(name, row=None) -> str:
    return reverse(f"organizations:{name}", args=[row.pk] if row else [])


def make_post(organization, name="王明", role=PostRole.SECRETARY, **values) -> Post:
    values.setdefault("starts_on", START)
    return Post.objects.create(organization=organization, name=name, role=role, **values)


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("role", "position", "both_ways", "crossed"),
    [
        (PostRole.SECRETARY, PositionClass.BOARD, True, False),
        (PostRole.SECRETARY, PositionClass.SUPERVISORS, True, False),
        (PostRole.SECRETARY, PositionClass.MANAGEMENT, True, True),
        (PostRole.SECRETARY, PositionClass.UNION, False, True),
        (PostRole.DEPUTY, PositionClass.UNION, False, True),
        (PostRole.DEPUTY, PositionClass.MIDDLE, False, False),
        (PostRole.PUBLICITY, PositionClass.MANAGEMENT, True, False),
        (PostRole.PUBLICITY, PositionClass.UNION, False, False),
        (PostRole.SECRETARY, "", False, False),
    ],
)
def test_who_sits_on_both_sides(role, position, both_ways, crossed, organization):
    make_post(organization, role=role, unit_position=position, ends_on=LAST)
    conditions = (entered_both_ways, cross_posted)
    for day in (START, LAST):
        assert [Post.objects.filter(c(day)).exists() for c in conditions] == [both_ways, crossed]
    for day in (START - DAY, LAST + DAY):
        assert [Post.objects.filter(c(day)).exists() for c in conditions] == [False, False]


def names_on(client, **query) -> list[str]:
    answer = client.get(url("post-list"), query)
    return sorted(row["cells"][0]["text"] for row in answer.context["rows"])


@pytest.fixture
def committee(organization):
    """Secretary, deputy and two committee members, one of them of former days."""
    management, union = PositionClass.MANAGEMENT, PositionClass.UNION
    return [
        make_post(organization, "甲", source="management", unit_position=management, phone="13800000000"),
        make_post(organization, "乙", PostRole.DEPUTY, source="union", unit_position=union),
        make_post(organization, "丙", PostRole.DISCIPLINE, source="sent"),
        make_post(organization, "丁", PostRole.DISCIPLINE, starts_on=START - DAY, ends_on=LAST),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["丙", "乙", "甲"]),
        ({"on": "2020-06-30"}, ["丁", "丙", "乙", "甲"]),
        ({"on": "2019-06-30"}, ["丁"]),
        ({"on": "2019-06-29"}, []),
        ({"on": "六月"}, ["丙", "乙", "甲"]),
        ({"held": "over"}, ["丁"]),
        ({"held": "all"}, ["丁", "丙", "乙", "甲"]),
        ({"held": "over", "on": "2020-06-30"}, []),
        ({"role": "discipline"}, ["丙"]),
        ({"source": "union"}, ["乙"]),
        ({"unit_position": "management"}, ["甲"]),
        ({"both_ways": "yes"}, ["甲"]),
        ({"both_ways": "no"}, ["丙", "乙"]),
        ({"crossed": "yes"}, ["乙", "甲"]),
        ({"crossed": "yes", "on": "2019-06-30"}, []),
        ({"q": "乙"}, ["乙"]),
    ],
)
def test_posts_found(query, names, committee, town_clerk):
    assert names_on(town_clerk, **query) == names


def test_posts_of_an_area(committee, county_clerk, far_organization, area):
    make_post(far_organization, "远")
    assert names_on(county_clerk, area=area("桥西街道").pk) == ["远"]
    assert names_on(county_clerk, area=area("桥西街道").pk, on="2015-01-01") == []


def test_list_of_posts_is_exported_as_it_is_seen(committee, town_clerk):
    answer = town_clerk.get(url("post-list"), {"crossed": "yes", "export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    heads = rows[-3]
    assert heads[:2] + heads[7:9] == ("任职人姓名", "党内职务", "双向进入", "交叉任职")
    assert [row[:2] + row[7:9] for row in rows[-2:]] == [
        ("甲", "书记", "是", "是"),
        ("乙", "副书记", "否", "是"),
    ]


def test_page_of_a_post(committee, town_clerk):
    answer = town_clerk.get(committee[0].get_absolute_url())
    told = {item["label"]: item["text"] for group in answer.context["groups"] for item in group["items"]}
    assert (told["党组织"], told["行政职务类别"], told["联系电话"]) == (
        "近处玻璃党支部",
        "经营管理层",
        "13800000000",
    )
    assert [a["label"] for a in answer.context["actions"]] == ["结束任职", "修改", "党组织"]
    over = town_clerk.get(committee[3].get_absolute_url())
    assert [a["label"] for a in over.context["actions"]] == ["修改", "党组织"]


def appointment(**values) -> dict:
    facts = {"role": "secretary", "name": "王明", "source": "management", "starts_on": "2019-07-01"}
    return {**facts, "_post_key": "key-1", **values}


def test_appointing_with_a_post_in_the_enterprise(town_clerk, organization):
    facts = appointment(unit_position="board", unit_post="董事", full_time="on")
    answer = confirmed(town_clerk, url("post-create", organization), facts)
    assert answer.url == organization.get_absolute_url()
    post = Post.objects.get()
    assert (post.unit_position, post.unit_post, post.full_time) == ("board", "董事", True)


def test_closed_organization_appoints_nobody(organization):
    organization.closed_on, organization.close_reason = LAST, "merged"
    organization.save()
    post = Post(organization=organization, name="王明", starts_on=LAST + DAY)
    with pytest.raises(Refused, match="任职日期不在“近处玻璃党支部”存续期内"):
        appoint(post, BY)
    assert not Post.objects.exists()


def test_correcting_a_post_leaves_its_days(committee, town_clerk):
    facts = {"name": "甲", "source": "management", "unit_position": "supervisors", "_post_key": "key-1"}
    answer = town_clerk.post(url("post-edit", committee[0]), facts | {"starts_on": "2001-01-01"})
    assert answer.url == committee[0].get_absolute_url()
    committee[0].refresh_from_db()
    assert (committee[0].unit_position, committee[0].starts_on) == ("supervisors", START)
    entry = AuditEntry.objects.first()
    assert (entry.act, entry.changes["unit_position"]) == ("修改", ["management", "supervisors"])


def test_ending_a_post_shows_it_first_and_keeps_the_past(committee, town_clerk, organization):
    page, facts = url("post-end", committee[1]), {"on": "2020-06-30", "_post_key": "key-1"}
    preview = town_clerk.post(page, facts)
    assert preview.context["changes"] == ["结束任职：乙（副书记）（截止日期：2020-06-30）"]
    assert Post.objects.get(name="乙").ends_on is None
    assert confirmed(town_clerk, page, facts).url == organization.get_absolute_url()
    assert Post.objects.get(name="乙").ends_on == LAST
    assert names_on(town_clerk, on="2020-06-30", q="乙") == ["乙"]
    assert names_on(town_clerk, q="乙") == []


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2019-06-30", {"__all__": ["结束日期不能早于起始日期（2019-07-01），请核对。"]}),
        ("2999-01-01", {"on": ["日期不能晚于今天，请核对。"]}),
        ("", {"on": ["请填写最后一天。"]}),
    ],
)
def test_post_is_not_ended_on_an_impossible_day(day, error, committee, town_clerk):
    answer = town_clerk.post(url("post-end", committee[1]), {"on": day, "_post_key": "key-1"})
    assert errors_of(answer) == error


def test_organization_leads_to_a_post_and_to_the_end_of_one_still_held(
    committee, town_clerk, leader, organization
):
    links = {}
    for client in (town_clerk, leader):
        sections = client.get(organization.get_absolute_url()).context["sections"]
        rows = next(part for part in sections if part["heading"] == "任职")["rows"]
        links[client] = {
            row["cells"][0]["text"]: (row["url"], row["cells"][-1]["text"], row["cells"][-1]["url"])
            for row in rows
        }
    end = url("post-end", committee[1])
    assert links[town_clerk]["乙"] == (committee[1].get_absolute_url(), "结束", end)
    assert links[town_clerk]["丁"] == (committee[3].get_absolute_url(), "", "")
    assert set(links[leader].values()) == {("", "", "")}


def test_neighbour_sees_no_post(committee, stranger, auditor):
    pages = [url(f"post-{act}", committee[0]) for act in ("detail", "edit", "end")]
    assert [stranger.get(page).status_code for page in pages] == [404] * 3
    assert [auditor.get(page).status_code for page in pages] == [403] * 3
    assert names_on(stranger) == []


def test_deputies_may_be_two_and_secretaries_follow_each_other(organization):
    other = make_organization("桥东街道")
    for name in ("甲", "乙"):
        appoint(Post(organization=organization, name=name, role=PostRole.DEPUTY, starts_on=START), BY)
        appoint(Post(organization=other, name=name, starts_on=START if name == "甲" else LAST), BY)
    twice = Post(organization=organization, name="甲", role=PostRole.DEPUTY, starts_on=LAST)
    with pytest.raises(Refused, match="甲在2019-07-01 至 今已任“近处玻璃党支部”副书记，无需重复登记。"):
        appoint(twice, BY)
    held = Post.objects.on(LAST).order_by("organization", "name").values_list("organization", "name")
    assert list(held) == [(organization.pk, "乙"), (organization.pk, "甲"), (other.pk, "乙")]
