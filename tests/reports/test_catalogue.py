"""The catalogue, and what it counts: against a county worked out by hand."""

import datetime

import pytest

from core.indicators import Rate
from core.scoping import Grant, Scope
from members.choices import LeaveReason
from members.joining import admit
from members.leaving import leave
from organizations.choices import CoverageState, ExitReason, Formation
from organizations.models import BaseSpell, Coverage
from organizations.registration import close_unit, enter_base, leave_base, move_unit
from reports.catalogue import ALL_KINDS, CATALOGUE, KIND_LABELS, entry, on_tiles
from reports.figures import count_figures
from reports.places import county_scope, places_of
from reports.questions import Question, Side, rows_behind
from tests.factories import BY, EARLY, area, make_organization, make_unit
from tests.members.factories import make_probationary
from tests.reports.ground import EAST, LEFT_ON, WEST, ZONE, small_county

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)

# (hits, total) for: all units, enterprises, social organizations.
BY_HAND = {
    "org_coverage": ((5, 8), (3, 6), (2, 2)),
    "standalone_share": ((2, 8), (1, 6), (1, 2)),
    "joint_share": ((3, 8), (2, 6), (1, 2)),
    "work_coverage": ((6, 8), (4, 6), (2, 2)),
    "uncovered": ((2, 8), (2, 6), (0, 2)),
    "should_have_built": ((1, 2), (1, 2), (0, 0)),
    "member_presence": ((4, 8), (3, 6), (1, 2)),
    "above_scale_coverage": ((0, 0), (0, 0), (0, 0)),
    "secretary_in_post": ((3, 4), (2, 2), (1, 2)),
    "secretary_from_management": ((2, 3), (1, 2), (1, 1)),
    "officer_visits_kept": ((0, 1), (0, 1), (0, 0)),
    "term_overdue": ((0, 0), (0, 0), (0, 0)),
    "venue_share": ((0, 4), (0, 2), (0, 2)),
    "venue_six_met": ((0, 4), (0, 2), (0, 2)),
    "six_three_met": ((0, 4), (0, 2), (0, 2)),
    "dues_returned": ((0, 0), (0, 0), (0, 0)),
    "reports_received": ((0, 4), (0, 2), (0, 2)),
    "reports_on_time": ((0, 4), (0, 2), (0, 2)),
    "theme_day_missing": ((4, 4), (2, 2), (2, 2)),
    "general_meeting_missing": ((4, 4), (2, 2), (2, 2)),
    "training_members": ((0, 0), (0, 0), (0, 0)),
    "training_leaders": ((0, 0), (0, 0), (0, 0)),
    "training_workers": ((0, 0), (0, 0), (0, 0)),
    "training_site_secretaries": ((0, 0), (0, 0), (0, 0)),
    "training_managers": ((0, 0), (0, 0), (0, 0)),
    "probation_overdue": ((0, 0), (0, 0), (0, 0)),
}


def tally(day=DAY, scope=None):
    return count_figures(CATALOGUE, scope or county_scope(day), day)


def coverage(day, place=None):
    """Hits and total of the organization coverage of the day, in one area or the county."""
    areas = {area(place).pk} if place else None
    rate = tally(day).rate("org_coverage", areas=areas)
    return rate.hits, rate.total


def test_keys_are_unique_and_found():
    keys = [known.key for known in CATALOGUE]
    assert sorted(set(keys)) == sorted(keys)
    assert [entry(key) for key in keys] == list(CATALOGUE)
    assert entry("no_such_figure") is None


def test_every_entry_counts_the_rows_of_its_sheet():
    assert [known.indicator.subjects().model for known in CATALOGUE] == [
        known.subject.sheet.model for known in CATALOGUE
    ]


def test_every_entry_says_what_it_is():
    for known in CATALOGUE:
        said = (
            known.indicator.label,
            known.indicator.definition,
            known.indicator.numerator,
            known.indicator.denominator,
        )
        assert "" not in said


