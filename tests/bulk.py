"""Two ways of doing one thing, compared by everything they leave."""

from collections.abc import Callable

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction

from core.models import AuditEntry
from core.saving import Refused
from tests.everything import our_models


def everything() -> dict:
    """Every row of our tables, and the trail without numbers and times, in no order."""
    models = [model for model in our_models() if model is not AuditEntry]
    rows = {model: list(model._base_manager.order_by("pk").values()) for model in models}
    fields = [f.attname for f in AuditEntry._meta.concrete_fields if f.name not in ("id", "at")]
    return rows | {AuditEntry: sorted(map(repr, AuditEntry.objects.values(*fields)))}


def left_by(act: Callable) -> dict:
    """Everything there is after the act, which is then taken back."""
    with transaction.atomic():
        _count_on_from_the_last_row()
        act()
        left = everything()
        transaction.set_rollback(True)
    return left


def _count_on_from_the_last_row():
    """PostgreSQL does not give numbers back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), our_models()):
            cursor.execute(statement)


def refusal_of(act: Callable) -> Refused:
    """How the act is refused; nothing may be saved."""
    before = everything()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act()
    assert everything() == before
    return refusal.value
