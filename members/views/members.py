"""Pages of members: the register, one page per member, and how they come and go."""

from django.shortcuts import render
from django.urls import reverse, reverse_lazy

from core.forms import ReasonForm, choose_the_only
from core.sealing import SealError
from core.sheets import Column
from core.views import (
    CreatePage,
    DetailPage,
    EditPage,
    ExportPage,
    FormPage,
    Listed,
    ListPage,
    OfRow,
    section,
)
from members import forms, sheets
from members.choices import MemberStatus
from members.development_models import ProbationExtension
from members.filters import FormerMemberFilter, MemberFilter
from members.joining import admit
from members.leaving import leave
from members.models import HAS_ID_NUMBER, Member
from members.revealing import TAKEN, reveal_id_number
from members.training.views.people import training_actions, training_sections
from members.views.dues_acts import dues_actions, dues_sections


class Enrolled(Listed):
    """Who belongs to an organization on the day."""

    sheet = sheets.MEMBERS
    filterset_class = MemberFilter

    def get_queryset(self):
        return super().get_queryset().enrolled_on(self.day)


class MemberList(Enrolled, ListPage):
    permission = "members.view_member"

    def get_actions(self):
        in_full = f"{reverse('members:member-export')}?{self.query_without('page')}"
        return [
            *self.action("导出含身份证号", in_full, sheets.REVEAL),
            *self.action("已离开的党员", reverse("members:former-member-list")),
            *self.action("新增党员", reverse("members:member-create"), "members.add_member", primary=True),
        ]


class MemberExport(Enrolled, ExportPage):
    """The register with identity numbers in full."""

    permission = sheets.REVEAL
    title = "党员名册（含公民身份号码）"
    hidden = (sheets.ID_NUMBER,)
    act_name = TAKEN
    back_url = reverse_lazy("members:member-list")


class FormerMemberList(ListPage):
    """Who belonged to an organization before the day and to none on it."""

    sheet = sheets.FORMER_MEMBERS
    filterset_class = FormerMemberFilter
    permission = "members.view_member"

    def get_queryset(self):
        return super().get_queryset().left_by(self.day)

    def get_actions(self):
        return self.action("党员名册", reverse("members:member-list"))


class MemberDetail(DetailPage):
    model = Member
    permission = "members.view_member"
    groups = (
        (
            "基本信息",
            (
                sheets.MASKED_ID_NUMBER,
                Column("sex"),
                Column("birth_date", private=sheets.PERSONAL),
                Column("ethnicity"),
                Column("education"),
                Column("phone", private=sheets.PERSONAL),
                Column("address", "家庭住址", private=sheets.PERSONAL, text=sheets.opened_address),
            ),
        ),
        ("党内信息", tuple(map(Column, ("status", "joined_on", "full_member_on", "floating")))),
        ("工作情况", tuple(map(Column, ("unit", "job", "is_manager", "is_technician", "on_site")))),
    )

    @property
    def subtitle(self):
        latest = self.object.memberships.select_related("organization").order_by("starts_on").last()
        left = f"，{latest.get_exit_reason_display()}" if latest.exit_reason else ""
        extended = ProbationExtension.objects.filter(member=self.object).first()
        until = f"，预备期延长至{extended.extended_to}" if extended and not self.object.full_member_on else ""
        return f"{latest.organization}（{latest.period_text}{left}）{until}"

    def get_actions(self):
        now = self.object.memberships.on(self.request.today).filter(ends_on__isnull=True).exists()
        act = ("办理离开", "member-leave", "change") if now else ("重新编入", "member-rejoin", "add")
        return [
            *self.reveal_action(),
            *(training_actions(self) if now else []),
            *dues_actions(self),
            *(self.probation_actions() if now else []),
            *self.action(
                "登记三培养一推荐",
                f"{reverse('cultivation:cultivation-create')}?member={self.object.pk}",
                "members.add_cultivation",
            ),
            *(
                button
                for label, name, verb in (act, ("修改", "member-edit", "change"))
                for button in self.action(
                    label, reverse(f"members:{name}", args=[self.object.pk]), f"members.{verb}_member"
                )
            ),
        ]

    def reveal_action(self) -> list[dict]:
        """Offer the look at the number only where there is one and the right is held for this row."""
        if not self.object.id_number_sealed or not self.sees(sheets.REVEAL):
            return []
        return self.action("查看身份证号", reverse("members:member-reveal", args=[self.object.pk]))

    def probation_actions(self) -> list[dict]:
        """Offer what a probation ends with, while it runs."""
        if self.object.status == MemberStatus.FORMAL:
            return []
        return [
            button
            for label, name in (("办理转正", "member-confirm"), ("延长预备期", "member-extend"))
            for button in self.action(
                label, reverse(f"development:{name}", args=[self.object.pk]), "members.change_member"
            )
        ]

    def get_sections(self):
        """The whole history goes with the person, as the file on paper does."""
        return [
            section("组织关系", sheets.MEMBERSHIPS, self.object.memberships, self.request.scope, self.day),
            *training_sections(self),
            *dues_sections(self),
        ]


class MemberReveal(OfRow, FormPage):
    """Asks why, records the look, and only then shows the number, once."""

    model = Member
    form_class = ReasonForm
    permission = sheets.REVEAL
    title = "查看身份证号"
    submit_label = "查看"

    def rows_within(self, scope):
        """Who has no number on record is absent here."""
        return super().rows_within(scope).filter(HAS_ID_NUMBER)

    def judge(self, form):
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            number = reveal_id_number(self.object, form.cleaned_data["reason"], self.request.actor)
        except SealError as error:
            return self.refuse(form, str(error))
        return render(self.request, "core/detail.html", self.shown(number))

    def shown(self, number: str) -> dict:
        back = {"label": "返回党员页", "url": self.object.get_absolute_url(), "primary": False}
        return {
            "title": self.get_title(),
            "subtitle": "本次查看已记入操作记录。",
            "groups": [{"heading": "", "items": [{"label": "公民身份号码", "text": number}]}],
            "sections": [],
            "actions": [back],
        }


class MemberCreate(CreatePage):
    form_class = forms.AdmitForm
    permission = "members.add_member"
    title = "新增党员"
    back_url = reverse_lazy("members:member-list")

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def get_form(self, data=None, files=None):
        form = super().get_form(data, files)
        choose_the_only(form, "organization")
        return form

    def act(self, form):
        data, member = form.cleaned_data, form.save(commit=False)
        admit(member, data["organization"], data["from_day"], self.request.actor, data["entry_reason"])
        return member


class MemberEdit(EditPage):
    model = Member
    form_class = forms.MemberForm
    permission = "members.change_member"
    title = "修改党员信息"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "today": self.request.today}


class MemberAct(OfRow, FormPage):
    """An act on one member within the scope, on a day."""

    model = Member

    @property
    def member(self) -> Member:
        return self.object

    def get_form_kwargs(self):
        return {"today": self.request.today}

    def act(self, form):
        self.do(**form.cleaned_data)
        return self.member


class MemberLeave(MemberAct):
    form_class = forms.LeaveForm
    permission = "members.change_member"
    title = "办理离开"

    def do(self, on, reason, document):
        leave(self.member, on, reason, document, self.request.actor)


class MemberRejoin(MemberAct):
    form_class = forms.RejoinForm
    permission = "members.add_member"
    title = "重新编入"

    def do(self, organization, on, reason, document):
        admit(self.member, organization, on, self.request.actor, reason, document)
