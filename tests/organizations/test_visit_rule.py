"""The visits of a month: which assignments owe them, how many are made and needed, and the rate."""

import datetime

import pytest

from core.indicators import Rate
from organizations import duties
from organizations.indicators import OFFICER_VISITS_KEPT
from organizations.models import Assignment, DatedRule, Officer, Visit
from tests.factories import EARLY, make_officer, make_unit

pytestmark = pytest.mark.django_db

JUNE_1, JUNE_30 = datetime.date(2020, 6, 1), datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def june(day: int) -> datetime.date:
    return datetime.date(2020, 6, day)


def sent(first=EARLY, last=None) -> Assignment:
    officer = make_officer()
    return Assignment.objects.create(officer=officer, unit=make_unit(), starts_on=first, ends_on=last)


def visited(assignment, *days) -> None:
    for day in days:
        Visit.objects.create(assignment=assignment, held_on=day, content="了解情况")


def due(day) -> bool:
    return Assignment.objects.filter(duties.visits_due(day)).exists()


def rate(day) -> tuple[int, int]:
    found = OFFICER_VISITS_KEPT.rate(Assignment.objects.all(), day)
    return found.hits, found.total


def needs(times: int) -> None:
    DatedRule.objects.filter(key="officer_visits").update(value=times)


@pytest.mark.parametrize(
    ("first", "last", "is_due"),
    [
        (EARLY, None, True),
        (june(16), None, True),
        (june(17), None, False),
        (EARLY, june(15), True),
        (EARLY, june(14), False),
        (june(5), june(19), True),
        (june(5), june(18), False),
        (EARLY, JUNE_1 - ONE, False),
        (JUNE_30 + ONE, None, False),
    ],
)
def test_assignment_owes_visits_when_it_holds_fifteen_days_of_the_month(first, last, is_due):
    sent(first, last)
    assert due(JUNE_30) == is_due


@pytest.mark.parametrize(("year", "last_start"), [(2020, 15), (2021, 14)])
def test_fifteen_days_of_a_february(year, last_start):
    for day in (last_start, last_start + 1):
        sent(datetime.date(year, 2, day))
    end = duties.last_of_month(datetime.date(year, 2, 1))
    assert [one.starts_on.day for one in Assignment.objects.filter(duties.visits_due(end))] == [last_start]


def test_assignment_owes_visits_from_its_first_day_and_not_before():
    sent(june(10))
    assert [due(day) for day in (june(9), june(10), JUNE_30)] == [False, True, True]


def test_without_a_rule_nobody_owes_visits():
    sent()
    DatedRule.objects.filter(key="officer_visits").update(ends_on=june(9))
    assert [due(june(day)) for day in (9, 10)] == [True, False]
    assert str(Rate(*rate(june(10)))) == "—"


def test_visits_count_from_the_first_of_the_month_up_to_the_day():
    needs(2)
    visited(sent(), JUNE_1 - ONE, JUNE_1, june(20), JUNE_30 + ONE)
    made = [Assignment.objects.annotate(n=duties.visits_made(june(day))).get().n for day in (1, 19, 20, 30)]
    assert made == [1, 1, 2, 2]
    assert [rate(day) for day in (june(19), june(20), JUNE_30, JUNE_30 + ONE)] == [
        (0, 1),
        (1, 1),
        (1, 1),
        (0, 1),
    ]


def test_rule_of_the_day_says_how_many_are_needed():
    rule = DatedRule.objects.get(key="officer_visits")
    rule.ends_on = JUNE_30
    rule.save()
    DatedRule.objects.create(
        key=rule.key, label=rule.label, value=2, source="县级设定", starts_on=JUNE_30 + ONE
    )
    visited(sent(), june(3), datetime.date(2020, 7, 3))
    assert [rate(day) for day in (JUNE_30, datetime.date(2020, 7, 31))] == [(1, 1), (0, 1)]


def test_visits_of_another_assignment_do_not_count():
    first, second = sent(), sent()
    visited(first, june(3), june(4))
    assert rate(JUNE_30) == (1, 2)
    kept = Assignment.objects.filter(duties.visits_kept(JUNE_30))
    missing = Assignment.objects.filter(duties.visits_missing(JUNE_30))
    assert (list(kept), list(missing)) == ([first], [second])


def test_both_owe_visits_when_the_officer_changes_in_the_middle():
    sent(EARLY, june(15))
    sent(june(16))
    assert rate(JUNE_30) == (0, 2)


def test_who_just_came_and_who_just_went_are_not_counted():
    sent(EARLY, june(10))
    visited(sent(june(20)), june(21))
    assert str(Rate(*rate(JUNE_30))) == "—"


def test_load_and_limit_of_every_class():
    for service in ("full_time", "part_time", ""):
        make_officer(service=service, assigned_to=[make_unit() for _ in range(6)])
    rows = Officer.objects.annotate(limit=duties.load_limit_on(JUNE_30)).order_by("pk")
    assert [row.limit for row in rows] == [10, 5, 5]
    over = Officer.objects.filter(duties.overloaded(JUNE_30)).order_by("pk")
    assert [row.service for row in over] == ["part_time", ""]
    assert [duties.limit_of(row, JUNE_30) for row in rows] == [10, 5, 5]


def test_class_without_a_rule_of_its_own_has_the_general_limit():
    DatedRule.objects.filter(key="officer_load_full_time").update(ends_on=JUNE_1)
    officer = make_officer(service="full_time")
    assert duties.limit_of(officer, JUNE_30) == 5
    assert Officer.objects.annotate(limit=duties.load_limit_on(JUNE_30)).get().limit == 5


def test_visits_of_an_officer_are_those_of_all_his_units():
    officer = make_officer(assigned_to=[make_unit(), make_unit()])
    for assignment in officer.assignments.all():
        visited(assignment, june(2), june(3), JUNE_1 - ONE)
    visited(sent(), june(2))
    rows = Officer.objects.annotate(n=duties.visits_of_officer(JUNE_30)).order_by("pk")
    assert [row.n for row in rows] == [4, 1]


def test_day_of_leaving_is_the_last_in_office():
    make_officer(left_on=JUNE_30, left_reason="退休")
    days = (JUNE_30, JUNE_30 + ONE)
    assert [Officer.objects.filter(duties.in_office(day)).count() for day in days] == [1, 0]
