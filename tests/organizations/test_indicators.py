"""Figures of units and organizations, against cases worked out by hand."""

import datetime

import pytest

from core.indicators import Rate
from organizations import conditions as c
from organizations.choices import CoverageState, Formation, PostRole, PostSource
from organizations.indicators import (
    ABOVE_SCALE_COVERAGE,
    JOINT_SHARE,
    MEMBER_PRESENCE,
    ORG_COVERAGE,
    SECRETARY_FROM_MANAGEMENT,
    SECRETARY_IN_POST,
    STANDALONE_SHARE,
    TERM_OVERDUE,
    UNCOVERED,
    WORK_COVERAGE,
)
from organizations.models import Assignment, Coverage, Organization, Post, Term, Unit
from organizations.models.units import area_on
from organizations.registration import close_unit, leave_base, move_unit
from tests.factories import BY, EARLY, area, make_officer, make_organization, make_unit

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
LATER = datetime.date(2023, 6, 30)
OF_UNITS = (ORG_COVERAGE, STANDALONE_SHARE, JOINT_SHARE, WORK_COVERAGE, UNCOVERED)


def figures(day=DAY, subjects=None):
    """Hits of the five shares of the base, and the base."""
    rates = [one.rate(subjects or Unit.objects.all(), day) for one in OF_UNITS]
    assert len({rate.total for rate in rates}) == 1
    return [rate.hits for rate in rates], rates[0].total


def covered(unit, first=EARLY, last=None, formation=Formation.STANDALONE):
    organization = make_organization(formation=formation)
    return Coverage.objects.create(unit=unit, organization=organization, starts_on=first, ends_on=last)


def guided(unit, first=EARLY, last=None, officer=None):
    officer = officer or make_officer()
    return Assignment.objects.create(officer=officer, unit=unit, starts_on=first, ends_on=last)


# Every case: what is set up for one unit in the base since 2016, and what it counts for on 2020-06-30:
# (organization coverage, standalone, joint, work coverage, uncovered).
CASES = {
    "nothing": (lambda unit: None, (0, 0, 0, 0, 1)),
    "standalone": (lambda unit: covered(unit), (1, 1, 0, 1, 0)),
    "joint": (lambda unit: covered(unit, formation=Formation.JOINT), (1, 0, 1, 1, 0)),
    "regional counts as joint": (lambda unit: covered(unit, formation=Formation.REGIONAL), (1, 0, 1, 1, 0)),
    "trade counts as joint": (lambda unit: covered(unit, formation=Formation.TRADE), (1, 0, 1, 1, 0)),
    "attached counts as joint": (lambda unit: covered(unit, formation=Formation.ATTACHED), (1, 0, 1, 1, 0)),
    "functional counts as joint": (
        lambda unit: covered(unit, formation=Formation.FUNCTIONAL),
        (1, 0, 1, 1, 0),
    ),
    "officer only": (lambda unit: guided(unit), (0, 0, 0, 1, 0)),
    "organization and officer count once": (lambda unit: (covered(unit), guided(unit)), (1, 1, 0, 1, 0)),
    "two officers count once": (lambda unit: (guided(unit), guided(unit)), (0, 0, 0, 1, 0)),
    "begins that day": (lambda unit: covered(unit, DAY), (1, 1, 0, 1, 0)),
    "begins the day after": (lambda unit: covered(unit, DAY + ONE), (0, 0, 0, 0, 1)),
    "ends that day": (lambda unit: covered(unit, EARLY, DAY), (1, 1, 0, 1, 0)),
    "ended the day before": (lambda unit: covered(unit, EARLY, DAY - ONE), (0, 0, 0, 0, 1)),
    "holds that day only": (lambda unit: covered(unit, DAY, DAY), (1, 1, 0, 1, 0)),
    "handed over on that day": (
        lambda unit: (covered(unit, EARLY, DAY - ONE), covered(unit, DAY, None, Formation.JOINT)),
        (1, 0, 1, 1, 0),
    ),
    "to be handed over the day after": (
        lambda unit: (covered(unit, EARLY, DAY), covered(unit, DAY + ONE, None, Formation.JOINT)),
        (1, 1, 0, 1, 0),
    ),
    "between two spells": (
        lambda unit: (covered(unit, EARLY, DAY - ONE), covered(unit, DAY + ONE)),
        (0, 0, 0, 0, 1),
    ),
    "officer leaves that day": (lambda unit: guided(unit, EARLY, DAY), (0, 0, 0, 1, 0)),
    "officer left the day before": (lambda unit: guided(unit, EARLY, DAY - ONE), (0, 0, 0, 0, 1)),
    "officer comes that day": (lambda unit: guided(unit, DAY), (0, 0, 0, 1, 0)),
}


@pytest.mark.parametrize(("set_up", "expected"), CASES.values(), ids=CASES.keys())
def test_one_unit_counts(set_up, expected):
    set_up(make_unit())
    assert figures() == (list(expected), 1)


