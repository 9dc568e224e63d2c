"""The cells of a worksheet by row and column, with its merged cells."""

from collections.abc import Iterator
from typing import NamedTuple

from core.values import written
from core.workbooks import Cell, RawSheet

MOST_MERGED_CELLS = 1_500_000  # honest merges never overlap, so they cannot cover more than the sheet


class Merge(NamedTuple):
    """A merged range; both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


class Grid:
    """Rows and columns are counted from 1, as people see them."""

    def __init__(self, sheet: RawSheet) -> None:
        self.rows = [[without_content(cell) for cell in row] for row in sheet.rows]
        self.height = len(sheet.rows)
        self.columns = range(1, max(map(len, sheet.rows), default=0) + 1)
        self.merged = dict(self.cells_of_merges(sheet))

    def cells_of_merges(self, sheet: RawSheet) -> Iterator[tuple[tuple[int, int], Merge]]:
        budget = MOST_MERGED_CELLS
        for merge in (self.clipped(Merge(*each)) for each in sheet.merges):
            budget -= merge.area
            if budget < 0:
                return
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, merge.right + 1):
                    yield (row, column), merge

    def clipped(self, merge: Merge) -> Merge:
        return merge._replace(
            bottom=min(merge.bottom, self.height), right=min(merge.right, len(self.columns))
        )

    def row(self, row: int) -> list[Cell]:
        return self.rows[row - 1] if 0 < row <= self.height else []

    def value(self, row: int, column: int) -> Cell:
        cells = self.row(row)
        return cells[column - 1] if column <= len(cells) else None

    def filled(self, row: int) -> Iterator[tuple[int, Cell]]:
        """Columns with content of their own."""
        return ((column, value) for column, value in enumerate(self.row(row), 1) if value is not None)

    def text_of(self, row: int, columns: range | None = None) -> str:
        """The content of a row on one line, cells well apart."""
        within = self.columns if columns is None else columns
        return "    ".join(written(value).strip() for column, value in self.filled(row) if column in within)

    def merge_at(self, row: int, column: int) -> Merge | None:
        return self.merged.get((row, column))

    def merged_value(self, row: int, column: int, first: int) -> Cell:
        """The value a reader sees in the cell, unless it comes from above the first row."""
        merge = self.merge_at(row, column)
        if merge is None or merge.top < first:
            return self.value(row, column)
        return self.value(merge.top, merge.left)

    def value_from_above(self, row: int, column: int, head_last: int) -> Cell:
        """What a vertical merge that began in an earlier line gives to this row."""
        merge = self.merge_at(row, column)
        if merge is None or not head_last < merge.top < row or merge.left != column:
            return None
        return self.value(merge.top, column)

    def span_width(self, row: int, column: int) -> int:
        merge = self.merge_at(row, column)
        return 1 if merge is None else merge.right - merge.left + 1

    def is_wide(self, row: int, column: int) -> bool:
        return self.span_width(row, column) > 1


def without_content(cell: Cell) -> Cell:
    """Blanks alone are nothing."""
    return None if isinstance(cell, str) and not cell.strip() else cell
