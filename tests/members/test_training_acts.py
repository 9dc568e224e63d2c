"""Acts of training: lists of courses, strangers on them, hours that follow, mistakes withdrawn."""

import datetime

import pytest

from core.models import AuditEntry
from core.saving import Refused
from members.leaving import leave
from members.models import Member, latest_value_on
from members.training.naming import named_members
from members.training.recording import attend, change_course, change_hours, hold_course, take_up, withdraw
from members.training_models import Attendance, Course, PartyWork
from tests.factories import BY, EARLY, TODAY
from tests.members.factories import make_member
from tests.members.training import HELD, attended, make_course, new_course, works_for_the_party

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def refusal(act, *args) -> str:
    with pytest.raises(Refused) as refused:
        act(*args)
    return str(refused.value)


def hours(course) -> list[tuple]:
    return list(course.attendances.order_by("pk").values_list("hours", "next_hours"))


def test_a_course_and_its_list_are_one_act(organization):
    people = [make_member(organization, name) for name in "甲乙"]
    course = make_course(members=people)
    assert (course.attendances.count(), hours(course)) == (2, [(8, 0), (8, 0)])
    stranger = make_member(organization, "丙", on=HELD + DAY)
    assert "丙在培训期间（2026-03-10）不是在册党员" in refusal(hold_course, new_course(), [stranger], BY)
    assert Course.objects.count() == 1


def test_who_was_no_member_on_the_days_is_refused_by_name(organization):
    gone, new = make_member(organization, "老张"), make_member(organization, "小李", on=HELD + 3 * DAY)
    leave(gone, HELD - DAY, "died", "", BY)
    course = make_course(until=HELD + 2 * DAY)
    assert refusal(attend, course, [make_member(organization), gone, new], BY).startswith(
        "老张、小李在培训期间"
    )
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("first", [HELD, HELD + 2 * DAY])
def test_a_member_on_the_first_or_the_last_day_may_be_on_the_list(organization, first):
    member = make_member(organization, on=first)
    attend(make_course(until=HELD + 2 * DAY), [member], BY)
    leave(member, first, "died", "", BY)
    attend(make_course(until=HELD + 2 * DAY), [member], BY)
    assert Attendance.objects.count() == 2


def test_nobody_is_on_a_list_twice(organization):
    course, member = make_course(), make_member(organization, "甲")
    attend(course, [member, member], BY)
    assert refusal(attend, course, [member], BY) == "甲已在这期培训的名单中，请从本次名单中去掉。"
    assert Attendance.objects.count() == 1


def test_who_was_withdrawn_may_come_back_with_all_hours(organization):
    line = attended(make_course(), make_member(organization))
    change_hours(line, 4, 0, BY)
    withdraw(line, "未参加", BY)
    assert refusal(withdraw, line, "未参加", BY) == "这条参训记录已经撤销，无需再办。"
    attend(line.course, [line.member], BY)
    line.refresh_from_db()
    assert (line.withdrawn, line.hours, Attendance.objects.count()) == ("", 8, 1)
    acts = AuditEntry.objects.filter(model="members.attendance").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["新增", "修改学时", "撤销参训", "恢复参训"]


def test_more_hours_than_the_course_had_are_refused(organization):
    line = attended(make_course(), make_member(organization))
    assert refusal(change_hours, line, 9, 0, BY) == "不能多于这期培训的学时（8）。"


def test_hours_of_the_list_follow_the_course_where_they_were_its_own(organization):
    course = make_course(members=[make_member(organization, name) for name in "甲乙"])
    change_hours(course.attendances.order_by("pk").last(), 4, 0, BY)
    course.hours = 16
    change_course(course, BY)
    assert hours(course) == [(16, 0), (4, 0)]
    course.hours = 2
    assert refusal(change_course, course, BY) == "乙登记的学时多于培训的学时，请先修改名单中的学时。"
    assert hours(course) == [(16, 0), (4, 0)]


def test_a_course_is_not_moved_to_days_on_which_somebody_was_no_member(organization):
    course = make_course(members=[make_member(organization, "甲", on=HELD)])
    course.starts_on = course.ends_on = HELD - DAY
    assert refusal(change_course, course, BY).startswith("甲在培训期间（2026-03-09）不是在册党员")


def test_work_for_the_party_needs_a_member_and_runs_once(organization):
    member = make_member(organization, "甲")
    early = PartyWork(member=member, starts_on=EARLY - DAY)
    assert refusal(take_up, early, BY) == "甲在2015-12-31不是在册党员，请核对日期。"
    works_for_the_party(member)
    assert "已登记为党务工作者" in refusal(take_up, PartyWork(member=member, starts_on=TODAY), BY)


# Typed lists


def found(*lines):
    members = Member.objects.annotate(organization_name=latest_value_on(TODAY, "organization__name"))
    told = named_members(members, lines)
    return sorted(told.members), told.unknown, told.several


def test_a_typed_list_is_found_and_strangers_are_told_as_typed(organization, far_organization):
    first, second = make_member(organization, "王刚"), make_member(organization, "李梅")
    assert found("王刚", "", "李梅\t近处玻璃") == ([first.pk, second.pk], [], [])
    assert found("王　刚", " 李 梅 ") == ([first.pk, second.pk], [], [])
    assert found("王刚", "赵 六", "李梅，远处矿业") == ([first.pk], ["赵 六", "李梅，远处矿业"], [])


def test_namesakes_are_told_apart_by_organization_or_identity_number(organization, far_organization):
    near = make_member(organization, "王刚", id_number="130599198005040023")
    far = make_member(far_organization, "王刚")
    assert found("王刚") == ([], [], ["王刚"])
    assert found("王刚 远处矿业党支部", "王刚,130599198005040023") == ([near.pk, far.pk], [], [])
