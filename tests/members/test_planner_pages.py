"""The planner as people use it: propose, move, recount, look, apply; and what it refuses."""

import re

import pytest
from django.urls import reverse

from core.models import AuditEntry
from organizations.building import cover
from organizations.models import Coverage, Organization
from tests.factories import BY, EARLY, TODAY, area, make_officer, make_organization, make_unit
from tests.members.factories import make_member, make_probationary
from tests.pages import confirmed

pytestmark = pytest.mark.django_db
URL = reverse("restructuring:planner")


def small(name, members=1, trade="玻璃", **values):
    return make_unit(name=name, formal_members=members, industry=trade, surveyed_on=EARLY, **values)


@pytest.fixture
def glass(db):
    return [small(f"玻璃{number}厂", employees=30 + number) for number in range(3)]


@pytest.fixture
def trade(db):
    return [small(f"商贸{number}行", trade="商贸", employees=5) for number in range(3)]


def proposed(client, place="桥东街道"):
    return client.get(URL, {"area": area(place).pk})


def draft(answer) -> dict:
    """What the form of the page would post, nothing ticked."""
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields if not name.startswith("accept-")}
    values["area"] = str(getattr(values["area"], "pk", values["area"]))
    return {name: "" if value is None else str(value) for name, value in values.items()}


def groups(answer) -> list[set]:
    return [{row["unit"].name for row in team["rows"]} for team in answer.context["teams"]]


def errors(answer) -> list[str]:
    form = answer.context["form"]
    return [error for errors in form.errors.values() for error in errors]


def test_area_and_day_are_asked_first(town_clerk):
    answer = town_clerk.get(URL)
    assert (answer.status_code, list(answer.context["form"].fields)) == (200, ["area", "on"])
    assert [str(one) for one in answer.context["form"].fields["area"].queryset] == ["桥东街道"]


def test_groups_are_proposed_by_trade_with_names_that_are_free(town_clerk, glass, trade):
    make_organization(name="桥东街道玻璃联合党支部1")
    answer = proposed(town_clerk)
    assert groups(answer) == [{unit.name for unit in trade}, {unit.name for unit in glass}]
    names = [team["name"].value() for team in answer.context["teams"]]
    assert names == ["桥东街道商贸联合党支部1", "桥东街道玻璃联合党支部2"]
    assert answer.context["verdict"].endswith("行业和规模的匹配已是最优（2分，越低越好）。")


def test_others_are_listed_with_the_reason(town_clerk, glass):
    empty, unknown = small("无党员厂", 0), make_unit(name="没去过的厂")
    make_officer(name="张三", assigned_to=[empty])
    covered_already, own, outside = (
        small("已覆盖厂"),
        small("三党员厂", 3),
        small("不在基数厂", in_base=False),
    )
    make_organization(covers=[covered_already])
    answer = proposed(town_clerk)
    told = {
        row["unit"].name: (row["reason"], row["unit"].officer_name) for row in answer.context["left_over"]
    }
    assert told == {"无党员厂": ("无正式党员", "张三"), "没去过的厂": ("未摸排，正式党员数不明", None)}
    placed = set().union(*groups(answer))
    assert placed & {covered_already.name, own.name, outside.name, empty.name, unknown.name} == set()


def test_members_are_counted_from_the_roster_where_a_unit_has_one(town_clerk, glass):
    village = make_organization(name="村党支部")
    grown, shrunk = small("三党员厂", 1), small("一党员厂", 9)
    for unit in (grown, grown, grown, shrunk):
        make_member(village, unit=unit)
    answer = proposed(town_clerk)
    assert groups(answer) == [{shrunk.name, *(unit.name for unit in glass)}]
    [team] = answer.context["teams"]
    told = {row["unit"].name: (row["unit"].heads, row["unit"].heads_source) for row in team["rows"]}
    assert told == {"一党员厂": (1, "花名册")} | {unit.name: (1, "摸排数") for unit in glass}
    assert team["members"] == 4


def test_a_roster_decides_whether_a_unit_is_left_to_an_officer(town_clerk):
    village = make_organization(name="村党支部")
    found, none = make_unit(name="花名册有"), small("花名册没有正式党员", 2)
    make_member(village, unit=found)
    make_probationary(village, joined_on=EARLY, unit=none)
    answer = proposed(town_clerk)
    assert [row["unit"].name for row in answer.context["singles"]] == ["花名册有"]
    [left] = answer.context["left_over"]
    assert (left["unit"].name, left["reason"]) == ("花名册没有正式党员", "无正式党员")


