"""Lists of the registries, line by line, what was decided about each line, and what stays excluded."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.scoping import ScopedQuerySet
from organizations.choices import LineFault, RegistryDecision, RegistryMatch, RegistrySource, UnitKind
from organizations.models.areas import Area
from organizations.models.units import Unit

KINDS = {RegistrySource.MARKET: UnitKind.ENTERPRISE, RegistrySource.CIVIL: UnitKind.SOCIAL_ORG}


def list_seen_from(path: str, day) -> Q:
    """Lists of the branch, and those that cover more than it: of them the branch sees its own lines."""
    steps = path.rstrip("/").split("/")
    above = ["/".join(steps[:depth]) + "/" for depth in range(1, len(steps))]
    return Q(area__path__startswith=path) | Q(area__path__in=above)


def line_seen_from(path: str, day) -> Q:
    """Lines of the branch; a line without an area only from where the whole list is seen."""
    return Q(area__path__startswith=path) | Q(area=None, list__area__path__startswith=path)


class RegistryList(models.Model):
    """One file of a registry, to be compared with the units; it changes no unit by itself."""

    source = models.CharField("来源", max_length=20, choices=RegistrySource)
    listed_on = models.DateField("名单日期")
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, verbose_name="名单范围", related_name="registry_lists"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="上传人"
    )
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    line_count = models.PositiveIntegerField("行数", default=0)

    scope_anchors = {"area": list_seen_from}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记名单"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "area"],
                name="org_registrylist_once",
                violation_error_message="这个文件已经上传过。",
            )
        ]

    def __str__(self):
        return f"{self.get_source_display()} {self.file_name}"

    def get_absolute_url(self):
        return reverse("organizations:registry-detail", args=[self.pk])

    @property
    def kind(self) -> UnitKind:
        return KINDS[RegistrySource(self.source)]


class Exclusion(models.Model):
    """A body that is not taken in, remembered for every later list until it is taken back."""

    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    name = models.CharField("单位名称", max_length=120, blank=True)
    name_key = models.CharField("比对名称", max_length=130, editable=False, blank=True, db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, verbose_name="管理区域", related_name="+")
    reason = models.CharField("不纳入原因", max_length=120)
    excluded_on = models.DateField("不纳入日期")
    excluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )
    revoked_on = models.DateField("撤回日期", null=True, blank=True)
    revoke_reason = models.CharField("撤回原因", max_length=120, blank=True)

    scope_anchors = {"area": "area__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "不纳入记录"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(revoked_on=None) & ~Q(credit_code=""),
                name="org_exclusion_code_once",
                violation_error_message="这个代码已列为不纳入。",
            ),
            models.CheckConstraint(
                condition=~Q(credit_code="") | ~Q(name_key=""),
                name="org_exclusion_named",
                violation_error_message="请填写统一社会信用代码或单位名称。",
            ),
        ]

    def __str__(self):
        return self.name or self.credit_code


class RegistryLine(models.Model):
    """One line of a list as it was read, and what was decided about it."""

    list = models.ForeignKey(
        RegistryList, on_delete=models.PROTECT, related_name="lines", verbose_name="登记名单"
    )
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("行号")
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    code_text = models.CharField("代码（原文）", max_length=60, blank=True)
    name = models.CharField("单位名称", max_length=120, blank=True)
    name_short = models.CharField("比对名称", max_length=130, editable=False, blank=True)
    name_long = models.CharField("比对名称（全称）", max_length=160, editable=False, blank=True)
    area_text = models.CharField("地区（原文）", max_length=60, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="管理区域"
    )
    state_text = models.CharField("登记状态", max_length=40, blank=True)
    is_gone = models.BooleanField("登记已终止", default=False)
    type_text = models.CharField("登记类型", max_length=60, blank=True)
    established_on = models.DateField("成立日期", null=True, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    fault = models.CharField("问题", max_length=20, choices=LineFault, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registry_lines",
        verbose_name="对应单位",
    )
    matched_by = models.CharField("对应方式", max_length=20, choices=RegistryMatch, blank=True)
    decision = models.CharField(
        "处理结果", max_length=20, choices=RegistryDecision, default=RegistryDecision.NONE
    )
    reason = models.CharField("处理原因", max_length=120, blank=True)
    exclusion = models.ForeignKey(
        Exclusion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="lines",
        verbose_name="不纳入记录",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="处理人",
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True, editable=False)
    # The unit of today that bears the code of the line: a join, not a column.
    by_code = models.ForeignObject(
        Unit,
        on_delete=models.DO_NOTHING,
        from_fields=["credit_code"],
        to_fields=["credit_code"],
        null=True,
        related_name="+",
        verbose_name="同代码单位",
    )

    scope_anchors = {"area": line_seen_from}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记名单的行"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["list", "credit_code"], name="org_registryline_code"),
            models.Index(fields=["list", "name_short"], name="org_registryline_short"),
            models.Index(fields=["list", "name_long"], name="org_registryline_long"),
        ]

    def __str__(self):
        return self.name or self.code_text or f"第{self.row}行"

    def get_absolute_url(self):
        return self.list.get_absolute_url()
