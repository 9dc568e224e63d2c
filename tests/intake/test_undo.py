"""An import can be taken back for thirty days, as far as nothing was built on it."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import AuditEntry
from core.saving import Refused
from intake.undoing import TAKEN_BACK, obstacles, undo_batch, why_not
from organizations.building import cover
from organizations.models import Coverage, ImportBatch, Organization, Post, Unit
from organizations.registration import close_unit
from tests.everything import our_models
from tests.factories import BY, TODAY, make_organization, make_unit
from tests.organizations.ledgers import STANDALONE, bring_in, keep, ledger, line
from tests.workbook_factory import credit_code

pytestmark = pytest.mark.django_db

ONE = credit_code(1)
TOLD = {
    "core.auditentry",
    "organizations.importbatch",
    "organizations.importline",
    "organizations.importedfact",
}


def state() -> dict:
    """Every value of every row, but for what tells of imports and for counted versions."""
    models = [m for m in our_models() if m._meta.label_lower not in TOLD]
    rows = {m._meta.label_lower: list(m._base_manager.order_by("pk").values()) for m in models}
    return {
        label: [{name: value for name, value in row.items() if name != "version"} for row in found]
        for label, found in rows.items()
    }


def undo(batch: ImportBatch) -> ImportBatch:
    return undo_batch(batch, BY, timezone.now())


def refusal_of(batch: ImportBatch) -> str:
    with pytest.raises(Refused) as refusal:
        undo(batch)
    return str(refusal.value)


def a_ledger(**cells) -> bytes:
    return ledger(
        line(统一社会信用代码=ONE, 职工人数="9", 联系电话="13800000000")
        | STANDALONE
        | {"书记": "王明"}
        | cells,
        line("第二公司") | {"组建方式": "联合组建", "党组织名称": "联合支部"},
        line("第三公司") | {"组建方式": "联合组建", "党组织名称": "联合支部"},
        line("第四公司", 组建方式="派指导员", 指导员="李红"),
    )


def test_everything_is_as_it_was_before():
    make_unit(name="沙河市试验玻璃有限公司", credit_code=ONE, employees=5, contact_phone="13900000000")
    before = state()
    batch = bring_in(a_ledger())
    assert state() != before
    undo(batch)
    assert state() == before
    batch.refresh_from_db()
    assert (batch.state, batch.undone_at is not None) == ("undone", True)


def test_former_secretary_is_in_post_again():
    bring_in(ledger(line() | STANDALONE | {"书记": "王明"}), on=datetime.date(2020, 6, 30))
    undo(bring_in(ledger(line() | STANDALONE | {"书记": "李红"}), on=datetime.date(2021, 6, 30)))
    assert [(post.name, post.ends_on) for post in Post.objects.all()] == [("王明", None)]


def test_what_was_taken_back_is_told_and_its_first_entries_stay():
    batch = bring_in(ledger(line()))
    entries = AuditEntry.objects.count()
    undo(batch)
    told = AuditEntry.objects.filter(act=TAKEN_BACK).values_list("model", flat=True)
    assert sorted(told) == [
        "organizations.basespell",
        "organizations.importbatch",
        "organizations.placement",
        "organizations.unit",
    ]
    assert AuditEntry.objects.count() == entries + 4


def test_same_file_can_be_brought_in_again_afterwards():
    data = a_ledger()
    undo(bring_in(data))
    assert bring_in(data).summary["new"] == 4


def test_later_act_on_a_row_stands_in_the_way():
    batch = bring_in(ledger(line(), line("第二公司")))
    close_unit(Unit.objects.get(name="第二公司"), TODAY, "deregistered", "通知", BY)
    sentence = refusal_of(batch)
    assert sentence.startswith("导入以后又有了新的内容，不能撤回：")
    assert "单位“第二公司”" in sentence and "办理了“注销或迁出”" in sentence
    assert Unit.objects.count() == 2


def test_row_that_rests_on_an_added_one_stands_in_the_way():
    batch = bring_in(ledger(line()))
    unit = Unit.objects.get()
    coverage = cover(unit, make_organization(name="后来的支部"), TODAY, BY)
    assert [str(each) for each in obstacles(batch)] == [f"{unit}：覆盖关系“{coverage}”"]
    assert "后来的支部" in refusal_of(batch)


def test_second_import_of_the_same_unit_is_taken_back_first():
    first = bring_in(ledger(line(职工人数="5")))
    second = bring_in(ledger(line(职工人数="6")))
    assert "办理了“修改”" in refusal_of(first)
    undo(second)
    assert Unit.objects.get().employees == 5


def test_first_import_can_be_taken_back_after_the_second_was():
    first = bring_in(ledger(line(职工人数="5")))
    undo(bring_in(ledger(line(职工人数="6"))))
    undo(first)
    assert Unit.objects.count() == 0


def test_organization_of_the_import_used_by_a_colleague_stays():
    batch = bring_in(ledger(line("第二公司") | {"组建方式": "联合组建", "党组织名称": "联合支部"}))
    other = make_unit(name="别的公司")
    cover(other, Organization.objects.get(), TODAY, BY)
    assert "联合支部" in refusal_of(batch)
    assert Coverage.objects.count() == 2


@pytest.mark.parametrize(("days", "sentence"), [(29, ""), (31, "导入已超过30天，不能再撤回，请逐条更正。")])
def test_an_import_can_be_taken_back_for_thirty_days(days, sentence):
    batch = bring_in(ledger(line()))
    assert why_not(batch, batch.applied_at + datetime.timedelta(days=days)) == sentence


def test_what_was_not_applied_or_is_taken_back_already_says_so():
    batch = keep(ledger(line()))
    assert refusal_of(batch) == "这个工作簿还没有导入，无需撤回。"
    batch = bring_in(ledger(line()))
    undo(batch)
    assert refusal_of(batch).startswith("这次导入已于")


def test_command_takes_back_or_says_why_not(capsys):
    batch = bring_in(ledger(line()))
    call_command("undo_import", batch.pk)
    assert capsys.readouterr().out == "已撤回“台账.csv”的导入，共3项变动。\n"
    with pytest.raises(CommandError, match="已于"):
        call_command("undo_import", batch.pk)
    with pytest.raises(CommandError, match="没有编号为0的导入批次"):
        call_command("undo_import", 0)


def test_page_shows_what_will_happen_and_does_it(town_clerk):
    batch = bring_in(a_ledger())
    batch.area = Unit.objects.first().placements.get().area
    batch.save()
    page = f"{batch.get_absolute_url()}undo/"
    effects = town_clerk.get(page).context["effects"]
    assert [(e["noun"], e["added"], e["changed"]) for e in effects][:3] == [
        ("单位", 4, 0), ("管理归属", 4, 0), ("纳入基数", 4, 0),
    ]  # fmt: skip
    answer = town_clerk.post(page, follow=True)
    assert [str(m) for m in answer.context["messages"]] == [
        "已撤回：这次导入新增的内容已删去，改动的内容已恢复。"
    ]
    assert {row["url"] for row in answer.context["lines"]} == {""}
    assert Unit.objects.count() == 0
