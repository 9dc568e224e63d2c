"""The ledger of officers: who is known, what changes, where they are sent, what is refused on the line."""

import datetime

import pytest

from intake.undoing import undo_batch
from organizations.guidance import leave
from organizations.intake.officers import OFFICER_LEDGER
from organizations.models import Assignment, ImportLine, Officer
from organizations.registration import close_unit
from organizations.sheets.officers import OFFICERS
from tests.factories import BY, area, make_officer, make_unit
from tests.organizations.ledgers import LEDGERS, bring_in, data_of, keep, preview, sentences, verdicts
from tests.tables import exported, table

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)
LINE = {"姓名": "张三", "所属乡镇": "桥东街道", "派驻企业": ""}


def line(name="张三", units="", **cells) -> dict:
    return {**LINE, "姓名": name, "派驻企业": units, **cells}


def sent(officer: Officer) -> list[tuple]:
    rows = officer.assignments.order_by("unit__name").values_list("unit__name", "starts_on", "ends_on")
    return list(rows)


def test_a_ledger_makes_officers_and_sends_them_as_of_its_day():
    first, second = make_unit(name="甲公司"), make_unit(name="乙公司", credit_code="91130582MA0ABCDE12")
    cells = {
        "专兼职": "兼职",
        "单位及职务": "桥东街道党建办",
        "派驻等级": "县级党建指导员",
        "电话": "138 0000 0000",
    }
    bring_in(table(line(units="甲 公司、91130582MA0ABCDE12", **cells)), on=DAY)
    made = Officer.objects.get()
    assert (made.area, made.service, made.employer, made.grade, made.phone) == (
        area("桥东街道"), "part_time", "桥东街道党建办", "county", "13800000000",
    )  # fmt: skip
    assert sent(made) == [(second.name, DAY, None), (first.name, DAY, None)]


@pytest.mark.parametrize("parting", ["、", "，", ",", "；", ";", "\n"])
def test_several_units_stand_in_one_cell(parting):
    units = [make_unit(name=name) for name in ("甲公司", "乙公司")]
    [row] = preview(table(line(units=f"甲公司{parting}乙公司"))).rows
    assert (list(row.values["units"]), str(row.values["units"])) == (units, "甲公司、乙公司")


def test_who_is_there_already_is_not_sent_twice_and_who_is_not_mentioned_stays():
    kept, again, new = (make_unit(name=name) for name in ("甲公司", "乙公司", "丙公司"))
    known = make_officer(name="张三", assigned_to=[kept, again])
    data = table(line(units="乙公司、丙公司"))
    read = preview(data, on=DAY)
    [row] = read.rows
    assert (verdicts(read), {k: list(map(str, v)) for k, v in row.changes.items()}) == (
        ["update"], {"派驻单位": ["甲公司、乙公司", "甲公司、乙公司、丙公司"]},
    )  # fmt: skip
    assert sentences(read, "warning") == [
        (2, "派驻单位", "还派驻甲公司，表中没有写；导入不会结束派驻，如已结束，请在指导员页面办理。")
    ]
    bring_in(data, on=DAY)
    assert Assignment.objects.filter(ends_on=None).count() == 3
    assert known.assignments.get(unit=new).starts_on == DAY
    assert verdicts(preview(data, on=DAY)) == ["unchanged"]


def test_a_unit_nobody_knows_is_named_and_nothing_else_of_the_line_is_lost():
    make_unit(name="甲公司")
    make_unit("桥西街道", name="外地公司")
    read = preview(table(line(units="甲公司、丁公司", 专兼职="常驻")))
    assert sentences(read) == [
        (2, "专职或兼职", "“常驻”不在可选范围内，请填写：专职、兼职。"),
        (2, "派驻单位", "您管理的范围内没有单位“丁公司”，请核对名称。"),
    ]


def test_what_the_act_would_refuse_stands_on_the_line():
    closed, gone = make_unit(name="甲公司"), make_officer(name="李四")
    close_unit(closed, DAY, "deregistered", "文件", BY)
    leave(gone, DAY, "调离", BY)
    make_unit(name="乙公司")
    read = preview(table(line(units="甲公司"), line("李四", units="乙公司")))
    assert sentences(read) == [
        (2, "派驻单位", "甲公司已于2026-05-01注销或迁出，不能再派指导员张三。"),
        (3, "派驻单位", "指导员李四已于2026-05-01离任，不能再派驻乙公司。"),
    ]


