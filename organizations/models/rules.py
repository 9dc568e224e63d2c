"""Limits and frequencies that change over the years, as dated data."""

from django.db import models

from core.guards import NoOverlap
from core.scoping import EVERYONE
from core.spans import Span, SpanQuerySet


class RuleQuerySet(SpanQuerySet):
    def value_on(self, key: str, day) -> int | None:
        """Return the value in force on the day, None when no rule was in force."""
        return self.on(day).filter(key=key).values_list("value", flat=True).first()


class DatedRule(Span):
    """One limit or frequency with the document it comes from, in force from a day to a day."""

    key = models.SlugField("规则", max_length=40)
    label = models.CharField("名称", max_length=60)
    value = models.PositiveIntegerField("数值")
    source = models.CharField("依据", max_length=160)

    scope_anchors = EVERYONE
    objects = RuleQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "分期规则"
        constraints = [
            *Span.Meta.constraints,
            NoOverlap(name="org_rule_once", fields=["key"], violation_error_message="这段时间已有同名规则。"),
        ]

    def __str__(self):
        return self.label
