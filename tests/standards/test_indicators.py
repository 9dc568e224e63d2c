"""Rates of standards against cases worked out by hand."""

import datetime

import pytest

from core.indicators import Rate
from organizations.models import Organization
from standards.choices import Level
from standards.indicators import SIX_THREE_MET, VENUE_SHARE, VENUE_SIX_MET
from standards.models import Item
from tests.factories import TODAY, make_organization
from tests.standards.factories import DAY, make_assessment, standard

pytestmark = pytest.mark.django_db
BEFORE = datetime.date(2026, 5, 7)
LATER = datetime.date(2026, 8, 1)

# What was assessed of the list on which days, and the hits of one organization on 2026-05-07, -08, 08-01.
CASES = {
    "never assessed": ([], [0, 0, 0]),
    "met on the day": ([{}], [0, 1, 1]),
    "one item unmet": ([{"unmet": ["flag"]}], [0, 0, 0]),
    "what does not apply counts as met": ([{"skipped": ["flag", "rules"]}], [0, 1, 1]),
    "not applicable and unmet": ([{"skipped": ["flag"], "unmet": ["rules"]}], [0, 0, 0]),
    "lost later": ([{}, {"day": LATER, "unmet": ["flag"]}], [0, 1, 0]),
    "won later": ([{"unmet": ["flag"]}, {"day": LATER}], [0, 0, 1]),
    "twice on a day, the last counts": ([{"unmet": ["flag"]}, {}], [0, 1, 1]),
    "the older is brought in later": ([{}, {"day": BEFORE, "unmet": ["flag"]}], [0, 1, 1]),
    "a self-check does not count": ([{"level": Level.SELF}], [0, 0, 0]),
    "a township does not count": ([{"level": Level.TOWN}], [0, 0, 0]),
    "a later self-check changes nothing": (
        [{}, {"day": LATER, "level": Level.SELF, "unmet": ["flag"]}],
        [0, 1, 1],
    ),
    "another list does not count": ([{"key": "three_norms"}], [0, 0, 0]),
}


@pytest.mark.parametrize(("assessments", "hits"), CASES.values(), ids=CASES)
def test_venue_six_met(organization, assessments, hits):
    for values in assessments:
        make_assessment(organization, **values)
    found = [VENUE_SIX_MET.rate(Organization.objects.all(), day) for day in (BEFORE, DAY, LATER)]
    assert found == [Rate(hit, 1) for hit in hits]


@pytest.mark.parametrize(
    ("six", "three", "hits"),
    [
        (None, None, 0),
        ({}, None, 0),
        (None, {}, 0),
        ({}, {}, 1),
        ({"unmet": ["brand"]}, {}, 0),
        ({}, {"unmet": ["work"]}, 0),
    ],
)
def test_six_and_three_are_both_needed(organization, six, three, hits):
    for key, values in (("mechanism_six", six), ("three_norms", three)):
        if values is not None:
            make_assessment(organization, key, **values)
    make_assessment(organization, "venue_six", unmet=["flag"])
    assert SIX_THREE_MET.rate(Organization.objects.all(), TODAY) == Rate(hits, 1)


@pytest.mark.parametrize(
    ("values", "hits"),
    [
        ({}, 1),
        ({"unmet": ["affairs_board"]}, 1),
        ({"unmet": ["members_room"]}, 0),
        ({"skipped": ["members_room"]}, 0),
        ({"level": Level.SELF}, 0),
    ],
)
def test_a_room_is_a_room_found_by_the_county(organization, values, hits):
    make_assessment(organization, "room_boards_charts", **values)
    assert VENUE_SHARE.rate(Organization.objects.all(), TODAY) == Rate(hits, 1)


@pytest.mark.parametrize("indicator", [VENUE_SIX_MET, SIX_THREE_MET, VENUE_SHARE], ids=lambda one: one.key)
def test_nothing_to_count_is_a_dash(db, indicator):
    assert str(indicator.rate(Organization.objects.all(), TODAY)) == "—"


def test_an_organization_counts_until_its_closing_day(db):
    closed = make_organization(closed_on=DAY, close_reason="merged")
    make_assessment(make_organization())
    make_assessment(closed)
    days = (DAY, DAY + datetime.timedelta(days=1))
    assert [str(VENUE_SIX_MET.rate(Organization.objects.all(), day)) for day in days] == [
        "100.00%",
        "100.00%",
    ]
    assert [VENUE_SIX_MET.rate(Organization.objects.all(), day).total for day in days] == [2, 1]


def test_an_item_added_later_does_not_undo_what_was_found(organization):
    make_assessment(organization)
    Item.objects.create(
        standard=standard("venue_six"), key="network", label="有网络", position=7, starts_on=LATER
    )
    assert VENUE_SIX_MET.rate(Organization.objects.all(), LATER) == Rate(1, 1)


def test_hits_and_gaps_are_the_rows_behind_the_rate(organization, far_organization):
    make_assessment(organization)
    make_assessment(far_organization, unmet=["flag"])
    everybody = Organization.objects.all()
    assert list(VENUE_SIX_MET.hits(everybody, TODAY)) == [organization]
    assert list(VENUE_SIX_MET.gaps(everybody, TODAY)) == [far_organization]
