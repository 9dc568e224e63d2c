"""Pages of members: the register, one page per member, and how they come and go."""

from django.urls import reverse, reverse_lazy

from core.forms import choose_the_only
from core.sheets import Column
from core.views import CreatePage, DetailPage, EditPage, FormPage, ListPage, OfRow, section
from members import forms, sheets
from members.filters import FormerMemberFilter, MemberFilter
from members.joining import admit
from members.leaving import leave
from members.models import Member


class MemberList(ListPage):
    """Who belongs to an organization on the day."""

    sheet = sheets.MEMBERS
    filterset_class = MemberFilter
    permission = "members.view_member"

    def get_queryset(self):
        return super().get_queryset().enrolled_on(self.day)

    def get_actions(self):
        return [
            *self.action("已离开的党员", reverse("members:former-member-list")),
            *self.action("新增党员", reverse("members:member-create"), "members.add_member", primary=True),
        ]


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
                Column("sex"),
                Column("birth_date", private=sheets.PERSONAL),
                Column("ethnicity"),
                Column("education"),
                Column("phone", private=sheets.PERSONAL),
            ),
        ),
        ("党内信息", tuple(map(Column, ("status", "joined_on", "full_member_on", "floating")))),
        ("工作情况", tuple(map(Column, ("unit", "job", "is_manager", "is_technician", "on_site")))),
    )

    @property
    def subtitle(self):
        latest = self.object.memberships.select_related("organization").order_by("starts_on").last()
        left = f"，{latest.get_exit_reason_display()}" if latest.exit_reason else ""
        return f"{latest.organization}（{latest.period_text}{left}）"

    def get_actions(self):
        now = self.object.memberships.on(self.request.today).filter(ends_on__isnull=True).exists()
        act = ("办理离开", "member-leave", "change") if now else ("重新编入", "member-rejoin", "add")
        named = (act, ("修改", "member-edit", "change"))
        return [
            button
            for label, name, verb in named
            for button in self.action(
                label, reverse(f"members:{name}", args=[self.object.pk]), f"members.{verb}_member"
            )
        ]

    def get_sections(self):
        """The whole history goes with the person, as the file on paper does."""
        return [
            section("组织关系", sheets.MEMBERSHIPS, self.object.memberships, self.request.scope, self.day)
        ]


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
