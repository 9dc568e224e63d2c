"""Coming and going: where a member belongs on a day, what is refused, what the database itself refuses."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import AuditEntry
from core.saving import Refused
from members.joining import admit
from members.leaving import leave
from members.models import Member, Membership, years_after
from members.quality import PROBATION_OVERDUE
from tests.factories import BY, EARLY, TODAY, make_organization
from tests.members.factories import BORN, FULL, JOINED, make_member, make_probationary, new_member

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LAST = datetime.date(2020, 3, 31)


def names(members) -> list[str]:
    return [member.name for member in members.order_by("pk")]


def test_both_days_of_a_membership_belong_to_it(organization):
    member = make_member(organization)
    leave(member, LAST, "transferred_out", "介绍信1号", BY)
    days = (EARLY - DAY, EARLY, LAST, LAST + DAY)
    assert [Member.objects.enrolled_on(day).count() for day in days] == [0, 1, 1, 0]
    assert [Member.objects.of_organization_on(organization, day).count() for day in days] == [0, 1, 1, 0]
    assert [Member.objects.left_by(day).count() for day in days] == [0, 0, 0, 1]


def test_a_member_is_formal_from_the_day_of_becoming_so(organization):
    make_member(organization, "甲")
    make_probationary(organization, "乙", joined_on=datetime.date(2026, 3, 1))
    days = (JOINED - DAY, FULL - DAY, FULL, TODAY)
    assert [names(Member.objects.formal_on(day)) for day in days] == [[], [], ["甲"], ["甲"]]
    assert [names(Member.objects.probationary_on(day)) for day in days] == [[], ["甲"], [], ["乙"]]


def test_admitting_and_leaving_are_told_without_personal_data(organization):
    member = make_member(organization, phone="12000000001")
    leave(member, LAST, "died", "", BY)
    told = AuditEntry.objects.filter(model__startswith="members.").order_by("pk")
    assert [(entry.model, entry.act) for entry in told] == [
        ("members.member", "新增"),
        ("members.membership", "新增"),
        ("members.membership", "离开党组织"),
    ]
    assert told[0].changes["phone"] == told[0].changes["birth_date"] == [None, "（已隐去）"]
    assert told[2].changes == {"ends_on": [None, "2020-03-31"], "exit_reason": ["", "died"]}


def test_who_left_may_come_again_the_next_day(organization, far_organization):
    member = make_member(organization)
    leave(member, LAST, "transferred_out", "介绍信1号", BY)
    admit(member, far_organization, LAST + DAY, BY, "transferred_in", "介绍信1号")
    assert Membership.objects.count() == 2
    assert names(Member.objects.of_organization_on(far_organization, TODAY)) == ["试验党员甲"]


def refusal(act, *args) -> str:
    with pytest.raises(Refused) as refused:
        act(*args)
    return str(refused.value)


def test_one_organization_at_a_time(organization, far_organization):
    member = make_member(organization)
    assert (
        refusal(admit, member, far_organization, TODAY, BY)
        == "这名党员在这段时间的组织关系在另一个党组织，请先办理转出。"
    )
    assert Membership.objects.count() == 1


def test_admission_needs_a_living_organization_and_a_member_of_the_party(organization):
    member = new_member()
    assert (
        refusal(admit, member, organization, EARLY - DAY, BY)
        == "“近处玻璃党支部”在2015-12-31尚未成立或已经撤销，请核对日期。"
    )
    late = make_organization("桥东街道", on=datetime.date(2000, 1, 1))
    assert (
        refusal(admit, new_member(), late, JOINED - DAY, BY)
        == "组织关系不能早于加入党组织日期（2010-07-01），请核对。"
    )
    assert Member.objects.count() == 0


def test_leaving_needs_an_open_membership_and_a_fitting_reason(organization):
    member = make_member(organization)
    assert (
        refusal(leave, member, EARLY - DAY, "died", "", BY)
        == "试验党员甲在2015-12-31没有组织关系，请核对离开日期。"
    )
    assert (
        refusal(leave, member, LAST, "disqualified", "决定", BY)
        == "试验党员甲是正式党员，不能按“取消预备党员资格”办理，请另选原因。"
    )
    leave(member, LAST, "died", "", BY)
    assert (
        refusal(leave, member, LAST, "died", "", BY)
        == "试验党员甲已于2020-03-31离开“近处玻璃党支部”，无需再办。"
    )


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"full_member_on": None}, {"full_member_on": ["正式党员请填写转为正式党员日期。"]}),
        (
            {"status": "probationary"},
            {"full_member_on": ["预备党员不填转为正式党员日期；已转正的请把人员类别改为正式党员。"]},
        ),
        (
            {"full_member_on": JOINED - DAY},
            {"full_member_on": ["转为正式党员日期不能早于加入党组织日期（2010-07-01）。"]},
        ),
        (
            {"joined_on": years_after(BORN, 18) - DAY},
            {"joined_on": ["加入党组织时未满18周岁，请核对出生日期和加入党组织日期。"]},
        ),
    ],
)
def test_contradicting_days_are_refused_at_their_field(values, errors):
    with pytest.raises(ValidationError) as refused:
        new_member(**values).full_clean()
    assert refused.value.message_dict == errors


def test_the_eighteenth_birthday_and_a_full_day_without_probation_are_allowed():
    on = years_after(BORN, 18)
    new_member(joined_on=on, full_member_on=on).full_clean()
    assert years_after(datetime.date(2000, 2, 29), 18) == datetime.date(2018, 3, 1)


def test_nobody_belongs_to_an_organization_before_joining_the_party(organization):
    member = make_member(organization)
    member.joined_on = member.full_member_on = EARLY + DAY
    with pytest.raises(ValidationError) as refused:
        member.full_clean()
    assert refused.value.message_dict == {
        "joined_on": ["组织关系从2016-01-01就开始了，加入党组织日期不能更晚。"]
    }


RAW_MEMBERS = [
    {"full_member_on": None},
    {"status": "probationary"},
    {"full_member_on": JOINED - DAY},
    {"joined_on": BORN, "full_member_on": BORN},
]


@pytest.mark.parametrize("values", RAW_MEMBERS)
def test_the_database_itself_refuses_a_contradicting_member(organization, values):
    member = make_member(organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=member.pk).update(**values)


RAW_MEMBERSHIPS = [
    {"ends_on": EARLY - DAY, "exit_reason": "died"},
    {"ends_on": LAST},
    {"exit_reason": "died"},
]


@pytest.mark.parametrize("values", RAW_MEMBERSHIPS)
def test_the_database_itself_refuses_a_contradicting_membership(organization, values):
    make_member(organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(**values)


def test_the_database_itself_refuses_a_second_membership_on_a_day(organization, far_organization):
    member = make_member(organization)
    leave(member, LAST, "died", "", BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(member=member, organization=far_organization, starts_on=LAST)
    Membership.objects.create(member=member, organization=far_organization, starts_on=LAST + DAY)


def test_a_probation_is_over_after_its_year(organization):
    joined = datetime.date(2025, 11, 22)
    make_member(organization, "甲")
    make_probationary(organization, "乙", joined_on=joined)
    rates = [
        str(PROBATION_OVERDUE.rate(Member.objects.all(), day)) for day in (joined - DAY, TODAY, TODAY + DAY)
    ]
    assert rates == ["—", "0.00%", "100.00%"]
    assert names(PROBATION_OVERDUE.hits(Member.objects.all(), TODAY + DAY)) == ["乙"]