@pytest.mark.parametrize("offset", [0, 1])
def test_unit_counts_until_its_last_day_in_the_base(offset):
    unit = make_unit()
    covered(unit)
    leave_base(unit, DAY, "suspended", "停产核查", BY)
    assert figures(DAY + offset * ONE) == (([1, 1, 0, 1, 0], 1) if offset == 0 else ([0] * 5, 0))


@pytest.mark.parametrize(("day", "total"), [(DAY - ONE, 0), (DAY, 1)])
def test_unit_counts_from_its_first_day_in_the_base(day, total):
    make_unit(on=DAY)
    assert figures(day) == ([0, 0, 0, 0, total], total)


@pytest.mark.parametrize(("day", "expected"), [(DAY, ([1, 1, 0, 1, 0], 1)), (DAY + ONE, ([0] * 5, 0))])
def test_unit_closed_that_day_still_counts_on_it(day, expected):
    unit = make_unit()
    covered(unit)
    guided(unit)
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    assert figures(day) == expected


def test_unit_outside_the_base_counts_nowhere_however_covered():
    unit = make_unit(in_base=False)
    covered(unit)
    guided(unit)
    assert figures() == ([0] * 5, 0)


def test_joint_organization_counts_each_unit_and_itself_once():
    units = [make_unit() for _ in range(3)]
    make_organization(formation=Formation.JOINT, covers=units)
    assert figures() == ([3, 0, 3, 3, 0], 3)
    assert SECRETARY_IN_POST.rate(Organization.objects.all(), DAY) == Rate(0, 1)


def test_nothing_to_count_is_a_dash():
    for indicator in (*OF_UNITS, MEMBER_PRESENCE, ABOVE_SCALE_COVERAGE):
        assert str(indicator.rate(Unit.objects.all(), DAY)) == "—"
    for indicator in (SECRETARY_IN_POST, SECRETARY_FROM_MANAGEMENT):
        assert str(indicator.rate(Organization.objects.all(), DAY)) == "—"


def test_past_day_gives_the_answer_of_that_day():
    unit = make_unit(on=datetime.date(2018, 1, 1))
    covered(unit, datetime.date(2019, 1, 1), datetime.date(2019, 12, 31))
    guided(unit, datetime.date(2020, 3, 1))
    answers = {
        datetime.date(2017, 12, 31): ([0, 0, 0, 0, 0], 0),
        datetime.date(2018, 12, 31): ([0, 0, 0, 0, 1], 1),
        datetime.date(2019, 12, 31): ([1, 1, 0, 1, 0], 1),
        datetime.date(2020, 1, 1): ([0, 0, 0, 0, 1], 1),
        datetime.date(2020, 3, 1): ([0, 0, 0, 1, 0], 1),
    }
    assert {day: figures(day) for day in answers} == answers


def test_move_changes_the_table_from_its_day_on_and_not_before():
    stays, moves = make_unit("桥东街道"), make_unit("桥东街道")
    covered(moves)
    move_unit(moves, area("桥西街道"), DAY, "管理归属调整", BY)
    east, west = area("桥东街道").pk, area("桥西街道").pk
    by_area = {day: ORG_COVERAGE.rates_by(area_on(day), Unit.objects.all(), day) for day in (DAY - ONE, DAY)}
    assert by_area == {
        DAY - ONE: {east: Rate(1, 2)},
        DAY: {east: Rate(0, 1), west: Rate(1, 1)},
    }
    assert list(Unit.objects.placed_in(area("桥东街道"), DAY)) == [stays]
    assert sum(by_area[DAY].values(), Rate(0, 0)) == ORG_COVERAGE.rate(Unit.objects.all(), DAY)


@pytest.mark.parametrize(
    ("formal", "probationary", "hits"),
    [(None, None, 0), (0, 0, 0), (0, None, 0), (1, None, 1), (None, 1, 1), (2, 3, 1)],
)
def test_member_presence_takes_probationary_members_too(formal, probationary, hits):
    make_unit(formal_members=formal, probationary_members=probationary)
    assert MEMBER_PRESENCE.rate(Unit.objects.all(), DAY) == Rate(hits, 1)


def test_above_scale_coverage_is_of_enterprises_above_scale_only():
    covered(make_unit(above_scale=True))
    make_unit(above_scale=True)
    covered(make_unit())
    covered(make_unit(kind="social_org", above_scale=True))
    assert ABOVE_SCALE_COVERAGE.rate(Unit.objects.all(), DAY) == Rate(1, 2)


def secretary(organization, first=EARLY, last=None, source=PostSource.MANAGEMENT, role=PostRole.SECRETARY):
    Post.objects.create(
        organization=organization, role=role, name="甲", source=source, starts_on=first, ends_on=last
    )


