"""Posts held in Party organizations."""

from django.db import models

from core.guards import NoOverlap
from core.spans import Span, SpanQuerySet
from organizations.choices import PostRole, PostSource
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
