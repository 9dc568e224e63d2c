"""Workbooks as townships send them, and as nobody should: all names and numbers are invented."""

import struct
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from stdnum.cn import uscc

UNIT_HEAD = ["序号", "所属乡镇", "企业名称", "统一社会信用代码", "职工人数", "正式党员", "预备党员"]
GROUPED_HEAD = [
    [
        "序号",
        "企业名称",
        "统一社会\n信用代码",
        "职工数\n（人）",
        "党员数（名）",
        None,
        "组建方式",
        "党组织名称",
        "成立时间",
    ],
    [None, None, None, None, "正式", "预备", None, None, None],
]
GROUPED_MERGES = ["E{0}:F{0}", *(f"{column}{{0}}:{column}{{1}}" for column in "ABCDGHI")]


@dataclass
class Page:
    """One worksheet: rows of cells, merged ranges, and whether it is hidden."""

    name: str
    rows: list[list[object]]
    merges: list[str] = field(default_factory=list)
    hidden: bool = False


def credit_code(serial: int, kind: str = "91") -> str:
    start = f"{kind}130599T{serial:08}"
    return start + uscc.calc_check_digit(start)


def xlsx(*pages: Page) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for page in pages:
        fill(workbook.create_sheet(page.name), page)
    return saved(workbook)


def fill(worksheet, page: Page) -> None:
    for row in page.rows:
        worksheet.append(row)
    for merge in page.merges:
        worksheet.merge_cells(merge)
    worksheet.sheet_state = "hidden" if page.hidden else "visible"


def saved(workbook: Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def plain_page() -> Page:
    """One row of headings, then rows."""
    rows = [
        [number, "甲镇", f"示例{number}玻璃有限公司", credit_code(number), 10 * number, number, 0]
        for number in range(1, 4)
    ]
    return Page("非公企业", [UNIT_HEAD, *rows])


def joint_page() -> Page:
    """Title, reporting line, a head of two rows, a joint branch merged over three lines, total and footer."""
    title, line = (
        "乙开发区非公企业党组织覆盖情况台账",
        "填报单位（盖章）：乙开发区    填报时间：2016年12月20日    单位：家、名",
    )
    rows = [
        [
            1,
            "　示例玻璃 有限公司",
            credit_code(1).lower(),
            66,
            "3人",
            "0",
            "单独组建",
            "示例玻璃党支部",
            "2016.3.15",
        ],
        [
            2,
            "示例建材有限公司",
            credit_code(2) + "\n",
            "３４０",
            1,
            "１",
            "联合组建",
            "乙开发区第1联合党支部",
            20121011,
        ],
        [3, "示例商贸有限公司", credit_code(3), 12, "2名", 0, "联合", None, None],
        [4, "示例食品有限公司", credit_code(4), 6, 1, 0, "联合", None, None],
        ["合计", None, None, 424, 7, 1],
        [],
        ["填报人：            审核人：            联系电话：0319-0000000"],
        ["注：1.本表由各乡镇填报；"],
        ["2.覆盖率=已覆盖企业数÷企业总数×100%。"],
    ]
    head_merges = [merge.format(3, 4) for merge in GROUPED_MERGES]
    return Page(
        "开发区", [[title], [line], *GROUPED_HEAD, *rows], ["A1:I1", "A2:I2", *head_merges, "H6:H8", "I6:I8"]
    )


def repeated_page() -> Page:
    """The head stands again in the middle, as printed lists have it on each page."""
    head = [["编号", "单位名称", "信用代码（18位）", "其中：正式党员（名）", "备注"]]
    rows = [
        [number, f"示例{number}餐饮有限公司", credit_code(number), number, None] for number in range(1, 5)
    ]
    return Page("甲镇", [["甲镇统计表"], *head, *rows[:2], [], *head, *rows[2:]], ["A1:E1"])


def dated_page() -> Page:
    moment = datetime(2016, 3, 15, 8, 30)
    return Page(
        "日期", [["名称", "日期"], ["甲", date(2016, 3, 15)], ["乙", moment], ["丙", 42444], ["丁", True]]
    )


def packed(members: list[tuple[str, bytes]]) -> bytes:
    """A package with just these members, in this order; names may be wrong or come twice."""
    stream = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")
        for name, content in members:
            package.writestr(name, content)
    return stream.getvalue()


def members_of(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def sheet_xml(cells: str, before: str = "") -> bytes:
    """A package whose only worksheet holds these rows as they stand."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    members = dict(members_of(xlsx(Page("表", [["甲"]]))))
    members["xl/worksheets/sheet1.xml"] = (
        f"{before}<worksheet {space}><sheetData>{cells}</sheetData></worksheet>".encode()
    )
    return packed(list(members.items()))


def cell_at(place: str) -> bytes:
    """A few kilobytes; at XFD1048576 they claim 17 billion cells."""
    workbook = Workbook()
    workbook.active["A1"] = "企业名称"
    workbook.active[place] = "远"
    return saved(workbook)


def repeated_string(times: int, length: int) -> bytes:
    """One long shared string that many cells point to."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, times + 1))
    members = dict(members_of(xlsx(Page("长", [["甲"]]))))
    members["xl/worksheets/sheet1.xml"] = (
        f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>".encode()
    )
    members["xl/sharedStrings.xml"] = f"<sst {space}><si><t>{'长' * length}</t></si></sst>".encode()
    return packed(list(members.items()))


# The old binary format, as little of it as makes a worksheet.


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    head = struct.pack("<HHHHB", row, column, 0, len(text), 1)
    return record(0x0204, head + text.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def cells_of(rows: list[list[object]]) -> bytes:
    return b"".join(
        label(row, column, value) if isinstance(value, str) else number(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    )


def biff(name: str, cells: bytes, extent: tuple[int, int], lock: bytes = b"") -> bytes:
    """A stream with the globals of a workbook and one worksheet."""
    begin, end = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0), record(0x000A, b"")
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    globals_length = len(record(0x0809, begin)) + len(lock) + 4 + 6 + len(title) + len(end)
    bound = record(0x0085, struct.pack("<IBB", globals_length, 0, 0) + title)
    sheet = record(0x0809, begin.replace(b"\x05\x00", b"\x10\x00", 1))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, extent[0], 0, extent[1], 0)) + cells + end
    return record(0x0809, begin) + lock + bound + end + sheet


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream: header, allocation table, directory, content."""
    content = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(content) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, len(content))
    return header + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + content


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    nobody = 0xFFFFFFFF
    places = struct.pack("<HBBIII", len(text), kind, 1, nobody, nobody, child)
    return text.ljust(64, b"\0") + places + bytes(36) + struct.pack("<IQ", start, size)


def xls(name: str, rows: list[list[object]]) -> bytes:
    return compound(biff(name, cells_of(rows), (len(rows), max(map(len, rows)))))


def far_xls() -> bytes:
    return compound(biff("远", label(0, 0, "企业名称") + label(65535, 255, "远"), (65536, 256)))


def locked_xls() -> bytes:
    """Its globals say at once that the rest is enciphered."""
    return compound(biff("锁", b"", (0, 0), lock=record(0x002F, b"\x01\x00" + bytes(52))))


def boundless_xls() -> bytes:
    """It declares more rows than the format can hold."""
    return compound(biff("远", label(0, 0, "企业名称"), (0xFFFFFFF0, 0xFFF0)))