@pytest.mark.parametrize(
    ("posts", "in_post", "from_management"),
    [
        ([], Rate(0, 1), Rate(0, 0)),
        ([{}], Rate(1, 1), Rate(1, 1)),
        ([{"source": PostSource.UNION}], Rate(1, 1), Rate(1, 1)),
        ([{"source": PostSource.SENT}], Rate(1, 1), Rate(0, 1)),
        ([{"source": PostSource.UNKNOWN}], Rate(1, 1), Rate(0, 1)),
        ([{"role": PostRole.DEPUTY}], Rate(0, 1), Rate(0, 0)),
        ([{"first": DAY}], Rate(1, 1), Rate(1, 1)),
        ([{"first": DAY + ONE}], Rate(0, 1), Rate(0, 0)),
        ([{"last": DAY}], Rate(1, 1), Rate(1, 1)),
        ([{"last": DAY - ONE}], Rate(0, 1), Rate(0, 0)),
        (
            [{"last": DAY - ONE}, {"first": DAY, "source": PostSource.HIRED}],
            Rate(1, 1),
            Rate(0, 1),
        ),
    ],
)
def test_secretaries(posts, in_post, from_management):
    organization = make_organization()
    for post in posts:
        secretary(organization, **post)
    organizations = Organization.objects.all()
    assert SECRETARY_IN_POST.rate(organizations, DAY) == in_post
    assert SECRETARY_FROM_MANAGEMENT.rate(organizations, DAY) == from_management


@pytest.mark.parametrize(
    ("established", "closed", "total"),
    [(DAY, None, 1), (DAY + ONE, None, 0), (EARLY, DAY, 1), (EARLY, DAY - ONE, 0)],
)
def test_organization_counts_from_its_first_to_its_last_day(established, closed, total):
    organization = make_organization(on=established)
    Organization.objects.filter(pk=organization.pk).update(closed_on=closed, close_reason="merged")
    assert SECRETARY_IN_POST.rate(Organization.objects.all(), DAY) == Rate(0, total)
    organization.refresh_from_db()
    assert organization.is_open(DAY) == bool(total)


def test_hits_and_gaps_are_the_rows_behind_the_rate():
    with_branch, with_officer, alone = (make_unit() for _ in range(3))
    covered(with_branch)
    guided(with_officer)
    make_unit(in_base=False)
    units = Unit.objects.all()
    assert list(ORG_COVERAGE.hits(units, DAY)) == [with_branch]
    assert set(ORG_COVERAGE.gaps(units, DAY)) == {with_officer, alone}
    assert set(WORK_COVERAGE.hits(units, DAY)) == {with_branch, with_officer}
    assert list(UNCOVERED.hits(units, DAY)) == [alone]


def test_eight_hundred_units_and_one_branch_round_half_up():
    assert str(Rate(1, 800)) == "0.13%"
    covered(make_unit())
    for _ in range(7):
        make_unit()
    assert str(ORG_COVERAGE.rate(Unit.objects.all(), DAY)) == "12.50%"


STATES = {
    "standalone": (lambda unit: (covered(unit), guided(unit)), CoverageState.STANDALONE),
    "joint": (lambda unit: covered(unit, formation=Formation.TRADE), CoverageState.JOINT),
    "guidance": (lambda unit: guided(unit), CoverageState.GUIDANCE),
    "unknown": (lambda unit: None, CoverageState.UNKNOWN),
}


@pytest.mark.parametrize(("set_up", "state"), STATES.values(), ids=STATES.keys())
def test_state_of_a_unit(set_up, state):
    unit = make_unit()
    set_up(unit)
    assert state_of(unit, DAY) == state


@pytest.mark.parametrize(("surveyed", "state"), [(DAY, "none"), (DAY + ONE, "unknown"), (None, "unknown")])
def test_unit_without_anything_is_uncovered_only_after_somebody_looked(surveyed, state):
    assert state_of(make_unit(surveyed_on=surveyed), DAY) == state


def state_of(unit, day):
    return Unit.objects.annotate(state=c.coverage_state_on(day)).get(pk=unit.pk).state


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ((), Rate(0, 0)),
        (({"due_on": DAY},), Rate(0, 1)),
        (({"due_on": DAY - ONE},), Rate(1, 1)),
        (({"due_on": DAY - ONE, "extended_to": DAY, "extension_document": "批复1号"},), Rate(0, 1)),
        (({"due_on": DAY - ONE, "ends_on": DAY - ONE}, {"starts_on": DAY, "due_on": LATER}), Rate(0, 1)),
        (({"starts_on": DAY + ONE, "due_on": LATER},), Rate(0, 0)),
    ],
    ids=["none on record", "due that day", "due the day before", "extended", "re-elected", "begins later"],
)
def test_term_overdue_counts_open_organizations_with_a_term(terms, expected):
    organization = make_organization()
    for days in terms:
        Term.objects.create(organization=organization, **{"starts_on": EARLY, **days})
    assert TERM_OVERDUE.rate(Organization.objects.all(), DAY) == expected


def test_term_overdue_leaves_out_organizations_that_are_closed():
    organization = make_organization(closed_on=DAY - ONE, close_reason="merged")
    Term.objects.create(organization=organization, starts_on=EARLY, due_on=datetime.date(2019, 1, 1))
    rates = [TERM_OVERDUE.rate(Organization.objects.all(), day) for day in (DAY - ONE, DAY)]
    assert rates == [Rate(1, 1), Rate(0, 0)]
