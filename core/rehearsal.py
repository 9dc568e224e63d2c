"""Shows what an act will do by doing it and taking it back: the preview cannot differ from the act."""

from collections.abc import Callable

from django.apps import apps
from django.db import models, transaction

from core.audit import HIDDEN, Actor
from core.models import AuditEntry
from core.saving import ADDED
from core.sheets import NO, YES


def rehearse(act: Callable, by: Actor) -> list[str]:
    """Do the act, read from the audit trail what it did, and take everything back.

    Returns one sentence for each row the act touches. What the act refuses is raised as it would be.
    """
    with transaction.atomic():
        last = AuditEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        act()
        mine = AuditEntry.objects.filter(pk__gt=last, request_id=by.request_id).order_by("pk")
        told = list(filter(None, map(sentence_of, mine)))
        transaction.set_rollback(True)
    return told


def sentence_of(entry: AuditEntry) -> str:
    """Tell one entry of the audit trail in words: act, what it is done to, and from what to what.

    Empty where other entries tell all of it.
    """
    model = apps.get_model(entry.model)
    told = _opening_texts(model, entry) if entry.act == ADDED else _change_texts(model, entry)
    if entry.changes and not told and entry.act != ADDED:
        return ""
    details = f"（{'；'.join(told)}）" if told else ""
    return f"{entry.act}{model._meta.verbose_name}：{entry.object_label}{details}"


def _opening_texts(model, entry: AuditEntry) -> list[str]:
    """What a new row says of itself besides its name and the rows it belongs to."""
    given = [(f, after) for f, _, after in _changes(model, entry) if after and not f.is_relation]
    return [
        _change_text(f, None, after) for f, after in given if words_of(f, after) not in entry.object_label
    ]


def _change_texts(model, entry: AuditEntry) -> list[str]:
    texts = (_change_text(*change) for change in _changes(model, entry))
    return [text for text in texts if text]


def _changes(model, entry: AuditEntry) -> list[tuple]:
    """Field, old and new value in the order of the model's columns: a database may keep them in any."""
    fields = [f for f in model._meta.concrete_fields if f.name in entry.changes]
    return [(f, *entry.changes[f.name]) for f in fields if f.editable and not f.primary_key]


def _change_text(field, before, after) -> str:
    if before == after:
        return ""
    label = field.verbose_name
    if HIDDEN in (before, after):
        return f"{label}有变化"
    old, new = words_of(field, before), words_of(field, after)
    if not old:
        return f"{label}：{new}" if new else ""
    return f"{label}：{old} → {new or '空'}"


def words_of(field, value) -> str:
    """Return a value of the audit trail as people read it: names of rows, labels of choices, 是 and 否."""
    if value in (None, ""):
        return ""
    if isinstance(field, models.ForeignKey):
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)
