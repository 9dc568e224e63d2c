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
    if entry.act == ADDED:
        told = _opening_texts(model, entry)
    else:
        told = [_change_text(model, name, *entry.changes[name]) for name in in_order(model, entry.changes)]
    details = "；".join(filter(None, told))
    if entry.changes and not details and entry.act != ADDED:
        return ""
    return f"{entry.act}{model._meta.verbose_name}：{entry.object_label}" + (
        f"（{details}）" if details else ""
    )


def _opening_texts(model, entry: AuditEntry) -> list[str]:
    """What a new row says of itself besides its name and the rows it belongs to."""
    plain = [f for f in model._meta.concrete_fields if not f.is_relation and not f.primary_key]
    fields = {field.name: field for field in plain}
    given = {name: entry.changes[name][1] for name in in_order(model, entry.changes) if name in fields}
    return [
        _change_text(model, name, None, after)
        for name, after in given.items()
        if after and words_of(fields[name], after) not in entry.object_label
    ]


def in_order(model, names) -> list[str]:
    """The names in the order of the model's columns: a database may keep them in any."""
    return [field.name for field in model._meta.concrete_fields if field.name in names]


def _change_text(model, name, before, after) -> str:
    field = _field(model, name)
    if field is None or not field.editable or before == after:
        return ""
    label = field.verbose_name
    if HIDDEN in (before, after):
        return f"{label}有变化"
    old, new = words_of(field, before), words_of(field, after)
    if not old:
        return f"{label}：{new}" if new else ""
    return f"{label}：{old} → {new or '空'}"


def _field(model, name):
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


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
