"""Acts of guidance: sent, replaced, left; what contradicts is refused with both names, what is 一般 warns."""

import datetime

import pytest

from core.models import AuditEntry
from core.saving import Refused
from organizations.building import assign, closing_of
from organizations.conditions import waiting_for_officer, worked_in
from organizations.guidance import (
    assign_units,
    end_assignment,
    leave,
    left_alone,
    left_alone_warnings,
    load_warnings,
    record_visit,
    replace_officer,
)
from organizations.models import AdviceItem, Assignment, DatedRule, Reopening, Unit, Visit
from organizations.registration import close_unit, leave_base
from tests.factories import BY, EARLY, make_officer, make_organization, make_unit

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 6, 30)
ONE = datetime.timedelta(days=1)


def refused(act, *arguments) -> str:
    """The sentence with which an act is refused; nothing has changed then."""
    before = (list(Assignment.objects.values()), AuditEntry.objects.count())
    with pytest.raises(Refused) as refusal:
        act(*arguments)
    assert (list(Assignment.objects.values()), AuditEntry.objects.count()) == before
    return str(refusal.value)


def spans() -> list[tuple]:
    rows = Assignment.objects.order_by("pk").select_related("officer", "unit")
    return [(row.officer.name, row.unit.name, row.starts_on, row.ends_on) for row in rows]


def visited(assignment, day) -> Visit:
    return Visit.objects.create(assignment=assignment, held_on=day, content="了解情况")


@pytest.fixture
def king():
    return make_officer(name="王明")


@pytest.fixture
def firm():
    return make_unit(name="甲公司")


def test_officer_is_sent_to_several_units_at_once(king, firm):
    assign_units(king, [firm, make_unit(name="乙公司")], DAY, BY, "派驻通知")
    assert spans() == [("王明", "甲公司", DAY, None), ("王明", "乙公司", DAY, None)]
    assert set(Assignment.objects.values_list("document", flat=True)) == {"派驻通知"}


def test_one_unit_that_refuses_keeps_the_officer_from_all(king, firm):
    closed = make_unit(name="乙公司")
    close_unit(closed, DAY - ONE, "deregistered", "注销通知", BY)
    assert refused(assign_units, king, [firm, closed], DAY, BY) == (
        "乙公司已于2020-06-29注销或迁出，不能再派指导员王明。"
    )


def test_officer_who_left_is_sent_nowhere_and_before_only_until_then(king, firm):
    leave(king, DAY, "退休", BY)
    assert refused(assign, king, firm, DAY + ONE, BY) == "指导员王明已于2020-06-30离任，不能再派驻甲公司。"
    assert assign(king, firm, EARLY, BY).ends_on == DAY


def test_unit_that_was_reopened_takes_no_officer_while_it_was_closed(king, firm):
    until = DAY + 10 * ONE
    Reopening.objects.create(
        unit=firm, closed_on=DAY, close_reason="suspended", reopened_on=until, document="恢复通知"
    )
    assert [closing_of(firm, day) for day in (DAY, until - ONE, until)] == [DAY, DAY, None]
    assert (
        refused(assign, king, firm, DAY + ONE, BY) == "甲公司已于2020-06-30注销或迁出，不能再派指导员王明。"
    )
    assert [assign(king, firm, day, BY).ends_on for day in (DAY, until)] == [DAY, None]


def test_assignment_ends_with_a_document(king, firm):
    [assignment] = assign_units(king, [firm], EARLY, BY)
    end_assignment(assignment, DAY, "调整通知", BY)
    stored = Assignment.objects.get()
    assert (stored.ends_on, stored.end_document) == (DAY, "调整通知")
    assert AuditEntry.objects.get(act="结束").changes == {
        "ends_on": [None, "2020-06-30"],
        "end_document": ["", "调整通知"],
    }


def test_assignment_does_not_end_before_its_last_visit_nor_before_it_began(king, firm):
    [assignment] = assign_units(king, [firm], EARLY, BY)
    visited(assignment, DAY)
    assert refused(end_assignment, assignment, DAY - ONE, "", BY) == (
        "王明在2020-06-30走访过甲公司，派驻不能在这一天以前结束。请核对日期。"
    )
    assert refused(end_assignment, assignment, EARLY - ONE, "", BY) == (
        "结束日期不能早于起始日期（2016-01-01），请核对。"
    )
    end_assignment(assignment, DAY, "", BY)


def test_officer_is_replaced_without_a_day_between(king, firm):
    [assignment] = assign_units(king, [firm], EARLY, BY)
    replace_officer(assignment, make_officer(name="李华"), DAY, "调整通知", BY)
    assert spans() == [("王明", "甲公司", EARLY, DAY - ONE), ("李华", "甲公司", DAY, None)]
    documents = list(Assignment.objects.order_by("pk").values_list("document", "end_document"))
    assert documents == [("", "调整通知"), ("调整通知", "")]
    assert [Unit.objects.filter(worked_in(day)).count() for day in (DAY - ONE, DAY)] == [1, 1]


def test_who_takes_over_a_past_assignment_stays_as_long_as_it_lasted(king, firm):
    [assignment] = assign_units(king, [firm], EARLY, BY)
    end_assignment(assignment, DAY, "", BY)
    assignment.refresh_from_db()
    replace_officer(assignment, make_officer(name="李华"), DAY - ONE, "", BY)
    assert spans() == [
        ("王明", "甲公司", EARLY, DAY - 2 * ONE),
        ("李华", "甲公司", DAY - ONE, DAY),
    ]


