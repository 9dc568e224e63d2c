"""The course of a candidate: waiting days worked out by hand, the order of steps, what is refused."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from core.models import AuditEntry
from members.development import conditions as c
from members.development.admission import admit_candidate, kind_on
from members.development.course import next_steps
from members.development.files import reopen, withdraw
from members.development.quality import APPROVAL_OVERDUE, EXAMINATION_MISSING, MEETING_OVERDUE, TALK_OVERDUE
from members.development.recording import mend_step, training_warnings
from members.development_models import (
    Candidate,
    DevelopmentStep,
    StepKind,
    WaitingRule,
    Withdrawal,
)
from organizations.models import Organization
from tests.factories import BY, make_organization
from tests.members.development_factories import (
    APPLIED_ON,
    bring,
    day,
    make_candidate,
    refusal,
    state,
    take,
    warnings,
)
from tests.members.factories import make_member, make_probationary, new_member

pytestmark = pytest.mark.django_db
ONE = datetime.timedelta(days=1)


# The steps are data


def test_twenty_five_steps_in_five_stages():
    kinds = StepKind.objects.on(APPLIED_ON)
    stages = list(kinds.values_list("stage", flat=True))
    assert [stages.count(one) for one in dict.fromkeys(stages)] == [2, 4, 5, 7, 7]
    assert [kind.number for kind in kinds] == list(range(1, 26))
    assert [str(kind) for kind in kinds][::8] == [
        "1. 递交入党申请书", "9. 确定入党介绍人", "17. 上级党委审批", "25. 材料归档",
    ]  # fmt: skip


def test_every_rule_names_steps_that_exist_and_an_article():
    keys = set(StepKind.objects.values_list("key", flat=True))
    rules = WaitingRule.objects.all()
    assert {rule.after for rule in rules} | {rule.step for rule in rules} <= keys
    assert [rule.label for rule in rules if "第" not in rule.article] == []


# Days by hand: (step taken, its day, step asked for, earliest, due)

WAITS = [
    ("applied", "2020-03-01", "talk", "2020-03-01", "2020-04-01"),
    ("applied", "2020-01-31", "talk", "2020-01-31", "2020-02-29"),
    ("activist", "2020-06-10", "prospect", "2021-06-10", None),
    ("activist", "2020-02-29", "prospect", "2021-02-28", None),
    ("activist", "2020-08-31", "examined", "2020-08-31", "2021-02-28"),
    ("prereviewed", "2021-08-31", "meeting", "2021-08-31", "2021-09-30"),
    ("meeting", "2021-11-30", "approved", "2021-11-30", "2022-02-28"),
]


@pytest.mark.parametrize(("taken", "on", "asked", "earliest", "due"), WAITS)
def test_earliest_and_latest_days(organization, taken, on, asked, earliest, due):
    applied = day(on) if taken == "applied" else day("2020-01-02")
    candidate = make_candidate(organization, applied_on=applied)
    if taken != "applied":
        DevelopmentStep.objects.create(candidate=candidate, kind=kind_on(taken, day(on)), held_on=on)
    found = state(candidate, asked, "2022-06-01")
    assert (found.earliest, found.due) == (day(earliest), due and day(due))


@pytest.mark.parametrize(("on", "overdue"), [("2020-04-01", False), ("2020-04-02", True)])
def test_a_talk_is_overdue_the_day_after_its_month(organization, on, overdue):
    candidate = make_candidate(organization)
    assert state(candidate, "talk", on).overdue is overdue
    assert list(Candidate.objects.filter(c.overdue(day(on)))) == ([candidate] if overdue else [])
    assert TALK_OVERDUE.rows(Candidate.objects.all(), day(on)).count() == overdue


def test_an_activist_is_examined_every_half_year_until_he_is_a_prospect(organization):
    candidate = bring(make_candidate(organization), "activist")  # 2020-06-10
    days = ("2020-12-10", "2020-12-11", "2021-06-01", "2021-06-02", "2021-07-01")
    found = [EXAMINATION_MISSING.rows(Candidate.objects.all(), day(on)).count() for on in days]
    assert found == [0, 1, 1, 1, 1]
    take(candidate, "examined", "2020-12-01")
    found = [EXAMINATION_MISSING.rows(Candidate.objects.all(), day(on)).count() for on in days]
    assert (found, state(candidate, "examined", "2021-06-02").overdue) == ([0, 0, 0, 1, 1], True)
    take(candidate, "prospect", "2021-06-10")
    assert EXAMINATION_MISSING.rows(Candidate.objects.all(), day("2021-07-01")).count() == 0
    assert state(candidate, "examined", "2021-07-01").due is None


def test_meeting_and_approval_are_found_when_late(organization):
    candidate = bring(make_candidate(organization), "prereviewed")  # 2021-09-01
    rows = Candidate.objects.all()
    assert [MEETING_OVERDUE.rows(rows, day(on)).count() for on in ("2021-10-01", "2021-10-02")] == [0, 1]
    take(candidate, "meeting", "2021-10-01")
    assert [APPROVAL_OVERDUE.rows(rows, day(on)).count() for on in ("2022-01-01", "2022-01-02")] == [0, 1]
    assert MEETING_OVERDUE.rows(rows, day("2021-10-02")).count() == 0


def test_latest_start_is_the_other_way_round_of_months_after():
    end = day("2021-02-28")
    assert [c.latest_start(end, 12), c.latest_start(end - ONE, 12)] == [day("2020-02-29"), day("2020-02-27")]
    assert c.latest_start(day("2021-03-31"), 1) == day("2021-02-28")


def test_next_steps_tell_what_is_open(organization):
    candidate = bring(make_candidate(organization), "activist")
    keys = {one.kind.key: (one.earliest, one.overdue) for one in next_steps(candidate, day("2021-01-01"))}
    assert keys["prospect"] == (day("2021-06-10"), False)
    assert keys["examined"] == (day("2020-06-10"), True)
    assert "introducers" not in keys


@pytest.mark.parametrize(
    "on", ["2020-03-10", "2020-12-31", "2021-06-09", "2021-06-10", "2021-10-02", "2022-10-01"]
)
def test_what_is_open_in_the_list_and_on_the_page_agree(organization, on):
    """Two ways to ask for the same: conditions on all candidates, and the course of one."""
    candidate = bring(make_candidate(organization), "meeting")
    if day(on) >= day("2022-01-01"):
        admit_candidate(candidate, day("2021-12-01"), "", "批复1号", BY)
        candidate.refresh_from_db()
    steps = next_steps(candidate, day(on))
    told = {one.kind.key for one in steps if one.earliest <= day(on)}
    kinds = StepKind.objects.on(day(on)).exclude(key="applied").select_related("needs")
    asked = {kind.key for kind in kinds if Candidate.objects.filter(c.may_take(kind, day(on))).exists()}
    assert {key for key in asked if not kinds.get(key=key).repeats} == {
        key for key in told if not kinds.get(key=key).repeats
    }
    late = any(one.overdue for one in steps)
    assert Candidate.objects.filter(c.overdue(day(on))).exists() is late


# Refusals

REFUSED = [
    ("prospect", "2021-06-09", "“确定发展对象”最早可在2021-06-10：入党积极分子培养教育期12个月"),
    ("introducers", "2021-06-20", "请先登记第7步“确定发展对象”，再登记“确定入党介绍人”。"),
    ("talk", "2020-06-11", "第3步“推荐和确定入党积极分子”在2020-06-10，“党组织派人谈话”不能晚于这一天。"),
    ("talk", "2020-02-29", "第1步“递交入党申请书”在2020-03-01，“党组织派人谈话”不能早于这一天。"),
    ("activist", "2020-07-01", "“推荐和确定入党积极分子”已于2020-06-10登记，日期有误请修改原记录。"),
    ("contacts", "2020-06-20", "培养联系人应选1至2名正式党员（《细则》第九条）。"),
]


@pytest.mark.parametrize(("key", "on", "sentence"), REFUSED)
def test_what_cannot_be_is_refused(organization, key, on, sentence):
    candidate = make_candidate(organization)
    take(candidate, "activist", "2020-06-10")
    assert refusal(take, candidate, key, on).startswith(sentence)
    assert candidate.steps.count() == 1


def test_two_introducers_who_are_formal_members(organization):
    candidate = bring(make_candidate(organization), "prospect")
    people = [make_member(organization, name) for name in ("甲", "乙", "丙")]
    young = make_probationary(organization, "丁", joined_on=day("2021-03-01"))
    assert refusal(take, candidate, "introducers", "2021-06-20", people).startswith(
        "入党介绍人应为2名正式党员，现选3名"
    )
    assert refusal(take, candidate, "introducers", "2021-06-20", [people[0], young]).startswith(
        "丁在2021-06-20不是正式党员"
    )
    step = take(candidate, "introducers", "2021-06-20", people[:2])
    assert list(step.people.order_by("pk")) == people[:2]
    assert AuditEntry.objects.filter(model="members.developmentstep").first().changes["people"] == [
        "",
        "甲、乙",
    ]


def test_a_temporary_organization_admits_nobody(organization):
    candidate = bring(make_candidate(organization), "prereviewed")
    Organization.objects.filter(pk=organization.pk).update(type="temporary")
    assert refusal(take, candidate, "meeting", "2021-09-20").endswith("请由有接收权限的党组织办理。")


def test_an_applicant_is_eighteen_and_not_yet_a_member(organization):
    young = {"birth_date": day("2002-03-02")}
    assert refusal(make_candidate, organization, **young).startswith("申请时未满18周岁")
    make_candidate(organization, birth_date=day("2002-03-01"))
    number = "130599198005041227"
    member = new_member()
    member.id_number = number[:17] + check_of(number)
    member.save()
    values = {"sex": "female", "birth_date": day("1980-05-04"), "id_number": member.id_number}
    assert (
        refusal(make_candidate, organization, **values)
        == "这个身份证号登记在党员名册中，不需要发展党员档案。"
    )


def check_of(number: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(n) * w for n, w in zip(number, weights, strict=False)) % 11]


def test_the_same_person_has_one_file(organization, far_organization):
    number = "130599198005041227"
    values = {"sex": "female", "birth_date": day("1980-05-04"), "id_number": number[:17] + check_of(number)}
    make_candidate(organization, **values)
    assert refusal(make_candidate, far_organization, **values) == (
        "这个身份证号已有发展党员档案，请核对；终止过的请恢复原档案。"
    )


# Warnings


def test_a_late_step_warns_with_its_article(organization):
    candidate = make_candidate(organization)
    assert warnings(candidate, "talk", "2020-04-01") == []
    assert warnings(candidate, "talk", "2020-04-02") == [
        "收到申请后谈话：一般不晚于2020-04-01（《中国共产党发展党员工作细则》第七条：一个月内派人谈话）。"
    ]
    assert warnings(candidate, "activist", "2020-06-10") == ["尚未登记的前面步骤：党组织派人谈话。"]


@pytest.mark.parametrize(
    ("days", "hours", "warned"), [(2, 23, True), (3, None, False), (None, 24, False), (None, None, True)]
)
def test_training_of_three_days_or_twenty_four_hours(organization, days, hours, warned):
    candidate = bring(make_candidate(organization), "prospect")
    kind = kind_on("trained", day("2021-07-01"))
    step = DevelopmentStep(candidate=candidate, kind=kind, held_on=day("2021-07-01"), days=days, hours=hours)
    assert bool(training_warnings(step)) is warned


def test_the_untrained_are_normally_not_admitted(organization):
    candidate = bring(make_candidate(organization), "prospect")
    take(candidate, "prereviewed", "2021-09-01")
    assert warnings(candidate, "meeting", "2021-09-20")[0].startswith(
        "未登记集中培训，未经培训的一般不能接收"
    )


# A course that ends


def test_a_file_ends_with_a_reason_and_goes_on_again(organization):
    candidate = bring(make_candidate(organization), "activist")
    assert refusal(withdraw, candidate, day("2020-06-09"), "moved", "", BY).startswith(
        "最近一步登记在2020-06-10"
    )
    withdraw(candidate, day("2020-08-31"), "moved", "介绍信1号", BY)
    days = (day("2020-08-31"), day("2020-09-01"))
    assert [Candidate.objects.filter(c.in_course(one)).count() for one in days] == [1, 0]
    assert next_steps(candidate, days[1]) == []
    assert refusal(take, candidate, "examined", "2020-09-01").endswith("请先恢复培养或核对日期。")
    assert refusal(withdraw, candidate, day("2020-10-01"), "moved", "", BY).endswith("无需再办。")
    reopen(candidate, day("2021-01-01"), "介绍信2号", BY)
    assert Candidate.objects.filter(c.in_course(day("2021-01-01"))).count() == 1
    assert Withdrawal.objects.get().ends_on == day("2020-12-31")
    assert refusal(reopen, candidate, day("2021-02-01"), "", BY).endswith("不需要恢复。")


# Mending


def test_a_day_is_mended_as_strictly_as_it_was_recorded(organization):
    candidate = bring(make_candidate(organization), "activist")
    step = candidate.steps.get(kind__key="talk")
    step.held_on = day("2020-06-11")
    assert refusal(mend_step, step, [], BY).endswith("不能晚于这一天。")
    step.held_on = day("2020-03-31")
    mend_step(step, [], BY)
    step.refresh_from_db()
    assert (step.held_on, step.version) == (day("2020-03-31"), 2)


def test_the_database_itself_refuses_a_second_open_end(organization):
    candidate = make_candidate(organization)
    withdraw(candidate, day("2020-08-31"), "other", "", BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(candidate=candidate, starts_on=day("2021-01-01"), reason="other")


def test_an_organization_that_began_later_may_keep_the_file():
    late = make_organization("桥东街道", on=day("2021-01-01"))
    make_candidate(late)
    assert Candidate.objects.get().organization == late
