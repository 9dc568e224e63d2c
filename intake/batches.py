"""A workbook that was brought in: kept, checked as often as needed, applied once."""

import hashlib
import json
from dataclasses import dataclass, replace
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core.audit import Actor, record
from core.batches import collector_at_rest
from core.intake.kinds import Ground, Tick
from core.intake.previewing import Asked, preview_workbook, refuse_no_table
from core.intake.rows import APPLICABLE, Preview
from core.journal import Journal
from core.loading import load_rows
from core.saving import Conflict, Refused
from core.scoping import Scope
from core.sealing import fingerprint, seal, seal_bytes, unseal, unseal_bytes
from core.workbooks import Book, WorkbookError, read_book
from intake.kinds import KINDS
from intake.lines import fingerprint_of, store_lines, understood
from intake.registry_lists import IS_A_LIST, is_registry_list
from intake.remembering import learned_of
from organizations.choices import BatchState
from organizations.models import Area, ImportBatch, ImportedFact

CHANGED_SINCE = "核对以后有人改动了数据，结论有变化，没有导入任何内容。请按下面新的结论重新确认。"
CONFLICT = "刚才有人保存了“{}”，没有导入任何内容。请重新核对后再确认。"


class Outdated(Refused):
    """What was agreed to is no longer what would happen; the workbook has to be checked anew."""


@dataclass(frozen=True)
class Sender:
    """Who brings a workbook in, with what rights, on what day."""

    by: Actor
    scope: Scope
    today: object


def no_tick(pieces: int) -> None:
    """Tell nobody."""


def keep_workbook(data: bytes, file_name: str, sender: Sender, area: Area, **chosen) -> ImportBatch:
    """Keep a workbook that can be read as a batch that waits to be checked; `chosen` are its columns.

    Raises WorkbookError with one sentence when it cannot be read; then nothing is kept.
    """
    batch = ImportBatch(file_name=file_name[:200], area=area, made_by=sender.by.user, **chosen)
    book = _read(data, batch, sender)
    with transaction.atomic():
        _put_file(batch, data)
        batch.save()
        record(sender.by, "上传工作簿", batch)
    batch.book = book
    return batch


def replace_workbook(batch: ImportBatch, data: bytes, file_name: str, sender: Sender) -> ImportBatch:
    """Put a mended workbook in the place of the first; what was typed on the page is dropped."""
    batch.file_name = file_name[:200]
    book = _read(data, batch, sender)
    with transaction.atomic():
        kept = open_batch(batch.pk)
        _put_file(kept, data)
        kept.file_name, kept.corrections = file_name[:200], ""
        kept.save()
        record(sender.by, "重新上传工作簿", kept)
    kept.book = book
    return kept


def _read(data: bytes, batch: ImportBatch, sender: Sender) -> Book:
    """Read the workbook once to see that there is a table in it, and no list of a registry."""
    book = read_book(BytesIO(data), batch.file_name)
    if not batch.table_kind and is_registry_list(book):
        raise WorkbookError(IS_A_LIST)
    refuse_no_table(book, KINDS, ground_of(batch, sender), asked_of(batch))
    return book


def _put_file(batch: ImportBatch, data: bytes) -> None:
    batch.digest = hashlib.sha256(data).hexdigest()
    batch.file = ContentFile(seal_bytes(data), name="workbook")


def file_of(batch: ImportBatch) -> bytes:
    """Return the workbook as it was sent."""
    with batch.file.open("rb") as stream:
        return unseal_bytes(stream.read())


def open_batch(pk: int, over: str = "不能再改") -> ImportBatch:
    """Lock a batch that is not applied yet; raises Refused when it is, saying what is over."""
    kept = ImportBatch.objects.select_for_update().get(pk=pk)
    if kept.state != BatchState.PREVIEWED:
        raise Refused(f"这个工作簿已于{timezone.localtime(kept.applied_at):%Y-%m-%d %H:%M}导入，{over}。")
    return kept


def typed_cells(batch: ImportBatch) -> dict:
    """Return the cells typed on the page: {sheet: {row: {field: text}}}."""
    return json.loads(unseal(batch.corrections)) if batch.corrections else {}


def correct_batch(batch: ImportBatch, corrections: dict, by: Actor) -> None:
    """Keep cells typed on the page; `corrections` is {sheet: {row: {field: text}}}."""
    with transaction.atomic():
        kept = open_batch(batch.pk)
        typed = typed_cells(kept)
        for sheet, rows in corrections.items():
            for row, cells in rows.items():
                typed.setdefault(sheet, {}).setdefault(row, {}).update(cells)
        kept.corrections = seal(json.dumps(typed, ensure_ascii=False))
        kept.save(update_fields=["corrections"])
        record(by, "改正工作簿", kept, {"corrections": [None, sum(map(len, corrections.values()))]})


