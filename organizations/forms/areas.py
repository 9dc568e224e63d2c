"""The form of merging an area into another."""

from django import forms

from core.forms import DayField
from organizations.forms.acts import DayForm
from organizations.models import Area


class MergeAreaForm(DayForm):
    area = forms.ModelChoiceField(Area.objects.leaves(), label="撤并的区域")
    into = forms.ModelChoiceField(Area.objects.leaves(), label="并入区域")
    on = DayField(label="并入日期", help_text="由并入区域管理的第一天；原区域到前一天为止。")
    document = forms.CharField(label="依据", max_length=120, help_text="文件名称、文号或会议纪要。")

    field_order = ("area", "into", "on", "document")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("area") and cleaned.get("area") == cleaned.get("into"):
            self.add_error("into", "请选择另一个区域，不能并入自己。")
        return cleaned
