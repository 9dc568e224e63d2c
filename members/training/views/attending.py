"""Pages on which people come on the list of a course, and on which a line of it is mended."""

from django.urls import reverse, reverse_lazy

from core.scoping import narrow_choices
from core.sheets import Column
from core.views import DetailPage, EditPage, FormPage, OfRow, RowAct
from members.training import forms, sheets
from members.training.filters import FilterBox
from members.training.indicators import INDICATORS
from members.training.recording import attend, change_hours, withdraw
from members.training.trainees import Asked, not_on_the_list, who_could_attend
from members.training.views.courses import WithTicked
from members.training_models import Attendance, Course

OFFERED = 200


class CourseAttend(OfRow, FormPage):
    """Offers the members who could have attended, by organization; takes a typed list as well."""

    model = Course
    form_class = forms.AttendForm
    permission = "members.add_attendance"
    title = "添加参训人员"
    template_name = "training/attend.html"
    submit_label = "加入名单"

    def prepare(self, **kwargs):
        super().prepare(**kwargs)
        self.narrow = forms.CandidateForm(self.request.GET)
        narrow_choices(self.narrow, self.scope)
        self.asked = self.narrow.cleaned_data if self.narrow.is_valid() else {}

    def allowed(self):
        """Everybody within the scope who was a member then."""
        return who_could_attend(self.scope, self.object, Asked(), self.request.today)

    def offered(self):
        asked = Asked(organization=self.asked.get("organization"), text=self.asked.get("q", ""))
        rows = who_could_attend(self.scope, self.object, asked, self.request.today)
        rows = rows.filter(not_on_the_list(self.object))
        if self.asked.get("who"):
            rows = INDICATORS[self.asked["who"]].gaps(rows, self.request.today)
        return rows.order_by("organization_name", "pk")

    def get_form_kwargs(self):
        """Offer the first of a long list; who was ticked is known by the scope, not by what is shown."""
        return {"offered": self.on_offer(), "allowed": self.allowed()}

    def on_offer(self):
        if self.request.method == "POST":
            return self.allowed()
        self.more = self.offered()[OFFERED : OFFERED + 1].count() > 0
        first = list(self.offered().values_list("pk", flat=True)[:OFFERED])
        return self.allowed().filter(pk__in=first).order_by("organization_name", "pk")

    def act(self, form):
        attend(self.object, form.chosen(), self.request.actor)
        return self.object

    def show(self, form, warnings=(), status=200):
        """A list that was refused is shown with the ticks of the page, not with everybody there is."""
        if self.request.method == "POST":
            ticked = [text for text in self.request.POST.getlist("members") if text.isdecimal()]
            form.fields["members"].queryset = self.allowed().filter(pk__in=ticked)
        return super().show(form, warnings, status)

    def get_context(self, form, warnings=()):
        return {
            **super().get_context(form, warnings),
            "narrow": FilterBox(self.narrow),
            "more": getattr(self, "more", False),
            "offered": OFFERED,
        }


class Enrol(WithTicked, FormPage):
    """Puts the members ticked in the list of the not yet trained on the list of a course on record."""

    form_class = forms.EnrolForm
    permission = "members.add_attendance"
    title = "加入已登记的培训"
    back_url = reverse_lazy("training:gap-list")
    submit_label = "加入名单"

    def get_form_kwargs(self):
        return {"people": self.ticked()}

    def act(self, form):
        course = form.cleaned_data["course"]
        attend(course, form.cleaned_data["members"], self.request.actor)
        return course


class AttendanceDetail(DetailPage):
    """One line of a list: who, what, for how many hours."""

    model = Attendance
    permission = "members.view_attendance"
    groups = (
        (
            "",
            (
                *map(Column, ("member", "course")),
                sheets.COURSE_PERIOD,
                sheets.HOURS,
                sheets.NEXT_HOURS,
                sheets.WITHDRAWN,
            ),
        ),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("member", "course")

    def get_actions(self):
        pk, change = self.object.pk, "members.change_attendance"
        acts = (
            []
            if self.object.withdrawn
            else [("撤销", "attendance-withdraw"), ("修改学时", "attendance-edit")]
        )
        member = self.action("党员页", self.object.member.get_absolute_url(), "members.view_member")
        mend = [self.action(label, reverse(f"training:{name}", args=[pk]), change) for label, name in acts]
        return [*member, *(button for one in mend for button in one)]


class AttendanceEdit(EditPage):
    model = Attendance
    form_class = forms.AttendanceForm
    permission = "members.change_attendance"
    title = "修改学时"
    related = ("course", "member")

    def get_back_url(self):
        return reverse("training:attendance-detail", args=[self.object.pk])

    def act(self, form):
        data = form.cleaned_data
        return change_hours(
            form.save(commit=False),
            data["hours"],
            data["next_hours"],
            self.request.actor,
            self.posted_version(),
        )

    def success_url(self, obj):
        return self.get_back_url()


class AttendanceWithdraw(RowAct):
    model = Attendance
    form_class = forms.WithdrawForm
    permission = "members.change_attendance"
    title = "撤销参训记录"
    related = ("course", "member")

    def get_form_kwargs(self):
        return {}

    def get_back_url(self):
        return reverse("training:attendance-detail", args=[self.object.pk])

    def act(self, form):
        return withdraw(self.object, form.cleaned_data["reason"], self.request.actor)

    def success_url(self, obj):
        return self.get_back_url()
