"""Sealing anew under the first key, in batches; what is interrupted goes on where it stopped.

A model names its sealed columns in `sealed_columns`: {column: column of its fingerprint, or an empty text},
and its columns of sealed files in `sealed_files`.
"""

from dataclasses import dataclass

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models, transaction

from core.audit import Actor, record_event
from core.sealing import (
    SealError,
    current_prefix,
    fingerprint,
    is_current,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

BATCH = 500
ROTATED = "更换密钥"


@dataclass
class Counts:
    """How many values were sealed anew, could not be opened, and are still under another key."""

    done: int = 0
    failed: int = 0
    left: int = 0


def sealed_columns() -> list[tuple[type[models.Model], str, str]]:
    """Return model, column and fingerprint column of everything that is sealed."""
    return [
        (model, column, found_by)
        for model in apps.get_models()
        for column, found_by in getattr(model, "sealed_columns", {}).items()
    ]


def stale(model: type[models.Model], column: str):
    """Return the rows whose value is sealed under another key than the first."""
    sealed = model._base_manager.exclude(**{column: ""})
    return sealed.exclude(**{f"{column}__startswith": current_prefix()}).order_by("pk")


def reseal_column(model: type[models.Model], column: str, found_by: str, by: Actor, batch=BATCH) -> Counts:
    """Seal one column anew and tell the audit trail how many values it was."""
    counts, last = Counts(), 0
    while rows := list(stale(model, column).filter(pk__gt=last).values_list("pk", column)[:batch]):
        with transaction.atomic():
            for pk, token in rows:
                _reseal(model._base_manager.filter(pk=pk, **{column: token}), column, found_by, token, counts)
        last = rows[-1][0]
    counts.left = stale(model, column).count()
    if counts.done:
        label = str(model._meta.get_field(column).verbose_name)
        with transaction.atomic():
            record_event(by, ROTATED, model._meta.label_lower, label, {"rows": [None, counts.done]})
    return counts


def _reseal(row, column, found_by, token, counts) -> None:
    """Seal one value anew, unless somebody has saved the row in between."""
    try:
        text = unseal(token)
    except SealError:
        counts.failed += 1
        return
    values = {column: seal(text)} | ({found_by: fingerprint(text)} if found_by else {})
    counts.done += row.update(**values)


def sealed_files() -> list[tuple[type[models.Model], str]]:
    """Return model and column of every file that is kept sealed."""
    return [(model, column) for model in apps.get_models() for column in getattr(model, "sealed_files", ())]


def reseal_files(model: type[models.Model], column: str, by: Actor) -> Counts:
    """Seal the files of one column anew: the new file stands beside the old one until the row names it."""
    counts = Counts()
    for row in model._base_manager.exclude(**{column: ""}).order_by("pk").iterator():
        _reseal_file(row, column, counts)
    if counts.done:
        label = str(model._meta.get_field(column).verbose_name)
        with transaction.atomic():
            record_event(by, ROTATED, model._meta.label_lower, label, {"files": [None, counts.done]})
    return counts


def _reseal_file(row: models.Model, column: str, counts: Counts) -> None:
    file = getattr(row, column)
    storage, old = file.storage, file.name
    try:
        with storage.open(old, "rb") as stream:
            data = stream.read()
        if is_current(data):
            return
        fresh = storage.save(
            file.field.generate_filename(row, "file"), ContentFile(seal_bytes(unseal_bytes(data)))
        )
    except (SealError, OSError):
        counts.failed += 1
        counts.left += 1
        return
    counts.done += type(row)._base_manager.filter(pk=row.pk, **{column: old}).update(**{column: fresh})
    storage.delete(old)
