"""Workbooks that were brought in: the file, what was understood of every line, what became of it."""

import datetime
import secrets

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from core.models import Versioned
from core.scoping import ScopedQuerySet
from organizations.choices import BatchState
from organizations.models.areas import Area

DAYS_TO_UNDO = datetime.timedelta(days=30)


def upload_path(batch, filename: str) -> str:
    """Store under a random name; the name the sender gave is kept in the row."""
    return f"imports/{secrets.token_hex(16)}"


class ImportBatch(Versioned):
    """One workbook: previewed by somebody, applied by the same person, taken back, or left alone.

    The file and the corrections are sealed: rosters hold numbers of identity cards. `learned` keeps what was
    said about the words of this workbook; `sheets` tells what was understood of the worksheets.
    """

    file = models.FileField("文件", upload_to=upload_path)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64, db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, verbose_name="导入范围", related_name="batches")
    sheet_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, verbose_name="管理区域", related_name="+"
    )
    table_kind = models.CharField("表的种类", max_length=20, blank=True)
    on = models.DateField("情况截至日期", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="导入人"
    )
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    state = models.CharField("状态", max_length=20, choices=BatchState, default=BatchState.PREVIEWED)
    job = models.CharField("正在办理", max_length=20, blank=True)
    problem = models.TextField("上次办理的结果", blank=True)
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="撤回人",
        related_name="+",
    )
    summary = models.JSONField("结果", default=dict, blank=True)
    sheets = models.JSONField("工作表", default=dict, blank=True)
    learned = models.JSONField("词语对应", default=dict, blank=True)
    corrections = models.TextField("网页改正", blank=True)

    sealed_columns = {"corrections": ""}
    sealed_files = ("file",)

    scope_anchors = {"area": "area__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-pk"]
        permissions = [("import_workbook", "导入工作簿")]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("intake:import-detail", args=[self.pk])

    @property
    def undo_until(self) -> datetime.datetime | None:
        """The moment up to which the import may be taken back."""
        return self.applied_at + DAYS_TO_UNDO if self.applied_at else None


class ImportLine(models.Model):
    """One line of a workbook as it was last understood, and after applying the row it made or changed.

    `told` holds the cells as they are shown (numbers of identity cards masked), issues and changes.
    """

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="lines", verbose_name="导入批次"
    )
    sheet = models.CharField("工作表", max_length=60)
    row = models.PositiveIntegerField("行号")
    verdict = models.CharField("结论", max_length=20)
    doubtful = models.BooleanField("有提醒", default=False)
    label = models.CharField("名称", max_length=120, blank=True)
    told = models.JSONField("内容", default=dict, encoder=DjangoJSONEncoder)
    model = models.CharField("对象类型", max_length=60, blank=True)
    object_id = models.BigIntegerField("对象编号", null=True, blank=True)

    scope_anchors = {"area": "batch__area__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入的行"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["batch", "verdict"], name="org_importline_verdict"),
            models.Index(fields=["model", "object_id"], name="org_importline_object"),
        ]

    def __str__(self):
        return f"{self.sheet} {self.row}"


class ImportedFactQuerySet(ScopedQuerySet):
    def told(self):
        """Say of each, as `added`, whether the import added the row."""
        is_new = models.Q(before__isnull=True)
        return self.annotate(added=models.ExpressionWrapper(is_new, output_field=models.BooleanField()))


class ImportedFact(models.Model):
    """A row that an import added (`before` is null) or changed (its values before), in the order of acts."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="facts", verbose_name="导入批次"
    )
    model = models.CharField("对象类型", max_length=60)
    object_id = models.BigIntegerField("对象编号")
    before = models.JSONField("原值", null=True, encoder=DjangoJSONEncoder)

    scope_anchors = {"area": "batch__area__path"}
    objects = ImportedFactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入的变动"
        ordering = ["pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="org_importedfact_object")]

    def __str__(self):
        return f"{self.model} {self.object_id}"


class SenderWord(models.Model):
    """What a word in the workbooks of an area stands for, said once by somebody and remembered.

    With a field: the text of a cell and the word it stands for. Without: a heading and the field it stands
    for, empty when the column is to be left out.
    """

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="sender_words", verbose_name="报送区域"
    )
    table_kind = models.CharField("表的种类", max_length=20, blank=True)
    field = models.CharField("列", max_length=40, blank=True)
    written = models.CharField("原文", max_length=120)
    meaning = models.CharField("对应", max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="记住的人"
    )
    made_at = models.DateTimeField("记住的时间", auto_now=True)

    scope_anchors = {"area": "area__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送用语"
        ordering = ["area", "field", "written"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "table_kind", "field", "written"], name="org_senderword_once"
            )
        ]

    def __str__(self):
        return f"{self.written} → {self.meaning or '不导入'}"
