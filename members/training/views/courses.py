"""Pages of courses: the list, one course with who attended it, a new one with the people who were ticked."""

from django.db.models import Count
from django.urls import reverse, reverse_lazy

from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, ListPage, section
from members.models import Member, latest_value_on
from members.training import forms, sheets
from members.training.filters import AttendanceFilter, CourseFilter
from members.training.recording import change_course, hold_course
from members.training_models import Attendance, Course
from organizations.models import Area

SHOWN = 200


def numbers_of(attendances) -> dict:
    """Count attendances and people apart: who attended three courses is three 人次 and one 人数."""
    return attendances.standing().aggregate(
        times=Count("pk"), people=Count("member", distinct=True), courses=Count("course", distinct=True)
    )


class CourseList(ListPage):
    sheet = sheets.COURSES
    filterset_class = CourseFilter
    permission = "members.view_course"
    template_name = "training/course_list.html"
    subtitle = "按开始日期从近到远"

    def get_actions(self):
        return [
            *self.action("分区域情况", reverse("reports:training"), "reports.view_dashboard"),
            *self.action("年度未达标", reverse("training:gap-list"), "members.view_attendance"),
            *self.action("参训记录", reverse("training:attendance-list"), "members.view_attendance"),
            *self.action("登记培训", reverse("training:course-create"), "members.add_course", primary=True),
        ]

    def get_context(self, rows, columns, filterset):
        context = super().get_context(rows, columns, filterset)
        courses = filterset.qs.order_by().values("pk")
        return {**context, "numbers": numbers_of(Attendance.objects.filter(course__in=courses))}


class CourseDetail(DetailPage):
    model = Course
    permission = "members.view_course"
    groups = (
        (
            "",
            (
                *map(Column, ("organizer", "level", "kind", "channel")),
                sheets.PERIOD,
                sheets.HOURS,
                sheets.NEXT_HOURS,
                sheets.AUDIENCE,
                *map(Column, ("area", "organization")),
            ),
        ),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("area", "organization")

    @property
    def subtitle(self):
        """How many attended, and how many of them are not shown here because they lie elsewhere today."""
        total = self.object.attendances.standing().count()
        unseen = total - self.seen().standing().count()
        return f"参训 {total} 人" + (f"，其中 {unseen} 人现在不在您的管理范围" if unseen else "")

    def seen(self):
        scope = self.request.scope.granting("members.view_attendance")
        return self.object.attendances.within(scope)

    def get_actions(self):
        pk, more = self.object.pk, f"{reverse('training:attendance-list')}?course={self.object.pk}"
        change = "members.change_course"
        return [
            *self.action("名单", more, "members.view_attendance"),
            *self.action("修改", reverse("training:course-edit", args=[pk]), change),
            *self.action(
                "添加人员",
                reverse("training:course-attend", args=[pk]),
                "members.add_attendance",
                primary=True,
            ),
        ]

    def get_sections(self):
        rows = self.seen()
        shown = rows.filter(pk__in=rows.order_by("pk").values("pk")[:SHOWN])
        heading = "参训人员" if rows.count() <= SHOWN else f"参训人员（前{SHOWN}人，全部见“名单”）"
        return [section(heading, sheets.PEOPLE, shown, self.request.scope, self.day, self.url_of)]

    def url_of(self, row) -> str:
        return reverse("training:attendance-detail", args=[row.pk])


class WithTicked:
    """A page to which members come who were ticked in a list."""

    def ticked(self):
        """Those of them within the scope, with their organization."""
        asked = self.request.GET.getlist("member") or self.request.POST.getlist("members")
        chosen = [int(text) for text in asked if text.isdecimal()]
        rows = Member.objects.within(self.scope).filter(pk__in=chosen).order_by("pk")
        return rows.annotate(organization_name=latest_value_on(self.request.today, "organization__name"))


class CourseCreate(WithTicked, CreatePage):
    form_class = forms.HoldCourseForm
    permission = "members.add_course"
    title = "登记培训"
    back_url = reverse_lazy("training:course-list")

    def get_form_kwargs(self):
        mine = Area.objects.within(self.scope).order_by("path").first()
        initial = {"area": mine, "organizer": "", "starts_on": self.request.today}
        return {"today": self.request.today, "people": self.ticked(), "initial": initial}

    def act(self, form):
        return hold_course(form.save(commit=False), form.cleaned_data["members"], self.request.actor)


class CourseEdit(EditPage):
    model = Course
    form_class = forms.CourseForm
    permission = "members.change_course"
    title = "修改培训"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}

    def act(self, form):
        return change_course(form.save(commit=False), self.request.actor, self.posted_version())


class AttendanceList(ListPage):
    sheet = sheets.ATTENDANCES
    filterset_class = AttendanceFilter
    permission = "members.view_attendance"
    template_name = "training/course_list.html"
    subtitle = "按培训时间从近到远"

    def row_url(self, row):
        return reverse("training:attendance-detail", args=[row.pk])

    def get_actions(self):
        return self.action("培训", reverse("training:course-list"), "members.view_course")

    def get_context(self, rows, columns, filterset):
        context = super().get_context(rows, columns, filterset)
        return {**context, "numbers": numbers_of(filterset.qs.order_by())}
