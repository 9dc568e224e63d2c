"""Files that are broken, disguised or hostile: each is refused with one sentence, soon."""

import stat
import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from core.workbooks import WorkbookError, read_workbook
from tests import workbook_factory as factory

AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
BROKEN = f"文件已损坏，无法打开，{AGAIN}"
DECLARATION = "文件内部含有不允许的声明，已拒绝读取，请新建工作簿，把表格复制进去后再上传。"
HTML = f"文件其实是网页格式，不是工作簿，{AGAIN}"
EMPTY = "文件里没有内容，请检查后重新上传。"
NOT_WHOLE = "文件不是完整的 CSV，引号不成对或内容过长，请另存为 .xlsx 后再上传。"
ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>"
    for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)


def refusal(data, name="表.xlsx"):
    with pytest.raises(WorkbookError) as caught:
        read_workbook(BytesIO(data), name)
    return caught.value.message


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (f"{LAUGHS}]>", "&j;"),
        ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "&a;"),
        ("<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>", "甲"),
        (f"<!--{''.join(map(str, range(300_000)))}--><!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;"),
    ],
    ids=["laughs", "file", "address", "far down"],
)
def test_declarations_of_entities_are_refused(before, text):
    assert refusal(factory.sheet_xml(ROWS.format(text), before)) == DECLARATION


def test_declarations_in_wide_characters_and_in_other_parts_are_refused():
    members = factory.members_of(factory.xlsx(factory.plain_page()))
    wide = f"<?xml version='1.0' encoding='utf-16'?>{LAUGHS}]><sst>&j;</sst>".encode("utf-16")
    assert refusal(factory.packed([*members, ("docProps/x.xml", wide)])) == DECLARATION


def test_symbolic_link_in_a_package_is_refused():
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = BytesIO(factory.xlsx(factory.plain_page()))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(link, "/etc/passwd")
    assert refusal(stream.getvalue()) == f"文件内部结构异常，已拒绝读取，{AGAIN}"


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
def test_truncated_package_is_refused(share):
    data = factory.xlsx(factory.plain_page())
    assert refusal(data[: int(len(data) * share)]) == BROKEN


def test_package_that_lies_about_its_sizes_is_refused():
    """The central directory says 100 bytes, the stream holds 20 MB."""
    data = factory.sheet_xml(ROWS.format(" " * 20_000_000))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    lie = data[: place + 24] + struct.pack("<I", 100) + data[place + 28 :]
    assert refusal(lie) == BROKEN


def test_large_file_is_not_read_whole():
    class Endless:
        taken = 0

        def read(self, count):
            self.taken += count
            return b"a" * count

    source = Endless()
    with pytest.raises(WorkbookError, match=r"^文件超过10 MB，"):
        read_workbook(source, "表.csv")
    assert source.taken == 10 * 2**20 + 1


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff<html xmlns:x='urn:schemas-microsoft-com:office:excel'>".encode("utf-16"),
        "<!-- 导出 --><table><tr><td>企业名称</td></tr></table>".encode(),
        b"\r\n<META http-equiv=Content-Type><table>",
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook",
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
    ],
)
@pytest.mark.parametrize("name", ["名单.xls", "名单.xlsx", "名单.csv"])
def test_page_that_a_system_calls_a_workbook_says_what_to_do(data, name):
    assert refusal(data, name) == HTML


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (
            "企业名称\t信用代码\r\n".encode("gb18030"),
            "名单.xls",
            f"文件内容不是工作簿，可能已损坏或改过扩展名，{AGAIN}",
        ),
        (
            factory.packed(
                [("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"")]
            ),
            "名单.xlsx",
            f"文件是压缩包或其他文档，不是工作簿，{AGAIN}",
        ),
        (b"x", "名单.et", f"只能读取 .xlsx、.xlsm、.xls 或 .csv 文件，{AGAIN}"),
        (
            factory.compound(b"x" * 5000, "PowerPoint Document"),
            "名单.xls",
            f"文件其实是演示文稿，不是工作簿，{AGAIN}",
        ),
    ],
    ids=["tabs as xls", "ods", "et", "ppt"],
)
def test_disguised_file_says_what_to_do(data, name, message):
    assert refusal(data, name) == message


def test_workbook_without_content_is_refused():
    assert refusal(factory.xlsx(factory.Page("甲", []), factory.Page("乙", []))) == EMPTY
    assert refusal(factory.sheet_xml('<row r="7" s="1"><c r="A7" s="1"/></row>')) == EMPTY
    assert refusal(b",,\n, \n ", "表.csv") == EMPTY


@pytest.mark.slow
def test_a_million_styled_blank_rows_cost_little():
    blanks = "".join(f'<row r="{row}" s="1" customFormat="1" ht="20"/>' for row in range(2, 1_048_577))
    rows = read_workbook(BytesIO(factory.sheet_xml(ROWS.format("甲") + blanks)), "表.xlsx")[0].rows
    assert rows == [["甲"]]


# Separated values


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n" * 1_000_000, "文件有1000000行，最多读取50000行，请分成几个文件。"),
        (b"," * 10_000_000, NOT_WHOLE),
        (b'",' * 5_000_000, NOT_WHOLE),
        (b',,"\n",' * 1_000_000, NOT_WHOLE),
        (b"a" * 10_000_000, NOT_WHOLE),
        ('名称,"甲\n乙,1\n丙,2\n'.encode(), NOT_WHOLE),
        ('名称,"甲"乙,1\n'.encode(), NOT_WHOLE),
        ("名称,甲".encode("utf-16-le"), f"文件不是可读的文本，{AGAIN}"),
        ("名称,甲".encode("utf-16") + b"\x00", f"文件不是可读的文本，{AGAIN}"),
        (b"\xff\xfe\xff", f"文件不是可读的文本，{AGAIN}"),
        (zlib.compress(b"x" * 999), f"文件不是可读的文本，{AGAIN}"),
    ],
    ids=["rows", "commas", "quotes", "lines", "word", "open", "after", "no mark", "half", "odd", "bytes"],
)
def test_separated_values_that_cannot_be_trusted_are_refused(data, message):
    assert refusal(data, "表.csv") == message


def test_separated_values_stop_before_they_fill_memory():
    rows = read_workbook(BytesIO(b"a,=1+1\r\n" + b",\r\n" * 2_000_000), "表.csv")[0].rows
    assert rows == [["a", "=1+1"]]
