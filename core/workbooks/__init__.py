"""Reading and writing workbooks, and nothing else."""

from core.workbooks.errors import WorkbookError
from core.workbooks.reading import Cell, RawSheet, read_workbook
from core.workbooks.writing import LEFT, UP, ColumnOut, SheetOut, write_workbook

__all__ = [
    "LEFT",
    "UP",
    "Cell",
    "ColumnOut",
    "RawSheet",
    "SheetOut",
    "WorkbookError",
    "read_workbook",
    "write_workbook",
]
