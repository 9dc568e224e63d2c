"""Acts of dues: the form of a month, gifts, handing up, returning, reversals; what a member owes by."""

import datetime

from django.http import Http404
from django.urls import reverse

from core.sheets import Column
from core.views import DetailPage, EditPage, FormPage, OfRow, section
from members.dues import forms, recording, sheets
from members.dues.choices import PaymentKind
from members.dues.months import month_of
from members.dues.owing import owed_to
from members.dues.sums import payments_for, sums_by
from members.dues_models import DuesPayment, HandedUp, Relief, Returned, month_text
from members.models import Member, Membership
from members.views.dues import BASE, PAY, OfOwnOrganization, own_organizations
from organizations.duties import first_of_month
from organizations.models import Organization

NOBODY_OWES = "这个月没有应在本党组织交纳党费的党员。"


def lines_of(organization: Organization, month: datetime.date, day: datetime.date) -> list[forms.Line]:
    """Return everybody who owes the month to the organization, with what was paid of it."""
    owed = {one.member: one.due for one in owed_to(Organization.objects.filter(pk=organization.pk), (month,))}
    rows = payments_for(month_of(month), day).filter(organization=organization, kind=PaymentKind.MONTHLY)
    paid = sums_by(rows, "member")
    members = Member.objects.filter(pk__in=owed).order_by("pk")
    return [forms.Line(m, owed[m.pk], paid.get((m.pk,), forms.NOTHING)) for m in members]


class OrganizationMonth(OfOwnOrganization, FormPage):
    """The dues of a month on one page: every member with what is due, and what was paid to be typed."""

    form_class = forms.MonthlyDuesForm
    permission = PAY
    template_name = "members/dues_month.html"
    submit_label = "确认登记"
    done_text = "已登记。"

    def prepare(self, **kwargs):
        super().prepare(**kwargs)
        self.month_form = forms.MonthForm(self.request.GET.get("month"), self.request.today)
        if not self.month_form.is_valid():
            raise Http404
        self.month = self.month_form.cleaned_data["month"]
        self.lines = lines_of(self.object, self.month, self.request.today)

    def get_title(self):
        return f"{month_text(self.month)}党费"

    @property
    def subtitle(self):
        return str(self.object)

    def get_form_kwargs(self):
        return {"lines": self.lines, "today": self.request.today}

    def get_context(self, form, warnings=()):
        shared = super().get_context(form, warnings)
        return {**shared, "month_form": self.month_form, "empty_text": NOBODY_OWES}

    def act(self, form):
        amounts, on = form.amounts(), form.cleaned_data["on"]
        recording.pay(self.object, self.month, amounts, on, self.request.actor)
        return self.object

    def success_url(self, obj):
        return f"{self.request.path}?month={forms.key_of(self.month)}"


class OrganizationVoluntary(OfOwnOrganization, FormPage):
    """What a member gave at once of his own will, for the month of the day."""

    form_class = forms.VoluntaryForm
    permission = PAY
    title = "登记自愿多交"
    subtitle = "党员自愿一次多交1000元以上的党费，全部上缴中央，单独登记，不计入应缴和实缴。"
    done_text = "已登记。"

    def get_form_kwargs(self):
        held = Membership.objects.on(self.request.today).filter(organization=self.object)
        return {"members": Member.objects.filter(pk__in=held.values("member")), "today": self.request.today}

    def act(self, form):
        data = form.cleaned_data
        recording.pay(
            self.object,
            first_of_month(data["on"]),
            [(data["member"], data["amount"])],
            data["on"],
            self.request.actor,
            PaymentKind.VOLUNTARY,
            data["note"],
        )
        return self.object

    def success_url(self, obj):
        return self.get_back_url()


class OfMovement(OfRow, FormPage):
    """A line of what an organization handed up, or of what was returned to it."""

    model = Organization
    line: type

    def get_form_kwargs(self):
        return {"instance": self.line(organization=self.object), "today": self.request.today}

    def get_back_url(self):
        return reverse("dues:organization-year", args=[self.object.pk])

    def act(self, form):
        return recording.move(form.save(commit=False), self.request.actor)


class OrganizationHandUp(OfMovement):
    line = HandedUp
    form_class = forms.HandUpForm
    permission = "members.add_handedup"
    title = "登记党费上缴"
    done_text = "已登记上缴。"


class OrganizationReturn(OfMovement):
    line = Returned
    form_class = forms.ReturnForm
    permission = "members.add_returned"
    title = "登记党费返还"
    done_text = "已登记返还。"


