"""Finds the table in a worksheet: its head below titles, its lines, and what is neither."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from core.grids import Grid, Merge
from core.headings import Vocabulary, written_heading
from core.reported import reported_on, reporting_unit
from core.texts import without_blanks
from core.workbooks import EXAMPLE, Cell, RawSheet

__all__ = ["Line", "Skipped", "Table", "Vocabulary", "find_table", "reported_on", "reporting_unit"]

DEEPEST_HEAD = 3
LONGEST_LABEL = 30
WIDE = 3  # a cell merged over so many columns is a title, not a value
TOTAL = re.compile(r".{0,8}(?:合计|小计|总计|共计|累计)(?:\(.{0,8}\))?:?")
FOOTER = re.compile(
    r"(?:填报人|填表人|填报单位|审核人|复核人|审批人|制表人?|单位负责人|负责人|经办人|联系人|联系电话"
    r"|填报说明|填表说明|说明|备注|注|附注|附|填报日期|填表日期|填报时间|日期)(?:\(.{0,8}\))?\d?[:.、].*"
)
CHAPTER = re.compile(r"(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.])")
ORDINALS = ("甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz")
Reason = Literal["heading", "total", "note", "title", "example"]


@dataclass(frozen=True)
class Head:
    """Rows of headings: the field and the written label of each column."""

    first: int
    last: int
    labels: dict[int, str]
    fields: dict[int, str]
    unmapped: list[str]


@dataclass(frozen=True)
class Line:
    """One row of the table: raw values by field; those that a merged cell gives to several rows are named."""

    row: int
    cells: dict[str, Cell]
    filled_from_merge: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Skipped:
    """A row with content that is not a line of the table, and why."""

    row: int
    reason: Reason
    text: str


@dataclass
class Table:
    """A table as it was found; columns holds the labels as they are written."""

    name: str
    header_rows: list[int]
    columns: dict[str, str]
    unmapped: list[str]
    context: list[str]
    lines: list[Line] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)


def find_table(sheet: RawSheet, vocabulary: Vocabulary) -> Table | None:
    grid = Grid(sheet)
    heads = (head_at(grid, row, vocabulary) for row in range(1, grid.height + 1))
    head = next(filter(None, heads), None)
    return None if head is None else TableReader(grid, vocabulary, head).read(sheet.name)


# The head


def head_at(grid: Grid, row: int, vocabulary: Vocabulary) -> Head | None:
    """The head that begins in this row, if one does."""
    if not may_begin_head(grid, row, vocabulary):
        return None
    last = row
    while last - row + 1 < DEEPEST_HEAD and continues_head(grid, row, last, vocabulary):
        last += 1
    head = head_of(grid, row, last, vocabulary)
    found = set(head.fields.values())
    enough = len(found) > 1 or (found and not head.unmapped)
    return head if enough and found & set(vocabulary.key_fields) else None


def may_begin_head(grid: Grid, row: int, vocabulary: Vocabulary) -> bool:
    """A row with a known label, or a row of groups: several headings, each merged over others."""
    texts = {column: text for column, text in grid.filled(row) if isinstance(text, str)}
    if any(len(text) <= LONGEST_LABEL and vocabulary.knows(text) for text in texts.values()):
        return True
    return len(texts) > 1 and all(grid.merge_at(row, column) for column in texts)


def continues_head(grid: Grid, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Merged cells lead into the next row, or its words make more of the head."""
    if last >= grid.height:
        return False
    if any(leads_down(grid.merge_at(last, column), first, last) for column in grid.columns):
        return True
    below = list(grid.filled(last + 1))
    if not below or not all(isinstance(text, str) and len(text) <= LONGEST_LABEL for _, text in below):
        return False
    return all(grid.is_wide(last, column) for column, _ in below) or grows(grid, first, last, vocabulary)


def leads_down(merge: Merge | None, first: int, last: int) -> bool:
    return merge is not None and merge.top >= first and merge.bottom > last


def grows(grid: Grid, first: int, last: int, vocabulary: Vocabulary) -> bool:
    shorter, longer = (head_of(grid, first, row, vocabulary) for row in (last, last + 1))
    return len(longer.fields) > len(shorter.fields)


def head_of(grid: Grid, first: int, last: int, vocabulary: Vocabulary) -> Head:
    """Reads the headings; of two columns with one meaning the first has it."""
    head = Head(first, last, {}, {}, [])
    for column in grid.columns:
        parts = heading_parts(grid, first, last, column)
        if parts:
            head.labels[column] = written_heading(parts)
        if not parts or vocabulary.ignores(parts):
            continue
        name = vocabulary.field_of(parts)
        if name is None or name in head.fields.values():
            head.unmapped.append(head.labels[column])
        else:
            head.fields[column] = name
    return head


