"""A judged ledger becomes facts as of its day, all or nothing, and only once."""

import datetime

import pytest
from django.db import transaction

from core.models import AuditEntry
from core.saving import Refused
from intake.batches import Outdated, correct_batch
from organizations.choices import Formation
from organizations.models import Assignment, Coverage, Officer, Organization, Post, Unit
from tests.factories import BY, make_officer, make_organization, make_unit
from tests.organizations.ledgers import (
    JOINT,
    STANDALONE,
    apply,
    bring_in,
    judge,
    keep,
    ledger,
    line,
    verdicts,
)
from tests.workbook_factory import credit_code

pytestmark = pytest.mark.django_db

ONE = credit_code(1)


def test_joint_organization_is_set_up_once():
    lines = [line(f"沙河市第{number}公司") | JOINT | {"成立时间": "2015-06-01"} for number in range(3)]
    bring_in(ledger(*lines))
    organization = Organization.objects.get()
    assert (organization.formation, organization.type) == (Formation.JOINT, "joint_branch")
    assert organization.established_on == datetime.date(2015, 6, 1)
    assert organization.coverages.count() == 3
    assert set(organization.coverages.values_list("starts_on", flat=True)) == {datetime.date(2015, 6, 1)}


@pytest.mark.parametrize(
    ("word", "formation"),
    [
        ("区域统建", Formation.REGIONAL),
        ("行业统建", Formation.TRADE),
        ("挂靠组建", Formation.ATTACHED),
        ("联合支部", Formation.JOINT),
    ],
)
def test_word_for_the_way_of_forming_is_kept(word, formation):
    bring_in(ledger(line() | JOINT | {"组建方式": word}))
    assert Organization.objects.get().formation == formation


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("中共沙河市甲公司总支部委员会", "general_branch"),
        ("中共沙河市甲公司委员会", "committee"),
        ("中共沙河市甲公司支部委员会", "branch"),
        ("甲公司党委", "committee"),
    ],
)
def test_type_of_organization_is_read_from_its_name(name, kind):
    bring_in(ledger(line() | STANDALONE | {"党组织名称": name}))
    assert Organization.objects.get().type == kind


def test_facts_begin_on_the_as_of_day():
    day = datetime.date(2020, 6, 30)
    bring_in(
        ledger(line() | STANDALONE | {"书记": "王明"}, line("第二公司", 组建方式="派指导员", 指导员="李红")),
        on=day,
    )
    assert set(Unit.objects.values_list("placements__starts_on", "base_spells__starts_on")) == {(day, day)}
    assert Coverage.objects.get().starts_on == Post.objects.get().starts_on == day
    assert Assignment.objects.get().starts_on == day
    assert set(Unit.objects.values_list("surveyed_on", flat=True)) == {day}


def test_new_secretary_follows_the_former_one():
    bring_in(ledger(line() | STANDALONE | {"书记": "王明"}), on=datetime.date(2020, 6, 30))
    bring_in(ledger(line() | STANDALONE | {"书记": "李红"}), on=datetime.date(2021, 6, 30))
    held = Post.objects.order_by("starts_on").values_list("name", "ends_on")
    assert list(held) == [("王明", datetime.date(2021, 6, 29)), ("李红", None)]


def test_older_ledger_does_not_replace_a_newer_secretary():
    bring_in(ledger(line() | STANDALONE | {"书记": "王明"}), on=datetime.date(2021, 6, 30))
    bring_in(ledger(line() | STANDALONE | {"书记": "李红"}), on=datetime.date(2021, 6, 30))
    assert Post.objects.get().name == "王明"


def test_officer_of_the_area_is_found_by_name():
    known = make_officer("桥东街道", name="李红")
    bring_in(ledger(line(组建方式="派指导员", 指导员="李 红")))
    assert Assignment.objects.get().officer == known
    bring_in(ledger(line("第二公司", area="桥西街道", 组建方式="派指导员", 指导员="李红")))
    assert Officer.objects.count() == 2


def test_all_or_nothing_leaves_nothing():
    batch = keep(ledger(line(), line("沙河市第二公司", 职工人数="-1")))
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        apply(batch)
    assert str(refusal.value) == ("有1行有误，没有导入任何内容。请改正后再导入，或选择只导入无误的行。")
    assert (Unit.objects.count(), AuditEntry.objects.count()) == (0, before)
    batch.refresh_from_db()
    assert (batch.state, batch.applied_at) == ("previewed", None)


def test_good_rows_alone_may_be_applied():
    batch = apply(keep(ledger(line(), line("沙河市第二公司", 职工人数="-1"))), only_good=True)
    assert [unit.name for unit in Unit.objects.all()] == ["沙河市试验玻璃有限公司"]
    assert (batch.state, batch.summary["new"], batch.summary["error"]) == ("applied", 1, 1)
    touched = batch.lines.exclude(object_id=None)
    assert [(row.label, row.row, row.verdict, row.model) for row in touched] == [
        ("沙河市试验玻璃有限公司", 2, "new", "organizations.unit")
    ]


def test_refusal_of_an_act_names_the_line():
    """What was judged good may have changed since: then the act itself refuses."""
    unit = make_unit(name="沙河市第二公司")
    [sheet] = judge(keep(ledger(line(), line("沙河市第二公司") | STANDALONE))).sheets
    make_organization(name="先支部", covers=[unit])
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        sheet.desk.apply(sheet.rows, sheet.place, BY, lambda pieces: None)
    assert str(refusal.value) == (
        "“台账”第3行：沙河市第二公司在2016-01-01 至 今已由“先支部”覆盖，不能同时由“甲支部”覆盖。"
        "请先结束原来的覆盖关系。没有导入任何内容。"
    )
    assert (Unit.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_batch_is_applied_once():
    batch = bring_in(ledger(line()))
    with pytest.raises(Refused, match="无需重复导入"):
        apply(batch)
    with pytest.raises(Refused, match="不能再改"):
        correct_batch(batch, {"台账": {"2": {"employees": "3"}}}, BY)


def test_other_verdicts_than_those_agreed_to_are_not_applied():
    batch = keep(ledger(line(统一社会信用代码=ONE)))
    make_unit(credit_code=ONE, name="沙河市试验玻璃有限公司")
    with pytest.raises(Outdated, match="核对以后有人改动了数据"):
        apply(batch)
    assert verdicts(judge(batch)) == ["update"]
    assert apply(batch).summary["update"] == 1
    assert Unit.objects.count() == 1


def test_import_is_told_with_its_counts():
    batch = bring_in(ledger(line()))
    entry = AuditEntry.objects.filter(model="organizations.importbatch").first()
    assert (entry.act, entry.object_id) == ("导入工作簿", str(batch.pk))
    assert entry.changes == {"summary": [None, batch.summary]}


def test_correction_takes_the_place_of_the_cell():
    batch = keep(ledger(line(职工人数="-1"), line("沙河市第二公司")))
    correct_batch(batch, {"台账": {"2": {"employees": "7"}}}, BY)
    batch.refresh_from_db()
    read = judge(batch)
    assert (verdicts(read), read.rows[0].values["employees"]) == (["new", "new"], 7)
