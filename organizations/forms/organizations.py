"""Forms of Party organizations."""

from django import forms

from core.forms import DatedModelForm
from organizations.building import contradictions
from organizations.choices import Formation
from organizations.forms.organization_acts import UnitLinesField, crowd, odd_formation
from organizations.models import Area, Organization

CORRECTION = (
    "“{label}”的修改是更正登记错误，会改变以往各月的数据；组织情况确有变化的，请返回办理改建、合并或分设。"
)


class OrganizationForm(DatedModelForm):
    past_days = ("established_on", "approved_on", "closed_on")
    fieldsets = (
        ("基本信息", {"fields": ("name", "type", "formation", "superior", "affiliation", "established_on")}),
        ("批复", {"fields": ("approval_number", "approved_on", "approved_by")}),
        ("其他", {"fields": ("closed_on", "close_reason", "close_document", "note")}),
    )

    class Meta:
        model = Organization
        fields = (
            "name", "type", "formation", "superior", "affiliation", "established_on", "approval_number",
            "approved_on", "approved_by", "closed_on", "close_reason", "close_document", "note",
        )  # fmt: skip

    def clean_superior(self):
        superior = self.cleaned_data["superior"]
        if superior and self.instance.pk and superior.path.startswith(self.instance.path):
            raise forms.ValidationError(f"“{superior}”是本党组织或其下级，不能作为上级党组织。")
        return superior

    def clean_closed_on(self):
        """A closing is an act; here its day is only corrected."""
        day = self.cleaned_data["closed_on"]
        if day and self.instance.pk and self.initial.get("closed_on") is None:
            raise forms.ValidationError("撤销党组织请返回办理“撤销”；这里只更正已登记的撤销日期。")
        return day

    def clean(self):
        cleaned = super().clean()
        self.warnings += odd_formation(cleaned.get("type"), cleaned.get("formation"))
        if self.instance.pk:
            days = (cleaned.get("established_on"), cleaned.get("closed_on"))
            for name, sentence in contradictions(self.instance, *days, cleaned.get("formation")).items():
                self.add_error(name, sentence)
            self._warn_of_corrections()
        return cleaned

    def _warn_of_corrections(self):
        """What figures of past months rest on is corrected here, never changed."""
        changed = [name for name in ("formation", "established_on") if name in self.changed_data]
        if changed and self.instance.coverages.exists():
            self.warnings += [CORRECTION.format(label=self.fields[name].label) for name in changed]


class SetUpForm(OrganizationForm):
    """A new organization with its area, and the units it covers from the first day."""

    area = forms.ModelChoiceField(Area.objects.leaves(), label="管理区域")
    units = UnitLinesField(label="覆盖的单位", required=False)
    fieldsets = (
        ("管理", {"fields": ("area",)}),
        *OrganizationForm.fieldsets[:2],
        ("覆盖单位", {"fields": ("units",)}),
    )

    class Meta(OrganizationForm.Meta):
        fields = OrganizationForm.Meta.fields[:9]

    clean_closed_on = None

    def clean(self):
        cleaned = super().clean()
        units, formation = cleaned.get("units") or [], cleaned.get("formation")
        if formation == Formation.STANDALONE and len(units) > 1:
            self.add_error("formation", f"单独组建的党组织只能覆盖一家单位，这里填了{len(units)}家。")
        self.warnings += crowd(len(units), cleaned.get("established_on") or self.today)
        if Organization.objects.filter(name=cleaned.get("name"), closed_on=None).exists():
            self.warnings.append(f"已有同名党组织“{cleaned['name']}”，请确认不是重复登记。")
        return cleaned
