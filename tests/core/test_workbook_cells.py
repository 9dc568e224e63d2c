"""Cells that are more than their value: formulas, errors, days; and what is told of the rest of a file."""

import struct
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.workbooks import CellError, RawSheet, WorkbookError, read_book, read_workbook
from tests import workbook_factory as factory


def read(data, name="表.xlsx"):
    return read_workbook(BytesIO(data), name)[0]


def notes(data, name="表.xlsx"):
    return read_book(BytesIO(data), name).notes


def kinds(rows):
    return [[type(cell) for cell in row] for row in rows]


def test_formula_counts_with_its_result_and_is_known():
    cells = (
        '<row r="1"><c r="A1" t="str"><f>B1&amp;C1</f><v>甲乙</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2.5</v></c><c t="str"><f>""</f><v></v></c></row>'
    )
    assert read(factory.sheet_xml(cells)) == RawSheet(
        "表", [["甲乙", 1], [None, 2.5]], formulas={(1, 1), (2, 2), (2, 3)}
    )


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>", "<v> </v>"])
def test_formula_that_was_never_calculated_is_not_a_blank(value):
    rows = read(factory.sheet_xml(f'<row r="3"><c r="B3"><f>1+1</f>{value}</c></row>')).rows
    assert (rows, kinds(rows)[2]) == ([[], [], [None, "#未计算"]], [type(None), CellError])


def test_formulas_written_by_a_library_are_known_as_not_calculated():
    rows = read(factory.xlsx(factory.Page("甲", [["合计", "=SUM(B2:B3)"], ["a", 1]]))).rows
    assert (rows, kinds(rows)) == ([["合计", "#未计算"], ["a", 1]], [[str, CellError], [str, int]])


def test_error_is_no_word_and_no_blank():
    cells = (
        '<c t="e"><v>#N/A</v></c><c t="inlineStr"><is><t>#N/A</t></is></c><c t="e"><f>A9</f><v>#REF!</v></c>'
    )
    rows = read(factory.sheet_xml(f"<row>{cells}</row>")).rows
    assert (rows, kinds(rows)) == ([["#N/A", "#N/A", "#REF!"]], [[CellError, str, CellError]])


def test_error_no_reader_knows_is_refused_by_its_place():
    with pytest.raises(WorkbookError, match=r"^工作表“表”第2行第2列是错误值#GETTING_DATA，请改正后再上传。$"):
        read(factory.sheet_xml('<row r="2"><c r="B2" t="e"><v>#GETTING_DATA</v></c></row>'))


def test_prefixes_and_places_left_out_are_understood():
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members = dict(factory.members_of(factory.xlsx(factory.Page("表", [["甲"]]))))
    members["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{space}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>'
        "<x:c><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>"
    ).encode()
    assert read(factory.packed(list(members.items()))).rows == [[1, "#未计算"]]


def test_old_format_tells_formulas_errors_and_merges():
    result = struct.pack("<HIH", 0, 0, 3) + b"\x1e\x05\x00"
    cells = factory.label(0, 0, "名称") + factory.record(0x0205, struct.pack("<HHHBB", 0, 1, 0, 0x2A, 1))
    cells += factory.record(0x0205, struct.pack("<HHHBB", 0, 2, 0, 1, 0))
    cells += factory.record(0x0006, struct.pack("<HHHd", 1, 0, 0, 5.0) + result)
    cells += factory.record(0x0006, struct.pack("<HHH", 1, 1, 0) + b"\x02\0\x07\0\0\0\xff\xff" + result)
    cells += factory.record(0x001C, bytes(8)) + factory.record(0x00E5, struct.pack("<5H", 1, 0, 1, 0, 0))
    data = factory.compound(factory.biff("甲", cells, (2, 3)))
    rows = [["名称", "#N/A", True], [5, "#DIV/0!"]]
    sheet = read(data, "表.xls")
    assert sheet == RawSheet("甲", rows, [(1, 1, 2, 1)], formulas={(2, 1), (2, 2)})
    assert kinds(sheet.rows) == [[str, CellError, bool], [int, CellError]]
    assert notes(data, "表.xls") == ["文件里有批注，没有读取，请确认数据都在单元格里。"]


def test_old_files_of_offices_keep_their_merges():
    path = "tests/data/ledger_social.xls"
    assert read_workbook(path, path)[0].merges == [(1, 1, 1, 14)]


def test_days_of_both_calendars_are_the_same_days():
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    for row, value in enumerate((date(2016, 3, 15), datetime(2016, 3, 15, 8, 30), "2016.3.15", 42444), 1):
        workbook.active.cell(row, 1, value)
    assert read(factory.saved(workbook)).rows == [
        [date(2016, 3, 15)],
        [datetime(2016, 3, 15, 8, 30)],
        ["2016.3.15"],
        [42444],
    ]


def test_too_many_formulas_are_refused():
    cells = [f'<c><f t="shared" si="0"/><v>{number}</v></c>' for number in range(200_001)]
    rows = "".join(f"<row>{''.join(cells[start : start + 50])}</row>" for start in range(0, 200_001, 50))
    with pytest.raises(WorkbookError, match=r"^工作表“表”里的公式超过200000个，"):
        read(factory.sheet_xml(rows))


def test_what_is_not_read_is_told():
    members = factory.members_of(factory.sheet_xml('<row r="1" spans="1:2" hidden="1"><c><v>1</v></c></row>'))
    extras = [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/media/image1.png",
        "xl/comments1.xml",
    ]
    data = factory.packed([*members, *((name, b"<a/>") for name in extras)])
    assert notes(data, "表.xlsm") == [
        "文件里有宏、外部链接、图片、批注，没有读取，请确认数据都在单元格里。",
        "工作表“表”有隐藏的行或列，已一并读取，请核对。",
    ]
    assert notes(factory.xlsx(factory.plain_page())) == []


@pytest.mark.parametrize("name", ["a/b", "'x'", "x" * 31, '<&">', "=1+1", "\u202e甲", "名 称\t"])
def test_odd_names_of_sheets_are_kept(name):
    members = dict(factory.members_of(factory.xlsx(factory.Page("表一二三", [["甲"]]))))
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\t", "&#9;")
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace("表一二三".encode(), escaped.encode())
    assert read(factory.packed(list(members.items()))).name == name
