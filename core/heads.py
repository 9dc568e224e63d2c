"""The head of a table: rows of headings, and what each column below them means."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from core.grids import Grid, Merge
from core.headings import LEFT_OUT, Mark, Vocabulary, written_heading
from core.texts import without_blanks
from core.values import written
from core.workbooks import Cell

DEEPEST_HEAD = 3
LONGEST_LABEL = 30
TICKS = frozenset("√✓✔☑vV●★✅") | {"是", "有", "1", "对", "已", "Y", "y"}
CROSSES = frozenset("×✗✘✕xX□○-—/") | {"否", "无", "0", "没有", "N", "n", "--", "——"}
REPEATED = 3  # so many fields that come again make a second table
LOOKED_AT = 200
MOSTLY = 0.6  # totals and remarks stand in a ticked column too


@dataclass
class Head:
    """Rows of headings: the written label of each column, and its field or the word its tick says."""

    first: int
    last: int
    columns: range
    labels: dict[int, str] = field(default_factory=dict)
    fields: dict[int, str] = field(default_factory=dict)
    marks: dict[int, Mark] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    others: list["Head"] = field(default_factory=list)  # of tables beside this one

    @property
    def meanings(self) -> dict[int, str]:
        """The field of each column, ticked ones among them."""
        return self.fields | {column: mark.field for column, mark in self.marks.items()}


def head_at(grid: Grid, row: int, vocabulary: Vocabulary) -> Head | None:
    """The head that begins in this row, if one does."""
    if not may_begin_head(grid, row, vocabulary):
        return None
    last = row
    while last - row + 1 < DEEPEST_HEAD and continues_head(grid, row, last, vocabulary):
        last += 1
    parts = side_by_side(grid, row, last, vocabulary)
    head, *others = [head_of(grid, row, last, vocabulary, columns) for columns in parts]
    head.others = others
    found = set(head.meanings.values())
    enough = len(found) > 1 or (found and not head.unmapped and is_sure(head, grid, vocabulary))
    return head if enough and found & set(vocabulary.key_fields) else None


def is_sure(head: Head, grid: Grid, vocabulary: Vocabulary) -> bool:
    """A single heading must be known by its label: a word between the lines may look like one."""
    levels = levels_of(grid, head.first, head.last, head.columns)
    return any(vocabulary.told(parts) or vocabulary.field_of(parts) for parts in levels.values())


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
    """The longer head knows more columns; a line of words may look like headings, but not like new ones."""
    shorter, longer = (head_of(grid, first, row, vocabulary, grid.columns) for row in (last, last + 1))
    return len(longer.meanings) > len(shorter.meanings)


def head_of(grid: Grid, first: int, last: int, vocabulary: Vocabulary, columns: range) -> Head:
    """Reads the headings, the surest first; of two columns with one meaning the first has it."""
    head, parts = Head(first, last, columns), levels_of(grid, first, last, columns)
    head.labels = {column: written_heading(levels) for column, levels in parts.items()}
    open_columns = {column: levels for column, levels in parts.items() if not vocabulary.ignores(levels)}
    take_marks(head, grid, open_columns, vocabulary)
    for meaning in (vocabulary.told, vocabulary.whole, vocabulary.field_of, vocabulary.shaped):
        take(head, ((column, meaning(levels)) for column, levels in open_columns.items()))
    settle_asked(head, open_columns, vocabulary)
    known = head.meanings
    head.unmapped = [
        head.labels[column]
        for column, levels in open_columns.items()
        if not known.get(column) and vocabulary.told(levels) is None
    ]
    head.fields = {column: name for column, name in sorted(head.fields.items()) if name != LEFT_OUT}
    return head


def levels_of(grid: Grid, first: int, last: int, columns: range) -> dict[int, list[str]]:
    """The levels of the heading of each column that has one."""
    parts = {column: heading_parts(grid, first, last, column) for column in columns}
    return {column: levels for column, levels in parts.items() if levels}


def take(head: Head, meanings: Iterable[tuple[int, str | None]]) -> None:
    """Gives each column that is still open its field, unless another column has it."""
    for column, name in meanings:
        is_open = name is not None and column not in head.fields and column not in head.marks
        if is_open and (name == LEFT_OUT or name not in head.fields.values()):
            head.fields[column] = name


def take_marks(head: Head, grid: Grid, parts: dict[int, list[str]], vocabulary: Vocabulary) -> None:
    """Columns named after a word and ticked below it; one that may be a field must show a tick."""
    for column, levels in parts.items():
        mark = vocabulary.mark_of(levels)
        if mark is None or vocabulary.told(levels) is not None:
            continue
        marks = marks_below(grid, head.last, column)
        ticks, told = marks.count(True), len(marks) - marks.count(None)
        is_field = vocabulary.field_of(levels) or vocabulary.shaped(levels)
        if told >= MOSTLY * len(marks) and (not is_field or ticks > len(marks) - told):
            head.marks[column] = mark


def marks_below(grid: Grid, last: int, column: int) -> list[bool | None]:
    cells = (grid.value(row, column) for row in range(last + 1, grid.height + 1))
    return [mark_in(cell) for cell in islice((cell for cell in cells if cell is not None), LOOKED_AT)]


def mark_in(cell: Cell) -> bool | None:
    """A tick, a cross, or neither of them."""
    text = without_blanks(written(cell))
    return True if text in TICKS else False if text in CROSSES else None


def settle_asked(head: Head, parts: dict[int, list[str]], vocabulary: Vocabulary) -> None:
    """Headings that may stand for several fields are read where their neighbours leave no doubt."""
    open_columns = [column for column in parts if column not in head.meanings]
    for column, question in ((column, vocabulary.question(parts[column])) for column in open_columns):
        if question is None:
            continue
        left, right = (neighbour(head, column, parts, step) for step in (-1, 1))
        name = vocabulary.settled(question, left, right, head.meanings.values())
        if name is None or (name in head.meanings.values() and name != LEFT_OUT):
            head.asked.append((head.labels[column], vocabulary.asked[question]))
        else:
            head.fields[column] = name


def neighbour(head: Head, column: int, parts: dict[int, list[str]], step: int) -> str | None:
    """The meaning of the next column with a heading on this side."""
    on_this_side = [other for other in parts if (other - column) * step > 0]
    nearest = min(on_this_side, key=lambda other: abs(other - column), default=None)
    return head.meanings.get(nearest)


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
    for left in range(column, 0, -1):
        if all(grid.value(below, left) is None for below in range(row + 1, last + 1)):
            return None
        if grid.value(row, left) is not None:
            return grid.value(row, left)
    return None


# Tables side by side


def side_by_side(grid: Grid, first: int, last: int, vocabulary: Vocabulary) -> list[range]:
    """The columns of each table that stands beside another under one head: one where the keys come again."""
    meanings = surest_meanings(levels_of(grid, first, last, grid.columns), vocabulary)
    start = second_table(meanings, vocabulary)
    if start is None:
        return [grid.columns]
    return [range(1, start), range(start, grid.columns.stop)]


def surest_meanings(parts: dict[int, list[str]], vocabulary: Vocabulary) -> dict[int, str | None]:
    """What each heading says by itself; a serial number says nothing, but may begin a table."""
    return {column: vocabulary.told(levels) or vocabulary.meaning(levels) for column, levels in parts.items()}


def second_table(meanings: dict[int, str | None], vocabulary: Vocabulary) -> int | None:
    """The first column of what repeats the table to its left."""
    columns = list(meanings)
    for place, column in enumerate(columns):
        seen = {meanings[other] for other in columns[:place]} - {None, LEFT_OUT}
        if meanings[column] not in seen or meanings[column] not in vocabulary.key_fields:
            continue
        again = seen & {meanings[other] for other in columns[place:]}
        if len(again) >= REPEATED or set(vocabulary.key_fields) <= again:
            return begin_of_block(meanings, columns[:place], column)
    return None


def begin_of_block(meanings: dict[int, str | None], before: list[int], column: int) -> int:
    """Steps back over the serial number and what else comes again before the key."""
    for other in reversed(before):
        earlier = {meanings[each] for each in before if each < other}
        if meanings[other] in earlier and (meanings[other] is not None or other + 1 == column):
            column = other
        else:
            break
    return column
