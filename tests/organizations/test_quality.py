"""Findings of the ground, each against a case that hits and the nearest that does not."""

import datetime

import pytest

from organizations import contradictions as wrong
from organizations import quality as q
from organizations.choices import CloseReason, Formation, OfficerService, OrganizationType
from organizations.models import (
    Assignment,
    BaseSpell,
    Coverage,
    CoveragePlan,
    DatedRule,
    Officer,
    Organization,
    Placement,
    Post,
    Reopening,
    Seat,
    Term,
    Unit,
)
from tests.factories import EARLY, make_officer, make_organization, make_unit

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
GOOD_CODE, BAD_CODE = "91130582MA0G0T4W8X", "91130582MA0G0T4W8Y"


def found(finding, day=DAY) -> list[str]:
    return [str(row) for row in finding.rows(finding.subjects(), day).order_by("pk")]


def plan(unit, measure, planned_on, **values):
    span = {"starts_on": EARLY, "reason": "not_ready", "measure": measure, "planned_on": planned_on}
    return CoveragePlan.objects.create(unit=unit, **(span | values))


# Units


def test_unsurveyed_are_units_of_the_base_of_which_nothing_is_known():
    make_unit(name="未摸排")
    make_unit(name="已摸排", surveyed_on=DAY)
    make_unit(name="基数外", in_base=False)
    make_organization(covers=[make_unit(name="已覆盖")])
    make_officer(assigned_to=[make_unit(name="已派")])
    assert [found(q.UNSURVEYED, day) for day in (DAY - ONE, DAY)] == [["未摸排", "已摸排"], ["未摸排"]]


def test_waiting_for_officer_begins_the_day_after_the_assignment_ended():
    unit = make_unit(name="待补派单位")
    make_officer(assigned_to=[unit])
    Assignment.objects.update(ends_on=DAY - ONE)
    assert [found(q.WAITING_FOR_OFFICER, day) for day in (DAY - ONE, DAY)] == [[], ["待补派单位"]]


@pytest.mark.parametrize(
    ("measure", "built", "overdue"),
    [
        ("standalone", None, True),
        ("standalone", Formation.JOINT, True),
        ("standalone", Formation.STANDALONE, False),
        ("joint", None, True),
        ("joint", Formation.JOINT, False),
        ("joint", Formation.STANDALONE, False),
        ("officer", None, True),
        ("officer", Formation.JOINT, False),
        ("officer", "officer", False),
        ("joint", "officer", True),
    ],
)
def test_a_plan_is_overdue_until_what_was_planned_is_there(measure, built, overdue):
    unit = make_unit(name="有计划")
    plan(unit, measure, DAY - ONE)
    if built == "officer":
        make_officer(assigned_to=[unit])
    elif built:
        make_organization(formation=built, covers=[unit])
    assert found(q.PLAN_OVERDUE) == (["有计划"] if overdue else [])


@pytest.mark.parametrize(
    ("values", "overdue"),
    [
        ({}, True),
        ({"planned_on": DAY}, False),
        ({"ends_on": DAY - ONE}, False),
        ({"ends_on": DAY}, True),
        ({"starts_on": DAY + ONE}, False),
    ],
    ids=["late", "due that day", "ended", "ends that day", "begins later"],
)
def test_a_plan_is_overdue_the_day_after_the_planned_day_while_it_holds(values, overdue):
    plan(make_unit(), "joint", **({"planned_on": DAY - ONE} | values))
    assert len(found(q.PLAN_OVERDUE)) == overdue


def test_a_plan_of_a_unit_outside_the_base_is_not_overdue():
    plan(make_unit(in_base=False), "joint", DAY - ONE)
    assert found(q.PLAN_OVERDUE) == []


def test_covered_outside_the_base():
    make_organization(
        covers=[
            make_unit(name="外", in_base=False),
        ],
    )
    make_organization(covers=[make_unit(name="内")])
    make_unit(in_base=False)
    assert found(q.COVERED_OUTSIDE_BASE) == ["外"]


def test_same_names_count_among_those_that_exist_that_day():
    make_unit(name="同名")
    other = make_unit(name="同名")
    make_unit(name="不同名")
    Unit.objects.filter(pk=other.pk).update(closed_on=DAY, close_reason="deregistered")
    assert [found(q.SAME_UNIT_NAME, day) for day in (DAY, DAY + ONE)] == [["同名", "同名"], []]
    make_organization(name="同名支部"), make_organization(name="同名支部"), make_organization(name="支部")
    assert found(q.SAME_ORGANIZATION_NAME) == ["同名支部", "同名支部"]


