"""How facts go on elsewhere from a day: the old one ends the day before, and what was before stays."""

import datetime

from core.audit import Actor
from core.saving import Refused, add
from core.spans import Span, SpanQuerySet
from organizations.registration import DAY, end_span


def lasting(rows: SpanQuerySet, on: datetime.date, what: str) -> list[Span]:
    """Return the spans that reach the day or beyond.

    Raises Refused, naming it, when one begins only on that day or later: it would have to be erased.
    """
    begun = rows.filter(starts_on__gte=on).order_by("starts_on").first()
    if begun is not None:
        name, day = begun._meta.verbose_name, begun.starts_on.isoformat()
        raise Refused(f"{day}起已有新的{name}（{begun}），{what}日期应晚于这一天。")
    return list(rows.during(on, datetime.date.max).order_by("pk"))


def carry_over(
    span: Span, on: datetime.date, by: Actor, *, act: str = "结束", ended: dict | None = None, **moved
) -> Span:
    """End a span the day before and let the same fact go on from the day, with what has `moved`.

    The new one ends where the old one would have; `ended` are values for the old one alone.
    """
    successor = copy_of(span, starts_on=on, **moved)
    for name, value in (ended or {}).items():
        setattr(span, name, value)
    end_span(span, on - DAY, by, act=act)
    return add(successor, by)


def copy_of(span: Span, **values) -> Span:
    """Return an unsaved row with the same values but for those named."""
    fields = [field for field in span._meta.concrete_fields if not field.primary_key]
    copy = type(span)(**{field.attname: getattr(span, field.attname) for field in fields})
    for name, value in values.items():
        setattr(copy, name, value)
    return copy