def learn(batch: ImportBatch, headings: dict, words: dict) -> None:
    """Keep what was said of the words of this workbook: {kind: {heading: field}}, {field: {cell: word}}."""
    with transaction.atomic():
        kept = open_batch(batch.pk)
        for name, said in (("headings", headings), ("words", words)):
            for group, pairs in said.items():
                kept.learned.setdefault(name, {}).setdefault(group, {}).update(pairs)
        kept.save(update_fields=["learned"])


def preview_batch(batch: ImportBatch, sender: Sender) -> Preview:
    """Read and judge the kept workbook as things stand now."""
    preview = preview_workbook(book_of(batch), KINDS, ground_of(batch, sender), asked_of(batch))
    preview.batch = batch.pk
    return preview


def ground_of(batch: ImportBatch, sender: Sender) -> Ground:
    learned = learned_of(batch.area).with_batch(batch.learned)
    return Ground(sender.scope, sender.today, {"area": batch.sheet_area}, learned)


def asked_of(batch: ImportBatch) -> Asked:
    return Asked(batch.table_kind, batch.on, typed_cells(batch))


def book_of(batch: ImportBatch) -> Book:
    """The workbook as it was read on uploading, else read from the kept file."""
    book = getattr(batch, "book", None)
    return book if book is not None else read_book(BytesIO(file_of(batch)), batch.file_name)


def check_batch(batch: ImportBatch, sender: Sender) -> Preview:
    """Judge the workbook and keep what is found, line by line, for the pages."""
    with collector_at_rest():
        preview = preview_batch(batch, sender)
        with transaction.atomic():
            kept = open_batch(batch.pk)
            _keep_preview(kept, preview)
    return preview


def _keep_preview(kept: ImportBatch, preview: Preview) -> None:
    kept.summary, kept.sheets = preview.summary(), understood(preview)
    kept.sheets["agreed"] = digest_of(preview)
    kept.checked_at = timezone.now()
    kept.save()
    store_lines(kept, preview)


def digest_of(preview: Preview) -> str:
    """The digest of what would happen; keyed, as it is made of numbers that could be guessed."""
    return fingerprint(json.dumps(fingerprint_of(preview.rows), ensure_ascii=False))


def apply_batch(
    batch: ImportBatch, sender: Sender, *, only_good: bool = False, tick: Tick = no_tick
) -> ImportBatch:
    """Apply a batch once, judged again in the same transaction; when it is refused nothing is saved.

    Raises Refused when a line is faulty (unless only the good ones are asked for), when the verdicts are no
    longer those that were shown, or when an act refuses.
    """
    try:
        with transaction.atomic(), collector_at_rest():
            kept = open_batch(batch.pk, "无需重复导入")
            kept.book = getattr(batch, "book", None)
            preview = preview_batch(kept, sender)
            _refuse_other_verdicts(kept, preview)
            _refuse_faulty(preview, only_good)
            _apply(kept, preview, sender, tick)
    except Conflict as conflict:
        raise Outdated(CONFLICT.format(conflict.current)) from conflict
    return kept


def _refuse_other_verdicts(kept: ImportBatch, preview: Preview) -> None:
    agreed = kept.sheets.get("agreed")
    if agreed and agreed != digest_of(preview):
        raise Outdated(CHANGED_SINCE)


def _refuse_faulty(preview: Preview, only_good: bool) -> None:
    faulty = len(preview.error_rows)
    if faulty and not only_good:
        raise Refused(f"有{faulty}行有误，没有导入任何内容。请改正后再导入，或选择只导入无误的行。")


def _apply(kept: ImportBatch, preview: Preview, sender: Sender, tick: Tick) -> None:
    journal = Journal()
    by = replace(sender.by, journal=journal)
    for sheet in preview.sheets:
        rows = [row for row in sheet.rows if row.verdict in APPLICABLE]
        sheet.desk.apply(rows, sheet.place, by, tick)
    kept.state, kept.applied_at = BatchState.APPLIED, timezone.now()
    _keep_preview(kept, preview)
    facts = ((kept.pk, note.model, note.pk, note.before) for note in journal.notes)
    load_rows(ImportedFact, ("batch", "model", "object_id", "before"), facts)
    record(sender.by, "导入工作簿", kept, {"summary": [None, kept.summary]})
