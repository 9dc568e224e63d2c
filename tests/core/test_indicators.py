"""Rates are exact, rounded half-up, and say so when there is nothing to count or too much."""

import datetime
from decimal import Decimal

import pytest
from django.db.models import F, Q

from core.indicators import Indicator, Rate
from organizations.models import Unit
from tests.factories import make_unit

DAY = datetime.date(2020, 6, 30)
SMALL = Indicator(
    key="small",
    label="少于10人",
    definition="职工少于10人的单位 ÷ 填报了职工人数的单位",
    subjects=Unit.objects.all,
    counted=lambda day: Q(employees__isnull=False),
    hit=lambda day: Q(employees__lt=10),
)


@pytest.mark.parametrize(
    ("hits", "total", "percent", "text"),
    [
        (0, 0, None, "—"),
        (0, 7, "0.00", "0.00%"),
        (1, 800, "0.13", "0.13%"),
        (3, 800, "0.38", "0.38%"),
        (1, 1600, "0.06", "0.06%"),
        (1, 3, "33.33", "33.33%"),
        (2, 3, "66.67", "66.67%"),
        (414, 460, "90.00", "90.00%"),
        (19999, 20000, "100.00", "100.00%"),
        (7, 7, "100.00", "100.00%"),
        (8, 7, "114.29", "8/7"),
        (1, 0, None, "—"),
    ],
)
def test_rate_is_rounded_half_up(hits, total, percent, text):
    rate = Rate(hits, total)
    assert rate.percent == (Decimal(percent) if percent else None)
    assert str(rate) == text


@pytest.mark.parametrize(("hits", "total", "impossible"), [(7, 7, False), (8, 7, True), (1, 0, True)])
def test_more_hits_than_subjects_are_flagged(hits, total, impossible):
    assert Rate(hits, total).impossible == impossible


def test_total_is_the_sum_of_sums_and_no_mean():
    assert Rate(1, 1) + Rate(0, 3) == Rate(1, 4)
    assert str(sum((Rate(1, 1), Rate(0, 3)), Rate(0, 0))) == "25.00%"


@pytest.fixture
def units(db):
    return [make_unit(employees=employees) for employees in (3, 9, 10, None)]


def test_rate_hits_and_gaps_are_of_the_base(units):
    few, fewer, ten, _ = units
    assert SMALL.rate(Unit.objects.all(), DAY) == Rate(2, 3)
    assert set(SMALL.base(Unit.objects.all(), DAY)) == {few, fewer, ten}
    assert set(SMALL.hits(Unit.objects.all(), DAY)) == {few, fewer}
    assert list(SMALL.gaps(Unit.objects.all(), DAY)) == [ten]


def test_rate_of_nothing_has_no_percent(db):
    assert SMALL.rate(Unit.objects.none(), DAY) == Rate(0, 0)
    assert SMALL.rate(Unit.objects.all(), DAY) == Rate(0, 0)


def test_gaps_hold_the_rows_whose_value_is_unknown(units):
    unknown = Indicator(
        key="x", label="x", definition="x", subjects=Unit.objects.all, counted=lambda day: Q(), hit=SMALL.hit
    )
    assert set(unknown.gaps(Unit.objects.all(), DAY)) == set(units[2:])
    assert unknown.rate(Unit.objects.all(), DAY) == Rate(2, 4)


def test_table_comes_in_one_query(units, django_assert_num_queries):
    make_unit(kind="social_org", employees=1)
    with django_assert_num_queries(1):
        table = SMALL.rates_by(F("kind"), Unit.objects.all(), DAY)
    assert table == {"enterprise": Rate(2, 3), "social_org": Rate(1, 1)}


def test_counting_forgets_the_order_of_the_rows(units):
    assert SMALL.rates_by(F("kind"), Unit.objects.order_by("name"), DAY) == {"enterprise": Rate(2, 3)}
