"""The form of an assessment: organization, day, and one row for each item in force on that day."""

import datetime

from django import forms

from core.forms import DatedModelForm
from standards.assessing import Finding
from standards.choices import Result
from standards.models import Assessment, Item, Standard


class AssessmentForm(DatedModelForm):
    """Asks for the items of the day that was typed: a back-dated assessment follows the list of its day."""

    past_days = ("made_on",)

    class Meta:
        model = Assessment
        fields = ("organization", "made_on", "note")

    def __init__(self, *args, key, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["made_on"].initial = self.today
        day = self._typed_day()
        self.standard = Standard.objects.on(day).filter(key=key).first()
        self.items = list(self.standard.items.on(day)) if self.standard else []
        for item in self.items:
            self.fields[f"result_{item.pk}"] = result_field(item)
            self.fields[f"remark_{item.pk}"] = forms.CharField(
                label="情况说明", max_length=200, required=False
            )

    def _typed_day(self) -> datetime.date:
        try:
            return self.fields["made_on"].clean(self.data.get(self.add_prefix("made_on")))
        except forms.ValidationError:
            return self.today

    def clean(self):
        cleaned = super().clean()
        if not self.items:
            self.add_error("made_on", "这一天还没有这项标准，请核对日期。")
        return cleaned

    @property
    def lines(self) -> list[dict]:
        """The items with their two bound fields, for the page."""
        return [
            {"item": item, "result": self[f"result_{item.pk}"], "remark": self[f"remark_{item.pk}"]}
            for item in self.items
        ]

    def findings(self) -> dict[Item, Finding]:
        values = self.cleaned_data
        return {
            item: Finding(Result(values[f"result_{item.pk}"]), values[f"remark_{item.pk}"])
            for item in self.items
        }


def result_field(item: Item) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=item.label,
        choices=Result.choices,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "请选择结果。"},
    )
