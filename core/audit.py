"""The one explicit call that writes the audit trail, in the same transaction as the act."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models, transaction

from core.batches import batches
from core.journal import Journal
from core.models import AuditEntry

HIDDEN = "（已隐去）"


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
    return {f.name: _told(obj, f) for f in obj._meta.concrete_fields}


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
    """Write the audit entry of each row with its changes, as `record` does, by the thousand."""
    _refuse_outside_transaction()
    for batch in batches(told):
        AuditEntry.objects.bulk_create(
            _entry(by, act, obj._meta.label_lower, str(obj), changes, reason, str(obj.pk))
            for obj, changes in batch
        )


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
        object_label=label[:200],
        changes=changes or {},
        reason=reason,
    )
