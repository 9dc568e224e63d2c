"""Forms of plans."""

from django import forms

from core.forms import DatedModelForm
from organizations.choices import UncoveredReason
from organizations.models import CoveragePlan


class PlanForm(DatedModelForm):
    """Why a unit is not covered, what is planned and by when."""

    past_days = ("starts_on",)

    class Meta:
        model = CoveragePlan
        fields = ("reason", "measure", "planned_on", "starts_on", "note")
        labels = {"starts_on": "计划起始日期"}
        help_texts = {"starts_on": "从这一天起按新计划；原计划在前一天结束。"}

    def clean(self):
        """Refuse days out of order and another reason that is not told."""
        cleaned = super().clean()
        first, planned = cleaned.get("starts_on"), cleaned.get("planned_on")
        if first and planned and planned < first:
            self.add_error("planned_on", "计划完成日期不能早于计划起始日期，请核对。")
        if cleaned.get("reason") == UncoveredReason.OTHER and not cleaned.get("note"):
            self.add_error("note", "原因选“其他”时，请填写说明。")
        return cleaned


class PlanAdminForm(PlanForm):
    """A plan as it stands, for repairs."""

    unit = forms.ModelChoiceField(CoveragePlan._meta.get_field("unit").related_model.objects, label="单位")

    class Meta(PlanForm.Meta):
        fields = ("unit", *PlanForm.Meta.fields, "ends_on")