@pytest.mark.parametrize(
    ("trades", "words"),
    [(("", "", ""), "行业未登记"), (("", "玻璃", ""), "不同行业"), (("商贸", "商贸", "商贸"), "商贸")],
)
def test_a_group_is_called_by_the_trade_of_its_units(town_clerk, trades, words):
    for number, trade in enumerate(trades):
        small(f"第{number}厂", trade=trade)
    [team] = proposed(town_clerk).context["teams"]
    assert team["trade"] == words


def test_units_without_partners_stay_single(town_clerk):
    small("独一家厂", 2)
    answer = proposed(town_clerk)
    assert (groups(answer), [row["unit"].name for row in answer.context["singles"]]) == ([], ["独一家厂"])
    assert answer.context["verdict"] == "没有可以联合组建的单位。"


def test_nothing_is_stored_before_it_is_applied(town_clerk, glass):
    before = (Organization.objects.count(), Coverage.objects.count(), AuditEntry.objects.count())
    answer = proposed(town_clerk)
    posted = draft(answer) | {"accept-1": "on"}
    town_clerk.post(URL, posted | {"_recount": "1"})
    shown = town_clerk.post(URL, posted)
    assert shown.context["changes"][0].startswith("新增党组织：桥东街道玻璃联合党支部1")
    assert (Organization.objects.count(), Coverage.objects.count(), AuditEntry.objects.count()) == before


def test_accepted_groups_become_joint_branches(town_clerk, glass, trade):
    posted = draft(proposed(town_clerk)) | {
        "accept-2": "on",
        "approval_number": "沙组〔2026〕8号",
        "approved_by": "桥东街道党工委",
        "on": TODAY.isoformat(),
    }
    answer = confirmed(town_clerk, URL, posted, follow=True)
    organization = Organization.objects.get()
    assert (organization.name, organization.get_formation_display()) == (
        "桥东街道玻璃联合党支部1",
        "联合组建",
    )
    assert (organization.established_on, organization.approval_number) == (TODAY, "沙组〔2026〕8号")
    assert str(organization.seats.get().area) == "桥东街道"
    held = Coverage.objects.order_by("unit")
    assert [(one.unit, one.starts_on, one.document) for one in held] == [
        (unit, TODAY, "沙组〔2026〕8号") for unit in glass
    ]
    assert [str(one) for one in answer.context["messages"]] == ["已成立1个联合党支部，覆盖3家单位。"]
    assert groups(answer) == [{unit.name for unit in trade}]


def test_units_move_between_groups_and_out(town_clerk, glass, trade):
    answer = proposed(town_clerk)
    moved = {f"unit-{trade[0].pk}": "2", f"unit-{trade[1].pk}": "0", f"unit-{trade[2].pk}": "3"}
    answer = town_clerk.post(URL, draft(answer) | moved | {"_recount": "1", "approval_number": "8号"})
    assert groups(answer) == [{unit.name for unit in [*glass, trade[0]]}, {trade[2].name}]
    assert [team["trade"] for team in answer.context["teams"]] == ["不同行业", "商贸"]
    assert [row["unit"] for row in answer.context["singles"]] == [trade[1]]
    notes = [
        "第3组只有1家单位，联合党支部至少由两家单位组成。",
        "第3组正式党员共1名，少于3名（条例第四条）。",
    ]
    assert answer.context["teams"][1]["notes"] == notes
    assert answer.context["teams"][1]["name"].value() == "桥东街道商贸联合党支部1"
    assert answer.context["form"]["approval_number"].value() == "8号"


def test_soft_rules_are_told_and_may_be_confirmed(town_clerk):
    six = [small(f"玻璃{number}厂") for number in range(6)]
    posted = draft(proposed(town_clerk)) | {f"unit-{unit.pk}": "1" for unit in six} | {"accept-1": "on"}
    shown = town_clerk.post(URL, posted)
    assert shown.context["warnings"] == ["第1组共6家单位，超过一般上限5家（条例第五条）。"]
    assert confirmed(town_clerk, URL, posted).status_code == 302
    assert Coverage.objects.count() == 6


def test_a_group_of_one_unit_is_refused(town_clerk, glass):
    lonely = {f"unit-{glass[0].pk}": "0", f"unit-{glass[1].pk}": "0", "accept-1": "on"}
    answer = town_clerk.post(URL, draft(proposed(town_clerk)) | lonely)
    assert (answer.status_code, errors(answer)) == (
        422,
        ["第1组只有1家单位，联合党支部至少由两家单位组成。"],
    )


