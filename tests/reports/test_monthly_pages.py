"""Pages of the monthly report: the secretary's path, the reviewers' list and form, and who sees nothing."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry, PostKey
from reports.models import MonthlyReport, Period, Remark
from reports.models.periods import month_after, month_before, month_of
from reports.opening import period_of, recent_months
from tests.activities.factories import make_activity
from tests.factories import make_organization
from tests.members.factories import make_member
from tests.reports.monthly import UNCHANGED, drafted, handed_in, open_now, rewritten, step

pytestmark = pytest.mark.django_db
LIST = "/reports/monthly/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def period(today) -> Period:
    """The month of today, open for filing."""
    return open_now(today)


@pytest.fixture
def report(organization, secretary, period, today) -> MonthlyReport:
    """Handed in by the secretary, waiting for the township."""
    return handed_in(organization, secretary, period.month, today)


def edit(organization, period) -> str:
    return reverse("reports:report-edit", args=[period.month, organization.pk])


def detail(report) -> str:
    return reverse("reports:report-detail", args=[report.pk])


def check(report) -> str:
    return reverse("reports:report-check", args=[report.pk])


def act(report, name) -> str:
    return reverse("reports:report-act", args=[report.pk, name])


def typed(go="save", key="key-1", version="", **answers) -> dict:
    plain = {"unchanged": "False", "member_changes": "", "work": "召开党员大会。", "help_wanted": ""}
    return plain | {"go": go, "_post_key": key, "_version": version} | answers


def text_of(response) -> str:
    """The words of a page, tags and runs of blanks taken out."""
    plain = re.sub(r"<[^>]+>", "", response.content.decode())
    return re.sub(r"\s+", "", plain)


def errors(response) -> list[str]:
    form = response.context["form"]
    return [f"{name}：{sentence}" for name, sentences in form.errors.items() for sentence in sentences]


def statuses(response) -> list[tuple[str, str]]:
    return [(row["cells"][0]["text"], row["cells"][2]["text"]) for row in response.context["rows"]]


def row(report) -> MonthlyReport:
    return MonthlyReport.objects.get(pk=report.pk)


# The secretary's path


def test_the_secretary_finds_the_month_to_file(secretary, organization, period):
    response = secretary.get(LIST)
    cards = response.context["cards"]
    assert [(c.period.month, c.status_text, c.can_be_filed) for c in cards] == [(period.month, "未报", True)]
    assert "填写本月月报" in text_of(response)


def test_a_month_not_open_yet_says_when(secretary, organization, today):
    coming = open_now(today)
    coming.opens_on = today + DAY
    Period.objects.filter(pk=coming.pk).update(opens_on=coming.opens_on)
    response = secretary.get(LIST)
    assert response.context["coming"] == coming
    answer = secretary.get(edit(organization, coming), follow=True)
    assert f"从 {coming.opens_on} 起填报，现在还不能填写。".replace(" ", "") in text_of(answer)


def test_the_months_before_stand_below(secretary, organization, today):
    months = recent_months(month_before(month_of(today)), 12)
    response = secretary.get(LIST)
    shown = {line.period.month for line in response.context["page_obj"]} | {
        card.period.month for card in response.context["cards"]
    }
    assert set(months) <= shown


def test_the_whole_path_of_a_month(secretary, organization, period, today):
    saved = secretary.post(edit(organization, period), typed("check"))
    report = MonthlyReport.objects.get()
    assert (saved.status_code, saved.url) == (302, check(report))
    page = secretary.get(saved.url)
    assert [(a["label"], a["text"]) for a in page.context["answers"]] == [
        ("本月有无变化", "有变化"),
        ("本月工作", "召开党员大会。"),
    ]
    done = secretary.post(act(report, "submit"), {"_post_key": "key-2", "_version": row(report).version})
    assert (done.status_code, done.url) == (302, detail(report))
    receipt = text_of(secretary.get(done.url))
    assert row(report).number in receipt
    assert timezone.localtime(row(report).submitted_at).strftime("%Y-%m-%d%H:%M") in receipt


def test_a_zero_report_takes_two_taps(secretary, organization, period):
    first = secretary.post(
        edit(organization, period), {"unchanged": "True", "go": "check", "_post_key": "key-1"}
    )
    report = MonthlyReport.objects.get()
    assert first.url == check(report)
    second = secretary.post(act(report, "submit"), {"_post_key": "key-2", "_version": row(report).version})
    assert second.url == detail(report)
    assert (row(report).state, row(report).unchanged) == ("submitted", True)


def test_a_saved_draft_is_there_on_another_phone(secretary, organization, period):
    secretary.post(edit(organization, period), typed(work="写了一半"))
    other = Client()
    other.force_login(secretary.user, backend="organizations.backends.JurisdictionBackend")
    assert other.get(edit(organization, period)).context["form"]["work"].value() == "写了一半"


def test_a_draft_may_be_incomplete_but_is_not_handed_in(secretary, organization, period):
    saved = secretary.post(edit(organization, period), typed("check", unchanged="", work=""))
    assert saved.url == f"{edit(organization, period)}?check=1"
    page = secretary.get(saved.url)
    assert errors(page) == ["unchanged：请选择本月有无变化。"]
    assert MonthlyReport.objects.get().state == "draft"


def test_the_check_page_says_what_is_missing(secretary, organization, period, today):
    report = drafted(organization, period.month, day=today, unchanged=None)
    assert secretary.get(check(report)).context["missing"] == ["请选择本月有无变化。"]


def test_what_is_typed_is_kept_while_typing(secretary, organization, period):
    url = edit(organization, period)
    kept = secretary.post(url, typed("draft", work="一"))
    assert (kept.status_code, kept.json()["version"]) == (200, 2)
    again = secretary.post(url, typed("draft", version="2", work="一二"))
    assert again.json()["version"] == 3
    pressed = secretary.post(url, typed("save", version="2", work="一二三"))
    assert (pressed.status_code, MonthlyReport.objects.get().work) == (302, "一二三")


def test_keeping_never_hides_a_rival(secretary, organization, period, today):
    report = drafted(organization, period.month, day=today, work="别人写的", unchanged=False)
    answer = secretary.post(edit(organization, period), typed("draft", version="1", work="我写的"))
    assert (answer.status_code, row(report).work) == (409, "别人写的")
    assert answer.json() == {"message": "未自动保存：别处也在修改，请点“保存草稿”核对"}


def test_too_long_an_answer_is_not_kept(secretary, organization, period):
    answer = secretary.post(edit(organization, period), typed("draft", work="长" * 2001))
    assert (answer.status_code, MonthlyReport.objects.count()) == (422, 0)


def test_a_conflict_keeps_what_was_typed(secretary, organization, period, today):
    report = drafted(organization, period.month, day=today, work="别人写的", unchanged=False)
    answer = secretary.post(edit(organization, period), typed(version="1", unchanged="True", work="我写的"))
    assert answer.status_code == 409
    assert answer.context["conflicts"] == [
        {"label": "本月有无变化", "mine": "本月无变化", "theirs": "有变化"},
        {"label": "本月工作", "mine": "我写的", "theirs": "别人写的"},
    ]
    assert answer.context["form"]["work"].value() == "我写的"
    mine = secretary.post(
        edit(organization, period), typed(key="key-2", version=answer.context["version"], work="我写的")
    )
    assert (mine.status_code, row(report).work) == (302, "我写的")


def test_two_phones_that_begin_a_report_meet_in_a_conflict(secretary, organization, period):
    secretary.post(edit(organization, period), typed(work="第一部手机"))
    second = secretary.post(edit(organization, period), typed(key="key-2", work="第二部手机"))
    assert second.status_code == 409
    assert MonthlyReport.objects.get().work == "第一部手机"


def test_a_double_tap_hands_in_once(secretary, organization, period, today):
    report = drafted(organization, period.month, day=today)
    post = {"_post_key": "key-1", "_version": report.version}
    first = secretary.post(act(report, "submit"), post)
    second = secretary.post(act(report, "submit"), post)
    assert (first.url, second.url) == (detail(report), detail(report))
    assert row(report).revision == 1
    assert PostKey.objects.filter(key="key-1").count() == 1
    assert AuditEntry.objects.filter(act="上报").count() == 1


def test_a_report_read_before_it_changed_is_not_handed_in(secretary, organization, period, today):
    report = drafted(organization, period.month, day=today)
    rewritten(report, today, work="改了")
    answer = secretary.post(act(report, "submit"), {"_post_key": "key-1", "_version": report.version - 1})
    assert answer.status_code == 422
    assert "本次上报没有执行，请核对后再操作。" in text_of(answer)
    assert row(report).state == "draft"


def test_a_locked_month_says_so_on_the_page(secretary, organization, period, today):
    report = drafted(organization, period.month, day=today)
    lock(period, today)
    sentence = f"{period.month}月报已于{today}锁定，如需补报请联系县级工作人员。"
    refused = secretary.post(act(report, "submit"), {"_post_key": "key-1", "_version": report.version})
    assert (refused.status_code, sentence in text_of(refused)) == (422, True)
    assert sentence in text_of(secretary.get(edit(organization, period), follow=True))
    late = secretary.post(edit(organization, period), typed(version=report.version, work="晚了"))
    assert (late.status_code, late.context["form"]["work"].value()) == (422, "晚了")


def lock(period, today):
    Period.objects.filter(pk=period.pk).update(
        opens_on=today - 2 * DAY, due_on=today - DAY, locks_on=today, first_day=today.replace(day=1)
    )


def test_facts_known_stand_above_the_questions(secretary, organization, unit, period, today):
    make_member(organization, "试验党员甲")
    make_activity(organization, held_on=period.first_day, title="学习会")
    facts = secretary.get(edit(organization, period)).context["facts"]
    assert [(fact["label"], fact["text"]) for fact in facts] == [
        ("覆盖单位", "1 家"),
        ("党员", "1 名（正式党员 1）"),
        ("已登记的党员变动", "无"),
        ("本月活动", "1 次（主题党日 1）"),
        ("指导员走访", "无"),
    ]
    assert [row.text for row in facts[0]["rows"]] == [unit.name]
    assert [row.text for row in facts[1]["rows"]] == ["试验党员甲"]


def test_last_months_answer_stands_beside_the_question(secretary, organization, period, today):
    before = month_before(period.month)
    day = period_of(before).due_on
    handed_in(organization, secretary, before, day, unchanged=False, work="上月慰问")
    questions = secretary.get(edit(organization, period)).context["questions"]
    assert {q["field"].name: q["before"] for q in questions}["work"] == "上月慰问"


def test_a_returned_report_comes_home(secretary, town_clerk, report, period, organization, today):
    step("town_return", report, town_clerk, today, remarks={"work": "写明人数。"})
    card = secretary.get(LIST).context["cards"][0]
    assert (card.status_text, card.can_be_filed, card.report.remark_count) == ("已退回", True, 1)
    page = secretary.get(card.edit_url)
    beside = {q["field"].name: [r.text for r in q["remarks"]] for q in page.context["questions"]}
    assert beside == {"unchanged": [], "member_changes": [], "work": ["写明人数。"], "help_wanted": []}
    assert "当时填写：召开党员大会一次。" in text_of(page)


def test_what_is_handed_in_cannot_be_edited(secretary, organization, report, period):
    assert secretary.get(edit(organization, period)).url == detail(report)
    assert secretary.get(check(report)).url == detail(report)
    refused = secretary.post(edit(organization, period), typed(version=row(report).version))
    assert refused.status_code == 422


# Reviewing


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
