"""Forms of acts: what happens to a unit on a day, and the document it rests on."""

from django import forms

from core.forms import DayField
from organizations.choices import ExitReason
from organizations.guidance import load_warnings
from organizations.models import Area, Officer, Organization


class DayForm(forms.Form):
    """A form of an act: it happens on a day, which may lie in the past and not in the future."""

    on = DayField(label="日期")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("日期不能晚于今天，请核对。")
        return day


class CoverForm(DayForm):
    organization = forms.ModelChoiceField(Organization.objects.all(), label="党组织")
    on = DayField(label="覆盖起始日期")
    document = forms.CharField(label="依据", max_length=120, required=False)

    field_order = ("organization", "on", "document")


class OfficerField(forms.ModelChoiceField):
    """Offers officers; of one who left it says so, because the act may be back-dated."""

    def label_from_instance(self, obj):
        return f"{obj}（{obj.left_on.isoformat()}离任）" if obj.left_on else str(obj)


class AssignForm(DayForm):
    officer = OfficerField(Officer.objects.all(), label="党建工作指导员")
    on = DayField(label="派驻起始日期")
    document = forms.CharField(label="依据", max_length=120, required=False)

    field_order = ("officer", "on", "document")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and cleaned.get("officer"):
            self.warnings = load_warnings(cleaned["officer"], 1, (cleaned["on"], self.today))
        return cleaned


class EndForm(DayForm):
    on = DayField(label="最后一天", help_text="填写仍然有效的最后一天。")


class ExitForm(DayForm):
    """Taking a unit out of the base, or closing it: last day, reason and document."""

    on = DayField(label="最后一天", help_text="填写仍计入基数的最后一天。")
    reason = forms.ChoiceField(label="原因", choices=ExitReason.choices)
    document = forms.CharField(label="依据", max_length=120, help_text="文件名称、文号或会议纪要。")


class EnterForm(DayForm):
    on = DayField(label="纳入起始日期")
    document = forms.CharField(label="依据", max_length=120)


class MoveForm(DayForm):
    area = forms.ModelChoiceField(Area.objects.leaves(), label="新的管理区域")
    on = DayField(label="变更日期")
    document = forms.CharField(label="依据", max_length=120, required=False)

    field_order = ("area", "on", "document")
