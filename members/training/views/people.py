"""What training says on the page of one person, and who works for the Party."""

from django.urls import reverse

from core.views import FormPage, OfRow, section
from members.models import Member
from members.training import conditions as c
from members.training import forms, sheets
from members.training.choices import TargetRole
from members.training.recording import take_up
from members.training_models import PartyWork, TrainingTarget
from organizations.forms.acts import EndForm
from organizations.registration import end_span


def training_sections(page) -> list[dict]:
    """Return the training record of the member whose page it is, with the hours of the year in its head."""
    scope = page.request.scope.granting("members.view_attendance")
    member = page.object
    if not scope.grants or not Member.objects.within(scope).filter(pk=member.pk).exists():
        return []
    rows = section(
        f"培训记录（{year_text(member, page.day)}）",
        sheets.RECORD,
        member.attendances,
        scope,
        page.day,
        url_of,
    )
    return [rows]


def year_text(member: Member, day) -> str:
    """Tell the hours of the year so far beside what it asks of a member, and of who leads."""
    facts = Member.objects.filter(pk=member.pk).annotate(told=c.year_hours(day), central=c.year_central(day))
    hours, central = facts.values_list("told", "central").get()
    leads = Member.objects.filter(c.leader(day), pk=member.pk).exists()
    role = TargetRole.LEADER if leads else TargetRole.MEMBER
    target = TrainingTarget.objects.on(day).filter(role=role).first()
    asked = f"，{target.get_role_display()}{target.text}" if target else ""
    return f"{day.year}年已计{hours.normalize():f}学时、集中培训{central}次{asked}"


def url_of(row) -> str:
    return reverse("training:attendance-detail", args=[row.pk])


def training_actions(page) -> list[dict]:
    """Return the button that begins or ends the work for the Party of the member whose page it is."""
    running = PartyWork.objects.on(page.request.today).filter(member=page.object).first()
    if running is not None and running.ends_on is None:
        url = reverse("training:work-end", args=[running.pk])
        return page.action("不再担任党务工作者", url, "members.change_partywork")
    url = reverse("training:work-create", args=[page.object.pk])
    return page.action("登记为党务工作者", url, "members.add_partywork")


class WorkCreate(OfRow, FormPage):
    """A member works for the Party from a day on."""

    model = Member
    form_class = forms.PartyWorkForm
    permission = "members.add_partywork"
    title = "登记为党务工作者"

    def get_form_kwargs(self):
        return {"today": self.request.today, "instance": PartyWork(member=self.object)}

    def act(self, form):
        take_up(form.save(commit=False), self.request.actor)
        return self.object


class WorkEnd(OfRow, FormPage):
    model = PartyWork
    form_class = EndForm
    permission = "members.change_partywork"
    title = "不再担任党务工作者"
    related = ("member",)

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_back_url(self):
        return self.object.member.get_absolute_url()

    def act(self, form):
        end_span(self.object, form.cleaned_data["on"], self.request.actor)
        return self.object.member
