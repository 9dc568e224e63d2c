"""Workbooks in and out: what is read, what is refused and how it says so, what is written."""

import csv
import resource
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest

from core.workbooks import (
    LEFT,
    UP,
    ColumnOut,
    RawSheet,
    SheetOut,
    WorkbookError,
    read_workbook,
    write_workbook,
)
from tests import workbook_factory as factory

AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
UNREADABLE = (
    "无法读取这个文件：可能已损坏，或内容过多、放在很远的行或列里。"
    "请新建一个工作簿，只把需要的表格复制进去后再上传。"
)
SWOLLEN = "文件解压后过大，已拒绝读取，请只保留需要的工作表和内容，另存为 .xlsx 后再上传。"
ODD_PACKAGE = f"文件内部结构异常，已拒绝读取，{AGAIN}"
TABLE = [["企业名称", "统一社会信用代码"], ["示例玻璃有限公司", "91130599T00000001X"]]


def read(data, name="表.xlsx"):
    return read_workbook(BytesIO(data), name)


def refusal(data, name="表.xlsx"):
    with pytest.raises(WorkbookError) as caught:
        read(data, name)
    return caught.value.message


def written(*sheets):
    stream = BytesIO()
    write_workbook(stream, sheets)
    return stream.getvalue()


# Reading


def test_worksheets_come_with_merges_and_hidden_ones_are_marked():
    data = factory.xlsx(
        factory.Page("甲", [["a", "b"], ["c", None]], ["A1:B1", "A2:A3"]),
        factory.Page("空", []),
        factory.Page("码表", [["x"]], hidden=True),
    )
    assert read(data) == [
        RawSheet("甲", [["a"], ["c"]], [(1, 1, 1, 2), (2, 1, 2, 1)]),
        RawSheet("空", []),
        RawSheet("码表", [["x"]], hidden=True),
    ]


def test_rows_keep_their_places_and_lose_blank_ends():
    rows = [[], [None, None, "甲", None], [], [None, 1.0, None], [None], []]
    assert read(factory.xlsx(factory.Page("甲", rows)))[0].rows == [[], [None, None, "甲"], [], [None, 1]]


def test_days_and_moments_come_as_such():
    rows = read(factory.xlsx(factory.dated_page()))[0].rows
    assert [row[1] for row in rows[1:]] == [date(2016, 3, 15), datetime(2016, 3, 15, 8, 30), 42444, True]


def test_long_number_stays_a_float_that_shows_its_loss():
    rows = read(factory.xlsx(factory.Page("甲", [[130582190001010018, 13811533847.0, 2.5]])))[0].rows
    assert (rows, type(rows[0][0])) == ([[1.3058219000101e17, 13811533847, 2.5]], float)


def test_old_binary_format_is_read():
    assert read(factory.xls("社会组织", [["序号", "名称"], [1, "示例协会"], [2.5]]), "表.xls") == [
        RawSheet("社会组织", [["序号", "名称"], [1, "示例协会"], [2.5]])
    ]


