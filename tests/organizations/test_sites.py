"""Demonstration sites, liaison and departments: acts, lists of a day, pages and rights."""

import datetime

import pytest
from django.urls import reverse

from core.saving import Refused
from organizations.demonstrating import liaise, name_site
from organizations.models import (
    DemonstrationSite,
    Department,
    Liaison,
    Unit,
)
from tests.factories import BY
from tests.pages import confirmed

START, LAST = datetime.date(2019, 7, 1), datetime.date(2020, 6, 30)
DAY = datetime.timedelta(days=1)


def url(name, row=None) -> str:
    return reverse(f"organizations:{name}", args=[row.pk] if row else [])


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def shown(client, page, **query) -> list[str]:
    answer = client.get(url(page), query)
    return sorted(row["cells"][0]["text"] for row in answer.context["rows"])


# Demonstration sites


def naming(organization, **values) -> dict:
    facts = {"organization": organization.pk, "level": "county", "starts_on": "2019-07-01"}
    return {**facts, "_post_key": "key-1", **values}


def test_naming_a_site(town_clerk, organization):
    page, facts = url("site-create"), naming(organization, document="沙组〔2019〕5号")
    preview = town_clerk.post(page, facts)
    assert preview.context["changes"] == [
        "新增示范点：近处玻璃党支部（县级）（起始日期：2019-07-01；依据：沙组〔2019〕5号）"
    ]
    answer = confirmed(town_clerk, page, facts)
    site = DemonstrationSite.objects.get()
    assert answer.url == url("site-detail", site)
    again = town_clerk.post(page, naming(organization, starts_on="2020-07-01", _post_key="key-2"))
    assert errors_of(again) == {"__all__": ["这个党组织在这段时间已是同级示范点。"]}
    higher = naming(organization, level="city", _post_key="key-3")
    assert confirmed(town_clerk, page, higher).status_code == 302


def test_site_lies_within_the_life_of_the_organization(organization):
    organization.closed_on, organization.close_reason = LAST, "merged"
    organization.save()
    early, late = datetime.date(2015, 12, 31), LAST + DAY
    for day in (early, late):
        with pytest.raises(Refused, match=f"{day}不在“近处玻璃党支部”存续期内（2016-01-01 至 2020-06-30）"):
            name_site(DemonstrationSite(organization=organization, level="city", starts_on=day), BY)
    site = DemonstrationSite(organization=organization, level="city", starts_on=START)
    assert name_site(site, BY).ends_on == LAST


def test_site_is_chosen_beforehand_only_in_the_own_area(town_clerk, organization, far_organization):
    page = url("site-create")
    chosen = [
        town_clerk.get(page, {"organization": given}).context["form"].initial["organization"]
        for given in (organization.pk, far_organization.pk, "9" * 30, "近处", "")
    ]
    assert chosen == [organization, None, None, None, None]


@pytest.fixture
def sites(organization, far_organization):
    make = DemonstrationSite.objects.create
    return [
        make(organization=organization, level="county", starts_on=START),
        make(organization=organization, level="town", starts_on=START, ends_on=LAST),
        make(organization=far_organization, level="city", starts_on=START),
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 2),
        ({"on": "2020-06-30"}, 3),
        ({"on": "2019-06-30"}, 0),
        ({"held": "over"}, 1),
        ({"held": "all"}, 3),
        ({"held": "什么"}, 3),
        ({"level": "county"}, 1),
        ({"level": "town"}, 0),
        ({"level": "town", "held": "all"}, 1),
        ({"q": "远处"}, 1),
    ],
)
def test_sites_found(query, count, sites, county_clerk):
    assert len(shown(county_clerk, "site-list", **query)) == count


def test_sites_of_an_area_and_the_neighbour(sites, county_clerk, town_clerk, stranger, auditor, area):
    assert shown(county_clerk, "site-list", area=area("桥西街道").pk) == ["远处矿业党支部"]
    assert shown(town_clerk, "site-list") == ["近处玻璃党支部"]
    pages = [url("site-detail", sites[0]), url("site-end", sites[0])]
    assert [stranger.get(page).status_code for page in pages] == [404, 404]
    assert [auditor.get(page).status_code for page in [*pages, url("site-list")]] == [403] * 3


def test_organization_tells_that_it_is_a_site(sites, town_clerk, leader, organization):
    for client, linked in ((town_clerk, True), (leader, False)):
        sections = client.get(organization.get_absolute_url()).context["sections"]
        rows = next(part for part in sections if part["heading"] == "示范点")["rows"]
        assert [row["cells"][0]["text"] for row in rows] == ["县级", "乡镇级"]
        assert [row["url"] for row in rows] == [url("site-detail", s) if linked else "" for s in sites[:2]]


def test_ending_a_site(sites, town_clerk):
    page = url("site-end", sites[0])
    assert confirmed(town_clerk, page, {"on": "2020-12-31", "_post_key": "key-1"}).url == url(
        "site-detail", sites[0]
    )
    sites[0].refresh_from_db()
    assert sites[0].ends_on == datetime.date(2020, 12, 31)
    late = town_clerk.post(page, {"on": "2021-01-01", "_post_key": "key-2"})
    assert errors_of(late) == {"__all__": ["已于2020-12-31结束，不能再延后，请核对。"]}
    labels = [a["label"] for a in town_clerk.get(url("site-detail", sites[0])).context["actions"]]
    assert labels == ["党组织"]


