"""The history of imports, sending a workbook, and sending a mended one in its place."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from core.saving import Refused
from core.views import FormPage, ListPage, OfRow
from core.workbooks import WorkbookError
from core.workbooks.checks import LARGEST_FILE
from intake import jobs
from intake.batches import Sender, check_batch, keep_workbook, replace_workbook
from intake.forms import UploadForm, WorkbookForm
from intake.registry_lists import KEY
from intake.sheets import BATCHES
from organizations.choices import BatchState
from organizations.jurisdiction import own_area
from organizations.models import ImportBatch
from organizations.registry.lists import Kept, keep_list
from organizations.views.registry import ALREADY, COMPARED

IMPORT = "organizations.import_workbook"


class ImportList(ListPage):
    sheet = BATCHES
    permission = IMPORT
    subtitle = "上传、核对、改正、确认四步完成；确认之前不会保存任何内容。"

    def get_actions(self):
        lists = reverse("organizations:registry-list")
        return [
            *self.action("下载模板", reverse("intake:template-list"), IMPORT),
            *self.action("登记名单比对", lists, "organizations.view_registrylist"),
            *self.action("导入工作簿", reverse("intake:import-create"), IMPORT, primary=True),
        ]


class SendPage(FormPage):
    """A form with a file: a short one is judged before anything is kept, a long one afterwards."""

    permission = IMPORT
    submit_label = "上传并核对"
    done_text = "已读取，请核对后确认导入。"
    waiting: ImportBatch | None = None

    def sender(self) -> Sender:
        return Sender(self.request.actor, self.scope, self.request.today)

    def act(self, form):
        upload = form.cleaned_data["file"]
        try:
            batch = self.keep(upload.read(LARGEST_FILE + 1), upload.name, form.cleaned_data)
            self.judge_if_short(batch)
        except WorkbookError as error:
            raise Refused(str(error)) from error
        return batch

    def judge_if_short(self, batch: ImportBatch) -> None:
        if lines_of(batch) >= jobs.LONG:
            self.waiting = batch
            return
        try:
            check_batch(batch, self.sender())
        except WorkbookError:
            batch.file.delete(save=False)
            raise

    def lead_on(self, location: str):
        """Have a long workbook judged once it is kept for good."""
        if self.waiting is None:
            return super().lead_on(location)
        jobs.start(self.waiting, jobs.CHECK, self.sender(), lines_of(self.waiting))
        return redirect(location)


def lines_of(batch: ImportBatch) -> int:
    return sum(len(raw.rows) for raw in batch.book.sheets if not raw.hidden)


class ImportUpload(SendPage):
    form_class = UploadForm
    title = "导入工作簿"

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_back_url(self):
        return reverse("intake:import-list")

    def act(self, form):
        """Keep a list of a registry as what it is: it leads to its comparison and changes no unit."""
        if form.cleaned_data["table_kind"] != KEY:
            return super().act(form)
        try:
            kept = self.keep_list(form.cleaned_data)
        except WorkbookError as error:
            raise Refused(str(error)) from error
        self.done_text = COMPARED if kept.is_new else ALREADY
        return kept.registry

    def keep_list(self, chosen: dict) -> Kept:
        return keep_list(
            chosen["file"],
            chosen["file"].name,
            self.request.actor,
            source=chosen["source"],
            area=chosen["area"] or own_area(self.scope),
            listed_on=chosen["on"] or self.request.today,
            today=self.request.today,
        )

    def keep(self, data: bytes, name: str, chosen: dict) -> ImportBatch:
        batch = keep_workbook(
            data,
            name,
            self.sender(),
            own_area(self.scope),
            sheet_area=chosen["area"],
            table_kind=chosen["table_kind"],
            on=chosen["on"],
        )
        self.tell_twin(batch)
        return batch

    def tell_twin(self, batch: ImportBatch) -> None:
        """Say that the very same file was brought in before; bringing it in again changes nothing."""
        twins = ImportBatch.objects.within(self.scope).filter(digest=batch.digest, state=BatchState.APPLIED)
        twin = twins.exclude(pk=batch.pk).order_by("-applied_at").first()
        if twin is not None:
            messages.info(self.request, f"同一个文件已于{twin.applied_at:%Y-%m-%d}导入过。")


class ImportReplace(OfRow, SendPage):
    """A mended workbook in the place of the first; questions that were answered stay answered."""

    model = ImportBatch
    form_class = WorkbookForm
    title = "重新上传"
    subtitle = "在原工作簿里改好以后上传，代替原来的文件；网页上填写的改正不再使用。"

    def keep(self, data: bytes, name: str, chosen: dict) -> ImportBatch:
        return replace_workbook(self.object, data, name, self.sender())
