"""A desk that is declared over a model: lines are found, compared, judged by the form, and saved by acts."""

import csv
import io

import pytest

from core.audit import Actor
from core.intake.fields import field_of
from core.intake.kinds import Ground, Kind, Learned
from core.intake.links import link_by
from core.intake.previewing import preview_workbook
from core.intake.records import RecordDesk
from core.intake.rows import APPLICABLE, RowPreview
from core.models import AuditEntry
from core.saving import Conflict, change
from core.sheets import Column
from core.workbooks import read_book
from organizations.choices import OfficerService
from organizations.forms import OfficerForm
from organizations.jurisdiction import held_by, scope_of, whole_county
from organizations.models import Area, Officer
from tests.factories import BY, TODAY, area, make_officer

pytestmark = pytest.mark.django_db
HEAD = ("姓名", "派出区域", "专职或兼职", "单位", "备注")
LINE = {"姓名": "张三", "派出区域": "桥东街道"}
UNKNOWN = "您管理的范围内没有区域“东方街道”，请核对名称。"


class ToyDesk(RecordDesk):
    model, form_class, identity = Officer, OfficerForm, ("area", "name")
    links = {"area": link_by("区域", Area.objects.leaves, "name")}


TOY: Kind = ToyDesk.kind(
    "toys",
    "试验台账",
    field_of("name", Column("name", aliases=("姓名",)), Officer, required=True),
    field_of("area", Column("area"), Officer, required=True),
    field_of("service", Column("service"), Officer),
    field_of("employer", Column("employer", aliases=("单位",)), Officer),
    field_of("note", Column("note"), Officer),
    key_fields=frozenset({"name"}),
    shown=("name", "area"),
    derived=frozenset({"派驻单位（家）"}),
)


def read(*lines: dict, scope=None, learned=None, head=HEAD):
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(head)
    writer.writerows([line.get(heading, "") for heading in head] for line in lines)
    book = read_book(io.BytesIO(stream.getvalue().encode()), "表.csv")
    return preview_workbook(
        book, [TOY], Ground(scope or whole_county(TODAY), TODAY, {}, learned or Learned())
    )


def the_row(*lines, **given) -> RowPreview:
    [row] = read(*lines, **given).rows
    return row


def apply(preview, by=BY) -> None:
    [sheet] = preview.sheets
    rows = [row for row in sheet.rows if row.verdict in APPLICABLE]
    sheet.desk.apply(rows, sheet.place, by, lambda pieces: None)


def errors(row: RowPreview) -> list[tuple]:
    return [(issue.column, issue.message) for issue in row.errors]


def test_a_new_line_becomes_a_row_by_the_form_and_tells_the_trail():
    preview = read({**LINE, "专职或兼职": "专职", "备注": "试用"})
    assert [(str(row.verdict), row.known) for row in preview.rows] == [("new", None)]
    apply(preview)
    made = Officer.objects.get()
    assert (made.name, made.area, made.service, made.note, made.path) == (
        "张三", area("桥东街道"), OfficerService.FULL_TIME, "试用", f"{made.pk}/",
    )  # fmt: skip
    assert preview.rows[0].known == made
    assert AuditEntry.objects.filter(model="organizations.officer").values_list("act").get() == ("新增",)


def test_a_blank_cell_changes_nothing_and_a_filled_one_is_told_old_and_new():
    known = make_officer(name="张三", employer="旧单位", note="原来的", service="part_time")
    preview = read({**LINE, "专职或兼职": "专职", "单位": "旧单位"})
    [row] = preview.rows
    assert (str(row.verdict), row.known, row.changes) == (
        "update", known, {"专职或兼职": ["part_time", "full_time"]},
    )  # fmt: skip
    apply(preview)
    known.refresh_from_db()
    assert (known.service, known.employer, known.note, known.version) == (
        "full_time", "旧单位", "原来的", 2,
    )  # fmt: skip


def test_the_same_again_is_unchanged_and_a_second_line_of_it_a_duplicate():
    make_officer(name="张三", employer="市 委", note="两  格")
    rows = read({**LINE, "单位": "市 委", "备注": "两 格"}, {**LINE, "备注": "另一个"}).rows
    assert [str(row.verdict) for row in rows] == ["unchanged", "duplicate"]
    assert [issue.message for issue in rows[1].warnings] == ["与“表”第2行是同一党建工作指导员。"]


def test_two_rows_that_are_the_same_are_not_guessed_between():
    for _ in range(2):
        make_officer(name="张三")
    assert errors(the_row(LINE)) == [
        ("整行", "系统中有2条党建工作指导员与这一行相同，看不出是哪一条，请在页面上修改。")
    ]


def test_every_error_of_the_form_stands_on_its_column_and_none_twice():
    row = the_row({"派出区域": "东方街道", "专职或兼职": "常驻"})
    assert errors(row) == [
        ("专职或兼职", "“常驻”不在可选范围内，请填写：专职、兼职。"),
        ("派出区域", UNKNOWN),
        ("指导员姓名", "请填写指导员姓名。"),
    ]
    assert [issue.word for issue in row.errors_on("area")] == ["东方街道"]


def test_a_word_that_was_explained_names_the_row():
    learned = Learned(words={"area": {"东方街道": "桥东街道"}})
    row = the_row({**LINE, "派出区域": "东方街道"}, learned=learned)
    assert (row.values["area"], row.errors) == (area("桥东街道"), [])
    assert "桥东街道" in TOY.fields["area"].words_for(whole_county(TODAY))


def test_rows_outside_the_scope_are_neither_named_nor_known(town_clerk):
    make_officer("桥西街道", name="张三")
    scope = scope_of(held_by(town_clerk.user, TODAY), TODAY)
    assert TOY.fields["area"].words_for(scope) == ["桥东街道"]
    assert errors(the_row({**LINE, "派出区域": "桥西街道"}, scope=scope)) == [
        ("派出区域", "您管理的范围内没有区域“桥西街道”，请核对名称。")
    ]


def test_without_the_right_to_add_and_to_change_nothing_is_within_reach(secretary):
    scope = scope_of(held_by(secretary.user, TODAY), TODAY)
    assert [column for column, _ in errors(the_row(LINE, scope=scope))] == ["派出区域"]


def test_a_derived_column_is_left_out_without_a_word():
    preview = read(
        {**LINE, "派驻单位（家）": "3", "派驻单位": "甲"}, head=(*HEAD, "派驻单位（家）", "派驻单位")
    )
    assert preview.sheets[0].unmapped == ["派驻单位"]


def test_who_was_faster_is_not_overwritten():
    known = make_officer(name="张三")
    preview = read({**LINE, "备注": "我的"})
    known.note = "他的"
    change(known, Actor())
    with pytest.raises(Conflict):
        apply(preview)


def test_what_was_read_is_plain_in_json():
    [row] = read(LINE).as_json()["sheets"][0]["rows"]
    assert (row["values"]["area"], row["values"]["note"]) == ("桥东街道", None)
