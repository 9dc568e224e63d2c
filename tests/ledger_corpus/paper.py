"""Worksheets written row by row, with the right answer kept beside."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.ledger_corpus.truth import Record
from tests.workbook_factory import saved


class Col(NamedTuple):
    """A column: the levels of its heading from the top, and what stands in the cell of a unit."""

    heading: str
    value: Callable[[Record], object]

    @property
    def levels(self) -> list[str]:
        return self.heading.split("|")


@dataclass
class Sheet:
    """One worksheet under way."""

    name: str
    columns: list[Col]
    left: int = 0  # blank columns before the table
    missing: tuple[str, ...] = ()
    rows: list[list[object]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    answers: dict[int, list[dict]] = field(default_factory=dict)
    hidden: bool = False
    hidden_columns: tuple[str, ...] = ()

    def put(self, *cells: object) -> int:
        """A row of its own; returns its number."""
        self.rows.append([None] * self.left + list(cells))
        return len(self.rows)

    def wide(self, text: str, columns: int = 0) -> int:
        """A cell merged across the table."""
        row = self.put(text)
        self.merge(row, 1, row, columns or len(self.columns))
        return row

    def merge(self, top: int, first: int, bottom: int, last: int) -> None:
        if (top, first) != (bottom, last):
            self.merges.append((top, first + self.left, bottom, last + self.left))

    def head(self, merged: bool = True) -> None:
        """Headings of as many rows as the deepest has levels."""
        depth = max(len(column.levels) for column in self.columns)
        top = len(self.rows) + 1
        for level in range(depth):
            self.put(*(self.heading(place, level) for place in range(len(self.columns))))
        for place, column in enumerate(self.columns, 1) if merged else ():
            self.merge_heading(top, depth, place, column)

    def heading(self, place: int, level: int) -> str | None:
        levels = self.columns[place].levels
        if level >= len(levels):
            return None
        before = self.columns[place - 1].levels if place else []
        grouped = level + 1 < len(levels) and before[: level + 1] == levels[: level + 1]
        return None if grouped else levels[level]

    def merge_heading(self, top: int, depth: int, place: int, column: Col) -> None:
        last = len(column.levels)
        self.merge(top + last - 1, place, top + depth - 1, place)
        for level in range(last - 1):
            above = column.levels[: level + 1]
            width = sum(
                other.levels[: level + 1] == above and len(other.levels) > level + 1 for other in self.columns
            )
            if self.heading(place - 1, level):
                self.merge(top + level, place, top + level, place + width - 1)

    def line(self, record: Record, **over: object) -> int:
        """The row of a unit; `over` replaces cells by heading."""
        row = self.put(*(over.get(column.heading, column.value(record)) for column in self.columns))
        self.answers[row] = [record.expected(self.missing)]
        return row

    def lines(self, records: Iterable[Record]) -> None:
        for record in records:
            self.line(record)

    def joined(self, records: Iterable[Record], *headings: str, blank: bool = False) -> None:
        """Lines in which the cells of a joint branch are merged down, or left blank below the first."""
        groups: list[tuple[Record, list[int]]] = []
        for record in records:
            same = groups and record.organization and groups[-1][0].organization == record.organization
            over = dict.fromkeys(headings) if same else {}
            row = self.line(record, **over)
            groups[-1][1].append(row) if same else groups.append((record, [row]))
        for _, rows in groups if not blank else ():
            self.merge_down(rows, headings)

    def merge_down(self, rows: list[int], headings: Iterable[str]) -> None:
        for place, column in enumerate(self.columns, 1):
            if column.heading in headings:
                self.merge(rows[0], place, rows[-1], place)

    def total(self, word: str, records: list[Record]) -> None:
        cells: list[object] = [None] * len(self.columns)
        cells[0] = word
        self.put(*cells[:-2], len(records), sum(record.employees for record in records))


@dataclass
class Layout:
    """A file with what its rows must be read as, and what is said beside the file."""

    name: str
    sheets: list[Sheet]
    area: str | None = None
    text: str = ""  # the encoding, when it is a file with separated values

    @property
    def file_name(self) -> str:
        return f"{self.name}.{'csv' if self.text else 'xlsx'}"

    def data(self) -> bytes:
        return self.separated() if self.text else saved(self.workbook())

    def separated(self) -> bytes:
        stream = io.StringIO()
        csv.writer(stream).writerows(self.sheets[0].rows)
        return stream.getvalue().encode(self.text)

    def workbook(self) -> Workbook:
        workbook = Workbook()
        workbook.remove(workbook.active)
        for sheet in self.sheets:
            fill(workbook.create_sheet(sheet.name), sheet)
        return workbook

    def answers(self) -> dict[tuple[str, int, int], dict]:
        return {
            (self.name if self.text else sheet.name, row, block): answer
            for sheet in self.sheets
            for row, blocks in sheet.answers.items()
            for block, answer in enumerate(blocks)
        }


def fill(worksheet, sheet: Sheet) -> None:
    for row in sheet.rows:
        worksheet.append(row)
    for top, first, bottom, last in sheet.merges:
        worksheet.merge_cells(start_row=top, start_column=first, end_row=bottom, end_column=last)
    for place, column in enumerate(sheet.columns, 1 + sheet.left):
        if column.heading in sheet.hidden_columns:
            worksheet.column_dimensions[get_column_letter(place)].hidden = True
    worksheet.sheet_state = "hidden" if sheet.hidden else "visible"
