"""Pages of visits: the record, and who is due in a month; each person sees the own ones."""

import datetime
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organizations.building import assign
from organizations.models import AdviceItem, Assignment, DatedRule, Officer, Visit
from tests.factories import BY, EARLY, area, make_officer, make_unit

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def url(name, row=None, **asked) -> str:
    address = reverse(f"organizations:{name}", args=[row.pk] if row else [])
    return f"{address}?{urlencode(asked)}" if asked else address


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def refusals_of(answer) -> list[str]:
    return errors_of(answer)["__all__"]


def cells_of(answer) -> list[list[str]]:
    return [[cell["text"] for cell in row["cells"]] for row in answer.context["rows"]]


def firsts_of(answer) -> list[str]:
    return [cells[0] for cells in cells_of(answer)]


def visit_on(assignment, day) -> Visit:
    return Visit.objects.create(assignment=assignment, held_on=day, content="了解情况")


def visit_facts(assignment, **values) -> dict:
    facts = {"assignment": assignment.pk, "held_on": "2020-06-30", "manner": "on_site", "content": "了解情况"}
    return {**facts, "_post_key": "key-1", **values}


def test_officer_records_a_visit_once(officer, unit):
    assignment = Assignment.objects.get(unit=unit)
    answers = [officer.post(url("visit-create"), visit_facts(assignment)) for _ in range(2)]
    assert [answer.url for answer in answers] == [url("visit-list")] * 2
    assert Visit.objects.get().held_on == datetime.date(2020, 6, 30)


def test_officer_visits_only_where_assigned(officer, unit):
    make_officer("桥东街道", assigned_to=[unit])
    other = Assignment.objects.order_by("pk").last()
    answer = officer.post(url("visit-create"), visit_facts(other))
    assert errors_of(answer) == {"assignment": ["选择一个有效的选项： 该选择不在可用的选项中。"]}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2015-12-31", "走访日期不在派驻期内（2016-01-01 至 今），请核对。"),
        ("2999-01-01", "日期不能晚于今天，请核对。"),
        ("", "请填写走访日期。"),
    ],
)
def test_visit_of_an_impossible_day_is_refused_and_the_text_stays(day, sentence, officer, unit):
    facts = visit_facts(Assignment.objects.get(unit=unit), held_on=day, content="谈了招工")
    answer = officer.post(url("visit-create"), facts)
    assert errors_of(answer) == {"held_on": [sentence]}
    assert answer.content.decode().count('value="谈了招工"') == 1


@pytest.mark.parametrize(
    ("month", "count"),
    [
        ("2020-06", 1),
        ("2020-6", 1),
        (" 2020-06 ", 1),
        ("2020-07", 0),
        ("2020-13", 0),
        ("99999-1", 0),
        ("六月", 0),
    ],
)
def test_visits_of_a_month(month, count, officer, unit):
    officer.post(url("visit-create"), visit_facts(Assignment.objects.get(unit=unit)))
    assert officer.get(url("visit-list"), {"month": month}).context["total"] == count


# The visits of a month


def test_officer_sees_what_is_due_and_goes_on_to_the_visit(officer, unit, far_unit):
    make_officer("桥西街道", assigned_to=[far_unit])
    mine = Assignment.objects.get(unit=unit)
    answer = officer.get(url("due-visit-list"))
    today = timezone.localdate()
    assert answer.context["title"] == f"{today.year}年{today.month}月应走访"
    assert cells_of(answer) == [
        [unit.name, "还差1次", "0", "1", "试验指导员甲", "桥东街道", "2016-01-01 至 今"]
    ]
    [row] = answer.context["rows"]
    assert row["url"] == f"/register/visits/new/?assignment={mine.pk}"
    assert officer.get(row["url"]).context["form"]["assignment"].value() == str(mine.pk)
    visit_on(mine, today)
    assert cells_of(officer.get(url("due-visit-list")))[0][1:4] == ["已到位", "1", "1"]


