"""A workbook comes back as it was, with faulty cells yellow and a sentence on each."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from defusedxml import ElementTree
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from core.workbooks import WorkbookError, mark_workbook, read_workbook
from tests import workbook_factory as factory

CODE = "信用代码应为18位，请核对。"
YELLOW = "FFFFF36B"


def read(data, name="表.xlsx"):
    return read_workbook(BytesIO(data), name)


def opened(data):
    return openpyxl.load_workbook(BytesIO(data))


def parts(data):
    return dict(factory.members_of(data))


def marks_in(data):
    """Sentence, author and colour of every cell with a comment, by sheet and place."""
    return {
        (page.title, cell.coordinate): (cell.comment.text, cell.comment.author, cell.fill.fgColor.rgb)
        for page in opened(data)
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }


def mark_of(sentence):
    return (sentence, "平台", YELLOW)


def assert_is_sound(data):
    """Every part is well-formed, every part that is referred to exists, and names come once."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(package.read(name))
    types = ElementTree.fromstring(parts(data)["[Content_Types].xml"])
    declared = {each.get("PartName").lstrip("/") for each in types if each.get("PartName")}
    assert declared - set(names) == set()


@pytest.fixture
def styled():
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "台账"
    for row in [
        ["名称", "代码", "人数"],
        ["甲", "911", 1],
        ["乙", None, 2],
        [],
        ["合计", None, "=SUM(C2:C3)"],
    ]:
        page.append(row)
    page.merge_cells("A5:B5")
    page.column_dimensions["A"].width = 33
    page["B2"].font = Font(bold=True)
    page["B2"].fill = PatternFill("solid", fgColor="FF92D050")
    page["A2"].comment = Comment("请核对全称", "张三")
    hidden = workbook.create_sheet("码表")
    hidden.append(["是"])
    hidden.sheet_state = "hidden"
    return factory.saved(workbook)


MARKS = {"台账": {(2, 2): CODE, (3, 2): "缺代码。", (4, 1): "空行。", (7, 30): "=1+1 <&\"'>\x0b"}}


def test_marked_cells_are_yellow_and_say_why(styled):
    marked = mark_workbook(styled, "表.xlsx", MARKS)
    assert_is_sound(marked)
    assert marks_in(marked) == {
        ("台账", "A2"): ("请核对全称", "张三", "00000000"),
        ("台账", "B2"): mark_of(CODE),
        ("台账", "B3"): mark_of("缺代码。"),
        ("台账", "A4"): mark_of("空行。"),
        ("台账", "AD7"): mark_of("=1+1 <&\"'>"),
    }


def test_everything_else_is_as_it_was(styled):
    marked = mark_workbook(styled, "表.xlsx", MARKS)
    page = opened(marked)["台账"]
    assert (page.column_dimensions["A"].width, page["B2"].font.bold) == (33, True)
    assert opened(marked)["码表"].sheet_state == "hidden"
    assert read(marked) == read(styled)
    changed = {name for name, content in parts(styled).items() if parts(marked)[name] != content}
    assert changed == {
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }


def test_marks_of_before_are_gone_when_the_file_is_mended(styled):
    marked = mark_workbook(styled, "表.xlsx", MARKS)
    again = mark_workbook(marked, "表.xlsx", {"台账": {(3, 2): "仍缺代码。"}})
    assert_is_sound(again)
    assert marks_in(again) == {
        ("台账", "A2"): ("请核对全称", "张三", "00000000"),
        ("台账", "B3"): mark_of("仍缺代码。"),
    }
    assert opened(again)["台账"]["B2"].fill.fgColor.rgb == "FF92D050"
    clean = mark_workbook(again, "表.xlsx", {})
    assert_is_sound(clean)
    assert marks_in(clean) == {("台账", "A2"): ("请核对全称", "张三", "00000000")}
    assert opened(clean)["台账"]["B3"].fill.fill_type is None
    assert read(clean) == read(styled)


def test_file_saved_by_another_program_in_between_comes_back_clean(styled):
    marked = mark_workbook(styled, "表.xlsx", MARKS)
    clean = mark_workbook(factory.saved(opened(marked)), "表.xlsx", {})
    assert_is_sound(clean)
    assert list(marks_in(clean)) == [("台账", "A2")]
    assert opened(clean)["台账"]["B2"].fill.fgColor.rgb == "FF92D050"


def test_comments_only_of_ours_leave_no_part_behind():
    data = factory.xlsx(factory.plain_page(), factory.Page("乙", [["a"]]))
    marked = mark_workbook(data, "表.xlsx", {"非公企业": {(2, 2): CODE}, "乙": {(1, 1): "错。"}})
    assert len(marks_in(marked)) == 2
    clean = mark_workbook(marked, "表.xlsx", {})
    assert_is_sound(clean)
    assert marks_in(clean) == {}
    assert [name for name in parts(clean) if "comment" in name.lower() or "drawing" in name.lower()] == []


