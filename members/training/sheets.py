"""The tables of training, each declared once for page and export."""

from dataclasses import replace

from django.db.models import Count, Q

from core.sheets import Column, Sheet
from members.models import Member, latest_value_on
from members.sheets import ORGANIZATION
from members.training import conditions as c
from members.training_models import Attendance, Course

PERIOD = Column("period", "培训时间", text=lambda row: row.period_text, width=24)
AUDIENCE = Column("audience", "培训对象", text=lambda row: row.audience_text, width=24)
COURSE_PERIOD = Column("course_period", "培训时间", text=lambda row: row.course.period_text, width=24)
WITHDRAWN = Column("state", "状态", text=lambda row: f"已撤销：{row.withdrawn}" if row.withdrawn else "")


def in_hours(name: str):
    """Return the text of a column of hours: a whole number where it is one."""

    def text(row):
        value = getattr(row, name)
        return int(value) if value == int(value) else value

    return text


HOURS = Column("hours", text=in_hours("hours"), kind="decimal")
NEXT_HOURS = Column("next_hours", text=in_hours("next_hours"), kind="decimal")


def people_of_course(day):
    """Expression on courses: how many people attended; each is on the list once."""
    return Count("attendances", filter=Q(attendances__withdrawn=""))


COURSES = Sheet(
    title="培训",
    model=Course,
    related=("area", "organization"),
    ordering=("-starts_on", "-pk"),
    columns=(
        Column("topic", width=34),
        PERIOD,
        Column("level"),
        Column("organizer", width=26),
        Column("kind"),
        Column("channel"),
        AUDIENCE,
        HOURS,
        replace(NEXT_HOURS, default=False),
        Column("people", "人数", annotation=people_of_course, kind="integer"),
        Column("area", default=False),
        Column("organization", width=34, default=False),
    ),
    empty_text="没有符合条件的培训。可以放宽筛选条件，或登记培训。",
)


def organization_of_attendance(day):
    return latest_value_on(day, "organization__name", member="member")


ATTENDANCES = Sheet(
    title="参训记录",
    model=Attendance,
    related=("member", "course"),
    ordering=("-course__starts_on", "-pk"),
    columns=(
        Column("member"),
        Column("organization_name", "党组织", annotation=organization_of_attendance, width=34),
        Column("course", width=34),
        COURSE_PERIOD,
        Column("level", "培训层级", text=lambda row: row.course.get_level_display()),
        Column("channel", "培训方式", text=lambda row: row.course.get_channel_display()),
        HOURS,
        NEXT_HOURS,
        WITHDRAWN,
    ),
    empty_text="没有参训记录。",
)

PEOPLE = Sheet(
    title="参训人员",
    model=Attendance,
    related=("member",),
    ordering=("pk",),
    columns=(
        Column("member"),
        Column("organization_name", "党组织", annotation=organization_of_attendance, width=34),
        HOURS,
        NEXT_HOURS,
        WITHDRAWN,
    ),
    empty_text="还没有参训人员。",
)

RECORD = Sheet(
    title="培训记录",
    model=Attendance,
    related=("course",),
    ordering=("-course__starts_on", "-pk"),
    columns=(
        Column("course", width=34),
        COURSE_PERIOD,
        Column("organizer", "组织单位", text=lambda row: row.course.organizer, width=26),
        Column("channel", "培训方式", text=lambda row: row.course.get_channel_display()),
        HOURS,
        NEXT_HOURS,
        WITHDRAWN,
    ),
    empty_text="没有培训记录。",
)

NOT_YET_TRAINED = Sheet(
    title="年度培训未达标",
    model=Member,
    columns=(
        Column("name"),
        ORGANIZATION,
        Column(
            "year_hours", "当年学时", annotation=c.year_hours, text=in_hours("year_hours"), kind="decimal"
        ),
        Column("year_central", "集中培训次数", annotation=c.year_central, kind="integer"),
        Column("job"),
    ),
    empty_text="没有未达标的人员。",
)
