"""Forms of guidance officers, their assignments, their visits and what they advised."""

from django import forms
from django.db.models import F

from core.forms import DatedModelForm, DayField, PortalModelForm
from organizations.forms.acts import AssignForm, DayForm, OfficerField
from organizations.guidance import left_alone_warnings, load_warnings
from organizations.models import AdviceItem, Assignment, Officer, Unit, Visit

ITEMS_PER_VISIT = 3
ITEM_FIELDS = ("text", "owner", "due_on")


class OfficerForm(PortalModelForm):
    """The plain facts of an officer; where he is sent and that he leaves are acts of their own."""

    class Meta:
        model = Officer
        fields = ("name", "employer", "service", "grade", "phone", "area", "note")


class FormerOfficerForm(DatedModelForm):
    """An officer who has left: day and reason can be mended, or both cleared when he is back."""

    past_days = ("left_on",)

    class Meta(OfficerForm.Meta):
        fields = (*OfficerForm.Meta.fields, "left_on", "left_reason")
        help_texts = {"left_on": "恢复任职的，离任日期和原因都清空，再重新派驻。"}

    def clean(self):
        cleaned = super().clean()
        left_on, reason = cleaned.get("left_on"), cleaned.get("left_reason")
        if bool(left_on) != bool(reason) and "left_on" not in self.errors:
            self.add_error("left_reason", "离任日期和离任原因要么都填写，要么都不填。")
        if left_on:
            self._check_assignments(left_on)
        return cleaned

    def _check_assignments(self, left_on):
        last = self.instance.assignments.exclude(ends_on__lte=left_on).select_related("unit").first()
        if last is not None:
            self.add_error(
                "left_on", f"派驻{last.unit}的起止日期为{last.period_text}，离任日期不能早于截止日期。"
            )


class FindUnitsForm(forms.Form):
    q = forms.CharField(label="名称、代码或拼音首字母", max_length=60, required=False)


class AssignUnitsForm(DayForm):
    """Several units for one officer; those on offer are found by the page."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="单位",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选择一家单位。",
            "invalid_choice": "有单位已不能选，请重新查找并勾选。",
        },
    )
    on = DayField(label="派驻起始日期")
    document = forms.CharField(label="依据", max_length=120, required=False)

    field_order = ("on", "document", "units")

    def __init__(self, *args, officer, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer, self.warnings = officer, []
        self.fields["units"].queryset = offered

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and cleaned.get("units"):
            days = (cleaned["on"], self.today)
            self.warnings = load_warnings(self.officer, len(cleaned["units"]), days)
        return cleaned


class EndAssignmentForm(DayForm):
    on = DayField(label="最后一天", help_text="填写仍在派驻的最后一天。")
    document = forms.CharField(label="结束依据", max_length=120, required=False)

    def __init__(self, *args, assignment, **kwargs):
        super().__init__(*args, **kwargs)
        self.assignment, self.warnings = assignment, []

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on"):
            ended = Assignment.objects.filter(pk=self.assignment.pk)
            self.warnings = left_alone_warnings(ended, cleaned["on"])
        return cleaned


class ReplaceOfficerForm(AssignForm):
    officer = OfficerField(Officer.objects.all(), label="接任的指导员")
    on = DayField(label="接任日期", help_text="原指导员的派驻到前一天为止。")


class LeaveForm(DayForm):
    on = DayField(label="离任日期", help_text="填写在任的最后一天，当天派驻同时结束。")
    reason = forms.CharField(label="离任原因", max_length=100)

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer, self.warnings = officer, []

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on"):
            running = self.officer.assignments.on(cleaned["on"])
            self.warnings = left_alone_warnings(running, cleaned["on"])
        return cleaned


class AssignmentField(forms.ModelChoiceField):
    """Offers assignments; of one that is over it says until when, because a visit may be told later."""

    def label_from_instance(self, obj):
        return f"{obj}（至{obj.ends_on.isoformat()}）" if obj.ends_on else str(obj)


class VisitForm(DatedModelForm):
    """A visit, and up to three things it advises, each with who sees to it and by when."""

    assignment = AssignmentField(
        Assignment.objects.select_related("officer", "unit").order_by(
            F("ends_on").desc(nulls_first=True), "officer__pk", "pk"
        ),
        label="指导员派驻",
    )

    past_days = ("held_on",)
    fieldsets = (
        (None, {"fields": ("assignment", "held_on", "manner", "content", "advice")}),
        *(
            (
                f"建议{number}",
                {"fields": tuple(f"{name}_{number}" for name in ITEM_FIELDS), "description": "没有的不填。"},
            )
            for number in range(1, ITEMS_PER_VISIT + 1)
        ),
    )

    class Meta:
        model = Visit
        fields = ("assignment", "held_on", "manner", "content", "advice")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = self.today
        for number in range(1, ITEMS_PER_VISIT + 1):
            self.fields |= item_fields(number)

    def clean(self):
        cleaned = super().clean()
        day, assignment = cleaned.get("held_on"), cleaned.get("assignment")
        if day and assignment and not assignment.is_on(day):
            self.add_error("held_on", f"走访日期不在派驻期内（{assignment.period_text}），请核对。")
        for number in range(1, ITEMS_PER_VISIT + 1):
            self._check_item(cleaned, number)
        return cleaned

    def _check_item(self, cleaned, number):
        """A thing advised is whole, and is not due before the visit."""
        names = [f"{name}_{number}" for name in ITEM_FIELDS]
        if not any(cleaned.get(name) or name in self.errors for name in names):
            return
        for name in names:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "建议内容、责任人和办结期限要一起填写。")
        day, due_on = cleaned.get("held_on"), cleaned.get(f"due_on_{number}")
        if day and due_on and due_on < day:
            self.add_error(f"due_on_{number}", "办结期限不能早于走访日期，请核对。")

    def items(self) -> list[AdviceItem]:
        """Return what the visit advised, as rows not yet saved."""
        answers = [
            {name: self.cleaned_data[f"{name}_{number}"] for name in ITEM_FIELDS}
            for number in range(1, ITEMS_PER_VISIT + 1)
        ]
        return [AdviceItem(**answer) for answer in answers if answer["text"]]


def item_fields(number: int) -> dict[str, forms.Field]:
    """The fields of one thing advised, labelled and limited as the table says."""
    model_fields = {name: AdviceItem._meta.get_field(name) for name in ITEM_FIELDS}
    return {
        f"text_{number}": model_fields["text"].formfield(required=False),
        f"owner_{number}": model_fields["owner"].formfield(required=False),
        f"due_on_{number}": model_fields["due_on"].formfield(required=False, form_class=DayField),
    }


class AdviceCloseForm(DatedModelForm):
    """How a thing advised ended: day and result."""

    past_days = ("closed_on",)

    class Meta:
        model = AdviceItem
        fields = ("closed_on", "result")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        if self.instance.closed_on is None:
            self.initial["closed_on"] = self.today

    def clean_closed_on(self):
        day, held_on = self.cleaned_data["closed_on"], self.instance.visit.held_on
        if day < held_on:
            raise forms.ValidationError(f"办结日期不能早于走访日期（{held_on.isoformat()}），请核对。")
        return day
