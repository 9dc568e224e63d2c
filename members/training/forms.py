"""Forms of training, the same for pages and admin."""

from django import forms

from core.forms import DatedModelForm, PortalModelForm
from members.models import Member
from members.training.choices import Trainee
from members.training.naming import named_members
from members.training.recording import NAMED
from members.training_models import AUDIENCES, Attendance, Course, PartyWork, TrainingTarget
from organizations.models import Area, Organization

MOST_LINES = 500
ALL = [("", "---------")]


class CourseForm(DatedModelForm):
    """One course; it is put on record once it has begun."""

    past_days = ("starts_on",)
    fieldsets = (
        (None, {"fields": ("topic", "kind", "channel", "level", "organizer", "area", "organization")}),
        ("时间和学时", {"fields": ("starts_on", "ends_on", "hours", "next_hours")}),
        ("培训对象", {"fields": AUDIENCES, "description": "可以选几类。"}),
    )

    class Meta:
        model = Course
        fields = (
            "topic", "kind", "channel", "level", "organizer", "area", "organization", "starts_on", "ends_on",
            "hours", "next_hours", *AUDIENCES,
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.order_by("name")


class PeopleField(forms.ModelMultipleChoiceField):
    """Ticked members, each with the organization."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return f"{obj.name}（{obj.organization_name}）"


class HoldCourseForm(CourseForm):
    """A course together with the members who were ticked for it."""

    members = PeopleField(Member.objects.none(), label="参训人员", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = people
        self.fields["members"].initial = list(people)
        self.fieldsets = CourseForm.fieldsets
        if people:
            self.fieldsets = (*self.fieldsets, ("参训人员", {"fields": ("members",)}))


class AttendForm(forms.Form):
    """People for the list of a course: ticked, or typed one a line."""

    members = PeopleField(Member.objects.none(), label="勾选人员", required=False)
    names = forms.CharField(
        label="粘贴名单",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每行一人，写姓名，可以从表格粘贴。有同名党员的，在姓名后加党组织名称或身份证号。",
    )

    def __init__(self, *args, offered, allowed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = offered
        self.allowed = allowed

    def clean_names(self):
        """Return the members the lines name; refuse a list with strangers, naming them as typed."""
        lines = self.cleaned_data["names"].splitlines()
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"一次最多{MOST_LINES}行，请分几次登记。")
        found = named_members(self.allowed, lines)
        sentences = [
            ("没有找到这些人，可能不在您的管理范围，或培训期间不是在册党员：", found.unknown),
            ("有几名党员同名，请在姓名后加党组织名称或身份证号：", found.several),
        ]
        wrong = [f"{words}{quoted(typed)}。" for words, typed in sentences if typed]
        if wrong:
            raise forms.ValidationError(wrong)
        return list(found.members.values())

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.chosen():
            raise forms.ValidationError("请勾选人员，或粘贴名单。")
        return cleaned

    def chosen(self) -> list[Member]:
        """Return everybody once, whether ticked or typed."""
        data = self.cleaned_data
        people = [*data.get("members", ()), *data.get("names", ())]
        return list({member.pk: member for member in people}.values())


def quoted(typed: list[str]) -> str:
    more = f"等{len(typed)}行" if len(typed) > NAMED else ""
    return f"{'、'.join(typed[:NAMED])}{more}"


class EnrolForm(forms.Form):
    """Members ticked in another list go on the list of a course that is on record."""

    course = forms.ModelChoiceField(Course.objects.all(), label="培训")
    members = PeopleField(Member.objects.none(), label="参训人员")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = people
        self.fields["members"].initial = list(people)
        self.fields["members"].error_messages["required"] = "请在上一页勾选人员。"


class AttendanceForm(PortalModelForm):
    """For how many hours of a course somebody was there."""

    class Meta:
        model = Attendance
        fields = ("hours", "next_hours")


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="撤销原因", max_length=120, help_text="例如：录错人员、本人未参加。")


class PartyWorkForm(DatedModelForm):
    past_days = ("starts_on",)

    class Meta:
        model = PartyWork
        fields = ("starts_on", "duty", "full_time")
        labels = {"starts_on": "从哪天起"}


class TargetForm(PortalModelForm):
    class Meta:
        model = TrainingTarget
        fields = ("role", "hours", "central_courses", "starts_on", "ends_on", "source")


class NarrowForm(forms.Form):
    """Narrows a list of members by area, organization and name."""

    area = forms.ModelChoiceField(Area.objects.leaves_ever(), label="管理区域", required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.order_by("name"), label="党组织", required=False
    )
    q = forms.CharField(label="姓名或拼音首字母", max_length=60, required=False)


class GapForm(NarrowForm):
    who = forms.ChoiceField(label="对象", choices=Trainee.choices, required=False)

    field_order = ("who", "area", "organization", "q")


class CandidateForm(forms.Form):
    """Which of those who could have attended a course are offered for ticking."""

    organization = forms.ModelChoiceField(
        Organization.objects.order_by("name"), label="党组织", required=False
    )
    who = forms.ChoiceField(label="只列年度未达标的", choices=[*ALL, *Trainee.choices], required=False)
    q = forms.CharField(label="姓名或拼音首字母", max_length=60, required=False)
