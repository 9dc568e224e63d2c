"""The ledger adds up to the 分, stays as it was written, and is mended by one reversal."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.models import AuditEntry
from core.saving import Refused, change
from core.scoping import EVERYONE
from funding.models import Entry, Source
from funding.money import Totals, in_wan_text
from funding.reversing import reverse
from tests.factories import BY, make_organization
from tests.funding.factories import DAY, make_entry, source

pytestmark = pytest.mark.django_db
LATER = datetime.date(2026, 6, 1)


def totals(income, expense) -> Totals:
    return Totals(Decimal(income), Decimal(expense))


def test_sources_are_known_after_migration():
    assert [str(row) for row in Source.objects.all()] == [
        "基层组织建设经费专项", "党费返还", "企业管理费列支", "社会组织管理费", "留存党费补贴",
        "企业自筹", "上级支持", "资源整合（作价）", "捐助", "其他",
    ]  # fmt: skip
    assert Source.scope_anchors == EVERYONE


def test_nothing_adds_up_to_nothing(organization):
    assert Entry.objects.totals() == totals("0.00", "0.00")


def test_amounts_add_up_to_the_cent(organization):
    for amount in ("0.10", "0.20", "999999999999.99", "0.01"):
        make_entry(organization, amount)
    make_entry(organization, "0.29", "expense")
    found = Entry.objects.totals()
    assert found == totals("1000000000000.30", "0.29")
    assert found.balance == Decimal("1000000000000.01")


@pytest.mark.slow
def test_many_cents_make_no_crumbs(organization):
    Entry.objects.bulk_create(
        Entry(organization=organization, source=source(), kind="income", day=DAY, amount=Decimal("0.07"))
        for _ in range(1000)
    )
    assert Entry.objects.totals().income == Decimal("70.00")


def test_reversal_takes_back_its_entry(organization):
    make_entry(organization, "500.00")
    wrong = make_entry(organization, "80.00", "expense")
    taken_back = reverse(wrong, LATER, "票据重复", BY)
    assert Entry.objects.totals() == totals("500.00", "0.00")
    assert Entry.objects.up_to(DAY).totals() == totals("500.00", "80.00")
    assert (taken_back.expense, taken_back.note, taken_back.day) == (Decimal("-80.00"), "票据重复", LATER)
    assert str(taken_back) == "2026-06-01 近处玻璃党支部 冲正支出 80.00元"
    assert [taken_back.standing, Entry.objects.get(pk=wrong.pk).standing] == ["冲正记录", "已冲正"]


def test_balances_are_kept_by_organization_and_source(organization, far_organization):
    make_entry(organization, "500.00")
    make_entry(organization, "120.50", "expense")
    make_entry(organization, "300.00", key="donation")
    make_entry(far_organization, "70.00", day=LATER)
    near, far = organization.pk, far_organization.pk
    dues, donation = source().pk, source("donation").pk
    assert Entry.objects.balances_on(DAY) == {
        (near, dues): Decimal("379.50"),
        (near, donation): Decimal("300.00"),
    }
    assert Entry.objects.balances_on(LATER)[far, dues] == Decimal("70.00")


def test_an_entry_is_reversed_once(organization):
    entry = make_entry(organization)
    taken_back = reverse(entry, LATER, "记错", BY)
    with pytest.raises(Refused, match="已于2026-06-01冲正，不能重复冲正"):
        reverse(entry, LATER, "再来一次", BY)
    with pytest.raises(Refused, match="本身就是冲正"):
        reverse(taken_back, LATER, "反悔", BY)
    assert Entry.objects.count() == 2


def test_the_database_reverses_an_entry_once(organization):
    entry = make_entry(organization)
    reverse(entry, LATER, "记错", BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(organization, reverses=entry, note="抢先一步")


def test_a_reversal_is_not_older_than_its_entry(organization):
    entry = make_entry(organization)
    with pytest.raises(Refused, match="不能早于原记录日期（2026-05-08）"):
        reverse(entry, DAY - datetime.timedelta(days=1), "记错", BY)
    assert reverse(entry, DAY, "记错", BY).day == DAY


def test_a_mistake_is_mended_after_the_organization_has_closed(organization):
    entry = make_entry(organization)
    organization.closed_on, organization.close_reason = DAY, "merged"
    change(organization, BY)
    assert reverse(entry, LATER, "撤销时清账发现", BY).day == LATER


def test_a_reversal_tells_who_and_why(organization):
    taken_back = reverse(make_entry(organization), LATER, "记错", BY)
    told = AuditEntry.objects.filter(model="funding.entry", object_id=str(taken_back.pk)).get()
    assert (told.act, told.reason) == ("新增", "记错")


@pytest.mark.parametrize("sql", ["UPDATE funding_entry SET amount = 1", "DELETE FROM funding_entry"])
def test_the_ledger_is_append_only(organization, sql):
    make_entry(organization, "100.00")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.totals() == totals("100.00", "0.00")


def test_replacing_a_line_is_refused(organization):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    make_entry(organization, "100.00")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO funding_entry"
            " (id, organization_id, source_id, kind, day, amount, purpose, voucher_number, note)"
            " SELECT id, organization_id, source_id, kind, day, 1, '', '', '' FROM funding_entry"
        )
    assert Entry.objects.totals() == totals("100.00", "0.00")


@pytest.mark.parametrize(
    "values", [{"amount": "0.00"}, {"amount": "-1.00"}, {"kind": "expense", "purpose": ""}]
)
def test_the_database_refuses_what_no_ledger_holds(organization, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(organization, **values)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2015-12-31", "“试验党支部”在2015-12-31尚未成立或已经撤销，请核对日期。"),
        ("2026-03-02", "“试验党支部”在2026-03-02尚未成立或已经撤销，请核对日期。"),
    ],
)
def test_a_day_outside_the_life_of_the_organization_is_refused(db, day, message):
    organization = make_organization(
        name="试验党支部", closed_on=datetime.date(2026, 3, 1), close_reason="merged"
    )
    entry = Entry(
        organization=organization,
        source=source(),
        kind="income",
        day=datetime.date.fromisoformat(day),
        amount=1,
    )
    with pytest.raises(ValidationError) as error:
        entry.full_clean()
    assert error.value.message_dict == {"day": [message]}


def test_a_source_out_of_use_is_refused(organization):
    Source.objects.filter(key="donation").update(ends_on=datetime.date(2025, 12, 31))
    entry = Entry(organization=organization, source=source("donation"), kind="income", day=DAY, amount=1)
    with pytest.raises(ValidationError) as error:
        entry.full_clean()
    assert error.value.message_dict == {"source": ["“捐助”在2026-05-08不可使用，请核对日期或另选来源。"]}


@pytest.mark.parametrize(
    ("yuan", "text"), [("1000000", "100万元"), ("1234567.89", "123.456789万元"), ("520000000", "52000万元")]
)
def test_ten_thousands_are_said_with_their_unit(yuan, text):
    assert in_wan_text(Decimal(yuan)) == text