def heading_parts(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """The levels of a heading from the top, each once."""
    parts: list[str] = []
    for row in range(first, last + 1):
        text = grid.merged_value(row, column, first)
        if text is None and row < last:
            text = group_to_the_left(grid, row, last, column)
        if isinstance(text, str) and text.strip() and text not in parts[-1:]:
            parts.append(text)
    return parts


def group_to_the_left(grid: Grid, row: int, last: int, column: int) -> Cell:
    """Without merged cells a group stands over its first column only."""
    if grid.value(last, column) is None:
        return None
    for left in range(column - 1, 0, -1):
        if grid.value(last, left) is None:
            return None
        if grid.value(row, left) is not None:
            return grid.value(row, left)
    return None


# The lines


class TableReader:
    """Walks down from the head and sorts the rows into lines, skipped rows and blank ones."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, head: Head) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.head = head
        self.unlabelled: Counter[int] = Counter()
        self.in_notes = False

    def read(self, name: str) -> Table:
        head = self.head
        context = [self.grid.text_of(row) for row in range(1, head.first) if self.grid.text_of(row)]
        columns = {head.labels[column]: field for column, field in head.fields.items()}
        table = Table(name, [head.first, head.last], columns, list(head.unmapped), context)
        table.places = {field: column for column, field in head.fields.items()}
        row = head.last + 1
        while row <= self.grid.height:
            row = self.take_head(table, row) or self.take_row(table, row)
        table.unmapped += [f"第{column}列" for column in sorted(self.unlabelled)]
        return table

    def take_head(self, table: Table, row: int) -> int | None:
        """A head in the middle is dropped; if its columns differ, they hold from there."""
        again = self.repeated_head(row) or head_at(self.grid, row, self.vocabulary)
        if again is None:
            return None
        self.head, self.in_notes = again, False
        for column, field_name in again.fields.items():
            table.columns.setdefault(again.labels[column], field_name)
        table.unmapped += [label for label in again.unmapped if label not in table.unmapped]
        table.skipped += [self.skip(number, "heading") for number in range(again.first, again.last + 1)]
        return again.last + 1

    def repeated_head(self, row: int) -> Head | None:
        """The same cells again, as a printed table has them on each page."""
        head, height = self.head, self.head.last - self.head.first
        same = all(
            self.grid.row(row + step) == self.grid.row(head.first + step) for step in range(height + 1)
        )
        return Head(row, row + height, head.labels, head.fields, head.unmapped) if same else None

    def take_row(self, table: Table, row: int) -> int:
        content = list(self.grid.filled(row))
        if content:
            reason = self.reason_to_skip(row, content)
            if reason:
                table.skipped.append(self.skip(row, reason))
            elif any(column in self.head.fields for column, _ in content):
                table.lines.append(self.line(row))
                self.unlabelled.update(column for column, _ in content if column not in self.head.labels)
            elif any(isinstance(value, str) for _, value in content):
                table.skipped.append(self.skip(row, "note"))
        return row + 1

    def skip(self, row: int, reason: Reason) -> Skipped:
        return Skipped(row, reason, self.grid.text_of(row))

    def reason_to_skip(self, row: int, content: list[tuple[int, Cell]]) -> Reason | None:
        texts = [(column, without_blanks(value)) for column, value in content if isinstance(value, str)]
        if row == self.head.last + 1 and is_numbering([value for _, value in content]):
            return "heading"
        if without_blanks(content[0][1]).startswith(without_blanks(EXAMPLE)):
            return "example"
        if any(TOTAL.fullmatch(text) for text in self.names_of_row(texts)):
            return "total"
        if self.is_note(content, texts):
            self.in_notes = True
            return "note"
        return "title" if self.is_title(row, content) else None

    def is_title(self, row: int, content: list[tuple[int, Cell]]) -> bool:
        """A cell alone in its row that is merged across the table or numbered like a chapter."""
        if len(content) > 1:
            return False
        [(column, value)] = content
        wide = self.grid.span_width(row, column) >= WIDE
        return wide or CHAPTER.match(without_blanks(value)) is not None

    def names_of_row(self, texts: list[tuple[int, str]]) -> Iterator[str]:
        """Where a row says what it is: its first text, and its key columns."""
        for place, (column, text) in enumerate(texts):
            if place == 0 or self.head.fields.get(column) in self.vocabulary.key_fields:
                yield text

    def is_note(self, content: list[tuple[int, Cell]], texts: list[tuple[int, str]]) -> bool:
        """Signatures and remarks under the table; after the first, single cells belong to them."""
        if self.in_notes and len(content) == 1:
            return True
        keys = [column for column, _ in content if self.head.fields.get(column) in self.vocabulary.key_fields]
        starts = bool(texts) and texts[0][0] == content[0][0] and FOOTER.fullmatch(texts[0][1]) is not None
        return starts and keys in ([], [content[0][0]])

    def line(self, row: int) -> Line:
        cells, filled = {}, set()
        for column, name in self.head.fields.items():
            cells[name] = self.grid.value(row, column)
            above = self.grid.value_from_above(row, column, self.head.last)
            if above is not None:
                cells[name] = above
                filled.add(name)
        return Line(row, cells, filled)


def is_numbering(values: list[Cell]) -> bool:
    """A row that only numbers the columns: 1 2 3, 甲 乙 1 2, A B C."""
    marks = [without_blanks(value).casefold() for value in values]
    letters = [mark for mark in marks if any(mark in alphabet for alphabet in ORDINALS)]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    in_order = all(after == before + 1 for before, after in pairwise(numbers))
    return len(marks) > 2 and len(letters) + len(numbers) == len(marks) and in_order
