"""A list as a workbook: exactly the rows in view, told to the audit trail."""

from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponse

from core.audit import Actor, record_event
from core.sheets import Column, Sheet
from core.workbooks import ColumnOut, SheetOut, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 20_000
EXPORTED = "导出"
TOO_MANY = "共 {count} 行，一次最多导出 {most} 行，请先缩小筛选范围。"
FIELD_KINDS = {"DateField": "date", "DecimalField": "decimal"}


def workbook_response(sheets: list[SheetOut], file_name: str) -> HttpResponse:
    """Return the workbook as a download with its Chinese file name."""
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = (
        f"attachment; filename=\"export.xlsx\"; filename*=UTF-8''{quote(file_name)}"
    )
    write_workbook(response, sheets)
    return response


def export_sheet(sheet: Sheet, rows, columns: tuple[Column, ...], subtitle: str) -> SheetOut:
    """Return the sheet with the same columns and rows as the page."""
    return SheetOut(
        title=sheet.title,
        columns=[ColumnOut(c.heading(sheet.model), _kind(c, sheet.model), c.width) for c in columns],
        rows=(sheet.values(row, columns) for row in rows.iterator(chunk_size=2000)),
        preface=[subtitle] if subtitle else [],
    )


def _kind(column: Column, model) -> str:
    if column.kind:
        return column.kind
    types = {f.name: f.get_internal_type() for f in model._meta.concrete_fields}
    plain = "integer" if column.is_numeric(model) else "text"
    return FIELD_KINDS.get(types.get(column.name), plain)


def log_export(
    by: Actor, sheet: Sheet, count: int, query: str, act: str = EXPORTED, reason: str = ""
) -> None:
    """Tell who took how many rows of which list, by which filter, and why where a reason is asked."""
    changes = {"rows": [None, count], "filter": [None, query]}
    with transaction.atomic():
        record_event(by, act, sheet.model._meta.label_lower, sheet.title, changes, reason)
