"""Acts that make a unit known: each works, each refusal says why, and nothing is half done."""

import datetime

import pytest
from django.apps import apps

from core.audit import Actor
from core.models import AuditEntry
from core.saving import Conflict, Refused
from organizations.models import Assignment, BaseSpell, Coverage, Placement, Unit, UnitName
from organizations.registration import (
    close_unit,
    end_span,
    enter_base,
    leave_base,
    move_unit,
    register_unit,
    save_unit,
)
from tests.factories import EARLY, area, make_officer, make_organization, make_unit

pytestmark = pytest.mark.django_db

BY = Actor()
DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def everything() -> dict:
    """Every row of our tables, to show that a refused act changed nothing."""
    models = [*apps.get_app_config("organizations").get_models(), AuditEntry]
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def refused(act, *args, **kwargs) -> str:
    """The sentence of the refusal; nothing may be saved."""
    before = everything()
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    assert everything() == before
    return str(refusal.value)


def acts_of(start: int) -> list[tuple]:
    """Act and model of the audit entries written since, in order."""
    entries = AuditEntry.objects.order_by("pk")[start:]
    return [(entry.act, entry.model.removeprefix("organizations.")) for entry in entries]


def last_changes(model: str) -> dict:
    return AuditEntry.objects.filter(model=f"organizations.{model}").first().changes


def spans(model, unit):
    rows = model.objects.filter(unit=unit).order_by("starts_on")
    return [(row.starts_on, row.ends_on) for row in rows]


def test_registering_places_the_unit_and_takes_it_into_the_base(county_clerk):
    by = Actor(county_clerk.user, "r1")
    unit = register_unit(Unit(name="沙河市安全玻璃有限公司"), area("桥东街道"), DAY, by)
    assert (spans(Placement, unit), spans(BaseSpell, unit)) == ([(DAY, None)], [(DAY, None)])
    assert BaseSpell.objects.get(unit=unit).approved_by == county_clerk.user
    assert acts_of(0) == [("新增", "unit"), ("新增", "placement"), ("新增", "basespell")]
    assert set(AuditEntry.objects.values_list("user", "request_id")) == {(county_clerk.user.pk, "r1")}


def test_unit_may_be_registered_outside_the_base():
    unit = make_unit(in_base=False)
    assert (len(spans(Placement, unit)), spans(BaseSpell, unit)) == (1, [])


def test_unit_is_found_by_name_initials_former_name_and_code():
    unit = make_unit(name="沙河市安全玻璃有限公司", credit_code="91130582T43RNW40UT")
    UnitName.objects.create(unit=unit, name="长城建材厂", starts_on=EARLY)
    unit.industry = "玻璃"
    save_unit(unit, DAY, BY)
    make_unit(name="别的单位")
    for text in ("安全玻璃", "shsaqbl", "长城", "ccjcc", "t43rnw", "91130582T43RNW40UT", " 安全 "):
        assert list(Unit.objects.found_by(text)) == [unit]


def test_saving_tells_from_and_to_and_counts_the_version():
    unit = make_unit(employees=5)
    unit.employees = 8
    save_unit(unit, DAY, BY)
    assert last_changes("unit") == {"employees": [5, 8]}
    unit.employees = 9
    with pytest.raises(Conflict):
        save_unit(unit, DAY, BY, version=1)


def test_leaving_the_base_keeps_reason_document_and_approval(county_clerk):
    unit = make_unit()
    spell = leave_base(unit, DAY, "suspended", "停产核查", Actor(county_clerk.user))
    assert (spell.ends_on, spell.exit_reason, spell.exit_document, spell.approved_by) == (
        DAY, "suspended", "停产核查", county_clerk.user,
    )  # fmt: skip
    assert last_changes("basespell")["ends_on"] == [None, "2020-06-30"]
    assert AuditEntry.objects.first().act == "移出基数（停产）"


def test_unit_outside_the_base_cannot_leave_it():
    unit = make_unit(name="甲公司", in_base=False)
    sentence = refused(leave_base, unit, DAY, "suspended", "依据", BY)
    assert sentence == "甲公司在2020-06-30不在基数内，不能移出。请核对日期。"
    unit = make_unit(name="乙公司", on=DAY)
    sentence = refused(leave_base, unit, DAY - ONE, "suspended", "依据", BY)
    assert sentence == "乙公司在2020-06-29不在基数内，不能移出。请核对日期。"


def test_unit_comes_back_into_the_base_after_it_left():
    unit = make_unit()
    leave_base(unit, DAY, "suspended", "停产核查", BY)
    enter_base(unit, DAY + ONE, "复产核查", BY)
    assert spans(BaseSpell, unit) == [(EARLY, DAY), (DAY + ONE, None)]


@pytest.mark.parametrize("day", [DAY - ONE, DAY])
def test_unit_cannot_enter_the_base_twice(day):
    unit = make_unit(name="甲公司")
    assert refused(enter_base, unit, day, "依据", BY) == f"甲公司在{day}或以后已纳入基数，请核对日期。"


def test_entering_before_a_later_spell_is_refused():
    unit = make_unit(name="甲公司", on=DAY)
    sentence = refused(enter_base, unit, DAY - 9 * ONE, "依据", BY)
    assert sentence == "甲公司在2020-06-21或以后已纳入基数，请核对日期。"


