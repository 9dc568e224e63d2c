"""Workbooks are kept sealed, and follow when the keys are renewed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from intake.batches import correct_batch, file_of, typed_cells
from organizations.models import ImportBatch
from tests.factories import BY
from tests.organizations.ledgers import keep, ledger, line

pytestmark = pytest.mark.django_db
OLD, NEW = {"old": b"1" * 32}, {"new": b"2" * 32}


def rotate() -> str:
    out = StringIO()
    call_command("rotate_seals", stdout=out)
    return out.getvalue()


def test_file_and_corrections_open_under_the_new_key_alone(settings):
    settings.SEAL_KEYS = OLD
    data = ledger(line(职工人数="-1"))
    batch = keep(data)
    correct_batch(batch, {"台账": {"2": {"employees": "3"}}}, BY)
    name = ImportBatch.objects.get().file.name
    settings.SEAL_KEYS = NEW | OLD
    assert "导入批次·文件：重新密封1项，无法打开0项，尚余0项" in rotate()
    settings.SEAL_KEYS = NEW
    batch = ImportBatch.objects.get()
    assert (file_of(batch), typed_cells(batch)) == (data, {"台账": {"2": {"employees": "3"}}})
    assert not batch.file.storage.exists(name)
    assert "导入批次·文件：重新密封0项，无法打开0项，尚余0项" in rotate()


def test_file_that_cannot_be_opened_keeps_the_old_key_needed(settings):
    settings.SEAL_KEYS = OLD
    keep(ledger(line()))
    settings.SEAL_KEYS = NEW
    with pytest.raises(CommandError, match="还有1项未改用第一个密钥"):
        rotate()
