"""Forms of imports: the file that is sent, and one that takes its place."""

from django import forms

from core.forms import DayField
from intake.kinds import KINDS
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
        choices=[("", ANY_KIND), *((kind.key, kind.label) for kind in KINDS)],
        required=False,
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

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > self.today:
            raise forms.ValidationError("情况截至日期不能晚于今天。")
        return day
