"""Forms of members, the same for pages, import and admin."""

from django import forms

from core.forms import DatedModelForm, DayField
from core.identifiers import check_id_number, id_birth_date, id_sex, tidy_code
from core.sealing import SealError
from core.texts import squeezed
from core.values import tidy_name, tidy_phone
from members.choices import JoinReason, LeaveReason
from members.models import Member, Membership
from organizations.forms import DayForm
from organizations.models import Organization

CLEARED = "无"
ID_NUMBER_HELP = "18位。填了号码，性别和出生日期可以留空，由号码得出。"
ID_NUMBER_KEPT = f"已登记，不显示。不改请留空；登记错的填正确号码；要清除填“{CLEARED}”。"
FROM_ID_NUMBER = {"sex": id_sex, "birth_date": id_birth_date}
PERSON = ("name", "id_number", "sex", "birth_date", "ethnicity", "education", "phone", "address")
DOCUMENT_HELP = "介绍信编号、批复文号或会议纪要。"


def label_of(name: str) -> str:
    return str(Member._meta.get_field(name).verbose_name)


class MemberForm(DatedModelForm):
    """The plain facts of a member; joining and leaving an organization are acts of their own."""

    id_number = forms.CharField(label=label_of("id_number_sealed"), max_length=40, required=False)
    address = forms.CharField(label=label_of("address_sealed"), max_length=120, required=False)

    past_days = ("birth_date", "joined_on", "full_member_on")
    never_shown = ("id_number",)
    fieldsets = (
        ("基本信息", {"fields": PERSON}),
        ("党内信息", {"fields": ("status", "joined_on", "full_member_on", "floating")}),
        ("工作情况", {"fields": ("unit", "job", "is_manager", "is_technician", "on_site")}),
    )

    class Meta:
        model = Member
        fields = (
            "name", "sex", "birth_date", "ethnicity", "education", "phone", "status", "joined_on",
            "full_member_on", "floating", "unit", "job", "is_manager", "is_technician", "on_site",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FROM_ID_NUMBER.keys() & self.fields.keys():
            self.fields[name].required = False
            self.fields[name].help_text = "未填公民身份号码时必填。"
        if "id_number" in self.fields:
            kept = self.instance.id_number_sealed
            self.fields["id_number"].help_text = ID_NUMBER_KEPT if kept else ID_NUMBER_HELP
            self.fields["id_number"].widget.attrs["autocomplete"] = "off"
        if "address" in self.fields:
            self._open_address(self.fields["address"])

    def _open_address(self, field):
        """Show the address that is kept; where it cannot be opened, say so and leave it alone."""
        try:
            field.initial = self.instance.address
        except SealError as error:
            field.disabled, field.help_text = True, str(error)

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

    def clean_id_number(self):
        """Tell what is wrong with the number; a doubtful one asks for a confirmation."""
        text = self.cleaned_data["id_number"].strip()
        if text in ("", CLEARED):
            return text
        for found in check_id_number(text):
            if found.level == "error":
                raise forms.ValidationError(found.message)
            self.warnings.append(found.message)
        return tidy_code(text)

    def clean(self):
        cleaned = super().clean()
        if "address" in cleaned and not self.fields["address"].disabled:
            self.instance.address = squeezed(cleaned["address"])
        if "id_number" in cleaned:
            self._take_id_number(cleaned["id_number"])
        return cleaned

    def _take_id_number(self, text):
        """Seal what was typed, then fill in what was left blank from the number that is now kept."""
        try:
            if text:
                self.instance.id_number = "" if text == CLEARED else text
            number = self.instance.id_number
        except SealError as error:
            self.add_error("id_number", str(error))
            return
        for name, read in FROM_ID_NUMBER.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self._fill(name, read(number) if number else None)

    def _fill(self, name, value):
        if value is None:
            chosen = "选择" if name == "sex" else "填写"
            self.add_error(name, f"请{chosen}{self.fields[name].label}，或填写公民身份号码。")
        else:
            self.cleaned_data[name] = value


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
