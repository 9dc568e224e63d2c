"""Workbooks that were brought in: the file, what was understood, and the rows it touched."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.scoping import ScopedQuerySet
from organizations.choices import BatchState, UnitKind
from organizations.models.areas import Area


def upload_path(batch, filename: str) -> str:
    """Store under a random name; the name the sender gave is kept in the row."""
    return f"imports/{secrets.token_hex(16)}"


class ImportBatch(models.Model):
    """One workbook: previewed by somebody, applied by the same person, or left alone."""

    file = models.FileField("文件", upload_to=upload_path)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, verbose_name="导入范围", related_name="batches")
    sheet_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, verbose_name="管理区域", related_name="+"
    )
    kind = models.CharField("单位类别", max_length=20, choices=UnitKind, blank=True)
    on = models.DateField("情况截至日期", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="导入人"
    )
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    state = models.CharField("状态", max_length=20, choices=BatchState, default=BatchState.PREVIEWED)
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    summary = models.JSONField("结果", default=dict, blank=True)
    corrections = models.JSONField("网页改正", default=dict, blank=True)

    scope_anchors = {"area": "area__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-pk"]
        permissions = [("import_workbook", "导入工作簿")]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("organizations:import-detail", args=[self.pk])


class ImportedRow(models.Model):
    """A row of a table that an import made or changed, so that one link shows exactly what it touched."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="rows", verbose_name="导入批次"
    )
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, verbose_name="单位")
    sheet = models.CharField("工作表", max_length=60)
    row = models.PositiveIntegerField("行号")
    verdict = models.CharField("结论", max_length=20)

    scope_anchors = {"area": "batch__area__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入的行"

    def __str__(self):
        return f"{self.sheet} {self.row}"
