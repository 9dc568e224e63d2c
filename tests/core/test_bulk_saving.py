"""Many rows are saved as one is, with the same trail, in a number of statements that hardly grows."""

import datetime
import json

import pytest
from django.db.models import Model

from core.audit import HIDDEN, Actor, record_all
from core.batches import batches, rows_by, turns
from core.journal import Journal, Note
from core.models import AuditEntry
from core.saving import Conflict, add, add_all, change, change_all
from members.models import Member
from organizations.models import Officer, Organization, Unit
from tests.everything import our_models
from tests.factories import area, make_organization, make_unit

BY = Actor(None, "request-1", "203.0.113.9")
DAY = datetime.date(2020, 6, 30)
VARYING = {"id", "at", "object_id"}


def entries(start: int = 0) -> list[dict]:
    """The trail without numbers of rows and times."""
    rows = list(AuditEntry.objects.order_by("pk").values())[start:]
    return [{name: row[name] for name in row.keys() - VARYING} for row in rows]


def values(row: Model) -> dict:
    return type(row).objects.filter(pk=row.pk).values().get()


def unit(number: int) -> Unit:
    return Unit(name=f"甲{number}公司", employees=number, contact_phone="13800000000" if number % 2 else "")


def organization(number: int, superior=None) -> Organization:
    return Organization(name=f"甲{number}支部", established_on=DAY, superior=superior)


def officer(number: int) -> Officer:
    return Officer(name=f"王{number}", area=area("桥东街道"), phone="13800000000")


def member(number: int) -> Member:
    return Member(
        name=f"李{number}",
        sex="male",
        birth_date=datetime.date(1990, 1, 1),
        status="formal",
        joined_on=DAY,
        full_member_on=DAY,
    )


@pytest.mark.parametrize("make", [unit, organization, officer, member])
def test_rows_added_together_are_as_if_added_one_by_one(db, make):
    by_one = [add(make(number), BY, "补录") for number in range(3)]
    together = add_all([make(number) for number in range(3)], BY, "补录")
    first, second = entries()[:3], entries()[3:]
    for one, other, told, also_told in zip(by_one, together, first, second, strict=True):
        numbers = {"id": one.pk, "path": f"{one.pk}/"} if hasattr(one, "path") else {"id": one.pk}
        assert values(other) | numbers == values(one)
        assert AuditEntry.objects.filter(object_id=other.pk, model=other._meta.label_lower).exists()
        for name, value in numbers.items():
            also_told["changes"][name] = [also_told["changes"][name][0], value]
        assert also_told == told


def test_new_organizations_hang_below_their_superiors(db):
    top = add(organization(0), BY)
    child = add(organization(1, top), BY)
    added = add_all([organization(2, child), organization(3), organization(4, top)], BY)
    assert [one.path for one in added] == [
        f"{top.pk}/{child.pk}/{added[0].pk}/", f"{added[1].pk}/", f"{top.pk}/{added[2].pk}/",
    ]  # fmt: skip
    assert list(Organization.objects.order_by("pk").values_list("path", flat=True))[2:] == [
        one.path for one in added
    ]


def test_model_with_a_save_of_its_own_says_what_it_does_for_many():
    own = [model for model in our_models() if "save" in vars(model)]
    assert own
    assert [model for model in own if not (hasattr(model, "prepare") or hasattr(model, "settle"))] == []


