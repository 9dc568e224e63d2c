"""Looks at an uploaded file from outside, before anything in it is unpacked or parsed."""

import re
import stat
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import PurePosixPath

from core.workbooks.errors import WorkbookError

MIB = 1 << 20
LARGEST_FILE = 10 * MIB
LARGEST_MEMBER = 120 * MIB  # 40,000 rows of 25 cells are 60 MiB
LARGEST_CONTENT = 160 * MIB
MOST_MEMBERS = 200
STEEPEST_RATIO = 100  # looked at only where a member is large enough to matter
RATIO_FROM = 1 * MIB
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv")
LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# The first record of the old format, perhaps a write protection, and then the record of the password.
LOCKED_STREAM = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
WORKBOOK_STREAMS = ("Workbook", "Book")
OTHER_STREAMS = {"WordDocument": "文字文档", "PowerPoint Document": "演示文稿"}
MARKUP = re.compile(rb"<(?:!doctype|!--|html|head|meta|body|style|div|\?xml|table|script)|mime-version")
SAVE_AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传"


def check_file(data: bytes, name: str) -> None:
    """Refuses what is too large, is not a workbook, or could harm the reader."""
    check_name_and_size(data, name)
    if data.startswith(ZIP):
        check_package(data)
    elif data.startswith(OLE):
        check_binary(data)
    else:
        check_text(data, name)


def check_name_and_size(data: bytes, name: str) -> None:
    if not name.lower().endswith(ENDINGS):
        raise WorkbookError(f"只能读取 .xlsx、.xlsm、.xls 或 .csv 文件，{SAVE_AGAIN}。")
    if not data.strip():
        raise WorkbookError("文件是空的，请检查后重新上传。")
    if len(data) > LARGEST_FILE:
        raise WorkbookError("文件超过10 MB，请删去图片和用不到的工作表，或分成几个文件上传。")


def is_csv(data: bytes) -> bool:
    return not data.startswith((ZIP, OLE))


def check_text(data: bytes, name: str) -> None:
    start = data[:2048].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if MARKUP.match(start):
        raise WorkbookError(f"文件其实是网页格式，不是工作簿，{SAVE_AGAIN}。")
    if not name.lower().endswith(".csv"):
        raise WorkbookError(f"文件内容不是工作簿，可能已损坏或改过扩展名，{SAVE_AGAIN}。")


def check_binary(data: bytes) -> None:
    if LOCKED_PACKAGE in data or LOCKED_STREAM.search(data):
        raise WorkbookError("文件设了打开密码，无法读取。请先取消密码再上传。")
    if not any(named(stream) in data for stream in WORKBOOK_STREAMS):
        for kind in (word for stream, word in OTHER_STREAMS.items() if named(stream) in data):
            raise WorkbookError(f"文件其实是{kind}，不是工作簿，{SAVE_AGAIN}。")


def named(stream: str) -> bytes:
    """The name of a stream as a compound file holds it."""
    return stream.encode("utf-16-le")


def check_package(data: bytes) -> None:
    try:
        members = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise WorkbookError(f"文件已损坏，无法打开，{SAVE_AGAIN}。") from problem
    check_kind({member.filename for member in members})
    check_names(members)
    check_sizes(members)


def check_kind(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise WorkbookError(f"不能读取 .xlsb 格式，{SAVE_AGAIN}。")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise WorkbookError(f"文件是压缩包或其他文档，不是工作簿，{SAVE_AGAIN}。")


def check_names(members: list[zipfile.ZipInfo]) -> None:
    twice = any(times > 1 for times in Counter(member.filename.lower() for member in members).values())
    if twice or any(strange(member) for member in members):
        raise WorkbookError(f"文件内部结构异常，已拒绝读取，{SAVE_AGAIN}。")


def strange(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    escapes = path.is_absolute() or ".." in path.parts or ":" in member.filename
    return escapes or bool(member.flag_bits & 1) or stat.S_ISLNK(member.external_attr >> 16)


def check_sizes(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > LARGEST_CONTENT or any(map(swollen, members)):
        raise WorkbookError("文件解压后过大，已拒绝读取，请只保留需要的工作表和内容，另存为 .xlsx 后再上传。")


def swollen(member: zipfile.ZipInfo) -> bool:
    too_steep = member.file_size > max(RATIO_FROM, STEEPEST_RATIO * member.compress_size)
    return too_steep or member.file_size > LARGEST_MEMBER
