"""The rule of setting up, counted from the roster where there is one, else from the survey."""

import datetime
import operator

import pytest

from core.indicators import Rate
from members import heads
from members import quality as q
from members.choices import LeaveReason
from members.leaving import leave
from organizations.choices import Formation, OrganizationType
from organizations.models import CoveragePlan, DatedRule, Organization, Post, Unit
from tests.factories import BY, EARLY, make_officer, make_organization, make_unit
from tests.members.factories import make_member, make_probationary

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
HOW = {"gte": operator.ge, "gt": operator.gt, "lt": operator.lt}
OF_UNITS = (q.SHOULD_BUILD, q.SHOULD_JOIN, q.SHOULD_SEND, q.ALONE_YET_JOINT, q.FEW_YET_ALONE)


def found(finding, day=DAY) -> list[str]:
    return [str(row) for row in finding.rows(finding.subjects(), day).order_by("pk")]


def told(day=DAY) -> list[str]:
    """Labels of the findings on the one unit there is."""
    return [finding.label for finding in OF_UNITS if found(finding, day)]


def heads_of(unit, day=DAY) -> tuple:
    rows = Unit.objects.annotate(n=heads.formal_members_on(day), source=heads.heads_source_on(day))
    return rows.values_list("n", "source").get(pk=unit.pk)


def heads_of_organization(organization, day=DAY) -> tuple:
    rows = Organization.objects.annotate(
        formal=heads.formal_enrolled_on(day), n=heads.enrolled_on(day), source=heads.enrolled_source_on(day)
    )
    return rows.values_list("formal", "n", "source").get(pk=organization.pk)


def staff(organization, number, **values):
    return [make_member(organization, f"党员{n}", **values) for n in range(number)]


# Heads


def test_a_unit_without_a_roster_has_its_surveyed_number():
    assert heads_of(make_unit(formal_members=4)) == (4, "摸排数")
    assert heads_of(make_unit()) == (None, "")


def test_those_who_work_at_the_unit_are_its_roster_in_whatever_organization():
    unit = make_unit(formal_members=9)
    village, club = make_organization(), make_organization(formation=Formation.JOINT, covers=[unit])
    make_member(village, unit=unit), make_member(club, unit=unit)
    make_probationary(club, joined_on=EARLY, unit=unit)
    assert heads_of(unit) == (2, "花名册")


def test_members_of_the_own_branch_count_where_no_workplace_is_recorded():
    unit, other = make_unit(formal_members=9), make_unit(formal_members=5)
    branch = make_organization(covers=[unit])
    make_member(branch), make_member(branch, unit=unit), make_member(branch, unit=other)
    assert [heads_of(one) for one in (unit, other)] == [(2, "花名册"), (1, "花名册")]


def test_members_of_a_joint_branch_without_workplace_belong_to_no_unit():
    unit = make_unit(formal_members=2)
    make_member(make_organization(formation=Formation.JOINT, covers=[unit]))
    assert heads_of(unit) == (2, "摸排数")


def test_a_roster_of_probationary_members_has_no_formal_one():
    unit = make_unit(formal_members=2)
    make_probationary(make_organization(covers=[unit]), joined_on=EARLY)
    assert heads_of(unit) == (0, "花名册")


def test_the_roster_is_that_of_the_day():
    unit = make_unit(formal_members=7)
    member = make_member(make_organization(covers=[unit]), on=DAY, joined_on=EARLY, full_member_on=DAY + ONE)
    leave(member, DAY + ONE, LeaveReason.TRANSFERRED_OUT, "介绍信1号", BY)
    days = (DAY - ONE, DAY, DAY + ONE, DAY + ONE * 2)
    assert [heads_of(unit, day) for day in days] == [
        (7, "摸排数"),
        (0, "花名册"),
        (1, "花名册"),
        (7, "摸排数"),
    ]


def test_an_organization_has_its_roster_or_the_numbers_of_its_units():
    units = [make_unit(formal_members=2, probationary_members=1), make_unit(formal_members=1), make_unit()]
    organization = make_organization(formation=Formation.JOINT, covers=units)
    assert heads_of_organization(organization) == (3, 4, "摸排数")
    make_member(organization), make_probationary(organization, joined_on=EARLY)
    assert heads_of_organization(organization) == (1, 2, "花名册")
    assert heads_of_organization(make_organization()) == (None, None, "")


# The rule as advice: what is told of one unit with so many members, so covered