def test_comment_of_a_person_on_a_marked_cell_stays_readable(styled):
    marked = mark_workbook(styled, "表.xlsx", {"台账": {(2, 1): "名称不全。"}})
    assert marks_in(marked) == {("台账", "A2"): mark_of("名称不全。\n\n原批注：请核对全称")}
    clean = mark_workbook(marked, "表.xlsx", {})
    assert [text for text, _, _ in marks_in(clean).values()] == ["请核对全称"]


def test_results_of_formulas_are_kept():
    cells = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row><row r="2"/><row r="4" spans="1:1"/>'
    data = factory.sheet_xml(cells)
    marked = mark_workbook(
        data, "表.xlsx", {"表": {(1, 1): "错。", (2, 2): "空。", (3, 1): "空。", (4, 2): "空。"}}
    )
    assert_is_sound(marked)
    assert read(marked) == read(data)
    assert sorted(place for _, place in marks_in(marked)) == ["A1", "A3", "B2", "B4"]


def test_worksheet_without_rows_and_package_without_styles_are_marked():
    members = parts(factory.sheet_xml(""))
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"].replace(
        b"<sheetData></sheetData>", b"<sheetData/>"
    )
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b"/styles", b"/stylez"
    )
    del members["xl/styles.xml"]
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b'"/xl/styles.xml"', b'"/xl/theme/theme1.xml"'
    )
    marked = mark_workbook(factory.packed(list(members.items())), "表.xlsx", {"表": {(2, 3): "缺。"}})
    assert (
        parts(marked)["xl/worksheets/sheet1.xml"].count(
            b'<sheetData><row r="2"><c r="C2" s="1"/></row></sheetData>'
        )
        == 1
    )


def test_macros_are_dropped():
    members = parts(factory.xlsx(factory.plain_page()))
    members["xl/vbaProject.bin"] = b"macro"
    members["[Content_Types].xml"] = (
        members["[Content_Types].xml"]
        .replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
        .replace(
            b"</Types>",
            b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            b"</Types>",
        )
    )
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdM" Type="x/vbaProject" Target="vbaProject.bin"/></Relationships>',
    )
    marked = mark_workbook(factory.packed(list(members.items())), "表.xlsm", {"非公企业": {(1, 1): "错。"}})
    assert_is_sound(marked)
    assert [
        name
        for name, content in parts(marked).items()
        if b"vba" in content.lower() or b"macro" in content.lower()
    ] == []


def test_old_binary_file_becomes_a_marked_new_one():
    data = Path("tests/data/ledger_social.xls").read_bytes()
    sheets = read(data, "表.xls")
    marked = mark_workbook(data, "表.xls", {sheets[0].name: {(4, 3): CODE}})
    assert_is_sound(marked)
    assert read(marked) == sheets
    assert marks_in(marked) == {(sheets[0].name, "C4"): mark_of(CODE)}


def test_separated_values_become_a_marked_workbook():
    data = "名称,公式\n甲,=1+1\n,001\n".encode("gb18030")
    marked = mark_workbook(data, "名单/[一].csv", {"[一]": {(2, 2): "不是人数。"}})
    assert [sheet.rows for sheet in read(marked)] == [[["名称", "公式"], ["甲", "=1+1"], [None, "001"]]]
    assert [value for _, value in marks_in(marked).items()] == [mark_of("不是人数。")]


def test_sheet_that_is_not_there_is_told(styled):
    with pytest.raises(WorkbookError) as caught:
        mark_workbook(styled, "表.xlsx", {"别表": {(1, 1): "错。"}})
    assert caught.value.message == "文件里没有工作表“别表”，无法标注，请重新上传原来的文件。"


@pytest.mark.parametrize(
    ("data", "sheet"),
    [(factory.cell_at("XFD1048576"), "Sheet"), (factory.repeated_string(20_000, 30_000), "长")],
    ids=["far", "strings"],
)
def test_file_that_blows_up_others_is_marked_like_any(data, sheet):
    assert_is_sound(mark_workbook(data, "表.xlsx", {sheet: {(1, 1): "错。"}}))


@pytest.mark.parametrize(
    "before", ["<!DOCTYPE x [<!ENTITY a 'b'>]>", "<?xml version='1.0' encoding='gbk'?>", "<"]
)
def test_hostile_or_odd_file_is_refused(before):
    with pytest.raises(WorkbookError):
        mark_workbook(factory.sheet_xml("", before), "表.xlsx", {"表": {(1, 1): "错。"}})


def test_drawing_without_end_costs_no_time(styled):
    members = parts(styled)
    members["xl/drawings/commentsDrawing1.vml"] = (
        members["xl/drawings/commentsDrawing1.vml"].replace(
            b"<xml ", b'<xml xmlns:v="urn:schemas-microsoft-com:vml" ', 1
        )
    ) + b"".join(b"<v:shape id='%d'>" % number for number in range(200_000))
    mark_workbook(factory.packed(list(members.items())), "表.xlsx", MARKS)
