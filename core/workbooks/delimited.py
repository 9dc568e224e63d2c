"""Text files with separated values, in the encodings that offices save them in."""

import codecs
import csv
from io import StringIO

from core.workbooks.errors import WorkbookError

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LONGEST_HEAD = 4096


def csv_rows(data: bytes) -> list[list[str | None]]:
    """Rows without blanks at their ends, and without the blank rows after the last filled one."""
    text = decoded(data)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        rows = [trimmed(row) for row in reader]
    except csv.Error as problem:
        raise WorkbookError(
            "文件不是完整的 CSV，引号不成对或内容过长，请另存为 .xlsx 后再上传。"
        ) from problem
    while rows and not rows[-1]:
        rows.pop()
    return rows


def decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(UTF_16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        text = text_in(data, encoding)
        if text is not None and "\x00" not in text:
            return text
    raise WorkbookError("文件不是可读的文本，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")


def text_in(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def delimiter_of(text: str) -> str:
    """What occurs most often at the start of the file."""
    head = text[:LONGEST_HEAD]
    return max((",", "\t", ";"), key=head.count)


def trimmed(row: list[str]) -> list[str | None]:
    cells = [cell if cell.strip() else None for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells
