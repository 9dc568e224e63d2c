"""What is planned for a unit that nobody covers yet."""

from django.db import models

from core.guards import NoOverlap
from core.spans import Span, SpanQuerySet
from organizations.choices import Measure, UncoveredReason
from organizations.models.units import UNIT_ANCHORS, Unit


class CoveragePlan(Span):
    """Why a unit is not covered, what is planned and by when; ends when it is done or replaced."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="coverage_plans", verbose_name="单位"
    )
    reason = models.CharField("未组建原因", max_length=20, choices=UncoveredReason)
    measure = models.CharField("拟采取方式", max_length=20, choices=Measure)
    planned_on = models.DateField("计划完成日期")
    note = models.CharField("说明", max_length=200, blank=True)

    scope_anchors = UNIT_ANCHORS
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "组建计划"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(
                name="org_coverageplan_once",
                fields=["unit"],
                violation_error_message="这家单位已有组建计划，请先结束原计划。",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=UncoveredReason.OTHER) | ~models.Q(note=""),
                name="org_coverageplan_other",
                violation_error_message="原因选“其他”时，请填写说明。",
            ),
        ]

    def __str__(self):
        return f"{self.unit}：{self.get_measure_display()}"
