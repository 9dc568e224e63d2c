"""The menu shows what a role may open, and every entry opens."""

import pytest

pytestmark = pytest.mark.django_db  # a role is fetched by name: nothing else says that the database is used

ALL = [
    "首页",
    "数据总览",
    "核对",
    "单位",
    "党组织",
    "指导员",
    "走访",
    "示范与服务",
    "党员",
    "党费",
    "培训",
    "发展党员",
    "活动",
    "经费",
    "规范化建设",
    "月报",
    "导入",
    "汇总表",
]
MENUS = {
    "county_clerk": [*ALL, "后台"],
    "town_clerk": [*ALL[:-1], "后台"],
    "secretary": [
        "首页",
        "单位",
        "党组织",
        "党员",
        "党费",
        "培训",
        "发展党员",
        "活动",
        "经费",
        "规范化建设",
        "月报",
    ],
    "officer": ["首页", "单位", "走访", "应走访", "建议"],
    "leader": ["首页", "数据总览", "单位", "党组织", "培训", "发展党员", "汇总表"],
    "auditor": ["首页", "后台"],
    "sysadmin": ["首页", "后台"],
    "nobody": ["首页"],
}


def menu_of(client) -> list[dict]:
    return client.get("/accounts/password/").context["menu"]


@pytest.mark.parametrize(("role", "labels"), MENUS.items())
def test_menu_of_a_role(role, labels, request):
    assert [entry["label"] for entry in menu_of(request.getfixturevalue(role))] == labels


@pytest.mark.parametrize("role", ["county_clerk", "secretary", "officer"])
def test_every_entry_opens(role, request):
    client = request.getfixturevalue(role)
    answers = {entry["label"]: client.get(entry["url"], follow=True).status_code for entry in menu_of(client)}
    assert answers == dict.fromkeys(MENUS[role], 200)


def test_entry_of_the_page_is_marked(town_clerk, unit):
    menu = town_clerk.get(unit.get_absolute_url()).context["menu"]
    assert [entry["label"] for entry in menu if entry["active"]] == ["单位"]


def test_head_says_who_is_there_and_in_what_role(town_clerk, nobody, secretary):
    labels = [
        client.get("/accounts/password/").context["role_label"] for client in (town_clerk, nobody, secretary)
    ]
    assert labels == ["乡镇（街道、开发区）工作人员 · 桥东街道", "未分配职责", "党组织书记 · 近处玻璃党支部"]
