"""Acts on one unit: another name, closing and coming back; dated, all or nothing, and the past stays."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audit import Actor
from core.models import AuditEntry
from core.saving import Refused
from organizations.building import cover
from organizations.choices import Measure, UncoveredReason
from organizations.conditions import unit_open, unit_over
from organizations.models import (
    Assignment,
    BaseSpell,
    CentreService,
    Coverage,
    CoveragePlan,
    Liaison,
    Placement,
    Reopening,
    ServiceCentre,
    Unit,
    UnitName,
)
from organizations.registration import close_unit, end_span, enter_base, move_unit, reopen_unit
from organizations.renaming import named_since, rename_unit
from tests.factories import EARLY, area, make_officer, make_organization, make_unit
from tests.organizations.test_registration import refused, spans
from tests.pages import confirmed

pytestmark = pytest.mark.django_db

BY = Actor()
ONE = datetime.timedelta(days=1)
DAY = datetime.date(2020, 6, 30)
LATER = datetime.date(2021, 3, 1)
OLD, NEW = "沙河市长城建材有限公司", "沙河市长城玻璃有限公司"


def closed_unit(**values) -> Unit:
    unit = make_unit(name=OLD, **values)
    return close_unit(unit, DAY, "deregistered", "注销通知", BY)


def former(unit) -> list[tuple]:
    rows = UnitName.objects.filter(unit=unit).order_by("starts_on")
    return [(row.name, row.starts_on, row.ends_on) for row in rows]


# Another name


def test_former_name_is_kept_with_its_days_and_found():
    unit = make_unit(name=OLD)
    rename_unit(unit, NEW, DAY, "变更通知书", BY)
    unit.refresh_from_db()
    assert (unit.name, former(unit)) == (NEW, [(OLD, EARLY, DAY - ONE)])
    for text in ("长城建材", "长城玻璃", "jcyx", "blyx"):
        assert list(Unit.objects.found_by(text)) == [unit]
    told = AuditEntry.objects.order_by("-pk")[:2]
    assert [(entry.act, entry.model, entry.reason) for entry in told] == [
        ("更名", "organizations.unit", "变更通知书"), ("新增", "organizations.unitname", "变更通知书"),
    ]  # fmt: skip


def test_each_name_follows_the_one_before():
    unit = make_unit(name=OLD)
    rename_unit(unit, NEW, DAY, "变更通知书", BY)
    rename_unit(unit, OLD, LATER, "变更通知书", BY)
    assert former(unit) == [(OLD, EARLY, DAY - ONE), (NEW, DAY, LATER - ONE)]
    assert (unit.name, named_since(unit)) == (OLD, LATER)


def test_name_holds_from_the_opening_where_that_is_known():
    unit = make_unit(name=OLD, opened_on=datetime.date(2010, 5, 1))
    rename_unit(unit, NEW, DAY, "变更通知书", BY)
    assert former(unit) == [(OLD, datetime.date(2010, 5, 1), DAY - ONE)]


@pytest.mark.parametrize("day", [EARLY, EARLY - ONE])
def test_renaming_before_the_present_name_was_known_is_refused(day):
    unit = make_unit(name=OLD)
    sentence = refused(rename_unit, unit, NEW, day, "变更通知书", BY)
    assert sentence == f"{OLD}从2016-01-01起使用现在的名称，更名日期应晚于这一天。"


@pytest.mark.parametrize("day", [DAY, DAY - ONE])
def test_renaming_before_the_last_renaming_is_refused(day):
    unit = make_unit(name=OLD)
    rename_unit(unit, NEW, DAY, "变更通知书", BY)
    sentence = refused(rename_unit, unit, "另一名称", day, "变更通知书", BY)
    assert sentence == f"{NEW}从2020-06-30起使用现在的名称，更名日期应晚于这一天。"


def test_same_name_and_the_name_of_another_are_refused():
    unit = make_unit(name=OLD)
    assert refused(rename_unit, unit, OLD, DAY, "", BY) == f"单位现在的名称就是“{OLD}”，无需更名。"
    make_unit(name=NEW)
    assert refused(rename_unit, unit, NEW, DAY, "", BY) == (
        f"已有单位名为“{NEW}”，{OLD}不能更名为同一名称。请核对是否为同一家单位。"
    )


def test_name_of_a_closed_unit_is_free_and_a_closed_unit_keeps_its_name():
    gone = closed_unit()
    unit = make_unit(name=NEW)
    rename_unit(unit, OLD, LATER, "变更通知书", BY)
    assert unit.name == OLD
    sentence = refused(rename_unit, gone, "另一名称", LATER, "", BY)
    assert sentence == f"{OLD}已于2020-06-30注销或迁出，更名日期不能更晚。"


# Closing


def test_closing_ends_everything_that_serves_the_unit():
    unit = make_unit()
    make_organization(covers=[unit])
    make_officer(assigned_to=[unit])
    plan = {"reason": UncoveredReason.NOT_READY, "measure": Measure.OFFICER, "planned_on": LATER}
    CoveragePlan.objects.create(unit=unit, starts_on=EARLY, **plan)
    Liaison.objects.create(unit=unit, starts_on=EARLY, leader="赵一")
    centre = ServiceCentre.objects.create(name="中心", area=area("桥东街道"), opened_on=EARLY)
    CentreService.objects.create(centre=centre, unit=unit, starts_on=EARLY)
    close_unit(unit, DAY, "moved_out", "迁出证明", BY)
    for model in (BaseSpell, Coverage, Assignment, CoveragePlan, Liaison, CentreService):
        assert (model, spans(model, unit)) == (model, [(EARLY, DAY)])
    assert spans(Placement, unit) == [(EARLY, None)]
    documents = [model.objects.get(unit=unit).end_document for model in (Coverage, Assignment)]
    assert documents == ["迁出证明", "迁出证明"]


def test_closing_leaves_the_document_of_what_ended_that_day():
    unit = make_unit()
    make_organization(covers=[unit])
    coverage = Coverage.objects.get(unit=unit)
    coverage.end_document = "移交纪要"
    end_span(coverage, DAY, BY)
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    assert Coverage.objects.get(unit=unit).end_document == "移交纪要"


def test_closing_before_a_later_plan_is_refused():
    unit = make_unit(name=OLD)
    Liaison.objects.create(unit=unit, starts_on=LATER, leader="赵一")
    sentence = refused(close_unit, unit, DAY, "deregistered", "注销通知", BY)
    assert sentence == f"{OLD}在2021-03-01还有新的领导联系点，注销日期不能更早。"


def test_closing_twice_or_before_the_opening_is_refused():
    unit = closed_unit()
    sentence = refused(close_unit, unit, LATER, "deregistered", "注销通知", BY)
    assert sentence == f"{OLD}已于2020-06-30注销或迁出，无需再办。"
    young = make_unit(name=NEW, on=DAY, opened_on=DAY)
    sentence = refused(close_unit, young, DAY - ONE, "deregistered", "注销通知", BY)
    assert sentence == f"{NEW}成立于2020-06-30，注销日期不能更早。"


def test_second_clerk_sees_that_the_unit_is_closed():
    unit = make_unit(name=OLD)
    stale = Unit.objects.get(pk=unit.pk)
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    sentence = refused(close_unit, stale, LATER, "deregistered", "注销通知", BY)
    assert sentence == f"{OLD}已于2020-06-30注销或迁出，无需再办。"


def test_closed_unit_is_not_moved():
    unit = closed_unit()
    sentence = refused(move_unit, unit, area("桥西街道"), LATER, "", BY)
    assert sentence == f"{OLD}已于2020-06-30注销或迁出，不能再变更管理区域。"


# Coming back


def test_reopening_keeps_the_closing_and_what_it_ended():
    unit = closed_unit()
    reopen_unit(unit, LATER, "恢复登记通知", BY)
    unit.refresh_from_db()
    assert (unit.closed_on, unit.close_reason, unit.close_document) == (None, "", "")
    over = Reopening.objects.get()
    assert (over.closed_on, over.close_reason, over.close_document, over.reopened_on, over.document) == (
        DAY, "deregistered", "注销通知", LATER, "恢复登记通知",
    )  # fmt: skip
    assert spans(BaseSpell, unit) == [(EARLY, DAY)]
    assert spans(Placement, unit) == [(EARLY, None)]


def test_reopening_the_day_after_and_into_the_base():
    unit = closed_unit()
    reopen_unit(unit, DAY + ONE, "恢复登记通知", BY, in_base=True)
    assert spans(BaseSpell, unit) == [(EARLY, DAY), (DAY + ONE, None)]
    assert BaseSpell.objects.get(unit=unit, ends_on=None).entry_document == "恢复登记通知"


def test_reopening_elsewhere_moves_the_unit():
    unit = closed_unit()
    reopen_unit(unit, LATER, "迁回证明", BY, area=area("桥西街道"))
    assert spans(Placement, unit) == [(EARLY, LATER - ONE), (LATER, None)]


def test_reopening_in_the_same_area_leaves_the_placement():
    unit = closed_unit()
    reopen_unit(unit, LATER, "迁回证明", BY, area=area("桥东街道"))
    assert spans(Placement, unit) == [(EARLY, None)]


def test_reopening_without_any_area_asks_for_one():
    unit = closed_unit()
    end_span(Placement.objects.get(unit=unit), DAY, BY)
    sentence = refused(reopen_unit, unit, LATER, "迁回证明", BY)
    assert sentence == f"{OLD}在2021-03-01没有管理区域，请选择管理区域。"
    reopen_unit(unit, LATER, "迁回证明", BY, area=area("桥东街道"))
    assert spans(Placement, unit) == [(EARLY, DAY), (LATER, None)]


def test_reopening_by_the_closing_day_or_without_one_is_refused():
    unit = closed_unit()
    for day in (DAY, DAY - ONE):
        sentence = refused(reopen_unit, unit, day, "恢复登记通知", BY)
        assert sentence == f"{OLD}于2020-06-30注销或迁出，恢复日期应晚于这一天。"
    reopen_unit(unit, LATER, "恢复登记通知", BY)
    sentence = refused(reopen_unit, unit, LATER, "恢复登记通知", BY)
    assert sentence == f"{OLD}没有注销或迁出，无需恢复。"


def test_unit_that_came_back_does_not_count_while_it_was_closed():
    unit = closed_unit()
    reopen_unit(unit, LATER, "恢复登记通知", BY)
    for day in (DAY - ONE, DAY + ONE, LATER - ONE):
        sentence = refused(enter_base, unit, day, "依据", BY)
        assert sentence == f"{OLD}于2020-06-30注销或迁出、2021-03-01恢复，纳入日期不能早于恢复日期。"
    sentence = refused(close_unit, unit, LATER - ONE, "deregistered", "注销通知", BY)
    assert sentence == f"{OLD}于2021-03-01恢复，注销日期不能更早。"
    enter_base(unit, LATER, "依据", BY)
    close_unit(unit, LATER + ONE, "moved_out", "迁出证明", BY)
    assert spans(BaseSpell, unit) == [(EARLY, DAY), (LATER, LATER + ONE)]


def test_coverage_of_the_life_before_ends_with_it():
    unit = closed_unit()
    reopen_unit(unit, LATER, "恢复登记通知", BY)
    organization = make_organization()
    cover(unit, organization, DAY - ONE, BY)
    assert spans(Coverage, unit) == [(DAY - ONE, DAY)]
    with pytest.raises(Refused):
        cover(unit, organization, DAY + ONE, BY)
    cover(unit, organization, LATER, BY)
    assert spans(Coverage, unit) == [(DAY - ONE, DAY), (LATER, None)]


@pytest.mark.parametrize(
    ("day", "is_open"),
    [(DAY, True), (DAY + ONE, False), (LATER - ONE, False), (LATER, True), (LATER + 9 * ONE, True)],
)
def test_unit_is_open_by_day(day, is_open):
    unit = closed_unit()
    reopen_unit(unit, LATER, "恢复登记通知", BY)
    found = [Unit.objects.filter(known(day), pk=unit.pk).exists() for known in (unit_open, unit_over)]
    assert found == [is_open, not is_open]


def test_unit_is_neither_open_nor_over_before_it_opened():
    unit = make_unit(opened_on=DAY)
    found = [Unit.objects.filter(known(DAY - ONE), pk=unit.pk).exists() for known in (unit_open, unit_over)]
    assert found == [False, False]


# Pages


def url(name, unit) -> str:
    return reverse(f"organizations:unit-{name}", args=[unit.pk])


def test_renaming_shows_both_names_before_it_happens(town_clerk, unit):
    given = {"name": NEW, "on": "2020-06-30", "document": "变更通知书"}
    answer = town_clerk.post(url("rename", unit), given)
    assert answer.context["changes"] == [
        f"新增单位曾用名：{unit.name}（起始日期：2016-01-01；截止日期：2020-06-29）",
        f"更名单位：{NEW}（单位名称：{unit.name} → {NEW}）",
    ]
    assert answer.context["title"] == f"更名：{unit.name}"
    assert Unit.objects.get(pk=unit.pk).name == unit.name
    assert confirmed(town_clerk, url("rename", unit), given).url == unit.get_absolute_url()
    assert Unit.objects.get(pk=unit.pk).name == NEW


def test_reopening_by_its_page(town_clerk, unit):
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    given = {"on": "2021-03-01", "document": "恢复登记通知", "in_base": "on"}
    answer = confirmed(town_clerk, url("reopen", unit), given)
    assert (answer.status_code, answer.url) == (302, unit.get_absolute_url())
    assert Unit.objects.get(pk=unit.pk).closed_on is None
    spell = BaseSpell.objects.get(unit=unit, ends_on=None)
    assert (spell.starts_on, spell.approved_by) == (LATER, town_clerk.user)


def test_unit_cannot_come_back_to_a_neighbour(town_clerk, unit):
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    given = {"on": "2021-03-01", "document": "恢复登记通知", "area": area("桥西街道").pk}
    answer = town_clerk.post(url("reopen", unit), given)
    assert answer.context["form"].errors == {"area": ["选择一个有效的选项： 该选择不在可用的选项中。"]}


@pytest.mark.parametrize("name", ["rename", "reopen"])
def test_acts_ask_for_day_and_document(name, town_clerk, unit):
    tomorrow = (timezone.localdate() + ONE).isoformat()
    answer = town_clerk.post(url(name, unit), {"name": NEW, "on": tomorrow, "document": ""})
    assert answer.context["form"].errors == {
        "on": ["日期不能晚于今天，请核对。"], "document": ["请填写依据。"],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["rename", "reopen"])
def test_acts_are_closed_to_strangers_and_readers(name, stranger, leader, unit):
    answers = [act(url(name, unit)).status_code for act in (stranger.get, stranger.post)]
    assert answers == [404, 404]
    assert [act(url(name, unit)).status_code for act in (leader.get, leader.post)] == [403, 403]
