"""Pages of the monthly report for reviewers: list and form, the clock, and who sees nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from reports.models import MonthlyReport, Period, Remark
from reports.models.periods import month_after, month_of
from tests.factories import make_organization
from tests.members.factories import make_member
from tests.reports.monthly import UNCHANGED, drafted, handed_in, rewritten, step
from tests.reports.monthly_pages import (
    DAY,
    LIST,
    act,
    check,
    detail,
    edit,
    errors,
    lock,
    row,
    statuses,
    text_of,
    typed,
)

pytestmark = pytest.mark.django_db


def test_the_list_shows_everybody_who_owes(town_clerk, organization, report, period):
    make_organization("桥东街道", name="还没报党支部")
    make_organization("桥东街道", name="已撤销党支部", closed_on=period.first_day, close_reason="merged")
    response = town_clerk.get(LIST, {"month": period.month})
    assert statuses(response) == [("近处玻璃党支部", "已报送"), ("还没报党支部", "未报")]
    assert response.context["expected"] == 2
    assert [(c["label"], c["number"]) for c in response.context["counts"]] == [("未报", 1), ("已报送", 1)]


def test_a_missing_report_is_overdue_after_the_due_day(county_clerk, organization):
    response = county_clerk.get(LIST, {"month": "2026-01"})
    assert statuses(response) == [("近处玻璃党支部", "逾期")]


def test_every_count_is_the_length_of_its_list(county_clerk, organization, far_organization, report, period):
    response = county_clerk.get(LIST, {"month": period.month})
    for count in response.context["counts"]:
        assert county_clerk.get(LIST + count["url"]).context["total"] == count["number"]


def test_the_list_is_narrowed(county_clerk, organization, far_organization, report, period, area):
    def found(**query):
        return [name for name, _ in statuses(county_clerk.get(LIST, {"month": period.month} | query))]

    assert found() == ["近处玻璃党支部", "远处矿业党支部"]
    assert found(area=area("桥西街道").pk) == ["远处矿业党支部"]
    assert found(status="submitted") == ["近处玻璃党支部"]
    assert found(timely="on_time") == ["近处玻璃党支部"]
    assert found(timely="late") == []
    assert found(q="矿业") == ["远处矿业党支部"]


def test_a_month_that_is_none_is_said(county_clerk):
    response = county_clerk.get(LIST, {"month": "去年"})
    assert "“去年”不是有效月份，已显示最近的月份。" in text_of(response)


def test_the_list_exports_as_many_lines_as_it_shows(county_clerk, organization, report, period):
    response = county_clerk.get(LIST, {"month": period.month, "export": "xlsx"})
    assert response.status_code == 200
    assert AuditEntry.objects.get(act="导出").changes["rows"] == [None, 1]


@pytest.mark.slow
@pytest.mark.parametrize("many", [6, 60])
def test_the_list_costs_the_same_for_many(county_clerk, organization, period, many):
    county_clerk.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        county_clerk.get(LIST, {"month": period.month})
    for number in range(many - 1):
        one = make_organization("桥东街道", name=f"试验第{number}党支部")
        if number % 2:
            drafted(one, period.month, day=timezone.localdate())
    with CaptureQueriesContext(connection) as full:
        county_clerk.get(LIST, {"month": period.month})
    assert len(full) == len(few)


def test_the_secretarys_list_costs_the_same_for_many(secretary, organization, period, today):
    secretary.get(LIST)
    with CaptureQueriesContext(connection) as few:
        secretary.get(LIST)
    for number in range(5):
        below = make_organization("桥东街道", name=f"下级第{number}党支部", superior=organization)
        drafted(below, period.month, day=today)
    with CaptureQueriesContext(connection) as full:
        secretary.get(LIST)
    assert len(full) == len(few)


def test_the_township_accepts_on_the_page(town_clerk, report):
    page = town_clerk.get(detail(report))
    assert [s["label"] for s in page.context["steps"]] == ["乡镇审核通过", "乡镇退回"]
    done = town_clerk.post(
        act(report, "town_accept"), {"_post_key": "key-1", "_version": row(report).version}
    )
    assert (done.url, row(report).state) == (detail(report), "town_accepted")


def test_a_return_without_remark_keeps_the_page(town_clerk, report):
    post = {"_post_key": "key-1", "_version": row(report).version, "remark_work": " "}
    answer = town_clerk.post(act(report, "town_return"), post)
    assert answer.status_code == 422
    assert "退回时请至少在一处写明意见，告诉填报人改什么。" in text_of(answer)


def test_a_refused_review_keeps_the_remark_typed(town_clerk, signed_in, area, report, today):
    colleague = signed_in("town_clerk", area=area("桥东街道"))
    read = row(report).version
    step("town_return", report, colleague, today, remarks={"work": "先到的意见"})
    step("submit", rewritten(report, today, work="补充"), reporter(report), today)
    post = {"_post_key": "key-1", "_version": read, "remark_work": "后到的意见"}
    answer = town_clerk.post(act(report, "town_return"), post)
    assert answer.status_code == 422
    assert [a["typed"] for a in answer.context["answers"] if a["key"] == "work"] == ["后到的意见"]
    assert Remark.objects.count() == 1


def reporter(report):
    client = Client()
    client.user = row(report).submitted_by
    return client


def test_the_reviewer_sees_what_changed_since(town_clerk, secretary, report, today):
    step("town_return", report, town_clerk, today, remarks={"work": "写明人数。"})
    step("submit", rewritten(report, today, work="到会 12 人。"), secretary, today)
    page = town_clerk.get(detail(report))
    assert page.context["changes"] == [
        {"label": "本月工作", "old": "召开党员大会一次。", "new": "到会 12 人。"}
    ]
    assert [e.act for e in page.context["history"]] == ["上报", "乡镇退回", "上报"]


def test_a_fact_that_moved_since_is_said(town_clerk, report, organization):
    make_member(organization, "后来登记的党员")
    known = {k["label"]: (k["text"], k["now"]) for k in town_clerk.get(detail(report)).context["known"]}
    assert known["党员"] == ("无", "1 名（正式党员 1）")
    assert known["覆盖单位"] == ("1 家", "")


def test_who_filed_for_others_gets_no_review_form(town_clerk, organization, period, today):
    report = handed_in(organization, town_clerk, period.month, today, filed_source="phone", **UNCHANGED)
    page = town_clerk.get(detail(report))
    assert page.context["steps"] == []
    assert "这份月报由您本人报送，由其他工作人员审核。" in text_of(page)
    assert "代填，依据：电话" in text_of(page)


def test_the_township_files_for_a_secretary(town_clerk, organization, period):
    url = edit(organization, period)
    assert town_clerk.get(LIST, {"month": period.month}).context["rows"][0]["url"] == url
    missing = town_clerk.post(url, typed("check"))
    assert errors(town_clerk.get(missing.url)) == ["filed_source：代填月报请注明依据：电话、纸质或当面。"]
    version = MonthlyReport.objects.get().version
    done = town_clerk.post(url, typed("check", key="key-2", version=version, filed_source="paper"))
    report = MonthlyReport.objects.get()
    assert done.url == check(report)
    town_clerk.post(act(report, "submit"), {"_post_key": "key-3", "_version": report.version})
    assert (row(report).state, row(report).filed_for) == ("submitted", True)


def test_the_next_report_waits_one_click_away(town_clerk, report, signed_in, period, today):
    other = make_organization("桥东街道", name="第二党支部")
    second = handed_in(other, signed_in("secretary", organization=other), period.month, today)
    assert town_clerk.get(detail(report)).context["next_url"] == detail(second)


def test_a_draft_is_not_read_by_the_county(county_clerk, organization, period, today):
    report = drafted(organization, period.month, day=today, work="没写完的话", unchanged=False)
    assert "没写完的话" not in text_of(county_clerk.get(detail(report)))


def test_a_mended_draft_is_not_read_before_it_is_handed_in(town_clerk, report, today):
    step("town_return", report, town_clerk, today, remarks={"work": "写明人数。"})
    rewritten(report, today, work="没写完的话")
    assert "没写完的话" not in text_of(town_clerk.get(detail(report)))


# The clock


def test_the_county_sets_a_month(county_clerk):
    month = month_after(month_of(timezone.localdate()))
    made = county_clerk.post("/reports/periods/new/", {"month": month, "_post_key": "key-1"})
    period = Period.objects.get()
    assert (period.month, made.url) == (month, f"/reports/periods/{period.pk}/")
    days = {"opens_on": period.opens_on, "due_on": period.due_on + 2 * DAY, "locks_on": period.locks_on}
    post = days | {"repair_days": 5, "_version": period.version, "_post_key": "key-2"}
    county_clerk.post(made.url, post)
    assert Period.objects.get().due_on == days["due_on"]


def test_a_month_out_of_order_is_refused(county_clerk):
    county_clerk.post("/reports/periods/new/", {"month": "2026-12", "_post_key": "key-1"})
    period = Period.objects.get()
    days = {"opens_on": period.opens_on, "due_on": period.locks_on, "locks_on": period.locks_on}
    post = days | {"repair_days": 5, "_version": period.version, "_post_key": "key-2"}
    answer = county_clerk.post(f"/reports/periods/{period.pk}/", post)
    assert errors(answer) == ["__all__：开始填报日期不能晚于截止日期，锁定日期应晚于截止日期。"]


def test_what_is_no_month_is_refused(county_clerk):
    answer = county_clerk.post("/reports/periods/new/", {"month": "2026-13", "_post_key": "key-1"})
    assert errors(answer) == ["month：请按 2026-11 的格式填写月份。"]


def test_the_county_agrees_to_a_late_report(county_clerk, secretary, organization, period, today):
    lock(period, today)
    url = reverse("reports:report-reopen", args=[period.month, organization.pk])
    assert county_clerk.get(LIST, {"month": period.month}).context["rows"][0]["url"] == url
    until = today + 3 * DAY
    county_clerk.post(url, {"until": until, "reason": "书记住院", "_post_key": "key-1"})
    assert MonthlyReport.objects.get().open_until == until
    assert secretary.get(LIST).context["cards"][0].can_be_filed is True


# Who sees nothing

PAGES = ("edit", "check", "detail", "reopen")


def pages(report) -> dict:
    month = [report.period.month, report.organization_id]
    return {
        "edit": reverse("reports:report-edit", args=month),
        "check": check(report),
        "detail": detail(report),
        "reopen": reverse("reports:report-reopen", args=month),
    }


@pytest.mark.parametrize("name", ["edit", "check", "detail"])
def test_the_neighbour_gets_404(stranger, report, name):
    assert stranger.get(pages(report)[name]).status_code == 404


@pytest.mark.parametrize("name", ["submit", "town_accept", "town_return"])
def test_the_neighbour_takes_no_step(stranger, report, name):
    assert stranger.post(act(report, name), {"_post_key": "key-1"}).status_code == 404
    assert row(report).state == "submitted"


def test_the_neighbour_sees_no_line(stranger, report, far_organization, period):
    response = stranger.get(LIST, {"month": period.month})
    assert [name for name, _ in statuses(response)] == ["远处矿业党支部"]


def test_another_secretary_gets_404(signed_in, far_organization, report):
    other = signed_in("secretary", organization=far_organization)
    assert [other.get(pages(report)[name]).status_code for name in ("edit", "check", "detail")] == [404] * 3


@pytest.mark.parametrize("role", ["leader", "officer", "auditor", "sysadmin", "nobody"])
def test_without_permission_403(role, report, request):
    person = request.getfixturevalue(role)
    found = [person.get(url).status_code for url in (LIST, *pages(report).values())]
    assert found == [403, 403, 404, 403, 403]


def test_signed_out_goes_to_sign_in(report):
    for url in (LIST, *pages(report).values(), "/reports/periods/"):
        assert Client().get(url).status_code == 302


def test_the_secretary_neither_reviews_nor_reopens(secretary, report):
    assert secretary.post(act(report, "town_accept"), {"_post_key": "k"}).status_code == 403
    assert secretary.get(pages(report)["reopen"]).status_code == 403


def test_no_other_step_and_no_other_month(secretary, report, organization):
    assert secretary.post(act(report, "burn"), {"_post_key": "k"}).status_code == 404
    assert secretary.get(f"/reports/monthly/2026-13/{organization.pk}/").status_code == 404


def test_the_address_of_a_step_only_reads_when_it_is_opened(secretary, report):
    assert secretary.get(act(report, "submit")).url == detail(report)
    assert row(report).revision == 1
