"""Blank workbooks to be filled in: they explain themselves, and their example is never read as a line."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from core.tables import Vocabulary, find_table
from core.workbooks import EXAMPLE, TemplateColumn, read_book, write_template
from tests import workbook_factory as factory

LONG = tuple(f"第{number}乡镇" for number in range(1, 80))
COLUMNS = [
    TemplateColumn("企业名称", "按营业执照填写全称", "示例玻璃有限公司", width=30, required=True),
    TemplateColumn("统一社会信用代码", "18位", factory.credit_code(1), width=22, required=True),
    TemplateColumn("所属乡镇", "所在的乡镇。", "第1乡镇", LONG),
    TemplateColumn("是否规模以上", "", "否", ("是", "否")),
    TemplateColumn("含逗号", "", "", ("甲,乙", "丙")),
    TemplateColumn("职工人数", "整数", 66, kind="integer"),
    TemplateColumn("成立时间", "", date(2016, 3, 15), kind="date"),
]
NOTES = ["每家单位填一行。", "=1+1 也只是文字。"]
UNITS = Vocabulary(
    key_fields={"name", "credit_code"}, labels={"name": ("企业名称",), "credit_code": ("统一社会信用代码",)}
)
ROW = ["=示例", "001", "第2乡镇", "是", None, 5, date(2020, 1, 1)]


def template(rows=(), columns=COLUMNS):
    stream = BytesIO()
    write_template(stream, "非公企业/台账", columns, NOTES, rows)
    return stream.getvalue()


def opened(rows=()):
    return openpyxl.load_workbook(BytesIO(template(rows)))


def table_in(data):
    return find_table(read_book(BytesIO(data), "表.xlsx").sheets[0], UNITS)


def test_sheet_has_title_head_and_example():
    page = opened().worksheets[0]
    assert (page.title, page["A1"].value, page.freeze_panes) == ("非公企业 台账", "非公企业/台账", "A3")
    assert [cell.value for cell in page[2]] == [column.heading for column in COLUMNS]
    assert page["A3"].value == "示例：示例玻璃有限公司"
    assert {cell.fill.fgColor.rgb for cell in page[3]} == {"00E7E6E6"}


def test_required_columns_are_seen_by_colour_and_note_and_keep_their_heading():
    page = opened().worksheets[0]
    assert [cell.fill.fgColor.rgb for cell in page[2]][:3] == ["00FFE699", "00FFE699", "00F2F2F2"]
    assert page["A2"].comment.text == "必填。按营业执照填写全称。"
    assert page["D2"].comment.text == "选填。"


def test_lists_stand_in_the_rule_or_in_a_hidden_sheet():
    workbook = opened()
    rules = workbook.worksheets[0].data_validations.dataValidation
    assert [(str(rule.sqref), rule.formula1) for rule in rules] == [
        ("C3:C5000", "'选项'!$A$2:$A$80"),
        ("D3:D5000", '"是,否"'),
        ("E3:E5000", "'选项'!$B$2:$B$3"),
    ]
    assert workbook["选项"].sheet_state == "hidden"
    assert [cell.value for cell in workbook["选项"]["B"]][:3] == ["含逗号", "甲,乙", "丙"]


def test_no_hidden_sheet_without_long_lists():
    data = template(columns=[COLUMNS[0], COLUMNS[3]])
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames == ["非公企业 台账", "填写说明"]


def test_second_sheet_explains_every_column():
    lines = [cell.value for cell in opened()["填写说明"]["A"]]
    assert lines[:4] == ["填写说明", *NOTES, "灰色的一行是示例，以“示例：”开头，不会被读取，可以保留或删去。"]
    assert lines[4] == "企业名称：必填。按营业执照填写全称。例：示例玻璃有限公司。"
    assert lines[7:] == [
        "是否规模以上：选填。可选：是、否。例：否。",
        "含逗号：选填。可选：甲,乙、丙。",
        "职工人数：选填。整数。例：66。",
        "成立时间：选填。例：2016-03-15。",
    ]


def test_blank_cells_below_are_text_and_given_rows_stay_what_they_are():
    page = opened([ROW]).worksheets[0]
    assert page.column_dimensions["B"].number_format == "@"
    assert [(cell.value, cell.data_type) for cell in page[4]][:2] == [("=示例", "s"), ("001", "s")]


def test_example_is_left_out_and_rows_are_read():
    table = table_in(template([ROW]))
    assert [line.cells for line in table.lines] == [{"name": "=示例", "credit_code": "001"}]
    assert [(skipped.row, skipped.reason) for skipped in table.skipped] == [(3, "example")]


@pytest.mark.parametrize("name", ["示例玻璃有限公司", "示例", "甲示例：乙"])
def test_names_that_only_look_like_the_example_are_read(name):
    assert [line.cells["name"] for line in table_in(template([[name, *ROW[1:]]])).lines] == [name]


@pytest.mark.parametrize("mark", [EXAMPLE, "示例:", " 示 例： "])
def test_example_is_known_however_it_is_typed(mark):
    assert table_in(template([[f"{mark}甲", *ROW[1:]]])).lines == []


def test_explanations_are_no_table():
    sheets = read_book(BytesIO(template([ROW])), "表.xlsx").sheets
    assert [find_table(sheet, UNITS) is not None for sheet in sheets if not sheet.hidden] == [True, False]