def test_closed_unit_does_not_come_back_into_the_base():
    unit = make_unit(name="甲公司")
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    sentence = refused(enter_base, unit, DAY + ONE, "依据", BY)
    assert sentence == "甲公司已于2020-06-30注销或迁出，不能再纳入基数。"


def test_closing_ends_base_coverage_and_assignments_and_keeps_the_past():
    unit = make_unit()
    make_organization(covers=[unit])
    make_officer(assigned_to=[unit])
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    for model in (BaseSpell, Coverage, Assignment):
        assert spans(model, unit) == [(EARLY, DAY)]
    assert spans(Placement, unit) == [(EARLY, None)]
    unit.refresh_from_db()
    assert (unit.closed_on, unit.close_reason, unit.close_document) == (DAY, "deregistered", "注销通知")
    assert BaseSpell.objects.get(unit=unit).exit_reason == "deregistered"
    assert acts_of(AuditEntry.objects.count() - 4) == [
        ("移出基数（注销）", "basespell"), ("结束", "coverage"), ("结束", "assignment"),
        ("注销或迁出", "unit"),
    ]  # fmt: skip


def test_closing_leaves_alone_what_was_over_before():
    unit = make_unit()
    leave_base(unit, DAY - 9 * ONE, "suspended", "停产核查", BY)
    close_unit(unit, DAY, "deregistered", "注销通知", BY)
    assert spans(BaseSpell, unit) == [(EARLY, DAY - 9 * ONE)]


@pytest.mark.parametrize(
    ("later", "noun"),
    [
        (lambda unit: move_unit(unit, area("桥西街道"), DAY + ONE, "", BY), "管理归属"),
        (lambda unit: make_organization(on=DAY + ONE, covers=[unit]), "覆盖关系"),
        (lambda unit: make_officer(on=DAY + ONE, assigned_to=[unit]), "指导员派驻"),
    ],
)
def test_closing_before_a_later_fact_is_refused(later, noun):
    unit = make_unit(name="甲公司")
    later(unit)
    sentence = refused(close_unit, unit, DAY, "deregistered", "注销通知", BY)
    assert sentence == f"甲公司在2020-07-01还有新的{noun}，注销日期不能更早。"


def test_closing_before_a_later_spell_in_the_base_is_refused():
    unit = make_unit(name="甲公司")
    leave_base(unit, DAY - ONE, "suspended", "停产核查", BY)
    enter_base(unit, DAY + ONE, "复产核查", BY)
    sentence = refused(close_unit, unit, DAY, "deregistered", "注销通知", BY)
    assert sentence == "甲公司在2020-07-01还有新的纳入基数，注销日期不能更早。"


@pytest.mark.parametrize("day", [EARLY, DAY])
def test_span_ends_on_its_last_day(day):
    unit = make_unit()
    make_organization(covers=[unit])
    end_span(Coverage.objects.get(unit=unit), day, BY)
    assert spans(Coverage, unit) == [(EARLY, day)]
    assert last_changes("coverage") == {"ends_on": [None, day.isoformat()]}


def test_span_cannot_end_before_it_begins_nor_later_than_it_ended():
    unit = make_unit()
    make_organization(covers=[unit])
    coverage = Coverage.objects.get(unit=unit)
    sentence = refused(end_span, coverage, EARLY - ONE, BY)
    assert sentence == "结束日期不能早于起始日期（2016-01-01），请核对。"
    end_span(coverage, DAY, BY)
    assert refused(end_span, coverage, DAY + ONE, BY) == "已于2020-06-30结束，不能再延后，请核对。"


def test_move_closes_one_placement_and_opens_another():
    unit = make_unit("桥东街道")
    move_unit(unit, area("桥西街道"), DAY, "管理归属调整", BY)
    rows = Placement.objects.filter(unit=unit).order_by("starts_on")
    assert [(row.area.name, row.starts_on, row.ends_on, row.document) for row in rows] == [
        ("桥东街道", EARLY, DAY - ONE, ""), ("桥西街道", DAY, None, "管理归属调整"),
    ]  # fmt: skip
    assert last_changes("unit") == {"area": ["桥东街道", "桥西街道"]}
    assert AuditEntry.objects.first().act == "变更管理区域"


def test_move_to_where_it_is_is_refused():
    unit = make_unit("桥东街道", name="甲公司")
    sentence = refused(move_unit, unit, area("桥东街道"), DAY, "", BY)
    assert sentence == "甲公司在2020-06-30已由桥东街道管理，无需变更。"


@pytest.mark.parametrize("day", [EARLY, EARLY - ONE])
def test_move_on_the_first_day_of_the_placement_or_before_is_refused(day):
    unit = make_unit("桥东街道", name="甲公司")
    sentence = refused(move_unit, unit, area("桥西街道"), day, "", BY)
    assert sentence == "甲公司从2016-01-01起由桥东街道管理，变更日期应晚于这一天。"


def test_move_before_a_later_move_is_refused():
    unit = make_unit("桥东街道", name="甲公司")
    move_unit(unit, area("桥西街道"), DAY, "", BY)
    for place in ("桥西街道", "白塔镇"):
        sentence = refused(move_unit, unit, area(place), DAY - 9 * ONE, "", BY)
        assert sentence == "甲公司从2020-06-30起由桥西街道管理，变更日期应晚于这一天。"