@pytest.mark.parametrize("place", range(3), ids=list(KIND_LABELS))
def test_figures_of_the_county_are_those_worked_out_by_hand(place):
    small_county()
    counted, kind = tally(), list(KIND_LABELS)[place]
    found = {known.key: counted.rate(known.key, kind) for known in CATALOGUE}
    assert found == {key: Rate(*cases[place]) for key, cases in BY_HAND.items()}


def test_figures_by_area_keep_to_the_area_and_add_up():
    small_county()
    counted, places = tally(), places_of(county_scope(DAY))
    rates = {row.name: counted.rate("org_coverage", areas=places.below(row)) for row in places.rows}
    assert {name: rate for name, rate in rates.items() if rate.total} == {EAST: Rate(4, 5), WEST: Rate(1, 3)}
    assert sum(rates.values(), start=Rate(0, 0)) == counted.rate("org_coverage")
    assert str(rates[ZONE]) == "—"


def test_coverage_states_are_disjoint_and_add_up_to_the_base():
    small_county()
    states = tally()
    assert [states.in_state(state) for state in CoverageState] == [2, 3, 1, 1, 1]
    assert sum(states.in_state(state) for state in CoverageState) == tally().rate("org_coverage").total
    assert states.in_state(CoverageState.NONE, "social_org") == 0
    assert states.in_state(CoverageState.NONE, "enterprise", {area(WEST).pk}) == 1


@pytest.mark.slow
def test_every_figure_is_the_number_of_its_rows():
    small_county()
    scope, counted = county_scope(DAY), tally()
    for known in CATALOGUE:
        for kind in KIND_LABELS:
            for place in (None, area(EAST).pk):
                question = Question(DAY, kind, place)
                rate = counted.rate(known.key, kind, None if place is None else {place})
                sides = [rows_behind(known, scope, question.of(side=side.value)).count() for side in Side]
                assert sides == [rate.hits, rate.total - rate.hits, rate.total]


def test_a_unit_that_leaves_the_base_counts_on_its_last_day():
    small_county()
    assert coverage(LEFT_ON, ZONE) == (0, 1)
    assert coverage(LEFT_ON + ONE, ZONE) == (0, 0)


def test_coverage_counts_on_its_first_and_its_last_day():
    unit, organization = make_unit(), make_organization(on=EARLY)
    Coverage.objects.create(unit=unit, organization=organization, starts_on=DAY, ends_on=DAY + ONE)
    days = [DAY - ONE, DAY, DAY + ONE, DAY + ONE + ONE]
    assert [coverage(day) for day in days] == [(0, 1), (1, 1), (1, 1), (0, 1)]


def test_a_unit_with_two_spells_in_the_base_counts_once_in_each_and_not_between():
    unit = make_unit()
    leave_base(unit, DAY, ExitReason.SUSPENDED, "会议纪要2号", BY)
    enter_base(unit, DAY + ONE + ONE, "会议纪要3号", BY)
    assert BaseSpell.objects.filter(unit=unit).count() == 2
    assert [coverage(day)[1] for day in (DAY, DAY + ONE, DAY + ONE + ONE)] == [1, 0, 1]


def test_a_unit_covered_by_one_and_then_by_another_counts_once():
    unit, first, second = make_unit(), make_organization(), make_organization()
    Coverage.objects.create(unit=unit, organization=first, starts_on=EARLY, ends_on=DAY)
    Coverage.objects.create(unit=unit, organization=second, starts_on=DAY + ONE)
    assert [coverage(day) for day in (DAY, DAY + ONE)] == [(1, 1), (1, 1)]


def test_a_unit_closed_that_day_still_counts_and_its_organization_remains():
    unit = make_unit()
    organization = make_organization(covers=[unit])
    close_unit(unit, DAY, ExitReason.DEREGISTERED, "注销证明", BY)
    assert [coverage(day) for day in (DAY, DAY + ONE)] == [(1, 1), (0, 0)]
    assert tally(DAY + ONE).rate("secretary_in_post", "enterprise") == Rate(0, 1)
    assert organization.coverages.count() == 1


