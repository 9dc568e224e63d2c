"""Named, dated checklists, and the assessments made by them at three levels."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from core.guards import NoOverlap
from core.scoping import EVERYONE, ScopedQuerySet
from core.spans import Span, SpanQuerySet
from organizations.models import Organization
from organizations.models.organizations import ORGANIZATION_ANCHORS
from standards.choices import Level, Result


class Standard(Span):
    """A named list in force from a day to a day; a rewritten list is another row with the same key."""

    key = models.SlugField("代码", max_length=40)
    label = models.CharField("名称", max_length=60)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "标准"
        ordering = ["position", "pk"]
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="standards_standard_once",
                fields=["key"],
                violation_error_message="这段时间已有同一代码的标准。",
            ),
        ]

    def __str__(self):
        return self.label


class Item(Span):
    """One line of a list, in force from a day to a day."""

    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, related_name="items", verbose_name="标准"
    )
    key = models.SlugField("代码", max_length=40)
    label = models.CharField("条目", max_length=60)
    explanation = models.CharField("说明", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "标准条目"
        ordering = ["standard__position", "position", "pk"]
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="standards_item_once",
                fields=["standard", "key"],
                violation_error_message="这段时间这项标准已有同一代码的条目。",
            ),
        ]

    def __str__(self):
        return self.label


class AssessmentQuerySet(ScopedQuerySet):
    def up_to(self, day: datetime.date):
        return self.filter(made_on__lte=day)

    def latest_on(self, day: datetime.date):
        """Keep the last assessment up to the day for each organization, list and level."""
        same = Assessment.objects.up_to(day).filter(
            organization=OuterRef("organization"),
            standard__key=OuterRef("standard__key"),
            level=OuterRef("level"),
        )
        return self.filter(pk=Subquery(same.order_by("-made_on", "-pk").values("pk")[:1]))

    def meeting_all(self):
        """Keep the assessments in which no item is unmet; what does not apply counts as met."""
        marks = Mark.objects.filter(assessment=OuterRef("pk"))
        return self.filter(Exists(marks), ~Exists(marks.filter(result=Result.UNMET)))

    def meeting(self, item_key: str):
        """Keep the assessments in which this item is met."""
        marks = Mark.objects.filter(assessment=OuterRef("pk"), item__key=item_key, result=Result.MET)
        return self.filter(Exists(marks))


class Assessment(models.Model):
    """What one level found at an organization on a day; a later finding is another assessment."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="assessments", verbose_name="党组织"
    )
    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, related_name="assessments", verbose_name="标准"
    )
    level = models.CharField("评定层级", max_length=20, choices=Level)
    made_on = models.DateField("评定日期")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="评定人"
    )
    note = models.CharField("备注", max_length=200, blank=True)

    scope_anchors = ORGANIZATION_ANCHORS
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "达标评定"
        ordering = ["-made_on", "-pk"]
        indexes = [
            models.Index(
                fields=["organization", "level", "standard", "made_on"], name="standards_assessment_latest"
            )
        ]
        permissions = [
            ("assess_as_town", "作乡镇（街道、开发区）评定"),
            ("assess_as_county", "作县级评定"),
        ]

    def __str__(self):
        return f"{self.organization} {self.standard}（{self.get_level_display()}） {self.made_on}"

    def get_absolute_url(self):
        return reverse("standards:assessment-detail", args=[self.pk])

    def clean(self):
        """Refuse a day on which the organization did not exist."""
        if self.made_on and self.organization_id and not self.organization.is_open(self.made_on):
            raise ValidationError(
                {"made_on": f"“{self.organization}”在{self.made_on}尚未成立或已经撤销，请核对日期。"}
            )


def assessed_below(path: str, day: datetime.date) -> Q:
    """Marks of assessments of organizations seated below the path on the day."""
    return Q(assessment__in=Assessment.objects.filter(ORGANIZATION_ANCHORS["area"](path, day)))


class Mark(models.Model):
    """The finding on one item."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="marks", verbose_name="达标评定"
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="marks", verbose_name="条目")
    result = models.CharField("结果", max_length=20, choices=Result)
    remark = models.CharField("情况说明", max_length=200, blank=True)

    scope_anchors = {"area": assessed_below, "organization": "assessment__organization__path"}
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "逐项结果"
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item"],
                name="standards_mark_once",
                violation_error_message="这次评定已有这一条目的结果。",
            )
        ]

    def __str__(self):
        return f"{self.item}：{self.get_result_display()}"
