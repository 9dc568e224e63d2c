"""Pieces of work on a batch that may take long: done at once when short, else in a process of their own."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core.progress import AlreadyRunning, Progress, hold, is_running
from core.saving import Refused
from core.workbooks import WorkbookError
from intake.batches import Outdated, Sender, apply_batch, check_batch
from intake.undoing import undo_batch
from organizations.models import ImportBatch

CHECK, APPLY, APPLY_GOOD, UNDO = "check", "apply", "apply-good", "undo"
LABELS = {CHECK: "核对", APPLY: "导入", APPLY_GOOD: "导入", UNDO: "撤回"}
LONG = 2000  # lines; fewer are done while the page waits
BUSY = "这个工作簿正在{label}，请等它完成。"
INTERRUPTED = "上次{label}没有完成就中断了，什么都没有保存，请重新办理。"
MANAGE = Path(settings.BASE_DIR) / "manage.py"


def lock_of(batch: ImportBatch) -> str:
    return f"import-{batch.pk}"


def start(batch: ImportBatch, job: str, sender: Sender, lines: int) -> bool:
    """Do the job, or have it done; return whether it goes on in the background.

    Raises Refused when it refuses, or when somebody is at this batch already.
    """
    try:
        descriptor = hold(lock_of(batch))
    except AlreadyRunning as error:
        raise Refused(BUSY.format(label=LABELS.get(batch.job, "办理"))) from error
    with closing(os.fdopen(descriptor)):
        batch.refresh_from_db()
        if lines < LONG:
            mark(batch, "")
            do(batch, job, sender, Progress(lock_of(batch)))
            return False
        mark(batch, job)
        Progress(lock_of(batch)).begin(f"准备{LABELS[job]}", 0)
        spawn(batch, job, sender, descriptor)
    return True


def mark(batch: ImportBatch, job: str, problem: str = "") -> None:
    """Note on the batch what is being done, or how it ended; seen by everybody at once."""
    ImportBatch.objects.filter(pk=batch.pk).update(job=job, problem=problem)


def spawn(batch: ImportBatch, job: str, sender: Sender, descriptor: int) -> None:
    """Run the command that does the job; it holds the lock by the descriptor it inherits."""
    by = sender.by
    command = [sys.executable, str(MANAGE), "run_import", str(batch.pk), job]
    command += [f"--user={by.user.pk}", f"--request={by.request_id}", f"--address={by.address}"]
    subprocess.Popen(  # noqa: S603 -- our own command with numbers we made
        command,
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        pass_fds=(descriptor,),
        start_new_session=True,
    )


def do(batch: ImportBatch, job: str, sender: Sender, progress: Progress) -> None:
    """Do one job to its end; what was agreed to and no longer holds is checked anew before it is told."""
    if job == CHECK:
        progress.begin("核对", 0)
        check_batch(batch, sender)
    elif job == UNDO:
        progress.begin("撤回", batch.facts.count())
        undo_batch(batch, sender.by, timezone.now(), progress.tick)
    else:
        _apply(batch, job, sender, progress)


def _apply(batch: ImportBatch, job: str, sender: Sender, progress: Progress) -> None:
    summary = batch.summary
    progress.begin("导入", summary.get("new", 0) + summary.get("update", 0))
    try:
        apply_batch(batch, sender, only_good=job == APPLY_GOOD, tick=progress.tick)
    except Outdated:
        check_batch(batch, sender)
        raise


def finish(batch: ImportBatch, job: str, sender: Sender) -> None:
    """Do a job in the background and note how it ended."""
    try:
        do(batch, job, sender, Progress(lock_of(batch)))
    except (Refused, WorkbookError) as problem:
        mark(batch, "", str(problem))
    else:
        mark(batch, "")


def standing(batch: ImportBatch) -> str:
    """Say how a marked job stands: "running", "" when none is, else the sentence about its interruption."""
    if not batch.job:
        return ""
    if is_running(lock_of(batch)):
        return "running"
    batch.refresh_from_db()
    if not batch.job:
        return ""
    sentence = INTERRUPTED.format(label=LABELS[batch.job])
    mark(batch, "", sentence)
    batch.job, batch.problem = "", sentence
    return sentence
