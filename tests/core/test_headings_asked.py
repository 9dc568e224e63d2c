"""Headings that may mean several things are asked about unless their place or a person has settled it."""

from dataclasses import replace

import pytest

from core.headings import LEFT_OUT, Mark
from core.tables import Vocabulary, find_table
from core.workbooks import RawSheet

WORDS = Vocabulary(
    {"name", "credit_code"},
    {
        "name": ("企业名称",),
        "credit_code": ("信用代码",),
        "organization": ("党组织名称",),
        "founded_on": ("组建时间", "成立时间"),
        "secretary": ("书记",),
        "officer": ("指导员",),
        "coverage": ("组建方式",),
        "phone": ("联系电话", "电话"),
    },
    patterns=[("secretary", "(?:支部|党组织)书记(?:姓名)?"), ("organization", "党组织(?:情况)?名称")],
    asked={"电话": ("phone",), "成立时间": ("founded_on",)},
    after={
        "电话": {"secretary": "phone", "officer": LEFT_OUT},
        "成立时间": {"organization": "founded_on", "name": LEFT_OUT},
    },
    before={"电话": {"officer": None}},
    marks={
        "单独": Mark("coverage", "单独组建"),
        "联合": Mark("coverage", "联合组建"),
        "指导员": Mark("coverage", "派指导员"),
    },
    titles=r"\S{2}街道(?:\(\d+家\))?",
)


def table(*rows, words=WORDS, merges=()):
    return find_table(RawSheet("表", [list(row) for row in rows], list(merges)), words)


def fields(*heading, words=WORDS):
    return list(table(heading, ["示例甲"], words=words).columns.values())


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        (("企业名称", "电话"), ["name", "phone"]),
        (("企业名称", "书记", "电话"), ["name", "secretary", "phone"]),
        (("企业名称", "指导员", "电话"), ["name", "officer"]),
        (("企业名称", "书记", "电话", "指导员"), ["name", "secretary", "officer"]),
        (("企业名称", "党组织名称", "成立时间"), ["name", "organization", "founded_on"]),
        (("企业名称", "成立时间", "党组织名称"), ["name", "organization"]),
        (("企业名称", "信用代码", "成立时间"), ["name", "credit_code"]),
        (("企业名称", "支部书记姓名"), ["name", "secretary"]),
    ],
)
def test_neighbours_settle_what_may_be_asked(heading, found):
    assert sorted(fields(*heading)) == sorted(found)


def test_heading_nobody_can_settle_is_asked_and_left_out():
    found = table(["企业名称", "书记", "电话", "指导员", "信用代码", "成立时间"], ["示例甲"])
    assert found.asked == [("电话", ("phone",)), ("成立时间", ("founded_on",))]
    assert found.unmapped == ["电话", "成立时间"]


@pytest.mark.parametrize(
    ("learned", "found"),
    [
        ({"电话": "phone"}, ["name", "secretary", "phone", "officer"]),
        ({"电话": LEFT_OUT}, ["name", "secretary", "officer"]),
        ({"书记": LEFT_OUT, "电话": "secretary"}, ["name", "secretary", "officer"]),
    ],
)
def test_what_a_person_has_said_of_a_heading_wins(learned, found):
    words = replace(WORDS, learned=learned)
    assert sorted(fields("企业名称", "书记", "电话", "指导员", words=words)) == sorted(found)
    assert table(["企业名称", "书记", "电话", "指导员"], ["示例甲"], words=words).asked == []


def test_heading_of_two_levels_is_learned_as_it_is_written():
    words = replace(WORDS, learned={"基本/联系": "phone"})
    found = table(
        ["企业名称", "基本（名）", "基本（名）"],
        [None, "联系", "其他"],
        ["示例甲", "1", "2"],
        words=words,
        merges=[(1, 2, 1, 3)],
    )
    assert found.columns["基本（名）/联系"] == "phone"


def test_levels_together_are_read_before_the_lowest_alone():
    words = replace(WORDS, labels=WORDS.labels | {"name": ("企业名称", "名称")})
    found = table(
        ["企业名称", "党组织情况", None],
        [None, "名称", "书记"],
        ["示例甲", "甲支部", "王伟"],
        words=words,
        merges=[(1, 1, 2, 1), (1, 2, 1, 3)],
    )
    assert found.lines[0].cells == {"name": "示例甲", "organization": "甲支部", "secretary": "王伟"}


def test_ticks_say_what_stands_above_them():
    found = table(
        ["企业名称", "单独", "联合", "指导员", "指导员"],
        ["示例甲", "√", None, None, None],
        ["示例乙", None, "√", "×", None],
        ["示例丙", None, None, "√", "王伟"],
        ["示例丁", "√", "√", None, None],
        ["示例戊", None, None, None, None],
    )
    assert [line.cells["coverage"] for line in found.lines] == [
        "单独组建",
        "联合组建",
        "派指导员",
        "单独组建、联合组建",
        None,
    ]
    assert found.lines[2].cells["officer"] == "王伟"


def test_cell_that_is_no_tick_is_kept_as_it_is():
    found = table(["企业名称", "单独", "联合"], ["甲", "√", None], ["乙", "甲支部", None], ["丙", "√", None])
    assert found.lines[1].cells["coverage"] == "甲支部"


def test_names_below_a_heading_that_may_be_ticked_are_names():
    found = table(["企业名称", "指导员"], ["示例甲", "无"], ["示例乙", "王伟"])
    assert [line.cells["officer"] for line in found.lines] == ["无", "王伟"]


# Groups of lines, and tables side by side


def test_titles_of_groups_are_given_to_their_lines():
    found = table(
        ["企业名称", "信用代码"],
        ["一、甲类", None],
        ["（一）桥东", None],
        ["示例甲", "1"],
        ["桥西街道（2家）", None],
        ["示例乙", "2"],
    )
    assert [line.titles for line in found.lines] == [("一、甲类", "（一）桥东"), ("桥西街道（2家）",)]


def test_tables_side_by_side_are_read_one_after_the_other_in_each_row():
    head = ["序号", "企业名称", "信用代码"]
    found = table([*head, *head], [1, "示例甲", "A", 2, "示例乙", "B"], [3, "示例丙", "C", None, None, None])
    assert [(line.row, line.block, line.cells["name"]) for line in found.lines] == [
        (2, 0, "示例甲"),
        (2, 1, "示例乙"),
        (3, 0, "示例丙"),
    ]


def test_row_of_words_that_are_headings_too_is_a_line():
    found = table(
        ["企业名称", "信用代码", "党组织名称", "组建方式", "书记"],
        ["示例甲", None, None, "指导员", "信用代码"],
    )
    assert [line.row for line in found.lines] == [2]


def test_group_without_merges_stands_over_its_columns_in_three_levels():
    found = table(
        ["企业名称", "党建情况", None, None],
        [None, "组建方式", "人员", None],
        [None, None, "书记", "指导员"],
        ["示例甲", "单独", "王伟", None],
    )
    assert list(found.columns) == [
        "企业名称",
        "党建情况/组建方式",
        "党建情况/人员/书记",
        "党建情况/人员/指导员",
    ]
