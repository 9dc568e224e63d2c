"""Writes workbooks that print well, can be filtered, and hold text that stays text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

Kind = Literal["text", "integer", "decimal", "date", "percent"]
LEFT = "←"  # in heading rows: this cell belongs to the one on its left
UP = "↑"  # in heading rows: this cell belongs to the one above
FORMATS = {"text": "@", "integer": "0", "decimal": "0.00", "percent": "0.00", "date": "yyyy-mm-dd"}
LONGEST_CELL = 32_767
LONGEST_TITLE = 31
TITLE_HEIGHT = 30
FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
THIN = Side(style="thin", color="808080")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD_FONT = Font(bold=True)
HEAD_FILL = PatternFill("solid", fgColor="F2F2F2")
TITLE_FONT = Font(bold=True, size=16)
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
START = Alignment(horizontal="left", vertical="center", wrap_text=True)
END = Alignment(horizontal="right", vertical="center")
ALIGNMENTS = {"text": START, "integer": END, "decimal": END, "percent": END, "date": CENTER}


@dataclass(frozen=True)
class ColumnOut:
    """A column: percent is a number of per cent (90.00), as the heading says the sign."""

    label: str
    kind: Kind = "text"
    width: float = 14


@dataclass
class SheetOut:
    """A worksheet: lines above, one or more rows of headings, rows, notes below.

    Heading rows are given only where cells of the head are merged; LEFT and UP say into which neighbour.
    """

    title: str
    columns: Sequence[ColumnOut]
    rows: Iterable[Sequence[object]]
    heading_rows: Sequence[Sequence[str]] = ()
    preface: Sequence[str] = ()
    notes: Sequence[str] = ()

    @property
    def head(self) -> list[Sequence[str]]:
        return list(self.heading_rows) or [[column.label for column in self.columns]]

    @property
    def head_first(self) -> int:
        return len(self.preface) + 1

    @property
    def head_last(self) -> int:
        return len(self.preface) + len(self.head)


@dataclass
class Progress:
    """How many rows a worksheet has so far, and which ranges are to be merged."""

    row: int = 0
    merges: list[CellRange] = field(default_factory=list)


def write_workbook(stream: BinaryIO, sheets: Sequence[SheetOut]) -> None:
    """Row by row, so that a long table needs no more memory than a short one."""
    workbook = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        page = workbook.create_sheet(free_title(sheet.title, taken))
        lay_out(page, sheet)
        fill(page, sheet)
    workbook.save(stream)


def free_title(title: str, taken: set[str]) -> str:
    """A name that the format allows and that no other sheet has."""
    plain = FORBIDDEN_IN_TITLE.sub(" ", clean(title)).strip(" '") or "表"
    name, number = plain[:LONGEST_TITLE], 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: LONGEST_TITLE - 4]} {number}"
    taken.add(name.lower())
    return name


def clean(text: object) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", str(text))[:LONGEST_CELL]


def lay_out(page: Worksheet, sheet: SheetOut) -> None:
    """What must be known before the first row is written."""
    for number, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    if sheet.preface:
        page.row_dimensions[1].height = TITLE_HEIGHT
    page.freeze_panes = f"A{sheet.head_last + 1}"
    page.print_title_rows = f"{sheet.head_first}:{sheet.head_last}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.oddFooter.center.text = "第 &P 页，共 &N 页"


def fill(page: Worksheet, sheet: SheetOut) -> None:
    progress = Progress()
    for number, line in enumerate(sheet.preface):
        add_line(page, progress, line, len(sheet.columns), is_title=number == 0)
    for labels in sheet.head:
        page.append([head_cell(page, label) for label in labels])
        progress.row += 1
    progress.merges += head_merges(sheet.head, sheet.head_first)
    pens = [Pen(page, column) for column in sheet.columns]
    for row in sheet.rows:
        page.append([pen.cell(value) for pen, value in zip(pens, row, strict=True)])
        progress.row += 1
    finish(page, sheet, progress)


def finish(page: Worksheet, sheet: SheetOut, progress: Progress) -> None:
    """The filter must end before the notes, which follow without a blank row."""
    if len(sheet.head) == 1:
        last = get_column_letter(len(sheet.columns))
        page.auto_filter.ref = f"A{sheet.head_last}:{last}{progress.row}"
    for line in sheet.notes:
        add_line(page, progress, line, len(sheet.columns))
    page.merged_cells = MultiCellRange(progress.merges)


def add_line(page: Worksheet, progress: Progress, line: str, width: int, is_title: bool = False) -> None:
    cell = text_cell(page, line)
    cell.alignment = CENTER if is_title else START
    if is_title:
        cell.font = TITLE_FONT
    page.append([cell])
    progress.row += 1
    if width > 1:
        progress.merges.append(
            CellRange(min_col=1, max_col=width, min_row=progress.row, max_row=progress.row)
        )


def text_cell(page: Worksheet, value: object) -> WriteOnlyCell:
    """Always a string with the quote prefix, whatever sign it begins with."""
    cell = WriteOnlyCell(page)
    cell.quotePrefix = True
    cell.number_format = FORMATS["text"]
    return worded(cell, value)


def worded(cell: WriteOnlyCell, value: object) -> WriteOnlyCell:
    cell.value = clean(value)
    cell.data_type = "s"  # after the value, which would make a formula of a leading "="
    return cell


def head_cell(page: Worksheet, label: str) -> WriteOnlyCell:
    cell = text_cell(page, "" if label in (LEFT, UP) else label)
    cell.font, cell.fill, cell.border, cell.alignment = HEAD_FONT, HEAD_FILL, GRID, CENTER
    return cell


class Pen:
    """Writes one column with two cells that are styled once, as styling is what costs time."""

    def __init__(self, page: Worksheet, column: ColumnOut) -> None:
        self.column = column
        self.words = text_cell(page, "")
        self.figures = WriteOnlyCell(page)
        self.figures.number_format = FORMATS[column.kind]
        for cell in (self.words, self.figures):
            cell.border = GRID
            cell.alignment = ALIGNMENTS[column.kind]

    def cell(self, value: object) -> WriteOnlyCell:
        """A word in a column of numbers, such as the dash for "does not apply", is written as a word."""
        if value is None or value == "":
            self.figures.value = None
            return self.figures
        if self.column.kind == "text" or isinstance(value, str):
            return worded(self.words, value)
        self.figures.value = value
        return self.figures


def head_merges(head: Sequence[Sequence[str]], first: int) -> list[CellRange]:
    """Each label with the cells to its right and below that say they belong to it."""
    return [
        CellRange(min_row=first + row, max_row=first + bottom, min_col=column + 1, max_col=right + 1)
        for row, labels in enumerate(head)
        for column, label in enumerate(labels)
        if label not in (LEFT, UP)
        for right, bottom in [reach(head, row, column)]
        if (right, bottom) != (column, row)
    ]


def reach(head: Sequence[Sequence[str]], row: int, column: int) -> tuple[int, int]:
    """The last column and the last row of the heading that begins here."""
    right, bottom = column, row
    while right + 1 < len(head[row]) and head[row][right + 1] == LEFT:
        right += 1
    while bottom + 1 < len(head) and head[bottom + 1][column] == UP:
        bottom += 1
    return right, bottom
