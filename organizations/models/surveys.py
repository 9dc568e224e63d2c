"""What was found at a unit: how many work there, how many are members, whether it is above the limit."""

from django.db import models

from core.guards import NoOverlap
from core.spans import Span, SpanQuerySet
from organizations.models.units import UNIT_ANCHORS, Unit

NUMBERS = ("employees", "formal_members", "probationary_members", "above_scale")


class Survey(Span):
    """The numbers of a unit from a day until others were found; what nobody has counted is empty."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="surveys", verbose_name="单位")
    employees = models.PositiveIntegerField("职工人数", null=True, blank=True)
    formal_members = models.PositiveIntegerField("正式党员数", null=True, blank=True)
    probationary_members = models.PositiveIntegerField("预备党员数", null=True, blank=True)
    above_scale = models.BooleanField("规模以上", default=False)

    scope_anchors = UNIT_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "摸排情况"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_survey_once",
                fields=["unit"],
                violation_error_message="这家单位在这段时间已有摸排情况，请先核对起止日期。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on", "ends_on"], name="org_survey_day")]

    def __str__(self):
        return f"{self.unit} {self.period_text}"
