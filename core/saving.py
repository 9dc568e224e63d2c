"""Saving a row: its version is checked and counted, and the audit trail tells what changed.

`also` holds changes outside the row itself, such as a choice of many, in the shape of `changes_between`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from core.audit import Actor, changes_between, differences, record, record_all, snapshot
from core.batches import SIZE, batches, collector_at_rest

ADDED, CHANGED = "新增", "修改"


class Refused(Exception):
    """An act that would contradict what stands; the sentence says what to do.

    Of an act on many rows, `about` is the one that was refused.
    """

    about: object = None


class Conflict(Exception):
    """Somebody else saved the row since it was read; carries the row as it is now."""

    def __init__(self, current: models.Model):
        super().__init__("conflict")
        self.current = current


@contextmanager
def refusals_about(row: object) -> Iterator[None]:
    """Let every refusal inside say that it is about the row."""
    try:
        yield
    except Refused as refusal:
        refusal.about = row
        raise


def refuse_invalid(obj: models.Model) -> None:
    """Check a row that came from no form; raise Refused with the sentences of fields and constraints."""
    try:
        obj.full_clean()
    except ValidationError as error:
        raise Refused("".join(dict.fromkeys(error.messages))) from error


def add(obj: models.Model, by: Actor, reason: str = "", also: dict | None = None) -> models.Model:
    """Insert the row and its audit entry in one transaction."""
    with transaction.atomic():
        obj.save(force_insert=True)
        record(by, ADDED, obj, changes_between({}, snapshot(obj)) | (also or {}), reason)
        _note_added(by, [obj])
    return obj


def add_all(rows: Iterable[models.Model], by: Actor, reason: str = "") -> list[models.Model]:
    """Insert rows of one model, each with the audit entry that `add` would write.

    What the `save` of a model does besides, the model offers for many: `prepare` makes a row ready,
    `settle` completes rows that have been inserted.
    """
    with collector_at_rest():
        if rows := list(rows):
            _add_some(rows, by, reason)
    return rows


def _add_some(rows, by, reason):
    with transaction.atomic():
        _insert(type(rows[0]), rows)
        record_all(by, ADDED, ((row, changes_between({}, snapshot(row))) for row in rows), reason)
        _note_added(by, rows)


def _insert(model, rows):
    for row in rows:
        _prepare(row)
    model._base_manager.bulk_create(rows, batch_size=SIZE)
    if hasattr(model, "settle"):
        model.settle(rows)


def _prepare(row):
    if hasattr(row, "prepare"):
        row.prepare()


def _note_added(by, rows):
    if by.journal is not None:
        by.journal.added(rows)


def _note_changed(by, stored, changes):
    if by.journal is not None:
        by.journal.changed(stored, changes)


def change(
    obj: models.Model,
    by: Actor,
    *,
    version: int | None = None,
    act: str = CHANGED,
    reason: str = "",
    also: dict | None = None,
) -> models.Model:
    """Save a known row when nobody else has since `version` (default: the version it carries).

    Raises Conflict with the row as it is now. Nothing is written when no value differs.
    """
    model = type(obj)
    with transaction.atomic():
        stored = model._base_manager.select_for_update().get(pk=obj.pk)
        expected = version if version is not None else getattr(obj, "version", None)
        changes = _changes(stored, obj) | (also or {})
        if not changes:
            return obj
        if hasattr(obj, "version"):
            _claim_version(stored, expected)
            obj.version = expected + 1
        obj.save(force_update=True)
        record(by, act, obj, changes, reason)
        _note_changed(by, stored, changes)
    return obj


def _changes(stored, row):
    """What saving the row would change; the version is counted and not told."""
    _prepare(row)
    changes = differences(stored, row)
    changes.pop("version", None)
    return changes


def _claim_version(stored, expected):
    claimed = (
        type(stored)._base_manager.filter(pk=stored.pk, version=expected).update(version=F("version") + 1)
    )
    if not claimed:
        raise Conflict(stored)


def change_all(
    rows: Iterable[models.Model], by: Actor, *, act: str = CHANGED, reason: str = ""
) -> list[models.Model]:
    """Save known rows of one model as `change` does, each with the version it carries.

    Returns those that differed. Raises Conflict with the first that somebody else saved meanwhile.
    """
    if not (rows := list(rows)):
        return []
    with transaction.atomic(), collector_at_rest():
        return [row for batch in batches(rows) for row in _change_some(batch, by, act, reason)]


def _change_some(batch, by, act, reason):
    stored, told, alone = _stored(batch), [], []
    for row in batch:
        before = stored[row.pk]
        changes = _changes(before, row)
        if changes.keys() & set(getattr(row, "saved_alone", ())):
            alone.append(row)
        elif changes:
            _count_version(before, row)
            _note_changed(by, before, changes)
            told.append((row, changes))
            stored[row.pk] = row  # should the row come again
    _update(told)
    record_all(by, act, told, reason)
    return [row for row, _ in told] + [change(row, by, act=act, reason=reason) for row in alone]


def _stored(rows) -> dict:
    """The rows as they stand now, locked in one order, so that two imports wait and do not entangle."""
    model, keys = type(rows[0]), {row.pk for row in rows}
    locked = model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    stored = {row.pk: row for row in locked}
    if len(stored) < len(keys):
        raise model.DoesNotExist(f"{len(keys) - len(stored)} rows are gone.")
    return stored


def _count_version(stored, row):
    if hasattr(row, "version"):
        if stored.version != row.version:
            raise Conflict(stored)
        row.version += 1


def _update(told):
    """Write every field that differs in some row; where it does not, the row is locked and keeps its value.

    The rows exist: an insert that meets each of them and updates it is many times faster than `bulk_update`.
    """
    rows = {row.pk: row for row, _ in told}
    if rows:
        model = type(told[0][0])
        counted = {"version"} if hasattr(model, "version") else set()
        names = sorted(counted.union(*(changes for _, changes in told)))
        known = {"update_conflicts": True, "unique_fields": ["pk"], "update_fields": names}
        model._base_manager.bulk_create(rows.values(), batch_size=SIZE, **known)
