"""A whole workbook read and judged; nothing is saved."""

import datetime

from core.scoping import Scope
from core.tables import Table, find_table, reported_on, reporting_unit
from core.workbooks import RawSheet, WorkbookError, read_workbook
from organizations.choices import UnitKind
from organizations.intake.reading import Reader
from organizations.intake.register import Register
from organizations.intake.rows import Preview, SheetPreview
from organizations.intake.verdicts import Judge, Seen
from organizations.intake.vocabulary import UNIT_VOCABULARY, AreaBook
from organizations.models import Area

NO_TABLE = "没有找到单位台账：请确认表头中有“企业名称”或“单位名称”和“统一社会信用代码”等列。"


def preview_workbook(
    source,
    name: str,
    *,
    scope: Scope,
    today: datetime.date,
    area: Area | None = None,
    kind: str | None = None,
    on: datetime.date | None = None,
    corrections: dict | None = None,
) -> Preview:
    """Read a workbook of units as `name`.

    `area` and `kind` stand in where the sheet does not say; `on` is the as-of day, else the 填报时间 line,
    else today; `corrections` is {sheet: {row: {field: text}}}. Raises WorkbookError when nothing can be read.
    """
    areas, preview, judges, seen = AreaBook(), Preview([]), {}, Seen()
    for raw in read_workbook(source, name):
        table = None if raw.hidden else find_table(raw, UNIT_VOCABULARY)
        if table is None or not _is_unit_table(table):
            preview.left_out.append((raw.name, _why_left_out(raw)))
            continue
        day = on or reported_on(table.context) or today
        reader = Reader(areas, _area_of(raw, table, areas, area), kind or _kind_of(raw, table), day, today)
        sheet = _sheet_preview(raw, table, reader, (corrections or {}).get(raw.name, {}))
        preview.sheets.append(sheet)
        if day not in judges:
            judges[day] = Judge(Register(scope, day), scope, seen)
        for row in sheet.rows:
            judges[day].judge(row)
    if not preview.sheets:
        raise WorkbookError(NO_TABLE)
    return preview


def _sheet_preview(raw: RawSheet, table: Table, reader: Reader, corrections: dict) -> SheetPreview:
    rows = [reader.read(table, line, raw.name, corrections.get(str(line.row), {})) for line in table.lines]
    return SheetPreview(
        name=raw.name,
        kind="social_orgs" if reader.kind == UnitKind.SOCIAL_ORG else "units",
        header_rows=table.header_rows,
        columns=table.columns,
        unmapped=table.unmapped,
        rows=rows,
        on=reader.on,
    )


def _is_unit_table(table: Table) -> bool:
    return "name" in table.columns.values() and len(table.columns) > 1


def _why_left_out(raw: RawSheet) -> str:
    if raw.hidden:
        return "隐藏的工作表，未读取"
    return "没有可识别的表头，未读取" if any(any(row) for row in raw.rows) else "空工作表"


def _area_of(raw: RawSheet, table: Table, areas: AreaBook, given: Area | None) -> Area | None:
    """The area where no column says it: as given, else the sheet's name, else the 填报单位 line."""
    return given or areas.find(raw.name) or areas.find(reporting_unit(table.context) or "")


def _kind_of(raw: RawSheet, table: Table) -> str | None:
    """The kind where no column says it: from the title or the sheet's name."""
    text = "".join([raw.name, *table.context])
    if "社会组织" in text and "企业" not in text:
        return UnitKind.SOCIAL_ORG
    return UnitKind.ENTERPRISE if "企业" in text and "社会组织" not in text else None
