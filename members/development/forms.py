"""Forms of candidates: the file, a step, admission, confirmation, extension, the end of a course."""

from django import forms

from core.forms import DatedModelForm, DayField
from core.saving import Refused
from members.choices import WithdrawalReason
from members.development.admission import probation_end
from members.development.course import Course
from members.development.files import ALREADY_MEMBER, is_member
from members.development.recording import ASKS_FOR_PEOPLE
from members.development_models import INTRODUCERS, TRAINED, Candidate, DevelopmentStep, StepKind
from members.forms import MemberForm
from members.models import Member
from organizations.forms import DayForm
from organizations.models import Organization

DOCUMENT_HELP = "文件名称、文号或会议纪要。"
PERSON_HELP = "经办人或谈话人的姓名。"


def responsible_field() -> forms.CharField:
    return forms.CharField(label="责任人", max_length=120, required=False, help_text=PERSON_HELP)


def document_field(*, required: bool = True) -> forms.CharField:
    return forms.CharField(label="依据", max_length=120, required=required, help_text=DOCUMENT_HELP)


class CandidateForm(MemberForm):
    """The file of somebody who applied; the identity number is sealed as that of a member."""

    address = None
    past_days = ("birth_date", "applied_on")
    fieldsets = (
        ("本人", {"fields": ("name", "id_number", "sex", "birth_date", "unit")}),
        ("入党申请", {"fields": ("organization", "applied_on")}),
    )

    class Meta:
        model = Candidate
        fields = ("name", "sex", "birth_date", "unit", "organization", "applied_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.order_by("name")

    def _take_id_number(self, text):
        super()._take_id_number(text)
        if "id_number" not in self.errors and is_member(self.instance):
            self.add_error("id_number", ALREADY_MEMBER)


class StepForm(DatedModelForm):
    """A step as it is recorded: only what a step of its kind asks for, and no opinion of anybody."""

    past_days = ("held_on",)

    class Meta:
        model = DevelopmentStep
        fields = ("held_on", "people", "days", "hours", "responsible", "document")
        help_texts = {"responsible": PERSON_HELP, "document": DOCUMENT_HELP}
        widgets = {"people": forms.CheckboxSelectMultiple}

    def __init__(self, *args, kind: StepKind | None = None, candidate: Candidate | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["held_on"].initial = self.today
        kind, candidate = kind or self.instance.kind, candidate or self.instance.candidate
        if kind.key in ASKS_FOR_PEOPLE:
            self._offer_people(kind, candidate)
        else:
            del self.fields["people"]
        if kind.key != TRAINED:
            del self.fields["days"], self.fields["hours"]

    def _offer_people(self, kind, candidate):
        """The formal members of the organization, and those who were chosen before."""
        there = Member.objects.of_organization_on(candidate.organization, self.today).formal_on(self.today)
        chosen = self.instance.people.values_list("pk", flat=True) if self.instance.pk else ()
        field = self.fields["people"]
        field.queryset = there | Member.objects.filter(pk__in=list(chosen))
        field.label = "入党介绍人" if kind.key == INTRODUCERS else "培养联系人"
        field.help_text = "从本党组织的正式党员中选择。"


class StepRepairForm(DatedModelForm):
    """A step as the back office mends it, its kind included; as strict about days as the portal."""

    past_days = ("held_on",)

    class Meta:
        model = DevelopmentStep
        fields = ("kind", "held_on", "days", "hours", "responsible", "document")

    def clean(self):
        cleaned = super().clean()
        if {"kind", "held_on"} <= cleaned.keys():
            course = Course(self.instance.candidate, cleaned["held_on"], without=self.instance.pk)
            try:
                course.refuse(cleaned["kind"], cleaned["held_on"])
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return cleaned


class AdmissionForm(DayForm):
    on = DayField(label="审批日期")
    responsible = responsible_field()
    document = document_field()

    field_order = ("on", "responsible", "document")


class ConfirmationForm(DayForm):
    on = DayField(label="审批日期")
    full_on = DayField(label="转正日期", help_text="党龄从这一天算起，不早于预备期满之日。")
    responsible = responsible_field()
    document = document_field()

    field_order = ("full_on", "on", "responsible", "document")

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_on"].initial = probation_end(member, self.today)


class ExtensionForm(DayForm):
    on = DayField(label="决定日期", help_text="支部大会决定延长的日期。")
    until = DayField(label="延长至", help_text="从预备期满之日起，不少于半年，不超过一年。")
    document = document_field()

    field_order = ("on", "until", "document")


class WithdrawalForm(DayForm):
    on = DayField(label="最后一天")
    reason = forms.ChoiceField(label="终止原因", choices=[("", "---------"), *WithdrawalReason.choices])
    document = document_field(required=False)

    field_order = ("on", "reason", "document")


class ReopeningForm(DayForm):
    on = DayField(label="恢复日期")
    document = document_field()

    field_order = ("on", "document")
