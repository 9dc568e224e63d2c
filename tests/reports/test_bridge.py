"""The bridge between two days adds up, step by step and list by list."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.indicators import Rate
from organizations.building import assign, cover, end_coverage
from organizations.choices import ExitReason, Formation
from organizations.indicators import ORG_COVERAGE, WORK_COVERAGE
from organizations.models import Coverage, Unit
from organizations.registration import enter_base, leave_base, move_unit
from reports import bridge
from reports.places import county_scope, places_of
from tests.factories import BY, EARLY, area, make_officer, make_organization, make_unit
from tests.organizations.test_coverage_states import LENGTH, day, histories, live_through

pytestmark = pytest.mark.django_db

FIRST, LAST = datetime.date(2017, 12, 31), datetime.date(2018, 12, 31)
DAYS = bridge.Days(FIRST, LAST)
CHANGED = datetime.date(2018, 6, 1)
INDICATORS = {"organization": ORG_COVERAGE, "work": WORK_COVERAGE}


def counted(measure, place=None, days=DAYS, kind=None):
    pairs = bridge.count_pairs(days, kind)
    places = places_of(county_scope(days.last))
    return bridge.bridge_of(measure, pairs, places.below(area(place)) if place else places.reached())


def steps(measure, place=None) -> dict[str, int]:
    return {key: n for key, n in counted(measure, place).counts.items() if n}


def covered_unit(name, formation=Formation.STANDALONE, on=EARLY):
    unit = make_unit(name=name)
    organization = make_organization(formation=formation, on=on)
    cover(unit, organization, on, BY)
    return unit


def a_year():
    """One unit for every step: won alone and jointly, lost, come, gone, moved, guided."""
    covered_unit("一直覆盖")
    covered_unit("新单独", on=CHANGED)
    covered_unit("新联合", Formation.JOINT, on=CHANGED)
    lost = covered_unit("失去")
    end_coverage(Coverage.objects.get(unit=lost), CHANGED, BY)
    gone = covered_unit("移出")
    leave_base(gone, CHANGED, ExitReason.SHELL, "纪要", BY)
    moved = covered_unit("迁往桥西")
    move_unit(moved, area("桥西街道"), CHANGED, "", BY)
    new = make_unit(name="新企业", in_base=False)
    enter_base(new, CHANGED, "摸排", BY)
    cover(new, make_organization(on=CHANGED), CHANGED, BY)
    assign(make_officer(), make_unit(name="派指导员"), CHANGED, BY)


def test_every_step_is_counted_for_the_county():
    a_year()
    found = counted(bridge.ORGANIZATION)
    assert (found.start, found.end) == (Rate(4, 7), Rate(5, 7))
    assert steps(bridge.ORGANIZATION) == {"new": 1, "won_standalone": 1, "won_joint": 1, "left": 1, "lost": 1}
    assert steps(bridge.WORK) == steps(bridge.ORGANIZATION) | {"won_guidance": 1}
    assert steps(bridge.BASE) == {"new": 1, "left": 1}


def test_an_area_sees_who_moved_in_and_out():
    a_year()
    assert steps(bridge.ORGANIZATION, "桥西街道") == {"moved_in": 1}
    assert steps(bridge.BASE, "桥东街道") == {"new": 1, "left": 1, "moved_out": 1}
    ends = [counted(bridge.ORGANIZATION, place) for place in ("桥东街道", "桥西街道")]
    assert sum((e.start for e in ends), start=Rate(0, 0)) == counted(bridge.ORGANIZATION).start
    assert sum((e.end for e in ends), start=Rate(0, 0)) == counted(bridge.ORGANIZATION).end


def test_kinds_are_told_apart():
    a_year()
    assert counted(bridge.ORGANIZATION, kind="social_org").end == Rate(0, 0)
    assert str(counted(bridge.ORGANIZATION, kind="social_org").end) == "—"


def check(days, areas) -> None:
    """Each bridge adds up, begins and ends at the indicator, and each step is as long as its list."""
    scope = county_scope(days.last)
    pairs = bridge.count_pairs(days)
    for measure in bridge.MEASURES:
        found = bridge.bridge_of(measure, pairs, areas)
        terms = measure.terms
        assert found.start.hits + sum(t.sign * found.counts[t.key] for t in terms) == found.end.hits
        for term in terms:
            assert bridge.rows_of(term, days, None, areas).count() == found.counts[term.key]
        if measure.key in INDICATORS and areas == places_of(scope).reached():
            indicator, units = INDICATORS[measure.key], Unit.objects.all()
            assert found.start == indicator.rate(units, days.first)
            assert found.end == indicator.rate(units, days.last)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lives=st.lists(histories, min_size=1, max_size=3),
    numbers=st.sets(st.integers(0, LENGTH), min_size=2, max_size=2).map(sorted),
    moves=st.lists(st.integers(0, LENGTH), max_size=3),
)
def test_any_two_days_add_up(lives, numbers, moves):
    with transaction.atomic():
        for history in lives:
            live_through(history)
        for unit, number in zip(Unit.objects.all(), moves, strict=False):
            move_unit(unit, area("桥西街道"), day(number), "", BY)
        days = bridge.Days(*map(day, numbers))
        places = places_of(county_scope(days.last))
        check(days, places.reached())
        for name in ("桥东街道", "桥西街道"):
            check(days, places.below(area(name)))
        transaction.set_rollback(True)


ASKED = {"first": FIRST.isoformat(), "last": LAST.isoformat()}


def test_every_number_of_the_page_opens_as_many_rows(county_clerk):
    a_year()
    page = county_clerk.get(reverse("reports:bridge"), ASKED)
    told = [step for shown in page.context["bridges"] for step in shown["steps"]]
    opened = [county_clerk.get(step["url"]).context["total"] for step in told]
    assert [abs(int(step["text"].replace("−", "-"))) for step in told] == opened
    rows = [cell for t in page.context["area_tables"] for row in t["rows"] for cell in row["cells"]]
    links = [cell for cell in rows if cell.get("url") and cell["text"] != "0"]
    assert [county_clerk.get(c["url"]).context["total"] for c in links] == [int(c["text"]) for c in links]


def test_a_list_tells_where_its_units_stood_and_is_exported(county_clerk):
    a_year()
    address = reverse("reports:bridge-list", args=["organization", "lost"])
    page = county_clerk.get(address, ASKED)
    [row] = page.context["rows"]
    assert [cell["text"] for cell in row["cells"]][:3] == ["失去", "单独组建", "未摸排"]
    assert county_clerk.get(address, ASKED | {"export": "xlsx"}).status_code == 200


def test_a_township_compares_its_own(town_clerk, stranger):
    a_year()
    own = town_clerk.get(reverse("reports:bridge"), ASKED).context["bridges"][1]
    theirs = stranger.get(reverse("reports:bridge"), ASKED).context["bridges"][1]
    assert (own["start"], own["end"]) == (Rate(4, 7), Rate(4, 6))
    assert (theirs["start"], theirs["end"]) == (Rate(0, 0), Rate(1, 1))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"first": "2018-12-31", "last": "2017-12-31"}, "后一日期应晚于前一日期，请核对。"),
        ({"first": "2018-12-31", "last": "2999-01-01"}, "2999-01-01还没有到，请改选日期。"),
        ({"first": "昨天", "last": "2018-12-31"}, "请填写有效日期，例如 2017-06-30。"),
    ],
)
def test_days_that_make_no_sense_are_refused(asked, sentence, county_clerk):
    answer = county_clerk.get(reverse("reports:bridge"), asked)
    told = [error for errors in answer.context["filter"].form.errors.values() for error in errors]
    assert (answer.status_code, told) == (422, [sentence])


def test_a_step_nobody_knows_is_absent(county_clerk):
    address = reverse("reports:bridge-list", args=["organization", "nothing"])
    assert county_clerk.get(address, ASKED).status_code == 404


def test_the_page_costs_the_same_for_any_number_of_units(county_clerk, django_assert_num_queries):
    covered_unit("一家")
    for more in (0, 3):
        for number in range(more):
            covered_unit(f"又一家{number}", on=CHANGED)
        with django_assert_num_queries(6):
            county_clerk.get(reverse("reports:bridge"), ASKED)
