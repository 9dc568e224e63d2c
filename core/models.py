"""Tables every application shares: optimistic versions, answered posts, saved filters, the audit trail."""

from django.conf import settings
from django.db import models

from core.guards import AppendOnly
from core.scoping import EVERYONE, ScopedQuerySet


class Versioned(models.Model):
    """A row that two people may edit: the version tells whether somebody else was faster."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        abstract = True


class PostKey(models.Model):
    """A form that has been answered: the same key again gets the same answer and does nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="账号")
    key = models.CharField("表单编号", max_length=64)
    digest = models.CharField("内容摘要", max_length=64)
    location = models.CharField("结果页面", max_length=300, blank=True)
    made_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已处理的提交"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="core_postkey_once")]

    def __str__(self):
        return self.key


class SavedView(models.Model):
    """A filter of a list kept under a name; it carries the question only, never the rows."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="账号")
    page = models.CharField("页面", max_length=200)
    name = models.CharField("名称", max_length=40)
    query = models.TextField("筛选条件", max_length=2000)
    shared = models.BooleanField("共享给其他人", default=False)
    made_at = models.DateTimeField("保存时间", auto_now_add=True)

    scope_anchors = EVERYONE
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="core_savedview_once")]
        indexes = [models.Index(fields=["page", "user"], name="core_savedview_page")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{self.page}?{self.query}"


class AuditEntry(models.Model):
    """Who did what to which object, from what to what; written in the transaction of the act."""

    at = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="操作人", null=True, blank=True
    )
    request_id = models.CharField("请求编号", max_length=36, db_index=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    act = models.CharField("操作", max_length=60)
    model = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=40)
    object_label = models.CharField("对象", max_length=200)
    changes = models.JSONField("变化", default=dict, blank=True)
    reason = models.CharField("原因", max_length=300, blank=True)

    scope_anchors = EVERYONE
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="core_audit_object")]
        constraints = [
            AppendOnly(name="core_audit_append_only", violation_error_message="操作记录不能修改或删除。")
        ]

    def __str__(self):
        return f"{self.act} {self.object_label}"
