"""The one explicit call that writes the audit trail, in the same transaction as the act."""

from dataclasses import dataclass

from django.db import models, transaction

from core.models import AuditEntry

HIDDEN = "（已隐去）"


@dataclass(frozen=True)
class Actor:
    """Who acts: the user (None for the command line), the request and where it came from."""

    user: object = None
    request_id: str = "command"
    address: str = ""


def snapshot(obj: models.Model) -> dict:
    """Return {field name: plain value} of one row; values of `audit_hidden` fields are replaced."""
    return {field.name: _told(obj, field) for field in obj._meta.concrete_fields}


def differences(before: models.Model, after: models.Model) -> dict:
    """Return {field: [from, to]} of two states of a row; of a hidden value only that it differs."""
    return {
        field.name: [_told(before, field), _told(after, field)]
        for field in after._meta.concrete_fields
        if _value(before, field) != _value(after, field)
    }


def _value(obj, field):
    return field.to_python(field.value_from_object(obj))


def _told(obj, field):
    value = field.value_from_object(obj)
    if field.name in getattr(obj, "audit_hidden", ()):
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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit entry belongs into the transaction of its act.")
    return AuditEntry.objects.create(
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
