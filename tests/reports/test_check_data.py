"""The command that checks the data: what it prints is a contract, and it ends in 1 on a contradiction."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Placement, Unit
from reports.findings import FINDINGS
from tests.factories import EARLY, make_organization, make_unit
from tests.reports.ground import EAST, WEST, small_county

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ON = "2020-06-30"


def checked(*arguments) -> tuple[str, str]:
    """What is printed, and the sentence with which the command ends in 1."""
    out, sentence = io.StringIO(), ""
    try:
        call_command("check_data", "--on", ON, *arguments, stdout=out)
    except CommandError as error:
        assert error.returncode == 1
        sentence = str(error)
    return out.getvalue(), sentence


def answered(*arguments) -> dict:
    return json.loads(checked("--json", *arguments)[0])


def counts(*arguments) -> dict:
    return {one["key"]: one["count"] for one in answered(*arguments)["findings"] if one["count"]}


def contradictory() -> Unit:
    unit = make_unit(EAST, name="已注销的单位")
    make_organization(covers=[unit])
    Unit.objects.filter(pk=unit.pk).update(closed_on=EARLY, close_reason="deregistered")
    return unit


def test_the_answer_names_every_finding_in_the_order_of_the_page():
    answer = answered()
    assert (answer["on"], [one["key"] for one in answer["findings"]]) == (ON, [one.key for one in FINDINGS])
    assert {one["count"] for one in answer["findings"]} == {0}


def test_a_finding_tells_its_rows():
    unit = make_unit(EAST, name="应建单位", formal_members=3)
    found = next(one for one in answered()["findings"] if one["key"] == "should_build")
    assert found == {
        "key": "should_build",
        "label": "应建未建",
        "source": "《中国共产党支部工作条例（试行）》第四条",
        "contradiction": False,
        "count": 1,
        "rows": [{"id": unit.pk, "name": "应建单位"}],
    }


def test_findings_of_a_county_worked_out_by_hand():
    small_county()
    assert counts() == {
        "should_build": 1,
        "unsurveyed": 1,
        "should_send": 1,
        "without_credit_code": 8,
        "without_secretary": 1,
        "without_term": 4,
        "joint_under_members": 2,
        "theme_day_missing": 4,
        "general_meeting_missing": 4,
    }


def test_an_area_has_its_own_findings():
    small_county()
    assert [counts("--area", name)["without_credit_code"] for name in (EAST, "桥西", "沙河市")] == [5, 3, 8]
    assert counts("--area", WEST)["should_send"] == 1


def test_advice_ends_well():
    small_county()
    assert checked()[1] == ""


def test_a_contradiction_ends_in_one_with_the_whole_answer_printed():
    unit = contradictory()
    printed, sentence = checked("--json")
    found = {one["key"]: one["rows"] for one in json.loads(printed)["findings"] if one["contradiction"]}
    told = [{"id": unit.pk, "name": "已注销的单位"}]
    assert sentence == "有2项矛盾，请先更正。"
    assert {key: rows for key, rows in found.items() if rows} == {
        "coverage_outside_unit": told,
        "base_outside_unit": told,
    }


def test_a_contradiction_elsewhere_is_not_told_of_the_area():
    contradictory()
    assert [checked("--area", name)[1] for name in (WEST, EAST)] == ["", "有2项矛盾，请先更正。"]


def test_what_lies_in_no_area_is_told_of_the_county():
    make_unit(EAST, name="没有区域")
    Placement.objects.update(ends_on=EARLY)
    assert counts()["unit_without_area"] == 1
    assert "unit_without_area" not in counts("--area", EAST)


def test_without_json_it_is_a_list_to_read():
    unit = contradictory()
    lines = checked()[0].splitlines()
    assert lines[:3] == [
        "沙河市，截至 2020-06-30",
        "【矛盾】覆盖超出单位存续期：1家",
        f"  {unit.pk} 已注销的单位",
    ]


def test_nothing_to_check_is_said():
    assert checked() == ("沙河市，截至 2020-06-30\n没有需要核对的记录。\n", "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--on", "2020-06-31"), "“2020-06-31”不是有效日期，请按 2017-06-30 的格式填写。"),
        (("--area", "火星"), "没有名为“火星”的管理区域，请按全称填写，例如“桥东街道”。"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("check_data", *arguments)
    assert str(refusal.value) == sentence


# The findings on candidates read the dated rules they rest on.
FOR_RULES = 5


@pytest.mark.parametrize("units", [1, 20])
def test_checking_costs_the_same_for_few_and_for_many(units, django_assert_num_queries):
    for _ in range(units):
        make_organization(covers=[make_unit(formal_members=3)])
    with django_assert_num_queries(len(FINDINGS) + 1 + FOR_RULES):
        checked()
