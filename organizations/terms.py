"""Acts on terms: an election ends one term and begins the next; the end of a term may be put off."""

import datetime

from django.db import transaction

from core.audit import Actor
from core.saving import Refused, add, change
from organizations.building import appoint, last_day, locked
from organizations.choices import OrganizationType
from organizations.models import DatedRule, Organization, Post, Term
from organizations.registration import DAY, end_span
from organizations.term_conditions import months_after

YEAR = 12


def term_years(organization: Organization, day: datetime.date) -> int | None:
    """Return how many years a term elected on the day runs; None when no rule was in force."""
    key = "committee_term" if organization.type == OrganizationType.COMMITTEE else "branch_term"
    return DatedRule.objects.value_on(key, day)


def term_due_on(organization: Organization, day: datetime.date) -> datetime.date | None:
    """Return the day on which a term elected on the day is over by the rule of that day."""
    years = term_years(organization, day)
    return months_after(day, years * YEAR) if years else None


def longest_extension(term: Term) -> datetime.date | None:
    """Return the last day to which the rule in force when the term is due lets it be extended."""
    years = DatedRule.objects.value_on("term_extension", term.due_on)
    return months_after(term.due_on, years * YEAR) if years else None


def elect(term: Term, by: Actor, secretary: Post | None = None) -> Term:
    """Register an election on the first day of the term; the running term ends the day before.

    A secretary elected with it takes up the post that day. Raises Refused when the organization did not
    exist on the day or when another term begins on that day or later.
    """
    on = term.starts_on
    with transaction.atomic():
        organization = term.organization = locked(term.organization)
        _check_life(organization, on)
        running = _running_before(organization, on)
        if running is not None:
            end_span(running, on - DAY, by)
        term.ends_on = last_day(organization)
        add(term, by)
        if secretary is not None:
            secretary.organization, secretary.starts_on = organization, on
            appoint(secretary, by)
    return term


def _check_life(organization: Organization, on: datetime.date) -> None:
    if on < organization.established_on:
        day = organization.established_on.isoformat()
        raise Refused(f"“{organization}”成立于{day}，选举日期不能更早。")
    if organization.closed_on and on > organization.closed_on:
        raise Refused(f"“{organization}”已于{organization.closed_on.isoformat()}撤销，不能再登记换届。")


def _running_before(organization: Organization, on: datetime.date) -> Term | None:
    """Return the term the election ends; an election before another one on record is refused."""
    terms = Term.objects.select_for_update().filter(organization=organization)
    later = terms.filter(starts_on__gte=on).order_by("starts_on").first()
    if later is not None:
        day = later.starts_on.isoformat()
        raise Refused(f"“{organization}”已登记{day}选举的届次，本次选举日期应晚于这一天。")
    return terms.on(on).first()


def extend(term: Term, until: datetime.date, document: str, by: Actor) -> Term:
    """Put off the end of a running term to a day the body above approved."""
    with transaction.atomic():
        term = Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        if term.ends_on is not None:
            raise Refused(f"“{term.organization}”的这一届已于{term.ends_on.isoformat()}结束，不能再延期。")
        if until <= term.due_on:
            raise Refused(f"这一届{term.due_on.isoformat()}届满，延期应晚于这一天。")
        term.extended_to, term.extension_document = until, document
        return change(term, by, act="延长")
