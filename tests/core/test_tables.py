"""Tables in worksheets as they come: found, named and read without losing a row."""

from datetime import date
from io import BytesIO

import pytest

from core.headings import tidy_heading
from core.tables import Line, Skipped, Vocabulary, find_table, reported_on, reporting_unit
from core.workbooks import RawSheet, read_workbook
from tests import workbook_factory as factory

UNITS = Vocabulary(
    {"name", "credit_code"},
    {
        "name": ("企业名称", "单位名称"),
        "credit_code": ("统一社会信用代码", "信用代码"),
        "area": ("所属乡镇",),
        "employees": ("职工人数", "职工数"),
        "formal_members": ("正式党员", "党员数/正式"),
        "probationary_members": ("预备党员", "党员数/预备"),
        "coverage": ("组建方式",),
        "organization": ("党组织名称",),
        "established_on": ("成立时间",),
        "phone": ("联系电话", "电话"),
        "note": ("备注",),
    },
)
CODE = factory.credit_code(1)


def table_of(page):
    return find_table(read_workbook(BytesIO(factory.xlsx(page)), "表.xlsx")[0], UNITS)


def table_in(*rows, merges=()):
    return find_table(RawSheet("表", [list(row) for row in rows], list(merges)), UNITS)


def cells_in(table):
    return [line.cells for line in table.lines]


# Headings


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("统一社会\n信用代码", "统一社会信用代码"),
        (" 党员数 （名）", "党员数"),
        ("产值（万元）", "产值"),
        ("产值（单位：万元）", "产值"),
        ("其中：正式党员（名）", "正式党员"),
        ("社会信用代码（18位）", "社会信用代码"),
        ("＊姓名：", "姓名"),
        ("12.联系电话", "联系电话"),
        ("姓名【必填】", "姓名"),
        ("成立时间（如2016-03-15）", "成立时间"),
        ("所属乡镇（街道、开发区）", "所属乡镇(街道、开发区)"),
        ("长" * 61, "长" * 61),
    ],
)
def test_heading_is_tidied(written, tidy):
    assert tidy_heading(written) == tidy


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        (["党员数（名）", "正式"], "formal_members"),
        (["党员", "正式"], "formal_members"),
        (["党员情况", "预备党员（名）"], "probationary_members"),
        (["基本情况", "企业名称"], "name"),
        (["企业", "党员数", "预备"], "probationary_members"),
        (["企业（社会组织）名称"], "name"),
        (["所属乡镇（街道、开发区）"], "area"),
        (["党员数"], None),
        (["男"], None),
        ([""], None),
    ],
)
def test_heading_of_one_or_more_levels_names_its_field(parts, field):
    assert UNITS.field_of(parts) == field


def test_brackets_that_make_it_another_field_are_not_dropped():
    vocabulary = Vocabulary({"members"}, {"members": ("党员数",), "probationary": ("预备党员",)})
    assert vocabulary.field_of(["党员数（预备）"]) is None
    assert vocabulary.field_of(["党员数（截至上月）"]) == "members"


# Finding


def test_plain_table_is_found_in_the_first_row():
    table = table_of(factory.plain_page())
    assert (table.name, table.header_rows, table.unmapped, table.context) == ("非公企业", [1, 1], [], [])
    assert table.columns == {
        "所属乡镇": "area",
        "企业名称": "name",
        "统一社会信用代码": "credit_code",
        "职工人数": "employees",
        "正式党员": "formal_members",
        "预备党员": "probationary_members",
    }
    assert table.lines[0] == Line(
        2,
        {
            "area": "甲镇",
            "name": "示例1玻璃有限公司",
            "credit_code": CODE,
            "employees": 10,
            "formal_members": 1,
            "probationary_members": 0,
        },
    )
    assert [line.row for line in table.lines] == [2, 3, 4]


def test_merged_head_is_found_below_title_and_reporting_line():
    table = table_of(factory.joint_page())
    assert (table.header_rows, table.unmapped) == ([3, 4], [])
    assert table.columns == {
        "企业名称": "name",
        "统一社会信用代码": "credit_code",
        "职工数（人）": "employees",
        "党员数（名）/正式": "formal_members",
        "党员数（名）/预备": "probationary_members",
        "组建方式": "coverage",
        "党组织名称": "organization",
        "成立时间": "established_on",
    }
    assert reporting_unit(table.context) == "乙开发区"
    assert reported_on(table.context) == date(2016, 12, 20)