def test_credit_codes_are_missing_or_do_not_come_out():
    make_unit(name="无代码")
    make_unit(name="对", credit_code=GOOD_CODE)
    make_unit(name="错", credit_code=BAD_CODE)
    for number, code in enumerate(("91110000101623741K", "911101066976941872", "91350100M000100Y43")):
        make_unit(name=f"对{number}", credit_code=code)
    assert found(q.WRONG_CHECK_CHARACTER) == ["错"]
    assert found(q.WITHOUT_CREDIT_CODE) == ["无代码"]


# Organizations


def test_without_secretary():
    make_organization(name="空缺")
    make_organization(name="撤销", closed_on=DAY - ONE, close_reason="merged")
    later = make_organization(name="后来有")
    Post.objects.create(organization=later, name="甲", starts_on=DAY)
    Post.objects.create(organization=make_organization(name="有"), name="乙", starts_on=EARLY)
    assert [found(q.WITHOUT_SECRETARY, day) for day in (DAY - ONE, DAY)] == [
        ["空缺", "撤销", "后来有"],
        ["空缺"],
    ]


NOTICES = (q.OVERDUE, q.ONE_MONTH, q.THREE_MONTHS, q.SIX_MONTHS, q.WITHOUT_TERM)


@pytest.mark.parametrize(
    ("due_on", "told"),
    [
        (DAY - ONE, q.OVERDUE),
        (DAY, q.ONE_MONTH),
        (datetime.date(2020, 7, 30), q.ONE_MONTH),
        (datetime.date(2020, 7, 31), q.THREE_MONTHS),
        (datetime.date(2020, 9, 30), q.THREE_MONTHS),
        (datetime.date(2020, 10, 1), q.SIX_MONTHS),
        (datetime.date(2020, 12, 30), q.SIX_MONTHS),
        (datetime.date(2020, 12, 31), None),
        (None, q.WITHOUT_TERM),
    ],
)
def test_each_organization_has_one_notice_at_most(due_on, told):
    organization = make_organization()
    if due_on:
        Term.objects.create(organization=organization, starts_on=EARLY, due_on=due_on)
    assert [notice for notice in NOTICES if found(notice)] == ([told] if told else [])


def test_joint_branches_over_too_many_units_by_the_rule_of_the_day():
    units = [make_unit() for _ in range(6)]
    make_organization(name="六家", formation=Formation.JOINT, covers=units)
    make_organization(name="五家", formation=Formation.JOINT, covers=[make_unit() for _ in range(5)])
    assert found(q.TOO_MANY_UNITS) == ["六家"]
    DatedRule.objects.filter(key="joint_units").update(ends_on=DAY)
    DatedRule.objects.create(key="joint_units", label="上限", value=6, source="新规", starts_on=DAY + ONE)
    assert [found(q.TOO_MANY_UNITS, day) for day in (DAY, DAY + ONE)] == [["六家"], []]
    assert found(q.TOO_MANY_UNITS, datetime.date(1989, 1, 1)) == []


def test_a_branch_that_covers_nothing():
    make_organization(name="空")
    make_organization(name="有", covers=[make_unit()])
    Organization.objects.filter(pk=make_organization(name="党委").pk).update(type=OrganizationType.COMMITTEE)
    assert found(q.COVERS_NOTHING) == ["空"]


@pytest.mark.parametrize(
    ("service", "load", "over"),
    [
        ("", 5, False),
        ("", 6, True),
        (OfficerService.FULL_TIME, 10, False),
        (OfficerService.FULL_TIME, 11, True),
    ],
)
def test_an_officer_has_too_many_units_by_the_limit_of_the_class(service, load, over):
    make_officer(name="甲", service=service, assigned_to=[make_unit() for _ in range(load)])
    assert found(q.OVERLOADED) == (["甲"] if over else [])


def test_posts_are_counted_by_people():
    organization = make_organization()
    for name, role in (("甲", "secretary"), ("甲", "organization"), ("乙", "publicity")):
        Post.objects.create(organization=organization, name=name, role=role, starts_on=DAY)
    rows = Organization.objects.annotate(people=q.posts_held_on(DAY), before=q.posts_held_on(DAY - ONE))
    assert rows.values_list("people", "before").get() == (2, 0)


# Contradictions


def span(model, first=EARLY, last=None, **of):
    return model.objects.create(starts_on=first, ends_on=last, **of)


def closed(row, day, reason="deregistered"):
    type(row).objects.filter(pk=row.pk).update(closed_on=day, close_reason=reason)


@pytest.mark.parametrize(
    ("first", "last", "is_wrong"),
    [
        (DAY, DAY + ONE, False),
        (DAY - ONE, DAY, True),
        (DAY, DAY + ONE + ONE, True),
        (DAY, None, True),
        (DAY + ONE, DAY + ONE, False),
    ],
)
def test_spans_lie_within_the_life_of_the_unit(first, last, is_wrong):
    unit, organization, officer = make_unit(opened_on=DAY), make_organization(), make_officer()
    closed(unit, DAY + ONE)
    span(Coverage, first, last, unit=unit, organization=organization)
    span(Assignment, first, last, unit=unit, officer=officer)
    for finding in (wrong.COVERAGE_OUTSIDE_UNIT, wrong.ASSIGNMENT_OUTSIDE_UNIT):
        assert len(found(finding, DAY + ONE + ONE)) == is_wrong


