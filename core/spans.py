"""Facts that hold from a first to a last day; both days belong to the fact."""

import datetime

from django.db import models
from django.db.models import F, FilteredRelation, Q

from core.scoping import ScopedQuerySet

FOREVER = datetime.date.max


def holds_on(day: datetime.date, prefix: str = "") -> Q:
    """Return the condition that a span holds on the day; `prefix` is a lookup such as "coverages__"."""
    started = Q(**{f"{prefix}starts_on__lte": day})
    not_over = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    return started & not_over


def joined_on(rows, relation: str, day: datetime.date, field: str, alias: str):
    """Put a field of the span that holds on the day on each row, as `alias`; None where none holds.

    The span is joined and not looked up row by row. Spans of the relation must not overlap, else rows double.
    """
    joined = f"{alias}_{relation}"
    held = FilteredRelation(relation, condition=holds_on(day, f"{relation}__"))
    return rows.annotate(**{joined: held}).annotate(**{alias: F(f"{joined}__{field}")})


def joined_through(rows, relations: tuple[str, ...], day: datetime.date, field: str, alias: str):
    """Put a field of the last of several spans on each row, as `joined_on` does with one.

    Each relation is a lookup that ends at a span; the next begins at that span.
    """
    last = ""
    for number, relation in enumerate(relations):
        path, last = f"{last}__{relation}" if last else relation, f"{alias}_{number}"
        held = FilteredRelation(path, condition=holds_on(day, f"{path}__"))
        rows = rows.annotate(**{last: held})
    return rows.annotate(**{alias: F(f"{last}__{field}")})


class SpanQuerySet(ScopedQuerySet):
    def on(self, day: datetime.date):
        return self.filter(holds_on(day))

    def during(self, first: datetime.date, last: datetime.date):
        """Keep the spans that share at least one day with the range; both days count."""
        not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=first)
        return self.filter(not_over, starts_on__lte=last)


class Span(models.Model):
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期", null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_order",
                violation_error_message="截止日期不能早于起始日期。",
            )
        ]

    @property
    def period_text(self) -> str:
        return f"{self.starts_on.isoformat()} 至 {self.ends_on.isoformat() if self.ends_on else '今'}"

    def is_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def overlaps(self, other: "Span") -> bool:
        mine, theirs = self.ends_on or FOREVER, other.ends_on or FOREVER
        return self.starts_on <= theirs and other.starts_on <= mine