CASES = [
    (None, None, []),
    (0, None, ["应派未派"]),
    (1, None, ["应联未联"]),
    (2, None, ["应联未联"]),
    (3, None, ["应建未建"]),
    (0, "officer", []),
    (2, "officer", ["应联未联"]),
    (3, "officer", ["应建未建"]),
    (0, Formation.JOINT, []),
    (2, Formation.JOINT, []),
    (3, Formation.JOINT, ["应建未建", "该单独却在联合"]),
    (None, Formation.STANDALONE, []),
    (2, Formation.STANDALONE, ["单独组建而正式党员不足"]),
    (3, Formation.STANDALONE, []),
]


@pytest.mark.parametrize(("formal", "built", "labels"), CASES)
def test_the_rule_is_told_as_advice(formal, built, labels):
    unit = make_unit(formal_members=formal, probationary_members=9)
    if built == "officer":
        make_officer(assigned_to=[unit])
    elif built:
        make_organization(formation=built, covers=[unit])
    assert told() == labels


@pytest.mark.parametrize(("number", "labels"), [(3, []), (2, ["单独组建而正式党员不足"])])
def test_the_roster_goes_before_the_survey(number, labels):
    unit = make_unit(formal_members=2 if number == 3 else 9)
    staff(make_organization(covers=[unit]), number)
    assert told() == labels


def test_units_outside_the_base_get_no_advice():
    make_unit(formal_members=3, in_base=False)
    make_organization(covers=[make_unit(formal_members=1, in_base=False)])
    assert told() == []


def test_the_number_that_asks_for_an_own_branch_is_that_of_the_day():
    make_unit(formal_members=3)
    DatedRule.objects.filter(key="own_branch_members").update(ends_on=DAY)
    DatedRule.objects.create(
        key="own_branch_members", label="单独组建", value=5, source="新规", starts_on=DAY + ONE
    )
    assert [told(day) for day in (DAY, DAY + ONE)] == [["应建未建"], ["应联未联"]]


def test_without_members_or_surveyed_without_any_an_officer_is_asked_for():
    make_unit(name="摸排过", surveyed_on=DAY)
    assert [found(q.SHOULD_SEND, day) for day in (DAY - ONE, DAY)] == [[], ["摸排过"]]


@pytest.mark.parametrize(
    ("reason", "measure", "labels"),
    [
        ("not_ready", "joint", ["应联未联", "应派未派"]),
        ("should_have", "officer", ["应联未联", "应派未派"]),
        ("should_have", "joint", ["应联未联"]),
    ],
)
def test_a_unit_that_is_not_ready_is_sent_an_officer(reason, measure, labels):
    unit = make_unit(formal_members=2)
    CoveragePlan.objects.create(unit=unit, starts_on=DAY, reason=reason, measure=measure, planned_on=DAY)
    assert [told(day) for day in (DAY - ONE, DAY)] == [["应联未联"], labels]


def test_roster_and_survey_differ():
    same, less, more = (make_unit(name=name, formal_members=2) for name in ("相同", "少", "多"))
    for unit, number in ((same, 2), (less, 1), (more, 3)):
        staff(make_organization(covers=[unit]), number)
    make_unit(name="无花名册", formal_members=2)
    assert found(q.ROSTER_DIFFERS) == ["少", "多"]


# Organizations


@pytest.mark.parametrize(("numbers", "few"), [((1, 1), True), ((1, 2), False), ((None, None), False)])
def test_a_joint_branch_has_members_enough_together(numbers, few):
    units = [make_unit(formal_members=number) for number in numbers]
    make_organization(name="联合", formation=Formation.JOINT, covers=units)
    assert found(q.JOINT_UNDER_MEMBERS) == (["联合"] if few else [])


@pytest.mark.parametrize(
    ("formal", "people", "asked"), [(7, 2, True), (7, 3, False), (6, 0, False), (7, 0, True)]
)
def test_a_committee_is_asked_for_from_seven_formal_members_on(formal, people, asked):
    branch = make_organization(name="支部", covers=[make_unit(formal_members=formal)])
    for number in range(people):
        Post.objects.create(organization=branch, name=f"委员{number}", role="member", starts_on=EARLY)
    assert found(q.WITHOUT_COMMITTEE) == (["支部"] if asked else [])


SIZES = (q.SHOULD_BE_GENERAL_BRANCH, q.SHOULD_BE_PARTY_COMMITTEE)


