"""Members follow their organization: one act, every fact of theirs unchanged, and the past stays."""

import datetime

import pytest

from core.audit import Actor
from core.models import AuditEntry
from core.saving import Refused
from members.leaving import leave
from members.models import Membership
from members.restructuring import close_organization, merge, merge_anew, rebuild, split
from organizations.choices import Formation
from organizations.models import Organization
from tests.factories import EARLY, make_organization, make_unit
from tests.members.factories import make_member, make_probationary
from tests.reports.past import figures_before

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BY = Actor()
DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
EVE = DAY - ONE


def joint(name="联合支部", count=2):
    units = [make_unit(name=f"{name}{number}号公司") for number in range(1, count + 1)]
    return make_organization(name=name, formation=Formation.JOINT, covers=units), units


def new_one(name="新支部") -> Organization:
    return Organization(name=name, formation=Formation.JOINT)


def path_of(member) -> list[tuple]:
    """Where a member belonged, from when to when, how it began and how it ended."""
    return [
        (one.organization.name, one.starts_on, one.ends_on, one.entry_reason, one.exit_reason)
        for one in member.memberships.order_by("starts_on")
    ]


def refused(act, *args) -> str:
    tables = (Organization, Membership, AuditEntry)
    before = [list(model.objects.order_by("pk").values()) for model in tables]
    with pytest.raises(Refused) as refusal:
        act(*args)
    assert [list(model.objects.order_by("pk").values()) for model in tables] == before
    return str(refusal.value)


def moved(old, new) -> list[tuple]:
    return [
        (old, EARLY, EVE, "registered", "transferred_out"),
        (new, DAY, None, "transferred_in", ""),
    ]


def test_members_follow_a_rebuilt_organization():
    old, _ = joint("旧支部")
    member = make_member(old)
    probationary = make_probationary(old, joined_on=datetime.date(2020, 1, 1))
    gone = make_member(old, "试验党员丙")
    leave(gone, EVE - ONE, "died", "", BY)
    before = figures_before(DAY)
    rebuild(old, new_one(), DAY, BY, "沙组〔2020〕2号")
    assert path_of(member) == moved("旧支部", "新支部")
    assert [row[:3] for row in path_of(probationary)] == [
        ("旧支部", datetime.date(2020, 1, 1), EVE),
        ("新支部", DAY, None),
    ]
    assert [row[:3] for row in path_of(gone)] == [("旧支部", EARLY, EVE - ONE)]
    documents = Membership.objects.filter(member=member).values_list("entry_document", "exit_document")
    assert list(documents.order_by("starts_on")) == [("", "沙组〔2020〕2号"), ("沙组〔2020〕2号", "")]
    assert figures_before(DAY) == before


def test_members_follow_those_who_merge():
    target, other = joint("甲支部")[0], joint("乙支部")[0]
    stays, comes = make_member(target), make_member(other, "试验党员乙")
    before = figures_before(DAY)
    merge(target, [other], DAY, BY)
    assert len(path_of(stays)) == 1
    assert path_of(comes) == moved("乙支部", "甲支部")
    assert comes.memberships.first().exit_document == "随党组织调整转接"
    assert figures_before(DAY) == before


def test_members_of_all_come_to_the_new_one():
    first, second = joint("甲支部")[0], joint("乙支部")[0]
    members = [make_member(first), make_member(second, "试验党员乙")]
    merge_anew(new_one("合并支部"), [first, second], DAY, BY)
    assert [path_of(member) for member in members] == [
        moved("甲支部", "合并支部"),
        moved("乙支部", "合并支部"),
    ]


def test_members_of_the_units_split_off_go_along():
    old, [first, second, _] = joint("旧支部", 3)
    stays, goes = make_member(old, unit=first), make_member(old, "试验党员乙", unit=second)
    placeless = make_member(old, "试验党员丙")
    before = figures_before(DAY)
    split(old, new_one("分出支部"), [second], DAY, BY)
    assert path_of(goes) == moved("旧支部", "分出支部")
    assert [len(path_of(one)) for one in (stays, placeless)] == [1, 1]
    assert figures_before(DAY) == before


def test_organization_with_members_is_not_closed_unless_somebody_takes_them():
    old, taker = joint("旧支部")[0], joint("承接支部")[0]
    members = [make_member(old), make_member(old, "试验党员乙")]
    sentence = "“旧支部”还有2名党员，请先转出，或选择承接党员的党组织。"
    assert refused(close_organization, old, EVE, "no_members", BY) == sentence
    before = figures_before(DAY)
    close_organization(old, EVE, "no_members", BY, "", taker)
    assert [path_of(member) for member in members] == [moved("旧支部", "承接支部")] * 2
    assert Organization.objects.get(pk=old.pk).closed_on == EVE
    assert figures_before(DAY) == before


def test_members_are_taken_only_by_an_organization_that_exists():
    old, taker = joint("旧支部")[0], make_organization(name="承接支部", on=DAY + ONE)
    make_member(old)
    assert refused(close_organization, old, EVE, "no_members", BY, "", taker) == (
        "“承接支部”成立于2020-07-01，承接日期不能更早。"
    )


def test_empty_organization_closes_and_one_whose_members_came_later_is_refused():
    empty, old = joint("空支部")[0], joint("旧支部")[0]
    close_organization(empty, EVE, "no_members", BY)
    make_member(old, "晚来党员", on=DAY)
    assert refused(rebuild, old, new_one(), DAY, BY) == (
        "2020-06-30起已有新的组织关系（晚来党员：旧支部），组织调整日期应晚于这一天。"
    )


def test_membership_that_has_ended_since_ends_on_its_day_in_the_new_one():
    old, _ = joint("旧支部")
    member = make_member(old)
    leave(member, DAY + ONE, "died", "", BY)
    rebuild(old, new_one(), DAY, BY)
    assert [row[:3] for row in path_of(member)] == [("旧支部", EARLY, EVE), ("新支部", DAY, DAY + ONE)]
    assert [row[4] for row in path_of(member)] == ["transferred_out", "died"]
