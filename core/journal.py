"""What an act touched, row by row, so that an import can be taken back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


@dataclass(frozen=True)
class Note:
    """One row that was touched; `before` is None when it was added, else the values it had."""

    model: str
    pk: int
    before: dict | None


@dataclass
class Journal:
    """The notes of an act in the order in which its rows were saved; nothing is hidden from it."""

    notes: list[Note] = field(default_factory=list)

    def added(self, rows: Iterable[models.Model]) -> None:
        self.notes += [Note(row._meta.label_lower, row.pk, None) for row in rows]

    def changed(self, stored: models.Model, names: Iterable[str]) -> None:
        """Note a row as it was before its change; `names` are the fields that changed."""
        fields = (f for f in stored._meta.concrete_fields if f.name in names)
        before = {f.name: f.value_from_object(stored) for f in fields}
        self.notes.append(Note(stored._meta.label_lower, stored.pk, _plain(before)))


def _plain(values: dict) -> dict:
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))
