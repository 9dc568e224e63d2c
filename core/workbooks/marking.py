"""Gives an uploaded workbook back with faulty cells marked: yellow, and a comment that says what is wrong."""

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.apart import child_process
from core.workbooks.checks import ZIP, check_file
from core.workbooks.errors import WorkbookError
from core.workbooks.reading import UNREADABLE, Cell, CellError, RawSheet, read_workbook
from core.workbooks.writing import clean, free_title, text_cell, worded

PATIENCE = 120  # seconds
MOST_ROWS = 110_000  # whoever may read a file may have it marked
LARGEST_HEAD = 4096
Marks = Mapping[str, Mapping[tuple[int, int], str]]


def mark_workbook(data: bytes, name: str, marks: Marks) -> bytes:
    """The same workbook as .xlsx, with these cells marked and without the marks of an earlier time.

    `marks` is {sheet: {(row, column): sentence}}, counted from 1. A workbook with macros loses them; .xls and
    .csv are written anew with all sheets, values and merged cells.
    """
    check_file(data, name)
    if data.startswith(ZIP):
        return marked_apart(data, marks)
    sheets = read_workbook(BytesIO(data), name, MOST_ROWS)
    titles = titles_of(sheets)
    return marked_apart(
        converted(sheets), {titles.get(sheet, sheet): cells for sheet, cells in marks.items()}
    )


def marked_apart(package: bytes, marks: Marks) -> bytes:
    head = {sheet: [[*place, clean(text)] for place, text in cells.items()] for sheet, cells in marks.items()}
    data = json.dumps(head).encode() + b"\n" + package
    with child_process("marking", data, patience=PATIENCE) as output:
        return package_of(output)


def package_of(output: BinaryIO) -> bytes:
    """A child that was ended leaves no head, or less than it said."""
    try:
        head = json.loads(output.readline(LARGEST_HEAD))
    except ValueError as problem:
        raise WorkbookError(UNREADABLE) from problem
    if "problem" in head:
        raise WorkbookError(head["problem"])
    result = output.read(head["size"])
    if len(result) < head["size"]:
        raise WorkbookError(UNREADABLE)
    return result


# Files that are no packages


def titles_of(sheets: list[RawSheet]) -> dict[str, str]:
    """The names of the new sheets; a file name may be no name of a sheet."""
    taken: set[str] = set()
    return {sheet.name: free_title(sheet.name, taken) for sheet in sheets}


def converted(sheets: list[RawSheet]) -> bytes:
    workbook, titles = Workbook(write_only=True), titles_of(sheets)
    for sheet in sheets:
        page = workbook.create_sheet(titles[sheet.name])
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        fill(page, sheet)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def fill(page: Worksheet, sheet: RawSheet) -> None:
    words = text_cell(page, "")
    for row in sheet.rows:
        page.append(written(page, words, row))
    ranges = [CellRange(None, left, top, right, bottom) for top, left, bottom, right in sheet.merges]
    page.merged_cells = MultiCellRange(ranges)


def written(page: Worksheet, words: WriteOnlyCell, row: list[Cell]) -> Iterator[object]:
    for cell in row:
        if isinstance(cell, CellError):
            yield error_cell(page, cell)
        else:
            yield worded(words, cell) if isinstance(cell, str) else cell


def error_cell(page: Worksheet, error: CellError) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, str(error))
    cell.data_type = "e"
    return cell
