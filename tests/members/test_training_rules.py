"""What a year of training asks for and what it brought, worked out by hand."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.indicators import Rate
from members.leaving import leave
from members.models import Member
from members.training.indicators import (
    TRAINING_LEADERS,
    TRAINING_MANAGERS,
    TRAINING_MEMBERS,
    TRAINING_SITE_SECRETARIES,
    TRAINING_WORKERS,
)
from members.training.recording import change_hours, withdraw
from members.training_models import Attendance, Course, TrainingTarget
from organizations.models import DemonstrationSite, Post
from organizations.registration import end_span
from tests.factories import BY, EARLY
from tests.members.factories import make_member
from tests.members.training import attended, make_course, new_course, trained, works_for_the_party

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
MARCH, JUNE, END = datetime.date(2026, 3, 10), datetime.date(2026, 6, 30), datetime.date(2026, 12, 31)
NEXT = datetime.date(2027, 6, 30)


def rate(indicator, day) -> Rate:
    return indicator.rate(Member.objects.all(), day)


def hits(indicator, *days) -> list[int]:
    return [rate(indicator, day).hits for day in days]


def names(indicator, day) -> set[str]:
    return {member.name for member in indicator.base(Member.objects.all(), day)}


def post(organization, name, role="secretary", **values) -> Post:
    return Post.objects.create(organization=organization, name=name, role=role, starts_on=EARLY, **values)


# Hours of a year


def test_nothing_to_count_is_no_rate():
    assert [str(rate(one, JUNE)) for one in (TRAINING_MEMBERS, TRAINING_LEADERS)] == ["—", "—"]


def test_hours_count_from_the_last_day_of_the_course(organization):
    trained(make_member(organization), 32, on=MARCH, until=MARCH + 3 * DAY)
    last = MARCH + 3 * DAY
    assert hits(TRAINING_MEMBERS, MARCH, last - DAY, last, END) == [0, 0, 1, 1]


def test_hours_are_added_up_within_the_year_and_forgotten_after_it(organization):
    member = make_member(organization)
    trained(member, 16, on=datetime.date(2025, 12, 31))
    trained(member, "31.5")
    assert hits(TRAINING_MEMBERS, JUNE) == [0]
    trained(member, "0.5", on=JUNE)
    assert hits(TRAINING_MEMBERS, JUNE - DAY, JUNE, END, END + DAY) == [0, 1, 1, 0]


def test_a_course_over_the_turn_of_the_year_brings_each_year_its_own_hours(organization):
    """Thirty-two hours before the new year and sixteen after it, until the fifth of January."""
    first, last = END - DAY, datetime.date(2027, 1, 5)
    member = make_member(organization)
    course = make_course(members=[member], on=first, until=last, hours=32, next_hours=16)
    assert hits(TRAINING_MEMBERS, first, END, END + DAY, last) == [0, 1, 0, 0]
    trained(member, 16, on=last + DAY)
    assert hits(TRAINING_MEMBERS, last, last + DAY, NEXT) == [0, 1, 1]
    change_hours(Attendance.objects.get(course=course), 32, 8, BY)
    assert hits(TRAINING_MEMBERS, END, NEXT) == [1, 0]


def test_a_central_course_counts_once_in_the_year_in_which_it_ends(organization):
    member = make_member(organization, is_manager=True)
    make_course(members=[member], on=END, until=END + 5 * DAY, hours=8, next_hours=8)
    assert hits(TRAINING_MANAGERS, END, END + 4 * DAY, END + 5 * DAY, NEXT) == [0, 0, 1, 1]


def test_fewer_hours_than_the_course_had_count_as_recorded(organization):
    member = make_member(organization)
    course = trained(member, 32)
    change_hours(Attendance.objects.get(course=course), "31.5", 0, BY)
    assert hits(TRAINING_MEMBERS, JUNE) == [0]


def test_a_withdrawn_line_counts_nowhere(organization):
    member = make_member(organization, is_manager=True)
    trained(member, 60)
    assert hits(TRAINING_MEMBERS, JUNE) + hits(TRAINING_MANAGERS, JUNE) == [1, 1]
    withdraw(Attendance.objects.get(), "录错人员", BY)
    assert hits(TRAINING_MEMBERS, JUNE) + hits(TRAINING_MANAGERS, JUNE) == [0, 0]


# Targets


def test_the_target_of_the_day_applies_on_its_first_and_last_day(organization):
    member = make_member(organization)
    for year in (2018, 2019):
        trained(member, 16, on=datetime.date(year, 1, 1))
    days = [datetime.date(2018, 12, 31), datetime.date(2019, 1, 1), datetime.date(2019, 12, 31)]
    assert hits(TRAINING_MEMBERS, *days) == [1, 0, 0]


def test_the_county_may_ask_for_something_else_from_a_day_on(organization):
    trained(make_member(organization), 32)
    stands = TrainingTarget.objects.get(role="member", ends_on=None)
    end_span(stands, JUNE, BY)
    TrainingTarget.objects.create(role="member", hours=40, starts_on=JUNE + DAY, source="县级设定")
    assert hits(TRAINING_MEMBERS, JUNE, JUNE + DAY) == [1, 0]


def test_without_a_target_there_is_nothing_to_count(organization):
    make_member(organization, on=datetime.date(2016, 1, 1))
    TrainingTarget.objects.all().delete()
    assert str(rate(TRAINING_MEMBERS, JUNE)) == "—"


def test_leaders_need_more_hours_and_a_central_course(organization):
    member = make_member(organization, "张三")
    post(organization, "张三")
    trained(member, 56, channel="website")
    assert [hits(one, JUNE) for one in (TRAINING_MEMBERS, TRAINING_LEADERS)] == [[1], [0]]
    trained(member, 1, on=JUNE)
    assert hits(TRAINING_LEADERS, JUNE - DAY, JUNE) == [0, 1]


def test_the_older_plan_asked_leaders_for_hours_only(organization):
    day = datetime.date(2017, 6, 30)
    post(organization, "张三")
    trained(make_member(organization, "张三"), 24, on=day, channel="remote")
    assert hits(TRAINING_LEADERS, day) == [1]


def test_the_database_itself_refuses_two_targets_on_a_day():
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingTarget.objects.create(role="member", hours=40, starts_on=JUNE, source="县级设定")


# Who leads


def test_who_is_in_post_leads_while_the_post_lasts(organization):
    for name in ("书记", "副书记", "委员", "群众"):
        make_member(organization, name)
    post(organization, "书记")
    post(organization, "副书记", "deputy")
    post(organization, "委员", "publicity", ends_on=JUNE)
    assert names(TRAINING_LEADERS, JUNE) == {"书记", "副书记", "委员"}
    assert names(TRAINING_LEADERS, JUNE + DAY) == {"书记", "副书记"}


def test_the_name_is_looked_for_in_the_organization_of_the_post_alone(organization, far_organization):
    make_member(far_organization, "张三")
    post(organization, "张三")
    assert names(TRAINING_LEADERS, JUNE) == set()


def test_who_works_for_the_party_leads_and_is_counted_apart(organization):
    make_member(organization, "书记")
    post(organization, "书记")
    work = works_for_the_party(make_member(organization, "干事"))
    assert names(TRAINING_LEADERS, JUNE) == {"书记", "干事"}
    assert names(TRAINING_WORKERS, JUNE) == {"干事"}
    end_span(work, JUNE, BY)
    assert [names(TRAINING_WORKERS, day) for day in (JUNE, JUNE + DAY)] == [{"干事"}, set()]


def test_a_secretary_who_works_for_the_party_counts_once(organization):
    works_for_the_party(make_member(organization, "书记"))
    post(organization, "书记")
    assert rate(TRAINING_LEADERS, JUNE) == Rate(0, 1)


def test_secretaries_of_demonstration_sites_are_counted_apart(organization, far_organization):
    for place in (organization, far_organization):
        make_member(place, f"{place.pk}号书记")
        make_member(place, f"{place.pk}号委员")
        post(place, f"{place.pk}号书记")
        post(place, f"{place.pk}号委员", "member")
    site = {"organization": organization, "level": "county", "starts_on": MARCH}
    DemonstrationSite.objects.create(**site, ends_on=JUNE)
    DemonstrationSite.objects.create(**(site | {"level": "city"}), ends_on=JUNE)
    days = (MARCH - DAY, MARCH, JUNE, JUNE + DAY)
    found = [names(TRAINING_SITE_SECRETARIES, day) for day in days]
    mine = {f"{organization.pk}号书记"}
    assert (found, rate(TRAINING_SITE_SECRETARIES, JUNE)) == ([set(), mine, mine, set()], Rate(0, 1))


# Transfers


def test_hours_go_along_when_somebody_goes_to_another_organization(organization, far_organization):
    from_here = make_member(organization)
    trained(from_here, 32)
    leave(from_here, JUNE, "transferred_out", "介绍信1号", BY)
    assert [rate(TRAINING_MEMBERS, day) for day in (JUNE, JUNE + DAY)] == [Rate(1, 1), Rate(0, 0)]
    make_again(from_here, far_organization)
    assert [rate(TRAINING_MEMBERS, day) for day in (JUNE, JUNE + DAY)] == [Rate(1, 1), Rate(1, 1)]


def make_again(member, organization):
    member.memberships.create(organization=organization, starts_on=JUNE + DAY)


def test_a_secretary_who_goes_leads_no_more(organization, far_organization):
    member = make_member(organization, "张三")
    post(organization, "张三")
    leave(member, JUNE, "transferred_out", "介绍信1号", BY)
    make_again(member, far_organization)
    assert [names(TRAINING_LEADERS, day) for day in (JUNE, JUNE + DAY)] == [{"张三"}, set()]


# What a course may be


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"for_members": False}, {"for_members": ["请至少选择一类培训对象。"]}),
        ({"next_hours": 8}, {"next_hours": ["培训没有跨年度，跨年后的学时应填0。"]}),
        ({"until": datetime.date(2028, 1, 1)}, {"ends_on": ["一期培训最多跨两个年度，请分期登记。"]}),
        ({"until": MARCH - DAY}, {"__all__": ["结束日期不能早于开始日期。"]}),
        ({"hours": 0}, {"__all__": ["学时须大于0。"]}),
        ({"hours": "1.3"}, {"hours": ["学时按0.5的倍数填写。"]}),
        ({"hours": -1}, {"hours": ["学时不能小于0。"]}),
    ],
)
def test_a_course_that_contradicts_itself_is_refused(values, errors):
    with pytest.raises(ValidationError) as refused:
        new_course(**values).full_clean()
    assert refused.value.message_dict == errors


RAW = [{"ends_on": MARCH - DAY}, {"hours": 0}, {"hours": -1}, {"next_hours": -1}]


@pytest.mark.parametrize("values", RAW)
def test_the_database_itself_refuses_such_a_course(values):
    course = make_course()
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(**values)


def test_the_database_itself_refuses_somebody_twice_on_a_list(organization):
    line = attended(make_course(), make_member(organization))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(course=line.course, member=line.member, hours=8)