def test_a_unit_that_moved_stays_where_it_was_last_year():
    unit = make_unit(EAST)
    make_organization(EAST, covers=[unit])
    move_unit(unit, area(WEST), DAY, "划转通知", BY)
    assert [coverage(DAY - ONE, place) for place in (EAST, WEST)] == [(1, 1), (0, 0)]
    assert [coverage(DAY, place) for place in (EAST, WEST)] == [(0, 0), (1, 1)]


@pytest.mark.slow
def test_with_nothing_to_count_there_is_no_rate():
    assert {str(tally().rate(known.key)) for known in CATALOGUE} == {"—"}


def test_an_organization_has_the_kind_of_the_units_it_covers():
    enterprise, school = make_unit(), make_unit(kind="social_org")
    make_organization(covers=[enterprise])
    make_organization(formation=Formation.JOINT, covers=[school, make_unit()])
    make_organization(formation=Formation.JOINT)
    counted = tally()
    totals = [
        counted.rate("secretary_in_post", kind).total for kind in ("enterprise", "social_org", ALL_KINDS)
    ]
    assert totals == [2, 0, 3]


def test_an_organization_without_units_keeps_the_kind_it_had():
    school, firm = make_unit(kind="social_org"), make_unit()
    organization = make_organization(formation=Formation.JOINT)
    Coverage.objects.create(unit=firm, organization=organization, starts_on=EARLY, ends_on=DAY - ONE)
    Coverage.objects.create(unit=school, organization=organization, starts_on=EARLY, ends_on=DAY)
    counted = [tally(day).rate("secretary_in_post", "social_org").total for day in (DAY, DAY + ONE)]
    assert counted == [1, 0]
    assert tally(DAY + ONE).rate("secretary_in_post", "enterprise").total == 1


def test_figures_keep_to_the_scope_as_it_reached_that_day():
    unit = make_unit(EAST)
    move_unit(unit, area(WEST), DAY, "", BY)
    east = Scope(DAY + ONE, (Grant("area", area(EAST).path),))
    assert tally(DAY - ONE, east).rate("org_coverage").total == 1
    assert tally(DAY, east).rate("org_coverage").total == 0


@pytest.mark.slow
def test_a_scope_without_branches_counts_nothing():
    small_county()
    assert {tally(scope=Scope(DAY)).rate(known.key) for known in CATALOGUE} == {Rate(0, 0)}


@pytest.mark.slow
@pytest.mark.parametrize("units", [1, 6, 60])
def test_counting_costs_the_same_for_few_and_for_many(units, django_assert_num_queries):
    for number in range(units):
        unit = make_unit((EAST, WEST, ZONE)[number % 3])
        if number % 2:
            make_organization(covers=[unit])
    with django_assert_num_queries(17):
        tally()


def test_a_member_has_area_and_kind_of_the_organization_of_that_day():
    school, firm = make_unit(EAST, kind="social_org"), make_unit(WEST)
    member = make_probationary(make_organization(EAST, covers=[school]), joined_on=EARLY)
    leave(member, DAY - ONE, LeaveReason.TRANSFERRED_OUT, "介绍信1号", BY)
    admit(member, make_organization(WEST, covers=[firm]), DAY, BY)
    key, east, west = "probation_overdue", {area(EAST).pk}, {area(WEST).pk}
    before, after = tally(DAY - ONE), tally()
    assert [before.rate(key, kind, east) for kind in ("social_org", "enterprise")] == [Rate(1, 1), Rate(0, 0)]
    assert [after.rate(key, kind, west) for kind in ("social_org", "enterprise")] == [Rate(0, 0), Rate(1, 1)]
    listed = [Question(day, "social_org", area(EAST).pk) for day in (DAY - ONE, DAY)]
    assert [rows_behind(entry(key), county_scope(DAY), one).count() for one in listed] == [1, 0]


def test_tiles_are_part_of_the_catalogue_in_its_order():
    assert [known for known in CATALOGUE if known.on_tile] == list(on_tiles())
