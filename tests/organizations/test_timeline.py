"""Everything that ever held for a unit: one list by day, each entry with its document, in a bounded cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.audit import Actor
from organizations.building import assign, cover, end_coverage
from organizations.choices import Measure, UncoveredReason
from organizations.models import Assignment, CentreService, Coverage, CoveragePlan, Liaison, ServiceCentre
from organizations.registration import close_unit, leave_base, move_unit, reopen_unit
from organizations.renaming import rename_unit
from organizations.timeline import GUIDED, Happening, held_on, standing, timeline
from tests.factories import EARLY, area, make_officer, make_organization, make_unit

pytestmark = pytest.mark.django_db

BY = Actor()
ONE = datetime.timedelta(days=1)


def day(year: int) -> datetime.date:
    return datetime.date(year, 6, 30)


def lived_through(county_clerk=None):
    """A unit to which everything happened once."""
    unit = make_unit("桥东街道", name="长城建材厂", on=day(2010), opened_on=day(2009))
    by = Actor(county_clerk.user) if county_clerk else BY
    branch = make_organization("桥东街道", name="长城党支部", on=day(2011))
    cover(unit, branch, day(2012), BY, "组建批复1号")
    end_coverage(Coverage.objects.get(unit=unit), day(2013), BY, "撤销批复2号")
    rename_unit(unit, "长城玻璃厂", day(2014), "变更通知书3号", BY)
    move_unit(unit, area("桥西街道"), day(2015), "归属调整4号", BY)
    leave_base(unit, day(2016), "suspended", "停产核查5号", by)
    close_unit(unit, day(2017), "moved_out", "迁出证明6号", BY)
    reopen_unit(unit, day(2018), "迁回证明7号", BY)
    assign(make_officer("桥西街道", name="李红"), unit, day(2019), BY, "选派通知8号")
    joint = make_organization("桥西街道", name="片区联合党支部", on=day(2011), formation="joint")
    cover(unit, joint, day(2020), BY, "联建批复9号")
    plan = {"reason": UncoveredReason.NOT_READY, "measure": Measure.JOINT, "planned_on": day(2020)}
    CoveragePlan.objects.create(unit=unit, starts_on=day(2019) + ONE, ends_on=day(2020), **plan)
    Liaison.objects.create(
        unit=unit, starts_on=day(2021), leader="赵一", leader_post="副市长", document="联系制度10号"
    )
    centre = ServiceCentre.objects.create(name="城区中心", area=area("桥西街道"), opened_on=EARLY)
    CentreService.objects.create(centre=centre, unit=unit, starts_on=day(2022))
    return unit


def told(happenings) -> list[tuple]:
    return [(one.period_text, one.noun, one.text, one.document) for one in happenings]


def test_everything_that_ever_held_stands_in_one_list(county_clerk):
    unit = lived_through(county_clerk)
    assert told(timeline(unit)) == [
        ("2022-06-30 至 今", "服务中心", "城区中心", ""),
        ("2021-06-30 至 今", "领导联系点", "赵一（副市长）", "联系制度10号"),
        ("2020-06-30 至 今", "党组织覆盖", "片区联合党支部（联合组建）", "联建批复9号"),
        (
            "2019-07-01 至 2020-06-30", "组建计划",
            "联合组建，计划2020-06-30完成；未组建原因：有党员但不符合建立党组织条件", "",
        ),
        ("2019-06-30 至 今", "派驻指导员", "李红", "选派通知8号"),
        ("2018-06-30", "恢复登记", "重新登记", "迁回证明7号"),
        ("2017-06-30", "注销或迁出", "迁出", "迁出证明6号"),
        ("2015-06-30 至 今", "管理区域", "桥西街道", "归属调整4号"),
        (
            "2012-06-30 至 2013-06-30", "党组织覆盖", "长城党支部（单独组建）",
            "组建批复1号；结束：撤销批复2号",
        ),
        (
            "2010-06-30 至 2016-06-30", "纳入基数",
            f"移出原因：停产；批准人：{county_clerk.user}", "移出：停产核查5号",
        ),
        ("2010-06-30 至 2015-06-29", "管理区域", "桥东街道", ""),
        ("2009-06-30 至 2014-06-29", "曾用名", "长城建材厂", "变更通知书3号"),
        ("2009-06-30", "成立", "长城玻璃厂", ""),
    ]  # fmt: skip


def test_closed_unit_tells_its_closing():
    unit = make_unit("桥东街道", on=EARLY)
    close_unit(unit, day(2020), "deregistered", "注销通知", BY)
    assert told(timeline(unit)) == [
        ("2020-06-30", "注销或迁出", "注销", "注销通知"),
        ("2016-01-01 至 2020-06-30", "纳入基数", "移出原因：注销", "移出：注销通知"),
        ("2016-01-01 至 今", "管理区域", "桥东街道", ""),
    ]


def test_fact_of_one_day_is_told_with_both_its_days():
    unit = make_unit(on=EARLY)
    leave_base(unit, EARLY, "shell", "核查", BY)
    spell = next(one for one in timeline(unit) if one.noun == "纳入基数")
    assert spell.period_text == "2016-01-01 至 2016-01-01"
    assert Happening("成立", "甲", EARLY, EARLY).period_text == "2016-01-01"


def test_what_stands_on_a_day_is_the_answer_of_that_day():
    unit = lived_through()
    happenings = timeline(unit)
    assert standing(happenings, day(2022)) == [
        ("党组织", "片区联合党支部"), ("组建方式", "联合组建"), ("覆盖起始日期", "2020-06-30"),
        ("党建工作指导员", "李红（2019-06-30 起）"), ("基数", "未纳入"), ("管理区域", "桥西街道"),
        ("领导联系点", "赵一（副市长）"),
    ]  # fmt: skip
    assert standing(happenings, day(2012)) == [
        ("党组织", "长城党支部"), ("组建方式", "单独组建"), ("覆盖起始日期", "2012-06-30"),
        ("党建工作指导员", "未派指导员"), ("基数", "2010-06-30 起纳入"), ("管理区域", "桥东街道"),
        ("领导联系点", "无"),
    ]  # fmt: skip
    assert standing(happenings, day(2013) + ONE)[0] == ("党组织", "没有党组织覆盖")


@pytest.mark.parametrize(
    ("when", "names"), [(day(2019) - ONE, []), (day(2019), ["李红"]), (day(2030), ["李红"])]
)
def test_facts_of_a_day_by_noun(when, names):
    assert [one.text for one in held_on(timeline(lived_through()), GUIDED, when)] == names


def queries_of(unit) -> int:
    with CaptureQueriesContext(connection) as queries:
        timeline(unit)
    return len(queries)


def test_timeline_costs_the_same_however_long_it_is():
    few, many = make_unit(on=EARLY), lived_through()
    rename_unit(few, "另一名称", day(2018), "变更通知书", BY)
    for number in range(9):
        assign(make_officer("桥西街道"), many, day(2021) + number * ONE, BY)
    assert (queries_of(few), queries_of(many)) == (11, 11)


# The page


def section_of(answer) -> list[list[str]]:
    section, *_ = answer.context["sections"]
    assert section["heading"] == "大事记"
    return [[cell["text"] for cell in row["cells"]] for row in section["rows"]]


def group_of(answer) -> dict[str, str]:
    group = answer.context["groups"][0]
    assert group["heading"] == "覆盖现状"
    return {item["label"]: item["text"] for item in group["items"]}


def ends_of(answer) -> list[str]:
    section, *_ = answer.context["sections"]
    return [cell["url"] for row in section["rows"] for cell in row["cells"] if cell["url"]]


def test_page_tells_who_covers_the_unit_today_and_leads_there(town_clerk, unit, organization):
    make_officer("桥东街道", name="李红", assigned_to=[unit])
    answer = town_clerk.get(unit.get_absolute_url())
    assert group_of(answer) == {
        "覆盖情况": "单独组建", "党组织": "近处玻璃党支部", "组建方式": "单独组建",
        "覆盖起始日期": "2016-01-01", "党建工作指导员": "李红（2016-01-01 起）",
        "基数": "2016-01-01 起纳入", "管理区域": "桥东街道", "领导联系点": "无",
    }  # fmt: skip
    assert answer.context["groups"][0]["items"][1]["url"] == organization.get_absolute_url()
    assert [row[1] for row in section_of(answer)] == ["党组织覆盖", "派驻指导员", "纳入基数", "管理区域"]


def test_what_runs_leads_to_its_end_for_those_who_may(town_clerk, leader, secretary, unit, organization):
    make_officer("桥东街道", assigned_to=[unit])
    ends = [
        reverse("organizations:coverage-end", args=[Coverage.objects.get(unit=unit).pk]),
        reverse("organizations:assignment-end", args=[Assignment.objects.get(unit=unit).pk]),
    ]
    assert ends_of(town_clerk.get(unit.get_absolute_url())) == ends
    for reader in (leader, secretary):
        assert ends_of(reader.get(unit.get_absolute_url())) == []


def test_page_of_a_past_day_says_who_covered_then(town_clerk, unit, organization):
    end_coverage(Coverage.objects.get(unit=unit), day(2020), BY)
    answers = [town_clerk.get(f"{unit.get_absolute_url()}?on={on}") for on in ("2020-06-30", "2020-07-01")]
    assert [group_of(answer)["覆盖情况"] for answer in answers] == ["单独组建", "未摸排"]
    assert answers[0].context["subtitle"] == "截至 2020-06-30"


def test_closed_unit_says_so_above(town_clerk, unit):
    close_unit(unit, day(2020), "deregistered", "注销通知", BY)
    answer = town_clerk.get(f"{unit.get_absolute_url()}?on=2021-01-01")
    assert answer.context["subtitle"] == "截至 2021-01-01，已于 2020-06-30 注销或迁出"
