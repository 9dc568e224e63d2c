"""The page of one workbook: what was understood, what is asked, what to mend; and what became of it."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.progress import progress_of
from core.saving import Refused
from core.views import OfRow, Page
from core.workbooks import WorkbookError
from intake import jobs
from intake.batches import Sender, correct_batch
from intake.questions import answers_in, keep_answers, questions_of
from intake.undoing import why_not
from intake.views.showing import LINES_AT_ONCE, Choices, count_items, line_context, rows_in_view, sheet_names
from intake.views.upload import IMPORT
from organizations.choices import BatchState
from organizations.models import ImportBatch

CELL = re.compile(r"^cell-(\d+)-([a-z_]+)$")
STEPS = ("上传", "核对", "改正", "导入")


class BatchPage(OfRow, Page):
    """A page of one kept workbook within the scope."""

    model = ImportBatch
    related = ("area", "made_by", "undone_by", "sheet_area")
    permission = IMPORT

    @property
    def batch(self) -> ImportBatch:
        return self.object

    def sender(self) -> Sender:
        return Sender(self.request.actor, self.scope, self.request.today)

    def back(self):
        return redirect(self.batch)

    def begin(self, job: str, done: str = "") -> None:
        """Start a job and tell how it went, unless it goes on."""
        try:
            goes_on = jobs.start(self.batch, job, self.sender(), self.batch.summary.get("rows", jobs.LONG))
        except (Refused, WorkbookError) as problem:
            messages.error(self.request, str(problem))
        else:
            if done and not goes_on:
                self.batch.refresh_from_db()
                messages.success(self.request, done.format(**self.batch.summary))


class ImportDetail(BatchPage):
    def get(self, request, pk):
        standing = jobs.standing(self.batch)
        if standing == "running":
            return self.show_progress()
        return render(request, "intake/batch.html", self.get_context())

    def show_progress(self):
        context = {
            "title": self.batch.file_name,
            "batch": self.batch,
            "label": jobs.LABELS[self.batch.job],
            "progress": percent_of(self.batch),
            "progress_url": reverse("intake:import-progress", args=[self.batch.pk]),
        }
        return render(self.request, "intake/progress.html", context)

    def get_context(self) -> dict:
        batch, page = (
            self.batch,
            Paginator(self.lines(), LINES_AT_ONCE).get_page(self.request.GET.get("page")),
        )
        editable = batch.state == BatchState.PREVIEWED
        choices = Choices(self.scope) if editable else None
        return {
            "title": batch.file_name,
            "batch": batch,
            "editable": editable,
            "steps": steps_of(batch),
            "counts": count_items(batch, self.request),
            "sheets": batch.sheets.get("read", []),
            "sheet_names": sheet_names(batch, self.request),
            "left_out": batch.sheets.get("left_out", []),
            "notes": batch.sheets.get("notes", []),
            "questions": questions_of(batch, self.scope) if editable else [],
            "errors": batch.summary.get("error", 0),
            "changes": batch.summary.get("new", 0) + batch.summary.get("update", 0),
            "lines": [line_context(line, choices) for line in page],
            "page_obj": page,
            "total": page.paginator.count,
            "undo": self.undo_context(),
        }

    def lines(self):
        return rows_in_view(self.batch, self.request.GET)

    def undo_context(self) -> dict:
        """Whether the import can still be taken back, and until when."""
        if self.batch.state != BatchState.APPLIED:
            return {}
        return {"sentence": why_not(self.batch, timezone.now()), "until": self.batch.undo_until}


def steps_of(batch: ImportBatch) -> list[dict]:
    """The four steps with the one that is on."""
    now = 3 if batch.state != BatchState.PREVIEWED else 2 if batch.summary.get("error") else 1
    return [
        {
            "number": number + 1,
            "label": label,
            "state": "done" if number < now else "now" if number == now else "",
        }
        for number, label in enumerate(STEPS)
    ]


def percent_of(batch: ImportBatch) -> dict:
    noted = progress_of(jobs.lock_of(batch))
    share = 100 * noted["done"] // noted["total"] if noted["total"] else 0
    return {**noted, "percent": min(share, 100)}


class ImportProgress(BatchPage):
    """How far the work has come, for the bar of the page that waits."""

    def get(self, request, pk):
        return JsonResponse({"running": jobs.standing(self.batch) == "running", **percent_of(self.batch)})


class ImportMend(BatchPage):
    """Keeps the cells that were typed and the answers that were given, then checks anew."""

    http_method_names = ("post",)

    def post(self, request, pk):
        try:
            self.keep(request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            self.begin(jobs.CHECK, "已重新核对：{rows}行，有误{error}行。")
        return self.back()

    def keep(self, data) -> None:
        corrections = typed_cells(data, self.batch)
        if corrections:
            correct_batch(self.batch, corrections, self.request.actor)
        answers = answers_in(data, self.batch, self.scope)
        if answers:
            keep_answers(self.batch, answers, self.request.actor)


def typed_cells(data, batch: ImportBatch) -> dict:
    """Return {sheet: {row: {field: text}}} of the filled boxes; a box names its line by number."""
    typed: dict[int, dict] = {}
    for name, text in data.items():
        found = CELL.match(name)
        if found and text.strip():
            typed.setdefault(int(found[1]), {})[found[2]] = text.strip()[:200]
    corrections: dict = {}
    for line in batch.lines.filter(pk__in=typed):
        known = {field for field, *_ in line.told["issues"]}
        cells = {field: text for field, text in typed[line.pk].items() if field in known}
        corrections.setdefault(line.sheet, {})[str(line.row)] = cells
    return corrections


class ImportApply(BatchPage):
    """Applies the workbook: all of it, or only the good rows when that is chosen."""

    http_method_names = ("post",)

    def post(self, request, pk):
        job = jobs.APPLY_GOOD if request.POST.get("only_good") == "1" else jobs.APPLY
        self.begin(job, "已导入：新增{new}行，更新{update}行。")
        return self.back()


class ImportRecheck(BatchPage):
    """Checks the workbook anew, as things stand now."""

    http_method_names = ("post",)

    def post(self, request, pk):
        self.begin(jobs.CHECK, "已重新核对：{rows}行，有误{error}行。")
        return self.back()
