"""Forms of demonstration sites, leaders' liaison, service centres and departments."""

from django import forms
from django.db.models import Q

from core.forms import DatedModelForm, DayField, PortalModelForm
from core.identifiers import tidy_code
from core.values import tidy_name
from organizations.forms.acts import DayForm
from organizations.models import (
    Area,
    DemonstrationSite,
    Department,
    Liaison,
    Organization,
    ServiceCentre,
    Unit,
)
from organizations.serving import units_of_area

MOST_LINES = 500
SHOWN = 5


def named_units(units, lines: list[str]) -> tuple[list[Unit], list[str]]:
    """Return the units named by full name or credit code, and the lines that name none or several."""
    keys = [line.strip() for line in lines if line.strip()]
    words = {word for key in keys for word in (tidy_name(key).value, tidy_code(key)) if word}
    found: dict[str, list[Unit]] = {}
    for unit in units.filter(Q(name__in=words) | Q(credit_code__in=words)).order_by("pk"):
        found.setdefault(unit.name, []).append(unit)
        if unit.credit_code:
            found.setdefault(unit.credit_code, []).append(unit)
    hits = {key: found.get(tidy_name(key).value) or found.get(tidy_code(key)) or [] for key in keys}
    wrong = [key for key, rows in hits.items() if len(rows) != 1]
    chosen = {unit.pk: unit for rows in hits.values() for unit in rows}
    return list(chosen.values()), wrong


def refuse_unknown(wrong: list[str]) -> None:
    if wrong:
        more = f"等{len(wrong)}行" if len(wrong) > SHOWN else ""
        raise forms.ValidationError(
            f"没有找到，或有几家同名：{'、'.join(wrong[:SHOWN])}{more}。请填写单位全称或统一社会信用代码。"
        )


class SiteForm(DatedModelForm):
    past_days = ("starts_on",)

    class Meta:
        model = DemonstrationSite
        fields = ("organization", "level", "starts_on", "document")
        labels = {"starts_on": "命名日期"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.open_on(self.today)


class LiaisonForm(DatedModelForm):
    unit_name = forms.CharField(label="单位", max_length=120, help_text="填写单位全称或统一社会信用代码。")

    past_days = ("starts_on",)
    field_order = ("unit_name",)

    class Meta:
        model = Liaison
        fields = ("leader", "leader_post", "starts_on", "document")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = units

    def clean_unit_name(self):
        found, wrong = named_units(self.units, [self.cleaned_data["unit_name"]])
        refuse_unknown(wrong)
        self.instance.unit = found[0]
        return found[0].name


class CentreForm(DatedModelForm):
    past_days = ("opened_on",)

    class Meta:
        model = ServiceCentre
        fields = ("name", "area", "address", "opened_on", "note")

    def clean_opened_on(self):
        """A centre serves nobody before it opens."""
        day = self.cleaned_data["opened_on"]
        first = self.instance.services.order_by("starts_on").first() if self.instance.pk else None
        if first and first.starts_on < day:
            raise forms.ValidationError(
                f"从{first.starts_on.isoformat()}起已服务{first.unit}，启用日期不能更晚。"
            )
        return day


class ServeForm(DayForm):
    """Units that a centre serves from a day on: named one a line, or all that an area manages."""

    on = DayField(label="服务起始日期")
    names = forms.CharField(
        label="单位",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每行一家，填写单位全称或统一社会信用代码，可以从表格粘贴。",
    )
    area = forms.ModelChoiceField(
        Area.objects.leaves(),
        label="整区域登记",
        required=False,
        help_text="选择后，当日由该区域管理、纳入基数的单位都登记为服务单位。",
    )

    field_order = ("names", "area", "on")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = units

    def clean_names(self):
        lines = self.cleaned_data["names"].splitlines()
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"一次最多登记{MOST_LINES}行，请分几次登记。")
        found, wrong = named_units(self.units, lines)
        refuse_unknown(wrong)
        return found

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["names"] and not cleaned["area"]:
            raise forms.ValidationError("请填写单位，或选择整区域登记。")
        return cleaned

    def chosen(self) -> list[Unit]:
        """Return every unit once: those named, then those of the area."""
        data = self.cleaned_data
        units = {unit.pk: unit for unit in data["names"]}
        if data["area"]:
            rows = units_of_area(self.units, data["area"], data["on"])
            units |= {unit.pk: unit for unit in rows}
        return list(units.values())


class CloseCentreForm(DayForm):
    on = DayField(label="最后一天", help_text="填写仍在服务的最后一天；服务单位同日结束。")


class DepartmentForm(DatedModelForm):
    past_days = ("starts_on",)

    class Meta:
        model = Department
        fields = ("name", "duty", "starts_on")
        help_texts = {"duty": "例如：提供登记数据、指导组建。"}


class DepartmentDutyForm(PortalModelForm):
    """What a department does; its name and days change by beginning and ending."""

    class Meta:
        model = Department
        fields = ("duty",)
