"""The ledger of dues: what it makes, what it is held against, who is unknown; incomes stay sealed."""

import datetime
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from core.models import AuditEntry
from core.saving import Refused
from core.scoping import Scope
from intake.undoing import undo_batch
from members.dues_models import DuesBase, DuesPayment
from organizations.models import ImportBatch, ImportLine
from tests.factories import BY, TODAY, make_organization
from tests.members.dues import paid, told
from tests.members.factories import make_member, make_probationary
from tests.organizations.ledgers import bring_in, keep, preview, sentences, verdicts
from tests.tables import table

pytestmark = pytest.mark.django_db

TITLE = "2025年党费收缴台账 填报单位：甲支部"
JANUARY = datetime.date(2025, 1, 1)
LINE = {
    "序号": "1",
    "党员姓名": "试验党员甲",
    "月工资收入": "4321.00",
    "执行标准": "1%",
    "月应缴党费": "43.21",
    "全年应缴党费": "518.52",
    "全年实缴党费": "518.52",
    "备注": "",
}


@pytest.fixture(autouse=True)
def branch(db):
    return make_organization(name="甲支部")


@pytest.fixture(autouse=True)
def member(branch):
    return make_member(branch)


def ledger(*lines: dict, title=TITLE) -> bytes:
    return table(*(lines or (LINE,)), title=title)


def line(**cells) -> dict:
    return {**LINE, **cells}


NOTHING_TOLD = {name: "" for name in ("月工资收入", "执行标准", "月应缴党费", "全年应缴党费")}


def warned(read) -> list[tuple]:
    return [(heading, sentence) for _, heading, sentence in sentences(read, "warning")]


def test_a_ledger_takes_down_incomes_and_fills_the_months(branch, member):
    read = preview(ledger())
    assert (verdicts(read), sentences(read), warned(read)) == (["update"], [], [])
    bring_in(ledger())
    base = DuesBase.objects.get()
    assert (base.member, base.category, base.base, base.starts_on) == (
        member, "wage", Decimal("4321.00"), JANUARY,
    )  # fmt: skip
    months = DuesPayment.objects.order_by("month").values_list("month__month", "amount")
    assert list(months) == [(number, Decimal("43.21")) for number in range(1, 13)]


def test_a_ledger_brought_in_again_changes_nothing(branch):
    bring_in(ledger())
    assert verdicts(preview(ledger())) == ["unchanged"]


def test_what_was_paid_before_is_not_written_twice(branch, member):
    paid(member, branch, "43.21", month=JANUARY, on=JANUARY)
    paid(member, branch, "20.00", month=datetime.date(2025, 2, 1), on=datetime.date(2025, 2, 3))
    bring_in(ledger())
    amounts = DuesPayment.objects.values_list("amount", flat=True)
    assert sum(amounts) == Decimal("518.52")
    assert DuesPayment.objects.filter(month=JANUARY).count() == 1
    february = DuesPayment.objects.filter(month=datetime.date(2025, 2, 1)).order_by("pk")
    assert [line.amount for line in february] == [Decimal("20.00"), Decimal("23.21")]


def test_what_was_paid_above_the_due_goes_to_the_last_month(branch):
    bring_in(ledger(line(全年实缴党费="600")))
    assert DuesPayment.objects.get(month=datetime.date(2025, 12, 1)).amount == Decimal("124.69")


def test_what_differs_from_the_rule_is_said_with_both_numbers():
    wrong = line(执行标准="1.5%", 月应缴党费="64.82", 全年应缴党费="777.84", 全年实缴党费="")
    assert warned(preview(ledger(wrong))) == [
        ("执行标准", "按收入计算，执行标准应为1%，表中是1.5%。"),
        ("月应缴党费", "按平台计算应为43.21元，表中是64.82元，请核对。"),
        ("全年应缴党费", "按平台计算应为518.52元，表中是777.84元，请核对。"),
    ]


def test_less_than_what_is_on_record_is_said_and_changes_nothing(branch, member):
    paid(member, branch, "100.00", month=JANUARY, on=JANUARY)
    read = preview(ledger(line(**NOTHING_TOLD, 全年实缴党费="99")))
    assert verdicts(read) == ["unchanged"]
    assert warned(read) == [
        ("全年实缴党费", "平台已登记实缴100.00元，表中是99.00元，比平台少，未改动；登记错的请冲正。")
    ]


def test_an_income_that_is_known_stays(branch, member):
    told(member, branch, "3000", month=JANUARY)
    read = preview(ledger(line(全年实缴党费="", 全年应缴党费="")))
    assert warned(read)[0] == ("月工资收入", "平台已登记这一年的党费计算依据，与表中收入不同，未改动。")
    assert DuesBase.objects.get().base == Decimal(3000)


