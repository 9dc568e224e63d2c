"""The commands for figures: what they print is the contract that scripts rely on."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from reports.catalogue import CATALOGUE
from tests.reports.ground import EAST, WEST, small_county

pytestmark = pytest.mark.django_db

ON = "2020-06-30"


def printed(*arguments) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def answered(*arguments) -> dict:
    return json.loads(printed("indicators", "--json", *arguments))


def found(answer: dict, key: str, kind: str, **also) -> dict:
    wanted = {"key": key, "kind": kind, **also}
    return next(e for e in answer["indicators"] if {name: e[name] for name in wanted} == wanted)


def test_the_answer_names_day_area_and_every_figure_for_each_kind():
    small_county()
    answer = answered("--on", ON)
    assert (answer["on"], answer["area"]) == (ON, "沙河市")
    assert [(e["key"], e["kind"]) for e in answer["indicators"]] == [
        (known.key, kind) for known in CATALOGUE for kind in ("enterprise", "social_org", "all")
    ]


def test_a_figure_has_hits_total_percent_and_text():
    small_county()
    assert found(answered("--on", ON), "org_coverage", "enterprise") == {
        "key": "org_coverage",
        "kind": "enterprise",
        "label": "组织覆盖率",
        "hits": 3,
        "total": 6,
        "percent": "50.00",
        "text": "50.00%",
    }


def test_nothing_to_count_is_no_percent_and_a_dash():
    figure = found(answered("--on", ON), "above_scale_coverage", "social_org")
    assert (figure["hits"], figure["total"], figure["percent"], figure["text"]) == (0, 0, None, "—")


def test_a_kind_narrows_the_answer():
    small_county()
    answer = answered("--on", ON, "--kind", "social_org")
    assert {e["kind"] for e in answer["indicators"]} == {"social_org"}
    assert found(answer, "org_coverage", "social_org")["text"] == "100.00%"


@pytest.mark.parametrize("name", [WEST, "桥西", "桥西街道办事处"])
def test_an_area_is_found_by_the_names_people_use(name):
    small_county()
    answer = answered("--on", ON, "--area", name)
    assert answer["area"] == WEST
    assert found(answer, "org_coverage", "all")["total"] == 3


def test_the_county_is_found_by_its_name():
    assert answered("--area", "沙河市")["area"] == "沙河市"


def test_by_area_every_entry_says_where():
    small_county()
    answer = answered("--on", ON, "--by", "area")
    rates = {
        e["area"]: e["text"] for e in answer["indicators"] if (e["key"], e["kind"]) == ("org_coverage", "all")
    }
    assert len(rates) == 14
    assert (rates[EAST], rates[WEST], rates["柴关乡"]) == ("80.00%", "33.33%", "—")
    assert found(answer, "work_coverage", "enterprise", area=EAST)["hits"] == 4


def test_without_json_there_is_a_table():
    small_county()
    lines = printed("indicators", "--on", ON, "--kind", "all").splitlines()
    assert lines[0] == "沙河市，截至 2020-06-30"
    assert lines[1].split() == ["组织覆盖率", "全部", "5/8", "62.50%"]
    assert len(lines) == len(CATALOGUE) + 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--on", "2020-06-31"), "“2020-06-31”不是有效日期，请按 2017-06-30 的格式填写。"),
        (("--area", "火星"), "没有名为“火星”的管理区域，请按全称填写，例如“桥东街道”。"),
        (("--kind", "village"), "--kind 不能是“village”，可以是：enterprise、social_org、all。"),
        (("--by", "month"), "--by 不能是“month”，可以是：area。"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        printed("indicators", *arguments)
    assert str(refusal.value) == sentence


def test_a_day_to_come_has_no_figures():
    with pytest.raises(CommandError, match="2999-01-01还没有到"):
        printed("indicators", "--on", "2999-01-01")


@pytest.mark.parametrize("by", [(), ("--by", "area")])
def test_the_answer_costs_the_same_with_and_without_areas(by, django_assert_num_queries):
    small_county()
    with django_assert_num_queries(18):
        answered("--on", ON, *by)


def test_the_summary_of_a_month_is_written(tmp_path):
    small_county()
    path = tmp_path / "汇总表.xlsx"
    assert printed("summary", "--month", "2020-06", "-o", str(path)) == f"已写入 {path}，截至 2020-06-30。\n"
    assert openpyxl.load_workbook(path).sheetnames == ["覆盖情况", "明细", "党组织明细"]


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        ("2020-13", "“2020-13”不是有效月份，请按 2017-06 的格式填写。"),
        ("2020-6", "“2020-6”不是有效月份，请按 2017-06 的格式填写。"),
        ("2099-01", "2099-01还没有到，请选择本月或以前的月份。"),
    ],
)
def test_a_month_without_figures_is_refused(tmp_path, month, sentence):
    with pytest.raises(CommandError) as refusal:
        printed("summary", "--month", month, "-o", str(tmp_path / "x.xlsx"))
    assert str(refusal.value) == sentence


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    path = tmp_path / "missing" / "x.xlsx"
    with pytest.raises(CommandError) as refusal:
        printed("summary", "--month", "2020-06", "-o", str(path))
    assert str(refusal.value) == f"无法写入 {path}，请确认文件夹存在、可以写入，文件没有被打开。"
