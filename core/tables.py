"""Finds the table in a worksheet: its head below titles, its lines, and what is neither."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from core.grids import Grid
from core.headings import Mark, Vocabulary
from core.heads import Head, head_at, mark_in
from core.reported import reported_on, reporting_unit
from core.texts import squeezed, without_blanks
from core.values import written
from core.workbooks import EXAMPLE, Cell, RawSheet

__all__ = ["Line", "Skipped", "Table", "Vocabulary", "find_table", "reported_on", "reporting_unit"]

WIDE = 3  # a cell merged over so many columns is a title, not a value
TOTAL_WORD = re.compile("[合小总共累]计")
TOTAL = re.compile(r".{0,12}(?:合计|小计|总计|共计|累计)(?:\(.{0,12}\))?:?(?:\d+[家个户名人]?)?")
FOOTER = re.compile(
    r"(?:填报人|填表人|填报单位|审核人?|复核人?|审批人|制表人?|单位负责人|负责人|主管领导|分管领导|经办人|联系人|联系电话"
    r"|(?:党工?委)?书记(?=\(?签)|填报说明|填表说明|说明|备注|注|附注|附|填报日期|填表日期|填报时间|上报时间|日期)"
    r"(?:\(.{0,8}\)|签字|签名)?\d?[:.、].*"
)
SIGNATURE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|_*年_*月_*日|.{0,20}\(?(?:盖章|签字|签章|公章)\)?:?")
CHAPTER = re.compile(r"(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.])")
DEPTHS = tuple(
    map(re.compile, (r"[一二三四五六七八九十]+[、.]", r"\([一二三四五六七八九十]+\)", r"\d+[、.]"))
)
ORDINALS = ("甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz")
Reason = Literal["heading", "total", "note", "title", "example"]


@dataclass(frozen=True)
class Line:
    """One row of the table: raw values by field; those that a merged cell gives to several rows are named."""

    row: int
    cells: dict[str, Cell]
    filled_from_merge: set[str] = field(default_factory=set)
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)  # written label by field
    titles: tuple[str, ...] = ()  # of the group of lines, the widest first
    block: int = 0  # which of the tables side by side


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


class TableReader:
    """Walks down from the head and sorts the rows into lines, skipped rows and blank ones."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, head: Head) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.unlabelled: Counter[int] = Counter()
        self.titles: tuple[tuple[int, str], ...] = ()
        self.under(head)

    def under(self, head: Head) -> None:
        """From here on this head holds, with the tables beside it."""
        self.head, self.head_ends = head, head.last
        self.blocks = [Block(block, each) for block, each in enumerate([head, *head.others])]

    def read(self, name: str) -> Table:
        head = self.head
        context = [self.grid.text_of(row) for row in range(1, head.first) if self.grid.text_of(row)]
        for text in context:
            if CHAPTER.match(without_blanks(text)):
                self.begin_group(text)
        table = Table(name, [head.first, head.last], {}, [], context)
        table.places = {field: column for column, field in head.fields.items()}
        self.tell(table)
        row = head.last + 1
        while row <= self.grid.height:
            row = self.take_head(table, row) or self.take_row(table, row)
        table.unmapped += [f"第{column}列" for column in sorted(self.unlabelled)]
        return table

    def tell(self, table: Table) -> None:
        """Adds to the table what the headings say."""
        for block in self.blocks:
            for label, name in block.columns.items():
                table.columns.setdefault(label, name)
            table.unmapped += [label for label in block.head.unmapped if label not in table.unmapped]
            table.asked += [question for question in block.head.asked if question not in table.asked]

    def take_head(self, table: Table, row: int) -> int | None:
        """A head in the middle is dropped; if its columns differ, they hold from there."""
        again = self.repeated_head(row) or self.other_head(row)
        if again is None:
            return None
        if again is not self.head:
            self.under(again)
            self.tell(table)
        for block in self.blocks:
            block.in_notes = False
        self.head_ends = last = row + again.last - again.first
        table.skipped += [self.skip(number, "heading", self.grid.columns) for number in range(row, last + 1)]
        return last + 1

    def repeated_head(self, row: int) -> Head | None:
        """The same cells again, as a printed table has them on each page."""
        head, height = self.head, self.head.last - self.head.first
        same = all(
            self.grid.row(row + step) == self.grid.row(head.first + step) for step in range(height + 1)
        )
        return head if same else None

    def other_head(self, row: int) -> Head | None:
        """A row with a number or a day is no head, nor one that means much less than the head so far."""
        if not all(isinstance(value, str) and not value.isdigit() for _, value in self.grid.filled(row)):
            return None
        head = head_at(self.grid, row, self.vocabulary)
        return head if head and len(head.meanings) * 2 >= len(self.head.meanings) else None

    def take_row(self, table: Table, row: int) -> int:
        filled = list(self.grid.filled(row))
        for block in self.blocks if filled else ():
            content = [each for each in filled if each[0] in block.head.columns]
            if content:
                self.take_part(table, block, row, content)
        return row + 1

    def take_part(self, table: Table, block: "Block", row: int, content: list[tuple[int, Cell]]) -> None:
        reason = self.reason_to_skip(block, row, content)
        if reason == "title":
            self.begin_group(written(content[0][1]))
        if reason:
            table.skipped.append(self.skip(row, reason, block.head.columns))
        elif any(column in block.meanings for column, _ in content):
            table.lines.append(self.line(block, row))
            self.unlabelled.update(column for column, _ in content if column not in block.head.labels)
        elif any(isinstance(value, str) for _, value in content):
            table.skipped.append(self.skip(row, "note", block.head.columns))

    def skip(self, row: int, reason: Reason, columns: range) -> Skipped:
        return Skipped(row, reason, self.grid.text_of(row, columns))

    def begin_group(self, title: str) -> None:
        """A title ends the groups of its own depth and below."""
        depth = depth_of(title)
        self.titles = (*(each for each in self.titles if each[0] < depth), (depth, squeezed(title)))

    def reason_to_skip(self, block: "Block", row: int, content: list[tuple[int, Cell]]) -> Reason | None:
        texts = [(column, without_blanks(value)) for column, value in content if isinstance(value, str)]
        if row == self.head_ends + 1 and is_numbering([value for _, value in content]):
            return "heading"
        if without_blanks(content[0][1]).startswith(without_blanks(EXAMPLE)):
            return "example"
        if any(is_total(text) for text in self.names_of_row(block, texts)):
            return "total"
        if self.is_title(block, row, content):
            block.in_notes = False
            return "title"
        if self.is_note(block, content, texts):
            block.in_notes = True
            return "note"
        return None

    def is_title(self, block: "Block", row: int, content: list[tuple[int, Cell]]) -> bool:
        """A cell alone in its row: numbered like a chapter, as the vocabulary has it, or merged across."""
        if len(content) > 1 or not isinstance(content[0][1], str):
            return False
        [(column, value)] = content
        text, known = without_blanks(value), self.vocabulary.title
        if CHAPTER.match(text) or (known and known.fullmatch(text)):
            return True
        wide = self.grid.span_width(row, column) >= WIDE
        return wide and not block.in_notes and not FOOTER.fullmatch(text)

    def names_of_row(self, block: "Block", texts: list[tuple[int, str]]) -> Iterator[str]:
        """Where a row says what it is: its first text, and its key columns."""
        for place, (column, text) in enumerate(texts):
            if place == 0 or block.meanings.get(column) in self.vocabulary.key_fields:
                yield text

    def is_note(self, block: "Block", content: list[tuple[int, Cell]], texts: list[tuple[int, str]]) -> bool:
        """Signatures and remarks under the table; after the first, single cells belong to them."""
        if len(content) == 1 and (block.in_notes or self.is_signature(block, content[0])):
            return True
        if not texts or texts[0][0] != content[0][0] or not FOOTER.fullmatch(texts[0][1]):
            return False
        keys = {column for column, name in block.meanings.items() if name in self.vocabulary.key_fields}
        named = [column for column, _ in content[1:] if column in keys]
        return all(FOOTER.fullmatch(text) for column, text in texts if column in named) and set(named) <= {
            column for column, _ in texts
        }

    def is_signature(self, block: "Block", cell: tuple[int, Cell]) -> bool:
        """A day or a seal alone in a row, as they stand below a table."""
        return SIGNATURE.fullmatch(without_blanks(written(cell[1]))) is not None

    def line(self, block: "Block", row: int) -> Line:
        cells, filled = {}, set()
        for column, name in block.head.fields.items():
            cells[name], from_above = self.cell(block, row, column)
            if from_above:
                filled.add(name)
        for name, words in block.ticked(self, row).items():
            said = [] if cells.get(name) is None else [written(cells[name])]
            cells[name] = "、".join([*said, *words]) or None
        titles = tuple(title for _, title in self.titles)
        return Line(row, cells, filled, block.labels, titles, block.number)

    def cell(self, block: "Block", row: int, column: int) -> tuple[Cell, bool]:
        """The value of a cell, and whether a merge gives it from a line above."""
        above = self.grid.value_from_above(row, column, block.head.last) if self.grid.merged else None
        return (self.grid.value(row, column), False) if above is None else (above, True)


