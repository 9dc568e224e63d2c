"""Reads .xlsx, .xlsm, .xls and .csv into plain rows; whatever cannot be read is explained in Chinese."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from core.workbooks.apart import child_process
from core.workbooks.checks import LARGEST_FILE, check_file, is_csv
from core.workbooks.delimited import csv_rows
from core.workbooks.errors import WorkbookError

MOST_ROWS = 50_000
MOST_COLUMNS = 64
LONGEST_ANSWER = 65 << 20  # bytes; the child stops a little earlier
UNREADABLE = (
    "无法读取这个文件：可能已损坏，或内容过多、放在很远的行或列里。"
    "请新建一个工作簿，只把需要的表格复制进去后再上传。"
)
NOTHING_IN_IT = "文件里没有内容，请检查后重新上传。"


class CellError(str):
    """What a cell shows that has no value: #N/A and the like, or #未计算 for a formula never calculated."""

    __slots__ = ()


Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass
class RawSheet:
    """The cells of one worksheet: rows[0] is row 1; rows are as long as their last filled cell.

    `formulas` are the places (row, column), counted from 1, whose value a formula gave.
    """

    name: str
    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    formulas: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class Book:
    """The worksheets of a file, and sentences about what in it was not read or not seen."""

    sheets: list[RawSheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_workbook(source: BinaryIO | Path | str, name: str, most_rows: int = MOST_ROWS) -> list[RawSheet]:
    """Every worksheet of the file, hidden ones marked; the name tells what the user says it is."""
    return read_book(source, name, most_rows).sheets


def read_book(source: BinaryIO | Path | str, name: str, most_rows: int = MOST_ROWS) -> Book:
    """Every worksheet of the file, with notes on what else is in it."""
    data = content_of(source)
    check_file(data, name)
    if is_csv(data):
        book = Book([RawSheet(Path(name).stem, csv_rows(data, most_rows, MOST_COLUMNS))])
    else:
        book = book_read_apart(data, most_rows)
    if not any(sheet.rows for sheet in book.sheets):
        raise WorkbookError(NOTHING_IN_IT)
    return book


def content_of(source: BinaryIO | Path | str) -> bytes:
    """At most one byte more than is allowed, so that the check can tell."""
    if isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    return source.read(LARGEST_FILE + 1)


def book_read_apart(data: bytes, most_rows: int) -> Book:
    """A child process parses, so that a hostile file can end that process but not this one."""
    with child_process("reading", data, most_rows, MOST_COLUMNS) as output:
        return book_of(values_in(output))


def values_in(output: BinaryIO) -> Iterator[object]:
    """One value a line; a child that was ended leaves half a line or no last one."""
    left = LONGEST_ANSWER
    try:
        while line := output.readline(left):
            left -= len(line)
            yield json.loads(line, object_hook=marked)
    except ValueError as problem:
        raise WorkbookError(UNREADABLE) from problem


def book_of(values: Iterator[object]) -> Book:
    book = Book()
    for value in values:
        if isinstance(value, list):
            book.sheets[-1].rows.append(value)
        elif "sheet" in value:
            book.sheets.append(RawSheet(value["sheet"], [], hidden=value["hidden"]))
        elif "merges" in value:
            finish(book.sheets[-1], **value)
        elif "problem" in value:
            raise WorkbookError(value["problem"])
        else:
            book.notes = notes_on(**value)
            return book
    raise WorkbookError(UNREADABLE)


def finish(sheet: RawSheet, merges: list[list[int]], formulas: list[list[int]]) -> None:
    sheet.merges = [tuple(merge) for merge in merges]
    sheet.formulas = {tuple(place) for place in formulas}


def notes_on(extras: list[str], hides: list[str]) -> list[str]:
    notes = [f"文件里有{'、'.join(extras)}，没有读取，请确认数据都在单元格里。"] if extras else []
    return notes + [f"工作表“{name}”有隐藏的行或列，已一并读取，请核对。" for name in hides]


def marked(value: dict) -> object:
    """Days, times and errors as the child marks them; other objects stay."""
    if "at" in value:
        return moment(value["at"])
    if "error" in value:
        return CellError(value["error"])
    return timedelta(seconds=value["seconds"]) if "seconds" in value else value


def moment(text: str) -> date | datetime | time:
    if "T" in text:
        return datetime.fromisoformat(text)
    return time.fromisoformat(text) if ":" in text else date.fromisoformat(text)
