"""Reading and writing workbooks, and nothing else."""

from core.workbooks.errors import WorkbookError
from core.workbooks.marking import mark_workbook
from core.workbooks.reading import Book, Cell, CellError, RawSheet, read_book, read_workbook
from core.workbooks.templates import EXAMPLE, TemplateColumn, write_template
from core.workbooks.writing import LEFT, UP, ColumnOut, SheetOut, write_workbook

__all__ = [
    "EXAMPLE",
    "LEFT",
    "UP",
    "Book",
    "Cell",
    "CellError",
    "ColumnOut",
    "RawSheet",
    "SheetOut",
    "TemplateColumn",
    "WorkbookError",
    "mark_workbook",
    "read_book",
    "read_workbook",
    "write_template",
    "write_workbook",
]
