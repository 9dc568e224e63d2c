"""Pages of what visits advised: given with a visit, listed by state, closed with a day and a result."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.scoping import Grant, Scope
from organizations.models import AdviceItem, Assignment, Visit
from organizations.views.advice import unit_advice
from tests.factories import area, make_officer

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def url(name, row=None) -> str:
    return reverse(f"organizations:{name}", args=[row.pk] if row else [])


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def advised(unit, text="建活动室", due_on=DAY, **values) -> AdviceItem:
    assignment = Assignment.objects.filter(unit=unit).first()
    if assignment is None:
        assignment = make_officer(unit.placements.get().area, assigned_to=[unit]).assignments.get()
    visit = Visit.objects.create(assignment=assignment, held_on=DAY, content="了解情况")
    return AdviceItem.objects.create(visit=visit, text=text, owner="赵经理", due_on=due_on, **values)


def visit_facts(unit, **values) -> dict:
    assignment = Assignment.objects.get(unit=unit)
    facts = {"assignment": assignment.pk, "held_on": "2020-06-30", "manner": "on_site", "content": "了解情况"}
    return {**facts, "_post_key": "key-1", **values}


def texts_of(answer) -> list[str]:
    return [row["cells"][0]["text"] for row in answer.context["rows"]]


def test_visit_brings_its_advice_once(officer, unit):
    facts = visit_facts(
        unit,
        **{"text_1": "建活动室", "owner_1": "赵经理", "due_on_1": "2020-07-31"},
        **{"text_3": "办公开栏", "owner_3": "钱书记", "due_on_3": "2020-06-30"},
    )
    answers = [officer.post(url("visit-create"), facts) for _ in range(2)]
    assert [answer.url for answer in answers] == [url("visit-list")] * 2
    assert list(AdviceItem.objects.order_by("pk").values_list("text", "owner", "due_on")) == [
        ("建活动室", "赵经理", datetime.date(2020, 7, 31)),
        ("办公开栏", "钱书记", DAY),
    ]


def test_advice_is_whole_and_not_due_before_the_visit(officer, unit):
    facts = visit_facts(unit, text_1="建活动室", owner_2="赵经理", text_2="甲", due_on_2="2020-06-29")
    sentence = ["建议内容、责任人和办结期限要一起填写。"]
    assert errors_of(officer.post(url("visit-create"), facts)) == {
        "owner_1": sentence,
        "due_on_1": sentence,
        "due_on_2": ["办结期限不能早于走访日期，请核对。"],
    }
    assert (Visit.objects.count(), AdviceItem.objects.count()) == (0, 0)


def test_advice_of_an_odd_day_is_told_as_such(officer, unit):
    facts = visit_facts(unit, text_1="建活动室", owner_1="赵经理", due_on_1="月底")
    assert errors_of(officer.post(url("visit-create"), facts)) == {
        "due_on_1": ["请填写有效日期，例如 2017-06-30。"]
    }


def test_form_shows_three_groups_of_advice(officer):
    headings = [group["heading"] for group in officer.get(url("visit-create")).context["fieldsets"]]
    assert headings == ["", "建议1", "建议2", "建议3"]


@pytest.mark.parametrize(
    ("state", "texts"),
    [
        ("", ["逾期的", "没到期的", "办结的"]),
        ("open", ["没到期的"]),
        ("overdue", ["逾期的"]),
        ("closed", ["办结的"]),
    ],
)
def test_advice_by_state(state, texts, officer, unit):
    today = timezone.localdate()
    advised(unit, "办结的", closed_on=DAY, result="已建成")
    advised(unit, "没到期的", due_on=today)
    advised(unit, "逾期的", due_on=today - ONE)
    assert texts_of(officer.get(url("advice-list"), {"state": state})) == texts


def test_advice_of_a_past_day_was_open_then(town_clerk, unit):
    advised(unit, due_on=DAY + ONE, closed_on=DAY + 3 * ONE, result="已建成")
    days = [(DAY + number * ONE).isoformat() for number in (1, 2, 3)]
    states = [town_clerk.get(url("advice-list"), {"on": day}).context["rows"][0]["cells"][6] for day in days]
    assert [(cell["text"], cell["state"]) for cell in states] == [
        ("待办", "info"),
        ("逾期", "bad"),
        ("已办结", "ok"),
    ]


def test_advice_by_unit_area_and_officer(county_clerk, unit, far_unit):
    near, far = advised(unit, "近"), advised(far_unit, "远")
    asked = (
        {"q": "近处"},
        {"area": area("桥西街道").pk},
        {"officer": near.visit.assignment.officer_id},
        {"officer": far.visit.assignment.officer_id},
    )
    found = [texts_of(county_clerk.get(url("advice-list"), one)) for one in asked]
    assert found == [["近"], ["远"], ["近"], ["远"]]


def test_officer_sees_and_closes_the_advice_of_own_visits_only(officer, unit):
    colleague = make_officer(assigned_to=[unit]).assignments.get()
    visit = Visit.objects.create(assignment=colleague, held_on=DAY, content="了解情况")
    theirs = AdviceItem.objects.create(visit=visit, text="别人的", owner="赵经理", due_on=DAY)
    advised(unit, "自己的")
    assert texts_of(officer.get(url("advice-list"))) == ["自己的"]
    assert officer.get(url("advice-close", theirs)).status_code == 404


def closing(item, **values) -> dict:
    facts = {"closed_on": "2020-07-15", "result": "活动室已建成", "_version": item.version}
    return {**facts, "_post_key": "key-1", **values}


@pytest.mark.parametrize("role", ["officer", "town_clerk", "county_clerk"])
def test_advice_is_closed_with_day_and_result(role, request, unit):
    client, item = request.getfixturevalue(role), advised(unit)
    page = url("advice-close", item)
    assert client.get(page).context["subtitle"] == (
        "沙河市近处玻璃有限公司：建活动室（赵经理，2020-06-30前）"
    )
    assert client.post(page, closing(item)).url == url("advice-list")
    item.refresh_from_db()
    assert (item.closed_on, item.result, item.version) == (datetime.date(2020, 7, 15), "活动室已建成", 2)
    assert AuditEntry.objects.filter(model="organizations.adviceitem", user=client.user).count() == 1


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (
            {"closed_on": "", "result": ""},
            {"closed_on": ["请填写办结日期。"], "result": ["请填写办理结果。"]},
        ),
        ({"closed_on": "2020-06-29"}, {"closed_on": ["办结日期不能早于走访日期（2020-06-30），请核对。"]}),
        ({"closed_on": "2999-01-01"}, {"closed_on": ["日期不能晚于今天，请核对。"]}),
    ],
)
def test_closing_says_what_is_missing_or_impossible(values, errors, town_clerk, unit):
    item = advised(unit)
    assert errors_of(town_clerk.post(url("advice-close", item), closing(item, **values))) == errors


def test_second_to_close_is_told(town_clerk, county_clerk, unit):
    item = advised(unit)
    town_clerk.post(url("advice-close", item), closing(item))
    answer = county_clerk.post(url("advice-close", item), closing(item, result="已办"))
    assert (answer.status_code, answer.context["conflicts"][0]["theirs"]) == (409, "活动室已建成")


def test_stranger_finds_no_advice_and_secretary_may_not_ask(stranger, secretary, unit):
    page = url("advice-close", advised(unit))
    assert [client.get(page).status_code for client in (stranger, secretary)] == [404, 403]
    assert texts_of(stranger.get(url("advice-list"))) == []


def test_section_of_a_unit_leads_to_the_closing_for_those_who_may(unit):
    item, today = advised(unit), timezone.localdate()
    view, change = "organizations.view_adviceitem", "organizations.change_adviceitem"
    found = []
    for permissions in ({view}, {view, change}, set()):
        scope = Scope(today, (Grant("area", area("桥东街道").path, frozenset(permissions)),))
        found.append([[row["url"] for row in part["rows"]] for part in unit_advice(unit, scope, today)])
    assert found == [[[""]], [[url("advice-close", item)]], []]
