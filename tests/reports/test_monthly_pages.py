"""Pages of the monthly report on the secretary's path."""

import pytest
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry, PostKey
from reports.models import MonthlyReport, Period
from reports.models.periods import month_before, month_of
from reports.opening import period_of, recent_months
from tests.activities.factories import make_activity
from tests.members.factories import make_member
from tests.reports.monthly import drafted, handed_in, open_now, rewritten, step
from tests.reports.monthly_pages import DAY, LIST, act, check, detail, edit, errors, lock, row, text_of, typed

pytestmark = pytest.mark.django_db


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
