"""Initiatives with their elements, and the activities held by organizations."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from activities.choices import ActivityKind
from core.guards import NoOverlap
from core.models import Versioned
from core.scoping import EVERYONE, ScopedQuerySet
from core.spans import Span, SpanQuerySet
from organizations.models import Organization
from organizations.models.organizations import ORGANIZATION_ANCHORS


class Initiative(Span):
    """A list the county works by, such as 五亮, in force from a day to a day."""

    key = models.SlugField("代码", max_length=40)
    label = models.CharField("名称", max_length=60)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "实践载体"
        ordering = ["position", "pk"]
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="activities_initiative_once",
                fields=["key"],
                violation_error_message="这段时间已有同一代码的实践载体。",
            ),
        ]

    def __str__(self):
        return self.label


class Element(Span):
    """One item of an initiative, such as 亮身份, in force from a day to a day."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="elements", verbose_name="实践载体"
    )
    label = models.CharField("名称", max_length=60)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    scope_anchors = EVERYONE
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "载体内容"
        ordering = ["initiative__position", "position", "pk"]
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="activities_element_once",
                fields=["initiative", "label"],
                violation_error_message="这段时间已有同名内容。",
            ),
        ]

    def __str__(self):
        return self.label


class ActivityQuerySet(ScopedQuerySet):
    def during(self, first: datetime.date, last: datetime.date):
        """Keep the activities held from the first to the last day; both days count."""
        return self.filter(held_on__range=(first, last))

    def counts_by_kind(self) -> dict[str, int]:
        """Return {kind: how many}, in the order of the kinds; what was not held has no entry."""
        rows = self.order_by().values_list("kind").annotate(Count("pk"))
        found = dict(rows)
        return {kind: found[kind] for kind in ActivityKind.values if kind in found}


class Activity(Versioned):
    """Something an organization held on a day; what it is called is left out where the kind says it all."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="activities", verbose_name="党组织"
    )
    kind = models.CharField("活动类型", max_length=20, choices=ActivityKind)
    held_on = models.DateField("活动日期")
    title = models.CharField("主题", max_length=80, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    expected = models.PositiveSmallIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到人数", null=True, blank=True)
    content = models.TextField("内容", max_length=2000, blank=True)
    elements = models.ManyToManyField(
        Element, blank=True, related_name="activities", verbose_name="对应的载体内容"
    )

    scope_anchors = ORGANIZATION_ANCHORS
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(expected__isnull=True) | Q(present__lte=F("expected")),
                name="activities_activity_present",
                violation_error_message="实到人数不能多于应到人数。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ActivityKind.OTHER) | ~Q(title=""),
                name="activities_activity_title",
                violation_error_message="活动类型为“其他”时，请填写主题。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "held_on"], name="activities_activity_day")]

    def __str__(self):
        return self.title or self.get_kind_display()

    def get_absolute_url(self):
        return reverse("activities:activity-detail", args=[self.pk])

    def clean(self):
        """Refuse, each at its field, what contradicts itself or the life of the organization."""
        errors = {}
        if None not in (self.present, self.expected) and self.present > self.expected:
            errors["present"] = f"实到人数不能多于应到人数（{self.expected}人）。"
        if self.kind == ActivityKind.OTHER and not self.title:
            errors["title"] = "活动类型为“其他”时，请填写主题。"
        if self.held_on and self.organization_id and not self.organization.is_open(self.held_on):
            errors["held_on"] = f"“{self.organization}”在{self.held_on}尚未成立或已经撤销，请核对日期。"
        if errors:
            raise ValidationError(errors)

    @property
    def elements_text(self) -> str:
        return "、".join(map(str, self.elements.all()))
