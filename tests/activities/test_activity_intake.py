"""The ledger of activities: the words of the three meetings and a lecture, what is known, what is refused."""

import datetime

import pytest

from activities.choices import ActivityKind
from activities.intake import ACTIVITY_LEDGER, KIND_WORDS
from activities.models import Activity, Element
from activities.sheets import ACTIVITIES
from core.models import AuditEntry
from intake.undoing import undo_batch
from organizations.models import ImportLine
from tests.activities.factories import DAY, make_activity
from tests.factories import BY, make_organization
from tests.organizations.ledgers import (
    LEDGERS,
    bring_in,
    data_of,
    keep,
    ledger,
    preview,
    sentences,
    verdicts,
)
from tests.organizations.ledgers import line as unit_line
from tests.tables import exported, table

pytestmark = pytest.mark.django_db
LINE = {"党支部": "甲支部", "活动类型": "主题党日", "活动时间": "2026年5月8日", "主题": "重温誓词"}


@pytest.fixture(autouse=True)
def branch(db):
    return make_organization(name="甲支部")


def line(**cells) -> dict:
    return {**LINE, **cells}


def test_a_line_is_recorded_with_what_it_was_held_for_in_one_entry(branch):
    cells = {
        "地点": "活动室",
        "应到": "12人",
        "参加人数": 11,
        "内容": "全体\n党员",
        "载体内容": "亮身份，比干劲",
    }
    bring_in(table(line(**cells)))
    [made] = Activity.objects.all()
    assert (made.organization, made.kind, made.held_on, made.title, made.place) == (
        branch, ActivityKind.THEME_DAY, DAY, "重温誓词", "活动室",
    )  # fmt: skip
    assert (made.expected, made.present, made.content, made.elements_text) == (
        12, 11, "全体\n党员", "亮身份、比干劲",
    )  # fmt: skip
    told = AuditEntry.objects.get(model="activities.activity")
    assert (told.act, told.changes["elements"]) == ("新增", ["", "亮身份、比干劲"])


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("支部党员大会", "general_meeting"), ("支部委员会", "committee_meeting"),
        ("支委会", "committee_meeting"),
        ("党小组会", "group_meeting"), ("书记讲党课", "lecture"), ("主题党日活动", "theme_day"),
        ("组织生活会", "organization_life"), ("民主评议", "appraisal"), ("谈心谈话", "talk"),
        ("志愿服务", "volunteering"), ("技能比武", "contest"),
    ],
)  # fmt: skip
def test_words_for_kinds(word, kind):
    [row] = preview(table(line(活动类型=word))).rows
    assert (row.values["kind"], row.errors) == (kind, [])


def test_every_kind_has_words_and_no_word_means_two():
    assert set(KIND_WORDS.values()) == set(ActivityKind.values)
    assert all(word == word.strip() for word in KIND_WORDS)


def test_organization_and_kind_may_stand_around_the_table(branch):
    lines = [{"时间": "2026-05-08", "议题": "学习", "地点": "会议室"}]
    [row] = preview(table(*lines, title="填报单位：甲支部"), "党小组会.csv").rows
    assert (row.values["organization"], row.values["kind"], row.errors) == (branch, "group_meeting", [])


def test_a_known_activity_is_found_by_organization_kind_day_and_title(branch):
    known = make_activity(branch, title="重温誓词", place="旧地点", content="原文", elements=["亮身份"])
    make_activity(branch, title="另一次")
    data = table(line(地点="新地点", 载体内容=""), line(主题="第三次"))
    read = preview(data)
    assert [(str(row.verdict), row.known) for row in read.rows] == [("update", known), ("new", None)]
    assert read.rows[0].changes == {"地点": ["旧地点", "新地点"]}
    bring_in(data)
    known.refresh_from_db()
    assert (known.place, known.content, known.elements_text, Activity.objects.count()) == (
        "新地点", "原文", "亮身份", 3,
    )  # fmt: skip
    assert verdicts(preview(data)) == ["unchanged", "unchanged"]


