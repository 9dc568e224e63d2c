"""Cases by hand of the conditions on terms: what a day before, on and after the end says."""

import datetime

import pytest

from organizations.choices import OrganizationType, TermState
from organizations.models import Organization, Term
from organizations.term_conditions import (
    in_state,
    months_after,
    term_ends_within,
    term_on,
    term_overdue,
    term_state_on,
    without_term,
)
from tests.factories import make_organization

START, DUE = datetime.date(2020, 7, 1), datetime.date(2023, 7, 1)


@pytest.fixture
def elected(organization):
    return Term.objects.create(organization=organization, starts_on=START, due_on=DUE)


def state_on(day) -> str:
    return Organization.objects.annotate(state=term_state_on(day)).get().state


def holding(condition) -> list:
    return list(Organization.objects.filter(condition))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ((2024, 1, 31), 1, (2024, 2, 29)),
        ((2024, 2, 29), 36, (2027, 2, 28)),
        ((2024, 7, 1), 6, (2025, 1, 1)),
        ((2024, 12, 15), 12, (2025, 12, 15)),
    ],
)
def test_months_after(day, months, then):
    assert months_after(datetime.date(*day), months) == datetime.date(*then)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ((2020, 6, 30), TermState.NONE),
        ((2020, 7, 1), TermState.RUNNING),
        ((2022, 12, 31), TermState.RUNNING),
        ((2023, 1, 1), TermState.SIX_MONTHS),
        ((2023, 3, 31), TermState.SIX_MONTHS),
        ((2023, 4, 1), TermState.THREE_MONTHS),
        ((2023, 5, 31), TermState.THREE_MONTHS),
        ((2023, 6, 1), TermState.ONE_MONTH),
        ((2023, 7, 1), TermState.ONE_MONTH),
        ((2023, 7, 2), TermState.OVERDUE),
    ],
)
def test_state_of_a_term_of_three_years(day, state, elected):
    assert state_on(datetime.date(*day)) == state


@pytest.mark.parametrize(
    "day", ["2020-06-30", "2020-07-01", "2023-02-01", "2023-05-01", "2023-07-01", "2023-07-02"]
)
def test_every_organization_is_in_one_state_and_found_by_it(day, elected):
    make_organization("桥西街道", name="临时党支部")
    Organization.objects.filter(name="临时党支部").update(type=OrganizationType.TEMPORARY)
    on = datetime.date.fromisoformat(day)
    told = dict(Organization.objects.annotate(state=term_state_on(on)).values_list("pk", "state"))
    found = {one.pk: state for state in TermState for one in holding(in_state(on, state))}
    counts = [len(holding(in_state(on, state))) for state in TermState]
    assert (found, sum(counts)) == (told, 2)


def test_extension_and_the_next_election_end_the_delay(elected, organization):
    late = datetime.date(2023, 9, 1)
    assert holding(term_overdue(late)) == [organization]
    elected.extended_to, elected.extension_document = datetime.date(2024, 7, 1), "沙组〔2023〕1号"
    elected.save()
    assert holding(term_overdue(late)) == []
    assert holding(term_ends_within(datetime.date(2024, 1, 1), 6)) == [organization]
    elected.ends_on = datetime.date(2024, 5, 31)
    elected.save()
    Term.objects.create(
        organization=organization, starts_on=datetime.date(2024, 6, 1), due_on=datetime.date(2027, 6, 1)
    )
    assert holding(term_ends_within(datetime.date(2024, 6, 15), 6)) == []
    assert holding(term_overdue(datetime.date(2024, 8, 1))) == []
    assert holding(term_overdue(datetime.date(2027, 6, 2))) == [organization]


def test_days_of_the_term_of_the_day(elected, organization):
    found = Organization.objects.annotate(due=term_on(DUE, "due_on"), last=term_on(DUE, "last")).get()
    assert (found.due, found.last) == (DUE, DUE)
    assert Organization.objects.annotate(due=term_on(datetime.date(2020, 6, 30), "due_on")).get().due is None


def test_temporary_branch_does_not_elect(organization):
    assert holding(without_term(DUE)) == [organization]
    Organization.objects.update(type=OrganizationType.TEMPORARY)
    assert (holding(without_term(DUE)), state_on(DUE)) == ([], TermState.NOT_ELECTED)


def test_term_of_another_organization_says_nothing(elected):
    other = make_organization("桥西街道")
    assert holding(without_term(DUE)) == [other]
    assert holding(term_ends_within(DUE, 1)) == [elected.organization]