def test_a_path_is_read_too(tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(factory.xlsx(factory.plain_page()))
    assert read_workbook(path, path.name)[0].rows == read_workbook(str(path), path.name)[0].rows
    assert read_workbook(path, path.name)[0].rows[0] == factory.UNIT_HEAD


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_separated_values_are_read_in_every_usual_encoding(encoding, delimiter):
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([*TABLE, ["", "a\nb"], ["", ""]])
    assert read(text.getvalue().encode(encoding), "登记名单.csv") == [
        RawSheet("登记名单", [*TABLE, [None, "a\nb"]])
    ]


# Refusing


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"x", "表.pdf", f"只能读取 .xlsx、.xlsm、.xls 或 .csv 文件，{AGAIN}"),
        (b" \r\n", "表.csv", "文件是空的，请检查后重新上传。"),
        (
            b"x" * (10 * 2**20 + 1),
            "表.csv",
            "文件超过10 MB，请删去图片和用不到的工作表，或分成几个文件上传。",
        ),
        (b"<html><table><tr><td>1</td></tr></table>", "表.xls", f"文件其实是网页格式，不是工作簿，{AGAIN}"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "表.csv", f"文件其实是网页格式，不是工作簿，{AGAIN}"),
        (b"%PDF-1.7", "表.xlsx", f"文件内容不是工作簿，可能已损坏或改过扩展名，{AGAIN}"),
        (b"a,b\x00c", "表.csv", f"文件不是可读的文本，{AGAIN}"),
        (
            b'"' + b"a" * 140_000,
            "表.csv",
            "文件不是完整的 CSV，引号不成对或内容过长，请另存为 .xlsx 后再上传。",
        ),
        (b"PK\x03\x04" + b"x" * 99, "表.xlsx", f"文件已损坏，无法打开，{AGAIN}"),
        (
            factory.packed([("word/document.xml", b"")]),
            "表.xlsx",
            f"文件是压缩包或其他文档，不是工作簿，{AGAIN}",
        ),
        (factory.packed([("xl/workbook.bin", b"")]), "表.xlsx", f"不能读取 .xlsb 格式，{AGAIN}"),
        (
            factory.compound(b"x" * 5000, "WordDocument"),
            "表.xls",
            f"文件其实是文字文档，不是工作簿，{AGAIN}",
        ),
    ],
    ids=[
        "ending",
        "empty",
        "large",
        "html",
        "doctype",
        "pdf",
        "binary",
        "quote",
        "broken",
        "docx",
        "xlsb",
        "doc",
    ],
)
def test_what_is_no_workbook_is_refused_with_advice(data, name, message):
    assert refusal(data, name) == message


@pytest.mark.parametrize(
    "data",
    [factory.compound(b"", "EncryptedPackage"), factory.locked_xls()],
    ids=["xlsx", "xls"],
)
def test_locked_file_says_to_remove_the_password(data):
    assert refusal(data) == "文件设了打开密码，无法读取。请先取消密码再上传。"


def package(*extra):
    return factory.packed([*factory.members_of(factory.xlsx(factory.plain_page())), *extra])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (package(("xl/media/a.bin", bytes(2**21))), SWOLLEN),
        (package(("xl/media/a.bin", bytes(121 * 2**20))), SWOLLEN),
        (package(*((f"xl/a{number}", b"") for number in range(200))), SWOLLEN),
        (package(("xl/../../etc/passwd", b"")), ODD_PACKAGE),
        (package(("/etc/passwd", b"")), ODD_PACKAGE),
        (package(("xl\\..\\x", b"")), ODD_PACKAGE),
        (package(("xl/workbook.xml", b"")), ODD_PACKAGE),
    ],
    ids=["ratio", "member", "members", "parent", "absolute", "backslash", "twice"],
)
def test_package_that_could_harm_is_refused_before_it_is_unpacked(data, message):
    assert refusal(data) == message


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        factory.cell_at("XFD1048576"),
        factory.repeated_string(20_000, 30_000),
        factory.far_xls(),
        factory.boundless_xls(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    ],
    ids=["far", "strings", "far xls", "boundless xls", "broken ole"],
)
def test_file_that_asks_for_too_much_ends_its_own_process_only(data):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(data, "表.xls") == UNREADABLE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("A50001", "工作表“Sheet”第50001行还有内容，最多读取50000行，请删去多余内容或分成几个文件。"),
        ("BM2", "工作表“Sheet”第65列还有内容，最多读取64列，请删去多余内容。"),
    ],
)
def test_content_beyond_the_limits_is_refused_by_its_place(place, message):
    assert refusal(factory.cell_at(place)) == message


def test_last_allowed_row_and_column_are_read():
    rows = read(factory.cell_at("BL50000"))[0].rows
    assert (len(rows), len(rows[-1]), rows[-1][-1]) == (50_000, 64, "远")


def test_too_many_words_are_refused():
    assert refusal(factory.repeated_string(1000, 30_000)) == "工作簿里的文字过多，请分成几个文件上传。"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\n" * 50_001, "文件有50001行，最多读取50000行，请分成几个文件。"),
        (b"," * 64 + b"a", "文件有65列，最多读取64列，请删去多余内容。"),
    ],
)
def test_separated_values_have_the_same_limits(data, message):
    assert refusal(data, "表.csv") == message


# Writing

