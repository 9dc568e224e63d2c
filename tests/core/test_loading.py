"""Rows written past the models are what the models would have written."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit import ENTRY
from core.loading import load_rows
from core.models import AuditEntry

pytestmark = pytest.mark.django_db

AWKWARD = '甲\t乙\n"丙"\\N\\丁,{}'


def entry(**given) -> tuple:
    plain = dict.fromkeys(
        ("request_id", "address", "act", "model", "object_id", "object_label", "reason"), ""
    )
    values = {"at": timezone.now(), "user": None, "changes": {}} | plain | given
    return tuple(values[name] for name in ENTRY)


def test_values_come_back_as_they_were_given():
    clerk = get_user_model().objects.create_user(username="clerk", password=None)
    now, changes = timezone.now(), {"name": [None, AWKWARD], "number": [1, True]}
    load_rows(AuditEntry, ENTRY, [entry(at=now, user=clerk.pk, act=AWKWARD, changes=changes)])
    found = AuditEntry.objects.get(act=AWKWARD)
    assert (found.at, found.user, found.changes, found.reason) == (now, clerk, changes, "")


def test_rows_keep_their_order():
    load_rows(AuditEntry, ENTRY, (entry(act="试验", object_id=str(number)) for number in range(2500)))
    kept = AuditEntry.objects.filter(act="试验").order_by("pk").values_list("object_id", flat=True)
    assert list(kept) == [str(number) for number in range(2500)]


def test_making_a_row_may_ask_the_database():
    load_rows(AuditEntry, ENTRY, (entry(act="试验", reason=str(AuditEntry.objects.count())) for _ in "甲乙"))
    assert AuditEntry.objects.filter(act="试验").count() == 2


def test_the_columns_named_are_all_columns_but_the_number():
    assert {*ENTRY, "id"} == {field.name for field in AuditEntry._meta.concrete_fields}


def test_what_the_table_refuses_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        load_rows(AuditEntry, ENTRY, [entry(act="试验", reason=None)])
    assert not AuditEntry.objects.filter(act="试验").exists()