class Block:
    """One of the tables that stand side by side, mostly the only one."""

    def __init__(self, number: int, head: Head) -> None:
        self.number = number
        self.head = head
        self.meanings = head.meanings
        self.columns = {head.labels[column]: name for column, name in self.meanings.items()}
        self.labels = {name: label for label, name in self.columns.items()}
        self.in_notes = False

    def ticked(self, reader: TableReader, row: int) -> dict[str, list[str]]:
        """What the ticks of a line say, by field; a cell that is no mark is kept as it is."""
        words: dict[str, list[str]] = {}
        for column, mark in self.head.marks.items():
            cell, _ = reader.cell(self, row, column)
            word = word_of(mark, cell)
            words.setdefault(mark.field, []).extend([word] if word else [])
        return words


def word_of(mark: Mark, cell: Cell) -> str:
    if cell is None:
        return ""
    ticked = mark_in(cell)
    if ticked is None:
        return written(cell)
    return mark.yes if ticked else mark.no


def is_total(text: str) -> bool:
    return TOTAL_WORD.search(text) is not None and TOTAL.fullmatch(text) is not None


def depth_of(title: str) -> int:
    """Chapters are 一、 then （一） then 1."""
    text = without_blanks(title)
    return next((depth for depth, mark in enumerate(DEPTHS, 1) if mark.match(text)), 1)


def is_numbering(values: list[Cell]) -> bool:
    """A row that only numbers the columns: 1 2 3, 甲 乙 1 2, A B C."""
    marks = [without_blanks(value).casefold().strip("()") for value in values]
    letters = [mark for mark in marks if any(mark in alphabet for alphabet in ORDINALS)]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    in_order = all(after == before + 1 for before, after in pairwise(numbers))
    return len(marks) > 2 and len(letters) + len(numbers) == len(marks) and in_order