def test_lists_of_one_entry_lead_to_each_other(county_clerk):
    labels = {
        name: [a["label"] for a in county_clerk.get(url(f"{name}-list")).context["actions"]]
        for name in ("site", "liaison", "centre", "service", "department")
    }
    assert labels == {
        "site": ["联系点", "服务中心", "参与部门", "命名示范点"],
        "liaison": ["示范点", "服务中心", "参与部门", "登记联系点"],
        "centre": ["示范点", "联系点", "参与部门", "服务单位", "新增中心"],
        "service": ["示范点", "联系点", "服务中心", "参与部门"],
        "department": ["示范点", "联系点", "服务中心", "登记部门"],
    }


# Liaison


def liaison_facts(**values) -> dict:
    facts = {"unit_name": "沙河市近处玻璃有限公司", "leader": "赵强", "starts_on": "2019-07-01"}
    return {**facts, "_post_key": "key-1", **values}


def test_registering_and_ending_a_liaison(town_clerk, unit):
    page = url("liaison-create")
    answer = confirmed(town_clerk, page, liaison_facts())
    liaison = Liaison.objects.get()
    assert answer.url == url("liaison-detail", liaison)
    again = town_clerk.post(page, liaison_facts(starts_on="2020-07-01", _post_key="key-2"))
    assert errors_of(again) == {"__all__": ["这位领导在这段时间已联系这家单位。"]}
    ending = {"on": "2020-06-30", "_post_key": "key-3"}
    assert confirmed(town_clerk, url("liaison-end", liaison), ending).status_code == 302
    assert shown(town_clerk, "liaison-list", on="2020-06-30") == [unit.name]
    assert shown(town_clerk, "liaison-list") == []
    assert shown(town_clerk, "liaison-list", held="over", leader="赵强") == [unit.name]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        (
            {"unit_name": "沙河市远处矿业有限公司"},
            {
                "unit_name": [
                    "没有找到，或有几家同名：沙河市远处矿业有限公司。请填写单位全称或统一社会信用代码。"
                ]
            },
        ),
        ({"unit_name": ""}, {"unit_name": ["请填写单位。"]}),
        ({"leader": ""}, {"leader": ["请填写联系领导。"]}),
        ({"starts_on": "2999-01-01"}, {"starts_on": ["日期不能晚于今天，请核对。"]}),
    ],
)
def test_liaison_that_cannot_be_is_refused(values, error, town_clerk, unit, far_unit):
    assert errors_of(town_clerk.post(url("liaison-create"), liaison_facts(**values))) == error


def test_liaison_lies_within_the_life_of_the_unit(unit):
    Unit.objects.filter(pk=unit.pk).update(opened_on=START, closed_on=LAST, close_reason="deregistered")
    unit.refresh_from_db()
    with pytest.raises(Refused, match="成立于2019-07-01，起始日期不能更早。"):
        liaise(Liaison(unit=unit, leader="赵强", starts_on=START - DAY), BY)
    with pytest.raises(Refused, match="已于2020-06-30注销或迁出，起始日期不能更晚。"):
        liaise(Liaison(unit=unit, leader="赵强", starts_on=LAST + DAY), BY)
    assert liaise(Liaison(unit=unit, leader="赵强", starts_on=START), BY).ends_on == LAST


def test_liaisons_of_an_area(county_clerk, unit, far_unit, area):
    for one in (unit, far_unit):
        Liaison.objects.create(unit=one, leader="赵强", starts_on=START)
    assert shown(county_clerk, "liaison-list", area=area("桥西街道").pk) == [far_unit.name]
    assert shown(county_clerk, "liaison-list", q="jinchu") == []
    assert shown(county_clerk, "liaison-list", q="近处玻璃") == [unit.name]
    given = county_clerk.get(url("liaison-create"), {"unit": unit.pk}).context["form"].initial
    assert given == {"unit_name": unit.name}


# Departments


def test_county_keeps_the_departments_and_towns_read_them(county_clerk, town_clerk):
    facts = {"name": "某某局", "duty": "提供登记数据", "starts_on": "2019-07-01", "_post_key": "key-1"}
    answer = county_clerk.post(url("department-create"), facts)
    department = Department.objects.get()
    assert answer.url == url("department-detail", department)
    again = county_clerk.post(url("department-create"), facts | {"_post_key": "key-2"})
    assert errors_of(again) == {"__all__": ["这段时间已有同名部门。"]}
    edited = county_clerk.post(url("department-edit", department), {"duty": "比对", "_post_key": "key-3"})
    assert edited.url == url("department-detail", department)
    ending = {"on": "2020-06-30", "_post_key": "key-4"}
    assert confirmed(county_clerk, url("department-end", department), ending).status_code == 302
    assert shown(town_clerk, "department-list", on="2020-06-30") == ["某某局"]
    assert shown(town_clerk, "department-list") == []
    assert town_clerk.get(url("department-create")).status_code == 403
    assert town_clerk.get(url("department-end", department)).status_code == 403
    department.refresh_from_db()
    assert (department.duty, department.ends_on) == ("比对", LAST)


def test_entry_of_the_menu_stays_marked_on_all_its_lists(county_clerk, leader):
    for name in ("site", "liaison", "centre", "service", "department"):
        menu = county_clerk.get(url(f"{name}-list")).context["menu"]
        assert [entry["label"] for entry in menu if entry["active"]] == ["示范与服务"]
    assert leader.get(url("site-list")).status_code == 403
