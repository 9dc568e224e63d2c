"""Forms of imports: the file that is sent, and one that takes its place."""

from django import forms

from core.forms import DayField
from intake.kinds import KINDS
from intake.registry_lists import KEY, LABEL
from organizations.choices import RegistrySource
from organizations.models import Area

ANY_KIND = "按表中内容判断"


class WorkbookForm(forms.Form):
    """A workbook on its own."""

    file = forms.FileField(
        label="工作簿",
        help_text="支持 .xlsx、.xlsm、.xls、.csv，不超过10MB。先核对，确认后才会保存。",
        error_messages={"required": "请选择要导入的工作簿。", "empty": "这个文件是空的，请重新选择。"},
    )


class UploadForm(WorkbookForm):
    """A workbook with what it does not say itself."""

    table_kind = forms.ChoiceField(
        label="表的种类",
        choices=[("", ANY_KIND), *((kind.key, kind.label) for kind in KINDS), (KEY, LABEL)],
        required=False,
        help_text="登记机关的名单只与单位名录比对，不会导入。",
    )
    source = forms.ChoiceField(
        label="名单来源",
        choices=[("", "不是登记名单"), *RegistrySource.choices],
        required=False,
        help_text="只有登记名单需要选择；名单日期填在“情况截至日期”。",
    )
    area = forms.ModelChoiceField(
        Area.objects.leaves(),
        label="管理区域",
        required=False,
        help_text="表中没有“所属乡镇”一列时使用；有该列时以表中为准。",
    )
    on = DayField(label="情况截至日期", required=False, help_text="不填时取表中的填报时间，没有则按今天。")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("table_kind") == KEY and not cleaned.get("source"):
            self.add_error("source", "登记名单请选择名单来源。")
        return cleaned

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > self.today:
            raise forms.ValidationError("情况截至日期不能晚于今天。")
        return day
