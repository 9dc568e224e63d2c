"""A finding, declared once: a named condition over rows on a day, its article, and what to do about it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Q, Value, When

from core.indicators import Condition, Indicator


@dataclass(frozen=True)
class Finding:
    """Rows that deserve a look on a day, and no score.

    `advice` says in one sentence what to do, `source` names document and article; `rules` are the keys of the
    dated limits it rests on. A `contradiction` cannot be true as recorded; anything else is advice.
    """

    key: str
    label: str
    advice: str
    source: str
    subjects: Callable
    hit: Condition
    contradiction: bool = False
    rules: tuple[str, ...] = ()

    @classmethod
    def of(cls, indicator: Indicator, advice: str, source: str, rules: tuple[str, ...] = ()) -> "Finding":
        """Return the finding whose rows are the hits of an indicator."""

        def hit(day: datetime.date) -> Q:
            return Q(indicator.counted(day)) & indicator.hit(day)

        return cls(indicator.key, indicator.label, advice, source, indicator.subjects, hit, rules=rules)

    def rows(self, queryset, day: datetime.date):
        return queryset.filter(self.hit(day))


def found_on(row, findings: Iterable[Finding], day: datetime.date) -> list[Finding]:
    """Return those of the findings that the row hits on the day, in their order and in one query."""
    known = list(findings)
    marks = {finding.key: _whether(finding.hit(day)) for finding in known}
    told = type(row)._base_manager.filter(pk=row.pk).annotate(**marks).values(*marks).first() or {}
    return [finding for finding in known if told.get(finding.key)]


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
