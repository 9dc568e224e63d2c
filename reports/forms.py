"""Forms of monthly reporting; a draft may be incomplete, so nothing here is required of an answer."""

from django import forms

from core.forms import DayField, PortalModelForm
from reports.choices import FiledSource
from reports.models import MonthlyReport, Period
from reports.models.periods import MONTH_PATTERN

UNCHANGED_CHOICES = ((True, "本月无变化"), (False, "有变化"))


class ReportForm(PortalModelForm):
    """The three questions of the month; `for_others` adds where a person who files for others has it from."""

    unchanged = forms.TypedChoiceField(
        label="本月有无变化",
        choices=UNCHANGED_CHOICES,
        coerce=lambda value: str(value) == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    filed_source = forms.ChoiceField(
        label="代填依据", choices=FiledSource, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = MonthlyReport
        fields = ("unchanged", "member_changes", "work", "help_wanted", "filed_source")
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("member_changes", "work")} | {
            "help_wanted": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "member_changes": "转入、转出、发展、转正、去世、失联等，写明姓名和日期。",
            "work": "一两句话即可。平台里已登记的活动不用再写。",
            "help_wanted": "没有就不填。",
        }

    def __init__(self, *args, for_others=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not for_others:
            del self.fields["filed_source"]


class MonthForm(forms.Form):
    month = forms.RegexField(
        MONTH_PATTERN,
        label="月份",
        help_text="例如 2026-11。",
        error_messages={"invalid": "请按 2026-11 的格式填写月份。"},
    )


class PeriodForm(PortalModelForm):
    """The clock of one month."""

    class Meta:
        model = Period
        fields = ("opens_on", "due_on", "locks_on", "repair_days")


class ReopenForm(forms.Form):
    """Until when one organization may still file a locked month, and why."""

    until = DayField(label="补报截止日期", help_text="当天仍可报送。")
    reason = forms.CharField(label="原因", max_length=200, help_text="会留在这份月报的办理记录中。")
