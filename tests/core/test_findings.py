"""A finding gives its rows on a day, alone or made of an indicator, and tells which of many a row hits."""

import datetime

import pytest
from django.db.models import Q

from core.findings import Finding, found_on
from core.indicators import Indicator
from organizations.models import Unit
from tests.factories import make_unit

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def large(day):
    return Q(employees__gte=100)


def surveyed(day):
    return Q(surveyed_on__lte=day)


LARGE = Finding("large", "大单位", "请重点联系。", "县级设定", Unit.objects.all, large)
SURVEYED = Finding(
    "surveyed", "已摸排", "请核对。", "县级设定", Unit.objects.all, surveyed, contradiction=True
)
RATE = Indicator("rate", "大单位摸排率", "已摸排 ÷ 大单位", Unit.objects.all, large, surveyed)


def test_rows_are_those_that_hit_on_the_day():
    unit = make_unit(surveyed_on=DAY)
    make_unit()
    rows = [list(SURVEYED.rows(Unit.objects.all(), day)) for day in (DAY - ONE, DAY)]
    assert rows == [[], [unit]]


def test_rows_keep_to_the_rows_asked_about():
    near, far = make_unit(employees=100), make_unit(employees=100)
    assert list(LARGE.rows(Unit.objects.exclude(pk=far.pk), DAY)) == [near]


def test_a_finding_of_an_indicator_has_its_hits():
    make_unit(employees=99, surveyed_on=DAY)
    make_unit(employees=100)
    both = make_unit(employees=100, surveyed_on=DAY)
    finding = Finding.of(RATE, advice="请核对。", source="县级设定", rules=("own_branch_members",))
    assert list(finding.rows(finding.subjects(), DAY)) == [both]
    assert list(finding.rows(finding.subjects(), DAY)) == list(RATE.hits(Unit.objects.all(), DAY))
    told = (finding.key, finding.label, finding.contradiction, finding.rules)
    assert told == ("rate", "大单位摸排率", False, ("own_branch_members",))


def test_a_row_hits_some_of_many_in_their_order(django_assert_num_queries):
    unit = make_unit(employees=100, surveyed_on=DAY)
    with django_assert_num_queries(1):
        assert found_on(unit, [SURVEYED, LARGE], DAY) == [SURVEYED, LARGE]
    assert found_on(unit, [SURVEYED, LARGE], DAY - ONE) == [LARGE]
    assert found_on(make_unit(), [SURVEYED, LARGE], DAY) == []


def test_a_row_that_was_never_saved_hits_nothing():
    assert found_on(Unit(name="未登记"), [LARGE], DAY) == []