COLUMNS = [
    ColumnOut("序号", "integer", 6),
    ColumnOut("名称", width=30),
    ColumnOut("代码", width=22),
    ColumnOut("金额（元）", "decimal"),
    ColumnOut("日期", "date"),
    ColumnOut("覆盖率(%)", "percent"),
]
ROW = [1, "示例玻璃有限公司", "91130599T00000001X", Decimal("1.50"), date(2016, 3, 15), Decimal("90.00")]


def opened(*sheets):
    return openpyxl.load_workbook(BytesIO(written(*sheets)))


def test_what_is_written_is_read_back():
    data = written(SheetOut("名单", COLUMNS, [ROW], preface=["名单", "填报单位：甲镇"], notes=["注：无"]))
    sheet = read(data)[0]
    assert sheet.rows == [
        ["名单"],
        ["填报单位：甲镇"],
        [column.label for column in COLUMNS],
        [1, "示例玻璃有限公司", "91130599T00000001X", 1.5, date(2016, 3, 15), 90],
        ["注：无"],
    ]
    assert sheet.merges == [(1, 1, 1, 6), (2, 1, 2, 6), (5, 1, 5, 6)]


def test_each_kind_has_its_type_and_format():
    row = opened(SheetOut("名单", COLUMNS, [ROW])).active[2]
    assert [(cell.data_type, cell.number_format) for cell in row] == [
        ("n", "0"), ("s", "@"), ("s", "@"), ("n", "0.00"), ("d", "yyyy-mm-dd"), ("n", "0.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "001", "1E5", "'a"]
)
def test_text_stays_text(text):
    data = written(SheetOut("名单", [ColumnOut("名称"), ColumnOut("人数", "integer")], [[text, text]]))
    cells = openpyxl.load_workbook(BytesIO(data)).active[2]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [(text, "s", True)] * 2
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_numbers_in_a_text_column_and_words_in_a_number_column_stay_what_they_are():
    columns = [ColumnOut("代码"), ColumnOut("覆盖率(%)", "percent")]
    rows = [[911305823073047766, "—"], [None, None], ["", Decimal("33.33")]]
    assert read(written(SheetOut("名单", columns, rows)))[0].rows == [
        ["代码", "覆盖率(%)"],
        ["911305823073047766", "—"],
        [],
        [None, 33.33],
    ]


def test_characters_no_workbook_can_hold_are_dropped_and_long_text_is_cut():
    rows = read(written(SheetOut("名单", [ColumnOut("名称")], [["甲\x00\x0b乙"], ["长" * 40_000]])))[0].rows
    assert (rows[1], len(rows[2][0])) == (["甲乙"], 32_767)


def test_page_is_ready_to_print_and_to_filter():
    page = opened(SheetOut("名单", COLUMNS, [ROW, ROW], preface=["名单"], notes=["注：无"])).active
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == ("A3", "$2:$2", "A2:F4")
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.column_dimensions["B"].width == 30


def test_merged_head_has_no_filter():
    columns = [
        ColumnOut("序号", "integer"),
        *(ColumnOut(label, "integer") for label in ("单独", "联合", "总数")),
    ]
    head = [["序号", "已覆盖企业（家）", LEFT, "总数"], [UP, "单独", "联合", UP]]
    data = written(SheetOut("汇总", columns, [[1, 2, 3, 5]], heading_rows=head))
    assert read(data)[0].rows == [
        ["序号", "已覆盖企业（家）", None, "总数"],
        [None, "单独", "联合"],
        [1, 2, 3, 5],
    ]
    assert read(data)[0].merges == [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)]
    assert openpyxl.load_workbook(BytesIO(data)).active.auto_filter.ref is None


def test_sheet_names_are_made_fit_and_unique():
    column = [ColumnOut("名称")]
    titles = ["甲/乙:[丙]", "甲/乙:[丙]", "长" * 40, "长" * 40, "'", "Abc", "ABC"]
    assert opened(*(SheetOut(title, column, []) for title in titles)).sheetnames == [
        "甲 乙  丙", "甲 乙  丙 2", "长" * 31, "长" * 27 + " 2", "表", "Abc", "ABC 2",
    ]  # fmt: skip