def test_other_elements_alone_are_a_change(branch):
    known = make_activity(branch, title="重温誓词", elements=["亮身份"])
    data = table(line(载体内容="比干劲、亮身份"))
    [row] = preview(data).rows
    assert {heading: list(map(str, pair)) for heading, pair in row.changes.items()} == {
        "对应的载体内容": ["亮身份", "比干劲、亮身份"]
    }
    bring_in(data)
    assert Activity.objects.get(pk=known.pk).elements_text == "亮身份、比干劲"


def test_what_the_form_refuses_stands_on_its_column():
    read = preview(
        table(
            line(应到="5", 实到="6"),
            line(活动时间="2015-01-01"),
            line(活动类型="其他", 主题=""),
            line(党支部="乙支部", 活动类型="学习"),
            line(载体内容="亮剑"),
        )
    )
    assert sentences(read) == [
        (2, "实到人数", "实到人数不能多于应到人数（5人）。"),
        (3, "活动日期", "“甲支部”在2015-01-01尚未成立或已经撤销，请核对日期。"),
        (4, "主题", "活动类型为“其他”时，请填写主题。"),
        (5, "活动类型", f"“学习”不在可选范围内，请填写：{'、'.join(ActivityKind.labels)}。"),
        (5, "党组织", "您管理的范围内没有党组织“乙支部”，请核对名称。"),
        (6, "对应的载体内容", "您管理的范围内没有载体内容“亮剑”，请核对名称。"),
    ]


def test_an_element_counts_on_the_day_the_activity_was_held(branch):
    old = Element.objects.get(label="亮身份")
    old.ends_on = datetime.date(2020, 1, 1)
    old.save()
    data = table(line(载体内容="亮身份", 活动时间="2019-05-08"), line(载体内容="亮身份"))
    assert [(row, column) for row, column, _ in sentences(preview(data))] == [(3, "对应的载体内容")]


def test_a_twin_is_told_and_an_empty_title_is_a_title_of_its_own():
    read = preview(table(line(), line(), line(主题=""), line(主题="")))
    assert verdicts(read) == ["new", "duplicate", "new", "duplicate"]


def test_taking_it_back_leaves_nothing(county_clerk):
    batch = bring_in(table(line(载体内容="亮身份")))
    undo_batch(batch, BY, batch.applied_at)
    assert Activity.objects.count() == 0


def test_ledgers_of_units_are_no_ledgers_of_activities():
    for name in LEDGERS:
        assert {sheet.kind for sheet in preview(data_of(name), name).sheets} <= {"units", "social_orgs"}
    assert preview(ledger(unit_line())).sheets[0].kind == "units"
    assert preview(table(line())).sheets[0].kind == "activities"


def test_every_column_of_the_list_is_read():
    headings = {column.heading(Activity) for column in ACTIVITIES.columns} - {"载体内容"}
    assert headings <= set(ACTIVITY_LEDGER.headings.values())


def test_a_list_taken_from_the_portal_comes_back_unchanged_and_one_edit_is_one_update(branch):
    make_activity(
        branch, title="重温誓词", elements=["亮身份", "比干劲"], content="第一段\r\n\r\n第二段", place="甲室"
    )
    make_activity(branch, kind="lecture", expected=9, present=8)
    make_activity(branch, title="主题党日", held_on=datetime.date(2026, 6, 1))
    read = preview(exported(ACTIVITIES), "活动.xlsx")
    assert (verdicts(read), read.sheets[0].unmapped) == (["unchanged"] * 3, [])
    data = exported(ACTIVITIES, edits={(1, "地点"): "乙室"})
    [changed] = [row for row in preview(data, "活动.xlsx").rows if str(row.verdict) == "update"]
    assert list(changed.changes) == ["地点"]
    bring_in(data, "活动.xlsx")
    rows = Activity.objects.filter(place="乙室").values_list("version", flat=True)
    assert (list(rows), Activity.objects.filter(version=1).count()) == ([2], 2)


def test_a_kept_line_goes_by_the_organization():
    keep(table(line()))
    kept = ImportLine.objects.get()
    assert (kept.label, kept.told["cells"]["kind"]) == ("甲支部", "主题党日")