@pytest.mark.parametrize(
    ("formal", "probationary", "asked"),
    [(50, 0, None), (50, 1, SIZES[0]), (99, 0, SIZES[0]), (99, 1, SIZES[1]), (100, 0, SIZES[1])],
)
def test_a_branch_grows_to_a_general_branch_and_to_a_committee(formal, probationary, asked):
    unit = make_unit(formal_members=formal, probationary_members=probationary)
    make_organization(covers=[unit])
    assert [finding for finding in SIZES if found(finding)] == ([asked] if asked else [])


def test_a_general_branch_is_only_asked_to_become_a_committee():
    branch = make_organization(covers=[make_unit(formal_members=100)])
    Organization.objects.filter(pk=branch.pk).update(type=OrganizationType.GENERAL_BRANCH)
    assert [finding for finding in SIZES if found(finding)] == [q.SHOULD_BE_PARTY_COMMITTEE]
    Organization.objects.filter(pk=branch.pk).update(type=OrganizationType.COMMITTEE)
    assert [finding for finding in SIZES if found(finding)] == []


# The indicator


@pytest.mark.parametrize(
    ("formal", "formation", "expected"),
    [
        (2, Formation.STANDALONE, Rate(0, 0)),
        (3, Formation.STANDALONE, Rate(1, 1)),
        (3, Formation.JOINT, Rate(0, 1)),
        (3, None, Rate(0, 1)),
        (None, Formation.STANDALONE, Rate(0, 0)),
        (0, None, Rate(0, 0)),
    ],
)
def test_should_have_built_counts_three_formal_members_and_an_own_organization(formal, formation, expected):
    unit = make_unit(formal_members=formal, probationary_members=9)
    if formation:
        make_organization(formation=formation, covers=[unit])
    assert q.SHOULD_HAVE_BUILT.rate(Unit.objects.all(), DAY) == expected


def test_should_have_built_counts_the_roster_and_leaves_the_list_of_those_to_build():
    built, waiting = make_unit(formal_members=1), make_unit(name="应建", formal_members=9)
    staff(make_organization(covers=[built]), 3)
    make_unit(formal_members=2)
    assert q.SHOULD_HAVE_BUILT.rate(Unit.objects.all(), DAY) == Rate(1, 2)
    gaps = q.SHOULD_HAVE_BUILT.gaps(Unit.objects.all(), DAY)
    assert list(gaps) == [waiting]
    assert found(q.SHOULD_BUILD) == ["应建"]


def test_with_nothing_to_count_there_is_no_rate():
    assert str(q.SHOULD_HAVE_BUILT.rate(Unit.objects.all(), DAY)) == "—"


@pytest.mark.parametrize("number", range(5))
def test_what_a_row_is_told_and_what_is_asked_of_all_rows_agree(number):
    """The number shown on a row and the condition on all rows are two ways to ask for the same."""
    unit, other = make_unit(formal_members=4), make_unit()
    own, joint = (
        make_organization(covers=[unit]),
        make_organization(formation=Formation.JOINT, covers=[other, make_unit(formal_members=2)]),
    )
    make_organization(covers=[make_unit(formal_members=6, probationary_members=1)])
    for count, (organization, workplace) in enumerate(
        [(own, None), (joint, unit), (joint, None), (own, other)]
    ):
        if count < number:
            make_member(organization, unit=workplace)
    make_probationary(joint, joined_on=EARLY, unit=other if number > 3 else None)
    check_agreement(Unit, heads.formal_members_on, heads.formal_members)
    check_agreement(Organization, heads.formal_enrolled_on, heads.formal_enrolled)
    check_agreement(Organization, heads.enrolled_on, heads.all_enrolled)
    rostered = {pk for pk, _ in heads.roster_on(DAY).values_list("_unit", "_formal")}
    assert set(numbers_of(Unit.objects.filter(heads.has_roster(DAY)))) == rostered


def numbers_of(rows):
    return rows.values_list("pk", flat=True)


def check_agreement(model, shown_on, asked):
    """For every limit, the condition finds the rows whose shown number compares so."""
    shown = dict(model.objects.annotate(n=shown_on(DAY)).values_list("pk", "n"))
    for limit in range(8):
        found = {how: set(numbers_of(model.objects.filter(asked(DAY, **{how: limit})))) for how in HOW}
        assert found == {
            how: {pk for pk, n in shown.items() if n is not None and holds(n, limit)}
            for how, holds in HOW.items()
        }