class MovementDetail(DetailPage):
    """One line of a ledger of dues, and what it takes back or was taken back by."""

    columns: tuple[str, ...] = ()
    adding = ""
    related = ("organization", "reversal")

    @property
    def groups(self):
        plain = (Column("organization"), *map(Column, self.columns), Column("amount"))
        return (("", (*plain, Column("note"), sheets.STANDING)),)

    def get_queryset(self):
        return super().get_queryset().select_related(*self.related)

    def get_actions(self):
        name, row = self.model._meta.model_name, self.object
        year = {"label": "返回党费", "url": reverse("dues:organization-year", args=[row.organization_id])}
        back = [{**year, "primary": False}]
        if row.reverses_id is not None or row.is_reversed or not self.sees(self.adding):
            return back
        return [{"label": "冲正", "url": reverse(f"dues:{name}-reverse", args=[row.pk])}, *back]


class MovementReverse(EditPage):
    """Takes back one line by another."""

    form_class = forms.TakeBackForm
    title = "冲正"
    submit_label = "确认冲正"
    done_text = "已冲正。"

    def get_form_kwargs(self):
        return {"line": self.object, "today": self.request.today}

    def act(self, form):
        data = form.cleaned_data
        return recording.take_back(self.object, data["on"], data["reason"], self.request.actor)


class PaymentDetail(MovementDetail):
    model = DuesPayment
    permission = "members.view_duespayment"
    adding = PAY
    related = ("organization", "member", "reversal")
    columns = ("member", "kind", "month", "day")


class PaymentReverse(MovementReverse):
    model = DuesPayment
    permission = PAY


class HandedUpDetail(MovementDetail):
    model = HandedUp
    permission = "members.view_handedup"
    adding = "members.add_handedup"
    columns = ("period", "month", "day", "document")


class HandedUpReverse(MovementReverse):
    model = HandedUp
    permission = "members.add_handedup"


class ReturnedDetail(MovementDetail):
    model = Returned
    permission = "members.view_returned"
    adding = "members.add_returned"
    columns = ("day", "document")


class ReturnedReverse(MovementReverse):
    model = Returned
    permission = "members.add_returned"


class OfOwnMember(OfRow, FormPage):
    """A page about what a member of the own organization owes by."""

    model = Member

    def rows_within(self, scope):
        held = Membership.objects.on(self.request.today).filter(organization__in=own_organizations(scope))
        return Member.objects.filter(pk__in=held.values("member"))

    @property
    def organization(self) -> Organization:
        held = self.object.memberships.on(self.request.today).select_related("organization")
        return held.get().organization

    def success_url(self, obj):
        return self.object.get_absolute_url()


class MemberBase(OfOwnMember):
    form_class = forms.BaseForm
    permission = "members.add_duesbase"
    title = "登记党费计算依据"

    def get_form_kwargs(self):
        told = self.object.dues_bases.on(self.request.today).filter(organization=self.organization).first()
        initial = {"category": told.category, "base": told.base} if told else {}
        return {"today": self.request.today, "initial": initial}

    def act(self, form):
        data, by = form.cleaned_data, self.request.actor
        told = (data["month"], data["category"], data["base"])
        return recording.tell_base(self.object, self.organization, *told, by)


class MemberRelief(OfOwnMember):
    form_class = forms.ReliefForm
    permission = "members.add_relief"
    title = "登记党费减免"
    subtitle = "经党支部研究、报上级党委批准，可以少交或免交。"

    def get_form_kwargs(self):
        relief = Relief(member=self.object, organization=self.organization)
        return {"instance": relief, "today": self.request.today}

    def act(self, form):
        return recording.relieve(form.save(commit=False), self.request.actor)


def dues_actions(page) -> list[dict]:
    """Return the buttons of dues on the page of a member, for the secretary of the organization."""
    if not _is_own(page, PAY):
        return []
    pk = page.object.pk
    return [
        {"label": "党费计算依据", "url": reverse("dues:member-base", args=[pk]), "primary": False},
        {"label": "党费减免", "url": reverse("dues:member-relief", args=[pk]), "primary": False},
    ]


def _is_own(page, permission: str) -> bool:
    own = own_organizations(page.request.scope.granting(permission))
    return page.object.memberships.on(page.request.today).filter(organization__in=own).exists()


def dues_sections(page) -> list[dict]:
    """Return what the page of a member tells of his dues: to each organization what it recorded itself."""
    scope = page.request.scope
    found = []
    for permission, sheet in ((BASE, sheets.BASES), ("members.view_relief", sheets.RELIEFS)):
        rows = sheet.model.objects.within(scope.granting(permission)).filter(member=page.object)
        found.append((sheet, rows, None))
    paid = DuesPayment.objects.within(scope.granting("members.view_duespayment")).filter(member=page.object)
    found.append((sheets.PAYMENTS, paid, DuesPayment.get_absolute_url))
    own = _is_own(page, PAY)
    return [
        section(sheet.title, sheet, rows, scope, page.day, urls) for sheet, rows, urls in found if own or rows
    ]
