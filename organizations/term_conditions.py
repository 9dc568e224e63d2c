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


def in_state(day: datetime.date, state: str) -> Q:
    """Organizations whose term stands so on the day: what `term_state_on` says, as a condition."""
    if state == TermState.NONE:
        return without_term(day)
    if state == TermState.NOT_ELECTED:
        return ~elects(day) & ~with_term(day)
    return _with(_running(day).filter(_ends(day)[state]))


def term_state_on(day: datetime.date) -> Coalesce:
    """Expression on organizations: where the term of the day stands; the nearest notice wins."""
    states = [When(condition, then=Value(state)) for state, condition in _ends(day).items()]
    of_term = _running(day).filter(organization=OuterRef("pk")).annotate(state=Case(*states))
    no_term = Case(When(elects(day), then=Value(TermState.NONE)), default=Value(TermState.NOT_ELECTED))
    return Coalesce(Subquery(of_term.values("state")[:1]), no_term, output_field=CharField())


def _ends(day: datetime.date) -> dict[str, Q]:
    """Return the condition on the last day of a running term for each state, disjoint and complete."""
    conditions, before = {TermState.OVERDUE: Q(last__lt=day)}, Q(last__gte=day)
    for months, state in NOTICES:
        end = months_after(day, months)
        conditions[state] = before & Q(last__lte=end)
        before = Q(last__gt=end)
    return conditions | {TermState.RUNNING: before}


def term_on(day: datetime.date, field: str) -> Subquery:
    """Expression on organizations: a day of the term that runs on the day; `last` counts the extension."""
    rows = _running(day).filter(organization=OuterRef("pk"))
    return Subquery(rows.values(field)[:1], output_field=DateField())


def _running(day: datetime.date):
    return Term.objects.on(day).annotate(last=LAST)


def _with(terms) -> Q:
    return Q(Exists(terms.filter(organization=OuterRef("pk"))))
