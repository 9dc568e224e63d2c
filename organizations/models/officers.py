"""Party-building guidance officers, the units they are assigned to, and their visits."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.guards import NoOverlap
from core.models import Versioned
from core.scoping import ScopedQuerySet
from core.spans import Span, SpanQuerySet
from core.trees import keep_new_paths, keep_path
from organizations.choices import OfficerGrade, OfficerService, VisitManner
from organizations.models.areas import Area
from organizations.models.units import UNIT_ANCHORS, Unit, placed_below


def serving_below(path, day):
    """Officers sent by an area below the path, or assigned on the day to a unit placed there."""
    units = Unit.objects.filter(placed_below(path, day))
    assignments = Assignment.objects.on(day).filter(officer=OuterRef("pk"), unit__in=units)
    return Q(area__path__startswith=path) | Q(Exists(assignments))


class Officer(Versioned):
    """A guidance officer; an officer never makes a unit covered by an organization."""

    name = models.CharField("指导员姓名", max_length=60)
    employer = models.CharField("工作单位及职务", max_length=120, blank=True)
    service = models.CharField("专职或兼职", max_length=20, choices=OfficerService, blank=True)
    grade = models.CharField("驻派等级", max_length=20, choices=OfficerGrade, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, verbose_name="派出区域", related_name="officers")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="账号"
    )
    left_on = models.DateField("离任日期", null=True, blank=True)
    left_reason = models.CharField("离任原因", max_length=120, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    path = models.CharField("路径", max_length=20, editable=False, default="", db_index=True)

    scope_anchors = {"area": serving_below, "officer": "path"}
    audit_hidden = ("phone",)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党建工作指导员"
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organizations:officer-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        """Keep the path by which scopes name this officer."""
        super().save(*args, **kwargs)
        keep_path(self, None)

    @classmethod
    def settle(cls, added: list["Officer"]):
        keep_new_paths(added)


class Assignment(Span):
    """An officer sent to a unit, from a day to a day."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="assignments", verbose_name="党建工作指导员"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments", verbose_name="单位")
    document = models.CharField("依据", max_length=120, blank=True)
    end_document = models.CharField("结束依据", max_length=120, blank=True)

    scope_anchors = {"area": UNIT_ANCHORS["area"], "officer": "officer__path"}
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "指导员派驻"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_assignment_once",
                fields=["officer", "unit"],
                violation_error_message="这名指导员在这段时间已派驻这家单位。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on", "ends_on"], name="org_assignment_day")]

    def __str__(self):
        return f"{self.officer}：{self.unit}"

    def get_absolute_url(self):
        return self.unit.get_absolute_url()


def visited_below(path, day):
    """Visits to units placed on the day below the path."""
    return Q(assignment__in=Assignment.objects.filter(UNIT_ANCHORS["area"](path, day)))


class Visit(models.Model):
    """A visit of an officer to a unit: day, manner, what was discussed; no photo, no position."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="visits", verbose_name="指导员派驻"
    )
    held_on = models.DateField("走访日期")
    manner = models.CharField("走访方式", max_length=20, choices=VisitManner, default=VisitManner.ON_SITE)
    content = models.CharField("走访内容", max_length=300)
    advice = models.CharField("指导意见", max_length=300, blank=True)

    scope_anchors = {"area": visited_below, "officer": "assignment__officer__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访记录"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.assignment} {self.held_on}"


def advised_below(path, day):
    """Advice given on visits to units placed on the day below the path."""
    return Q(visit__in=Visit.objects.filter(visited_below(path, day)))


class AdviceItem(Versioned):
    """Something a visit advised: who sees to it, by when, and how it ended."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="items", verbose_name="走访记录")
    text = models.CharField("建议内容", max_length=200)
    owner = models.CharField("责任人", max_length=60)
    due_on = models.DateField("办结期限")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    result = models.CharField("办理结果", max_length=200, blank=True)

    scope_anchors = {"area": advised_below, "officer": "visit__assignment__officer__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访建议"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(result=""),
                name="org_adviceitem_result",
                violation_error_message="办结时请填写办理结果。",
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("organizations:advice-close", args=[self.pk])
