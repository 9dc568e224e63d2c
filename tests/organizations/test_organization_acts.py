"""Pages of acts on organizations: what will change is shown first, and strangers see nothing."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.choices import Formation
from organizations.models import Coverage, Organization, Succession
from tests.factories import area, make_organization, make_unit
from tests.members.factories import make_member
from tests.pages import confirmed

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
ACTS = (
    "organizations:organization-join",
    "organizations:organization-release",
    "organizations:organization-move",
    "restructuring:organization-rebuild",
    "restructuring:organization-split",
    "restructuring:organization-merge",
    "restructuring:organization-close",
)


def url(name, row) -> str:
    return reverse(name if ":" in name else f"organizations:{name}", args=[row.pk])


def facts(**values) -> dict:
    return {"on": "2020-06-30", "document": "沙组〔2020〕1号", "_post_key": "key-1", **values}


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


@pytest.fixture
def branch(db):
    units = [make_unit(name=f"{name}公司") for name in "甲乙丙"]
    return make_organization(name="联合支部", formation=Formation.JOINT, covers=units)


def covered_on(organization, day=DAY) -> list[str]:
    return list(organization.coverages.on(day).order_by("unit").values_list("unit__name", flat=True))


@pytest.mark.parametrize("name", ACTS)
def test_only_who_looks_after_the_organization_may_act(name, branch, town_clerk, stranger, leader, secretary):
    codes = [
        client.get(url(name, branch)).status_code for client in (town_clerk, stranger, leader, secretary)
    ]
    assert codes == [200, 404, 403, 403]


def test_handing_over_is_shown_then_done(town_clerk, unit, organization, branch):
    page, data = url("unit-hand-over", unit), facts(organization=branch.pk)
    answer = town_clerk.post(page, data)
    assert answer.context["changes"] == [
        f"移交覆盖关系：{unit}：{organization}（截止日期：2020-06-29；结束依据：沙组〔2020〕1号）",
        f"新增覆盖关系：{unit}：{branch}（起始日期：2020-06-30；依据：沙组〔2020〕1号）",
    ]
    assert Coverage.objects.get(unit=unit).organization == organization
    assert confirmed(town_clerk, page, data).url == unit.get_absolute_url()
    assert unit.coverages.on(DAY).get().organization == branch


def test_units_join_by_name_or_code(town_clerk, branch):
    make_unit(name="丁公司")
    make_unit(name="戊公司", credit_code="91130582MA0G0T4W8X")
    data = facts(units="丁公司\n\n 91130582ma0g0t4w8x \n丁公司")
    answer = town_clerk.post(url("organization-join", branch), data)
    assert answer.context["warnings"] == []
    confirmed(town_clerk, url("organization-join", branch), data)
    assert covered_on(branch) == ["甲公司", "乙公司", "丙公司", "丁公司", "戊公司"]


def test_more_units_than_usual_are_pointed_out(town_clerk, branch):
    names = [make_unit(name=f"外{number}公司").name for number in range(3)]
    answer = town_clerk.post(url("organization-join", branch), facts(units="\n".join(names)))
    assert answer.context["warnings"] == [
        "一个党组织覆盖单位一般不超过5家（支部工作条例第五条），办理后有6家。"
    ]


def test_unknown_foreign_and_double_names_are_refused(town_clerk, branch, far_unit):
    for _ in range(2):
        make_unit(name="同名公司")
    answer = town_clerk.post(
        url("organization-join", branch), facts(units=f"没有公司\n{far_unit.name}\n同名公司")
    )
    assert errors_of(answer) == {
        "units": [
            "没有找到“没有公司”，请填写单位全称或统一社会信用代码。",
            f"没有找到“{far_unit.name}”，请填写单位全称或统一社会信用代码。",
            "“同名公司”有2家同名单位，请改填统一社会信用代码。",
        ]
    }


def test_unit_leaves_with_its_document(town_clerk, branch):
    leaving = branch.coverages.get(unit__name="甲公司").unit
    confirmed(town_clerk, url("organization-release", branch), facts(units=[leaving.pk]))
    assert covered_on(branch, DAY + ONE) == ["乙公司", "丙公司"]
    assert leaving.coverages.get().end_document == "沙组〔2020〕1号"


def test_county_moves_an_organization_and_the_town_only_within_its_own_area(county_clerk, town_clerk, branch):
    data = facts(area=area("桥西街道").pk)
    assert errors_of(town_clerk.post(url("organization-move", branch), data)) == {
        "area": ["选择一个有效的选项： 该选择不在可用的选项中。"]
    }
    confirmed(county_clerk, url("organization-move", branch), data)
    assert branch.seats.on(DAY).get().area == area("桥西街道")


def test_rebuilding_moves_units_and_members_in_one_act(town_clerk, branch, signed_in):
    member = make_member(branch)
    writer = signed_in("secretary", organization=branch)
    data = facts(name="区域支部", type="branch", formation="regional")
    answer = town_clerk.post(url("restructuring:organization-rebuild", branch), data)
    assert answer.context["warnings"] == [
        f"{writer.user}的账号仍只对应原党组织，请系统管理员另设新的管理职责。"
    ]
    answer = confirmed(town_clerk, url("restructuring:organization-rebuild", branch), data)
    new = Organization.objects.get(name="区域支部")
    assert answer.url == new.get_absolute_url()
    assert covered_on(new) == ["甲公司", "乙公司", "丙公司"]
    assert member.memberships.on(DAY).get().organization == new
    assert (new.approval_number, new.formation) == ("沙组〔2020〕1号", "regional")


def test_splitting_off_one_unit(town_clerk, branch):
    leaving = branch.coverages.get(unit__name="乙公司").unit
    data = facts(units=[leaving.pk], name="乙支部", type="branch", formation="standalone")
    answer = confirmed(town_clerk, url("restructuring:organization-split", branch), data)
    new = Organization.objects.get(name="乙支部")
    assert (answer.url, covered_on(new), covered_on(branch)) == (
        new.get_absolute_url(),
        ["乙公司"],
        ["甲公司", "丙公司"],
    )


def test_merging_into_this_one_or_into_a_new_one(town_clerk, branch, organization, unit, far_organization):
    page = url("restructuring:organization-merge", branch)
    assert list(town_clerk.get(page).context["form"].fields["others"].queryset) == [organization]
    foreign = town_clerk.post(page, facts(others=[far_organization.pk], way="this"))
    assert list(errors_of(foreign)) == ["others"]
    assert errors_of(town_clerk.post(page, facts(others=[organization.pk], way="new"))) == {
        "name": ["成立新的党组织请填写名称。"],
        "type": ["成立新的党组织请选择类型。"],
        "formation": ["成立新的党组织请选择组建方式。"],
    }
    confirmed(town_clerk, page, facts(others=[organization.pk], way="this"))
    assert (unit.name in covered_on(branch), len(covered_on(branch))) == (True, 4)
    new = {"name": "新联合支部", "type": "joint_branch", "formation": "joint"}
    later = facts(others=[make_organization(name="小支部").pk], way="new", on="2021-06-30", **new)
    confirmed(town_clerk, page, later | {"_post_key": "key-2"})
    merged = Organization.objects.get(name="新联合支部")
    assert len(covered_on(merged, datetime.date(2021, 6, 30))) == 4
    assert merged.predecessors.count() == 2


def test_merging_that_contradicts_is_refused_and_nothing_is_done(town_clerk, organization, unit):
    other = make_unit(name="乙公司")
    second = make_organization(name="乙支部", covers=[other])
    page = url("restructuring:organization-merge", organization)
    assert errors_of(town_clerk.post(page, facts(others=[second.pk], way="this"))) == {
        "__all__": [
            f"“{organization}”是单独组建，一次只能覆盖一家单位，不能同时覆盖{unit}和{other}。"
            "请选择其他组建方式成立新的党组织。"
        ]
    }
    assert Succession.objects.count() == 0


def test_closing_says_how_many_units_lose_their_organization(town_clerk, branch):
    page, data = url("restructuring:organization-close", branch), facts(reason="no_members")
    answer = town_clerk.post(page, data)
    assert answer.context["warnings"] == ["3家单位从第二天起没有党组织覆盖：甲公司、乙公司、丙公司。"]
    confirmed(town_clerk, page, data)
    assert [covered_on(branch), covered_on(branch, DAY + ONE)] == [["甲公司", "乙公司", "丙公司"], []]
    shown = town_clerk.get(branch.get_absolute_url())
    assert [action["label"] for action in shown.context["actions"]] == ["修改"]


def test_closing_with_members_needs_somebody_who_takes_them(town_clerk, branch):
    member, taker = make_member(branch), make_organization(name="承接支部")
    page = url("restructuring:organization-close", branch)
    assert errors_of(town_clerk.post(page, facts(reason="no_members"))) == {
        "__all__": ["“联合支部”还有1名党员，请先转出，或选择承接党员的党组织。"]
    }
    confirmed(town_clerk, page, facts(reason="no_members", successor=taker.pk))
    assert member.memberships.on(DAY + ONE).get().organization == taker


def test_no_act_lies_in_the_future(town_clerk, branch):
    tomorrow = (timezone.localdate() + ONE).isoformat()
    answer = town_clerk.post(url("organization-join", branch), facts(on=tomorrow, units="甲公司"))
    assert errors_of(answer)["on"] == ["日期不能晚于今天，请核对。"]


def test_page_tells_where_an_organization_comes_from_and_what_became_of_it(town_clerk, branch):
    data = facts(name="区域支部", type="branch", formation="regional")
    confirmed(town_clerk, url("restructuring:organization-rebuild", branch), data)
    new = Organization.objects.get(name="区域支部")
    for one, other in ((branch, new), (new, branch)):
        sections = town_clerk.get(one.get_absolute_url()).context["sections"]
        [row] = next(part["rows"] for part in sections if part["heading"] == "沿革")
        assert [cell["text"] for cell in row["cells"]] == [
            "2020-06-30", "改建", "联合支部", "区域支部", "沙组〔2020〕1号",
        ]  # fmt: skip
        assert row["url"] == other.get_absolute_url()


def test_buttons_fit_what_the_organization_covers(town_clerk, leader):
    empty = make_organization()
    labels = [action["label"] for action in town_clerk.get(empty.get_absolute_url()).context["actions"]]
    assert [label for label in labels if label in ("单位加入", "单位退出", "分设", "撤销")] == [
        "单位加入",
        "撤销",
    ]
    assert leader.get(empty.get_absolute_url()).context["actions"] == []
