"""A workbook that was brought in: kept, previewed as often as needed, applied once."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core.audit import Actor, record
from core.saving import Refused
from core.scoping import Scope
from organizations.choices import BatchState
from organizations.intake.applying import apply_preview
from organizations.intake.previewing import preview_workbook
from organizations.intake.rows import Preview
from organizations.models import Area, ImportBatch


def keep_workbook(
    data: bytes,
    file_name: str,
    by: Actor,
    scope: Scope,
    *,
    today: datetime.date,
    area: Area,
    sheet_area: Area | None = None,
    kind: str = "",
    on: datetime.date | None = None,
) -> ImportBatch:
    """Read the workbook once to see that it can be read, then keep it as a batch that waits for its maker.

    Raises WorkbookError with one sentence when nothing can be read; then nothing is kept.
    """
    batch = ImportBatch(
        file_name=file_name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        area=area,
        sheet_area=sheet_area,
        kind=kind,
        on=on,
        made_by=by.user,
    )
    batch.file = ContentFile(data, name=file_name)
    batch.summary = preview_batch(batch, scope, today).summary()
    with transaction.atomic():
        batch.save()
        record(by, "上传工作簿", batch)
    return batch


def preview_batch(batch: ImportBatch, scope: Scope, today: datetime.date) -> Preview:
    """Read and judge the kept workbook as things stand now."""
    with batch.file.open("rb") as stream:
        preview = preview_workbook(
            stream,
            batch.file_name,
            scope=scope,
            today=today,
            area=batch.sheet_area,
            kind=batch.kind or None,
            on=batch.on,
            corrections=batch.corrections,
        )
    preview.batch = batch.pk
    return preview


def correct_batch(batch: ImportBatch, corrections: dict, by: Actor) -> None:
    """Keep cells typed on the page; `corrections` is {sheet: {row: {field: text}}}."""
    with transaction.atomic():
        kept = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if kept.state == BatchState.APPLIED:
            raise Refused("这个工作簿已经导入，不能再改。")
        for sheet, rows in corrections.items():
            for row, cells in rows.items():
                kept.corrections.setdefault(sheet, {}).setdefault(row, {}).update(cells)
        kept.save(update_fields=["corrections"])
        record(by, "改正工作簿", kept, {"corrections": [None, sum(map(len, corrections.values()))]})


def apply_batch(
    batch: ImportBatch, by: Actor, scope: Scope, today: datetime.date, *, only_good=False
) -> ImportBatch:
    """Apply a batch once, judged again in the same transaction; when it is refused nothing is saved."""
    with transaction.atomic():
        kept = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if kept.state == BatchState.APPLIED:
            raise Refused(
                f"这个工作簿已于{timezone.localtime(kept.applied_at):%Y-%m-%d %H:%M}导入，无需重复导入。"
            )
        preview = preview_batch(kept, scope, today)
        apply_preview(preview, kept, by, only_good=only_good)
        kept.state, kept.applied_at, kept.summary = BatchState.APPLIED, timezone.now(), preview.summary()
        kept.save(update_fields=["state", "applied_at", "summary"])
        record(by, "导入工作簿", kept, {"summary": [None, kept.summary]})
    return kept
