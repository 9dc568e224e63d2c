"""Pages of imports: file, what was understood, mend, apply; and the history."""

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core import posts
from core.forms import DayField
from core.saving import Refused
from core.sheets import Column, Sheet
from core.views import FormPage, ListPage, Page, fetch_or_404
from core.workbooks import WorkbookError
from core.workbooks.checks import LARGEST_FILE
from organizations.choices import BatchState, UnitKind
from organizations.intake.batches import apply_batch, correct_batch, keep_workbook, preview_batch
from organizations.intake.rows import Preview, Verdict
from organizations.intake.vocabulary import HEADINGS
from organizations.models import Area, ImportBatch

CELL = re.compile(r"^cell-(\d+)-(\d+)-([a-z_]+)$")
SHOWN_ROWS = 200

BATCHES = Sheet(
    title="导入",
    model=ImportBatch,
    related=("made_by", "area"),
    ordering=("-pk",),
    columns=(
        Column("file_name", width=40),
        Column("area"),
        Column("made_by"),
        Column("made_at", text=lambda row: f"{timezone.localtime(row.made_at):%Y-%m-%d %H:%M}"),
        Column("state", state=lambda value: "ok" if value == BatchState.APPLIED.label else "info"),
        Column("rows_read", "行数", text=lambda row: row.summary.get("rows", 0), numeric=True),
        Column("rows_wrong", "有误", text=lambda row: row.summary.get("error", 0), numeric=True),
    ),
    empty_text="还没有导入过工作簿。点“导入工作簿”上传乡镇报来的台账。",
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="工作簿",
        help_text="支持 .xlsx、.xlsm、.xls、.csv，不超过10MB。先预览，确认后才会保存。",
        error_messages={"required": "请选择要导入的工作簿。", "empty": "这个文件是空的，请重新选择。"},
    )
    area = forms.ModelChoiceField(
        Area.objects.leaves(),
        label="管理区域",
        required=False,
        help_text="表中没有“所属乡镇”一列时使用；有该列时以表中为准。",
    )
    kind = forms.ChoiceField(
        label="单位类别", choices=[("", "按表中内容判断"), *UnitKind.choices], required=False
    )
    on = DayField(label="情况截至日期", required=False, help_text="不填时取表中的填报时间，没有则按今天。")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > self.today:
            raise forms.ValidationError("情况截至日期不能晚于今天。")
        return day


class ImportList(ListPage):
    sheet = BATCHES
    permission = "organizations.import_workbook"
    subtitle = "上传、预览、改正、确认四步完成；确认之前不会保存任何内容。"

    def get_actions(self):
        lists, upload = reverse("organizations:registry-list"), reverse("organizations:import-create")
        return [
            *self.action("登记名单比对", lists, "organizations.view_registrylist"),
            *self.action("导入工作簿", upload, self.permission, primary=True),
        ]


class ImportUpload(FormPage):
    form_class = UploadForm
    permission = "organizations.import_workbook"
    title = "导入工作簿"
    submit_label = "上传并预览"
    done_text = "已读取，请核对后确认导入。"

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_back_url(self):
        return reverse("organizations:import-list")

    def act(self, form):
        data, upload = form.cleaned_data, form.cleaned_data["file"]
        try:
            return keep_workbook(
                upload.read(LARGEST_FILE + 1),
                upload.name,
                self.request.actor,
                self.scope,
                today=self.request.today,
                area=own_area(self.scope),
                sheet_area=data["area"],
                kind=data["kind"],
                on=data["on"],
            )
        except WorkbookError as error:
            raise Refused(str(error)) from error


def own_area(scope) -> Area:
    """The area under whose name the batch is kept: the first the person looks after."""
    area = Area.objects.within(scope).order_by("path").first()
    if area is None:
        raise PermissionDenied
    return area


