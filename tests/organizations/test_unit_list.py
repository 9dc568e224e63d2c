"""The list of units: every filter, former names, chosen columns, and an export of exactly what is shown."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.audit import Actor
from organizations.registration import close_unit, leave_base, reopen_unit
from organizations.renaming import rename_unit
from tests.factories import make_organization, make_unit

pytestmark = pytest.mark.django_db

BY = Actor()
LIST = "/register/units/"
DAY = datetime.date(2020, 6, 30)


def names(answer) -> list[str]:
    return [row["cells"][0]["text"] for row in answer.context["rows"]]


def heads(answer) -> list[str]:
    return [column["label"] for column in answer.context["columns"]]


@pytest.fixture
def units(town_clerk):
    """Two that differ in everything the filters ask."""
    make_unit(
        name="甲", kind="enterprise", enterprise_type="private", industry="玻璃制造", above_scale=True,
        in_market=True, has_union=True, has_league=True, has_womens_federation=True, formal_members=3,
        employees=50, legal_representative="赵一", legal_standing="member",
    )  # fmt: skip
    make_unit(
        name="乙", kind="social_org", social_type="association", industry="餐饮", formal_members=2,
        employees=5, supervising_body="市工商联", legal_representative="钱二", legal_standing="masses",
    )  # fmt: skip
    return town_clerk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["甲", "乙"]),
        ("kind=social_org", ["乙"]),
        ("enterprise_type=private", ["甲"]),
        ("enterprise_type=foreign", []),
        ("social_type=association", ["乙"]),
        ("industry=玻璃", ["甲"]),
        ("supervising_body=工商", ["乙"]),
        ("legal_representative=赵", ["甲"]),
        ("legal_standing=masses", ["乙"]),
        ("above_scale=yes", ["甲"]),
        ("above_scale=no", ["乙"]),
        ("in_market=yes", ["甲"]),
        ("has_union=yes", ["甲"]),
        ("has_league=no", ["乙"]),
        ("has_womens_federation=yes", ["甲"]),
        ("employees_from=50", ["甲"]),
        ("members=many", ["甲"]),
        ("members=few", ["乙"]),
        ("members=none", []),
        ("members=unknown", []),
        ("members=many&above_scale=no", []),
    ],
)
def test_filters_of_plain_facts(units, query, found):
    assert names(units.get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize(
    ("members", "answer"), [(None, "unknown"), (0, "none"), (1, "few"), (2, "few"), (3, "many"), (50, "many")]
)
def test_every_number_of_members_has_one_answer(town_clerk, members, answer):
    make_unit(name="甲", formal_members=members)
    found = {
        one: names(town_clerk.get(f"{LIST}?members={one}")) for one in ("many", "few", "none", "unknown")
    }
    assert {one for one, rows in found.items() if rows} == {answer}


def test_open_and_closed_by_the_day_of_the_page(town_clerk):
    gone = close_unit(make_unit(name="走了"), DAY, "moved_out", "迁出证明", BY)
    back = close_unit(make_unit(name="回来"), DAY, "moved_out", "迁出证明", BY)
    reopen_unit(back, datetime.date(2021, 3, 1), "迁回证明", BY)
    found = {
        (life, on): names(town_clerk.get(f"{LIST}?life={life}&on={on}"))
        for life in ("open", "closed")
        for on in ("2020-06-30", "2020-07-01", "2021-03-01")
    }
    assert found == {
        ("open", "2020-06-30"): ["走了", "回来"], ("closed", "2020-06-30"): [],
        ("open", "2020-07-01"): [], ("closed", "2020-07-01"): ["走了", "回来"],
        ("open", "2021-03-01"): ["回来"], ("closed", "2021-03-01"): ["走了"],
    }  # fmt: skip
    assert gone.closed_on == DAY


def test_base_and_state_work_on_the_day_of_the_page(town_clerk):
    unit = make_unit(name="甲")
    make_organization(covers=[unit])
    leave_base(unit, DAY, "suspended", "停产核查", BY)
    for on, base in (("2020-06-30", "in"), ("2020-07-01", "out")):
        assert names(town_clerk.get(f"{LIST}?base={base}&on={on}")) == ["甲"]
    assert names(town_clerk.get(f"{LIST}?state=standalone&on=2020-06-30")) == ["甲"]
    assert names(town_clerk.get(f"{LIST}?state=standalone&on=2020-07-01")) == []


def test_unit_is_found_by_its_former_name(town_clerk):
    unit = make_unit(name="长城建材厂")
    rename_unit(unit, "长城玻璃厂", DAY, "变更通知书", BY)
    for text in ("长城建材", "ccjcc", "长城玻璃", "ccblc"):
        assert names(town_clerk.get(f"{LIST}?q={text}")) == ["长城玻璃厂"]


def test_six_conditions_stand_in_front_and_the_others_open_when_asked(units):
    filterset = units.get(LIST).context["filter"]
    front = [name for name in filterset.form.fields if name not in filterset.folded]
    assert front == ["q", "kind", "area", "state", "base", "members"]
    assert set(filterset.folded) <= set(filterset.form.fields)
    plain, asked = (units.get(LIST + query).content.decode() for query in ("", "?has_union=yes"))
    opened = '<details class="filter-more" open>'
    assert (plain.count('<details class="filter-more">'), plain.count(opened), asked.count(opened)) == (
        1,
        0,
        1,
    )


def test_usual_columns_are_as_before(units):
    assert heads(units.get(LIST)) == [
        "单位名称", "单位类别", "统一社会信用代码", "管理区域", "职工人数", "正式党员", "预备党员",
        "联系电话", "覆盖情况", "党组织名称", "党建指导员",
    ]  # fmt: skip


def exported(client, query) -> list[tuple]:
    rows = list(load_workbook(io.BytesIO(client.get(f"{LIST}?{query}&export=xlsx").getvalue())).active.values)
    return [tuple("" if cell is None else cell for cell in row) for row in rows[-3:]]


def test_page_and_export_follow_the_chosen_columns(units):
    query = "columns=industry&columns=has_union&columns=base_since&columns=nothing"
    answer = units.get(f"{LIST}?{query}")
    shown = ["单位名称", "纳入基数日期", "行业", "已建工会"]
    assert heads(answer) == shown
    assert [[cell["text"] for cell in row["cells"]] for row in answer.context["rows"]] == [
        ["甲", "2016-01-01", "玻璃制造", "是"], ["乙", "2016-01-01", "餐饮", "否"],
    ]  # fmt: skip
    first, *rows = exported(units, query)
    assert list(first) == shown
    assert [(row[0], row[2], row[3]) for row in rows] == [("甲", "玻璃制造", "是"), ("乙", "餐饮", "否")]


def test_choice_of_columns_keeps_the_question(units):
    answer = units.get(f"{LIST}?kind=enterprise&columns=industry&page=1")
    choice = answer.context["column_choice"]
    assert (choice["kept"], choice["reset_url"]) == ([("kind", "enterprise")], "?kind=enterprise")
    assert [option["name"] for option in choice["options"] if option["chosen"]] == ["industry"]
    assert "columns=industry" in answer.context["export_url"]


def test_private_column_is_neither_offered_nor_given(leader, unit):
    answer = leader.get(f"{LIST}?columns=contact_phone&columns=industry")
    offered = [option["label"] for option in answer.context["column_choice"]["options"]]
    assert (heads(answer), "联系电话" in offered) == (["单位名称", "行业"], False)
    assert "13800000000" not in answer.content.decode()


def test_every_optional_column_can_be_shown_at_the_same_cost(units):
    options = units.get(LIST).context["column_choice"]["options"]
    every = "&".join(f"columns={option['name']}" for option in options)
    answer = units.get(f"{LIST}?{every}")
    assert len(heads(answer)) == len(options) + 1
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            units.get(f"{LIST}?{every}")
        costs.append(len(queries))
        for _ in range(5):
            make_unit()
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2999-01-01", ["2999-01-01还没有到，已按今天显示。"]),
        ("昨天", ["“昨天”不是有效日期，已按今天显示。请按 2017-06-30 的格式填写。"]),
        ("2020-06-30", []),
    ],
)
def test_a_day_that_cannot_be_shown_is_answered_with_today(town_clerk, unit, asked, told):
    answer = town_clerk.get("/register/units/", {"on": asked})
    assert ([str(one) for one in answer.context["messages"]], answer.context["total"]) == (told, 1)
