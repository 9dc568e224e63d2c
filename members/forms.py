"""Forms of members, the same for pages, import and admin."""

from django import forms

from core.forms import DatedModelForm, DayField
from core.values import tidy_name, tidy_phone
from members.choices import JoinReason, LeaveReason
from members.models import Member, Membership
from organizations.forms import DayForm
from organizations.models import Organization

DOCUMENT_HELP = "介绍信编号、批复文号或会议纪要。"


class MemberForm(DatedModelForm):
    """The plain facts of a member; joining and leaving an organization are acts of their own."""

    past_days = ("birth_date", "joined_on", "full_member_on")
    fieldsets = (
        ("基本信息", {"fields": ("name", "sex", "birth_date", "ethnicity", "education", "phone")}),
        ("党内信息", {"fields": ("status", "joined_on", "full_member_on", "floating")}),
        ("工作情况", {"fields": ("unit", "job", "is_manager", "is_technician", "on_site")}),
    )

    class Meta:
        model = Member
        fields = (
            "name", "sex", "birth_date", "ethnicity", "education", "phone", "status", "joined_on",
            "full_member_on", "floating", "unit", "job", "is_manager", "is_technician", "on_site",
        )  # fmt: skip

    def clean_name(self):
        return tidy_name(self.cleaned_data["name"]).value

    def clean_phone(self):
        """Refuse what is no number; an odd one asks for a confirmation."""
        tidy = tidy_phone(self.cleaned_data["phone"])
        if tidy.error:
            raise forms.ValidationError(tidy.error)
        if tidy.warning and "phone" in self.changed_data:
            self.warnings.append(tidy.warning)
        return tidy.value or ""


class MembershipForm(DatedModelForm):
    """A membership as it stands, for repairs; coming and going are acts."""

    past_days = ("starts_on", "ends_on")

    class Meta:
        model = Membership
        fields = (
            "member", "organization", "starts_on", "entry_reason", "entry_document", "ends_on", "exit_reason",
            "exit_document",
        )  # fmt: skip


class AdmitForm(MemberForm):
    """A member new to the register: the plain facts, the organization and the first day in it."""

    organization = forms.ModelChoiceField(Organization.objects.order_by("name"), label="党组织")
    from_day = DayField(label="组织关系起始日期", help_text="在这个党组织的第一天；记不清的填建档日期。")
    entry_reason = forms.ChoiceField(label="进入原因", choices=[("", "---------"), *JoinReason.choices])

    past_days = (*MemberForm.past_days, "from_day")
    fieldsets = (
        ("组织关系", {"fields": ("organization", "from_day", "entry_reason")}),
        *MemberForm.fieldsets,
    )


class RejoinForm(DayForm):
    """Somebody who left comes to an organization again."""

    organization = forms.ModelChoiceField(Organization.objects.order_by("name"), label="党组织")
    on = DayField(label="组织关系起始日期")
    reason = forms.ChoiceField(label="进入原因", choices=JoinReason.choices)
    document = forms.CharField(label="依据", max_length=120, help_text=DOCUMENT_HELP)

    field_order = ("organization", "on", "reason", "document")


class LeaveForm(DayForm):
    on = DayField(label="最后一天", help_text="组织关系在本党组织的最后一天，当天仍计入。")
    reason = forms.ChoiceField(label="离开原因", choices=[("", "---------"), *LeaveReason.choices])
    document = forms.CharField(
        label="依据", max_length=120, required=False, help_text=f"{DOCUMENT_HELP}去世可以不填。"
    )

    field_order = ("on", "reason", "document")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason", LeaveReason.DIED) != LeaveReason.DIED and not cleaned.get("document"):
            self.add_error("document", "请填写依据；只有去世可以不填。")
        return cleaned
