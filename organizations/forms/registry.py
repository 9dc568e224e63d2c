"""Forms of the comparison with the registries: the file, and what is done about its lines."""

from django import forms

from core.forms import DayField
from organizations.choices import RegistrySource
from organizations.forms.acts import DayForm
from organizations.models import Area, RegistryLine, Unit

FIRST_DAY = "纳入基数起始日期"


class RegistryUploadForm(forms.Form):
    file = forms.FileField(
        label="登记名单",
        help_text="支持 .xlsx、.xlsm、.xls、.csv，不超过10MB、10万行。只作比对，不会自动改动任何单位。",
        error_messages={"required": "请选择登记名单文件。", "empty": "这个文件是空的，请重新选择。"},
    )
    source = forms.ChoiceField(
        label="来源",
        choices=RegistrySource.choices,
        help_text="市场监管局名单与非公企业比对，民政局名单与社会组织比对。",
    )
    listed_on = DayField(label="名单日期", help_text="名单是哪一天的情况。")
    area = forms.ModelChoiceField(
        Area.objects.all(),
        label="名单范围",
        required=False,
        help_text="名单包括哪个区域的单位；不选时为您管理的全部区域。",
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["listed_on"].initial = today

    def clean_listed_on(self):
        day = self.cleaned_data["listed_on"]
        if day > self.today:
            raise forms.ValidationError("名单日期不能晚于今天，请核对。")
        return day


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=120)


class SameForm(forms.Form):
    """The unit of this portal that a line is; only units of the same name are offered."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="同一家单位")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class RenameLineForm(DayForm):
    name = forms.CharField(label="新名称", max_length=120)
    on = DayField(label="更名日期")
    document = forms.CharField(label="依据", max_length=120)

    field_order = ("name", "on", "document")


class LinesField(forms.ModelMultipleChoiceField):
    """Several lines of one list, each to be ticked."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": "请至少勾选一行。"}

    def label_from_instance(self, line: RegistryLine) -> str:
        place = line.area or "区域未识别"
        return f"第{line.row}行　{line}　{line.code_text or '无代码'}　{place}"


class LinesForm(forms.Form):
    lines = LinesField(RegistryLine.objects.none(), label="名单中的单位")

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = lines


class RegisterLinesForm(LinesForm, DayForm):
    on = DayField(label=FIRST_DAY)
    area = forms.ModelChoiceField(
        Area.objects.leaves(),
        label="管理区域",
        required=False,
        help_text="用于名单中看不出区域的单位；已识别区域的以识别结果为准。",
    )
    in_base = forms.BooleanField(label="纳入基数", required=False, initial=True)

    field_order = ("on", "in_base", "area", "lines")


class ExcludeLinesForm(LinesForm, ReasonForm):
    field_order = ("reason", "lines")