def test_a_line_for_each_unit_is_one_officer_with_all_of_them():
    for name in ("甲公司", "乙公司"):
        make_unit(name=name)
    data = table(line(units="甲公司"), line(units="乙公司"), line(units="丙公司"))
    read = preview(data)
    assert verdicts(read) == ["new", "duplicate", "error"]
    assert sentences(read) == [(4, "派驻单位", "您管理的范围内没有单位“丙公司”，请核对名称。")]
    bring_in(table(line(units="甲公司"), line(units="乙公司")))
    assert [name for name, *_ in sent(Officer.objects.get())] == ["乙公司", "甲公司"]


def test_the_area_may_stand_above_the_table():
    titled = {"姓名": "张三", "驻派等级": ""}
    read = preview(table({**titled, "驻派等级": "县级党建指导员"}, title="填报单位：桥西街道办事处"))
    assert [(row.area.name, str(row.verdict)) for row in read.rows] == [("桥西街道", "new")]
    read = preview(table(titled, title="党建指导员"))
    assert sentences(read) == [(3, "派出区域", "请选择派出区域。")]


def test_more_units_than_usual_are_asked_about():
    names = [make_unit().name for _ in range(6)]
    [(_, column, text)] = sentences(preview(table(line(units="、".join(names), 专兼职="兼职"))), "warning")
    assert column == "派驻单位"
    assert text.startswith("张三是兼职指导员，派驻后在2026-11-22共6家，一般不超过")


def test_taking_it_back_leaves_nothing(county_clerk):
    make_unit(name="甲公司")
    batch = bring_in(table(line(units="甲公司")))
    undo_batch(batch, BY, batch.applied_at)
    assert (Officer.objects.count(), Assignment.objects.count()) == (0, 0)


def test_ledgers_of_units_and_rosters_are_no_ledgers_of_officers():
    for name in LEDGERS:
        kinds = {sheet.kind for sheet in preview(data_of(name), name).sheets}
        assert kinds <= {"units", "social_orgs"}
    roster = {"姓名": "张三", "性别": "男", "联系电话": "13800000000", "工作单位及职务": "工人", "备注": ""}
    table_of_members = table(roster, title="党员花名册")
    with pytest.raises(Exception, match="没有找到可以导入的表"):
        preview(table_of_members)
    read = preview(table_of_members, kind="officers")
    assert read.sheets[0].kind == "officers"


def test_every_column_of_the_list_is_read_or_derived():
    headings = {column.heading(Officer) for column in OFFICERS.columns}
    assert headings - OFFICER_LEDGER.derived <= set(OFFICER_LEDGER.headings.values())


def test_a_list_taken_from_the_portal_comes_back_unchanged_and_one_edit_is_one_update():
    for number in range(3):
        make_officer(
            name=f"指导员{number}", assigned_to=[make_unit()], service="part_time", grade="town",
            phone="0319-8812345", employer="桥东街道 党建办", note="不在表中",
        )  # fmt: skip
    read = preview(exported(OFFICERS), "名册.xlsx")
    assert (verdicts(read), read.sheets[0].unmapped) == (["unchanged"] * 3, [])
    data = exported(OFFICERS, edits={(1, "专职或兼职"): "专职"})
    assert verdicts(preview(data, "名册.xlsx")) == ["unchanged", "update", "unchanged"]
    bring_in(data, "名册.xlsx")
    rows = Officer.objects.order_by("pk").values_list("service", "note", "version")
    assert list(rows) == [
        ("part_time", "不在表中", 1), ("full_time", "不在表中", 2), ("part_time", "不在表中", 1),
    ]  # fmt: skip


def test_a_kept_line_goes_by_the_name_of_the_officer_and_shows_the_units():
    make_unit(name="甲公司")
    keep(table(line(units="甲公司")))
    kept = ImportLine.objects.get()
    assert (kept.label, kept.told["cells"]["units"], kept.told["cells"]["area"]) == (
        "张三",
        "甲公司",
        "桥东街道",
    )