def again(rows, **changes):
    """The rows read anew, with changes."""
    read = list(type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
    for row in read:
        for name, value in changes.items():
            setattr(row, name, value)
    return read


def test_rows_changed_together_are_as_if_changed_one_by_one(db):
    ones, others = add_all(map(unit, range(3)), BY), add_all(map(unit, range(3)), BY)
    start, changes = AuditEntry.objects.count(), {"employees": 2, "contact_phone": "13900000000"}
    for one in again(ones, **changes):
        change(one, BY, act="核实", reason="摸排")
    changed = change_all(again(others, **changes), BY, act="核实", reason="摸排")
    told = entries(start)
    assert told[:3] == told[3:]
    assert told[5]["changes"] == {"contact_phone": ["", HIDDEN]}
    for one, other in zip(ones, others, strict=True):
        assert values(other) | {"id": one.pk} == values(one)
    assert [row.version for row in changed] == [2, 2, 2]


def test_member_is_found_by_the_new_name(db):
    rows = add_all(map(member, range(2)), BY)
    change_all(again(rows, name="王明"), BY)
    assert set(Member.objects.values_list("search_text", flat=True)) == {"王明 wm"}
    assert AuditEntry.objects.first().changes["search_text"] == [HIDDEN, HIDDEN]


def test_rows_that_do_not_differ_are_left_alone(db):
    rows = add_all(map(unit, range(3)), BY)
    start, read = AuditEntry.objects.count(), again(rows)
    read[1].employees = 7
    assert change_all(read, BY) == [rows[1]]
    assert change_all([], BY) == []
    assert AuditEntry.objects.count() == start + 1
    assert list(Unit.objects.order_by("pk").values_list("version", flat=True)) == [1, 2, 1]


def test_first_row_that_somebody_else_saved_is_a_conflict(db):
    rows = add_all(map(unit, range(3)), BY)
    mine = again(rows, employees=9)
    change_all(again(rows[1:], employees=20), BY)
    before, count = list(Unit.objects.values()), AuditEntry.objects.count()
    with pytest.raises(Conflict) as conflict:
        change_all(mine, BY)
    assert (conflict.value.current, conflict.value.current.employees) == (rows[1], 20)
    assert (list(Unit.objects.values()), AuditEntry.objects.count()) == (before, count)


def test_one_row_twice_in_one_call(db):
    row = make_unit()
    first, second = again([row], employees=5)[0], again([row], employees=6)[0]
    assert change_all([first, first], BY) == [first]
    with pytest.raises(Conflict):
        change_all([again([row], employees=7)[0], second], BY)


def test_row_that_is_gone_is_told(db):
    row = add(unit(1), BY)
    Unit.objects.filter(pk=row.pk).delete()
    with pytest.raises(Unit.DoesNotExist):
        change_all([row], BY)


def test_organization_moved_with_others_takes_along_what_hangs_below(db):
    top, moved = add_all([organization(0), organization(1)], BY)
    below = add(organization(2, moved), BY)
    read = again([top, moved], note="核实")
    read[1].superior = read[0]
    assert set(change_all(read, BY)) == {top, moved}
    assert Organization.objects.get(pk=below.pk).path == f"{top.pk}/{moved.pk}/{below.pk}/"
    assert Organization.objects.get(pk=moved.pk).note == "核实"


@pytest.mark.parametrize("number", [10, 1000])
def test_adding_and_changing_take_a_handful_of_statements(db, number, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        rows = add_all(map(unit, range(number)), BY)
    read = again(rows, industry="玻璃")
    with django_assert_max_num_queries(5):
        change_all(read, BY)
    assert AuditEntry.objects.count() == 2 * number


def test_more_than_a_batch(db):
    rows = add_all(map(unit, range(1005)), BY)
    assert len(change_all(again(rows, industry="玻璃"), BY)) == 1005
    assert Unit.objects.filter(industry="玻璃", version=2).count() == 1005
    assert AuditEntry.objects.filter(act="修改").count() == 1005


def test_audit_entries_stand_in_the_transaction_of_their_act(committed):
    with pytest.raises(RuntimeError):
        record_all(BY, "修改", [])


# The journal


def test_journal_takes_down_what_was_added_and_what_was_before(db):
    journal = Journal()
    by = Actor(journal=journal)
    one = add(unit(1), by)
    two, three = add_all([unit(2), unit(3)], by)
    one.contact_phone, one.opened_on = "", DAY
    change(one, by)
    read = again([two, three], annual_revenue="1.5", contact_phone="13900000000")
    change_all(read, by)
    label = "organizations.unit"
    assert journal.notes == [
        Note(label, one.pk, None), Note(label, two.pk, None), Note(label, three.pk, None),
        Note(label, one.pk, {"contact_phone": "13800000000", "opened_on": None}),
        Note(label, two.pk, {"annual_revenue": None, "contact_phone": ""}),
        Note(label, three.pk, {"annual_revenue": None, "contact_phone": "13800000000"}),
    ]  # fmt: skip


def test_journal_holds_plain_values(db):
    journal, row = Journal(), make_unit(opened_on=DAY, annual_revenue="1.50")
    branch = make_organization()
    row.opened_on = row.annual_revenue = None
    change(row, Actor(journal=journal))
    branch.superior = make_organization()
    change(branch, Actor(journal=journal))
    branch.superior = None
    change(branch, Actor(journal=journal))
    befores = [note.before for note in journal.notes]
    assert befores[0] == {"opened_on": "2020-06-30", "annual_revenue": "1.50"}
    assert befores[1] == {"superior": None}
    assert befores[2]["superior"] == Organization.objects.order_by("pk").last().pk
    assert json.loads(json.dumps(befores)) == befores


def test_journal_says_nothing_of_who_acts():
    assert Actor(journal=Journal()) == Actor()


# Batches


def test_rows_come_by_the_thousand_and_last_a_rest():
    assert [len(batch) for batch in batches(range(2005))] == [1000, 1000, 5]
    assert list(batches([])) == []


def test_rows_are_found_by_their_key(db):
    rows = add_all(map(unit, range(3)), BY)
    found = rows_by(Unit.objects.all(), "employees", [0, 2, 2, None])
    assert found == {0: [rows[0]], 2: [rows[2]]}


def test_rows_that_share_a_key_take_turns():
    pairs = [("a", 1), ("b", 1), ("a", 2), ("c", 3), ("b", 2)]
    assert turns(pairs, lambda pair: pair) == [
        [("a", 1), ("c", 3)], [("b", 1), ("a", 2)], [("b", 2)],
    ]  # fmt: skip
    assert turns([], lambda pair: pair) == []
