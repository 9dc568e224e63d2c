"""Saving counts the version, tells the audit trail what changed, and lets nobody be overwritten unseen."""

import datetime
from decimal import Decimal

import pytest

from core.audit import HIDDEN, Actor, differences, record, snapshot
from core.models import AuditEntry
from core.saving import Conflict, Refused, add, change, refuse_invalid
from organizations.models import Coverage, Unit
from tests.factories import make_organization, make_unit

BY = Actor(None, "request-1", "203.0.113.9")


def last_entry():
    return AuditEntry.objects.first()


def test_adding_tells_every_value(db):
    unit = add(Unit(name="沙河市试验玻璃有限公司", employees=12), BY)
    entry = last_entry()
    assert (entry.act, entry.model, entry.object_id, entry.object_label) == (
        "新增", "organizations.unit", str(unit.pk), "沙河市试验玻璃有限公司",
    )  # fmt: skip
    assert entry.changes["employees"] == [None, 12]
    assert (entry.user, entry.request_id, entry.address) == (None, "request-1", "203.0.113.9")


def test_changing_tells_from_and_to(db):
    unit = make_unit(employees=12)
    unit.employees, unit.industry = 15, "玻璃"
    change(unit, BY, reason="核实")
    entry = last_entry()
    assert (entry.act, entry.reason) == ("修改", "核实")
    assert entry.changes == {"employees": [12, 15], "industry": ["", "玻璃"]}
    assert (unit.version, Unit.objects.get(pk=unit.pk).version) == (2, 2)


def test_saving_the_same_values_writes_nothing(db):
    unit = make_unit(employees=12)
    before = AuditEntry.objects.count()
    change(Unit.objects.get(pk=unit.pk), BY)
    assert AuditEntry.objects.count() == before
    assert Unit.objects.get(pk=unit.pk).version == 1


def test_hidden_value_is_saved_and_never_told(db):
    unit = make_unit(contact_phone="13800000000")
    unit.contact_phone = "13900000000"
    change(unit, BY)
    assert Unit.objects.get(pk=unit.pk).contact_phone == "13900000000"
    assert last_entry().changes == {"contact_phone": [HIDDEN, HIDDEN]}


def test_hidden_value_tells_whether_there_was_one(db):
    assert snapshot(make_unit())["contact_phone"] == ""
    assert snapshot(make_unit(contact_phone="13800000000"))["contact_phone"] == HIDDEN


def test_values_are_compared_and_not_their_spelling():
    day = datetime.date(2020, 1, 1)
    typed, stored = Coverage(starts_on="2020-01-01"), Coverage(starts_on=day)
    assert differences(stored, typed) == {}
    assert Decimal("1") == Decimal("1.00")


def test_older_version_is_a_conflict_that_shows_the_row_as_it_is(db):
    unit = make_unit(employees=12)
    mine, theirs = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=unit.pk)
    theirs.employees = 20
    change(theirs, BY)
    mine.employees = 30
    with pytest.raises(Conflict) as conflict:
        change(mine, BY)
    assert (conflict.value.current.employees, conflict.value.current.version) == (20, 2)
    assert Unit.objects.get(pk=unit.pk).employees == 20


def test_version_of_the_form_counts_and_not_of_the_row_just_read(db):
    unit = make_unit(employees=12)
    read = Unit.objects.get(pk=unit.pk)
    change(unit_with(unit, employees=20), BY)
    fresh = unit_with(unit, employees=30)
    with pytest.raises(Conflict):
        change(fresh, BY, version=read.version)
    assert change(fresh, BY, version=2).version == 3


def unit_with(unit, **values):
    fresh = Unit.objects.get(pk=unit.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return fresh


def test_changes_outside_the_row_are_told_with_it(db):
    unit = make_unit()
    change(unit, BY, also={"elements": [[], ["五亮"]]})
    assert last_entry().changes == {"elements": [[], ["五亮"]]}
    assert unit.version == 2


def test_row_without_version_is_saved_and_told(db):
    unit = make_unit()
    make_organization(covers=[unit])
    coverage = Coverage.objects.get(unit=unit)
    coverage.document = "沙组〔2020〕1号"
    change(coverage, BY)
    assert last_entry().changes == {"document": ["", "沙组〔2020〕1号"]}


def test_invalid_row_is_refused_with_its_sentences(db):
    unit = make_unit()
    wrong = Unit(name="", kind="enterprise", closed_on=datetime.date(2020, 1, 1))
    with pytest.raises(Refused) as refusal:
        refuse_invalid(wrong)
    assert str(refusal.value) == "此字段不能为空。填写注销或迁出日期时，请同时选择原因。"
    refuse_invalid(unit)


def test_audit_entry_stands_in_the_transaction_of_its_act(committed):
    unit = make_unit()
    with pytest.raises(RuntimeError):
        record(BY, "修改", unit)
