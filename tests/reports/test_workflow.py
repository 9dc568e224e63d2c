"""The steps of a monthly report: the whole path, the way back, and every sentence of refusal."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.models import AuditEntry
from core.saving import Refused
from reports.models import Figure, MonthlyReport, Period, Remark
from reports.opening import begin, open_period, period_of, planned, reopen
from reports.workflow import STEPS, files_for_others, missing_answers
from tests.factories import BY
from tests.reports.monthly import (
    DUE,
    LOCKED,
    MONTH,
    OPENED,
    UNCHANGED,
    drafted,
    handed_in,
    rewritten,
    scope_for,
    step,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def other_town_clerk(signed_in, area):
    return signed_in("town_clerk", area=area("桥东街道"))


def refusal(act, *args, **options) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **options)
    return str(caught.value)


def row(report) -> MonthlyReport:
    return MonthlyReport.objects.select_related("period", "organization").get(pk=report.pk)


def frozen(report, revision) -> dict:
    return dict(report.figures.filter(revision=revision).values_list("key", "text"))


def acts_on(report) -> list[str]:
    entries = AuditEntry.objects.filter(model="reports.monthlyreport", object_id=str(report.pk))
    return list(entries.order_by("pk").values_list("act", flat=True))


# The clock of a month


def test_a_month_follows_the_dated_rules():
    period = planned("2026-12")
    assert (period.first_day, period.last_day) == (datetime.date(2026, 12, 1), datetime.date(2026, 12, 31))
    assert (period.opens_on, period.due_on, period.locks_on, period.repair_days) == (
        datetime.date(2026, 12, 25),
        datetime.date(2027, 1, 3),
        datetime.date(2027, 1, 10),
        7,
    )


def test_a_leap_february_ends_on_its_last_day():
    assert planned("2028-02").last_day == datetime.date(2028, 2, 29)


def test_a_month_is_opened_once():
    first, second = open_period(MONTH, BY), open_period(MONTH, BY)
    assert first == second
    assert list(Period.objects.values_list("month", flat=True)) == [MONTH]


def test_a_month_cannot_lock_before_it_is_due():
    period = planned(MONTH)
    period.locks_on = period.due_on
    with pytest.raises(IntegrityError), transaction.atomic():
        period.save()


# The whole path


def test_a_report_goes_from_draft_to_the_county(organization, secretary, town_clerk, county_clerk):
    report = drafted(organization)
    assert report.state == "draft"
    assert step("submit", report, secretary).state == "submitted"
    assert step("town_accept", report, town_clerk).state == "town_accepted"
    accepted = step("county_accept", report, county_clerk)
    assert (accepted.state, accepted.revision, accepted.received_on) == ("accepted", 1, DUE)
    assert (accepted.submitted_by, accepted.town_accepted_by, accepted.accepted_by) == (
        secretary.user,
        town_clerk.user,
        county_clerk.user,
    )
    assert acts_on(report) == ["新增", "保存草稿", "上报", "乡镇审核通过", "县级审核通过"]


def test_each_step_counts_one_version_and_one_entry(organization, secretary, town_clerk):
    report = step("town_accept", handed_in(organization, secretary), town_clerk)
    assert row(report).version == 4
    assert len(acts_on(report)) == 4


def test_a_zero_report_is_a_report(organization, secretary):
    report = handed_in(organization, secretary, **UNCHANGED)
    assert frozen(report, 1)["unchanged"] == "本月无变化"


def test_a_returned_report_is_mended_and_handed_in_again(organization, secretary, town_clerk, county_clerk):
    report = step("town_accept", handed_in(organization, secretary), town_clerk)
    returned = step("county_return", report, county_clerk, remarks={"work": "请写明到会人数。", "known": " "})
    assert (returned.state, returned.town_accepted_by) == ("returned", None)
    remark = Remark.objects.get()
    assert (remark.field, remark.text, remark.value_then, remark.revision, remark.made_by) == (
        "work",
        "请写明到会人数。",
        "召开党员大会一次。",
        1,
        county_clerk.user,
    )
    again = step("submit", rewritten(report, work="召开党员大会一次，到会 12 人。"), secretary)
    assert (again.state, again.revision, again.received_on) == ("submitted", 2, DUE)
    assert [frozen(report, n)["work"] for n in (1, 2)] == [
        "召开党员大会一次。",
        "召开党员大会一次，到会 12 人。",
    ]
    assert step("town_accept", report, town_clerk).state == "town_accepted"


def test_a_remark_on_known_facts_keeps_them_as_they_were_handed_in(organization, secretary, town_clerk):
    report = handed_in(organization, secretary)
    step("town_return", report, town_clerk, remarks={"known": "请先登记主题党日。"})
    assert Remark.objects.get().value_then == (
        "覆盖单位 1 家；党员 无；已登记的党员变动 无；本月活动 无；指导员走访 无"
    )


def test_an_acceptance_may_carry_a_remark(organization, secretary, town_clerk):
    report = step("town_accept", handed_in(organization, secretary), town_clerk, remarks={"work": "很好。"})
    assert report.state == "town_accepted"
    assert Remark.objects.get().text == "很好。"


def test_what_was_handed_in_stays(organization, secretary):
    figure = handed_in(organization, secretary).figures.first()
    figure.text = "改过"
    with pytest.raises(IntegrityError), transaction.atomic():
        figure.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.all().delete()


def test_a_remark_stays(organization, secretary, town_clerk):
    step("town_return", handed_in(organization, secretary), town_clerk, remarks={"work": "请补充。"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.update(text="改过")


# The days


def test_on_time_means_up_to_the_day_it_is_due(organization, far_organization, secretary, stranger):
    assert handed_in(organization, secretary, day=DUE).is_on_time is True
    late = drafted(far_organization, day=DUE + DAY, **UNCHANGED, filed_source="phone")
    assert step("submit", late, stranger, DUE + DAY).is_on_time is False


def test_the_first_hand_in_decides_whether_it_was_on_time(organization, secretary, town_clerk):
    report = handed_in(organization, secretary)
    step("town_return", report, town_clerk, LOCKED - DAY, remarks={"work": "请补充。"})
    again = step("submit", rewritten(report, LOCKED, work="补充。"), secretary, LOCKED)
    assert (again.received_on, again.is_on_time) == (DUE, True)


def test_a_month_that_has_not_opened_is_refused(organization, secretary):
    sentence = f"{MONTH} 月报从 2026-10-25 起填报，现在还不能填写。"
    assert refusal(drafted, organization, day=OPENED - DAY) == sentence
    assert refusal(step, "submit", drafted(organization, day=OPENED), secretary, OPENED - DAY) == sentence


@pytest.mark.parametrize("late", [LOCKED, LOCKED + 30 * DAY])
def test_a_locked_month_is_refused(organization, secretary, late):
    sentence = f"{MONTH} 月报已于 2026-11-10 锁定，如需补报请联系县级工作人员。"
    report = drafted(organization, day=LOCKED - DAY)
    assert refusal(step, "submit", report, secretary, late) == sentence
    assert refusal(rewritten, report, late, work="晚了。") == sentence


def test_a_township_cannot_file_a_locked_month_either(organization, town_clerk):
    report = drafted(organization, filed_source="phone", **UNCHANGED)
    sentence = f"{MONTH} 月报已于 2026-11-10 锁定，如需补报请联系县级工作人员。"
    assert refusal(step, "submit", report, town_clerk, LOCKED) == sentence


def test_the_county_opens_a_locked_month_for_one_organization(organization, secretary):
    until = LOCKED + 5 * DAY
    reopen(organization, period_of(MONTH), until, "书记住院", BY, LOCKED)
    report = drafted_after_lock(organization, until)
    late = step("submit", report, secretary, until)
    assert (late.state, late.is_on_time) == ("submitted", False)
    assert AuditEntry.objects.get(act="同意补报").reason == "书记住院"


def drafted_after_lock(organization, day):
    return rewritten(begin(organization, period_of(MONTH), BY), day, unchanged=True)


def test_an_opened_month_closes_again(organization, secretary):
    reopen(organization, period_of(MONTH), LOCKED, "书记住院", BY, LOCKED)
    report = drafted_after_lock(organization, LOCKED)
    assert refusal(step, "submit", report, secretary, LOCKED + DAY) == (
        f"{MONTH} 月报已于 2026-11-10 锁定，如需补报请联系县级工作人员。"
    )


def test_what_is_handed_in_needs_no_opening(organization, secretary):
    report = handed_in(organization, secretary)
    assert refusal(reopen, organization, row(report).period, LOCKED, "原因", BY, LOCKED) == (
        "近处玻璃党支部 2026-10 月报现在是“已报送”，不需要补报。"
    )


def test_a_month_is_not_opened_into_the_past(organization):
    assert refusal(reopen, organization, period_of(MONTH), LOCKED, "原因", BY, LOCKED + DAY) == (
        "补报截止日期不能早于今天。"
    )


def test_a_return_leaves_days_to_mend_beyond_the_lock(organization, secretary, town_clerk):
    report = handed_in(organization, secretary)
    returned = step("town_return", report, town_clerk, LOCKED, remarks={"work": "请补充。"})
    assert returned.open_until == LOCKED + 7 * DAY
    mended = rewritten(report, LOCKED + 7 * DAY, work="补充。")
    assert step("submit", mended, secretary, LOCKED + 7 * DAY).state == "submitted"


# Refusals


def test_only_the_next_step_is_open(organization, secretary, town_clerk, county_clerk):
    report = handed_in(organization, secretary)
    when = AuditEntry.objects.get(act="上报").at.astimezone(datetime.timezone(datetime.timedelta(hours=8)))
    assert refusal(step, "county_accept", report, county_clerk) == (
        f"{secretary.user}已于 {when:%Y-%m-%d %H:%M} 上报，这份月报现在是“已报送”。"
        "本次县级审核通过没有执行，请核对后再操作。"
    )


@pytest.mark.parametrize("name", ["town_accept", "town_return", "county_accept", "county_return"])
def test_a_draft_is_not_reviewed(organization, town_clerk, county_clerk, name):
    person = town_clerk if name.startswith("town") else county_clerk
    report = drafted(organization)
    assert "这份月报现在是“草稿”" in refusal(step, name, report, person, remarks={"work": "意见"})
    assert row(report).state == "draft"


def test_the_second_reviewer_learns_who_was_first(organization, secretary, town_clerk, other_town_clerk):
    report = handed_in(organization, secretary)
    step("town_accept", report, town_clerk)
    sentence = refusal(step, "town_return", report, other_town_clerk, remarks={"work": "请补充。"})
    assert sentence.startswith(f"{town_clerk.user}已于 20")
    assert sentence.endswith("乡镇审核通过，这份月报现在是“乡镇已审”。本次乡镇退回没有执行，请核对后再操作。")
    assert Remark.objects.count() == 0


def test_a_report_that_changed_since_it_was_read_is_not_accepted(organization, secretary, town_clerk):
    report = handed_in(organization, secretary)
    read = row(report).version
    step("town_return", report, town_clerk, remarks={"work": "请补充。"})
    step("submit", rewritten(report, work="补充。"), secretary)
    assert f"{secretary.user}已于" in refusal(step, "town_accept", report, town_clerk, version=read)
    assert row(report).state == "submitted"


@pytest.mark.parametrize("remarks", [None, {}, {"work": "  "}])
def test_a_return_needs_a_remark(organization, secretary, town_clerk, remarks):
    report = handed_in(organization, secretary)
    assert refusal(step, "town_return", report, town_clerk, remarks=remarks) == (
        "退回时请至少在一处写明意见，告诉填报人改什么。"
    )


def test_nobody_accepts_what_he_filed_for_others(organization, town_clerk, other_town_clerk):
    report = handed_in(organization, town_clerk, filed_source="phone", **UNCHANGED)
    assert (report.filed_for, report.filed_source) == (True, "phone")
    assert refusal(step, "town_accept", report, town_clerk) == (
        "这份月报由您本人报送，不能由您审核，请由其他工作人员审核。"
    )
    assert step("town_accept", report, other_town_clerk).state == "town_accepted"


def test_the_database_refuses_self_acceptance_too(organization, secretary):
    report = handed_in(organization, secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyReport.objects.filter(pk=report.pk).update(town_accepted_by=secretary.user)


def test_filing_for_others_names_its_source(organization, town_clerk):
    report = drafted(organization, **UNCHANGED)
    assert refusal(step, "submit", report, town_clerk) == "代填月报请注明依据：电话、纸质或当面。"


def test_who_files_his_own_needs_no_source(organization, secretary, town_clerk):
    assert files_for_others(organization, scope_for(secretary, DUE)) is False
    assert files_for_others(organization, scope_for(town_clerk, DUE)) is True
    report = handed_in(organization, secretary, filed_source="phone", **UNCHANGED)
    assert (report.filed_for, report.filed_source) == (False, "")


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"unchanged": None}, "unchanged", "请选择本月有无变化。"),
        (
            {"unchanged": True, "work": "开会"},
            "unchanged",
            "您选了“本月无变化”，但已填写党员变动或本月工作。请改选“有变化”，或清空这两项。",
        ),
        (
            {"unchanged": False, "help_wanted": "缺场地"},
            "member_changes",
            "您选了“有变化”，请填写党员变动或本月工作，填一项即可。",
        ),
    ],
)
def test_an_incomplete_report_is_not_handed_in(organization, secretary, answers, field, sentence):
    report = drafted(organization, **answers)
    assert missing_answers(report, scope_for(secretary, DUE)) == {field: sentence}
    assert refusal(step, "submit", report, secretary) == sentence
    assert row(report).revision == 0


def test_what_was_handed_in_is_no_draft_any_more(organization, secretary):
    report = handed_in(organization, secretary)
    assert refusal(rewritten, report, work="改") == (
        "这份月报现在是“已报送”，不能再修改；需要更正时请联系审核人退回。"
    )


@pytest.mark.parametrize("name", list(STEPS))
@pytest.mark.parametrize("role", ["stranger", "leader", "auditor", "sysadmin", "officer"])
def test_no_step_without_the_permission_over_this_organization(organization, secretary, role, name, request):
    report = handed_in(organization, secretary)
    with pytest.raises(PermissionDenied):
        step(name, report, request.getfixturevalue(role), remarks={"work": "意见"})


def test_a_secretary_reviews_nothing_and_the_county_hands_in_nothing(organization, secretary, county_clerk):
    report = handed_in(organization, secretary)
    for name, person in (("town_accept", secretary), ("county_accept", secretary), ("submit", county_clerk)):
        with pytest.raises(PermissionDenied):
            step(name, report, person)