def test_something_has_to_be_accepted_and_named_once(town_clerk, glass, trade):
    posted = draft(proposed(town_clerk))
    assert errors(town_clerk.post(URL, posted)) == ["请至少勾选一组“采纳”。"]
    both = posted | {"accept-1": "on", "accept-2": "on"}
    make_organization(name="已有党支部")
    cases = {
        ("", "好"): ["请填写第1组联合党支部的名称。"],
        ("已有党支部", "好"): ["已有党组织叫“已有党支部”，请换一个名称。"],
        ("同名", "同名"): ["本次有几个组都叫“同名”，请换一个名称。"] * 2,
    }
    for (first, second), expected in cases.items():
        assert errors(town_clerk.post(URL, both | {"name-1": first, "name-2": second})) == expected


def test_unit_covered_meanwhile_is_named_and_nothing_is_done(town_clerk, glass, trade):
    posted = draft(proposed(town_clerk)) | {"accept-1": "on", "accept-2": "on"}
    token = town_clerk.post(URL, posted).context["confirm"]
    other = make_organization(name="抢先党支部", formation="joint")
    cover(glass[1], other, EARLY, BY)
    answer = town_clerk.post(URL, posted | {"_confirm": token})
    [sentence] = errors(answer)
    assert (answer.status_code, sentence) == (
        422,
        "玻璃1厂在2016-01-01 至 今已由“抢先党支部”覆盖，不能同时由“桥东街道玻璃联合党支部1”覆盖。"
        "请先结束原来的覆盖关系。",
    )
    assert (list(Organization.objects.all()), Coverage.objects.count()) == ([other], 1)
    assert "已由“抢先党支部”覆盖" in answer.content.decode()


def test_an_answer_changed_after_the_preview_is_shown_anew(town_clerk, glass):
    posted = draft(proposed(town_clerk)) | {"accept-1": "on"}
    token = town_clerk.post(URL, posted).context["confirm"]
    answer = town_clerk.post(URL, posted | {"name-1": "改名", "_confirm": token})
    assert (answer.status_code, Organization.objects.count()) == (200, 0)
    assert answer.context["changes"][0].startswith("新增党组织：改名")


def test_units_of_a_neighbour_are_neither_offered_nor_taken(town_clerk, stranger, glass):
    foreign = small("远处厂", place="桥西街道")
    answer = proposed(town_clerk)
    assert foreign.name not in set().union(*groups(answer))
    assert proposed(town_clerk, "桥西街道").context["form"].has_error("area")
    smuggled = draft(answer) | {f"unit-{foreign.pk}": "1", "accept-1": "on"}
    confirmed(town_clerk, URL, smuggled)
    assert Coverage.objects.filter(unit=foreign).exists() is False
    assert groups(proposed(stranger, "桥西街道")) == []


@pytest.mark.parametrize("role", ["secretary", "officer", "leader", "auditor", "sysadmin"])
def test_others_do_not_plan(role, request):
    client = request.getfixturevalue(role)
    assert (client.get(URL).status_code, client.post(URL).status_code) == (403, 403)


@pytest.mark.parametrize("data", [{}, {"area": "x"}, {"area": "1", "on": "2999-01-01"}, {"on": "gestern"}])
def test_odd_posts_are_answered_with_the_question(town_clerk, data):
    answer = town_clerk.post(URL, data)
    assert (answer.status_code, list(answer.context["form"].fields)) == (422, ["area", "on"])


def test_odd_numbers_leave_a_unit_out(town_clerk, glass):
    answer = proposed(town_clerk)
    odd = {f"unit-{glass[0].pk}": "-5", f"unit-{glass[1].pk}": "viele", "unit-999999999": "1", "unit-x": "1"}
    answer = town_clerk.post(URL, draft(answer) | odd | {"_recount": "1"})
    assert (answer.status_code, groups(answer)) == (200, [{glass[2].name}])


def test_day_without_rules_is_refused(town_clerk):
    answer = town_clerk.get(URL, {"area": area("桥东街道").pk, "on": "1980-01-01"})
    assert answer.context["form"].errors["on"] == [
        "这一天没有生效的联合党支部规则，请先在后台“分期规则”登记。"
    ]


def test_a_long_plan_is_worked_through_from_the_top(town_clerk, django_assert_max_num_queries):
    for number in range(110):
        small(f"玻璃{number}厂")
    with django_assert_max_num_queries(30):
        answer = proposed(town_clerk)
    context = answer.context
    assert (len(context["teams"]), context["later"]) == (20, 10)
    assert re.search("另有10家单位待本页各组办理后继续编组", answer.content.decode())
    again = town_clerk.post(URL, draft(answer) | {"_recount": "1"})
    assert (len(again.context["teams"]), again.context["later"]) == (20, 10)


def test_list_of_organizations_leads_to_the_planner(town_clerk, leader):
    url = reverse("organizations:organization-list")
    offered = [
        [action["label"] for action in client.get(url).context["actions"]] for client in (town_clerk, leader)
    ]
    assert ["联合党支部规划" in labels for labels in offered] == [True, False]