@pytest.mark.parametrize(
    ("cells", "category", "base"),
    [
        ({"月工资收入": "6000", "执行标准": "1%", "月应缴党费": "60"}, "retired", "6000.00"),
        ({"月工资收入": "6000", "执行标准": "0.015", "月应缴党费": "90"}, "wage", "6000.00"),
        ({"月工资收入": "6000", "执行标准": "", "月应缴党费": "60"}, "retired", "6000.00"),
        ({"月工资收入": "", "执行标准": "定额", "月应缴党费": "0.5"}, "farmer", "0.50"),
    ],
)
def test_rate_tells_the_category(cells, category, base):
    bring_in(ledger(line(**{"全年应缴党费": "", "全年实缴党费": "", **cells})))
    row = DuesBase.objects.get()
    assert (row.category, row.base) == (category, Decimal(base))


def test_without_an_income_no_due_is_made_up():
    read = preview(ledger(line(**{**NOTHING_TOLD, "月应缴党费": "50", "全年实缴党费": "600"})))
    assert (verdicts(read), warned(read)) == (["update"], [])


def test_a_year_that_is_not_whole_is_held_against_its_months(branch):
    make_probationary(branch, "新党员", joined_on=datetime.date(2025, 11, 3))
    new = line(党员姓名="新党员", 全年应缴党费="86.42", 全年实缴党费="")
    assert warned(preview(ledger(new))) == []


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"党员姓名": "陌生人"}, "“甲支部”2025年应交党费的党员中没有陌生人，请核对姓名和组织关系。"),
        ({"党员姓名": "同名"}, "“甲支部”有2名党员叫同名，看不出是哪一名，请在页面上登记。"),
        ({"全年实缴党费": "很多"}, "“很多”不是金额，请填写数字，例如 1200.50。"),
        ({"月工资收入": "-5"}, "“-5”不能是负数，请改正。"),
        ({"月工资收入": "12.345"}, "“12.345”的小数超过两位，请改正。"),
    ],
)
def test_what_cannot_be_is_an_error(branch, cells, sentence):
    make_member(branch, "同名")
    make_member(branch, "同名")
    read = preview(ledger(line(**cells)))
    assert (verdicts(read), [told for _, _, told in sentences(read)]) == (["error"], [sentence])


def test_second_line_of_a_member_is_a_repetition():
    assert verdicts(preview(ledger(LINE, LINE))) == ["update", "duplicate"]


def test_organization_and_year_may_stand_in_columns_or_in_the_name_of_the_sheet():
    columns = ledger({"党组织": "甲支部", "年度": "2025年", **LINE}, title="")
    assert verdicts(preview(columns)) == ["update"]
    assert verdicts(preview(ledger(title="2025年党费收缴台账"), "甲支部.csv")) == ["update"]


def test_without_an_organization_or_with_a_year_to_come_nothing_is_read():
    nowhere = preview(ledger(title="2025年党费收缴台账"))
    assert [told for _, _, told in sentences(nowhere)] == [
        "请写明党组织：表中的“党组织”一列、“填报单位”或工作表名称。"
    ]
    late = preview(ledger(title="2099年党费收缴台账 填报单位：甲支部"))
    assert [told for _, _, told in sentences(late)] == ["2099年还没有到，或早于2008年，请核对年度。"]


def test_members_of_others_are_unknown():
    other = Scope(TODAY)
    assert verdicts(preview(ledger(), scope=other)) == ["error"]


def test_income_is_kept_sealed_and_shown_nowhere():
    bring_in(ledger())
    kept = [*ImportLine.objects.values_list("told", "label"), *AuditEntry.objects.values_list("changes")]
    assert "4321" not in str([*kept, *ImportBatch.objects.values()])
    assert b"4321" not in ImportBatch.objects.get().file.read()


def test_an_import_of_payments_is_not_taken_back():
    batch = bring_in(ledger())
    with pytest.raises(Refused, match="只能逐条冲正"):
        undo_batch(batch, BY, batch.applied_at)
    assert DuesPayment.objects.count() == 12


def test_a_ledger_with_unknown_people_is_kept_and_not_applied():
    batch = keep(ledger(line(党员姓名="陌生人")))
    assert (batch.lines.get().verdict, DuesPayment.objects.count()) == ("error", 0)


def test_command_line_masks_the_income(tmp_path):
    (tmp_path / "党费.csv").write_bytes(ledger())
    out = StringIO()
    call_command("import_workbook", str(tmp_path / "党费.csv"), "--json", stdout=out)
    [sheet] = json.loads(out.getvalue())["sheets"]
    assert (sheet["kind"], "4321" in out.getvalue()) == ("dues", False)
