"""Acts that build coverage: each works, each refusal names what it contradicts, and nothing is half done."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from core.audit import Actor
from core.models import AuditEntry
from core.saving import Refused
from organizations.building import appoint, assign, contradictions, cover, end_coverage, set_up
from organizations.choices import Formation, PostRole
from organizations.models import Assignment, Coverage, Organization, Post, Seat
from organizations.registration import close_unit
from tests.factories import EARLY, area, make_officer, make_organization, make_unit

pytestmark = pytest.mark.django_db

BY = Actor()
DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def refused(act, *args) -> str:
    """The sentence of the refusal; nothing may be saved."""
    counts = (Coverage, Assignment, Post, AuditEntry)
    before = [list(model.objects.order_by("pk").values()) for model in counts]
    with pytest.raises(Refused) as refusal:
        act(*args)
    assert [list(model.objects.order_by("pk").values()) for model in counts] == before
    return str(refusal.value)


def closed(organization, day):
    Organization.objects.filter(pk=organization.pk).update(closed_on=day, close_reason="merged")
    return Organization.objects.get(pk=organization.pk)


def test_organization_is_seated_from_the_day_it_was_established():
    organization = set_up(Organization(name="甲支部", established_on=DAY), area("桥东街道"), BY)
    seat = Seat.objects.get(organization=organization)
    assert (seat.area.name, seat.starts_on, seat.ends_on) == ("桥东街道", DAY, None)
    assert list(AuditEntry.objects.order_by("pk").values_list("act", "model")) == [
        ("新增", "organizations.organization"), ("新增", "organizations.seat"),
    ]  # fmt: skip


def test_covering_is_told_with_its_values():
    unit, organization = make_unit(), make_organization()
    coverage = cover(unit, organization, DAY, BY, "沙组〔2020〕1号")
    assert (coverage.starts_on, coverage.ends_on, coverage.document) == (DAY, None, "沙组〔2020〕1号")
    entry = AuditEntry.objects.first()
    assert entry.changes["organization"] == [None, organization.pk]
    assert entry.changes["starts_on"] == [None, "2020-06-30"]


def test_second_organization_is_refused_and_both_are_named():
    unit = make_unit(name="甲公司")
    make_organization(name="先支部", covers=[unit])
    sentence = refused(cover, unit, make_organization(name="后支部"), DAY, BY)
    assert sentence == (
        "甲公司在2016-01-01 至 今已由“先支部”覆盖，不能同时由“后支部”覆盖。请先结束原来的覆盖关系。"
    )


def test_coverage_that_begins_later_is_named_too():
    unit = make_unit(name="甲公司")
    make_organization(name="先支部", on=DAY, covers=[unit])
    sentence = refused(cover, unit, make_organization(name="后支部"), EARLY, BY)
    assert sentence == (
        "甲公司在2020-06-30 至 今已由“先支部”覆盖，不能同时由“后支部”覆盖。请先结束原来的覆盖关系。"
    )


def test_coverage_is_handed_over_from_one_day_to_the_next():
    unit = make_unit()
    first, second = make_organization(), make_organization()
    coverage = cover(unit, first, EARLY, BY)
    end_coverage(coverage, DAY, BY)
    assert "已由" in refused(cover, unit, second, DAY, BY)
    cover(unit, second, DAY + ONE, BY)
    assert Coverage.objects.on(DAY).get(unit=unit).organization == first
    assert Coverage.objects.on(DAY + ONE).get(unit=unit).organization == second
    assert AuditEntry.objects.filter(act="结束").get().changes == {"ends_on": [None, "2020-06-30"]}


def test_standalone_organization_covers_one_unit_at_a_time():
    unit, other = make_unit(name="甲公司"), make_unit(name="乙公司")
    organization = make_organization(name="甲支部", covers=[unit])
    sentence = refused(cover, other, organization, DAY, BY)
    assert sentence == "“甲支部”是单独组建的党组织，已覆盖甲公司，不能再覆盖乙公司。"
    end_coverage(Coverage.objects.get(unit=unit), DAY, BY)
    cover(other, organization, DAY + ONE, BY)
    assert Coverage.objects.on(DAY + ONE).get(organization=organization).unit == other


def test_joint_organization_covers_many_units():
    units = [make_unit() for _ in range(6)]
    organization = make_organization(formation=Formation.JOINT, covers=units)
    assert Coverage.objects.on(DAY).filter(organization=organization).count() == 6


def test_coverage_before_the_organization_or_the_unit_is_refused():
    unit, young = make_unit(name="甲公司"), make_unit(name="乙公司", opened_on=DAY)
    organization = make_organization(name="甲支部", on=DAY)
    assert refused(cover, unit, organization, DAY - ONE, BY) == (
        "“甲支部”成立于2020-06-30，覆盖起始日期不能更早。"
    )
    assert refused(cover, young, make_organization(), DAY - ONE, BY) == (
        "乙公司成立于2020-06-30，覆盖起始日期不能更早。"
    )
    cover(unit, organization, DAY, BY)


def test_coverage_after_the_closing_of_either_is_refused():
    unit, gone = make_unit(name="甲公司"), make_unit(name="乙公司")
    organization = closed(make_organization(name="甲支部"), DAY)
    close_unit(gone, DAY, "deregistered", "注销通知", BY)
    assert refused(cover, unit, organization, DAY + ONE, BY) == (
        "“甲支部”已于2020-06-30撤销，不能再覆盖单位。"
    )
    assert refused(cover, gone, make_organization(), DAY + ONE, BY) == (
        "乙公司已于2020-06-30注销或迁出，不能再登记覆盖。"
    )


def test_coverage_filled_in_later_ends_with_what_is_closed():
    unit, gone = make_unit(), make_unit()
    close_unit(gone, DAY, "deregistered", "注销通知", BY)
    assert cover(unit, closed(make_organization(), DAY), EARLY, BY).ends_on == DAY
    assert cover(gone, make_organization(), DAY, BY).ends_on == DAY
    assert cover(make_unit(), make_organization(), DAY, BY).ends_on is None


def test_two_clerks_at_once_leave_one_coverage():
    """The database keeps the rule when the check came too early."""
    unit = make_unit()
    make_organization(covers=[unit])
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(unit=unit, organization=make_organization(), starts_on=DAY)
    assert Coverage.objects.filter(unit=unit).count() == 1


def post(organization, name, day, role=PostRole.SECRETARY):
    return appoint(Post(organization=organization, name=name, starts_on=day, role=role), BY)


def held(organization):
    rows = Post.objects.filter(organization=organization).order_by("starts_on", "pk")
    return [(row.name, row.starts_on, row.ends_on) for row in rows]


def test_new_secretary_ends_the_former_ones_post_the_day_before():
    organization = make_organization()
    post(organization, "甲", EARLY)
    post(organization, "丙", EARLY, PostRole.DEPUTY)
    post(organization, "乙", DAY)
    assert held(organization) == [("甲", EARLY, DAY - ONE), ("丙", EARLY, None), ("乙", DAY, None)]
    assert AuditEntry.objects.get(act="卸任").changes == {"ends_on": [None, "2020-06-29"]}


@pytest.mark.parametrize("day", [DAY, DAY - ONE])
def test_secretary_from_before_the_one_in_post_is_refused(day):
    organization = make_organization()
    post(organization, "甲", DAY)
    new = Post(organization=organization, name="乙", starts_on=day)
    assert refused(appoint, new, BY) == "甲从2020-06-30起任书记，新任书记的任职日期应晚于这一天。"


@pytest.mark.parametrize("day", [DAY - ONE, DAY + 10 * ONE])
def test_post_outside_the_life_of_the_organization_is_refused(day):
    organization = closed(make_organization(name="甲支部", on=DAY), DAY + 9 * ONE)
    new = Post(organization=organization, name="乙", starts_on=day)
    assert refused(appoint, new, BY) == ("任职日期不在“甲支部”存续期内（2020-06-30 至 2020-07-09），请核对。")


def test_post_in_a_closed_organization_ends_with_it():
    organization = closed(make_organization(), DAY)
    assert post(organization, "甲", EARLY).ends_on == DAY


def test_officer_is_assigned_and_may_have_company():
    unit = make_unit()
    for _ in range(2):
        assign(make_officer(), unit, DAY, BY, "派驻通知")
    assert (
        list(Assignment.objects.values_list("starts_on", "ends_on", "document"))
        == [(DAY, None, "派驻通知")] * 2
    )


def test_same_officer_is_not_assigned_twice():
    unit = make_unit(name="甲公司")
    officer = make_officer(name="王明", assigned_to=[unit])
    assert refused(assign, officer, unit, DAY, BY) == (
        "指导员王明在2016-01-01 至 今已派驻甲公司，无需重复登记。"
    )


def test_assignment_beyond_the_closing_is_refused_and_an_earlier_one_ends_with_it():
    unit, officer = make_unit(name="甲公司"), make_officer(name="王明")
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    assert refused(assign, officer, unit, DAY + ONE, BY) == (
        "甲公司已于2020-06-30注销或迁出，不能再派指导员王明。"
    )
    assert assign(officer, unit, DAY, BY).ends_on == DAY


def test_contradictions_with_the_coverages_on_record():
    unit, other = make_unit(name="甲公司"), make_unit()
    organization = make_organization(formation=Formation.JOINT, covers=[unit, other])
    early, joint = EARLY, Formation.JOINT
    assert contradictions(organization, early, None, joint) == {}
    assert contradictions(organization, None, None, None) == {}
    assert contradictions(organization, DAY, None, joint) == {
        "established_on": "从2016-01-01起已覆盖甲公司，成立日期不能更晚。"
    }
    assert contradictions(organization, early, DAY, joint) == {
        "closed_on": "仍覆盖甲公司等2家单位，请先结束覆盖再撤销。"
    }
    assert contradictions(organization, early, None, Formation.STANDALONE) == {
        "formation": "同时覆盖几家单位，不能登记为单独组建。"
    }
    for coverage in organization.coverages.all():
        end_coverage(coverage, DAY, BY)
    assert contradictions(organization, early, DAY, joint) == {}


def test_organization_that_covered_one_unit_after_the_other_may_be_standalone():
    organization = make_organization(formation=Formation.JOINT)
    end_coverage(cover(make_unit(), organization, EARLY, BY), DAY, BY)
    cover(make_unit(), organization, DAY + ONE, BY)
    assert contradictions(organization, EARLY, None, Formation.STANDALONE) == {}