@pytest.mark.parametrize(
    ("first", "last", "is_wrong"),
    [
        (EARLY, DAY, False),
        (EARLY, DAY + ONE, True),
        (EARLY, None, True),
        (DAY + ONE * 9, None, True),
        (DAY + ONE * 10, None, False),
        (DAY + ONE, DAY + ONE * 2, True),
    ],
)
def test_nothing_covers_a_unit_between_closing_and_reopening(first, last, is_wrong):
    unit = make_unit()
    days = {"closed_on": DAY, "reopened_on": DAY + ONE * 10}
    Reopening.objects.create(unit=unit, close_reason="deregistered", document="批文", **days)
    span(Coverage, first, last, unit=unit, organization=make_organization())
    assert len(found(wrong.COVERAGE_OUTSIDE_UNIT, DAY + ONE * 20)) == is_wrong


@pytest.mark.parametrize(
    ("first", "last", "is_wrong"),
    [(DAY, DAY, False), (DAY - ONE, DAY, True), (DAY, DAY + ONE, True), (DAY, None, True)],
)
def test_spans_lie_within_the_life_of_the_organization(first, last, is_wrong):
    organization = make_organization(on=DAY)
    closed(organization, DAY, CloseReason.MERGED)
    span(Coverage, first, last, unit=make_unit(), organization=organization)
    span(Post, first, last, organization=organization, name="甲")
    for finding in (wrong.COVERAGE_OUTSIDE_ORGANIZATION, wrong.POST_OUTSIDE_ORGANIZATION):
        assert len(found(finding, DAY + ONE)) == is_wrong


def test_a_contradiction_that_has_not_begun_is_not_told():
    unit = make_unit()
    closed(unit, DAY - ONE)
    span(Coverage, DAY, None, unit=unit, organization=make_organization())
    assert [len(found(wrong.COVERAGE_OUTSIDE_UNIT, day)) for day in (DAY - ONE, DAY)] == [0, 1]


def test_an_officer_who_left_is_assigned_nowhere():
    unit, other = make_unit(name="甲厂"), make_unit(name="乙厂")
    make_officer(assigned_to=[unit, other])
    Officer.objects.update(left_on=DAY)
    Assignment.objects.filter(unit=other).update(ends_on=DAY)
    assert found(wrong.ASSIGNMENT_AFTER_LEAVING) == ["甲厂"]


def test_a_closed_unit_counts_in_no_base():
    unit = make_unit(name="已注销")
    make_unit(opened_on=DAY)
    closed(unit, DAY)
    assert [found(wrong.BASE_OUTSIDE_UNIT, day) for day in (DAY, DAY + ONE)] == [[], ["已注销"]]
    assert len(found(wrong.BASE_OUTSIDE_UNIT, DAY - ONE)) == 1


def test_everything_has_an_area():
    unit, organization = make_unit(name="没有区域"), make_organization(name="没有区域支部")
    make_unit(), make_organization()
    Placement.objects.filter(unit=unit).update(ends_on=DAY - ONE)
    Seat.objects.filter(organization=organization).update(ends_on=DAY - ONE)
    assert [found(wrong.UNIT_WITHOUT_AREA, day) for day in (DAY - ONE, DAY)] == [[], ["没有区域"]]
    assert [found(wrong.ORGANIZATION_WITHOUT_AREA, day) for day in (DAY - ONE, DAY)] == [[], ["没有区域支部"]]


def test_a_unit_without_area_that_counts_nowhere_is_no_contradiction():
    unit = make_unit(in_base=False)
    Placement.objects.filter(unit=unit).update(ends_on=DAY)
    assert found(wrong.UNIT_WITHOUT_AREA, DAY + ONE) == []


def test_an_organization_formed_for_one_covers_one():
    organization = make_organization(name="单独", covers=[make_unit()])
    make_organization(formation=Formation.JOINT, covers=[make_unit(), make_unit()])
    span(Coverage, DAY, None, unit=make_unit(), organization=organization)
    assert [found(wrong.STANDALONE_COVERS_MANY, day) for day in (DAY - ONE, DAY)] == [[], ["单独"]]


def test_covered_units_are_not_more_than_the_base():
    inside, outside = make_unit("桥东街道"), make_unit("桥东街道", in_base=False)
    make_organization(formation=Formation.JOINT, covers=[inside, outside])
    make_unit("桥西街道")
    assert found(wrong.COVERED_OVER_BASE) == ["桥东街道"]
    span(BaseSpell, DAY, None, unit=outside)
    assert found(wrong.COVERED_OVER_BASE) == []
