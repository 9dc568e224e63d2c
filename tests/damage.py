"""Damages workbooks: flipped bits, cuts, swapped parts, broken XML, as a fixed choice of chance decides."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests import workbook_factory as factory

DATA = Path(__file__).parent / "data"
File = tuple[str, bytes]
WORDS = (
    b'|\0|<|>|&|&#0;|&#x1F600;|]]>|<![CDATA[|<!--|<!DOCTYPE x>|</row>|</c>|<c/>|<row/>|r="XFD1048576"|r="A0"'
    b'|r="ZZZ9999999"|t="e"|t="s"|t="d"|s="999999"|<f>|<v>-1</v>|<v>1e999</v>|<v>NaN</v>'
    b'|99999999999999999999|\xff\xfe|\xef\xbb\xbf|"|\'|=|xmlns|\r\n|<mergeCell ref="A1:XFD1048576"/>'
    b"|<f t='shared'/>|<v></v>|#N/A|-2147483648"
).split(b"|")


def sound_files() -> list[File]:
    """Of every kind one that can be read."""
    pages = factory.xlsx(factory.plain_page(), factory.joint_page(), factory.dated_page())
    rows = [["名称", "代码"], *([f"示例{number}", factory.credit_code(number)] for number in range(1, 30))]
    text = "".join(f'{name},"{code}",\'\n' for name, code in rows)
    formulas = '<row r="1"><c r="A1" t="str"><f>B1</f><v>甲</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'
    return [
        ("表.xlsx", pages),
        ("式.xlsx", factory.sheet_xml(formulas)),
        ("散.xlsx", stored_again(factory.sheet_xml(formulas))),
        ("注.xlsx", commented()),
        ("账.xlsx", (DATA / "ledger_tidy.xlsx").read_bytes()),
        ("旧.xls", (DATA / "ledger_social.xls").read_bytes()),
        ("小.xls", factory.xls("社会组织", rows)),
        ("单.csv", text.encode()),
        ("单.csv", text.encode("gb18030")),
        ("单.csv", text.replace(",", "\t").encode("utf-16")),
    ]


def commented() -> bytes:
    workbook = Workbook()
    workbook.active.append(["名称", "代码"])
    workbook.active["A1"].comment = Comment("请核对", "张三")
    workbook.active["B2"].comment = Comment("有误。", "平台")
    workbook.active["B2"].fill = PatternFill("solid", fgColor="FFFFF36B", bgColor="FF92D050")
    return factory.saved(workbook)


def damaged(chance: Random, files: list[File]) -> File:
    name, data = chance.choice(files)
    way = chance.choice([bits, cut, words, moved])
    if name.endswith("xlsx"):
        way = chance.choice([bits, cut, words, parts, parts, parts, parts, swapped, headers])
    return name, way(chance, data)


def bits(chance: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 2, 8, 64])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(chance: Random, data: bytes) -> bytes:
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return chance.choice([data[:start], data[start:], data[:start] + data[end:]]) or b"x"


def words(chance: Random, data: bytes) -> bytes:
    for _ in range(chance.choice([1, 1, 2, 5])):
        place = chance.randrange(len(data))
        data = data[:place] + chance.choice(WORDS) + data[place + chance.choice([0, 0, 1, 4, 40]) :]
    return data


def moved(chance: Random, data: bytes) -> bytes:
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    place = chance.randrange(len(data))
    return data[:place] + data[start : min(end, start + 4096)] + data[place:]


def attributes(chance: Random, data: bytes) -> bytes:
    """One value within quotes becomes another, or a number becomes an impossible one."""
    found = list(re.finditer(rb'"([^"<>]*)"', data))
    if not found:
        return data
    place = chance.choice(found)
    other = chance.choice(
        [chance.choice(found)[1], b"", b"-1", b"4294967296", b"XFD1048576", b"A1:A0", b"../../x"]
    )
    return data[: place.start(1)] + other + data[place.end(1) :]


def elements(chance: Random, data: bytes) -> bytes:
    """A tag is dropped, doubled or emptied."""
    found = list(re.finditer(rb"<[^>]*>", data))
    if not found:
        return data
    place = chance.choice(found)
    new = chance.choice(
        [b"", place[0] * 2, place[0] * 50, place[0].replace(b">", b"/>"), b"</x>", chance.choice(found)[0]]
    )
    return data[: place.start()] + new + data[place.end() :]


def parts(chance: Random, data: bytes) -> bytes:
    """The damage is within a part, the package is whole."""
    members = factory.members_of(data)
    for _ in range(chance.choice([1, 1, 3])):
        place = chance.randrange(len(members))
        name, content = members[place]
        way = chance.choice([attributes, attributes, elements, elements, words, cut, bits])
        members[place] = (name, way(chance, content or b"x"))
    return factory.packed(members)


def swapped(chance: Random, data: bytes) -> bytes:
    """Parts are missing, come twice, or have each other's content."""
    members = factory.members_of(data)
    one, other = chance.randrange(len(members)), chance.randrange(len(members))
    way = chance.randrange(4)
    if way == 0:
        members.pop(one)
    elif way == 1:
        members.append(members[one])
    elif way == 2:
        members[one] = (members[one][0], members[other][1])
    else:
        members[one] = (members[one][0] + chance.choice(["x", "/", "\\", ".xml", " "]), members[one][1])
    return factory.packed(members)


def headers(chance: Random, data: bytes) -> bytes:
    """The lists of the package itself lie."""
    changed = bytearray(data)
    marks = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
    for _ in range(chance.choice([1, 1, 3])):
        place = chance.choice(marks) + chance.randrange(4, 46)
        if place < len(changed):
            changed[place] = chance.choice([0, 1, 8, 0x7F, 0xFF, chance.randrange(256)])
    return bytes(changed)


def stored_again(data: bytes) -> bytes:
    """Without compression, so that damage of bytes reaches the XML."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, content in factory.members_of(data):
            package.writestr(name, content)
    return stream.getvalue()
