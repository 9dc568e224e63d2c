"""Admission by the approval, probation, its extension, and full membership; the standings of past days."""

import datetime

import pytest

from members.choices import Standing
from members.development import conditions as c
from members.development.admission import admit_candidate, confirm, extend
from members.development.files import withdraw
from members.development.recording import mend_step
from members.development_models import Candidate, ProbationExtension
from members.models import Member, Membership
from members.quality import PROBATION_OVERDUE
from tests.factories import BY
from tests.members.development_factories import bring, day, make_candidate, refusal, state, take, warnings
from tests.members.factories import make_probationary

pytestmark = pytest.mark.django_db
ONE = datetime.timedelta(days=1)


def admitted(organization, on="2021-12-01", **values) -> Candidate:
    """A candidate admitted by the meeting of 2021-10-01."""
    candidate = bring(make_candidate(organization, **values), "meeting")
    admit_candidate(candidate, day(on), "", "批复1号", BY)
    candidate.refresh_from_db()
    return candidate


# Admission and confirmation


def test_admission_makes_exactly_one_member_since_the_meeting(organization):
    candidate = admitted(organization)
    member, membership = Member.objects.get(), Membership.objects.get()
    assert (member.name, member.status, member.joined_on) == (
        "试验申请人甲",
        "probationary",
        day("2021-10-01"),
    )
    assert (membership.organization, membership.starts_on, membership.entry_reason) == (
        organization, day("2021-10-01"), "admitted",
    )  # fmt: skip
    assert candidate.member == member
    assert refusal(admit_candidate, candidate, day("2021-12-02"), "", "批复2号", BY).startswith(
        "“上级党委审批”已于"
    )
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "warned", "refused"), [("2022-01-01", 0, 0), ("2022-01-02", 1, 0), ("2022-04-02", 1, 1)]
)
def test_approval_within_three_months_and_at_most_six(organization, on, warned, refused):
    candidate = bring(make_candidate(organization), "meeting")
    assert any("三个月内审批" in told for told in warnings(candidate, "approved", on)) is bool(warned)
    if refused:
        assert refusal(admit_candidate, candidate, day(on), "", "批复", BY).startswith(
            "“上级党委审批”不能晚于2022-04-01"
        )
        assert Member.objects.count() == 0
    else:
        admit_candidate(candidate, day(on), "", "批复", BY)


def test_a_member_is_formal_after_the_year_of_probation(organization):
    candidate = admitted(organization)
    member = candidate.member
    assert refusal(take, candidate, "full_meeting", "2022-09-30").startswith(
        "“支部大会讨论”最早可在2022-10-01"
    )
    assert refusal(confirm, member, day("2022-11-01"), day("2022-10-01"), "", "批复", BY) == (
        "请先登记第23步“支部大会讨论”，再登记“上级党委审批”。"
    )
    take(candidate, "full_meeting", "2022-10-08")
    assert refusal(confirm, member, day("2022-11-01"), day("2022-09-30"), "", "批复", BY) == (
        "试验申请人甲的预备期到2022-10-01才满，转正日期不能更早。"
    )
    confirm(member, day("2022-11-01"), day("2022-10-01"), "", "批复3号", BY)
    member.refresh_from_db()
    assert (member.status, member.full_member_on) == ("formal", day("2022-10-01"))
    assert candidate.steps.filter(kind__key="confirmed").count() == 1
    assert refusal(confirm, member, day("2022-11-02"), day("2022-10-01"), "", "批复", BY) == (
        "试验申请人甲已于2022-10-01转正，无需再办。"
    )


def test_a_probationary_member_without_a_file_becomes_formal_too(organization):
    member = make_probationary(organization, joined_on=day("2021-10-01"))
    confirm(member, day("2022-10-20"), day("2022-10-01"), "", "批复", BY)
    member.refresh_from_db()
    assert member.full_member_on == day("2022-10-01")


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2023-03-31", "延长不能少于6个月，至少到2023-04-01"),
        ("2023-10-02", "延长最长12个月，最晚到2023-10-01"),
        ("2023-04-01", ""),
        ("2023-10-01", ""),
    ],
)
def test_one_extension_of_half_a_year_to_a_year(organization, until, sentence):
    member = make_probationary(organization, joined_on=day("2021-10-01"))
    if sentence:
        assert refusal(extend, member, day("2022-09-20"), day(until), "决议", BY).startswith(sentence)
        return
    extend(member, day("2022-09-20"), day(until), "决议", BY)
    assert refusal(extend, member, day("2022-09-21"), day(until), "决议", BY) == (
        "试验党员乙的预备期已延长过一次，不能再次延长。"
    )
    found = [
        PROBATION_OVERDUE.hits(Member.objects.all(), one).count() for one in (day(until), day(until) + ONE)
    ]
    assert found == [0, 1]
    assert refusal(confirm, member, day(until), day(until) - ONE, "", "批复", BY).startswith(
        f"试验党员乙的预备期到{until}"
    )


def test_after_an_extension_the_meeting_discusses_again(organization):
    candidate = admitted(organization)
    take(candidate, "full_meeting", "2022-10-08")
    extend(candidate.member, day("2022-10-08"), day("2023-04-01"), "决议", BY)
    assert refusal(take, candidate, "full_meeting", "2023-03-01").startswith("预备期已延长至2023-04-01")
    assert state(candidate, "full_meeting", "2023-02-01").due == day("2023-04-01")
    take(candidate, "full_meeting", "2023-04-03")
    confirm(candidate.member, day("2023-04-20"), day("2023-04-01"), "", "批复", BY)
    assert ProbationExtension.objects.count() == 1


def test_who_was_admitted_leaves_as_a_member(organization):
    candidate = admitted(organization)
    assert refusal(withdraw, candidate, day("2022-01-01"), "died", "", BY).endswith("请在党员页办理离开。")


# Standings of past days

STANDINGS = [
    ("2020-02-29", None),
    ("2020-03-01", Standing.APPLICANT),
    ("2020-06-09", Standing.APPLICANT),
    ("2020-06-10", Standing.ACTIVIST),
    ("2021-06-10", Standing.PROSPECT),
    ("2021-09-30", Standing.PROSPECT),
    ("2021-10-01", Standing.PROBATIONARY),
    ("2022-09-30", Standing.PROBATIONARY),
]


@pytest.mark.parametrize(("on", "standing"), STANDINGS)
def test_the_standing_of_any_past_day(organization, on, standing):
    admitted(organization)
    rows = Candidate.objects.filter(c.in_course(day(on))).annotate(standing=c.standing_on(day(on)))
    assert [row.standing for row in rows] == ([standing.value] if standing else [])


def test_days_that_the_register_rests_on_are_not_mended_here(organization):
    candidate = admitted(organization)
    step = candidate.steps.get(kind__key="meeting")
    step.held_on = day("2021-09-30")
    assert refusal(mend_step, step, [], BY).startswith("党员名册已按2021-10-01登记")
