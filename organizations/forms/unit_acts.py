"""Forms of acts on one unit: another name, and opening again after a closing."""

from django import forms

from core.forms import DayField
from core.values import tidy_name
from organizations.forms.acts import DayForm, EndForm
from organizations.models import Area

DOCUMENT_HELP = "文件名称、文号或会议纪要。"


class EndCoverageForm(EndForm):
    document = forms.CharField(label="结束依据", max_length=120, required=False, help_text=DOCUMENT_HELP)


class RenameForm(DayForm):
    name = forms.CharField(label="新名称", max_length=120)
    on = DayField(label="更名日期", help_text="填写使用新名称的第一天。")
    document = forms.CharField(label="依据", max_length=120, help_text=DOCUMENT_HELP)

    field_order = ("name", "on", "document")

    def clean_name(self):
        return tidy_name(self.cleaned_data["name"]).value


class ReopenForm(DayForm):
    on = DayField(label="恢复日期", help_text="填写重新开业或迁回的第一天。")
    document = forms.CharField(label="依据", max_length=120, help_text=DOCUMENT_HELP)
    area = forms.ModelChoiceField(
        Area.objects.leaves(), label="管理区域", required=False, help_text="由原区域管理的，不用选择。"
    )
    in_base = forms.BooleanField(label="同时纳入基数", required=False)