def test_merged_cells_give_their_value_to_each_line():
    lines = table_of(factory.joint_page()).lines
    joint = "乙开发区第1联合党支部"
    assert [(line.row, line.cells["organization"], line.cells["established_on"]) for line in lines] == [
        (5, "示例玻璃党支部", "2016.3.15"),
        (6, joint, 20121011),
        (7, joint, 20121011),
        (8, joint, 20121011),
    ]
    both = {"organization", "established_on"}
    assert [line.filled_from_merge for line in lines] == [set(), set(), both, both]


def test_totals_signatures_and_remarks_are_skipped_and_told():
    assert table_of(factory.joint_page()).skipped == [
        Skipped(9, "total", "合计    424    7    1"),
        Skipped(11, "note", "填报人：            审核人：            联系电话：0319-0000000"),
        Skipped(12, "note", "注：1.本表由各乡镇填报；"),
        Skipped(13, "note", "2.覆盖率=已覆盖企业数÷企业总数×100%。"),
    ]


def test_head_that_stands_again_is_dropped():
    table = table_of(factory.repeated_page())
    assert (table.header_rows, table.unmapped) == ([2, 2], [])
    assert [(line.row, line.cells["name"]) for line in table.lines] == [
        (3, "示例1餐饮有限公司"),
        (4, "示例2餐饮有限公司"),
        (7, "示例3餐饮有限公司"),
        (8, "示例4餐饮有限公司"),
    ]
    assert [(skipped.row, skipped.reason) for skipped in table.skipped] == [(6, "heading")]


def test_other_head_in_the_middle_changes_the_columns_from_there():
    table = table_in(
        ["企业名称", "信用代码"],
        ["示例甲", CODE],
        ["二、社会组织"],
        ["信用代码", "单位名称", "荣誉"],
        [CODE, "示例乙", "无"],
    )
    assert cells_in(table) == [
        {"name": "示例甲", "credit_code": CODE},
        {"name": "示例乙", "credit_code": CODE},
    ]
    assert table.unmapped == ["荣誉"]


def test_worksheet_without_a_key_field_holds_no_table():
    assert table_in() is None
    assert table_in(["单独组建"], ["联合组建"]) is None
    assert table_in(["组建方式", "备注"], ["单独组建", None]) is None


def test_form_with_one_label_is_not_a_head():
    assert table_in(["单位名称", "示例甲", "电话号", "x"]) is None


def test_table_of_one_column_is_found():
    assert cells_in(table_in(["序号", "企业名称"], [1, "示例甲"])) == [{"name": "示例甲"}]


def test_two_level_head_without_merges_is_understood():
    """A file with separated values has no merged cells."""
    table = table_in(
        ["企业名称", "信用代码", "党员数（名）", None, "备注"],
        [None, None, "正式", "预备", None],
        ["示例甲", CODE, "3", "1", None],
    )
    assert table.header_rows == [1, 2]
    assert cells_in(table) == [
        {
            "name": "示例甲",
            "credit_code": CODE,
            "formal_members": "3",
            "probationary_members": "1",
            "note": None,
        }
    ]


def test_head_of_groups_and_of_three_levels_is_understood():
    table = table_in(
        ["基本情况", None, "党建情况", None, None],
        ["企业名称", "信用代码", "党员数", None, "组建方式"],
        [None, None, "正式", "预备", None],
        ["示例甲", CODE, 3, 1, "单独"],
        merges=[(1, 1, 1, 2), (1, 3, 1, 5), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 3, 5)],
    )
    assert table.header_rows == [1, 3]
    assert list(table.columns.items()) == [
        ("基本情况/企业名称", "name"),
        ("基本情况/信用代码", "credit_code"),
        ("党建情况/党员数/正式", "formal_members"),
        ("党建情况/党员数/预备", "probationary_members"),
        ("党建情况/组建方式", "coverage"),
    ]
    assert cells_in(table)[0]["probationary_members"] == 1


def test_unknown_levels_under_a_merged_heading_belong_to_the_head():
    table = table_in(
        ["企业名称", "信用代码", "职工结构", None],
        [None, None, "男", "女"],
        ["示例甲", CODE, 3, 1],
        merges=[(1, 3, 1, 4)],
    )
    assert (table.header_rows, table.unmapped) == ([1, 2], ["职工结构/男", "职工结构/女"])


def test_second_column_of_one_meaning_and_column_without_label_are_reported():
    table = table_in(
        ["企业名称", "信用代码", "联系电话", "电话", None, "产值（万元）"],
        ["示例甲", CODE, "13800000001", "13800000002", "多写的", 5],
    )
    assert table.unmapped == ["电话", "产值（万元）", "第5列"]
    assert cells_in(table)[0]["phone"] == "13800000001"


def test_empty_column_without_label_is_no_news():
    assert table_in(["企业名称", None, "信用代码"], ["示例甲", None, CODE]).unmapped == []


