"""Posts held in Party organizations."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from core.guards import NoOverlap
from core.spans import Span, SpanQuerySet
from organizations.choices import PositionClass, PostRole, PostSource
from organizations.models.organizations import ORGANIZATION_ANCHORS, Organization


class Post(Span):
    """A person holding a role in an organization; at most one secretary at a time."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="posts", verbose_name="党组织"
    )
    role = models.CharField("党内职务", max_length=20, choices=PostRole, default=PostRole.SECRETARY)
    name = models.CharField("任职人姓名", max_length=60)
    source = models.CharField("人选来源", max_length=20, choices=PostSource, default=PostSource.UNKNOWN)
    unit_post = models.CharField("行政职务", max_length=60, blank=True)
    unit_position = models.CharField("行政职务类别", max_length=20, choices=PositionClass, blank=True)
    full_time = models.BooleanField("专职", default=False)
    phone = models.CharField("联系电话", max_length=30, blank=True)

    scope_anchors = ORGANIZATION_ANCHORS
    audit_hidden = ("phone",)
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_post_one_secretary",
                fields=["organization"],
                where={"role": "secretary"},
                violation_error_message="这个党组织在这段时间已有书记，请先结束原任职。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "role", "starts_on", "ends_on"], name="org_post_day")]

    def __str__(self):
        return f"{self.name}（{self.get_role_display()}）"

    def get_absolute_url(self):
        return reverse("organizations:post-detail", args=[self.pk])


class Term(Span):
    """The term of the committee or secretary an organization elected; due on a day, over when re-elected."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="terms", verbose_name="党组织"
    )
    due_on = models.DateField("届满日期")
    extended_to = models.DateField("批准延期至", null=True, blank=True)
    extension_document = models.CharField("延期批复", max_length=120, blank=True)
    should_attend = models.PositiveIntegerField("应到会人数", null=True, blank=True)
    attended = models.PositiveIntegerField("实到会人数", null=True, blank=True)
    document = models.CharField("批复文号", max_length=120, blank=True)

    scope_anchors = ORGANIZATION_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "届次"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_term_once",
                fields=["organization"],
                violation_error_message="这个党组织在这段时间已有届次，请先登记换届。",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("starts_on")),
                name="org_term_due",
                violation_error_message="届满日期应晚于选举日期。",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_to__isnull=True)
                | (models.Q(extended_to__gt=models.F("due_on")) & ~models.Q(extension_document="")),
                name="org_term_extension",
                violation_error_message="延期应晚于届满日期，并填写延期批复。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}（{self.starts_on.isoformat()}选举，{self.due_on.isoformat()}届满）"

    @property
    def attendance_text(self) -> str:
        """Tell how many came of how many, as far as it is known."""
        if self.should_attend is None and self.attended is None:
            return ""
        known = ["未登记" if n is None else f"{n}人" for n in (self.should_attend, self.attended)]
        return f"应到{known[0]}，实到{known[1]}"

    def clean(self):
        """Nobody comes to an election who is not called to it."""
        if None not in (self.should_attend, self.attended) and self.attended > self.should_attend:
            raise ValidationError({"attended": "实到会人数不能多于应到会人数，请核对。"})
