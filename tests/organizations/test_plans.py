"""Plans of units: made, replaced and ended by acts; the list tells how each stands."""

import datetime

import pytest
from django.urls import reverse

from core.saving import Refused
from organizations.choices import Formation
from organizations.models import CoveragePlan, Unit
from organizations.plan_making import end_plan, make_plan
from organizations.registration import close_unit
from tests.factories import BY, EARLY, make_officer, make_organization, make_unit
from tests.pages import confirmed

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)
SOON = datetime.date(2020, 12, 31)


def planned(unit, on=DAY, measure="joint", until=SOON, reason="not_ready", **values) -> CoveragePlan:
    plan = CoveragePlan(unit=unit, starts_on=on, measure=measure, planned_on=until, reason=reason, **values)
    return make_plan(plan, BY)


def spans(unit) -> list[tuple]:
    rows = CoveragePlan.objects.filter(unit=unit).order_by("starts_on")
    return list(rows.values_list("measure", "starts_on", "ends_on"))


def test_a_new_plan_ends_the_former_the_day_before():
    unit = make_unit()
    planned(unit)
    planned(unit, DAY + ONE * 10, "standalone")
    assert spans(unit) == [("joint", DAY, DAY + ONE * 9), ("standalone", DAY + ONE * 10, None)]


def test_a_plan_that_ended_earlier_stays_as_it_was():
    unit = make_unit()
    end_plan(planned(unit), DAY + ONE, BY)
    planned(unit, DAY + ONE * 10, "standalone")
    assert spans(unit) == [("joint", DAY, DAY + ONE), ("standalone", DAY + ONE * 10, None)]


def built(unit, measure, formation):
    make_organization(formation=formation, covers=[unit])
    return planned(unit, measure=measure)


REFUSED = {
    "done before it begins": (
        lambda unit: planned(unit, until=DAY - ONE),
        "计划完成日期不能早于计划起始日期（2020-06-30），请核对。",
    ),
    "a later plan": (
        lambda unit: (planned(unit, DAY + ONE), planned(unit)),
        "甲厂从2020-07-01起已有计划（联合组建），新计划的起始日期应晚于这一天。",
    ),
    "a plan of that day": (
        lambda unit: (planned(unit), planned(unit, measure="officer")),
        "甲厂从2020-06-30起已有计划（联合组建），新计划的起始日期应晚于这一天。",
    ),
    "has its own": (
        lambda unit: built(unit, "standalone", Formation.STANDALONE),
        "甲厂在2020-06-30已单独组建党组织，无需再作计划。",
    ),
    "is covered": (
        lambda unit: built(unit, "joint", Formation.JOINT),
        "甲厂在2020-06-30已有党组织覆盖，无需再作计划。",
    ),
    "has an officer": (
        lambda unit: (make_officer(assigned_to=[unit]), planned(unit, measure="officer")),
        "甲厂在2020-06-30已有党组织或指导员，无需再作计划。",
    ),
    "closed": (
        lambda unit: (close_unit(unit, DAY - ONE, "deregistered", "通知", BY), planned(unit)),
        "甲厂已于2020-06-29注销或迁出，不能再作计划。",
    ),
    "not yet open": (
        lambda unit: (Unit.objects.update(opened_on=DAY + ONE), unit.refresh_from_db(), planned(unit)),
        "甲厂成立于2020-07-01，计划起始日期不能更早。",
    ),
}