# Rows


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["合计", None, None], "total"),
        (["小 计：", None, 5], "total"),
        (["甲镇小计", None, 5], "total"),
        ([None, "总计（家）", 5], "total"),
        (["填报人：张三", None, None], "note"),
        (["审核人（签字）：", None, "日期："], "note"),
        (["备注：见附件", None, None], "note"),
        ([None, None, "说明：略"], "note"),
    ],
)
def test_row_under_the_lines_is_skipped(row, reason):
    table = table_in(["序号", "企业名称", "职工人数"], [1, "示例甲", 3], row)
    assert [line.row for line in table.lines] == [2]
    assert [(skipped.row, skipped.reason) for skipped in table.skipped] == [(3, reason)]


@pytest.mark.parametrize("name", ["小计算机有限公司", "合计科技有限公司", "注塑有限公司", "说明书印刷厂"])
def test_name_that_resembles_a_total_or_a_remark_is_a_line(name):
    table = table_in(["企业名称", "信用代码"], [name, CODE])
    assert cells_in(table) == [{"name": name, "credit_code": CODE}]


def test_incomplete_row_is_a_line_and_a_numbered_blank_one_is_nothing():
    table = table_in(["序号", "企业名称", "职工人数"], [1, None, 5], [2, None, None], [], [3, "示例甲", "  "])
    assert cells_in(table) == [{"name": None, "employees": 5}, {"name": "示例甲", "employees": None}]
    assert table.skipped == []


def test_text_outside_the_known_columns_is_told():
    table = table_in(["企业名称", "信用代码", "产值"], ["示例甲", CODE, 1], [None, None, "数据待核"])
    assert table.skipped == [Skipped(3, "note", "数据待核")]


def test_title_merged_across_the_table_is_skipped():
    table = table_in(
        ["企业名称", "信用代码", "职工人数"], ["二、规模以下"], ["示例甲", CODE, 1], merges=[(2, 1, 2, 3)]
    )
    assert (len(table.lines), table.skipped) == (1, [Skipped(2, "title", "二、规模以下")])


@pytest.mark.parametrize("row", [[1, 2, 3], ["甲", "乙", 1], ["A", "B", "C"]])
def test_row_that_numbers_the_columns_belongs_to_the_head(row):
    table = table_in(["企业名称", "信用代码", "职工人数"], row, ["示例甲", CODE, 1])
    assert [line.row for line in table.lines] == [3]
    assert [(skipped.row, skipped.reason) for skipped in table.skipped] == [(2, "heading")]


def test_value_merged_across_columns_stays_in_its_first():
    table = table_in(
        ["企业名称", "组建方式", "党组织名称"],
        ["示例甲", "无", None],
        ["示例乙", None, None],
        merges=[(2, 2, 3, 3)],
    )
    assert [(line.cells["coverage"], line.cells["organization"]) for line in table.lines] == [
        ("无", None),
        ("无", None),
    ]
    assert [line.filled_from_merge for line in table.lines] == [set(), {"coverage"}]


def test_merges_without_end_are_clipped():
    everywhere = [(1, 1, 1_048_576, 16_384)] * 1000
    assert table_in(["企业名称", "信用代码"], ["示例甲", CODE], merges=everywhere) is None


# The lines above


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("填报单位（盖章）：乙开发区    填报时间：2016年12月20日", "乙开发区"),
        ("填报单位:甲镇", "甲镇"),
        ("报送单位：　甲镇党委　　联系人：张三", "甲镇党委"),
        ("填报单位：    甲镇", "甲镇"),
        ("单位（盖章）：示例玻璃有限公司", "示例玻璃有限公司"),
        ("填报单位（盖章）：        审核人：    填报人：", None),
        ("填报单位：______", None),
        ("单位：家、名", None),
    ],
)
def test_reporting_unit_is_read_from_the_line(line, unit):
    assert reporting_unit(["某某台账", line]) == unit


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("填报单位：甲镇    填报时间：2016年12月20日", date(2016, 12, 20)),
        ("填报日期： 2016-12-20", date(2016, 12, 20)),
        ("填报时间：２０１６．１２．２０", date(2016, 12, 20)),
        ("统计截至2016年12月31日", date(2016, 12, 31)),
        ("填报时间：2016年2月", date(2016, 2, 29)),
        ("甲镇    2016年12月20日", date(2016, 12, 20)),
        ("填报时间：    年  月  日", None),
        ("填报时间：2016年13月1日", None),
        ("2016年台账", None),
    ],
)
def test_reporting_day_is_read_from_the_line(line, day):
    assert reported_on(["某某台账", line]) == day
