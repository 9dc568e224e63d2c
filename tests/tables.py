"""Small tables for imports, and lists of the portal as its export writes them."""

import csv
import io

from openpyxl import load_workbook

from core.exports import export_sheet
from core.sheets import Sheet
from core.workbooks import write_workbook
from tests.factories import TODAY


def table(*lines: dict, title: str = "") -> bytes:
    """A text file with the headings of all lines, in the order in which they come up."""
    head = list(dict.fromkeys(heading for line in lines for heading in line))
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([[title]] if title else [])
    writer.writerow(head)
    writer.writerows([line.get(heading, "") for heading in head] for line in lines)
    return stream.getvalue().encode()


def exported(sheet: Sheet, day=TODAY, edits: dict | None = None) -> bytes:
    """The list with every column it has as a workbook; `edits` are {(line, heading): text}, lines from 0."""
    rows = sheet.prepare(sheet.model.objects.all(), day, sheet.columns)
    stream = io.BytesIO()
    write_workbook(stream, [export_sheet(sheet, rows, sheet.columns, f"截至 {day.isoformat()}")])
    return edited(stream.getvalue(), edits) if edits else stream.getvalue()


def edited(data: bytes, edits: dict) -> bytes:
    book = load_workbook(io.BytesIO(data))
    page = book.active
    head = next(row for row in page.iter_rows() if sum(cell.value is not None for cell in row) > 1)
    columns = {cell.value: cell.column for cell in head}
    for (line, heading), text in edits.items():
        page.cell(head[0].row + 1 + line, columns[heading], text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
