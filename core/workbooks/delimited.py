"""Text files with separated values, in the encodings that offices save them in."""

import codecs
import csv
from collections.abc import Iterator
from io import StringIO

from core.workbooks.errors import WorkbookError

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LONGEST_HEAD = 4096
LONGEST_RECORD = 1_000_000  # characters; one line of commas would become millions of cells
NOT_WHOLE = "文件不是完整的 CSV，引号不成对或内容过长，请另存为 .xlsx 后再上传。"


def csv_rows(data: bytes, most_rows: int, most_columns: int) -> list[list[str | None]]:
    """Rows without blanks at their ends, and without the blank rows after the last filled one."""
    text = decoded(data)
    rows, last = [], 0
    for number, row in enumerate(records(text), 1):
        if row:
            check_width(row, most_columns)
            last = number
        if number <= most_rows:
            rows.append(row)
    if last > most_rows:
        raise WorkbookError(f"文件有{last}行，最多读取{most_rows}行，请分成几个文件。")
    return rows[:last]


def check_width(row: list[str | None], most_columns: int) -> None:
    if len(row) > most_columns:
        raise WorkbookError(f"文件有{len(row)}列，最多读取{most_columns}列，请删去多余内容。")


def records(text: str) -> Iterator[list[str | None]]:
    """Strict, for a quote without its partner would swallow the rows that follow."""
    lines = Lines(text)
    try:
        for row in csv.reader(lines, delimiter=delimiter_of(text), strict=True):
            lines.taken = 0
            yield trimmed(row)
    except csv.Error as problem:
        raise WorkbookError(NOT_WHOLE) from problem


class Lines:
    """The lines of a text, as long as those of one record stay short enough."""

    def __init__(self, text: str) -> None:
        self.lines = StringIO(text, newline="")
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.taken += len(line)
            if self.taken > LONGEST_RECORD:
                raise WorkbookError(NOT_WHOLE)
            yield line


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
