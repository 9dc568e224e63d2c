"""What is kept of every line for the pages: its cells as people read them, what is said about it."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from core.intake.fields import Field
from core.intake.kinds import Kind
from core.intake.rows import ERROR, Preview, RowPreview, SheetPreview
from core.loading import load_rows
from core.sheets import NO, YES, cell_text
from core.texts import half_width, squeezed, without_blanks
from core.values import written
from intake.kinds import BY_KEY
from organizations.models import ImportBatch, ImportLine

LONGEST_LABEL, LONGEST_CELL, LONGEST_SHEET = 120, 200, 60
MOST_WORDS = 40
LINE = ("batch", "sheet", "row", "verdict", "doubtful", "label", "told", "model", "object_id")


def store_lines(batch: ImportBatch, preview: Preview) -> None:
    """Put the lines of the preview in the place of those that were kept before."""
    ImportLine.objects.filter(batch=batch).delete()
    for sheet in preview.sheets:
        kind = sheet.place.kind
        load_rows(ImportLine, LINE, (line_of(batch, row, kind) for row in sheet.rows))


def name_kept(sheet: str) -> str:
    """The name of a worksheet as its lines keep it."""
    return sheet[:LONGEST_SHEET]


def line_of(batch: ImportBatch, row: RowPreview, kind: Kind) -> tuple:
    """The values of a line in the order of `LINE`; its label is the first of the fields that are shown."""
    known, first = row.known, kind.shown[0]
    return (
        batch.pk,
        name_kept(row.sheet),
        row.row,
        str(row.verdict),
        any(issue.level != ERROR for issue in row.issues),
        shown_value(kind.fields[first], row.values.get(first))[:LONGEST_LABEL],
        told_of(row, kind.fields),
        known._meta.label_lower if known is not None else "",
        known.pk if known is not None else None,
    )


def told_of(row: RowPreview, fields: Mapping[str, Field]) -> dict:
    """Return cells {field: text}, what was read otherwise than written, issues and changes of a line."""
    values = row.values
    cells = {
        name: shown_value(field, values[name])
        for name, field in fields.items()
        if values.get(name) not in (None, "")
    }
    return {
        "cells": cells,
        "read": [
            [fields[name].heading, masked(fields[name], raw_text(row, name)), text]
            for name, text in cells.items()
            if is_otherwise(fields[name], row.raw.get(name), text)
        ],
        "issues": [
            [issue.field, issue.column, issue.level, issue.message, was_of(row, fields, issue.field)]
            for issue in row.issues
        ],
        "changes": [list(change) for change in changes_of(row, fields)] if row.changes else [],
    }


def changes_of(row: RowPreview, fields: Mapping[str, Field]) -> Iterator[tuple[str, str, str]]:
    """Heading, old and new text of everything that would change."""
    by_heading = {field.heading: field for field in fields.values()}
    for heading, (old, new) in row.changes.items():
        show = shown_plain if heading not in by_heading else partial(shown_value, by_heading[heading])
        yield heading, show(old), show(new)


def was_of(row: RowPreview, fields: Mapping[str, Field], name: str) -> str:
    return masked(fields[name], raw_text(row, name)) if name in fields else ""


def raw_text(row: RowPreview, name: str) -> str:
    return squeezed(written(row.raw.get(name)))[:LONGEST_CELL]


def shown_value(field: Field, value) -> str:
    """A value as the page shows it: words of code lists, masked where it is secret."""
    text = masked(field, shown_plain(value))
    return field.codes.get(text, text)[:LONGEST_CELL]


def shown_plain(value) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return cell_text(value)


def masked(field: Field, text: str) -> str:
    """A text as it may be shown: what is secret behind its mask."""
    return field.mask(text) if field.secret and text else text


def is_otherwise(field: Field, raw, shown: str) -> bool:
    """Say whether the value does not look like what was written; words of lists always look otherwise."""
    if raw is None or raw == shown or field.words or isinstance(raw, datetime.date):
        return False
    return without_blanks(half_width(written(raw))) != without_blanks(half_width(shown)) and not field.secret


# What is told of the workbook as a whole


def understood(preview: Preview) -> dict:
    """Return what the page tells of worksheets, of questions still open, and of what was left out."""
    return {
        "read": [sheet_of(sheet) for sheet in preview.sheets],
        "left_out": [list(pair) for pair in preview.left_out],
        "notes": list(dict.fromkeys(preview.notes)),
        "words": list(unknown_words(preview)),
    }


def sheet_of(sheet: SheetPreview) -> dict:
    kind = BY_KEY[sheet.kind]
    return {
        "name": sheet.name,
        "kind": kind.key,
        "label": kind.label,
        "on": sheet.on.isoformat(),
        "header_rows": list(sheet.header_rows),
        "columns": [[written, kind.headings[name]] for written, name in sheet.columns.items()],
        "unmapped": list(sheet.unmapped),
        "asked": [[label, list(names)] for label, names in sheet.asked],
        "places": sheet.places,
        "rows": len(sheet.rows),
    }


def unknown_words(preview: Preview) -> Iterator[dict]:
    """Texts of cells that name nothing known, each once, the most frequent first."""
    found: Counter = Counter()
    for sheet in preview.sheets:
        found.update(
            (sheet.kind, issue.field, issue.column, issue.word)
            for row in sheet.rows
            for issue in row.issues
            if issue.word
        )
    for (kind, field, heading, word), times in found.most_common(MOST_WORDS):
        yield {"kind": kind, "field": field, "heading": heading, "written": word, "times": times}


def fingerprint_of(rows: Iterable[RowPreview]) -> list:
    """What a person agrees to when confirming: verdicts and changes, line by line."""
    return [
        [row.sheet, row.row, str(row.verdict), [[k, str(a), str(b)] for k, (a, b) in row.changes.items()]]
        for row in rows
    ]
