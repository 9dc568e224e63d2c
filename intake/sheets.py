"""The history of imports as a table."""

from django.utils import timezone

from core.sheets import Column, Sheet
from intake.kinds import BY_KEY
from organizations.choices import BatchState
from organizations.models import ImportBatch

STATES = {BatchState.APPLIED.label: "ok", BatchState.UNDONE.label: "muted"}


def kinds_text(batch: ImportBatch) -> str:
    """Name the kinds of table that were found in the workbook."""
    keys = dict.fromkeys(sheet["kind"] for sheet in batch.sheets.get("read", ()))
    return "、".join(BY_KEY[key].label for key in keys if key in BY_KEY)


BATCHES = Sheet(
    title="导入",
    model=ImportBatch,
    related=("made_by", "area"),
    ordering=("-pk",),
    columns=(
        Column("file_name", width=40),
        Column("kinds", "表的种类", text=kinds_text),
        Column("area"),
        Column("made_by"),
        Column("made_at", text=lambda row: f"{timezone.localtime(row.made_at):%Y-%m-%d %H:%M}"),
        Column("state", state=lambda value: STATES.get(value, "info")),
        Column("rows_read", "行数", text=lambda row: row.summary.get("rows", 0), numeric=True),
        Column("rows_new", "新增", text=lambda row: row.summary.get("new", 0), numeric=True),
        Column("rows_changed", "更新", text=lambda row: row.summary.get("update", 0), numeric=True),
        Column("rows_wrong", "有误", text=lambda row: row.summary.get("error", 0), numeric=True),
    ),
    empty_text="还没有导入过工作簿。点“导入工作簿”上传乡镇报来的台账，或先下载模板。",
)
