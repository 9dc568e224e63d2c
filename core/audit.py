"""The one explicit call that writes the audit trail, in the same transaction as the act."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.db import models, transaction
from django.utils import timezone

from core.journal import Journal
from core.loading import load_rows
from core.models import AuditEntry

HIDDEN = "（已隐去）"
LABEL = AuditEntry._meta.get_field("object_label").max_length
ENTRY = (
    "at", "user", "request_id", "address", "act", "model", "object_id", "object_label", "changes", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """Who acts: the user (None for the command line), the request and where it came from.

    A journal, if there is one, takes down every row that is saved.
    """

    user: object = None
    request_id: str = "command"
    address: str = ""
    journal: Journal | None = field(default=None, compare=False)


def snapshot(obj: models.Model) -> dict:
    """Return {field name: plain value} of one row; values of `audit_hidden` fields are replaced."""
    values = obj.__dict__
    return {
        name: _plain(values[attname]) if attname in values and not hidden else _told(obj, f)
        for name, attname, hidden, f in _told_fields(type(obj))
    }


@cache
def _told_fields(model) -> list[tuple]:
    """What a snapshot needs to know of each field, worked out once for a model."""
    hidden = getattr(model, "audit_hidden", ())
    return [(f.name, f.attname, f.name in hidden, f) for f in model._meta.concrete_fields]


def differences(before: models.Model, after: models.Model) -> dict:
    """Return {field: [from, to]} of two states of a row; of a hidden value only that it differs."""
    return {
        f.name: [_told(before, f), _told(after, f)]
        for f in after._meta.concrete_fields
        if _value(before, f) != _value(after, f)
    }


def _value(obj, f):
    return f.to_python(f.value_from_object(obj))


def _told(obj, f):
    value = f.value_from_object(obj)
    if f.name in getattr(obj, "audit_hidden", ()):
        return HIDDEN if value else ""
    return _plain(value)


def _plain(value):
    return value if isinstance(value, (int, bool, type(None))) else str(value)


def changes_between(before: dict, after: dict) -> dict:
    """Return {field: [from, to]} for every value that differs."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def record(
    by: Actor, act: str, obj: models.Model, changes: dict | None = None, reason: str = ""
) -> AuditEntry:
    """Write one audit entry; must stand inside the transaction of the act it tells of."""
    return record_event(by, act, obj._meta.label_lower, str(obj), changes, reason, object_id=str(obj.pk))


def record_event(by, act, model, label, changes=None, reason="", object_id="") -> AuditEntry:
    """Write an audit entry for something that is no single row, such as an export."""
    _refuse_outside_transaction()
    entry = _entry(by, act, model, label, changes, reason, object_id)
    entry.save(force_insert=True)
    return entry


def record_all(by: Actor, act: str, told: Iterable[tuple[models.Model, dict]], reason: str = "") -> None:
    """Write the audit entry of each row with its changes, as `record` does, in one go."""
    _refuse_outside_transaction()
    now, user = timezone.now(), by.user.pk if by.user else None
    entries = (
        (now, user, by.request_id, by.address, act, obj._meta.label_lower, str(obj.pk), str(obj)[:LABEL],
         changes or {}, reason)
        for obj, changes in told
    )  # fmt: skip
    load_rows(AuditEntry, ENTRY, entries)


def _refuse_outside_transaction():
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit entry belongs into the transaction of its act.")


def _entry(by, act, model, label, changes, reason, object_id) -> AuditEntry:
    return AuditEntry(
        user=by.user,
        request_id=by.request_id,
        address=by.address,
        act=act,
        model=model,
        object_id=object_id,
        object_label=label[:LABEL],
        changes=changes or {},
        reason=reason,
    )
