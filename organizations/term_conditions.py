"""Conditions on organizations that rest on terms: running, ending soon, overdue, none on record."""

import calendar
import datetime

from django.db.models import Case, CharField, DateField, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from organizations.choices import OrganizationType, TermState
from organizations.models import Term

NOTICES = ((1, TermState.ONE_MONTH), (3, TermState.THREE_MONTHS), (6, TermState.SIX_MONTHS))
LAST = Coalesce("extended_to", "due_on")


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def elects(day: datetime.date) -> Q:
    """Organizations that elect; those of a temporary branch are named by the body that approved it."""
    return ~Q(type=OrganizationType.TEMPORARY)


def term_overdue(day: datetime.date) -> Q:
    """Organizations whose running term, with its approved extension, was over before the day."""
    return _with(_running(day).filter(last__lt=day))


def term_ends_within(day: datetime.date, months: int) -> Q:
    """Organizations whose running term is over on the day or within so many months after it."""
    return _with(_running(day).filter(last__gte=day, last__lte=months_after(day, months)))


def with_term(day: datetime.date) -> Q:
    return _with(_running(day))


def without_term(day: datetime.date) -> Q:
    """Organizations that should elect and have no term on record for the day."""
    return elects(day) & ~with_term(day)


def term_state_on(day: datetime.date) -> Case:
    """Expression on organizations: where the term of the day stands; the nearest notice wins."""
    notices = [When(term_ends_within(day, months), then=Value(state)) for months, state in NOTICES]
    return Case(
        When(term_overdue(day), then=Value(TermState.OVERDUE)),
        *notices,
        When(with_term(day), then=Value(TermState.RUNNING)),
        When(elects(day), then=Value(TermState.NONE)),
        default=Value(TermState.NOT_ELECTED),
        output_field=CharField(),
    )


def term_on(day: datetime.date, field: str) -> Subquery:
    """Expression on organizations: a day of the term that runs on the day; `last` counts the extension."""
    rows = _running(day).filter(organization=OuterRef("pk"))
    return Subquery(rows.values(field)[:1], output_field=DateField())


def _running(day: datetime.date):
    return Term.objects.on(day).annotate(last=LAST)


def _with(terms) -> Q:
    return Q(Exists(terms.filter(organization=OuterRef("pk"))))
