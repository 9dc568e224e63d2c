"""The rule of 2008, case by case, worked out by hand; limits belong to the lower rate."""

import datetime
from decimal import Decimal

import pytest

from members.dues.choices import DuesCategory
from members.dues.months import month_after, month_of, quarter_of, year_of
from members.dues.rules import RULES, due_of, rule_on, standard_text

DAY = datetime.date(2026, 5, 31)
BEFORE = datetime.date(2008, 3, 31)

CASES = [
    ("wage", "0", "0.00"),
    ("wage", "100", "0.50"),
    ("wage", "2999.99", "15.00"),
    ("wage", "3000", "15.00"),
    ("wage", "3000.01", "30.00"),
    ("wage", "4321.50", "43.22"),
    ("wage", "5000", "50.00"),
    ("wage", "5000.01", "75.00"),
    ("wage", "5001", "75.02"),
    ("wage", "10000", "150.00"),
    ("wage", "10000.01", "200.00"),
    ("wage", "12345.67", "246.91"),
    ("wage", "2501", "12.51"),
    ("wage", "2500.99", "12.50"),
    ("annual", "30000", "600.00"),
    ("annual", "8000", "120.00"),
    ("self_employed", "5000", "50.00"),
    ("self_employed", "9999.99", "150.00"),
    ("retired", "3000.01", "15.00"),
    ("retired", "5000", "25.00"),
    ("retired", "5000.01", "50.00"),
    ("retired", "20000", "200.00"),
    ("farmer", "0.20", "0.20"),
    ("farmer", "0.55", "0.55"),
    ("farmer", "1", "1.00"),
    ("farmer", "0.1", "0.20"),
    ("farmer", "5", "1.00"),
    ("student", None, "0.20"),
    ("student", "800", "0.20"),
    ("laid_off", None, "0.20"),
    ("on_relief", "9000", "0.20"),
]


@pytest.mark.parametrize(("category", "base", "due"), CASES)
def test_due_of_a_category_and_a_base(category, base, due):
    assert due_of(category, base and Decimal(base), DAY) == Decimal(due)


@pytest.mark.parametrize("category", ["wage", "annual", "self_employed", "retired", "farmer"])
def test_without_an_income_nothing_is_due_that_could_be_named(category):
    assert due_of(category, None, DAY) is None
    assert standard_text(category, None, DAY) == ""


def test_the_rule_is_in_force_from_its_day_on_and_names_its_document():
    first = RULES[0].starts_on
    assert (rule_on(BEFORE), rule_on(first).source) == (
        None,
        "《关于中国共产党党费收缴、使用和管理的规定》（中组发〔2008〕3号）",
    )
    assert due_of("wage", Decimal(3000), BEFORE) is None
    assert due_of("wage", Decimal(3000), first) == Decimal("15.00")


def test_every_category_has_a_rate_or_an_amount():
    rule = rule_on(DAY)
    assert sorted({*rule.bands, *rule.fixed}) == sorted(DuesCategory)


@pytest.mark.parametrize(
    ("category", "base", "text"),
    [("wage", "5000", "1%"), ("wage", "3000", "0.5%"), ("retired", "5001", "1%"), ("student", None, "定额")],
)
def test_standard_is_named_as_ledgers_name_it(category, base, text):
    assert standard_text(category, base and Decimal(base), DAY) == text


def test_months_are_named_and_counted():
    spans = [make(datetime.date(2026, 11, 27)) for make in (month_of, quarter_of, year_of)]
    assert [span.label for span in spans] == ["2026年11月", "2026年第4季度", "2026年"]
    assert [(span.first.month, span.last.isoformat(), len(span.months)) for span in spans] == [
        (11, "2026-11-30", 1),
        (10, "2026-12-31", 3),
        (1, "2026-12-31", 12),
    ]
    assert [month.month for month in spans[1].until(datetime.date(2026, 11, 1))] == [10, 11]
    assert month_after(datetime.date(2026, 1, 1), -2) == datetime.date(2025, 11, 1)
