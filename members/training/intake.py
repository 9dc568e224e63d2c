"""The list of a course, as it is kept at the door: a line for every member who took part."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.audit import Actor
from core.intake.fields import Field
from core.intake.kinds import HEAD_STAYS, Desk, Ground, Kind, Place, Tick
from core.intake.links import Linker
from core.intake.rows import RowPreview, Verdict
from core.saving import change_all
from core.scoping import Scope
from core.tables import Line
from core.texts import shown, without_blanks
from core.values import NOTHING, Tidy, tidy_date, written, wrong
from members.intake import fields as roster
from members.models import Member, Membership
from members.training.recording import attend
from members.training.trainees import Asked, who_could_attend
from members.training_models import Attendance, Course
from organizations.intake.links import ORGANIZATION

RIGHT = "members.add_attendance"
NO_COURSE = "平台没有这期培训，请先在“培训”页登记，或核对培训主题和开始日期。"
SEVERAL_COURSES = "平台有{count}期同名的培训，请写明开始日期。"
NO_TOPIC = "请写明培训主题：表中的“培训主题”一列，或表的标题。"
NOBODY = "您管理的范围内没有叫{name}的党员在培训期间（{period}）在册，请核对姓名、党组织和培训日期。"
SEVERAL = "有{count}名党员叫{name}，请填写党组织或公民身份号码。"
MORE = "不能多于这期培训的学时（{hours}）。"
TWO_YEARS = "这期培训跨年度，名单中的学时没有读取，按培训的学时登记；需要改的请在培训页修改。"
WITHDRAWN = "这名党员的参训记录已经撤销（{reason}），没有恢复；确需恢复的请在培训页添加。"


@dataclass
class Class:
    """Who could have attended a course, by name, in which organizations, and who is on its list."""

    people: Mapping[str, list[Member]]
    held: set[tuple[int, int]]
    listed: Mapping[int, Attendance]


@dataclass
class Entry:
    """A line that was judged: who took part in what, and for how many hours where that differs."""

    course: Course
    member: Member
    row: RowPreview
    known: Attendance | None = None
    hours: Decimal | None = None


class TrainingListDesk(Desk):
    """Lines of lists of courses, known by course and member."""

    noun = "参训记录"

    def __init__(self, ground: Ground):
        super().__init__(ground)
        self.scope = ground.scope.granting(RIGHT)
        self.linker = Linker({"organization": ORGANIZATION}, self.scope, ground.learned.word_for)
        self.courses = courses_by_topic(self.scope)
        self.seen: dict[tuple[int, int], RowPreview] = {}
        self.entries: dict[tuple[str, int], Entry] = {}

    def tidy(self, row: RowPreview, declared: Field, cell):
        """An organization stays as written until the line is read; a stray identity number is not kept."""
        if declared.name == "organization":
            return cell
        dropped = roster.drop_stray_number(row, declared, cell)
        return None if dropped else super().tidy(row, declared, cell)

    def read_line(self, line: Line, place: Place, typed: Mapping[str, str]) -> RowPreview:
        row = super().read_line(line, place, typed)
        declared = place.kind.fields["organization"]
        row.values["organization"] = self.linker.resolve(row, declared, row.values["organization"])
        return row

    def judge(self, rows: list[RowPreview], place: Place) -> None:
        by_course = defaultdict(list)
        for row in rows:
            course = self.course_of(row, place)
            if course is None or row.errors:
                row.settle()
            else:
                by_course[course].append(row)
        for course, lines in by_course.items():
            there = self.class_of(course, lines)
            for row in lines:
                self.judge_line(row, course, there, place.kind)

    def course_of(self, row: RowPreview, place: Place) -> Course | None:
        """The one course that the line or the title names; else an error of the line."""
        topic, day = row.values["topic"], row.values["starts_on"]
        found = self.courses.get(without_blanks(topic) if topic else self.topic_above(place), [])
        found = [course for course in found if day in (None, course.starts_on)]
        if len(found) == 1:
            return found[0]
        sentence = SEVERAL_COURSES if found else NO_COURSE if topic or day else NO_TOPIC
        row.error("topic", place.kind.headings["topic"], sentence.format(count=len(found)))
        return None

    def topic_above(self, place: Place) -> str:
        """The longest topic that stands above the table; "" where none does."""
        words = without_blanks("".join((*place.context, place.sheet)))
        return max((topic for topic in self.courses if topic in words), key=len, default="")

    def class_of(self, course: Course, rows: list[RowPreview]) -> Class:
        names = {without_blanks(row.values["name"] or "") for row in rows}
        could = who_could_attend(self.scope, course, Asked(), self.ground.today)
        people = defaultdict(list)
        for member in could.filter(name__in=names).order_by("pk"):
            people[member.name].append(member)
        listed = course.attendances.filter(member__name__in=names).select_related("member", "course")
        held = Membership.objects.during(course.starts_on, course.ends_on).filter(member__name__in=names)
        return Class(
            people,
            set(held.values_list("member", "organization")),
            {row.member_id: row for row in listed},
        )

    def judge_line(self, row: RowPreview, course: Course, there: Class, kind: Kind) -> None:
        member = self.member_of(row, course, there, kind)
        if member is None:
            row.settle()
            return
        first = self.seen.setdefault((course.pk, member.pk), row)
        if first is not row:
            row.repeats(first, "name", kind.headings["name"], "参训人员")
            return
        entry = Entry(course, member, row, there.listed.get(member.pk))
        row.known, self.entries[row.sheet, row.row] = entry.known, entry
        look_at_hours(entry, kind.headings)
        row.settle()

    def member_of(self, row: RowPreview, course: Course, there: Class, kind: Kind) -> Member | None:
        """The one member whom the line names; else an error of the line."""
        found = there.people.get(without_blanks(row.values["name"] or ""), [])
        if row.values["id_number"]:
            numbered = Member.objects.with_id_number(row.values["id_number"])
            found = list(numbered.filter(pk__in=[member.pk for member in found]))
        elif row.values["organization"]:
            here = row.values["organization"].pk
            found = [member for member in found if (member.pk, here) in there.held]
        if len(found) == 1:
            return found[0]
        name = shown(row.values["name"] or "这个人")
        sentence = (SEVERAL if found else NOBODY).format(
            count=len(found), name=name, period=course.period_text
        )
        row.error("name", kind.headings["name"], sentence)
        return None

    def apply(self, rows: list[RowPreview], place: Place, by: Actor, tick: Tick) -> None:
        """Put on the lists who is new, a course at a time, and mend the hours of who is known."""
        by_course, mended = defaultdict(list), []
        for row in rows:
            entry = self.entries[row.sheet, row.row]
            if row.verdict == Verdict.NEW:
                by_course[entry.course].append(entry)
            else:
                entry.known.hours = entry.hours
                mended.append(entry.known)
        for course, entries in by_course.items():
            told = {entry.member.pk: entry.hours for entry in entries if entry.hours is not None}
            added = attend(course, [entry.member for entry in entries], by, hours=told)
            lines = {line.member_id: line for line in added}
            for entry in entries:
                entry.row.known = lines[entry.member.pk]
        change_all(mended, by, act="修改学时")
        tick(len(rows))


def courses_by_topic(scope: Scope) -> dict[str, list[Course]]:
    by_topic = defaultdict(list)
    for course in Course.objects.within(scope).order_by("starts_on", "pk"):
        by_topic[without_blanks(course.topic)].append(course)
    return by_topic


def look_at_hours(entry: Entry, headings: Mapping[str, str]) -> None:
    """Take the hours that the line says; what is known and withdrawn stays so."""
    row, course, known = entry.row, entry.course, entry.known
    told = row.values["hours"]
    if known is not None and known.withdrawn:
        row.warning("name", headings["name"], WITHDRAWN.format(reason=known.withdrawn))
    elif told is not None and course.next_hours:
        row.warning("hours", headings["hours"], TWO_YEARS)
    elif told is not None and told > course.hours:
        row.error("hours", headings["hours"], MORE.format(hours=f"{course.hours.normalize():f}"))
    elif told is not None and (known is None or told != known.hours):
        entry.hours = told
        if known is not None:
            row.changes[headings["hours"]] = [known.hours, told]


def tidy_hours(value: object, today: datetime.date) -> Tidy:
    """Hours by the half: 8, 8.0, 4.5学时."""
    text = without_blanks(written(value)).removesuffix("学时").removesuffix("小时")
    if text in NOTHING:
        return Tidy()
    try:
        hours = Decimal(text)
    except ArithmeticError:
        return wrong(f"{shown(value)}不是学时，请填写数字，例如 8。")
    if not hours.is_finite() or hours < 0 or hours * 2 % 1:
        return wrong(f"{shown(value)}不是学时：按0.5的倍数填写，不能小于0。")
    return Tidy(hours)


def _is_training_list(fields: set[str], words: str) -> bool:
    """A list of people is one of a course when it names a topic or hours, or stands under such a title."""
    return bool(fields & {"topic", "hours"}) or "培训" in words


FIELDS = (
    Field(
        "topic",
        "培训主题",
        ("培训名称", "培训班名称", "培训班", "培训内容", "培训项目"),
        hint="与“培训”页登记的主题一致；不填的，标题里写明主题。",
        example="党的创新理论",
    ),
    Field(
        "starts_on",
        "开始日期",
        ("培训日期", "培训时间", "开班日期", "开班时间", "培训开始日期"),
        rule=lambda value, today: tidy_date(value, latest=today),
        kind="date",
        hint="同一主题办过几期的必填。",
        example="2026-05-08",
    ),
    Field(
        "name",
        "姓名",
        ("党员姓名", "参训人员", "参训人员姓名", "学员姓名", "学员"),
        rule=roster.RULES["name"],
        required=True,
        example="张示例",
    ),
    Field(
        "organization",
        "党组织",
        roster.FIELDS["organization"].labels,
        words_within=roster.organizations_within,
        hint="有同名党员的填写。",
        example="示例玻璃党支部",
    ),
    Field(
        "id_number",
        "公民身份号码",
        roster.FIELDS["id_number"].labels,
        rule=roster.tidy_number,
        secret=True,
        mask=roster.FIELDS["id_number"].mask,
        hint="可以不填；同一党组织有同名党员的填写。",
    ),
    Field(
        "hours",
        "学时",
        ("参训学时", "完成学时", "实际学时", "培训学时"),
        rule=tidy_hours,
        kind="decimal",
        hint="不填按这期培训的学时。",
        example="8",
    ),
)
TRAINING_LIST = Kind(
    key="training",
    label="培训名单",
    fields={one.name: one for one in FIELDS},
    key_fields=frozenset({"name"}),
    needs=frozenset({"name"}),
    desk_class=TrainingListDesk,
    permission=RIGHT,
    shown=("name", "topic", "organization", "hours"),
    fits=_is_training_list,
    notes=(
        HEAD_STAYS,
        "先在“培训”页登记这期培训，再导入名单；主题可以写在标题里。",
        "培训期间不是在册党员的不能登记；已在名单中的不会重复登记。",
        "没写学时的，按这期培训的学时登记。",
    ),
)
