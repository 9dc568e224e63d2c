"""One round of one side, in a process of its own: what it costs is printed as JSON."""

import json
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.utils import timezone

from core.audit import Actor
from intake.batches import Sender, apply_batch, check_batch, keep_workbook
from intake.undoing import undo_batch
from organizations.jurisdiction import whole_county
from organizations.models import Area, ImportBatch, Unit

try:
    from benchmarks import row_by_row
except ModuleNotFoundError:
    row_by_row = None


class Meter:
    """Seconds by the clock and of processor time, and statements, of each named piece of work."""

    def __init__(self):
        self.costs: dict[str, dict] = {}
        self.statements = 0

    @contextmanager
    def measure(self, piece: str) -> Iterator[None]:
        before = self._counters()
        with connection.execute_wrapper(self._count):
            yield
        self.costs[piece] = {name: now - before[name] for name, now in self._counters().items()}

    def _counters(self) -> dict:
        return {"wall": time.perf_counter(), "cpu": processor_time(), "statements": self.statements}

    def _count(self, execute, sql, params, many, context):
        self.statements += 1
        return execute(sql, params, many, context)


def processor_time() -> float:
    """Seconds of this process and of those it started; a database server is not among them."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def ours(meter: Meter, data: bytes, sender: Sender) -> None:
    """As the pages do: kept on uploading, then checked and applied by processes that read the kept file."""
    with meter.measure("keep"):
        kept = keep_workbook(data, "台账.xlsx", sender, Area.objects.get(parent=None))
    with meter.measure("check"):
        summary = check_batch(batch(kept), sender).summary()
    assert summary["new"] == summary["rows"], summary
    with meter.measure("apply"):
        apply_batch(batch(kept), sender)


def batch(kept: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.get(pk=kept.pk)


def full(meter: Meter, data: bytes, sender: Sender) -> None:
    with meter.measure("both"):
        row_by_row.import_with(row_by_row.LedgerResource, data, sender)


def alone(meter: Meter, data: bytes, sender: Sender) -> None:
    with meter.measure("both"):
        row_by_row.import_with(row_by_row.UnitResource, data, sender)


def after(meter: Meter, data: bytes, sender: Sender) -> None:
    """The same file once more, of which nothing is new; then the first import is taken back."""
    ours(Meter(), data, sender)
    first = ImportBatch.objects.get()
    second = keep_workbook(data, "台账.xlsx", sender, Area.objects.get(parent=None))
    with meter.measure("again: check"):
        summary = check_batch(batch(second), sender).summary()
    assert summary["unchanged"] == summary["rows"], summary
    with meter.measure("again: apply"):
        apply_batch(batch(second), sender)
    with meter.measure("undo"):
        undo_batch(first, sender.by, timezone.now())
    assert not Unit.objects.exists()


SIDES = {side.__name__: side for side in (ours, full, alone, after)}


def main(side: str, ledger: str, prepared: str) -> None:
    """Do the round on an empty register; `prepared` is a SQLite file that holds one, or empty."""
    if prepared:
        shutil.copy(prepared, connection.settings_dict["NAME"])
    today = timezone.localdate()
    sender, meter = Sender(Actor(), whole_county(today), today), Meter()
    SIDES[side](meter, Path(ledger).read_bytes(), sender)
    print(json.dumps({"pieces": meter.costs, "memory": peak()}))


def peak() -> float:
    """Megabytes this process held at most; `getrusage` would begin with what its parent held."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
