"""The list of a course: who comes on it, who is unknown, whose hours change, what is taken back."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from core.scoping import Grant, Scope
from intake.batches import Outdated
from intake.undoing import undo_batch
from members.training.intake import RIGHT
from members.training.recording import withdraw
from members.training_models import Attendance
from organizations.models import ImportLine
from tests.factories import BY, TODAY, area, make_organization
from tests.members.factories import make_member
from tests.members.rosters import number
from tests.members.training import HELD, attended, make_course
from tests.organizations.ledgers import apply, bring_in, keep, preview, sentences, verdicts
from tests.tables import table

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
TOPIC = "党的创新理论"


@pytest.fixture(autouse=True)
def course(db):
    return make_course(topic=TOPIC)


@pytest.fixture(autouse=True)
def member(organization):
    return make_member(organization, "试验甲")


def line(name="试验甲", **cells) -> dict:
    return {"培训主题": TOPIC, "姓名": name, **cells}


def listed() -> list[tuple]:
    rows = Attendance.objects.standing().order_by("pk")
    return list(rows.values_list("member__name", "hours"))


def test_people_come_on_the_list_with_the_hours_of_the_course_or_their_own(organization):
    make_member(organization, "试验乙")
    bring_in(table(line(学时=""), line("试验 乙", 学时="4.5学时")))
    assert listed() == [("试验甲", 8), ("试验乙", Decimal("4.5"))]


def test_a_list_brought_in_again_changes_nothing():
    bring_in(table(line(学时="8")))
    assert verdicts(preview(table(line(学时="8")))) == ["unchanged"]
    assert listed() == [("试验甲", 8)]


def test_other_hours_are_a_change_with_both_numbers(course, member):
    attended(course, member)
    read = preview(table(line(学时="4")))
    assert (verdicts(read), read.rows[0].changes) == (["update"], {"学时": [8, 4]})
    bring_in(table(line(学时="4")))
    assert listed() == [("试验甲", 4)]


def test_the_topic_may_stand_in_the_title():
    make_course(topic="党的创新理论（二）")
    data = table({"姓名": "试验甲", "党支部": ""}, title="关于党的创新理论（二）培训班参训名单")
    bring_in(data)
    assert Attendance.objects.get().course.topic == "党的创新理论（二）"


def test_the_day_tells_courses_of_one_topic_apart():
    second = make_course(topic=TOPIC, on=HELD + 30 * DAY)
    assert sentences(preview(table(line(学时="8")))) == [
        (2, "培训主题", "平台有2期同名的培训，请写明开始日期。")
    ]
    bring_in(table(line(开始日期=second.starts_on.isoformat())))
    assert Attendance.objects.get().course == second


def test_a_course_that_is_not_on_record_is_told():
    read = preview(table({"培训主题": "没有这一期", "姓名": "试验甲"}))
    assert sentences(read) == [
        (2, "培训主题", "平台没有这期培训，请先在“培训”页登记，或核对培训主题和开始日期。")
    ]


def test_without_any_topic_the_sentence_says_where_to_write_it():
    assert sentences(preview(table({"姓名": "试验甲", "学时": "8"}))) == [
        (2, "培训主题", "请写明培训主题：表中的“培训主题”一列，或表的标题。")
    ]


def test_strangers_and_later_members_are_told_by_name(organization):
    make_member(organization, "后来人", on=HELD + DAY)
    read = preview(table(line("无此人", 学时=""), line("后来人", 学时="")))
    assert sentences(read) == [
        (place, "姓名", f"您管理的范围内没有叫“{name}”的党员在培训期间（2026-03-10）在册，"
         "请核对姓名、党组织和培训日期。")
        for place, name in ((2, "无此人"), (3, "后来人"))
    ]  # fmt: skip


def test_people_of_one_name_are_told_apart_by_organization_or_number(organization, member):
    other = make_organization(name="另一支部")
    make_member(other, "试验甲")
    assert sentences(preview(table(line(学时="")))) == [
        (2, "姓名", "有2名党员叫“试验甲”，请填写党组织或公民身份号码。")
    ]
    bring_in(table(line(党组织="另一支部")))
    assert Attendance.objects.get().member != member


def test_an_identity_number_finds_its_member_and_is_never_shown(organization):
    wanted = make_member(organization, "试验甲", id_number=number())
    bring_in(table(line(公民身份号码=number())))
    assert Attendance.objects.get().member == wanted
    assert number() not in str(ImportLine.objects.values_list("told", flat=True)[0])


def test_a_second_line_for_the_same_person_is_a_repetition():
    assert verdicts(preview(table(line(学时=""), line(学时="")))) == ["new", "duplicate"]


@pytest.mark.parametrize("hours", ["9", "-1", "0.3", "半天"])
def test_hours_that_cannot_be_are_errors(hours):
    assert verdicts(preview(table(line(学时=hours)))) == ["error"]


def test_who_was_withdrawn_stays_so_and_it_is_said(course, member):
    withdraw(attended(course, member), "录错人员", BY)
    read = preview(table(line(学时="4")))
    assert (verdicts(read), listed()) == (["unchanged"], [])
    assert "已经撤销（录错人员）" in sentences(read, "warning")[0][2]


def test_hours_of_a_course_over_two_years_are_not_taken_from_the_list():
    make_course(
        topic="跨年培训", on=datetime.date(2025, 12, 31), until=datetime.date(2026, 1, 1), next_hours=8
    )
    data = table({"培训主题": "跨年培训", "姓名": "试验甲", "学时": "16"})
    assert "跨年度" in sentences(preview(data), "warning")[0][2]
    bring_in(data)
    assert Attendance.objects.values_list("hours", "next_hours").get() == (8, 8)


def test_a_list_is_taken_back_whole(course, member, organization):
    make_member(organization, "试验乙")
    attended(course, member)
    batch = bring_in(table(line(学时="4"), line("试验乙", 学时="4")))
    undo_batch(batch, BY, timezone.now())
    assert listed() == [("试验甲", 8)]


def test_people_of_another_township_are_strangers(course):
    scope = Scope(TODAY, (Grant("area", area("桥西街道").path, frozenset({RIGHT})),))
    assert verdicts(preview(table(line(学时="")), scope=scope)) == ["error"]


def test_a_member_put_on_the_list_meanwhile_is_said_before_anything_changes(course, member):
    batch = keep(table(line(学时="")))
    attended(course, member)
    with pytest.raises(Outdated):
        apply(batch)
    assert listed() == [("试验甲", 8)]