@pytest.mark.parametrize("day", [EARLY - ONE, EARLY, DAY + ONE])
def test_officer_is_replaced_only_while_he_is_there(day, king, firm):
    [assignment] = assign_units(king, [firm], EARLY, BY)
    end_assignment(assignment, DAY, "", BY)
    assignment.refresh_from_db()
    assert refused(replace_officer, assignment, make_officer(name="李华"), day, "", BY) == (
        "王明派驻甲公司的起止日期为2016-01-01 至 2020-06-30，更换日期应晚于起始日期，并在派驻期内。请核对。"
    )


def test_officer_is_not_replaced_by_himself_nor_by_one_who_is_there(king, firm):
    [assignment] = assign_units(king, [firm], EARLY, BY)
    other = make_officer(name="李华", assigned_to=[firm])
    assert refused(replace_officer, assignment, king, DAY, "", BY) == (
        "王明就是甲公司现在的指导员，请选择另一名指导员。"
    )
    assert refused(replace_officer, assignment, other, DAY, "", BY) == (
        "指导员李华在2016-01-01 至 今已派驻甲公司，无需重复登记。"
    )


def test_officer_who_leaves_leaves_all_units_that_day(king, firm):
    other = make_unit(name="乙公司")
    assign_units(king, [firm, other], EARLY, BY)
    past = Assignment.objects.get(unit=other)
    end_assignment(past, DAY - ONE, "原通知", BY)
    left = leave(king, DAY, "调离", BY)
    assert (left.left_on, left.left_reason) == (DAY, "调离")
    assert spans() == [("王明", "甲公司", EARLY, DAY), ("王明", "乙公司", EARLY, DAY - ONE)]
    documents = list(Assignment.objects.order_by("pk").values_list("end_document", flat=True))
    assert documents == ["指导员离任：调离", "原通知"]
    waiting = [Unit.objects.filter(waiting_for_officer(day)).count() for day in (DAY - ONE, DAY, DAY + ONE)]
    assert waiting == [0, 1, 2]


def test_officer_leaves_once_and_not_before_an_assignment_begins(king, firm):
    assign_units(king, [firm], DAY, BY)
    assert refused(leave, king, DAY - ONE, "调离", BY) == (
        "王明从2020-06-30起派驻甲公司，离任日期不能早于这一天。"
    )
    leave(king, DAY, "调离", BY)
    assert refused(leave, king, DAY + ONE, "调离", BY) == "王明已于2020-06-30离任，无需重复办理。"


def test_units_of_the_base_without_organization_and_other_officer_are_left_alone(king, firm):
    covered, shared, outside = (make_unit(name=name) for name in ("乙公司", "丙公司", "丁公司"))
    make_organization(covers=[covered])
    make_officer(assigned_to=[shared])
    leave_base(outside, DAY - ONE, "suspended", "会议纪要", BY)
    assign_units(king, [firm, covered, shared, outside], EARLY, BY)
    assert left_alone(king.assignments.on(DAY), DAY) == [firm]
    assert left_alone_warnings(king.assignments.on(DAY), DAY) == [
        "2020-06-30以后，甲公司1家单位既无党组织也无指导员，将列入待补派。"
    ]
    assert left_alone_warnings(Assignment.objects.filter(unit=covered), DAY) == []


def test_a_long_list_of_units_left_alone_is_cut(king):
    assign_units(king, [make_unit(name=f"{number}厂") for number in range(12)], EARLY, BY)
    [sentence] = left_alone_warnings(king.assignments.on(DAY), DAY)
    assert sentence == (
        "2020-06-30以后，0厂、1厂、2厂、3厂、4厂、5厂、6厂、7厂、8厂、9厂等12家单位既无党组织也无指导员，"
        "将列入待补派。"
    )


@pytest.mark.parametrize(
    ("service", "most", "kind"),
    [("part_time", 5, "兼职"), ("full_time", 10, "专职"), ("", 5, "未登记专兼职的")],
)
def test_load_over_the_limit_of_the_class_warns(service, most, kind):
    officer = make_officer(name="王明", service=service)
    assert load_warnings(officer, most, [DAY]) == []
    assert load_warnings(officer, most + 1, [DAY]) == [
        f"王明是{kind}指导员，派驻后在2020-06-30共{most + 1}家，一般不超过{most}家。请确认。"
    ]


def test_load_counts_what_runs_on_any_of_the_days(king, firm):
    assign_units(king, [firm], DAY, BY)
    assert load_warnings(king, 5, [DAY - ONE]) == []
    assert load_warnings(king, 5, [DAY - ONE, DAY]) == [
        "王明是未登记专兼职的指导员，派驻后在2020-06-30共6家，一般不超过5家。请确认。"
    ]


def test_without_a_rule_nothing_is_too_much(king):
    DatedRule.objects.filter(key="officer_load").update(ends_on=DAY - ONE)
    assert load_warnings(king, 99, [DAY]) == []


def test_visit_is_recorded_with_its_advice(king, firm):
    [assignment] = assign_units(king, [firm], EARLY, BY)
    items = [AdviceItem(text=text, owner="赵经理", due_on=DAY) for text in ("建活动室", "办公开栏")]
    visit = record_visit(Visit(assignment=assignment, held_on=DAY, content="座谈"), items, BY)
    assert list(visit.items.values_list("text", "owner", "due_on")) == [
        ("建活动室", "赵经理", DAY),
        ("办公开栏", "赵经理", DAY),
    ]
    assert AuditEntry.objects.filter(model="organizations.adviceitem", act="新增").count() == 2