class BatchPage(Page):
    """A page of one kept workbook within the scope."""

    permission = "organizations.import_workbook"

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request)
        scope = request.scope.granting(self.permission)
        self.batch = fetch_or_404(ImportBatch.objects.within(scope), kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def back(self):
        return redirect(self.batch)


class ImportDetail(BatchPage):
    """What was understood; faulty cells can be mended here."""

    def get(self, request, pk):
        applied = self.batch.state == BatchState.APPLIED
        context = applied_context(self.batch) if applied else self.preview_context()
        return render(request, "organizations/import_detail.html", context)

    def preview_context(self) -> dict:
        preview = preview_batch(self.batch, self.scope, self.request.today)
        return {
            "title": self.batch.file_name,
            "batch": self.batch,
            "applied": False,
            "summary": summary_items(preview.summary()),
            "sheets": [sheet_context(number, sheet) for number, sheet in enumerate(preview.sheets)],
            "left_out": preview.left_out,
            "error_count": len(preview.error_rows),
            "change_count": sum(row.verdict in (Verdict.NEW, Verdict.UPDATE) for row in preview.rows),
            "apply_url": reverse("organizations:import-apply", args=[self.batch.pk]),
            "post_key": posts.new_key(),
        }

    def post(self, request, pk):
        """Keep the cells that were typed, then show the verdicts anew."""
        preview = preview_batch(self.batch, self.scope, request.today)
        try:
            correct_batch(self.batch, typed_cells(request.POST, preview), request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已按填写的内容重新核对。")
        return self.back()


def typed_cells(data, preview: Preview) -> dict:
    """Return {sheet: {row: {field: text}}} of the filled boxes; boxes name a sheet by its number."""
    corrections: dict = {}
    for name, text in data.items():
        found = CELL.match(name)
        if not found or not text.strip() or found[3] not in HEADINGS or int(found[1]) >= len(preview.sheets):
            continue
        sheet = preview.sheets[int(found[1])].name
        corrections.setdefault(sheet, {}).setdefault(found[2], {})[found[3]] = text.strip()[:200]
    return corrections


class ImportApply(BatchPage):
    """Applies the workbook: all of it, or only the good rows when that is chosen."""

    http_method_names = ("post",)

    def post(self, request, pk):
        only_good = request.POST.get("only_good") == "1"
        try:
            batch = apply_batch(self.batch, request.actor, self.scope, request.today, only_good=only_good)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.back()
        touched = batch.summary["new"] + batch.summary["update"]
        messages.success(
            request, f"已导入：新增{batch.summary['new']}家，更新{batch.summary['update']}家，共{touched}行。"
        )
        return self.back()


def applied_context(batch: ImportBatch) -> dict:
    rows = batch.rows.select_related("unit").order_by("sheet", "row")
    return {
        "title": batch.file_name,
        "batch": batch,
        "applied": True,
        "summary": summary_items(batch.summary),
        "touched": [
            {"unit": row.unit, "sheet": row.sheet, "row": row.row, "verdict": Verdict(row.verdict).label}
            for row in rows
        ],
    }


def summary_items(summary: dict) -> list[dict]:
    """Return the counts in the order in which a clerk checks them."""
    labels = (
        ("rows", "读取行数"), ("new", "新增"), ("update", "更新"), ("unchanged", "无变化"),
        ("duplicate", "重复"), ("error", "有误"), ("units", "单位"), ("organizations", "党组织"),
        ("standalone", "单独组建"), ("joint", "联合组建"), ("guidance", "派指导员"), ("none", "未组建"),
    )  # fmt: skip
    return [{"label": label, "count": summary.get(key, 0)} for key, label in labels]


VERDICT_STATES = {Verdict.NEW: "ok", Verdict.UPDATE: "info", Verdict.DUPLICATE: "warn", Verdict.ERROR: "bad"}


def sheet_context(number: int, sheet) -> dict:
    """Return one sheet for the page: faulty rows first, so that nobody has to search for them."""
    ordered = sorted(sheet.rows, key=lambda row: (row.verdict != Verdict.ERROR, not row.warnings, row.row))
    return {
        "name": sheet.name,
        "on": sheet.on,
        "columns": [{"written": label, "meaning": HEADINGS[field]} for label, field in sheet.columns.items()],
        "unmapped": sheet.unmapped,
        "rows": [row_context(number, row) for row in ordered[:SHOWN_ROWS]],
        "hidden_count": max(0, len(ordered) - SHOWN_ROWS),
    }


def row_context(number: int, row) -> dict:
    faulty = dict.fromkeys(issue.field for issue in row.errors if issue.field in row.values)
    return {
        "row": row.row,
        "verdict": row.verdict.label,
        "state": VERDICT_STATES.get(row.verdict, "muted"),
        "name": row.values["name"] or "（名称为空）",
        "code": row.values["credit_code"] or "",
        "area": row.values["area"] or "",
        "coverage": row.values["organization"] or row.values["officer"] or "",
        "errors": [f"{issue.column}：{issue.message}" for issue in row.errors],
        "warnings": [f"{issue.column}：{issue.message}" for issue in row.warnings],
        "changes": [change_text(heading, old, new) for heading, (old, new) in row.changes.items()]
        if row.unit
        else [],
        "boxes": [
            {
                "name": f"cell-{number}-{row.row}-{field}",
                "label": HEADINGS[field],
                "was": str(row.raw.get(field) or ""),
            }
            for field in faulty
        ],
    }


def change_text(heading: str, old, new) -> str:
    return f"{heading}：{'空' if old in (None, '') else old} → {new}"