@pytest.mark.parametrize(("deed", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_plan_that_contradicts_is_refused(deed, sentence):
    with pytest.raises(Refused) as refusal:
        deed(make_unit(name="甲厂"))
    assert str(refusal.value) == sentence


def test_a_jointly_covered_unit_may_plan_its_own():
    assert built(make_unit(), "standalone", Formation.JOINT).measure == "standalone"


# Pages

FILLED = {
    "reason": "not_ready",
    "measure": "joint",
    "planned_on": "2027-06-30",
    "starts_on": "2026-01-05",
    "note": "",
}


def url_of(unit) -> str:
    return reverse("organizations:unit-plan", args=[unit.pk])


def test_a_plan_is_shown_first_and_made_when_confirmed(town_clerk, unit):
    shown = town_clerk.post(url_of(unit), FILLED)
    assert (shown.status_code, CoveragePlan.objects.count()) == (200, 0)
    assert [sentence.partition("：")[0] for sentence in shown.context["changes"]] == ["新增组建计划"]
    answer = confirmed(town_clerk, url_of(unit), FILLED)
    assert (answer.status_code, answer.url) == (302, unit.get_absolute_url())
    assert spans(unit) == [("joint", datetime.date(2026, 1, 5), None)]


def test_the_preview_names_the_plan_that_ends(town_clerk, unit):
    planned(unit)
    shown = town_clerk.post(url_of(unit), FILLED | {"measure": "officer"})
    assert [sentence.partition("：")[0] for sentence in shown.context["changes"]] == [
        "由新计划代替组建计划",
        "新增组建计划",
    ]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"planned_on": "2026-01-04"}, "planned_on", "计划完成日期不能早于计划起始日期，请核对。"),
        ({"reason": "other"}, "note", "原因选“其他”时，请填写说明。"),
        ({"starts_on": "2999-01-01", "planned_on": "2999-02-01"}, "starts_on", "日期不能晚于今天，请核对。"),
        ({"measure": ""}, "measure", "请选择拟采取方式。"),
    ],
)
def test_bad_input_says_why(town_clerk, unit, wrong, field, sentence):
    answer = town_clerk.post(url_of(unit), FILLED | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}


def test_a_refusal_is_shown_on_the_form(town_clerk, unit, organization):
    answer = town_clerk.post(url_of(unit), FILLED)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [f"{unit}在2026-01-05已有党组织覆盖，无需再作计划。"]


def test_a_plan_is_ended(town_clerk, unit):
    plan = planned(unit)
    answer = confirmed(town_clerk, reverse("organizations:plan-end", args=[plan.pk]), {"on": "2020-07-31"})
    assert (answer.url, spans(unit)) == (
        unit.get_absolute_url(),
        [("joint", DAY, datetime.date(2020, 7, 31))],
    )


@pytest.mark.parametrize(
    ("role", "code"),
    [("county_clerk", 200), ("stranger", 404), ("leader", 403), ("secretary", 403), ("officer", 403)],
)
def test_who_may_plan(role, code, request, unit):
    plan, client = planned(make_unit()), request.getfixturevalue(role)
    assert client.get(url_of(unit)).status_code == code
    assert client.get(reverse("organizations:plan-end", args=[plan.pk])).status_code == code


def listed(client, **asked) -> list[tuple]:
    rows = client.get(reverse("organizations:plan-list"), asked).context["rows"]
    return [(row["cells"][0]["text"], row["cells"][5]["text"]) for row in rows]


def test_the_list_tells_how_each_plan_stands(county_clerk):
    names = ("进行", "逾期", "落实", "结束", "未始")
    running, late, done, ended, later = (make_unit(name=name) for name in names)
    planned(running, until=SOON), planned(late, EARLY, until=DAY - ONE), planned(done, EARLY, until=DAY - ONE)
    end_plan(planned(ended, EARLY), DAY - ONE, BY)
    planned(later, DAY + ONE)
    make_organization(on=DAY, covers=[done])
    expected = {
        "逾期": "逾期未落实",
        "落实": "已落实",
        "进行": "进行中",
        "结束": "已结束",
        "未始": "尚未开始",
    }
    assert dict(listed(county_clerk, on=DAY.isoformat())) == expected
    assert listed(county_clerk, on=DAY.isoformat(), state="overdue") == [("逾期", "逾期未落实")]
    assert listed(county_clerk, on=DAY.isoformat(), q="进行") == [("进行", "进行中")]


def test_the_list_keeps_to_the_own_area(town_clerk, stranger, unit):
    planned(unit)
    assert [len(listed(client)) for client in (town_clerk, stranger)] == [1, 0]


def test_a_line_leads_to_the_unit_and_a_running_plan_to_its_end(county_clerk, unit):
    plan = planned(unit)
    row = county_clerk.get(reverse("organizations:plan-list")).context["rows"][0]
    ends = [cell["url"] for cell in row["cells"] if cell["text"] == "结束计划"]
    assert (row["url"], ends) == (
        unit.get_absolute_url(),
        [reverse("organizations:plan-end", args=[plan.pk])],
    )
    end_plan(plan, DAY, BY)
    row = county_clerk.get(reverse("organizations:plan-list")).context["rows"][0]
    assert [cell["url"] for cell in row["cells"] if cell["url"]] == []
