"""Reading and writing workbooks, and nothing else."""

from core.workbooks.errors import WorkbookError
from core.workbooks.marking import mark_workbook
from core.workbooks.reading import Book, Cell, CellError, RawSheet, read_book, read_workbook
from core.workbooks.writing import LEFT, UP, ColumnOut, SheetOut, write_workbook

__all__ = [
    "LEFT",
    "UP",
    "Book",
    "Cell",
    "CellError",
    "ColumnOut",
    "RawSheet",
    "SheetOut",
    "WorkbookError",
    "mark_workbook",
    "read_book",
    "read_workbook",
    "write_workbook",
]
