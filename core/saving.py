"""Saving a row: its version is checked and counted, and the audit trail tells what changed.

`also` holds changes outside the row itself, such as a choice of many, in the shape of `changes_between`.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from core.audit import Actor, changes_between, differences, record, snapshot

ADDED, CHANGED = "新增", "修改"


class Refused(Exception):
    """An act that would contradict what stands; the sentence says what to do."""


class Conflict(Exception):
    """Somebody else saved the row since it was read; carries the row as it is now."""

    def __init__(self, current: models.Model):
        super().__init__("conflict")
        self.current = current


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
    return obj


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
        changes = differences(stored, obj) | (also or {})
        changes.pop("version", None)
        if not changes:
            return obj
        if hasattr(obj, "version"):
            _claim_version(stored, expected)
            obj.version = expected + 1
        obj.save(force_update=True)
        record(by, act, obj, changes, reason)
    return obj


def _claim_version(stored, expected):
    claimed = (
        type(stored)._base_manager.filter(pk=stored.pk, version=expected).update(version=F("version") + 1)
    )
    if not claimed:
        raise Conflict(stored)