def test_who_has_several_units_goes_on_to_the_one_chosen(officer):
    king = Officer.objects.get()
    second = assign(king, make_unit(), EARLY, BY)
    answer = officer.get(url("visit-create", assignment=second.pk))
    assert answer.context["form"]["assignment"].value() == str(second.pk)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["甲公司", "乙公司"]),
        ({"kept": "kept"}, ["乙公司"]),
        ({"kept": "due"}, ["甲公司"]),
        ({"q": "甲"}, ["甲公司"]),
        ({"month": "2016-07"}, []),
        ({"month": "2020-05"}, ["甲公司"]),
    ],
)
def test_filters_of_what_is_due(asked, names, town_clerk):
    make_officer(name="王明", assigned_to=[make_unit(name="甲公司")], on=DAY - 100 * ONE)
    assign(make_officer(name="李华"), make_unit(name="乙公司"), datetime.date(2020, 6, 16), BY)
    visit_on(Assignment.objects.get(unit__name="乙公司"), DAY)
    assert firsts_of(town_clerk.get(url("due-visit-list", **({"month": "2020-6"} | asked)))) == names


def test_what_is_due_by_officer_and_area(county_clerk):
    east, west = make_officer(assigned_to=[make_unit(name="甲公司")]), make_officer()
    assign(west, make_unit("桥西街道", name="乙公司"), EARLY, BY)
    asked = ({"officer": east.pk}, {"area": area("桥西街道").pk})
    found = [firsts_of(county_clerk.get(url("due-visit-list", **one))) for one in asked]
    assert found == [["甲公司"], ["乙公司"]]


def test_rule_and_day_stand_under_the_title(town_clerk):
    lines = [
        town_clerk.get(url("due-visit-list", month=month)).context["subtitle"]
        for month in ("2020-06", "2020-07")
    ]
    assert lines[0] == "截至 2020-06-30 · 每家单位每月1次 · 当月派驻满15天的计入"
    DatedRule.objects.filter(key="officer_visits").update(ends_on=DAY)
    answer = town_clerk.get(url("due-visit-list", month="2020-07"))
    assert answer.context["subtitle"] == "截至 2020-07-31 · 没有走访规定 · 当月派驻满15天的计入"


def test_month_that_is_none_is_told_and_a_month_to_come_has_its_first_day(town_clerk, unit):
    make_officer(assigned_to=[unit])
    answer = town_clerk.get(url("due-visit-list", month="六月"))
    assert [str(one) for one in answer.context["messages"]] == [
        "“六月”不是有效月份，已按本月显示。请按 2017-06 的格式填写。"
    ]
    assert answer.context["total"] == 1
    assert town_clerk.get(url("due-visit-list", month="2999-01")).context["title"] == "2999年1月应走访"


@pytest.mark.parametrize("name", ["officer-list", "due-visit-list", "advice-list"])
def test_lists_cost_the_same_for_one_and_for_six(name, town_clerk):
    costs = []
    for _ in range(2):
        for _ in range(5 * len(costs) + 1):
            assignment = make_officer(assigned_to=[make_unit()]).assignments.get()
            visit = visit_on(assignment, timezone.localdate())
            AdviceItem.objects.create(visit=visit, text="建活动室", owner="赵经理", due_on=DAY)
        with CaptureQueriesContext(connection) as queries:
            assert town_clerk.get(url(name)).context["total"] == 5 * len(costs) + 1 + len(costs)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_assignments_that_run_come_first_and_others_say_until_when(officer):
    king = Officer.objects.get()
    Assignment.objects.create(officer=king, unit=make_unit(name="甲公司"), starts_on=EARLY, ends_on=DAY)
    assign(king, make_unit(name="乙公司"), DAY, BY)
    choices = officer.get(url("visit-create")).context["form"].fields["assignment"].choices
    assert [label for _, label in choices] == [
        "请选择",
        "试验指导员甲：沙河市近处玻璃有限公司",
        "试验指导员甲：乙公司",
        "试验指导员甲：甲公司（至2020-06-30）",
    ]
