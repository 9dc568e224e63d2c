"""Whatever the spans, the five states are disjoint and sum to the base on every day."""

import datetime
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations import conditions as c
from organizations.choices import CoverageState, Formation
from organizations.indicators import JOINT_SHARE, ORG_COVERAGE, STANDALONE_SHARE, UNCOVERED, WORK_COVERAGE
from organizations.models import Assignment, BaseSpell, Coverage, Unit
from tests.factories import make_officer, make_organization, make_unit

FIRST = datetime.date(2020, 1, 1)
LENGTH = 12


def day(number: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=number)


def spans_of(borders: list[int]) -> list[tuple]:
    """Pair sorted day numbers into spans that do not overlap; an odd one opens a span without end."""
    ends = [*borders[1::2], None]
    return [
        (day(first), None if last is None else day(last))
        for first, last in zip(borders[::2], ends, strict=False)
    ]


spans = st.lists(st.integers(0, LENGTH), unique=True, max_size=4).map(sorted).map(spans_of)
histories = st.fixed_dictionaries(
    {
        "base": spans,
        "covered": spans,
        "guided": spans,
        "surveyed": st.none() | st.integers(0, LENGTH).map(day),
        "formations": st.lists(st.sampled_from(list(Formation)), min_size=3, max_size=3),
    }
)


def live_through(history) -> None:
    unit = make_unit(in_base=False, surveyed_on=history["surveyed"])
    for first, last in history["base"]:
        reason = "suspended" if last else ""
        BaseSpell.objects.create(unit=unit, starts_on=first, ends_on=last, exit_reason=reason)
    for (first, last), formation in zip(history["covered"], history["formations"], strict=False):
        organization = make_organization(formation=formation)
        Coverage.objects.create(unit=unit, organization=organization, starts_on=first, ends_on=last)
    for first, last in history["guided"]:
        Assignment.objects.create(unit=unit, officer=make_officer(), starts_on=first, ends_on=last)


def holds(history, name: str, today) -> bool:
    return any(first <= today and (last is None or today <= last) for first, last in history[name])


def expected_state(history, today) -> str | None:
    """The state by the plain words of the definition, without a query."""
    if not holds(history, "base", today):
        return None
    for (first, last), formation in zip(history["covered"], history["formations"], strict=False):
        if first <= today and (last is None or today <= last):
            alone = formation == Formation.STANDALONE
            return CoverageState.STANDALONE if alone else CoverageState.JOINT
    if holds(history, "guided", today):
        return CoverageState.GUIDANCE
    looked = history["surveyed"] and history["surveyed"] <= today
    return CoverageState.NONE if looked else CoverageState.UNKNOWN


def counted_states(today) -> Counter:
    units = Unit.objects.filter(c.in_base(today)).annotate(state=c.coverage_state_on(today))
    return Counter(units.values_list("state", flat=True))


def check(lives, today) -> None:
    states = counted_states(today)
    assert states == Counter(filter(None, (expected_state(history, today) for history in lives)))
    for state in CoverageState:
        assert Unit.objects.filter(c.in_base(today), c.in_state(today, state)).count() == states[state]
    units = Unit.objects.all()
    assert ORG_COVERAGE.rate(units, today).total == states.total()
    assert STANDALONE_SHARE.rate(units, today).hits == states[CoverageState.STANDALONE]
    assert JOINT_SHARE.rate(units, today).hits == states[CoverageState.JOINT]
    covered = states[CoverageState.STANDALONE] + states[CoverageState.JOINT]
    assert ORG_COVERAGE.rate(units, today).hits == covered
    assert WORK_COVERAGE.rate(units, today).hits == covered + states[CoverageState.GUIDANCE]
    assert UNCOVERED.rate(units, today).hits == states[CoverageState.NONE] + states[CoverageState.UNKNOWN]


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lives=st.lists(histories, min_size=1, max_size=3),
    days=st.sets(st.integers(0, LENGTH), min_size=1, max_size=3),
)
def test_states_are_disjoint_and_sum_to_the_base(lives, days):
    with transaction.atomic():
        for history in lives:
            live_through(history)
        for number in days:
            check(lives, day(number))
        transaction.set_rollback(True)
