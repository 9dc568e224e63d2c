"""Spans hold from their first to their last day, both included."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.spans import holds_on
from organizations.models import Coverage, Placement, Unit
from tests.factories import make_organization, make_unit

FIRST, LAST = datetime.date(2016, 3, 1), datetime.date(2016, 3, 31)
DAY = datetime.timedelta(days=1)


def span(first, last=None):
    return Coverage(starts_on=first, ends_on=last)


@pytest.fixture
def placement(db):
    unit = make_unit(on=FIRST)
    Placement.objects.filter(unit=unit).update(ends_on=LAST)
    return Placement.objects.get(unit=unit)


DAYS = [(FIRST - DAY, False), (FIRST, True), (FIRST + DAY, True), (LAST, True), (LAST + DAY, False)]


@pytest.mark.parametrize(("day", "holds"), DAYS)
def test_both_days_belong_to_the_span(placement, day, holds):
    assert placement.is_on(day) == holds
    assert Placement.objects.on(day).filter(pk=placement.pk).exists() == holds


@pytest.mark.parametrize(("day", "holds"), DAYS)
def test_condition_works_from_the_other_side_of_a_relation(placement, day, holds):
    units = Unit.objects.filter(holds_on(day, "placements__"), pk=placement.unit_id)
    assert units.exists() == holds


def test_span_without_end_holds_for_good():
    still = span(FIRST)
    assert [still.is_on(FIRST - DAY), still.is_on(FIRST), still.is_on(datetime.date.max)] == [
        False,
        True,
        True,
    ]
    assert still.period_text == "2016-03-01 至 今"
    assert span(FIRST, LAST).period_text == "2016-03-01 至 2016-03-31"


@pytest.mark.parametrize(
    ("first", "last", "shares"),
    [
        (FIRST - DAY, FIRST - DAY, False),
        (FIRST - DAY, FIRST, True),
        (FIRST + DAY, FIRST + DAY, True),
        (LAST, LAST + DAY, True),
        (LAST + DAY, datetime.date.max, False),
        (datetime.date.min, datetime.date.max, True),
    ],
)
def test_during_keeps_spans_that_share_a_day(placement, first, last, shares):
    assert Placement.objects.during(first, last).filter(pk=placement.pk).exists() == shares
    assert span(FIRST, LAST).overlaps(span(first, last)) == shares
    assert span(first, last).overlaps(span(FIRST, LAST)) == shares


def test_open_spans_overlap_whatever_comes_later():
    assert span(FIRST).overlaps(span(datetime.date.max))
    assert not span(FIRST).overlaps(span(FIRST - DAY, FIRST - DAY))


def test_span_that_ends_before_it_begins_is_refused_by_form_and_database(db):
    unit = make_unit()
    organization = make_organization()
    wrong = Coverage(unit=unit, organization=organization, starts_on=LAST, ends_on=FIRST)
    with pytest.raises(ValidationError) as refusal:
        wrong.full_clean()
    assert refusal.value.messages == ["截止日期不能早于起始日期。"]
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()
    assert Coverage.objects.count() == 0
