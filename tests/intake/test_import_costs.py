"""What an import costs is counted in statements: their number does not grow with the lines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.audit import Actor
from intake.batches import apply_batch, check_batch, keep_workbook
from intake.undoing import undo_batch
from organizations.models import Assignment, Coverage, ImportBatch, ImportLine, Unit
from tests.factories import area
from tests.organizations.ledgers import ledger, line, sender

pytestmark = pytest.mark.django_db

FEW, MANY = 20, 200  # of which a third has an organization and a tenth an officer


def lines(number: int, first: int = 0) -> bytes:
    return ledger(*map(cells, range(first, first + number)))


def cells(number: int) -> dict:
    unit = line(f"试验{number}号玻璃有限公司", 正式党员="3", 备注="逐户核对")
    if number % 3 == 0:
        return unit | {"组建方式": "单独组建", "党组织名称": f"试验{number}号支部", "书记": "赵一"}
    return unit | (
        {"组建方式": "选派党建指导员", "指导员": f"李{chr(0x5000 + number)}"} if number % 10 == 1 else {}
    )


def counted(act, *given) -> int:
    with CaptureQueriesContext(connection) as statements:
        act(*given)
    return len(statements)


def kept(data: bytes) -> ImportBatch:
    return ImportBatch.objects.get(pk=keep_workbook(data, "台账.csv", sender(), area("沙河市")).pk)


def costs(data: bytes) -> dict[str, int]:
    """Statements of checking, applying and taking back one ledger."""
    batch = kept(data)
    found = {"check": counted(check_batch, batch, sender())}
    found["apply"] = counted(apply_batch, ImportBatch.objects.get(pk=batch.pk), sender())
    found["undo"] = counted(undo_batch, batch, Actor(), timezone.now())
    return found


def test_ten_times_the_lines_cost_the_same_statements():
    few, many = costs(lines(FEW)), costs(lines(MANY, first=1000))
    assert (few["check"], few["apply"]) == (many["check"], many["apply"])
    assert many["undo"] - few["undo"] <= 5  # Django deletes by the hundred


def test_what_is_known_already_costs_the_same_statements():
    found = {}
    for number, first in ((FEW, 0), (MANY, 1000)):
        data = lines(number, first)
        for _ in range(2):
            batch = kept(data)
            checked = counted(check_batch, batch, sender())
            applied = counted(apply_batch, ImportBatch.objects.get(pk=batch.pk), sender())
        found[number] = (checked, applied)
    assert found[FEW] == found[MANY]


def test_every_line_became_its_facts():
    apply_batch(checked := kept(lines(MANY)), sender())
    assert (Unit.objects.count(), Coverage.objects.count(), Assignment.objects.count()) == (200, 67, 14)
    assert ImportLine.objects.filter(batch=checked).exclude(object_id=None).count() == MANY
