"""Which organization covers which unit, from a day to a day."""

from django.db import models

from core.guards import NoOverlap
from core.spans import Span, SpanQuerySet
from organizations.models.organizations import ORGANIZATION_ANCHORS, Organization
from organizations.models.units import UNIT_ANCHORS, Unit


class Coverage(Span):
    """A unit covered by an organization; at most one organization covers a unit on any day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="coverages", verbose_name="单位")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="coverages", verbose_name="党组织"
    )
    document = models.CharField("依据", max_length=120, blank=True)
    end_document = models.CharField("结束依据", max_length=120, blank=True)

    scope_anchors = {"area": UNIT_ANCHORS["area"], "organization": ORGANIZATION_ANCHORS["organization"]}
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "覆盖关系"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_coverage_once",
                fields=["unit"],
                violation_error_message="这家单位在这段时间已由另一个党组织覆盖，请先结束原来的覆盖关系。",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "starts_on", "ends_on", "organization"], name="org_coverage_day"),
            models.Index(fields=["organization", "starts_on", "ends_on"], name="org_coverage_organization"),
        ]

    def __str__(self):
        return f"{self.unit}：{self.organization}"
